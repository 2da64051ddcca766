# The functions with which folders declare themselves.
include_guard(GLOBAL)

# tactus_stage(NAME [DEPENDS stage…] [LINK library…])
# Makes the library tactus_NAME of all *.cpp in the calling folder (main.cpp is left to the program). DEPENDS names other stages
# without the prefix; one that does not exist in this tree is left out. LINK names outside libraries. Both are passed on to users.
function(tactus_stage NAME)
  cmake_parse_arguments(STAGE "" "" "DEPENDS;LINK" ${ARGN})
  file(GLOB SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER SOURCES EXCLUDE REGEX "/main\\.cpp$")
  if(SOURCES)
    add_library(tactus_${NAME} STATIC ${SOURCES})
    target_compile_options(tactus_${NAME} PRIVATE ${TACTUS_WARNINGS})
    set(SCOPE PUBLIC)
  else()
    add_library(tactus_${NAME} INTERFACE)
    set(SCOPE INTERFACE)
  endif()
  target_include_directories(tactus_${NAME} ${SCOPE} "${CMAKE_SOURCE_DIR}")
  tactus_link(tactus_${NAME} ${SCOPE} ${STAGE_DEPENDS})
  target_link_libraries(tactus_${NAME} ${SCOPE} ${STAGE_LINK})
endfunction()

# tactus_link(TARGET SCOPE stage…): links the stages that exist in this tree.
function(tactus_link TARGET SCOPE)
  foreach(STAGE IN LISTS ARGN)
    target_link_libraries(${TARGET} ${SCOPE} $<TARGET_NAME_IF_EXISTS:tactus_${STAGE}>)
  endforeach()
endfunction()

# tactus_folders(folder…): adds those of the folders that have a CMakeLists.txt.
function(tactus_folders)
  foreach(FOLDER IN LISTS ARGN)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/CMakeLists.txt")
      add_subdirectory(${FOLDER})
    endif()
  endforeach()
endfunction()

# tactus_embed(TARGET FOLDER PATTERN FILES file… NAMESPACE n FUNCTION f TYPE t HEADER h)
# Compiles the texts of FOLDER/PATTERN into TARGET: n::f() returns a const std::vector<t> & of {name, text} as h declares it.
function(tactus_embed TARGET FOLDER PATTERN)
  cmake_parse_arguments(EMBED "" "NAMESPACE;FUNCTION;TYPE;HEADER" "FILES" ${ARGN})
  set(OUT "${CMAKE_CURRENT_BINARY_DIR}/${EMBED_FUNCTION}.cpp")
  string(MD5 LIST "${EMBED_FILES}") # in the command, so that a file taken away is seen
  add_custom_command(
    OUTPUT "${OUT}"
    COMMAND ${CMAKE_COMMAND} "-DFOLDER=${FOLDER}" "-DPATTERN=${PATTERN}" "-DOUT=${OUT}" "-DNAMESPACE=${EMBED_NAMESPACE}"
            "-DFUNCTION=${EMBED_FUNCTION}" "-DTYPE=${EMBED_TYPE}" "-DHEADER=${EMBED_HEADER}" "-DLIST=${LIST}"
            -P "${CMAKE_SOURCE_DIR}/compiler/cmake/Embed.cmake"
    DEPENDS ${EMBED_FILES} "${CMAKE_SOURCE_DIR}/compiler/cmake/Embed.cmake"
    COMMENT "Embedding ${PATTERN} for ${EMBED_FUNCTION}()"
    VERBATIM)
  target_sources(${TARGET} PRIVATE "${OUT}")
endfunction()
