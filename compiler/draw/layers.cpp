#include "compiler/draw/layers.h"

#include <algorithm>
#include <numeric>

namespace tactus::draw {

namespace {

constexpr double box_height = 40.0, row_gap = 16.0, layer_gap = 70.0, band_gap = 26.0, band_head = 26.0, margin = 24.0;

// A box, or the place where a long edge passes a layer.
struct Spot {
    std::uint32_t box = 0xffffffff;
    std::uint32_t layer = 0, band = 0;
    double y = 0.0; // of its middle, inside its band
    double width = 0.0, height = 6.0;
    std::vector<std::uint32_t> left, right; // spots of the layers beside it
};

class Layers {
  public:
    explicit Layers(const Picture &picture) : picture_(picture) {}

    Layout run() {
        made_.backward.resize(picture_.edges.size());
        find_backward();
        assign_layers();
        make_spots();
        order();
        for (int round = 0; round < 12; ++round) {
            pull(round % 2 == 0);
        }
        place();
        return std::move(made_);
    }

  private:
    // Edges that close a cycle, found from the boxes with nothing before them.
    void find_backward() {
        const std::size_t count = picture_.boxes.size();
        std::vector<std::vector<std::uint32_t>> out(count);
        for (std::uint32_t e = 0; e < picture_.edges.size(); ++e) {
            out[picture_.edges[e].from].push_back(e);
        }
        for (auto &list : out) { // what comes from the past is looked at last: it is what a cycle is cut at
            std::stable_partition(list.begin(), list.end(), [&](auto e) { return !picture_.edges[e].delayed; });
        }
        std::vector<int> state(count, 0);
        std::vector<std::pair<std::uint32_t, std::size_t>> stack;
        for (std::uint32_t root = 0; root < count; ++root) {
            if (state[root] == 0) {
                stack.emplace_back(root, 0);
                state[root] = 1;
            }
            while (!stack.empty()) {
                auto &[box, next] = stack.back();
                if (next == out[box].size()) {
                    state[box] = 2;
                    stack.pop_back();
                    continue;
                }
                const std::uint32_t e = out[box][next++], to = picture_.edges[e].to;
                if (state[to] == 1) {
                    made_.backward[e] = true;
                } else if (state[to] == 0) {
                    state[to] = 1;
                    stack.emplace_back(to, 0);
                }
            }
        }
    }

    void assign_layers() {
        layer_.assign(picture_.boxes.size(), 0);
        for (std::size_t round = 0; round < picture_.boxes.size(); ++round) {
            bool moved = false;
            for (std::uint32_t e = 0; e < picture_.edges.size(); ++e) {
                const Edge &edge = picture_.edges[e];
                if (!made_.backward[e] && layer_[edge.to] < layer_[edge.from] + 1) {
                    layer_[edge.to] = layer_[edge.from] + 1;
                    moved = true;
                }
            }
            if (!moved) {
                break;
            }
        }
        draw_sources_near();
        const std::uint32_t last = layer_.empty() ? 0 : *std::max_element(layer_.begin(), layer_.end());
        for (std::size_t i = 0; i < layer_.size(); ++i) {
            if (picture_.boxes[i].shape == Shape::Output) {
                layer_[i] = last;
            }
        }
        layers_ = last + 1;
    }

    // What nothing leads to stands directly before what it is used by.
    void draw_sources_near() {
        std::vector<bool> fed(layer_.size());
        std::vector<std::uint32_t> nearest(layer_.size(), 0xffffffff);
        for (std::uint32_t e = 0; e < picture_.edges.size(); ++e) {
            const Edge &edge = picture_.edges[e];
            if (!made_.backward[e]) {
                fed[edge.to] = true;
                nearest[edge.from] = std::min(nearest[edge.from], layer_[edge.to]);
            }
        }
        for (std::size_t i = 0; i < layer_.size(); ++i) {
            if (!fed[i] && nearest[i] != 0xffffffff && nearest[i] > 0) {
                layer_[i] = nearest[i] - 1;
            }
        }
    }

    void link(std::uint32_t a, std::uint32_t b) {
        spots_[a].right.push_back(b);
        spots_[b].left.push_back(a);
    }

    void make_spots() {
        for (std::uint32_t i = 0; i < picture_.boxes.size(); ++i) {
            const Box &box = picture_.boxes[i];
            const double wide = std::max(text_width(box.title, 13.0), text_width(box.detail, 10.0));
            spots_.push_back(
                Spot{i, layer_[i], box.band, 0.0, std::clamp(wide + 24.0, 80.0, 260.0), box_height, {}, {}});
        }
        ways_.resize(picture_.edges.size());
        for (std::uint32_t e = 0; e < picture_.edges.size(); ++e) {
            const Edge &edge = picture_.edges[e];
            const bool back = layer_[edge.from] >= layer_[edge.to];
            made_.backward[e] = back;
            if (back) {
                continue;
            }
            std::uint32_t before = edge.from;
            for (std::uint32_t layer = layer_[edge.from] + 1; layer < layer_[edge.to]; ++layer) {
                const auto spot = static_cast<std::uint32_t>(spots_.size());
                spots_.push_back(Spot{0xffffffff, layer, picture_.boxes[edge.from].band, 0.0, 0.0, 6.0, {}, {}});
                link(before, spot);
                ways_[e].push_back(spot);
                before = spot;
            }
            link(before, edge.to);
        }
        rows_.assign(picture_.bands.size(), std::vector<std::vector<std::uint32_t>>(layers_));
        for (std::uint32_t s = 0; s < spots_.size(); ++s) {
            rows_[spots_[s].band][spots_[s].layer].push_back(s);
        }
    }

    [[nodiscard]] double middle(const std::vector<std::uint32_t> &list, double otherwise) const {
        if (list.empty()) {
            return otherwise;
        }
        const double sum =
            std::accumulate(list.begin(), list.end(), 0.0, [&](double s, std::uint32_t i) { return s + spots_[i].y; });
        return sum / static_cast<double>(list.size());
    }

    // Heights from the order alone.
    void stack_up(std::vector<std::uint32_t> &column) {
        double y = 0.0;
        for (const std::uint32_t s : column) {
            spots_[s].y = y + spots_[s].height / 2;
            y += spots_[s].height + row_gap;
        }
        for (const std::uint32_t s : column) {
            spots_[s].y -= y / 2;
        }
    }

    void order() {
        for (auto &band : rows_) {
            for (auto &column : band) {
                stack_up(column);
            }
        }
        for (int round = 0; round < 10; ++round) {
            const bool right = round % 2 == 0;
            for (std::uint32_t n = 0; n < layers_; ++n) {
                const std::uint32_t layer = right ? n : layers_ - 1 - n;
                for (auto &band : rows_) {
                    auto &column = band[layer];
                    std::vector<std::pair<double, std::uint32_t>> keyed;
                    for (const std::uint32_t s : column) {
                        keyed.emplace_back(middle(right ? spots_[s].left : spots_[s].right, spots_[s].y), s);
                    }
                    std::stable_sort(keyed.begin(), keyed.end(), [](auto &a, auto &b) { return a.first < b.first; });
                    std::transform(keyed.begin(), keyed.end(), column.begin(), [](auto &k) { return k.second; });
                    stack_up(column);
                }
            }
        }
    }

    // Each spot towards the middle of its neighbours, as far as the order leaves room.
    void pull(bool right) {
        for (auto &band : rows_) {
            for (std::uint32_t n = 0; n < layers_; ++n) {
                auto &column = band[right ? n : layers_ - 1 - n];
                std::vector<double> wanted;
                for (const std::uint32_t s : column) {
                    wanted.push_back(middle(right ? spots_[s].left : spots_[s].right, spots_[s].y));
                }
                const auto apart = [&](std::size_t i) {
                    return (spots_[column[i]].height + spots_[column[i - 1]].height) / 2 + row_gap;
                };
                std::vector<double> down = wanted, up = wanted;
                for (std::size_t i = 1; i < column.size(); ++i) {
                    down[i] = std::max(down[i], down[i - 1] + apart(i));
                }
                for (std::size_t i = column.size(); i-- > 1;) {
                    up[i - 1] = std::min(up[i - 1], up[i] - apart(i));
                }
                for (std::size_t i = 0; i < column.size(); ++i) {
                    spots_[column[i]].y = (down[i] + up[i]) / 2;
                }
            }
        }
    }

    void place() {
        std::vector<double> width(layers_, 0.0), x(layers_, margin);
        for (const Spot &spot : spots_) {
            width[spot.layer] = std::max(width[spot.layer], spot.width);
        }
        for (std::uint32_t n = 1; n < layers_; ++n) {
            x[n] = x[n - 1] + width[n - 1] + layer_gap;
        }
        double top = margin + 30.0;
        for (auto &band : rows_) {
            double low = 0.0, high = 0.0, left = 1e9, right = 0.0;
            bool any = false;
            for (auto &column : band) {
                for (const std::uint32_t s : column) {
                    const Spot &spot = spots_[s];
                    low = any ? std::min(low, spot.y - spot.height / 2) : spot.y - spot.height / 2;
                    high = any ? std::max(high, spot.y + spot.height / 2) : spot.y + spot.height / 2;
                    left = std::min(left, x[spot.layer]);
                    right = std::max(right, x[spot.layer] + width[spot.layer]);
                    any = true;
                }
            }
            const double shift = top + band_head - low;
            for (auto &column : band) {
                for (const std::uint32_t s : column) {
                    spots_[s].y += shift;
                }
            }
            const double height = any ? high - low + band_head + 14.0 : 0.0;
            made_.bands.push_back(Area{any ? left - 14.0 : margin, top, any ? right - left + 28.0 : 0.0, height});
            top += height + (any ? band_gap : 0.0);
        }
        for (std::uint32_t i = 0; i < picture_.boxes.size(); ++i) {
            const Spot &spot = spots_[i];
            made_.boxes.push_back(Area{x[spot.layer] + (width[spot.layer] - spot.width) / 2, spot.y - box_height / 2,
                                       spot.width, box_height});
        }
        made_.whole = Area{0.0, 0.0, x.back() + width.back() + margin + 14.0, top};
        for (std::uint32_t e = 0; e < picture_.edges.size(); ++e) {
            const Area &from = made_.boxes[picture_.edges[e].from], &to = made_.boxes[picture_.edges[e].to];
            std::vector<Point> points{{from.x + from.width, from.y + from.height / 2}};
            for (const std::uint32_t s : ways_[e]) {
                points.push_back({x[spots_[s].layer], spots_[s].y});
                points.push_back({x[spots_[s].layer] + width[spots_[s].layer], spots_[s].y});
            }
            points.push_back({to.x, to.y + to.height / 2});
            made_.edges.push_back(std::move(points));
        }
    }

    const Picture &picture_;
    Layout made_;
    std::vector<std::uint32_t> layer_;
    std::uint32_t layers_ = 1;
    std::vector<Spot> spots_;
    std::vector<std::vector<std::uint32_t>> ways_;              // of an edge: the spots it passes
    std::vector<std::vector<std::vector<std::uint32_t>>> rows_; // band, layer: spots from above
};

} // namespace

double text_width(const std::string &text, double size) {
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
    return static_cast<double>(letters) * size * 0.58;
}

Layout lay_out(const Picture &picture) { return Layers(picture).run(); }

} // namespace tactus::draw
