# What makes a two-core machine bearable: ccache and mold where they are found,
# headers that are parsed once, and a compiler that takes memory instead of time.
find_program(CCACHE ccache)
if(CCACHE)
  # Without these ccache keeps nothing that was built with precompiled headers. With CCACHE_DEPEND
  # it takes what a file includes from the compiler instead of reading it all first.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Nothing a compiler runs for some seconds is worth collecting garbage for.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(--param=ggc-min-expand=1000 --param=ggc-min-heapsize=4000000)
endif()

# Most of the time of a build goes into the headers of libraries and of messages: the presets for
# development and for the sanitizers parse them once. They take Clang, which reads of a precompiled
# header what a file uses, so that one header can hold all messages of an API. That for delivery
# takes GCC and no precompiled headers: there a file that does not include what it uses fails.
option(LOTSE_PRECOMPILE "Parse the headers of libraries and messages once" OFF)
add_compile_options(-pthread)  # Some libraries ask for it; the headers must be read alike.
if(LOTSE_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")  # For ccache.
endif()

# Half of what is compiled are tests, and optimizing doubles the time that one takes. What they
# test is a library, and optimized.
set(LOTSE_TEST_FLAGS "" CACHE STRING "What tests of single parts are compiled with besides")

set(LOTSE_COMMON_HEADERS
    <algorithm> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
    <string> <utility> <vector>
    <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
    <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_join.h>
    <absl/strings/str_split.h> <absl/synchronization/mutex.h> <absl/time/clock.h>
    <google/protobuf/message.h>)
set(LOTSE_PROGRAM_HEADERS ${LOTSE_COMMON_HEADERS} <grpcpp/grpcpp.h>)
set(LOTSE_TEST_HEADERS ${LOTSE_PROGRAM_HEADERS} <google/protobuf/text_format.h>
    <google/protobuf/util/message_differencer.h> <gmock/gmock.h>)

# lotse_headers(NAME KIND HEADERS header... [DEPS target...] [FLAGS flag...]): the target NAME
# holds precompiled headers. KIND is that of the targets that take them: STATIC
# (position-independent) or EXECUTABLE. DEPS are targets whose definitions the headers see,
# FLAGS what those that take them are compiled with besides.
function(lotse_headers name kind)
  cmake_parse_arguments(ARG "" "" "HEADERS;DEPS;FLAGS" ${ARGN})
  if(NOT LOTSE_PRECOMPILE)
    return()
  endif()
  set(source ${CMAKE_BINARY_DIR}/headers/${name}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "int main() { return 0; }\n")
  if(kind STREQUAL EXECUTABLE)
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/headers)
  else()
    add_library(${name} STATIC ${source})
  endif()
  target_link_libraries(${name} PRIVATE lotse_warnings ${ARG_DEPS})
  target_compile_options(${name} PRIVATE ${ARG_FLAGS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# lotse_headers_of(NAME [PROTOS target...]): precompiled headers for the libraries, programs and
# tests of this folder and those below it, with all messages of PROTOS.
macro(lotse_headers_of name)
  cmake_parse_arguments(ARG "" "" "PROTOS" ${ARGN})
  set(LOTSE_HEADERS ${name})
  set(message_headers)
  foreach(library ${ARG_PROTOS})
    get_target_property(of_library ${library} LOTSE_MESSAGE_HEADERS)
    list(APPEND message_headers ${of_library})
  endforeach()
  lotse_headers(${name}_library_headers STATIC
                HEADERS ${LOTSE_COMMON_HEADERS} ${message_headers} DEPS ${ARG_PROTOS})
  lotse_headers(${name}_program_headers EXECUTABLE
                HEADERS ${LOTSE_PROGRAM_HEADERS} ${message_headers} DEPS ${ARG_PROTOS})
  lotse_headers(${name}_test_headers EXECUTABLE
                HEADERS ${LOTSE_TEST_HEADERS} ${message_headers} DEPS ${ARG_PROTOS} GTest::gmock
                FLAGS ${LOTSE_TEST_FLAGS})
endmacro()

# lotse_use_headers(TARGET NAME): lets TARGET take what NAME holds.
function(lotse_use_headers target name)
  if(TARGET ${name})
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()
