# What makes a two-core machine bearable: ccache and mold where they are found,
# headers that are parsed once, and a compiler that takes memory instead of time.
find_program(CCACHE ccache)
if(CCACHE)
  # Without these ccache keeps nothing that was built with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Nothing a compiler runs for some seconds is worth collecting garbage for.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(--param=ggc-min-expand=1000 --param=ggc-min-heapsize=4000000)
endif()

# Most of the time of a build goes into the headers of libraries: the presets for development and
# for the sanitizers parse them once for the messages, the libraries, the programs and the tests.
# That for delivery does not, for two reasons: there a file that does not include what it uses
# fails, and with precompiled headers GCC 12 takes some copies of strings for writes past their end
# (PR 105651), a warning that must stay for what is delivered; the sanitizers do without it.
option(LOTSE_PRECOMPILE "Parse the headers of libraries once" OFF)
add_compile_options(-pthread)  # Some libraries ask for it; the headers must be read alike.

set(LOTSE_COMMON_HEADERS
    <algorithm> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
    <string> <utility> <vector>
    <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
    <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_join.h>
    <absl/strings/str_split.h> <absl/synchronization/mutex.h> <absl/time/clock.h>
    <google/protobuf/message.h>)

# lotse_headers(NAME KIND HEADERS header... [DEPS target...]): the target NAME holds
# precompiled headers. KIND is that of the targets that take them: STATIC
# (position-independent) or EXECUTABLE. DEPS are targets whose definitions the headers see.
function(lotse_headers name kind)
  cmake_parse_arguments(ARG "" "" "HEADERS;DEPS" ${ARGN})
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
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# lotse_use_headers(TARGET NAME): lets TARGET take what NAME holds.
function(lotse_use_headers target name)
  if(TARGET ${name})
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()
