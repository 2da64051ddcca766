// Tracks: music written in a text. In: the text of `track tune = "C4 E4 [G4 B4] - ."`. Out: a table of four rows, one
// entry per step: frequency, whether a note sounds, whether it begins here, whether it ends here. A track with chords
// is an array of such tables, one line of notes each, so that what takes one line expands.
#include <algorithm>

#include "compiler/elaborate/elaborator.h"
#include "compiler/math/constant.h"

namespace tactus::elaborate {

namespace {

enum class StepKind : std::uint8_t { Rest, Hold, Notes };

struct Step {
    StepKind kind = StepKind::Rest;
    std::vector<int> keys;
};

// The key of a note name: A–G, # or b or nothing, one digit.
std::optional<int> key_of(std::string_view name) {
    constexpr int of_letter[] = {9, 11, 0, 2, 4, 5, 7}; // A B C D E F G
    const bool altered = name.size() == 3 && (name[1] == '#' || name[1] == 'b');
    const bool right =
        (name.size() == 2 || altered) && name[0] >= 'A' && name[0] <= 'G' && name.back() >= '0' && name.back() <= '9';
    if (!right) {
        return std::nullopt;
    }
    const int accidental = !altered ? 0 : name[1] == '#' ? 1 : -1;
    return 12 * (name.back() - '0' + 1) + of_letter[name[0] - 'A'] + accidental;
}

// The note name that was probably meant: letters of the other case, the German H, no comma behind it.
std::string mended(std::string_view name) {
    std::string other{name.substr(0, name.find_last_not_of(",;") + 1)};
    if (!other.empty() && (other[0] == 'h' || other[0] == 'H')) {
        other[0] = 'B';
    }
    if (!other.empty() && other[0] >= 'a' && other[0] <= 'g') {
        other[0] = static_cast<char>(other[0] - 'a' + 'A');
    }
    if (other.size() == 3 && other[1] == 'B') {
        other[1] = 'b';
    }
    return key_of(other) ? other : std::string{};
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Takes a track's text apart, symbol by symbol; the first mistake ends it.
class TrackReader {
  public:
    TrackReader(std::string_view text, Span quotes, diag::Report &report)
        : text_(text), quotes_(quotes), report_(report) {}

    std::optional<std::vector<Step>> read(std::string_view name) {
        while (next_symbol()) {
            if (!take_symbol()) {
                return std::nullopt;
            }
        }
        if (chord_begin_) {
            const Span end = span(text_.size(), text_.size());
            report_.add(diag::Kind::TrackChord, span(*chord_begin_, *chord_begin_ + 1), "has no `]`")
                .helps.push_back({"put `]` behind its last note", diag::Edit{end, "]"}});
            return std::nullopt;
        }
        if (steps_.empty()) {
            report_.add(diag::Kind::TrackEmpty, quotes_, name);
            return std::nullopt;
        }
        return std::move(steps_);
    }

  private:
    // Brackets and bars stand by themselves; every other symbol goes up to a blank, a bracket or a bar.
    bool next_symbol() {
        constexpr std::string_view alone = "[]|";
        begin_ = end_;
        while (begin_ < text_.size() && is_blank(text_[begin_])) {
            ++begin_;
        }
        end_ = begin_;
        while (end_ < text_.size() && !is_blank(text_[end_]) && alone.find(text_[end_]) == std::string_view::npos) {
            ++end_;
        }
        if (end_ == begin_ && end_ < text_.size()) {
            ++end_;
        }
        return begin_ < text_.size();
    }

    bool take_symbol() {
        const std::string_view symbol = text_.substr(begin_, end_ - begin_);
        const Span here = span(begin_, end_);
        if (symbol == "|") {
            return true;
        }
        if (symbol == "[") {
            if (chord_begin_) {
                report_.add(diag::Kind::TrackChord, here, "stands in a chord");
                return false;
            }
            chord_begin_ = begin_;
            steps_.push_back(Step{StepKind::Notes, {}});
            return true;
        }
        if (symbol == "]") {
            const bool right = chord_begin_ && !steps_.back().keys.empty();
            if (!right) {
                auto &diagnostic = report_.add(diag::Kind::TrackChord, chord_begin_ ? span(*chord_begin_, end_) : here,
                                               chord_begin_ ? "has no notes" : "has no `[`");
                if (!chord_begin_) {
                    diagnostic.helps.push_back({"take it away, or open the chord before", diag::Edit{here, ""}});
                }
            }
            chord_begin_.reset();
            return right;
        }
        if (const auto key = key_of(symbol)) {
            if (!chord_begin_) {
                steps_.push_back(Step{StepKind::Notes, {}});
            }
            steps_.back().keys.push_back(*key);
            return true;
        }
        if (!chord_begin_ && symbol == ".") {
            steps_.push_back(Step{});
            return true;
        }
        if (!chord_begin_ && symbol == "-") {
            return take_hold(here);
        }
        auto &diagnostic = report_.add(diag::Kind::TrackSymbol, here, symbol);
        if (const std::string meant = mended(symbol); !meant.empty()) {
            diagnostic.helps.push_back({"is `" + meant + "` meant?", diag::Edit{here, meant}});
        } else {
            diagnostic.helps.push_back({"a step is a note (`C4`, `F#3`, `Bb2`), a chord `[C4 E4]`, `-` or `.`; blanks "
                                        "stand between steps",
                                        std::nullopt});
        }
        return false;
    }

    bool take_hold(Span here) {
        if (steps_.empty() || steps_.back().kind == StepKind::Rest) {
            report_.add(diag::Kind::TrackHold, here, steps_.empty() ? "there is nothing" : "there is a rest")
                .helps.push_back({"a rest is `.`, and a longer one `. .`", diag::Edit{here, "."}});
            return false;
        }
        steps_.push_back(Step{StepKind::Hold, {}});
        return true;
    }

    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
        const std::uint32_t first = quotes_.begin + 1;
        return Span{quotes_.file, first + static_cast<std::uint32_t>(begin), first + static_cast<std::uint32_t>(end)};
    }

    std::string_view text_;
    Span quotes_;
    diag::Report &report_;
    std::vector<Step> steps_;
    std::optional<std::size_t> chord_begin_;
    std::size_t begin_ = 0, end_ = 0;
};

struct Rows {
    std::vector<float> freq, sounds, begins, ends;
};

// One line of the track: the note number `voice` of every chord, if it has so many.
Rows rows_of(const std::vector<Step> &steps, std::size_t voice, double tuning) {
    Rows rows;
    float freq = 0.0f;
    bool sounds = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step &step = steps[i];
        const bool begins = step.kind == StepKind::Notes && voice < step.keys.size();
        if (begins) {
            freq = static_cast<float>(tuning * math::binary64::exponential2((step.keys[voice] - 69) / 12.0));
        }
        sounds = begins || (sounds && step.kind == StepKind::Hold);
        const bool held_on = i + 1 < steps.size() && steps[i + 1].kind == StepKind::Hold;
        rows.freq.push_back(freq);
        rows.sounds.push_back(sounds ? 1.0f : 0.0f);
        rows.begins.push_back(begins ? 1.0f : 0.0f);
        rows.ends.push_back(sounds && !held_on ? 1.0f : 0.0f);
    }
    return rows;
}

} // namespace

Value Elaborator::compute_track(Binding &binding) {
    const TreeId written = tree().child(binding.id, 0);
    const Span quotes = span_of(written);
    // The text between the quotes as it stands in the file, so that a place in it is a place in the file.
    std::string_view text = sources_.text(quotes);
    text = text.substr(1, text.size() - 2);
    const auto steps = TrackReader(text, quotes, report_).read(binding.name);
    if (!steps) {
        return {};
    }
    std::size_t lines = 0;
    for (const Step &step : *steps) {
        lines = std::max(lines, step.keys.size());
    }
    std::vector<Value> tables;
    for (std::size_t voice = 0; voice < std::max<std::size_t>(lines, 1); ++voice) {
        Rows rows = rows_of(*steps, voice, tuning(quotes));
        auto compound = std::make_shared<Compound>();
        compound->length = static_cast<std::uint32_t>(steps->size());
        const std::string name = binding.name + (lines > 1 ? "[" + std::to_string(voice) + "]" : "");
        compound->rows = {constant_table(name + ".freq", std::move(rows.freq)),
                          constant_table(name + ".sounds", std::move(rows.sounds)),
                          constant_table(name + ".begins", std::move(rows.begins)),
                          constant_table(name + ".ends", std::move(rows.ends))};
        tables.push_back(Value{Form::Table, {}, 0.0, {}, std::move(compound)});
    }
    return lines > 1 ? array_value(std::move(tables)) : tables[0];
}

} // namespace tactus::elaborate
