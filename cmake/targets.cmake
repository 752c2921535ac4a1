# How this project declares libraries, programs and tests. Every file is
# included by its path from the root of the project.

option(LOTSE_WERROR "Treat warnings as errors" ON)
set(LOTSE_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")

if(LOTSE_SANITIZE)
  add_compile_options(-fsanitize=${LOTSE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LOTSE_SANITIZE})
endif()

if(LOTSE_SANITIZE MATCHES "thread")
  # Headers of protobuf change their layout for this sanitizer, and Debian's
  # library was built without it.
  add_compile_options(-U__SANITIZE_THREAD__)
  add_library(lotse_tsan_mutex OBJECT ${CMAKE_SOURCE_DIR}/tests/support/tsan_mutex.cc)
  set(LOTSE_TSAN_OBJECTS $<TARGET_OBJECTS:lotse_tsan_mutex>)
  link_libraries(absl_synchronization)  # For programs that take no lock of their own.
  add_link_options(
    -Wl,--wrap=_ZN4absl7debian35Mutex4LockEv -Wl,--wrap=_ZN4absl7debian35Mutex6UnlockEv
    -Wl,--wrap=_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE
    -Wl,--wrap=_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE)
endif()

add_compile_definitions(LOTSE_VERSION="${PROJECT_VERSION}")
add_library(lotse_warnings INTERFACE)
target_compile_options(lotse_warnings INTERFACE -Wall -Wextra -Wnon-virtual-dtor -Wno-unused-parameter)
if(LOTSE_WERROR)
  target_compile_options(lotse_warnings INTERFACE -Werror)
endif()

lotse_headers_of(lotse)

# lotse_library(NAME SRCS file... [DEPS target...])
function(lotse_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SRCS})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE lotse_warnings)
  lotse_use_headers(${name} ${LOTSE_HEADERS}_library_headers)
endfunction()

# lotse_program(NAME SRCS file... [DEPS target...])
function(lotse_program name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS} ${LOTSE_TSAN_OBJECTS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} lotse_warnings)
  lotse_use_headers(${name} ${LOTSE_HEADERS}_program_headers)
endfunction()

# A test takes a minute at most on an idle machine; five are for a busy one. With sanitizers it takes
# ten times as long, where it computes most.
# A test that starts daemons waits most of the time, so script/test runs two for each core; one that
# computes takes the places of both.
set(LOTSE_COMPUTES 2)
set(LOTSE_TEST_SECONDS 300)
if(LOTSE_SANITIZE)
  set(LOTSE_TEST_SECONDS 1800)
endif()

# lotse_test(NAME SRCS file... [DEPS target...]): one GoogleTest program, run by
# ctest as one test. `unit_tests` builds all of them.
add_custom_target(unit_tests)
function(lotse_test name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS} ${LOTSE_TSAN_OBJECTS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} lotse_warnings GTest::gmock_main)
  target_compile_options(${name} PRIVATE ${LOTSE_TEST_FLAGS})
  lotse_use_headers(${name} ${LOTSE_HEADERS}_test_headers)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/test)
  add_dependencies(unit_tests ${name})
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT ${LOTSE_TEST_SECONDS}
    PROCESSORS ${LOTSE_COMPUTES})
endfunction()

# lotse_embed(FOLDER NAME file...): embeds files as texts; each becomes one entry of
# `lotse::sql::EmbeddedFile NAME[]` in the generated header "FOLDER/NAME.h", which the
# target NAME_FOLDER makes.
function(lotse_embed folder name)
  set(header ${CMAKE_BINARY_DIR}/${folder}/${name}.h)
  set(files)
  foreach(file ${ARGN})
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -D NAME=${name} -D HEADER=${header} "-D FILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    VERBATIM)
  add_custom_target(${name}_${folder} DEPENDS ${header})
endfunction()

# lotse_sql(NAME file...): embeds .sql files in "sql/NAME.h".
function(lotse_sql name)
  lotse_embed(sql ${name} ${ARGN})
endfunction()
