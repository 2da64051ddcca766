// The queue keeps its order by walking back from the end: events nearly always come in order already.
#include "runtime/engine/events.h"

#include <algorithm>

namespace tactus::engine {

bool EventQueue::push(const Event &event) {
    if (events_.size() == events_.capacity()) {
        return false;
    }
    auto place = events_.end();
    while (place != events_.begin() && (place - 1)->frame > event.frame) {
        --place;
    }
    events_.insert(place, event);
    return true;
}

void EventQueue::remove_first(std::size_t count) {
    events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(std::min(count, events_.size())));
}

} // namespace tactus::engine
