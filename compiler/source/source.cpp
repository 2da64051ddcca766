// Reads and checks patch files. Every later stage may assume valid UTF-8 without NUL, other control characters or bidi
// controls.
#include "compiler/source/source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "compiler/base/utf8.h"
#include "compiler/limits.h"

namespace tactus::source {

namespace {

// Reads at most one byte more than the limit, so that a huge or endless file costs nothing.
std::optional<std::string> read_bounded(std::istream &in) {
    std::string text(limits::file_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) {
        return std::nullopt;
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

std::vector<std::uint32_t> starts_of_lines(std::string_view text) {
    std::vector<std::uint32_t> starts{0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            starts.push_back(static_cast<std::uint32_t>(i + 1));
        }
    }
    return starts;
}

// What a code point is called when it is refused; empty when it may stand in a patch. Bidi controls could show another
// program than the one that is read (CVE-2021-42574).
std::string_view refused(char32_t c) {
    if (c == 0) {
        return "a NUL";
    }
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
        return "a control character";
    }
    if (c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)) {
        return "a text direction control";
    }
    return {};
}

struct Refusal {
    diag::Kind kind;
    std::uint32_t begin;
    std::uint32_t end;
    std::string_view what;
};

std::optional<Refusal> check(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const utf8::Decoded d = utf8::decode(text, i);
        const auto at = static_cast<std::uint32_t>(i);
        if (d.bytes == 0) {
            return Refusal{diag::Kind::NotUtf8, at, at + 1, {}};
        }
        if (const std::string_view what = refused(d.code_point); !what.empty()) {
            return Refusal{diag::Kind::ForbiddenCharacter, at, at + d.bytes, what};
        }
        i += d.bytes;
    }
    return std::nullopt;
}

} // namespace

std::optional<FileId> SourceSet::read(const std::filesystem::path &path, diag::Report &report) {
    const bool from_stdin = path == "-";
    std::optional<std::string> text;
    std::error_code unused;
    errno = 0;
    if (from_stdin) {
        text = read_bounded(std::cin);
    } else if (std::filesystem::is_directory(path, unused)) {
        errno = EISDIR;
    } else if (std::ifstream in{path, std::ios::binary}; in) {
        text = read_bounded(in);
    }
    if (!text) {
        report.add(diag::Kind::FileNotReadable, Span{}, path.string(), std::strerror(errno != 0 ? errno : EIO));
        return std::nullopt;
    }
    const auto id = add(from_stdin ? "stdin" : path.string(), std::move(*text), report);
    if (id && !from_stdin) {
        stand_beside(*id, path);
    }
    return id;
}

void SourceSet::stand_beside(FileId id, const std::filesystem::path &path) {
    files_[id.index].directory = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
}

std::optional<FileId> SourceSet::add(std::string name, std::string text, diag::Report &report, bool built_in) {
    if (text.size() > limits::file_bytes) {
        report.add(diag::Kind::FileTooLarge, Span{}, name, limits::file_bytes);
        return std::nullopt;
    }
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) {
        text.erase(0, byte_order_mark.size());
    }
    const FileId id{files_.size()};
    auto directory = built_in ? std::filesystem::path{} : std::filesystem::path{name}.parent_path();
    SourceFile file{std::move(name), std::move(directory), std::move(text), {}, built_in};
    file.line_starts = starts_of_lines(file.text);
    const auto refusal = check(file.text);
    files_.push_back(std::move(file)); // also when refused: the diagnostic shows its line
    if (!refusal) {
        return id;
    }
    const Span span{id, refusal->begin, refusal->end};
    if (refusal->kind == diag::Kind::NotUtf8) {
        report.add(refusal->kind, span, refusal->begin);
    } else {
        report.add(refusal->kind, span, refusal->what, refusal->begin);
    }
    return std::nullopt;
}

Position SourceSet::position(FileId id, std::uint32_t byte_offset) const {
    const SourceFile &f = files_[id.index];
    const auto next = std::upper_bound(f.line_starts.begin(), f.line_starts.end(), byte_offset);
    const std::uint32_t start = *(next - 1);
    const std::size_t stop = std::min<std::size_t>(byte_offset, f.text.size());
    Position p{static_cast<std::uint32_t>(next - f.line_starts.begin()), 1};
    for (std::size_t i = start; i < stop; ++i) {
        p.column += utf8::continues(f.text[i]) ? 0u : 1u;
    }
    return p;
}

std::string_view SourceSet::line_text(FileId id, std::uint32_t line) const {
    const SourceFile &f = files_[id.index];
    const std::size_t begin = f.line_starts[line - 1];
    const std::size_t end = line < f.line_starts.size() ? f.line_starts[line] : f.text.size();
    std::string_view text = std::string_view{f.text}.substr(begin, end - begin);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view SourceSet::text(Span span) const {
    return std::string_view{files_[span.file.index].text}.substr(span.begin, span.end - span.begin);
}

} // namespace tactus::source
