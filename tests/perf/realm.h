#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/role.pb.h"
#include "tests/perf/daemon.h"

namespace lotse::perf {

// Who calls where callers are asked who they are: certificates and an issuer of tokens as
// `lotse dev certificates` makes them, and a real lotse-engagement with a programme `p` and who may
// do what there. Ends the program where it cannot be used.
class Realm {
 public:
  Realm();
  ~Realm();
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;

  // The settings of a daemon (`survey`) that believes these tokens and follows the grants. One
  // caller may do as much as it can.
  std::vector<std::string> Flags(absl::string_view service) const;
  // The same TLS for a server that asks nobody.
  std::shared_ptr<grpc::ServerCredentials> ServerCredentials() const;
  // Gives somebody a role for the programme.
  void Grant(const std::string& subject, type::v1alpha::Role role) const;
  // TLS with a token of somebody, which every call carries.
  std::shared_ptr<grpc::ChannelCredentials> Caller(
      const std::string& subject, const std::vector<std::string>& groups = {}) const;

 private:
  const std::string folder_;
  const std::string certificates_;
  std::unique_ptr<Daemon> engagement_;
};

}  // namespace lotse::perf
