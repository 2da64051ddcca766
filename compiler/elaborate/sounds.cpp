// Samples: sound files as constant data. A sample is a table whose rows are the file's channels; it keeps the file's
// own rate, so that a time finds its place in it.
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

// The file's samples; each file is read once, and reported once.
const source::Sound *Elaborator::sound_of(const std::filesystem::path &path, const std::string &shown, Span span) {
    const std::string key = path.lexically_normal().string();
    if (const auto known = sounds_.find(key); known != sounds_.end()) {
        silent_ += known->second ? 0 : 1;
        return known->second ? &*known->second : nullptr;
    }
    auto &kept = sounds_[key];
    auto read = source::read_sound(path);
    if (const auto *problem = std::get_if<std::string>(&read)) {
        error(diag::Kind::SampleUnusable, span, shown, *problem);
        return nullptr;
    }
    kept = std::move(std::get<source::Sound>(read));
    return &*kept;
}

// sample kick = "kick.wav"
Value Elaborator::compute_sample(Binding &binding) {
    const syntax::TreeId text = tree().child(binding.id, 0);
    const Span span = span_of(text);
    const std::string wanted{tree().text(text)};
    const auto path = path_below(span, wanted);
    const source::Sound *sound = path ? sound_of(*path, wanted, span) : nullptr;
    if (sound == nullptr) {
        return {};
    }
    if (sound->frames() > limits::table_entries) {
        error(diag::Kind::TableTooLarge, span, limits::table_entries);
        return {};
    }
    auto compound = std::make_shared<Compound>();
    compound->length = static_cast<std::uint32_t>(sound->frames());
    compound->channels = static_cast<std::uint32_t>(sound->channels.size());
    compound->rate = sound->sample_rate;
    for (const std::vector<float> &channel : sound->channels) {
        const std::string number = compound->channels > 1 ? "[" + std::to_string(compound->rows.size()) + "]" : "";
        compound->rows.push_back(constant_table(binding.name + number, channel));
    }
    return Value{Form::Table, {}, 0.0, {}, compound};
}

} // namespace tactus::elaborate
