// A graph of statements; reachability from each of the first mistakes.
#include "compiler/elaborate/causes.h"

#include <algorithm>
#include <map>

namespace tactus::elaborate {

namespace {

constexpr std::size_t most_compared = 64; // beyond those nothing is shown anyway

} // namespace

Causes::Work::Work(Causes &causes, Span place) : causes_(causes) {
    const Statement outer = causes.working_.empty() ? 0 : causes.working_.back();
    const Statement inner = place.file.valid() ? causes.statement_of(place) : outer;
    causes.edge(outer, inner);
    causes.working_.push_back(inner);
}

Causes::Statement Causes::statement_of(Span place) {
    if (!place.file.valid()) {
        return 0;
    }
    const std::uint64_t key = (std::uint64_t{place.file.index} << 32) | place.begin;
    const auto [it, made] = statements_.emplace(key, static_cast<Statement>(needs_.size()));
    if (made) {
        needs_.emplace_back();
        needed_.push_back(false);
    }
    return it->second;
}

void Causes::edge(Statement from, Statement to) {
    if (from == 0 || to == 0 || from == to) {
        return;
    }
    if (edges_.insert((std::uint64_t{from} << 32) | to).second) {
        needs_[from].push_back(to);
        needed_[to] = true;
    }
}

void Causes::needs(Span place) {
    if (!working_.empty() && working_.back() != 0) {
        edge(working_.back(), statement_of(place));
    }
}

bool Causes::needed(Span place) const {
    const auto it = statements_.find((std::uint64_t{place.file.index} << 32) | place.begin);
    return it != statements_.end() && needed_[it->second];
}

void Causes::reported(std::size_t index, diag::Kind kind) {
    mistakes_.push_back({index, working_.empty() ? 0 : working_.back(), kind});
}

std::vector<bool> Causes::reach(Statement from) const {
    std::vector<bool> seen(needs_.size(), false);
    std::vector<Statement> work{from};
    while (!work.empty()) {
        const Statement at = work.back();
        work.pop_back();
        for (const Statement next : needs_[at]) {
            if (!seen[next]) {
                seen[next] = true;
                work.push_back(next);
            }
        }
    }
    return seen;
}

std::vector<std::size_t> Causes::consequences(const std::vector<diag::Diagnostic> &all) const {
    std::vector<std::size_t> made;
    std::map<Statement, Mistake> first; // of each statement
    for (const Mistake &mistake : mistakes_) {
        if (mistake.statement == 0) {
            continue;
        }
        const auto [it, fresh] = first.emplace(mistake.statement, mistake);
        const bool again = all[mistake.index].span == all[it->second.index].span && mistake.kind == it->second.kind;
        if (!fresh && !again) {
            made.push_back(mistake.index);
        }
    }
    if (first.size() <= most_compared) {
        std::map<Statement, std::vector<bool>> reached;
        for (const auto &[statement, mistake] : first) {
            reached.emplace(statement, reach(statement));
        }
        const auto follows =
            [&](Statement one) { // from a mistake in what it needs; in a ring the first reported counts
                return std::any_of(first.begin(), first.end(), [&](const auto &other) {
                    const auto &[cause, mistake] = other;
                    return cause != one && reached.at(one)[cause] &&
                           (!reached.at(cause)[one] || mistake.index < first.at(one).index);
                });
            };
        for (const Mistake &mistake : mistakes_) {
            if (mistake.statement != 0 && follows(mistake.statement)) {
                made.push_back(mistake.index);
            }
        }
    }
    std::sort(made.begin(), made.end());
    made.erase(std::unique(made.begin(), made.end()), made.end());
    return made;
}

} // namespace tactus::elaborate
