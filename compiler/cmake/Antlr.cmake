# The target tactus_grammar: lexer, parser and visitor that ANTLR writes from grammar/Tactus.g4 at build time, in the namespace
# tactus::grammar. Linked by syntax only. Debian's own CMake target asks for libuuid, which the shared library does not need.
set(TACTUS_GRAMMAR "${CMAKE_SOURCE_DIR}/grammar/Tactus.g4")
if(NOT EXISTS "${TACTUS_GRAMMAR}")
  return()
endif()

find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL antlr4 REQUIRED)
add_library(tactus_antlr SHARED IMPORTED)
set_target_properties(tactus_antlr PROPERTIES IMPORTED_LOCATION "${ANTLR4_LIBRARY}")
target_include_directories(tactus_antlr SYSTEM INTERFACE "${ANTLR4_INCLUDE_DIR}")

set(GENERATED "${CMAKE_BINARY_DIR}/grammar")
foreach(PART Lexer Parser Visitor BaseVisitor)
  list(APPEND GENERATED_SOURCES "${GENERATED}/Tactus${PART}.cpp")
  list(APPEND GENERATED_HEADERS "${GENERATED}/Tactus${PART}.h")
endforeach()
add_custom_command(
  OUTPUT ${GENERATED_SOURCES} ${GENERATED_HEADERS}
  COMMAND ${CMAKE_COMMAND} -E make_directory "${GENERATED}"
  COMMAND ${ANTLR4_TOOL} -Dlanguage=Cpp -Werror -visitor -no-listener -package tactus::grammar -Xexact-output-dir
          -o "${GENERATED}" "${TACTUS_GRAMMAR}"
  DEPENDS "${TACTUS_GRAMMAR}"
  COMMENT "Generating the parser from grammar/Tactus.g4"
  VERBATIM)
add_library(tactus_grammar STATIC ${GENERATED_SOURCES} ${GENERATED_HEADERS})
target_include_directories(tactus_grammar SYSTEM PUBLIC "${GENERATED}")
# The tool writes u8"" literals into std::string: an error in C++20 unless char8_t is off.
target_compile_options(tactus_grammar PRIVATE -fno-char8_t -w)
target_link_libraries(tactus_grammar PUBLIC tactus_antlr)
