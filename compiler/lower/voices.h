// What a voice does besides its nodes: its output with the fade of a stolen voice, the partials of voice_sum, peak,
// idle flag, fade counter and age. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

// The watching of one poly over the frames of a call: made before the loop, moved in each frame, kept behind it.
class Watch {
  public:
    Watch(Code &code, std::uint32_t poly);
    void carry(std::vector<Carried> &carried); // before the loop over frames
    void move(Carried &peak);                  // in the frame
    void keep(const Carried &peak);            // behind the loop

  private:
    Code &code_;
    std::uint32_t poly_;
    llvm::Value *idle_ = nullptr;
};

} // namespace tactus::lower
