#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "runtime/ops/tls_files.h"

// What a client needs for TLS.
namespace lotse::ops {

// Credentials of a client that takes its authorities from `provider`, and its
// certificate too if it shows one. The server has to have a certificate of one of
// these authorities for the host of the address, and TLS 1.2 or later.
std::shared_ptr<grpc::ChannelCredentials> ClientCredentials(
    std::shared_ptr<grpc::experimental::CertificateProviderInterface> provider,
    bool shows_certificate);

// A provider for texts that do not change.
std::shared_ptr<grpc::experimental::CertificateProviderInterface> FixedProvider(
    const TlsTexts& texts);

// How a client connects; for TlsAdvice.
struct TlsUse {
  bool tls = false;
  bool certificate = false;
};

// What to check if gRPC could not connect for the reason `message`, in one line
// without a full stop; empty if it does not look like a matter of TLS.
std::string TlsAdvice(absl::string_view message, const TlsUse& use);

}  // namespace lotse::ops
