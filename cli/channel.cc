#include "cli/channel.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/catalog.h"
#include "cli/failure.h"
#include "runtime/ops/client_tls.h"
#include "runtime/ops/tls_files.h"
#include "runtime/types/loopback.h"

namespace lotse::cli {
namespace {

// What a report says may be larger than gRPC's 4 MiB.
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

// Waits for the next step of a call; false if that failed.
bool Await(grpc::CompletionQueue* queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue->Next(&tag, &ok) && ok;
}

grpc::ByteBuffer BytesOf(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

void SetDeadline(absl::Duration timeout, grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout));
}

grpc::Status CallUnary(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       grpc::ClientContext* context, const google::protobuf::Message& request,
                       google::protobuf::Message* reply) {
  const grpc::ByteBuffer sent = BytesOf(request);
  grpc::ByteBuffer received;
  grpc::Status status;
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const std::unique_ptr<grpc::GenericClientAsyncResponseReader> call =
      stub.PrepareUnaryCall(context, path, sent, &queue);
  call->StartCall();
  call->Finish(&received, &status, &queue);
  // The deadline ends the wait in any case.
  Await(&queue);
  return status.ok() ? ParseReply(received, reply) : status;
}

// A call with streams, from its begin to its end.
class Conversation {
 public:
  // Sets what the call needs before it begins.
  grpc::ClientContext& context() { return context_; }
  // False if it ended at once; End says why.
  bool Begin(const std::shared_ptr<grpc::Channel>& channel,
             const google::protobuf::MethodDescriptor& method) {
    call_ = grpc::GenericStub(channel).PrepareCall(&context_, absl::StrCat("/", MethodPath(method)),
                                                   &queue_);
    call_->StartCall(nullptr);
    return Await(&queue_);
  }
  grpc::GenericClientAsyncReaderWriter& call() { return *call_; }
  grpc::CompletionQueue* queue() { return &queue_; }
  // What it ended with; `parsed` is what a reply was wrong with, if one was.
  grpc::Status End(const grpc::Status& parsed) {
    if (!parsed.ok()) context_.TryCancel();
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Await(&queue_);
    return parsed.ok() ? status : parsed;
  }

 private:
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

// Whether what is sent there stays on this machine.
bool IsLoopback(const std::string& address) {
  return types::IsLoopbackHost(address.substr(0, address.rfind(':')));
}

// With the files as they are now: a command is short, and a stream keeps its connection.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(const Settings& settings) {
  if (settings.tls_ca.empty()) return grpc::InsecureChannelCredentials();
  const ops::TlsFiles files = {{"--tls-certificate", settings.tls_certificate},
                               {"--tls-key", settings.tls_key},
                               {"--tls-ca", settings.tls_ca},
                               {}};
  const absl::StatusOr<ops::TlsTexts> texts = ops::ReadTlsFiles(files);
  if (!texts.ok()) return FileError(texts.status().message());
  const absl::StatusOr<ops::TlsExpiry> checked = ops::CheckTls(files, *texts, absl::Now());
  if (!checked.ok()) return DataError(checked.status().message());
  return ops::ClientCredentials(ops::FixedProvider(*texts), !texts->certificate.empty());
}

}  // namespace

absl::Status Client::Authorize(const std::string& service, grpc::ClientContext* context) {
  const absl::StatusOr<std::string> token = tokens_.Get(absl::Now());
  if (!token.ok()) return token.status();
  if (token->empty()) return absl::OkStatus();
  const std::string& address = settings_.addresses.at(service);
  if (settings_.tls_ca.empty() && !IsLoopback(address)) {
    return UsageError(absl::StrCat("the access token is not sent to ", address,
                                   " without TLS: everybody on the way could read it; give "
                                   "--tls-ca"));
  }
  context->AddMetadata("authorization", absl::StrCat("Bearer ", *token));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Client::ChannelTo(const std::string& service) {
  std::shared_ptr<grpc::Channel>& channel = channels_[service];
  if (channel == nullptr) {
    const auto credentials = CredentialsOf(settings_);
    if (!credentials.ok()) return credentials.status();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kLargestReply);
    // Answers never take the way over a web proxy that the environment names.
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    channel = grpc::CreateCustomChannel(settings_.addresses.at(service), *credentials, arguments);
  }
  return channel;
}

absl::Status Client::ToStatus(const std::string& service, const grpc::Status& status) const {
  if (status.ok()) return absl::OkStatus();
  const std::string peer =
      absl::StrCat("the ", service, " service at ", settings_.addresses.at(service));
  absl::Status error = CallError(status, peer, settings_.timeout);
  if (absl::IsUnauthenticated(error)) {
    return WithLine(error, "lotse login says who you are; see lotse help login");
  }
  if (ExitCodeOf(error) != ExitCode::kUnreachable) return error;
  const std::string advice = ops::TlsAdvice(
      status.error_message(), {!settings_.tls_ca.empty(), !settings_.tls_certificate.empty()});
  return advice.empty() ? error : WithLine(error, absl::StrCat("check: ", advice));
}

absl::Status Client::Call(const std::string& service,
                          const google::protobuf::MethodDescriptor& method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* reply) {
  grpc::ClientContext context;
  // First: a command for the token is started while gRPC has no threads yet.
  if (absl::Status s = Authorize(service, &context); !s.ok()) return s;
  const auto channel = ChannelTo(service);
  if (!channel.ok()) return channel.status();
  SetDeadline(settings_.timeout, &context);
  return ToStatus(service, CallUnary(*channel, absl::StrCat("/", MethodPath(method)), &context,
                                     request, reply));
}

absl::Status Client::Call(const google::protobuf::Message& request,
                          google::protobuf::Message* reply) {
  const google::protobuf::MethodDescriptor* method = MethodOfRequest(*request.GetDescriptor());
  if (method == nullptr || method->output_type() != reply->GetDescriptor()) {
    return absl::InternalError(absl::StrCat("no method takes a ", request.GetTypeName()));
  }
  return Call(DaemonOf(*method), *method, request, reply);
}

absl::Status Client::Stream(const std::string& service,
                            const google::protobuf::MethodDescriptor& method,
                            google::protobuf::Message* request, absl::FunctionRef<bool()> next,
                            google::protobuf::Message* reply, absl::FunctionRef<void()> take) {
  Conversation conversation;
  if (absl::Status s = Authorize(service, &conversation.context()); !s.ok()) return s;
  const auto channel = ChannelTo(service);
  if (!channel.ok()) return channel.status();
  if (settings_.timeout_given) SetDeadline(settings_.timeout, &conversation.context());
  bool going = conversation.Begin(*channel, method);
  auto& call = conversation.call();
  grpc::CompletionQueue* const queue = conversation.queue();
  while (going && next()) {
    call.Write(BytesOf(*request), nullptr);
    going = Await(queue);
  }
  if (going) {
    call.WritesDone(nullptr);
    Await(queue);
  }
  grpc::Status parsed;
  for (grpc::ByteBuffer bytes; parsed.ok(); bytes.Clear()) {
    call.Read(&bytes, nullptr);
    if (!Await(queue)) break;
    parsed = ParseReply(bytes, reply);
    if (parsed.ok()) take();
  }
  return ToStatus(service, conversation.End(parsed));
}

absl::Status Client::Converse(const std::string& service,
                              const google::protobuf::MethodDescriptor& method,
                              google::protobuf::Message* request, absl::FunctionRef<Turn()> next,
                              google::protobuf::Message* reply, absl::FunctionRef<void()> take) {
  Conversation conversation;
  if (absl::Status s = Authorize(service, &conversation.context()); !s.ok()) return s;
  const auto channel = ChannelTo(service);
  if (!channel.ok()) return channel.status();
  if (settings_.timeout_given) SetDeadline(settings_.timeout, &conversation.context());
  bool reading = conversation.Begin(*channel, method), writing = false, ended = !reading;
  auto& call = conversation.call();
  grpc::ByteBuffer bytes;
  grpc::Status parsed;
  // Tags: what was started.
  if (reading) call.Read(&bytes, &reading);
  while (reading || writing) {
    const Turn turn = writing || ended ? Turn::kWait : next();
    if (turn == Turn::kSend) call.Write(BytesOf(*request), &writing);
    if (turn == Turn::kEnd) call.WritesDone(&writing);
    ended |= turn == Turn::kEnd;
    writing |= turn != Turn::kWait;
    void* tag = nullptr;
    bool ok = false;
    if (!conversation.queue()->Next(&tag, &ok)) break;
    if (tag == &writing) {
      writing = false;
      ended |= !ok;
      continue;
    }
    if (ok) parsed = ParseReply(bytes, reply);
    reading = ok && parsed.ok();
    ended |= !reading;
    if (!reading) continue;
    take();
    bytes.Clear();
    call.Read(&bytes, &reading);
  }
  return ToStatus(service, conversation.End(parsed));
}

absl::Status Client::ItemStatus(const std::string& service,
                                const google::rpc::Status& error) const {
  return ToStatus(service, grpc::Status(static_cast<grpc::StatusCode>(error.code()),
                                        error.message(), error.SerializeAsString()));
}

}  // namespace lotse::cli
