// Where the code came from: each instruction's debug location is a line, and each line stands for one address in the
// patch ("organ/voices/voice/ladder") or for one part of the kernel in brackets ("(ticks)"). In: the module. Out: the
// locations, and the address of each line. Used inside this stage only.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/DebugLoc.h>
#include <llvm/IR/Module.h>

#include "compiler/graph/graph.h"

namespace tactus::lower {

class Code;

class Trace {
  public:
    explicit Trace(llvm::Module &module);

    // The line of an address: from 1 on.
    std::uint32_t line_of(const std::string &address);
    // Code of this function comes from the line where it says nothing else.
    void add(llvm::Function *function, std::uint32_t line);
    [[nodiscard]] static llvm::DebugLoc location(const llvm::Function *function, std::uint32_t line);
    // All functions are made. Gives the addresses: that of line n at n - 1.
    [[nodiscard]] std::vector<std::string> finish();

  private:
    llvm::DIBuilder builder_;
    llvm::DIFile *file_;
    std::vector<llvm::Function *> functions_;
    std::vector<std::string> addresses_;
    std::unordered_map<std::string, std::uint32_t> lines_;
};

// While it lives, code that is made comes from this node, or from this part of the kernel: nothing where not traced.
class From {
  public:
    From(Code &code, graph::NodeId id);
    From(Code &code, std::string_view part);
    From(const From &) = delete;
    From &operator=(const From &) = delete;
    ~From();

  private:
    void enter(std::uint32_t line);

    Code &code_;
    std::uint32_t line_before_ = 0;
    llvm::DebugLoc before_;
};

} // namespace tactus::lower
