// Controllers and numbers to parameter targets. 14-bit pairs: controller n + 32 is the low half of n as soon as one
// comes, unless a parameter listens to n + 32 itself; until then n alone spans the whole range, so that a 7-bit device
// reaches both ends.
#include "runtime/engine/parameters.h"

#include "runtime/engine/exact.h"

#include <algorithm>

namespace tactus::engine {

namespace {

constexpr std::uint32_t controllers = 128;
constexpr std::uint8_t first_low_half = 32;

// The same numbers that a kernel keeps in its memories: nothing subnormal or infinite goes in.
float calmed(float x) {
    constexpr float low = 0x1p-60f, high = 0x1p60f;
    const float magnitude = x < 0.0f ? -x : x;
    return low <= magnitude && magnitude < high ? x : 0.0f;
}

} // namespace

Parameters::Parameters(const tactus_kernel &kernel)
    : kernel_(&kernel), latest_(kernel.param_count), published_(std::max(kernel.param_count, 1u)),
      octaves_(kernel.param_count) {
    for (std::uint32_t i = 0; i < kernel.param_count; ++i) {
        const tactus_param &p = kernel.params[i];
        latest_[i] = p.init;
        published_[i] = p.init;
        if ((p.flags & TACTUS_PARAM_LOG) != 0 && p.low > 0.0f && p.high > 0.0f) {
            octaves_[i] = exact_log2(static_cast<double>(p.high) / static_cast<double>(p.low));
        }
        const bool step = is_step(i);
        if (p.nrpn >= 0) {
            by_nrpn_.push_back(i);
            nrpn_steps_ = nrpn_steps_ || step;
        }
    }
    for (std::uint32_t number = 0; number < controllers; ++number) {
        first_of_controller_[number] = static_cast<std::uint32_t>(by_controller_.size());
        for (std::uint32_t i = 0; i < kernel.param_count; ++i) {
            if (kernel.params[i].controller == static_cast<std::int32_t>(number)) {
                by_controller_.push_back(i);
                stepping_controllers_[number] = stepping_controllers_[number] || is_step(i);
            }
        }
    }
    first_of_controller_[controllers] = static_cast<std::uint32_t>(by_controller_.size());
    for (std::uint8_t number = first_low_half; number < 2 * first_low_half; ++number) {
        if (is_low_half(number)) {
            stepping_controllers_[number] = stepping_controllers_[number - first_low_half];
        }
    }
}

std::optional<std::uint32_t> Parameters::find(std::string_view name) const {
    for (std::uint32_t i = 0; i < count(); ++i) {
        if (name == kernel_->names + kernel_->params[i].name) {
            return i;
        }
    }
    return std::nullopt;
}

bool Parameters::is_step(std::uint32_t index) const { return (kernel_->params[index].flags & TACTUS_PARAM_STEP) != 0; }

bool Parameters::set(std::uint32_t index, float value) {
    if (index >= count() || value != value) {
        return false;
    }
    const tactus_param &p = kernel_->params[index];
    const float clipped = calmed(value < p.low ? p.low : p.high < value ? p.high : value);
    latest_[index] = clipped;
    if (!is_step(index)) {
        changed_ = true;
        return false;
    }
    const bool differs = published_[index] != clipped;
    published_[index] = clipped;
    return differs;
}

bool Parameters::set_position(std::uint32_t index, float position) {
    if (index >= count()) {
        return false;
    }
    const tactus_param &p = kernel_->params[index];
    const auto low = static_cast<double>(p.low);
    const auto high = static_cast<double>(p.high);
    const auto x = static_cast<double>(position);
    double value = low + (high - low) * x;
    if (octaves_[index] != 0.0) {
        value = low * exact_exp2(octaves_[index] * x);
    }
    return set(index, position <= 0.0f ? p.low : position >= 1.0f ? p.high : static_cast<float>(value));
}

// A controller moves a parameter; of one that toggles every press goes to the other end of the range, a release does
// nothing.
bool Parameters::set_controlled_position(std::uint32_t index, float position) {
    const tactus_param &p = kernel_->params[index];
    if ((p.flags & TACTUS_PARAM_TOGGLE) == 0) {
        return set_position(index, position);
    }
    return position >= 0.5f && set(index, latest_[index] < p.high ? p.high : p.low);
}

bool Parameters::set_controlled(std::uint8_t number, float position) {
    bool stepped = false;
    for (std::uint32_t i = first_of_controller_[number]; i < first_of_controller_[number + 1u]; ++i) {
        stepped = set_controlled_position(by_controller_[i], position) || stepped;
    }
    return stepped;
}

bool Parameters::is_low_half(std::uint8_t number) const {
    const auto listened = [this](std::uint32_t n) { return first_of_controller_[n] != first_of_controller_[n + 1]; };
    return number >= first_low_half && number < 2 * first_low_half && listened(number - first_low_half) &&
           !listened(number);
}

bool Parameters::controller(std::uint8_t channel, std::uint8_t number, std::uint8_t value) {
    const auto n = static_cast<std::uint8_t>(number & 0x7F);
    const auto v = static_cast<std::uint8_t>(value & 0x7F);
    const bool low_half = is_low_half(n);
    if (n >= first_low_half && !low_half) {
        return set_controlled(n, static_cast<float>(v) / 127.0f);
    }
    const auto high_number = static_cast<std::uint8_t>(low_half ? n - first_low_half : n);
    Pair &pair = pairs_[channel & 0x0F][high_number];
    if (low_half) {
        pair.low = v;
        pair.low_seen = true;
    } else {
        pair.high = v;
        pair.low = 0;
    }
    const float position = pair.low_seen ? static_cast<float>(pair.high * 128 + pair.low) / 16383.0f
                                         : static_cast<float>(pair.high) / 127.0f;
    return set_controlled(high_number, position);
}

bool Parameters::nrpn(std::uint16_t number, float position) {
    bool stepped = false;
    for (const std::uint32_t i : by_nrpn_) {
        if (kernel_->params[i].nrpn == static_cast<std::int32_t>(number)) {
            stepped = set_controlled_position(i, position) || stepped;
        }
    }
    return stepped;
}

void Parameters::publish() {
    if (changed_) {
        changed_ = false;
        std::copy(latest_.begin(), latest_.end(), published_.begin());
    }
}

} // namespace tactus::engine
