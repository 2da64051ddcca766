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
