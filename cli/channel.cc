#include "cli/channel.h"

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/failure.h"

namespace lotse::cli {
namespace {

// A rendered report may be larger than gRPC's 4 MiB.
constexpr int kLargestReply = 64 << 20;

grpc::Status ParseReply(const grpc::ByteBuffer& bytes, google::protobuf::Message* reply) {
  grpc::Slice slice;
  grpc::Status status = bytes.DumpToSingleSlice(&slice);
  if (!status.ok()) return status;
  if (!reply->ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return grpc::Status(grpc::StatusCode::INTERNAL,
                        absl::StrCat("the reply is not a ", reply->GetTypeName()));
  }
  return grpc::Status::OK;
}

grpc::Status CallUnary(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       absl::Duration timeout, const google::protobuf::Message& request,
                       google::protobuf::Message* reply) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout));
  const grpc::Slice slice(request.SerializeAsString());
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  grpc::Status status;
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const std::unique_ptr<grpc::GenericClientAsyncResponseReader> call =
      stub.PrepareUnaryCall(&context, path, sent, &queue);
  call->StartCall();
  call->Finish(&received, &status, &queue);
  // The deadline ends the wait in any case.
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status.ok() ? ParseReply(received, reply) : status;
}

}  // namespace

std::shared_ptr<grpc::Channel> Client::ChannelTo(const std::string& service) {
  std::shared_ptr<grpc::Channel>& channel = channels_[service];
  if (channel == nullptr) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kLargestReply);
    // Answers never take the way over a web proxy that the environment names.
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    channel = grpc::CreateCustomChannel(settings_.addresses.at(service),
                                        grpc::InsecureChannelCredentials(), arguments);
  }
  return channel;
}

absl::Status Client::Call(const google::protobuf::MethodDescriptor& method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* reply) {
  const std::string service = DaemonOf(method);
  const grpc::Status status = CallUnary(ChannelTo(service), absl::StrCat("/", MethodPath(method)),
                                        settings_.timeout, request, reply);
  if (status.ok()) return absl::OkStatus();
  const std::string peer =
      absl::StrCat("the ", service, " service at ", settings_.addresses.at(service));
  return CallError(status, peer, settings_.timeout);
}

absl::Status Client::Call(const google::protobuf::Message& request,
                          google::protobuf::Message* reply) {
  const google::protobuf::MethodDescriptor* method = MethodOfRequest(*request.GetDescriptor());
  if (method == nullptr || method->output_type() != reply->GetDescriptor()) {
    return absl::InternalError(absl::StrCat("no method takes a ", request.GetTypeName()));
  }
  return Call(*method, request, reply);
}

}  // namespace lotse::cli
