// Any bytes as a live MIDI stream: only messages within their ranges come out, the same ones however the stream is cut
// in two, and never more bytes are skipped than came. The first byte of the input says where the cut lies.
#include "runtime/midi/byte_parser.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

using namespace tactus::midi;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool in_range(const Message &message) {
    const bool wide = message.type == Type::pitch_bend || message.type == Type::song_position;
    return message.type != Type::tempo && message.channel < 16 && message.number < 128 &&
           message.value < (wide ? 16384u : 128u) &&
           (has_channel(message.type) || (message.channel == 0 && message.number == 0)) &&
           (message.type != Type::note_on || message.value > 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::span<const std::byte> stream = std::as_bytes(std::span(data + 1, size - 1));
    const std::size_t cut = std::min<std::size_t>(data[0], stream.size());
    std::vector<Message> whole;
    ByteParser parser;
    parser.take(stream, [&](const Message &message) {
        require(in_range(message));
        whole.push_back(message);
    });
    require(parser.skipped_bytes() <= stream.size());
    require(whole.size() <= stream.size());

    std::vector<Message> pieces;
    ByteParser second;
    const auto collect = [&](const Message &message) { pieces.push_back(message); };
    second.take(stream.first(cut), collect);
    second.take(stream.subspan(cut), collect);
    require(pieces == whole && second.skipped_bytes() == parser.skipped_bytes());
    return 0;
}
