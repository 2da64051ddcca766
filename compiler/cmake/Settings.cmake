# Settings of every target that is ours: C++20 without extensions, no fused multiply-add (the same bits on every machine),
# paths that do not depend on where the tree lies, ccache where it is found.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

add_compile_options(-ffp-contract=off "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
if(TACTUS_CHECKING)
  add_compile_definitions(TACTUS_CHECKING=1)
endif()
if(TACTUS_SANITIZE)
  add_compile_options("-fsanitize=${TACTUS_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options("-fsanitize=${TACTUS_SANITIZE}")
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND TACTUS_SANITIZE MATCHES "undefined")
    # Calls into just-compiled code have no function signature in front of them.
    add_compile_options(-fno-sanitize=function)
  endif()
endif()
if(TACTUS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

set(TACTUS_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # The stable_sort of g++-12's library uses a function that the same library calls deprecated.
  list(APPEND TACTUS_WARNINGS -Wno-deprecated-declarations)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Relative paths in the cache key: trees in different folders share their results.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()
