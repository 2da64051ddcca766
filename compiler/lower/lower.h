// Graph + Schedule → an LLVM module that holds the kernel's functions and its table, with the one exported symbol
// tactus_kernel_1. In: a verified graph and its schedule, the target's words. Out: a module that emit turns into code;
// no LLVM type shows here. Only operations of the allow-list (verify_ir.cpp) are in it: strict IEEE single precision,
// no fused operation, no call out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/graph/graph.h"
#include "compiler/schedule/schedule.h"

namespace tactus::lower {

// What the code is for: made by emit (host_target, find_target), written into the kernel table as "triple cpu
// features".
struct Target {
    std::string triple; // normalised
    std::string cpu;
    std::string features;    // LLVM's "+avx2,-avx512f"
    std::string data_layout; // LLVM's string
    std::uint32_t lanes = 4; // the lane width that suits it
};

// An LLVM context and module; only lower and emit look inside (module.h).
class Module {
  public:
    struct Content;
    explicit Module(std::unique_ptr<Content> content);
    Module(Module &&) noexcept;
    Module &operator=(Module &&) noexcept;
    ~Module();
    [[nodiscard]] Content &content() const { return *content_; }

  private:
    std::unique_ptr<Content> content_;
};

// A refusal is a fault of the compiler, not of the patch: the text says which instruction is not on the allow-list.
struct Lowered {
    std::optional<Module> module;
    std::string problem; // empty when there is a module
    // By node: how many instructions of the intermediate code one frame of it takes (one voice, or one group of lanes;
    // a pack is counted at its first node). The same on every target.
    std::vector<std::uint32_t> frame_instructions;
};

[[nodiscard]] Lowered lower(const graph::Graph &graph, const schedule::Schedule &schedule, const Target &target);

} // namespace tactus::lower
