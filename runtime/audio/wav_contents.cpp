// Chunks of RIFF (little-endian), RIFX (big-endian) and RF64 (sizes of 64 bits in a chunk of their own), after
// Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" and EBU Tech 3306.
#include "runtime/audio/wav_contents.h"

#include <algorithm>
#include <cstring>

namespace tactus::audio {

namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t chunk_head_bytes = 8;
constexpr std::uint32_t tag_pcm = 1;
constexpr std::uint32_t tag_float = 3;
constexpr std::uint32_t tag_extensible = 0xFFFE;
constexpr std::size_t plain_form_bytes = 16;
constexpr std::size_t extensible_form_bytes = 40;
constexpr std::uint32_t size_is_elsewhere = 0xFFFF'FFFF; // RF64: see the chunk ds64
// Programs that write into a pipe cannot come back to the sizes: they leave one of the greatest numbers (of signed or
// of unsigned integers, perhaps rounded down to a block) or 0. No file of such a size is read.
constexpr std::uint32_t least_unknown_size = 0x7FFF'0000;

bool stands_at(Bytes bytes, std::size_t offset, const char *tag) {
    return std::memcmp(bytes.data() + offset, tag, 4) == 0;
}

// `count` bytes at `offset`, which the caller knows to be there.
std::uint64_t number(Bytes bytes, std::size_t offset, std::size_t count, bool big_endian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t place = big_endian ? i : count - 1 - i;
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[offset + place]);
    }
    return value;
}

std::optional<WavCoding> coding(std::uint32_t tag, std::uint32_t bits) {
    if (tag == tag_pcm) {
        switch (bits) {
        case 8:
            return WavCoding::u8;
        case 16:
            return WavCoding::s16;
        case 24:
            return WavCoding::s24;
        case 32:
            return WavCoding::s32;
        default:
            return std::nullopt;
        }
    }
    if (tag == tag_float && (bits == 32 || bits == 64)) {
        return bits == 32 ? WavCoding::f32 : WavCoding::f64;
    }
    return std::nullopt;
}

// The extensible form names its coding by 16 bytes: the tag and a fixed rest.
std::uint32_t extensible_tag(Bytes form, bool big_endian) {
    static constexpr unsigned char rest[14] = {0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};
    constexpr std::size_t name = 24;
    if (form.size() < extensible_form_bytes) {
        return 0;
    }
    if (big_endian || std::memcmp(form.data() + name + 2, rest, sizeof rest) != 0) {
        return 0;
    }
    return static_cast<std::uint32_t>(number(form, name, 2, big_endian));
}

// The chunk "fmt ". Fills all but the samples.
std::optional<FileProblem> read_form(Bytes form, WavContents &contents, std::size_t &frame_bytes) {
    if (form.size() < plain_form_bytes) {
        return FileProblem::broken;
    }
    const auto field = [&](std::size_t offset, std::size_t count) {
        return static_cast<std::uint32_t>(number(form, offset, count, contents.big_endian));
    };
    contents.channels = field(2, 2);
    contents.sample_rate = field(4, 4);
    if (contents.channels < 1 || contents.channels > maximum_file_channels) {
        return FileProblem::channel_count;
    }
    if (contents.sample_rate < 1 || contents.sample_rate > maximum_file_rate) {
        return FileProblem::sample_rate;
    }
    const std::uint32_t tag = field(0, 2) == tag_extensible ? extensible_tag(form, contents.big_endian) : field(0, 2);
    const std::uint32_t bits = field(14, 2);
    const std::optional<WavCoding> found = coding(tag, bits);
    if (!found) {
        return FileProblem::unsupported;
    }
    contents.coding = *found;
    frame_bytes = std::size_t{contents.channels} * bits / 8;
    return field(12, 2) == frame_bytes ? std::nullopt : std::optional(FileProblem::broken);
}

struct Walk {
    WavContents contents;
    std::size_t frame_bytes = 0;       // 0 until the form is known
    std::uint64_t long_data_bytes = 0; // from ds64
    bool says_more = false;            // the head of the file says that it goes on after this chunk's head
    bool has_samples = false;
};

// The chunk "data", whose body is all that the file has from there on.
std::optional<FileError> take_samples(Walk &walk, Bytes body, std::uint32_t said) {
    const bool known = said == size_is_elsewhere && walk.long_data_bytes > 0;
    const bool to_the_end = !known && (said >= least_unknown_size || (said == 0 && !walk.says_more));
    const std::uint64_t bytes = known ? walk.long_data_bytes : to_the_end ? body.size() : said;
    const std::uint64_t frames = bytes / walk.frame_bytes, there = body.size() / walk.frame_bytes;
    if (frames > there) {
        return FileError{FileProblem::truncated,
                         "it ends after " + std::to_string(there) + " of " + std::to_string(frames) + " frames"};
    }
    walk.contents.samples = body.first(static_cast<std::size_t>(frames * walk.frame_bytes));
    walk.contents.frames = static_cast<std::size_t>(frames);
    walk.has_samples = true;
    return std::nullopt;
}

// One chunk of whatever kind; `body` is what the file has of it, `said` what its head says.
std::optional<FileError> take_chunk(Walk &walk, Bytes head, Bytes body, std::uint32_t said) {
    if (stands_at(head, 0, "fmt ")) {
        if (const auto problem = read_form(body, walk.contents, walk.frame_bytes)) {
            return FileError{*problem, {}};
        }
    } else if (stands_at(head, 0, "ds64") && body.size() >= 16) {
        walk.long_data_bytes = number(body, 8, 8, walk.contents.big_endian);
    } else if (stands_at(head, 0, "data")) {
        if (walk.frame_bytes == 0) {
            return FileError{FileProblem::broken, "the samples come before their form"};
        }
        return take_samples(walk, body, said);
    }
    return std::nullopt;
}

} // namespace

std::variant<WavContents, FileError> find_wav_contents(Bytes file) {
    const bool long_sizes = file.size() >= 12 && stands_at(file, 0, "RF64");
    const bool big_endian = file.size() >= 12 && stands_at(file, 0, "RIFX");
    if (file.size() < 12 || !stands_at(file, 8, "WAVE") || !(long_sizes || big_endian || stands_at(file, 0, "RIFF"))) {
        return FileError{FileProblem::not_wav, {}};
    }
    const auto said_in_all = static_cast<std::uint32_t>(number(file, 4, 4, big_endian));
    Walk walk;
    walk.contents.big_endian = big_endian;
    Bytes left = file.subspan(12);
    while (left.size() >= chunk_head_bytes && !walk.has_samples) {
        const auto said = static_cast<std::uint32_t>(number(left, 4, 4, big_endian));
        const Bytes rest = left.subspan(chunk_head_bytes);
        const bool is_data = stands_at(left, 0, "data");
        const std::size_t place = static_cast<std::size_t>(rest.data() - file.data());
        walk.says_more = said_in_all < least_unknown_size && said_in_all + chunk_head_bytes > place;
        const Bytes body = is_data ? rest : rest.first(std::min<std::size_t>(said, rest.size()));
        if (auto error = take_chunk(walk, left, body, said)) {
            return *error;
        }
        const std::size_t step = std::size_t{said} + said % 2; // chunks of odd size are padded
        left = rest.subspan(std::min(step, rest.size()));
    }
    if (!walk.has_samples) {
        return FileError{FileProblem::broken, walk.frame_bytes == 0 ? "it has no form" : "it has no samples"};
    }
    return walk.contents;
}

} // namespace tactus::audio
