#include "services/survey/domain/identity_rules.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

absl::Status WrongMode(const Wave& wave, absl::string_view what) {
  return rpc::Error(
      type::v1alpha::ERROR_REASON_IDENTITY_MODE,
      absl::StrCat(wave.name(), " is ", Wave::Identity_Name(IdentityOf(wave)), "; ", what),
      {{"resource", wave.name()}, {"identity", Wave::Identity_Name(IdentityOf(wave))}});
}

}  // namespace

Wave::Identity IdentityOf(const Wave& wave) {
  if (wave.identity() == Wave::IDENTITY_UNSPECIFIED) return Wave::IDENTITY_ANONYMOUS;
  return wave.identity();
}

bool IsPersonal(const Wave& wave) { return IdentityOf(wave) != Wave::IDENTITY_ANONYMOUS; }

void CheckIdentity(const Wave& wave, rpc::FieldViolations* violations) {
  if (!IsPersonal(wave) || wave.access() == Wave::ACCESS_INVITED) return;
  violations->push_back({"wave.identity",
                         "needs invitations, which tell whose an answer is; set access to "
                         "ACCESS_INVITED, or ask anonymously"});
}

absl::Status CheckPersonal(const Wave& wave) {
  if (IsPersonal(wave)) return absl::OkStatus();
  return WrongMode(wave, "nothing tells whose an answer of it is");
}

absl::Status CheckConfidential(const Wave& wave) {
  if (IdentityOf(wave) == Wave::IDENTITY_CONFIDENTIAL) return absl::OkStatus();
  return WrongMode(wave, "only confidential waves have this");
}

}  // namespace lotse::survey
