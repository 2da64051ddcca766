# After a doctest program is linked: asks it for its cases and writes the file that makes each a ctest case.
# In: PROGRAM, FOLDER (prefix and label), ROOT (working directory), BUILD, OUTPUT. Names may hold any of , ; [ ] and quotes,
# which the discovery that comes with doctest 2.4 takes for list syntax.
execute_process(COMMAND "${PROGRAM}" --list-test-cases WORKING_DIRECTORY "${ROOT}" OUTPUT_VARIABLE names RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --list-test-cases ends with ${status}:\n${names}")
endif()

string(ASCII 29 opening)
string(ASCII 30 closing)
string(ASCII 31 semicolon)
string(REPLACE "[doctest]" "" names "${names}")
string(REPLACE ";" "${semicolon}" names "${names}")
string(REPLACE "[" "${opening}" names "${names}")
string(REPLACE "]" "${closing}" names "${names}")
string(REPLACE "\n" ";" names "${names}")

set(script "")
set(in_names FALSE)
foreach(name IN LISTS names)
  # The names stand between two rulers.
  if(name MATCHES "^=====+$")
    if(in_names)
      break()
    endif()
    set(in_names TRUE)
    continue()
  endif()
  if(NOT in_names)
    continue()
  endif()
  string(REPLACE "${semicolon}" ";" name "${name}")
  string(REPLACE "${opening}" "[" name "${name}")
  string(REPLACE "${closing}" "]" name "${name}")
  string(REPLACE "," "\\," filter "${name}")
  string(APPEND script "add_test([==[${FOLDER}/${name}]==] [==[${PROGRAM}]==] [==[--test-case=${filter}]==])\n"
         "set_tests_properties([==[${FOLDER}/${name}]==] PROPERTIES WORKING_DIRECTORY [==[${ROOT}]==] TIMEOUT 900\n"
         "  LABELS [==[${FOLDER}]==] ENVIRONMENT [==[TACTUS_BUILD=${BUILD}]==]\n"
         "  FAIL_REGULAR_EXPRESSION [==[test cases: +0 ]==] SKIP_REGULAR_EXPRESSION [==[SKIPPED: ]==])\n")
endforeach()
file(WRITE "${OUTPUT}" "${script}")
