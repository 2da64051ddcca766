// The controls of a device as a `controller` block describes them, private to this stage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::elaborate {

// fader[1..8] : cc 0..7      one line: a control, or several with the numbers that are printed on the device
struct Control {
    std::string name;
    Span span;
    bool numbered = false;
    std::uint32_t first = 0, count = 1;
    std::int32_t controller = -1, nrpn = -1; // of the first; the others follow
    std::uint32_t controllers = 0, nrpns = 0;
    std::string osc;
    std::uint32_t osc_argument = 1; // of the first; the others follow
    float osc_low = 0.0f, osc_high = 0.0f;
    bool toggle = false, ranged = false;

    // Makes a parameter follow element `index` of the control.
    void drive(graph::Parameter &parameter, std::uint32_t index) const {
        const auto offset = static_cast<std::int32_t>(index);
        parameter.controller = controller >= 0 ? controller + offset : -1;
        parameter.nrpn = nrpn >= 0 ? nrpn + offset : -1;
        parameter.osc = osc;
        parameter.osc_argument = osc.empty() ? 1 : osc_argument + index;
        parameter.osc_low = osc_low;
        parameter.osc_high = osc_high;
        parameter.toggle = parameter.toggle || toggle;
    }
};

struct ControllerBox {
    std::vector<Control> controls;
};

[[nodiscard]] inline bool is_osc_address(std::string_view text) {
    return text.starts_with('/') && text.find(' ') == std::string_view::npos;
}

} // namespace tactus::elaborate
