// Whether this build carries a sanitizer: its code is some ten times slower, its allocator is not ours, and its
// addresses are reserved by the terabyte. Tests of values take fewer turns there; they take all of them in the release.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TACTUS_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TACTUS_TEST_SANITIZED 1
#endif
#endif

namespace tactus::test {

#ifdef TACTUS_TEST_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

} // namespace tactus::test
