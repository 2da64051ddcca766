#include "compiler/draw/draw.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/draw/boxes.h"
#include "compiler/draw/layers.h"

namespace tactus::draw {

namespace {

struct Look {
    std::string_view name, line, fill;
};

constexpr std::array looks{Look{"constant", "#6b7280", "#f3f4f6"}, Look{"initial", "#7c3aed", "#f3e8ff"},
                           Look{"tick", "#0369a1", "#e0f2fe"}, Look{"audio", "#c2410c", "#fff1e6"}};

const Look &look_of(graph::Rate rate) { return looks[static_cast<std::size_t>(rate)]; }

std::string escaped(std::string_view text) {
    std::string made;
    for (const char c : text) {
        switch (c) {
        case '&':
            made += "&amp;";
            break;
        case '<':
            made += "&lt;";
            break;
        case '>':
            made += "&gt;";
            break;
        case '"':
            made += "&quot;";
            break;
        default:
            made += c;
        }
    }
    return made;
}

// The end of a text that does not fit its box.
std::string fitted(const std::string &text, double size, double width) {
    if (text_width(text, size) <= width) {
        return text;
    }
    std::size_t keep = static_cast<std::size_t>(width / (size * 0.58));
    std::size_t begin = text.size() > keep ? text.size() - keep + 1 : 0;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xc0u) == 0x80) {
        ++begin;
    }
    return "…" + text.substr(begin);
}

std::string draw_edge(const Edge &edge, const std::vector<Point> &points, bool backward, double bottom) {
    std::string path = fmt::format("M{:.1f} {:.1f}", points[0].x, points[0].y);
    if (backward) { // out to the right, back below, in from the left
        const Point &a = points.front(), &b = points.back();
        const double low = std::min(std::max(a.y, b.y) + 34.0, bottom);
        path += fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", a.x + 36, a.y, a.x + 36, low, a.x, low);
        path += fmt::format("L{:.1f} {:.1f}", b.x, low);
        path += fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", b.x - 36, low, b.x - 36, b.y, b.x, b.y);
    }
    for (std::size_t i = 1; i < points.size() && !backward; ++i) {
        const Point &a = points[i - 1], &b = points[i];
        const double middle = (a.x + b.x) / 2;
        path += a.y == b.y
                    ? fmt::format("L{:.1f} {:.1f}", b.x, b.y)
                    : fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", middle, a.y, middle, b.y, b.x, b.y);
    }
    const Look &look = look_of(edge.rate);
    return fmt::format("<path class=\"edge\" d=\"{}\" stroke=\"{}\"{} marker-end=\"url(#{})\"/>\n", path, look.line,
                       backward || edge.delayed ? " stroke-dasharray=\"5 3\"" : "", look.name);
}

std::string draw_box(const Box &box, const Area &area) {
    const Look &look = look_of(box.rate);
    const double middle = area.x + area.width / 2;
    const double round = box.shape == Shape::Instance ? 4.0 : 18.0;
    std::string text = fmt::format("<g><title>{}</title>", escaped(box.hint.empty() ? box.title : box.hint));
    text += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.0f}\" fill=\"{}\" "
                        "stroke=\"{}\"/>",
                        area.x, area.y, area.width, area.height, round, look.fill, look.line);
    text += fmt::format("<text class=\"name\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", middle, area.y + 17,
                        escaped(fitted(box.title, 13.0, area.width - 12)));
    text += fmt::format("<text class=\"more\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>\n", middle, area.y + 32,
                        escaped(fitted(box.detail, 10.0, area.width - 12)));
    return text;
}

std::string legend(double x) {
    std::string text;
    for (std::size_t i = looks.size(); i-- > 1;) {
        text +=
            fmt::format("<rect x=\"{0:.1f}\" y=\"14\" width=\"14\" height=\"14\" rx=\"3\" fill=\"{1}\" stroke=\"{2}\"/>"
                        "<text class=\"key\" x=\"{3:.1f}\" y=\"25\">{4}</text>\n",
                        x, looks[i].fill, looks[i].line, x + 20, looks[i].name);
        x += 80;
    }
    return text + fmt::format("<path class=\"edge\" d=\"M{:.1f} 21h34\" stroke=\"#6b7280\" stroke-dasharray=\"5 3\"/>"
                              "<text class=\"key\" x=\"{:.1f}\" y=\"25\">from the past</text>\n",
                              x, x + 42);
}

} // namespace

std::string draw(const graph::Graph &graph, const std::set<std::string, std::less<>> &closed) {
    const Picture picture = picture_of(graph, closed);
    const Layout layout = lay_out(picture);
    const double width = std::max(layout.whole.width, 620.0), height = layout.whole.height + 10.0;
    std::string text = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
                                   "viewBox=\"0 0 {0:.0f} {1:.0f}\">\n",
                                   width, height);
    text += fmt::format("<title>{}</title>\n", escaped(graph.patch));
    text += "<style>text{font-family:sans-serif;fill:#111827}.name{font-size:13px;text-anchor:middle}"
            ".more{font-size:10px;text-anchor:middle;fill:#4b5563}.head{font-size:15px;font-weight:bold}"
            ".key{font-size:12px}.edge{fill:none;stroke-width:1.4;opacity:0.75}</style>\n<defs>";
    for (const Look &look : looks) {
        text += fmt::format("<marker id=\"{}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
                            "markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{}\"/></marker>",
                            look.name, look.line);
    }
    text += "</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    text +=
        fmt::format("<text class=\"head\" x=\"16\" y=\"26\">{}</text>\n", escaped(fitted(graph.patch, 15.0, 180.0)));
    text += legend(220.0);
    for (std::size_t i = 1; i < layout.bands.size(); ++i) {
        const Area &band = layout.bands[i];
        if (band.height <= 0.0) {
            continue;
        }
        text +=
            fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"8\" fill=\"#fafaf9\" "
                        "stroke=\"#a8a29e\" stroke-dasharray=\"2 3\"/><text class=\"key\" x=\"{:.1f}\" "
                        "y=\"{:.1f}\">{}</text>\n",
                        band.x, band.y, band.width, band.height, band.x + 10, band.y + 17, escaped(picture.bands[i]));
    }
    for (std::size_t e = 0; e < picture.edges.size(); ++e) {
        text += draw_edge(picture.edges[e], layout.edges[e], layout.backward[e], layout.whole.height);
    }
    for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
        text += draw_box(picture.boxes[i], layout.boxes[i]);
    }
    return text + "</svg>\n";
}

} // namespace tactus::draw
