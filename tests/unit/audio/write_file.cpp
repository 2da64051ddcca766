// Writing sound files: the bytes of each format, the rules of rounding and clipping, and that a failure leaves nothing
// behind.
#include "runtime/audio/write_file.h"

#include "tests/unit/audio/sound_files.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace tactus::audio;
using namespace sound_files;

namespace {

using Channels = std::vector<std::vector<float>>;

Bytes raw_bytes(const Scratch &scratch, SampleFormat samples, const std::vector<float> &values) {
    const FileFormat format{48'000, 1, samples, true};
    const auto error = write_file(scratch.file("raw"), format, Channels{values});
    REQUIRE(!error);
    return bytes_of_file(scratch.file("raw"));
}

std::vector<int> integers_of(const Bytes &bytes, std::size_t width) {
    std::vector<int> values;
    for (std::size_t i = 0; i + width <= bytes.size(); i += width) {
        int value = width == 1 ? bytes[i] - 128 : 0;
        if (width > 1) {
            std::uint32_t word = 0;
            for (std::size_t k = 0; k < width; ++k) {
                word |= std::uint32_t{bytes[i + k]} << (8 * (4 - width + k));
            }
            value = static_cast<int>(word) / (1 << (8 * (4 - width))); // exact: the lower bits are 0
        }
        values.push_back(value);
    }
    return values;
}

std::uint32_t little(const Bytes &bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value |= std::uint32_t{bytes.at(at + i)} << (8 * i);
    }
    return value;
}

std::size_t find_chunk(const Bytes &wav, const char *tag) {
    for (std::size_t at = 12; at + 8 <= wav.size(); at += 8 + little(wav, at + 4, 4) + little(wav, at + 4, 4) % 2) {
        if (std::memcmp(wav.data() + at, tag, 4) == 0) {
            return at;
        }
    }
    return 0;
}

} // namespace

TEST_CASE("integers are rounded to the nearest, halves away from zero, and clipped") {
    const Scratch scratch("rounding");
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    struct Row {
        SampleFormat samples;
        std::size_t width;
        int full;
    };
    for (const Row &row :
         {Row{SampleFormat::u8, 1, 128}, Row{SampleFormat::s16, 2, 32'768}, Row{SampleFormat::s24, 3, 8'388'608}}) {
        const float step = 1.0f / static_cast<float>(row.full);
        const std::vector<float> samples = {0,           0.5f, -0.5f,    1,           -1,           2,
                                            -2,          step, -step,    0.5f * step, -0.5f * step, 0.49f * step,
                                            1.5f * step, nan,  infinity, -infinity,   1e-45f};
        const int half = row.full / 2;
        const int top = row.full - 1;
        const std::vector<int> expected = {0, half, -half, top, -row.full, top, -row.full, 1, -1,
                                           1, -1,   0,     2,   0,         top, -row.full, 0};
        CAPTURE(row.full);
        CHECK(integers_of(raw_bytes(scratch, row.samples, samples), row.width) == expected);
    }
}

TEST_CASE("floats are stored bit for bit, in little-endian order") {
    const Scratch scratch("floats");
    const std::vector<float> samples = {0, -0.0f, 1, -3.5f, 1e-40f, 3e38f};
    const Bytes bytes = raw_bytes(scratch, SampleFormat::f32, samples);
    REQUIRE(bytes.size() == 4 * samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &samples[i], 4);
        CHECK(little(bytes, 4 * i, 4) == bits);
    }
}

TEST_CASE("the header of a WAV file says what is in it") {
    const Scratch scratch("header");
    struct Row {
        SampleFormat samples;
        std::uint32_t tag, bits;
    };
    for (const Row &row : {Row{SampleFormat::f32, 3, 32}, Row{SampleFormat::s24, 1, 24}, Row{SampleFormat::s16, 1, 16},
                           Row{SampleFormat::u8, 1, 8}}) {
        const FileFormat format{44'100, 3, row.samples, false};
        REQUIRE(!write_file(scratch.file("x.wav"), format, Channels(3, std::vector<float>(5, 0.25f))));
        const Bytes wav = bytes_of_file(scratch.file("x.wav"));
        REQUIRE(wav.size() > 44);
        CHECK(std::memcmp(wav.data(), "RIFF", 4) == 0);
        CHECK(little(wav, 4, 4) + 8 == wav.size());
        const std::size_t form = find_chunk(wav, "fmt ");
        REQUIRE(form != 0);
        CHECK(little(wav, form + 8, 2) == row.tag);
        CHECK(little(wav, form + 10, 2) == 3);
        CHECK(little(wav, form + 12, 4) == 44'100);
        CHECK(little(wav, form + 22, 2) == row.bits);
        const std::size_t data = find_chunk(wav, "data");
        REQUIRE(data != 0);
        CHECK(little(wav, data + 4, 4) == 5 * 3 * row.bits / 8);
        CHECK(find_chunk(wav, "PEAK") == 0);
    }
}

TEST_CASE("raw output is the samples and nothing else, channel beside channel") {
    const Scratch scratch("raw");
    const FileFormat format{48'000, 2, SampleFormat::u8, true};
    REQUIRE(!write_file(scratch.file("x"), format, Channels{{0, 0.5f}, {-1, -0.5f}}));
    CHECK(bytes_of_file(scratch.file("x")) == Bytes{128, 0, 192, 64});
}

TEST_CASE("the same samples in pieces of any size give the same bytes") {
    const Scratch scratch("pieces");
    std::vector<float> ramp(20'000);
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        ramp[i] = static_cast<float>(i) / 20'000.0f - 0.5f;
    }
    const FileFormat format{48'000, 1, SampleFormat::s24, false};
    REQUIRE(!write_file(scratch.file("whole.wav"), format, Channels{ramp}));
    for (const std::size_t piece : {std::size_t{1}, std::size_t{63}, std::size_t{4'096}, std::size_t{19'999}}) {
        FileWriter writer;
        REQUIRE(!writer.open(scratch.file("pieces.wav"), format));
        for (std::size_t first = 0; first < ramp.size(); first += piece) {
            const std::array<const float *, 1> channels = {ramp.data() + first};
            REQUIRE(!writer.write(channels, std::min(piece, ramp.size() - first)));
        }
        CHECK(writer.frames_written() == ramp.size());
        REQUIRE(!writer.finish());
        CHECK(bytes_of_file(scratch.file("pieces.wav")) == bytes_of_file(scratch.file("whole.wav")));
    }
}

TEST_CASE("nothing appears before finish, and an older file stays as it was") {
    const Scratch scratch("half");
    put(scratch.file("x.wav"), {1, 2, 3});
    const std::vector<float> silence(1'000);
    const std::array<const float *, 1> channels = {silence.data()};
    {
        FileWriter writer;
        REQUIRE(!writer.open(scratch.file("x.wav"), {48'000, 1, SampleFormat::f32, false}));
        REQUIRE(!writer.write(channels, silence.size()));
        CHECK(bytes_of_file(scratch.file("x.wav")) == Bytes{1, 2, 3});
    }
    CHECK(bytes_of_file(scratch.file("x.wav")) == Bytes{1, 2, 3});
    CHECK(scratch.entries() == 1);
    REQUIRE(!write_file(scratch.file("x.wav"), {48'000, 1, SampleFormat::f32, false}, Channels{silence}));
    CHECK(bytes_of_file(scratch.file("x.wav")).size() > 4'000);
    CHECK(scratch.entries() == 1);
}

TEST_CASE("a file that the system cuts off leaves nothing behind") {
    const Scratch scratch("full");
    put(scratch.file("x.wav"), {1, 2, 3});
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 10'000;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto error =
        write_file(scratch.file("x.wav"), {48'000, 1, SampleFormat::f32, false}, Channels{std::vector<float>(50'000)});
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old_handler);
    REQUIRE(error);
    CHECK(error->problem == FileProblem::cannot_write);
    CHECK(!error->detail.empty());
    CHECK(bytes_of_file(scratch.file("x.wav")) == Bytes{1, 2, 3});
    CHECK(scratch.entries() == 1);
}

TEST_CASE("targets that cannot be created") {
    const Scratch scratch("create");
    const FileFormat format{48'000, 1, SampleFormat::f32, false};
    const Channels silence(1, std::vector<float>(10));
    for (const std::string &path : {scratch.file("no/such/folder.wav"), scratch.file(""), std::string()}) {
        CAPTURE(path);
        const auto error = write_file(path, format, silence);
        REQUIRE(error);
        CHECK(error->problem == FileProblem::cannot_create);
        CHECK(!error->detail.empty());
    }
    CHECK(scratch.entries() == 0);
}

TEST_CASE("channels and rates in pairs: at the limit, and one more") {
    const Scratch scratch("limits");
    const auto problem = [&](std::uint32_t rate, std::uint32_t channels) {
        const auto error = write_file(scratch.file("x.wav"), {rate, channels, SampleFormat::s16, false},
                                      Channels(channels, std::vector<float>(3)));
        return error ? std::optional(error->problem) : std::nullopt;
    };
    CHECK(problem(48'000, 64) == std::nullopt);
    CHECK(problem(48'000, 65) == FileProblem::channel_count);
    CHECK(problem(48'000, 0) == FileProblem::channel_count);
    CHECK(problem(maximum_file_rate, 1) == std::nullopt);
    CHECK(problem(maximum_file_rate + 1, 1) == FileProblem::sample_rate);
    CHECK(problem(0, 1) == FileProblem::sample_rate);
}

TEST_CASE("a WAV file that would not fit its own header is refused before anything is written") {
    const Scratch scratch("long");
    const float one = 0;
    const std::array<const float *, 1> channels = {&one};
    FileWriter writer;
    REQUIRE(!writer.open(scratch.file("x.wav"), {48'000, 1, SampleFormat::f32, false}));
    const auto error = writer.write(channels, maximum_wav_data_bytes / 4 + 1);
    REQUIRE(error);
    CHECK(error->problem == FileProblem::too_long);
    CHECK(writer.write(channels, 1));
    CHECK(writer.finish());
    CHECK(scratch.entries() == 0);
}

TEST_CASE("the number of channels given must be that of the file") {
    const Scratch scratch("count");
    const float one = 0;
    const std::array<const float *, 1> channels = {&one};
    FileWriter writer;
    CHECK(writer.write(channels, 1));
    CHECK(writer.finish());
    REQUIRE(!writer.open(scratch.file("x.wav"), {48'000, 2, SampleFormat::f32, false}));
    CHECK(writer.write(channels, 1));
}

TEST_CASE("links are followed, and pipes and devices are written to, not replaced") {
    const Scratch scratch("special");
    const FileFormat format{48'000, 1, SampleFormat::u8, true};
    put(scratch.file("real"), {9});
    REQUIRE(::symlink("real", scratch.file("link").c_str()) == 0);
    REQUIRE(!write_file(scratch.file("link"), format, Channels{{0, 0}}));
    CHECK(std::filesystem::is_symlink(scratch.file("link")));
    CHECK(bytes_of_file(scratch.file("real")) == Bytes{128, 128});

    REQUIRE(::mkfifo(scratch.file("pipe").c_str(), 0600) == 0);
    Bytes received;
    std::thread reader([&] { received = bytes_of_file(scratch.file("pipe")); });
    const auto error = write_file(scratch.file("pipe"), format, Channels{{0, 0.5f, 0}});
    reader.join();
    CHECK(!error);
    CHECK(received == Bytes{128, 192, 128});

    struct stat status{};
    if (::stat("/dev/full", &status) == 0 && S_ISCHR(status.st_mode)) {
        const auto full = write_file("/dev/full", format, Channels{{0, 0}});
        REQUIRE(full);
        CHECK(full->problem == FileProblem::cannot_write);
        CHECK(::stat("/dev/full", &status) == 0);
        CHECK(S_ISCHR(status.st_mode));
    }
}

TEST_CASE("\"-\" is the standard output, and gets a complete WAV file") {
    const Scratch scratch("stdout");
    std::fflush(stdout);
    const int old = ::dup(STDOUT_FILENO);
    const int file = ::open(scratch.file("out").c_str(), O_WRONLY | O_CREAT, 0600);
    REQUIRE(old >= 0);
    REQUIRE(file >= 0);
    ::dup2(file, STDOUT_FILENO);
    const FileFormat format{48'000, 2, SampleFormat::s16, false};
    const Channels samples(2, std::vector<float>(1'000, 0.1f));
    const auto error = write_file("-", format, samples);
    ::dup2(old, STDOUT_FILENO);
    ::close(old);
    ::close(file);
    CHECK(!error);
    REQUIRE(!write_file(scratch.file("x.wav"), format, samples));
    CHECK(bytes_of_file(scratch.file("out")) == bytes_of_file(scratch.file("x.wav")));
}
