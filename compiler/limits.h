// Every bound that untrusted text meets, in one table: name, number, the kind of diagnostic that one more gives, and
// what is counted. A bound is enforced by the stage that first knows the size; tests/limit has a pair for each (exactly
// at it, one over).
#pragma once

#include <cstdint>

// LIMIT(name, value, diagnostic kind, what is counted)
#define TACTUS_LIMITS(LIMIT)                                                                                           \
    LIMIT(file_bytes, std::uint64_t{1} << 20, FileTooLarge, "bytes of one patch file")                                 \
    LIMIT(tokens, 100'000, TooManyTokens, "tokens of one patch file")                                                  \
    LIMIT(nesting, 256, NestingTooDeep, "open brackets of all kinds and `if`s")                                        \
    LIMIT(tree_depth, 1024, ExpressionTooLong, "levels of the tree, chains of one operator included")                  \
    LIMIT(number_digits, 32, NumberTooLong, "digits of a number")                                                      \
    LIMIT(number_exponent, 308, NumberTooLong, "power of ten of a number")                                             \
    LIMIT(string_bytes, 4096, StringTooLong, "bytes of a text in quotes")                                              \
    LIMIT(diagnostics, 20, TooManyDiagnostics, "diagnostics of one run")                                               \
    LIMIT(expanded_nodes, 50'000, ExpansionTooLarge, "graph nodes after expansion")                                    \
    LIMIT(expansion_depth, 64, ExpansionTooDeep, "calls inside calls")                                                 \
    LIMIT(delay_seconds, 60, DelayTooLong, "seconds of one delay")                                                     \
    LIMIT(delay_bytes, std::uint64_t{64} << 20, DelayMemoryTooLarge, "bytes of all delays, buffers and tables")        \
    LIMIT(table_entries, std::uint64_t{1} << 24, TableTooLarge, "entries of one table, buffer or delay")               \
    LIMIT(block_samples, 1 << 18, BlockSize, "samples of one block of `fft` and `ifft`")                               \
    LIMIT(response_entries, std::uint64_t{1} << 20, ResponseTooLong, "entries of one response of `convolve`")          \
    LIMIT(array_entries, std::uint64_t{1} << 25, ArraysTooLarge, "entries of one array, shared ones each time")        \
    LIMIT(array_elements, std::uint64_t{5} << 18, ArraysTooLarge, "elements of all arrays that compiling works out")   \
    LIMIT(constant_steps, std::uint64_t{1} << 24, ConstantsTooLong,                                                    \
          "steps of working out numbers while compiling, 8 of a function")                                             \
    LIMIT(channels, 256, TooManyChannels, "channels of all outputs, or of all inputs")                                 \
    LIMIT(voices, 256, TooManyVoices, "voices of all polys")                                                           \
    LIMIT(song_seconds, 3 * 3600, SongTooLong, "seconds of a song that is rendered without --seconds")                 \
    LIMIT(test_seconds, 60, TestTooLong, "seconds of one test")

namespace tactus::limits {

#define LIMIT(name, value, kind, counted) inline constexpr std::uint64_t name = value;
TACTUS_LIMITS(LIMIT)
#undef LIMIT

} // namespace tactus::limits
