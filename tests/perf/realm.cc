#include "tests/perf/realm.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/dev_identity.h"
#include "cli/file.h"
#include "lotse/engagement/v1alpha/grant_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"

namespace lotse::perf {
namespace {

namespace api = engagement::v1alpha;

constexpr char kProgramme[] = "p";

[[noreturn]] void Die(absl::string_view what) {
  std::fprintf(stderr, "bench: %s\n", std::string(what).c_str());
  std::exit(1);
}

template <class T>
T Need(absl::StatusOr<T> made) {
  if (!made.ok()) Die(made.status().message());
  return *std::move(made);
}

google::type::Date FirstOf(int year) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(1);
  date.set_day(1);
  return date;
}

void MakeProgramme(const std::shared_ptr<grpc::Channel>& channel) {
  api::CreateProgrammeRequest create;
  create.set_programme_id(kProgramme);
  auto* programme = create.mutable_programme();
  auto* title = programme->mutable_title()->add_variants();
  title->set_language("de");
  title->set_text("Messung");
  programme->set_short_name("M");
  *programme->mutable_start_date() = FirstOf(2026);
  *programme->mutable_end_date() = FirstOf(2029);
  api::Programme made;
  grpc::ClientContext context;
  const grpc::Status status =
      api::ProgrammeService::NewStub(channel)->CreateProgramme(&context, create, &made);
  if (!status.ok()) Die(status.error_message());
}

}  // namespace

Realm::Realm() : folder_(MakeFolder()), certificates_(folder_ + "/certificates") {
  if (absl::Status s = cli::MakeDevIdentity(certificates_); !s.ok()) Die(s.message());
  const std::string data = folder_ + "/engagement";
  std::filesystem::create_directory(data);
  // As a service asks for.
  std::filesystem::permissions(data, std::filesystem::perms::owner_all);
  engagement_ = std::make_unique<Daemon>("lotse-engagement", data,
                                         cli::DevIdentityFlags(certificates_, "engagement"));
  MakeProgramme(grpc::CreateChannel(engagement_->address(), Caller("admin", {"admins"})));
}

Realm::~Realm() {
  engagement_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> Realm::Flags(absl::string_view service) const {
  std::vector<std::string> flags = cli::DevIdentityFlags(certificates_, service);
  flags.push_back(absl::StrCat("--engagement_address=", engagement_->address()));
  flags.push_back("--caller_calls_per_second=100000");
  flags.push_back("--caller_calls_at_once=10000");
  return flags;
}

std::shared_ptr<grpc::ServerCredentials> Realm::ServerCredentials() const {
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({Need(cli::ReadFile(certificates_ + "/server.key")),
                                        Need(cli::ReadFile(certificates_ + "/server.pem"))});
  return grpc::SslServerCredentials(options);
}

void Realm::Grant(const std::string& subject, type::v1alpha::Role role) const {
  api::CreateGrantRequest create;
  create.set_parent(absl::StrCat("programmes/", kProgramme));
  create.set_grant_id(subject);
  create.mutable_grant()->set_subject(subject);
  create.mutable_grant()->set_role(role);
  create.mutable_grant()->set_reason("Messung");
  type::v1alpha::Grant made;
  grpc::ClientContext context;
  const auto admin = grpc::CreateChannel(engagement_->address(), Caller("admin", {"admins"}));
  const grpc::Status status =
      api::GrantService::NewStub(admin)->CreateGrant(&context, create, &made);
  if (!status.ok()) Die(status.error_message());
}

std::shared_ptr<grpc::ChannelCredentials> Realm::Caller(
    const std::string& subject, const std::vector<std::string>& groups) const {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = Need(cli::ReadFile(certificates_ + "/ca.pem"));
  const std::string token =
      Need(cli::MakeDevToken(certificates_, subject, groups, absl::Hours(24)));
  return grpc::CompositeChannelCredentials(grpc::SslCredentials(tls),
                                           grpc::AccessTokenCredentials(token));
}

}  // namespace lotse::perf
