// Names from outside the file: the standard library, parsed file by file when one of its names is asked for, and files
// made visible by `use`. Also what is said of a name that is nowhere.
#include <algorithm>
#include <map>
#include <mutex>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/elaborate/tests.h"
#include "compiler/syntax/foreign_words.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

namespace {

// The name that a line of a library file defines, if it begins a definition.
std::string_view defined_name(std::string_view line) {
    for (const std::string_view keyword : {"node ", "word ", "table "}) {
        if (line.starts_with(keyword)) {
            line.remove_prefix(keyword.size());
            const auto end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
            return line.substr(0, end);
        }
    }
    const auto equals = line.find(" = "); // a constant
    if (equals != std::string_view::npos &&
        line.substr(0, equals).find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos) {
        return line.substr(0, equals);
    }
    return {};
}

using LibraryIndex = std::map<std::string, std::size_t, std::less<>>; // name → library file

const LibraryIndex &library_index() {
    static const LibraryIndex index = [] {
        LibraryIndex names;
        const auto &files = source::library_files();
        for (std::size_t i = 0; i < files.size(); ++i) {
            std::string_view rest = files[i].text;
            while (!rest.empty()) {
                const auto end = rest.find('\n');
                if (const auto name = defined_name(rest.substr(0, end)); !name.empty()) {
                    names.emplace(std::string(name), i);
                }
                rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            }
        }
        return names;
    }();
    return index;
}

// The library's texts never change: each is parsed once while the program runs. Who asks gets a tree of its own, whose
// ranges lie in the file as its sources number it.
std::optional<syntax::Tree> library_tree(std::size_t index, const source::SourceSet &sources, FileId file,
                                         diag::Report &report) {
    static std::mutex mutex;
    static std::vector<std::optional<syntax::Tree>> parsed(source::library_files().size());
    const std::lock_guard lock(mutex);
    if (!parsed[index]) {
        parsed[index] = syntax::parse(sources, file, report);
    }
    std::optional<syntax::Tree> tree = parsed[index];
    if (tree) {
        tree->file = file;
        for (syntax::Node &node : tree->nodes) {
            node.span.file = node.name_span.file = file;
        }
    }
    return tree;
}

// In a short word another letter makes another word; letters in another order, one too few or too many do not.
bool is_slip(std::string_view word, std::string_view meant) {
    constexpr std::size_t short_word = 4;
    std::string ours{word.substr(0, word.find('.'))}, theirs{meant.substr(0, meant.find('.'))};
    std::sort(ours.begin(), ours.end());
    std::sort(theirs.begin(), theirs.end());
    return ours.size() > short_word || ours.size() != theirs.size() || ours == theirs;
}

} // namespace

// A library file's names go into a frame of their own, whose parent is the library: inside, names of other files are
// seen the same way.
void Elaborator::parse_library_file(std::size_t index) {
    if (!library_parsed_.insert(index).second) {
        return;
    }
    const auto &file = source::library_files()[index];
    const auto id = sources_.add("library/" + std::string(file.name), std::string(file.text), report_, true);
    auto tree = id ? library_tree(index, sources_, *id, report_) : std::nullopt;
    if (!tree) {
        return;
    }
    trees_.push_back(std::move(*tree));
    Frame &frame = new_frame(nullptr, trees_.back(), "");
    frame.times = 1; // its values are made once, whoever asks first
    declare_body(frame, trees_.back().root, nullptr);
    library_->uses.push_back(&frame);
}

Binding *Elaborator::find_in_library(std::string_view name) {
    if (library_ == nullptr) {
        library_ = &frames_.emplace_back();
    }
    const auto it = library_index().find(name);
    if (it == library_index().end()) {
        return nullptr;
    }
    parse_library_file(it->second);
    const std::string key{name};
    for (Frame *file : library_->uses) {
        if (const auto found = file->bindings.find(key); found != file->bindings.end()) {
            return found->second.get();
        }
    }
    return nullptr;
}

// The text in quotes within a span: that of a `use` is the whole statement.
std::optional<diag::Edit> Elaborator::mend_path(Span span, const std::string &path) const {
    const std::string text = text_of(span);
    const auto first = text.find('"'), last = text.rfind('"');
    if (first == std::string::npos || last == first) {
        return std::nullopt;
    }
    return diag::Edit{
        {span.file, span.begin + static_cast<std::uint32_t>(first) + 1, span.begin + static_cast<std::uint32_t>(last)},
        path};
}

// A path as a patch writes it: relative to the file that says so, and below its folder.
std::optional<std::filesystem::path> Elaborator::path_below(Span span, const std::filesystem::path &wanted) {
    const auto &file = sources_.file(span.file);
    bool outside = wanted.is_absolute();
    for (const auto &part : wanted) {
        outside = outside || part == "..";
    }
    const auto folder = file.directory.empty() ? std::filesystem::path(".") : file.directory;
    auto path = folder / wanted;
    if (!outside) {
        std::error_code status;
        const auto real = std::filesystem::weakly_canonical(path, status);
        const auto root = std::filesystem::weakly_canonical(folder, status);
        const auto relative = real.lexically_relative(root);
        outside = !status && (relative.empty() || *relative.begin() == "..");
    }
    if (outside) {
        error(diag::Kind::PathOutside, span, wanted.string());
        return std::nullopt;
    }
    std::error_code status;
    if (!std::filesystem::is_regular_file(path, status)) {
        auto &diagnostic = error(diag::Kind::UsedFileMissing, span, wanted.string());
        std::vector<std::string> there;
        std::error_code itself; // no file is loaded by itself
        std::filesystem::directory_iterator entry{path.parent_path(), status};
        for (; !status && entry != std::filesystem::directory_iterator{} && there.size() < 1000;
             entry.increment(status)) {
            if (!std::filesystem::equivalent(entry->path(), std::filesystem::path(sources_.name(span.file)), itself)) {
                there.push_back(entry->path().filename().string());
            }
        }
        std::sort(there.begin(), there.end());
        if (const auto near = syntax::nearest(wanted.filename().string(), there); !near.empty()) {
            const std::string meant = (wanted.parent_path() / near.front()).generic_string();
            diagnostic.helps.push_back({"is `" + meant + "` meant?", is_slip(wanted.filename().string(), near.front())
                                                                         ? mend_path(span, meant)
                                                                         : std::nullopt});
        }
        return std::nullopt;
    }
    return path;
}

// `use "mine.tac"`: each file is read once.
Frame *Elaborator::use_file(Frame &user, TreeId id) {
    const syntax::Tree &tree = *user.tree;
    const std::filesystem::path wanted{std::string(tree.text(id))};
    const Span span = tree[id].span;
    const std::string key = (sources_.file(span.file).directory / wanted).lexically_normal().string();
    if (const auto it = used_files_.find(key); it != used_files_.end()) {
        return it->second;
    }
    used_files_[key] = nullptr; // files that use each other: the second sees what is there
    const auto path = path_below(span, wanted);
    if (!path) {
        misnamed(user);
        return nullptr;
    }
    const auto read = sources_.read(*path, report_);
    auto parsed = read ? syntax::parse(sources_, *read, report_) : std::nullopt;
    if (!parsed) {
        misnamed(user);
        return nullptr;
    }
    trees_.push_back(std::move(*parsed));
    Frame &frame = new_frame(nullptr, trees_.back(), "");
    frame.times = 1; // its values are made once, whoever asks first
    used_files_[key] = &frame;
    const std::size_t known = report_.diagnostics().size();
    declare_body(frame, trees_.back().root, nullptr);
    tell_patch_used(span, wanted.filename().generic_string(), known);
    return &frame;
}

// What stands outside a patch in a used file is right there where the file is a patch of its own: the `use` is not.
void Elaborator::tell_patch_used(Span use, const std::string &file, std::size_t first) {
    std::string message;
    for (std::size_t i = first; i < report_.diagnostics().size(); ++i) {
        diag::Diagnostic &diagnostic = report_.each()[i];
        if (diagnostic.kind != diag::Kind::PatchOnly || diagnostic.span.file == use.file) {
            continue;
        }
        if (message.empty()) {
            message = diagnostic.message;
            std::string help = "`" + file + "` is a patch of its own: a rack plays it, with `";
            help.append(file, 0, file.find('.')).append(" = load \"").append(file);
            help += "\"`; `use` is for nodes, words and tables";
            diagnostic.helps.push_back({std::move(help), std::nullopt});
        }
        diagnostic.message = message;
        diagnostic.labels.push_back({diagnostic.span, "here"});
        diagnostic.span = use;
    }
}

// Nowhere to be found: near names that exist, words of other systems.
Value Elaborator::unknown_name(std::string_view name, Span span, const Written *call) {
    if (names_are_wrong(at_.frame) || !unknown_.emplace(name).second) { // said once, where it is first asked for
        ++silent_;
        return {};
    }
    std::vector<std::string> known;
    for (const Frame *frame = at_.frame; frame != nullptr; frame = frame->parent) {
        for (const auto &[key, binding] : frame->bindings) {
            known.push_back(key);
        }
        for (const Frame *used : frame->uses) {
            for (const auto &[key, binding] : used->bindings) {
                known.push_back(key);
            }
        }
    }
    const auto library = library_names();
    known.insert(known.end(), library.begin(), library.end());
    for (const std::string_view builtin : builtin_names()) {
        known.emplace_back(builtin);
    }
    const std::vector<std::string> measures = measure_names();
    if (test_ != nullptr) {
        known.insert(known.end(), measures.begin(), measures.end());
    }
    std::sort(known.begin(), known.end());
    auto &diagnostic = error(diag::Kind::UnknownName, span, name);
    if (test_ == nullptr && std::find(measures.begin(), measures.end(), name) != measures.end()) {
        diagnostic.helps.push_back({"it measures a rendered signal, in the `expect` of a `test` only", std::nullopt});
        return {};
    }
    if (name == "note") {
        diagnostic.helps.push_back(
            {"a note is an input of the node that sounds: `node voice(note: Note) = …`, and `poly(8, "
             "voice)` plays it",
             std::nullopt});
        return {};
    }
    const auto suits = [&](std::string_view guess) { return call == nullptr || takes(guess, *call); };
    if (mend_unknown(diagnostic, name, call)) {
        return {};
    }
    if (const auto here = syntax::word_of_other_language(name)) {
        const bool words = call != nullptr && call->more > 0;
        diagnostic.helps.push_back(syntax::in_tactus({name, span, sources_.file(span.file).text, words}));
        if (!syntax::is_converted(name) && std::isalpha(static_cast<unsigned char>(here->front())) != 0 &&
            !suits(*here)) {
            diagnostic.helps.back().edit.reset();
        }
        return {};
    }
    const auto near = syntax::nearest(name, known);
    if (near.empty()) {
        return {};
    }
    const auto likely = std::find_if(near.begin(), near.end(), suits);
    const std::string &guess = likely == near.end() ? near.front() : *likely;
    const auto edit =
        likely == near.end() || !is_slip(name, guess) ? std::nullopt : std::optional{diag::Edit{span, guess}};
    diagnostic.helps.push_back({"is `" + guess + "` meant?", edit});
    return {};
}

std::set<std::string, std::less<>> library_names() {
    std::set<std::string, std::less<>> made;
    for (const auto &[name, file] : library_index()) {
        made.insert(name);
    }
    return made;
}

} // namespace tactus::elaborate
