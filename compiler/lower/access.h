// Words in memory at places that differ from lane to lane. In: a base and an integer of the place's lanes that counts
// words from it. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

// One word for each lane from base + 4 * index.
llvm::Value *gather(Code &code, llvm::Value *base, llvm::Value *index);
void scatter(Code &code, llvm::Value *base, llvm::Value *index, llvm::Value *x);

// The memory of a line or a buffer as the place sees it: of the patch, or of the voices of the group, lane beside lane.
class Access {
  protected:
    Access(Code &code, NodeId id)
        : code_(code), builder_(code.builder), id_(id), node_(code.node(id)),
          line_(code.schedule.lines[code.schedule.line_of[id.index]]), of_voice_(node_.scope != graph::patch_scope) {}

    // Where it begins, for the lanes of the group.
    llvm::Value *base();
    // Where entry `entry` of each lane lies, in words from the base.
    llvm::Value *word_of_entry(llvm::Value *entry);

    Code &code_;
    llvm::IRBuilder<> &builder_;
    NodeId id_;
    const graph::Node &node_;
    const schedule::Line &line_;
    bool of_voice_;
};

} // namespace tactus::lower
