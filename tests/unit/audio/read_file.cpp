// Reading sound files: what was written comes back, and hand-made files that lie are refused.
#include "runtime/audio/read_file.h"
#include "runtime/audio/write_file.h"

#include "tests/unit/audio/sound_files.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace tactus::audio;
using namespace sound_files;

namespace {

using Channels = std::vector<std::vector<float>>;

Bytes little(std::uint64_t value, int count) {
    Bytes bytes;
    for (int i = 0; i < count; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    return bytes;
}

Bytes operator+(Bytes left, const Bytes &right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

Bytes text(const std::string &letters) { return Bytes(letters.begin(), letters.end()); }

Bytes form(std::uint32_t tag, std::uint32_t channels, std::uint32_t rate, std::uint32_t bits) {
    const std::uint32_t frame = channels * bits / 8;
    return text("fmt ") + little(16, 4) + little(tag, 2) + little(channels, 2) + little(rate, 4) +
           little(rate * frame, 4) + little(frame, 2) + little(bits, 2);
}

Bytes wav(const Bytes &chunks) { return text("RIFF") + little(4 + chunks.size(), 4) + text("WAVE") + chunks; }

Bytes data_chunk(const Bytes &samples) { return text("data") + little(samples.size(), 4) + samples; }

ReadResult read(const Bytes &bytes) { return read_sound(std::as_bytes(std::span(bytes))); }

Sound sound_of(const ReadResult &result) {
    if (const auto *error = std::get_if<FileError>(&result)) {
        FAIL(explain(error->problem), ": ", error->detail);
    }
    return std::get<Sound>(result);
}

std::optional<FileProblem> problem_of(const ReadResult &result) {
    const auto *error = std::get_if<FileError>(&result);
    return error != nullptr ? std::optional(error->problem) : std::nullopt;
}

} // namespace

TEST_CASE("what is written comes back: every format, 1, 2, 7 and 64 channels") {
    const Scratch scratch("round");
    const std::uint32_t seed = 515;
    MESSAGE("seed ", seed);
    std::mt19937 random(seed);
    for (const SampleFormat samples : {SampleFormat::f32, SampleFormat::s24, SampleFormat::s16, SampleFormat::u8}) {
        // Multiples of the step of the format: they must come back exactly.
        const int full = 1 << (samples == SampleFormat::f32 ? 23 : 8 * static_cast<int>(bytes_of(samples)) - 1);
        std::uniform_int_distribution<int> level(-full, full - 1);
        for (const std::uint32_t count : {1u, 2u, 7u, 64u}) {
            Channels channels(count, std::vector<float>(1'000));
            for (std::vector<float> &channel : channels) {
                for (float &sample : channel) {
                    sample = static_cast<float>(level(random)) / static_cast<float>(full);
                }
            }
            REQUIRE(!write_file(scratch.file("x.wav"), {44'100, count, samples, false}, channels));
            const Sound sound = sound_of(read_sound_file(scratch.file("x.wav")));
            CAPTURE(count);
            CHECK(sound.sample_rate == 44'100);
            CHECK(sound.nonfinite_samples == 0);
            CHECK((sound.channels == channels));
        }
    }
}

TEST_CASE("floats beyond full scale come back, samples that are not finite become 0 and are counted") {
    const float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> samples = {2.5f, std::nanf(""), -infinity, 0.5f, infinity, -3e38f, 1e-40f};
    Bytes bytes;
    for (const float sample : samples) {
        bytes = bytes + little(std::bit_cast<std::uint32_t>(sample), 4);
    }
    const Sound sound = sound_of(read(wav(form(3, 1, 48'000, 32) + data_chunk(bytes))));
    CHECK(sound.nonfinite_samples == 3);
    CHECK((sound.channels == Channels{{2.5f, 0, 0, 0.5f, 0, -3e38f, 1e-40f}}));
}

TEST_CASE("integers by hand, and odd chunks with their padding") {
    CHECK((sound_of(read(wav(form(1, 1, 48'000, 16) + data_chunk({0, 0x80, 0xFF, 0x7F, 0, 0x40})))).channels ==
           Channels{{-1, 32'767.0f / 32'768.0f, 0.5f}}));
    CHECK((sound_of(read(wav(form(1, 1, 48'000, 8) + data_chunk({0, 128, 192})))).channels == Channels{{-1, 0, 0.5f}}));
    CHECK((sound_of(read(wav(form(1, 2, 48'000, 24) + data_chunk({0, 0, 0x80, 0, 0, 0x40})))).channels ==
           Channels{{-1}, {0.5f}}));
    const Bytes odd = text("note") + little(3, 4) + Bytes{1, 2, 3, 0};
    CHECK(
        (sound_of(read(wav(odd + form(1, 1, 48'000, 16) + odd + data_chunk({0, 0x40})))).channels == Channels{{0.5f}}));
}

TEST_CASE("integers of 32 bits, floats of 64, the extensible form, big-endian files and 64-bit sizes") {
    CHECK((sound_of(read(wav(form(1, 1, 48'000, 32) + data_chunk({0, 0, 0, 0xC0})))).channels == Channels{{-0.5f}}));
    const Bytes doubles =
        little(std::bit_cast<std::uint64_t>(-0.25), 8) + little(std::bit_cast<std::uint64_t>(1e300), 8);
    const Sound wide = sound_of(read(wav(form(3, 1, 48'000, 64) + data_chunk(doubles))));
    CHECK((wide.channels == Channels{{-0.25f, 0}})); // 1e300 is not finite as a float
    CHECK(wide.nonfinite_samples == 1);

    const Bytes name = little(1, 2) + Bytes{0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};
    Bytes extensible = form(0xFFFE, 2, 48'000, 16) + little(22, 2) + little(16, 2) + little(3, 4) + name;
    extensible[4] = 40;
    CHECK((sound_of(read(wav(extensible + data_chunk({0, 0x40, 0, 0xC0})))).channels == Channels{{0.5f}, {-0.5f}}));
    extensible.back() = 0;
    CHECK(problem_of(read(wav(extensible + data_chunk({0, 0x40, 0, 0xC0})))) == FileProblem::unsupported);

    const Bytes big = text("RIFX") + Bytes{0, 0, 0, 38} + text("WAVEfmt ") +
                      Bytes{0, 0, 0, 16, 0, 1, 0, 1, 0, 0, 0xBB, 0x80, 0, 1, 0x77, 0, 0, 2, 0, 16} + text("data") +
                      Bytes{0, 0, 0, 2, 0x40, 0};
    CHECK(sound_of(read(big)).sample_rate == 48'000);
    CHECK((sound_of(read(big)).channels == Channels{{0.5f}}));

    const Bytes sizes = text("ds64") + little(28, 4) + little(100, 8) + little(4, 8) + little(2, 8) + little(0, 4);
    const Bytes rf64 = text("RF64") + little(0xFFFF'FFFF, 4) + text("WAVE") + sizes + form(1, 1, 48'000, 16) +
                       text("data") + little(0xFFFF'FFFF, 4) + Bytes{0, 0x40, 0, 0xC0} + text("LIST") + little(0, 4);
    CHECK((sound_of(read(rf64)).channels == Channels{{0.5f, -0.5f}}));
}

TEST_CASE("chunks that lie about their size end the search at once") {
    const Bytes rest = form(1, 1, 48'000, 16) + data_chunk({0, 0x40});
    for (const std::string tag : {"LIST", "cue ", "PEAK", "fact", "bext", "ds64", "id3 "}) {
        CAPTURE(tag);
        CHECK(problem_of(read(wav(text(tag) + little(0xFFFF'FF03, 4) + Bytes(200, 0xFF)))) == FileProblem::broken);
        CHECK(problem_of(read(wav(text(tag) + little(0xFFFF'FFFF, 4) + rest))) == FileProblem::broken);
    }
    CHECK(problem_of(read(wav(text("fmt ") + little(15, 4) + Bytes(16) + data_chunk({0, 0})))) == FileProblem::broken);
    CHECK(problem_of(read(wav(data_chunk({0, 0}) + rest))) == FileProblem::broken);
    Bytes wrong_frame = form(1, 1, 48'000, 16);
    wrong_frame[20] = 3;
    CHECK(problem_of(read(wav(wrong_frame + data_chunk({0, 0, 0})))) == FileProblem::broken);
}

TEST_CASE("no frames is a sound of no length") {
    const Scratch scratch("empty");
    REQUIRE(!write_file(scratch.file("x.wav"), {48'000, 2, SampleFormat::s16, false}, Channels(2)));
    const Sound sound = sound_of(read_sound_file(scratch.file("x.wav")));
    CHECK(sound.channels.size() == 2);
    CHECK(sound.frames() == 0);
}

TEST_CASE("a data chunk that says more than there is: refused, but where its size was never filled in") {
    const auto says = [](std::uint64_t said, std::uint64_t in_all) {
        return read(text("RIFF") + little(in_all, 4) + text("WAVE") + form(1, 1, 48'000, 16) + text("data") +
                    little(said, 4) + Bytes{0, 0x40, 0, 0xC0});
    };
    for (const std::uint64_t said : {5u, 0x7FFF'0000u, 0x7FFF'FFFFu, 0x8000'0000u, 0xFFFF'FFFFu}) {
        CAPTURE(said);
        CHECK((sound_of(says(said, 40)).channels == Channels{{0.5f, -0.5f}}));
    }
    for (const std::uint64_t in_all : {0u, 36u, 0x7FFF'F024u, 0xFFFF'FFFFu}) {
        CAPTURE(in_all);
        CHECK((sound_of(says(0, in_all)).channels == Channels{{0.5f, -0.5f}}));
    }
    CHECK(sound_of(says(0, 40)).frames() == 0); // what follows belongs to another chunk
    for (const std::uint64_t said : {6u, 1'000u, 0x7FFE'FFFFu}) {
        CAPTURE(said);
        CHECK(problem_of(says(said, 40)) == FileProblem::truncated);
    }
    CHECK(std::get<FileError>(says(200, 236)).detail == "it ends after 2 of 100 frames");
}

TEST_CASE("files that are not there, not files, not WAV") {
    const Scratch scratch("none");
    CHECK(problem_of(read_sound_file(scratch.file("x.wav"))) == FileProblem::cannot_open);
    CHECK(problem_of(read_sound_file(scratch.file(""))) == FileProblem::cannot_read);
    CHECK(problem_of(read({})) == FileProblem::not_wav);
    CHECK(problem_of(read(text("RIFF"))) == FileProblem::not_wav);
    CHECK(problem_of(read(text("RIFF") + little(4, 4) + text("AVI "))) == FileProblem::not_wav);
    CHECK(problem_of(read(text("OggS and then something"))) == FileProblem::not_wav);
    CHECK(problem_of(read(text("fLaC and then something"))) == FileProblem::not_wav);
}

TEST_CASE("files whose header cannot be") {
    const Bytes samples = data_chunk({0, 0, 0, 0});
    CHECK(problem_of(read(wav({}))) == FileProblem::broken);
    CHECK(problem_of(read(wav(samples))) == FileProblem::broken);
    CHECK(problem_of(read(wav(form(1, 1, 48'000, 16)))) == FileProblem::broken);
    CHECK(problem_of(read(wav(form(1, 0, 48'000, 16) + samples))) == FileProblem::channel_count);
    CHECK(problem_of(read(wav(form(1, 65, 48'000, 16) + samples))) == FileProblem::channel_count);
    CHECK(problem_of(read(wav(form(1, 65'535, 48'000, 16) + samples))) == FileProblem::channel_count);
    CHECK(problem_of(read(wav(form(1, 1, 0, 16) + samples))) == FileProblem::sample_rate);
    CHECK(problem_of(read(wav(form(1, 1, maximum_file_rate + 1, 16) + samples))) == FileProblem::sample_rate);
    CHECK(problem_of(read(wav(form(1, 1, 0xFFFF'FFFF, 16) + samples))) == FileProblem::sample_rate);
    CHECK(problem_of(read(wav(form(6, 1, 48'000, 8) + samples))) == FileProblem::unsupported); // A-law
    CHECK(problem_of(read(wav(form(0x1234, 1, 48'000, 16) + samples))) == FileProblem::unsupported);
}

TEST_CASE("64 channels and the greatest rate are read") {
    const Bytes frame(128);
    CHECK(sound_of(read(wav(form(1, 64, 48'000, 16) + data_chunk(frame)))).channels.size() == 64);
    CHECK(sound_of(read(wav(form(1, 1, maximum_file_rate, 16) + data_chunk(frame)))).sample_rate == maximum_file_rate);
}

TEST_CASE("a file cut short anywhere is refused") {
    const Bytes file = wav(form(1, 2, 48'000, 16) + data_chunk(Bytes(40, 0x11)));
    for (std::size_t length = 0; length < file.size(); ++length) {
        CAPTURE(length);
        CHECK(problem_of(read(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)))));
    }
}

TEST_CASE("size limits: what a file decodes to, and the file") {
    // 8 bits a sample: as many samples as bytes.
    const Bytes head =
        text("RIFF") + little(36 + maximum_read_samples, 4) + text("WAVE") + form(1, 1, 48'000, 8) + text("data");
    Bytes most = head + little(maximum_read_samples, 4);
    most.resize(most.size() + maximum_read_samples, 128);
    CHECK(sound_of(read(most)).frames() == maximum_read_samples);
    Bytes more = head + little(maximum_read_samples + 1, 4);
    more.resize(more.size() + maximum_read_samples + 1, 128);
    CHECK(problem_of(read(more)) == FileProblem::too_large);

    const Scratch scratch("large");
    put(scratch.file("x.wav"), wav(form(1, 1, 48'000, 16) + data_chunk({0, 0x40})));
    std::filesystem::resize_file(scratch.file("x.wav"), maximum_read_bytes); // a hole: costs no disk
    CHECK(problem_of(read_sound_file(scratch.file("x.wav"))) != FileProblem::cannot_read);
    std::filesystem::resize_file(scratch.file("x.wav"), maximum_read_bytes + 1);
    CHECK(problem_of(read_sound_file(scratch.file("x.wav"))) == FileProblem::too_large);
}

TEST_CASE("names of formats and sentences of problems") {
    CHECK(sample_format("f32") == SampleFormat::f32);
    CHECK(sample_format("s24") == SampleFormat::s24);
    CHECK(sample_format("s16") == SampleFormat::s16);
    CHECK(sample_format("u8") == SampleFormat::u8);
    CHECK(sample_format("s32") == std::nullopt);
    std::set<std::string> sentences;
    for (int i = 0; i <= static_cast<int>(FileProblem::sample_rate); ++i) {
        sentences.insert(explain(static_cast<FileProblem>(i)));
    }
    CHECK(sentences.size() == static_cast<std::size_t>(FileProblem::sample_rate) + 1);
    CHECK(sentences.count("") == 0);
}
