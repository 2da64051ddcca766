// Which mistakes are only what another one leads to. Whoever works something out says which statement it is and what
// that needs; at the end a mistake in a statement that needs another with a mistake is a consequence. Statements are
// known by their place, so that all instances of a body are one.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/base/span.h"
#include "compiler/diag/diagnostic.h"

namespace tactus::elaborate {

class Causes {
  public:
    // Until the object ends, what is worked out is the statement at `place`; whoever was at work needs it. Without a
    // place the work goes on as before.
    class Work {
      public:
        Work(Causes &causes, Span place);
        explicit Work(Causes &causes) : causes_(causes) { causes.working_.push_back(0); } // for nobody
        ~Work() { causes_.working_.pop_back(); }
        Work(const Work &) = delete;
        Work &operator=(const Work &) = delete;

      private:
        Causes &causes_;
    };

    void needs(Span place);
    [[nodiscard]] bool needed(Span place) const; // by any other statement
    void reported(std::size_t index, diag::Kind kind);
    // Indices of the diagnostics that follow from others, in order.
    [[nodiscard]] std::vector<std::size_t> consequences(const std::vector<diag::Diagnostic> &all) const;

  private:
    using Statement = std::uint32_t; // 0: none
    struct Mistake {
        std::size_t index;
        Statement statement;
        diag::Kind kind;
    };

    Statement statement_of(Span place);
    void edge(Statement from, Statement to);
    [[nodiscard]] std::vector<bool> reach(Statement from) const;

    std::unordered_map<std::uint64_t, Statement> statements_;
    std::vector<std::vector<Statement>> needs_{{}};
    std::vector<bool> needed_{false};
    std::unordered_set<std::uint64_t> edges_;
    std::vector<Statement> working_;
    std::vector<Mistake> mistakes_;
};

} // namespace tactus::elaborate
