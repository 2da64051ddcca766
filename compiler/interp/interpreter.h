// Plays a graph as docs/explanation/graph.md says, node by node, behind the kernel ABI: the reference that compiled
// kernels are compared with bit by bit. In: a graph that verify() finds right. Out: a kernel table whose functions find
// this object by its `context`. All memories live in the object, so one interpreter is one instance: give each engine
// its own.
#pragma once

#include <memory>

#include "compiler/graph/graph.h"
#include "runtime/kernel.h"

namespace tactus::interp {

class Machine;

class Interpreter {
  public:
    explicit Interpreter(graph::Graph graph);
    ~Interpreter();
    Interpreter(const Interpreter &) = delete;
    Interpreter &operator=(const Interpreter &) = delete;

    [[nodiscard]] const tactus_kernel *kernel() const { return &kernel_; }

  private:
    std::unique_ptr<Machine> machine_;
    tactus_kernel kernel_{};
};

} // namespace tactus::interp
