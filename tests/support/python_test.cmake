# lotse_python_test(FILE LABEL label [TIMEOUT seconds] [COMPUTES]): one file of unittest
# cases that start the real programs, run by ctest as one test. COMPUTES is for what
# does not wait for daemons most of its time.
function(lotse_python_test file)
  cmake_parse_arguments(ARG "COMPUTES" "LABEL;TIMEOUT" "" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT ${LOTSE_TEST_SECONDS})
  endif()
  cmake_path(GET file STEM stem)
  set(name ${ARG_LABEL}.${stem})
  add_test(NAME ${name} COMMAND ${LOTSE_TEST_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(places 1)
  if(ARG_COMPUTES)
    set(places ${LOTSE_COMPUTES})
  endif()
  set(path ${CMAKE_SOURCE_DIR}/tests/support:${CMAKE_BINARY_DIR}/python)
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
    PROCESSORS ${places}
    ENVIRONMENT
    "PYTHONPATH=${path};LOTSE_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};LOTSE_SANITIZED=${LOTSE_SANITIZE}")
endfunction()
