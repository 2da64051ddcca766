// The strongly connected components of a small graph (Tarjan, "Depth-first search and linear graph algorithms", 1972;
// kept on a stack of its own). In: for each point those that follow it. Out: for each point its component; a component
// has a smaller number than those that lead to it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "compiler/schedule/steps.h"

namespace tactus::schedule {

using Neighbours = std::vector<std::vector<std::uint32_t>>;

// What follows each step in its loop.
inline Neighbours followers(const Steps &steps) {
    Neighbours next(steps.steps.size());
    for (const Edge &e : steps.edges)
        if (e.same_loop_or_earlier())
            next[e.from].push_back(e.to);
    return next;
}

class Components {
  public:
    explicit Components(const Neighbours &next)
        : next_(next), index_(next.size(), none), low_(next.size(), 0), of(next.size(), none) {
        for (std::uint32_t i = 0; i < next.size(); ++i)
            if (index_[i] == none)
                visit(i);
    }

  private:
    struct Visit {
        std::uint32_t step, edge;
    };

    void open(std::uint32_t step) {
        index_[step] = low_[step] = counter_++;
        stack_.push_back(step);
        path_.push_back({step, 0});
    }

    void visit(std::uint32_t root) {
        open(root);
        while (!path_.empty()) {
            Visit &top = path_.back();
            if (top.edge < next_[top.step].size()) {
                const std::uint32_t to = next_[top.step][top.edge++];
                if (index_[to] == none)
                    open(to);
                else if (of[to] == none)
                    low_[top.step] = std::min(low_[top.step], index_[to]);
                continue;
            }
            const std::uint32_t step = top.step;
            path_.pop_back();
            if (!path_.empty())
                low_[path_.back().step] = std::min(low_[path_.back().step], low_[step]);
            if (low_[step] == index_[step])
                close(step);
        }
    }

    void close(std::uint32_t step) {
        std::uint32_t member = none;
        do {
            member = stack_.back();
            stack_.pop_back();
            of[member] = count;
        } while (member != step);
        ++count;
    }

    const Neighbours &next_;
    std::vector<std::uint32_t> index_, low_, stack_;
    std::vector<Visit> path_;
    std::uint32_t counter_ = 0;

  public:
    std::vector<std::uint32_t> of; // by step
    std::uint32_t count = 0;
};

} // namespace tactus::schedule
