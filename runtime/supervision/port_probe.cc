#include "runtime/supervision/port_probe.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace lotse::supervision {
namespace {

constexpr char kCheck[] = "/grpc.health.v1.Health/Check";

std::shared_ptr<grpc::ChannelCredentials> Credentials(bool tls) {
  if (!tls) return grpc::InsecureChannelCredentials();
  namespace tls_options = grpc::experimental;
  tls_options::TlsChannelCredentialsOptions options;
  options.set_verify_server_certs(false);
  options.set_certificate_verifier(std::make_shared<tls_options::NoOpCertificateVerifier>());
  options.set_check_call_host(false);
  return tls_options::TlsCredentials(options);
}

}  // namespace

std::string OwnAddress(absl::string_view listen, int port) {
  absl::string_view host = listen.substr(0, listen.rfind(':'));
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "[::]") host = "[::1]";
  return absl::StrCat(host, ":", port);
}

PortProbe::PortProbe(std::string address, bool tls)
    : address_(std::move(address)), credentials_(Credentials(tls)) {}

absl::Status PortProbe::Ask(absl::Duration patience) const {
  grpc::ChannelArguments arguments;
  // Otherwise gRPC would go on with the connection of the last question.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A proxy that the environment names would answer in the place of the port.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  grpc::GenericStub stub(grpc::CreateCustomChannel(address_, credentials_, arguments));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
  // A HealthCheckRequest with no field asks for the whole server.
  const grpc::ByteBuffer request(/*slices=*/nullptr, /*nslices=*/0);
  grpc::ByteBuffer reply;
  grpc::Status status;
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, kCheck, request, &queue);
  call->StartCall();
  call->Finish(&reply, &status, /*tag=*/nullptr);
  void* tag;
  bool ok;
  queue.Next(&tag, &ok);
  if (status.ok()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace lotse::supervision
