// LLVM module → code: a kernel that runs in this process, an object file, assembly or the module's text.
// In: a module of lower. Out: bytes or a handle that owns the code. No LLVM type shows here; all functions may be
// called from any thread but the audio thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/lower/lower.h"
#include "runtime/kernel.h"

namespace tactus::emit {

struct Error {
    std::string message;
};
template <typename T> using Result = std::variant<T, Error>;

enum class Level : std::uint8_t {
    Instant = 0,
    Normal = 1,
    Best = 2
}; // LLVM's code generation level; passes on the IR from 1 on

// The machine this runs on; lanes 16 with AVX-512, 8 with AVX2, else 4.
[[nodiscard]] const lower::Target &host_target();
// By name: "host", "x86-64-v3", "x86-64-v4", "aarch64-linux-gnu", or any "triple[:cpu]" that LLVM knows.
[[nodiscard]] Result<lower::Target> find_target(std::string_view name);

// Owns the code of one kernel: the table is valid as long as the handle lives.
class Kernel {
  public:
    struct Code;
    explicit Kernel(std::shared_ptr<const Code> code);
    [[nodiscard]] const tactus_kernel *get() const;
    [[nodiscard]] const std::vector<std::uint8_t> &object() const; // the bytes that run
    const tactus_kernel *operator->() const { return get(); }

  private:
    std::shared_ptr<const Code> code_;
};

// A module may be emitted once: passes change it.
[[nodiscard]] Result<Kernel> jit(lower::Module module, Level level = Level::Normal);
[[nodiscard]] Result<std::vector<std::uint8_t>> object(lower::Module module, Level level = Level::Best);
[[nodiscard]] Result<std::string> assembly(lower::Module module, Level level = Level::Best);
[[nodiscard]] std::string llvm_text(const lower::Module &module);

} // namespace tactus::emit
