# The target tactus_llvm: LLVM 19 as a shared library. Linked by lower and emit only (tests/arch holds it).
find_package(LLVM 19.1 REQUIRED CONFIG)
add_library(tactus_llvm INTERFACE)
target_include_directories(tactus_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(TACTUS_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(tactus_llvm INTERFACE ${TACTUS_LLVM_DEFINITIONS})
target_link_libraries(tactus_llvm INTERFACE LLVM)
