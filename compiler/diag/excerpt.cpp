// Columns are columns of the terminal; bytes become columns once, in `Cells`.
#include "compiler/diag/excerpt.h"

#include <algorithm>
#include <tuple>

#include "compiler/base/utf8.h"
#include "compiler/base/width.h"

namespace tactus::diag {

namespace {

constexpr std::uint32_t tab_columns = 4;

struct Cell {
    std::string glyph;
    std::uint32_t column;
    std::uint32_t width;
};

struct Cells {
    std::vector<Cell> cells;
    std::vector<std::uint32_t> column_of_byte; // one more entry than bytes
    std::uint32_t columns = 0;
};

// What a terminal must not get: controls and the characters that turn the direction of text.
bool is_shown(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    const bool direction =
        c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return !control && !direction;
}

Cells to_cells(std::string_view line, const Style &style) {
    Cells out;
    for (std::size_t i = 0; i < line.size();) {
        const utf8::Decoded d = utf8::decode(line, i);
        const std::uint32_t bytes = std::max(d.bytes, 1u);
        Cell cell{std::string{line.substr(i, bytes)}, out.columns, 1};
        if (line[i] == '\t') {
            cell.width = tab_columns - out.columns % tab_columns;
            cell.glyph = std::string(cell.width, ' ');
        } else if (d.bytes == 0 || !is_shown(d.code_point) || (style.ascii() && d.code_point >= 0x80)) {
            cell.glyph = style.glyphs().unknown;
        } else {
            cell.width = display_width(d.code_point);
        }
        out.column_of_byte.insert(out.column_of_byte.end(), bytes, out.columns);
        out.columns += cell.width;
        out.cells.push_back(std::move(cell));
        i += bytes;
    }
    out.column_of_byte.push_back(out.columns);
    return out;
}

// The part of a long line that is shown: columns from ≤ c < to.
struct Window {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
};

Window choose_window(const Cells &cells, const std::vector<Mark> &marks, std::uint32_t width) {
    if (cells.columns <= width || marks.empty()) {
        return {0, std::min(cells.columns, width)};
    }
    const auto primary = std::find_if(marks.begin(), marks.end(), [](const Mark &m) { return m.primary; });
    const Mark &centre = primary == marks.end() ? marks.front() : *primary;
    const std::uint32_t begin = cells.column_of_byte[centre.begin];
    const std::uint32_t before = std::min(begin, width / 2);
    const std::uint32_t from = std::min(begin - before, cells.columns - width);
    return {from, from + width};
}

std::string show_line(const Cells &cells, Window window, const Style &style) {
    std::string shown;
    for (const Cell &cell : cells.cells) {
        if (cell.column >= window.from && cell.column + cell.width <= window.to) {
            shown += cell.glyph;
        }
    }
    const std::string cut{style.glyphs().cut};
    while (shown.ends_with(' ')) {
        shown.pop_back();
    }
    return (window.from > 0 ? cut : "") + shown + (window.to < cells.columns ? cut : "");
}

// A mark in columns of the shown line.
struct Placed {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t hook;
    bool primary;
    std::string text;
};

Placed place(const Mark &mark, const Cells &cells, Window window) {
    const std::uint32_t shift = window.from > 0 ? 1 : 0; // the sign of the cut
    const auto clip = [&](std::uint32_t column) {
        return std::clamp(column, window.from, window.to) - window.from + shift;
    };
    Placed p{clip(cells.column_of_byte[mark.begin]), clip(cells.column_of_byte[mark.end]), 0, mark.primary, mark.text};
    p.end = std::max(p.end, p.begin + 1);
    p.hook = p.begin + (p.end - p.begin - 1) / 2;
    return p;
}

// Marks that overlap go to rows of their own, the primary one into the first.
std::vector<std::vector<Placed>> layers_of(std::vector<Placed> marks) {
    std::sort(marks.begin(), marks.end(), [](const Placed &a, const Placed &b) {
        return std::tuple{!a.primary, a.begin, a.end, std::string_view{a.text}} <
               std::tuple{!b.primary, b.begin, b.end, std::string_view{b.text}};
    });
    std::vector<std::vector<Placed>> layers;
    for (Placed &mark : marks) {
        const auto fits = [&](const std::vector<Placed> &layer) {
            return std::none_of(layer.begin(), layer.end(),
                                [&](const Placed &other) { return mark.begin < other.end && other.begin < mark.end; });
        };
        auto layer = std::find_if(layers.begin(), layers.end(), fits);
        if (layer == layers.end()) {
            layer = layers.emplace(layers.end());
        }
        layer->push_back(std::move(mark));
    }
    for (auto &layer : layers) {
        std::sort(layer.begin(), layer.end(), [](const Placed &a, const Placed &b) { return a.begin < b.begin; });
    }
    return layers;
}

void pad_to(std::string &row, std::uint32_t &at, std::uint32_t column) {
    row.append(column - at, ' ');
    at = column;
}

std::string underline(const std::vector<Placed> &layer, const Style &style) {
    const Glyphs &g = style.glyphs();
    std::string row;
    std::uint32_t at = 0;
    for (const Placed &mark : layer) {
        pad_to(row, at, mark.begin);
        std::string drawn;
        for (; at < mark.end; ++at) {
            const bool hook = at == mark.hook && !mark.text.empty();
            drawn +=
                mark.primary ? (hook ? g.primary_hook : g.primary_line) : (hook ? g.secondary_hook : g.secondary_line);
        }
        row += style.paint(mark.primary ? style.primary() : Colour::Secondary, drawn);
    }
    return row;
}

// From right to left: one row for each text, with the hooks that still wait to its left.
void hang(const std::vector<Placed> &layer, const Style &style, std::vector<std::string> &rows) {
    const Glyphs &g = style.glyphs();
    for (std::size_t i = layer.size(); i-- > 0;) {
        if (layer[i].text.empty()) {
            continue;
        }
        std::string row;
        std::uint32_t at = 0;
        for (std::size_t k = 0; k <= i; ++k) {
            const Placed &mark = layer[k];
            if (mark.text.empty()) {
                continue;
            }
            pad_to(row, at, mark.hook);
            const Colour colour = mark.primary ? style.primary() : Colour::Secondary;
            const std::string_view side = mark.primary ? g.primary_side : g.secondary_side;
            const std::string_view corner = mark.primary ? g.primary_corner : g.secondary_corner;
            row += style.paint(colour, k < i ? std::string{side} : std::string{corner} + " " + mark.text);
            ++at;
        }
        rows.push_back(std::move(row));
    }
}

} // namespace

Excerpt make_excerpt(std::string_view line, std::vector<Mark> marks, const Style &style, std::uint32_t width) {
    const Cells cells = to_cells(line, style);
    for (Mark &mark : marks) {
        mark.begin = std::min(mark.begin, static_cast<std::uint32_t>(line.size()));
        mark.end = std::clamp(mark.end, mark.begin, static_cast<std::uint32_t>(line.size()));
    }
    const Window window = choose_window(cells, marks, width);
    std::vector<Placed> placed;
    placed.reserve(marks.size());
    for (const Mark &mark : marks) {
        placed.push_back(place(mark, cells, window));
    }
    Excerpt excerpt{show_line(cells, window, style), {}};
    for (const auto &layer : layers_of(std::move(placed))) {
        excerpt.rows.push_back(underline(layer, style));
        hang(layer, style, excerpt.rows);
    }
    return excerpt;
}

} // namespace tactus::diag
