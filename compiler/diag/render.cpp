// Text: the frame around the excerpts, file by file, line by line. Each line is shown once.
#include "compiler/diag/render.h"

#include <algorithm>
#include <map>

#include "compiler/diag/excerpt.h"

namespace tactus::diag {

namespace {

Colour colour_of(Level level) {
    switch (level) {
    case Level::Error:
        return Colour::Error;
    case Level::Warning:
        return Colour::Warning;
    case Level::Note:
        break;
    }
    return Colour::Note;
}

// The marks of one file by line, the primary's file first.
struct FilePart {
    FileId file;
    Position first; // of the primary range, or of the first label
    std::map<std::uint32_t, std::vector<Mark>> lines;
};

class Picture {
  public:
    Picture(const Diagnostic &diagnostic, const Lines &lines, const RenderOptions &options)
        : diagnostic_(diagnostic), lines_(lines), options_(options),
          style_(options.colour, options.ascii, colour_of(info(diagnostic.kind).level)) {}

    std::string draw() {
        const KindInfo &kind = info(diagnostic_.kind);
        const std::string head = fmt::format("{}[{}]", level_name(kind.level), kind.code);
        out_ = style_.paint(style_.primary(), head) + style_.paint(Colour::Bold, ": " + one_line(diagnostic_.message)) +
               "\n";
        gather();
        const std::uint32_t last = last_line();
        margin_ = fmt::formatted_size("{}", last) + 1;
        for (const FilePart &part : parts_) {
            draw_part(part);
        }
        for (std::size_t i = 0; i < diagnostic_.helps.size(); ++i) {
            const bool is_last = i + 1 == diagnostic_.helps.size();
            const std::string_view glyph = is_last ? style_.glyphs().corner : style_.glyphs().branch;
            frame({}, glyph, " " + style_.paint(Colour::Help, "help: ") + one_line(diagnostic_.helps[i].text));
        }
        return std::move(out_);
    }

  private:
    static std::string one_line(std::string text) {
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }

    void gather() {
        if (!diagnostic_.span.file.valid()) {
            return;
        }
        add(diagnostic_.span, diagnostic_.primary_label, true);
        for (const Label &label : diagnostic_.labels) {
            if (label.span.file.valid()) {
                add(label.span, label.text, false);
            }
        }
    }

    void add(Span span, const std::string &text, bool primary) {
        auto part = std::find_if(parts_.begin(), parts_.end(), [&](const FilePart &p) { return p.file == span.file; });
        const Position at = lines_.position(span.file, span.begin);
        if (part == parts_.end()) {
            part = parts_.insert(parts_.end(), FilePart{span.file, at, {}});
        }
        // A range over several lines is marked on its first.
        const std::uint32_t start = lines_.line_start(span.file, at.line);
        part->lines[at.line].push_back(Mark{span.begin - start, span.end - start, primary, one_line(text)});
    }

    [[nodiscard]] std::uint32_t last_line() const {
        std::uint32_t last = 1;
        for (const FilePart &part : parts_) {
            last = std::max(last, part.lines.rbegin()->first);
        }
        return last;
    }

    void frame(std::string_view number, std::string_view glyph, const std::string &rest) {
        std::string left(margin_ - 1 - number.size(), ' ');
        left += std::string{number} + " " + std::string{glyph};
        out_ += style_.paint(Colour::Frame, left) + rest + "\n";
    }

    void draw_part(const FilePart &part) {
        const Glyphs &g = style_.glyphs();
        const std::string place = fmt::format(" {}:{}:{}", lines_.name(part.file), part.first.line, part.first.column);
        frame({}, &part == parts_.data() ? g.top : g.branch, place);
        std::uint32_t before = part.lines.begin()->first;
        for (const auto &[number, marks] : part.lines) {
            if (number > before + 1) {
                frame({}, g.gap, "");
            }
            before = number;
            const Excerpt excerpt = make_excerpt(lines_.line_text(part.file, number), marks, style_, options_.width);
            frame(std::to_string(number), g.side, excerpt.line.empty() ? "" : " " + excerpt.line);
            for (const std::string &row : excerpt.rows) {
                frame({}, g.side, " " + row);
            }
        }
    }

    const Diagnostic &diagnostic_;
    const Lines &lines_;
    const RenderOptions &options_;
    Style style_;
    std::vector<FilePart> parts_;
    std::size_t margin_ = 2;
    std::string out_;
};

} // namespace

std::string_view level_name(Level level) {
    switch (level) {
    case Level::Error:
        return "error";
    case Level::Warning:
        return "warning";
    case Level::Note:
        break;
    }
    return "note";
}

std::string render_text(const Report &report, const Lines &lines, const RenderOptions &options) {
    std::string text;
    for (const Diagnostic &d : report.diagnostics()) {
        text += (text.empty() ? "" : "\n") + Picture{d, lines, options}.draw();
    }
    return text;
}

std::string render_short(const Report &report, const Lines &lines) {
    std::string text;
    for (const Diagnostic &d : report.diagnostics()) {
        if (d.span.file.valid()) {
            const Position at = lines.position(d.span.file, d.span.begin);
            text += fmt::format("{}:{}:{}: ", lines.name(d.span.file), at.line, at.column);
        }
        const KindInfo &kind = info(d.kind);
        text += fmt::format("{}[{}]: {}\n", level_name(kind.level), kind.code, d.message);
    }
    return text;
}

} // namespace tactus::diag
