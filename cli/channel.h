#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <map>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/settings.h"
#include "cli/token.h"
#include "google/rpc/status.pb.h"

namespace lotse::cli {

// Calls the three services. A connection is made with the first call to a
// service and kept. It is encrypted if the settings name authorities (tls_ca); services
// without TLS listen on loopback only, so without it this program is for the same machine
// or a tunnel.
// Not for use from several threads.
class Client {
 public:
  explicit Client(const Settings& settings)
      : settings_(settings), tokens_(settings.token, settings.timeout) {}

  // Sends one request to `service` (`engagement`, `survey` or `reporting`) and waits
  // for the reply, at most the time-out. Any unary method is called this way,
  // without generated stubs. CallError; FileError or DataError for the files of TLS;
  // errors of FetchToken; UsageError for a token that would be sent over a network
  // without TLS.
  absl::Status Call(const std::string& service, const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request, google::protobuf::Message* reply);

  // The same; the method is the one that takes this request, and says whom to ask.
  absl::Status Call(const google::protobuf::Message& request, google::protobuf::Message* reply);

  // Calls a method with streams: sends what `next` makes until it returns false, and
  // hands each reply to `take`, in `reply`. It may go on until the program is ended,
  // unless a time-out was asked for. CallError.
  absl::Status Stream(const std::string& service, const google::protobuf::MethodDescriptor& method,
                      google::protobuf::Message* request, absl::FunctionRef<bool()> next,
                      google::protobuf::Message* reply, absl::FunctionRef<void()> take);

  // What is done next in a stream that goes both ways.
  enum class Turn {
    kSend,  // The request as it is now.
    kWait,  // For the next reply.
    kEnd,   // Nothing more is sent.
  };

  // As Stream, where replies come while requests are sent: `next` is asked whenever one could
  // be sent, and again after each reply.
  absl::Status Converse(const std::string& service,
                        const google::protobuf::MethodDescriptor& method,
                        google::protobuf::Message* request, absl::FunctionRef<Turn()> next,
                        google::protobuf::Message* reply, absl::FunctionRef<void()> take);

  // The CallError of one of many that an answer told of.
  absl::Status ItemStatus(const std::string& service, const google::rpc::Status& error) const;

 private:
  // Adds the access token to a call.
  absl::Status Authorize(const std::string& service, grpc::ClientContext* context);
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const std::string& service);
  absl::Status ToStatus(const std::string& service, const grpc::Status& status) const;

  const Settings settings_;
  TokenSupply tokens_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace lotse::cli
