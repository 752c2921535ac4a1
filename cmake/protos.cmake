# Generated code is compiled once, into one library for the messages of an API
# and one for its gRPC services.

set(LOTSE_GOOGLE_PROTOS ${CMAKE_SOURCE_DIR}/proto/node_modules/google-proto-files)
if(NOT EXISTS ${LOTSE_GOOGLE_PROTOS}/google/api/resource.proto)
  message(FATAL_ERROR "The common protos are missing: run script/bootstrap")
endif()
set(LOTSE_PROTO_OUT ${CMAKE_BINARY_DIR}/gen)

lotse_headers(lotse_message_headers STATIC
              HEADERS <google/protobuf/descriptor.h> <google/protobuf/extension_set.h>
                      <google/protobuf/generated_enum_reflection.h>
                      <google/protobuf/generated_message_reflection.h>
                      <google/protobuf/io/coded_stream.h> <google/protobuf/map.h>
                      <google/protobuf/map_entry.h> <google/protobuf/map_field_inl.h>
                      <google/protobuf/message.h> <google/protobuf/repeated_field.h>
                      <google/protobuf/unknown_field_set.h> <google/protobuf/wire_format.h>)

# As Debian's libraries below it, generated code is built without sanitizers: nobody edits it, it
# does no more than call them, and it takes a third of the time.
function(lotse_unsanitized)
  if(LOTSE_SANITIZE)
    foreach(target ${ARGN})
      target_compile_options(${target} PRIVATE -fno-sanitize=all)
    endforeach()
  endif()
endfunction()
if(TARGET lotse_message_headers)
  lotse_unsanitized(lotse_message_headers)
endif()

# lotse_proto_library(NAME ROOT dir PROTOS file... [DEPS target...] [GRPC])
# PROTOS are relative to ROOT. With GRPC also NAME_grpc is made.
function(lotse_proto_library name)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "PROTOS;DEPS" ${ARGN})
  set(sources)
  set(grpc_sources)
  foreach(proto ${ARG_PROTOS})
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(outputs ${LOTSE_PROTO_OUT}/${stem}.pb.cc ${LOTSE_PROTO_OUT}/${stem}.pb.h)
    set(plugin)
    if(ARG_GRPC AND proto MATCHES "_service\\.proto$")
      list(APPEND outputs ${LOTSE_PROTO_OUT}/${stem}.grpc.pb.cc ${LOTSE_PROTO_OUT}/${stem}.grpc.pb.h)
      list(APPEND grpc_sources ${LOTSE_PROTO_OUT}/${stem}.grpc.pb.cc)
      set(plugin --grpc_out=${LOTSE_PROTO_OUT} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${LOTSE_PROTO_OUT}
      COMMAND protobuf::protoc -I ${ARG_ROOT} -I ${CMAKE_SOURCE_DIR} -I ${CMAKE_SOURCE_DIR}/proto
              -I ${LOTSE_GOOGLE_PROTOS} --cpp_out=${LOTSE_PROTO_OUT} ${plugin} ${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      VERBATIM)
    list(APPEND sources ${LOTSE_PROTO_OUT}/${stem}.pb.cc)
  endforeach()
  add_library(${name} STATIC ${sources})
  set(headers ${sources})
  list(TRANSFORM headers REPLACE "\\.cc$" ".h")
  set_target_properties(${name} PROPERTIES LOTSE_MESSAGE_HEADERS "${headers}")
  target_include_directories(${name} SYSTEM PUBLIC ${LOTSE_PROTO_OUT})
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf ${ARG_DEPS})
  lotse_use_headers(${name} lotse_message_headers)
  lotse_unsanitized(${name})
  if(ARG_GRPC)
    add_library(${name}_grpc STATIC ${grpc_sources})
    target_link_libraries(${name}_grpc PUBLIC ${name} gRPC::grpc++ absl::synchronization)
    lotse_unsanitized(${name}_grpc)
    # Many small files behind one large header, and none of them is edited.
    set_target_properties(${name}_grpc PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
  endif()
endfunction()
