#include "services/survey/domain/identity_rules.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/engine/file_rules.h"

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

rpc::FieldViolations CheckFilesFit(const Wave& wave, const v1alpha::Instrument& instrument) {
  if (IsPersonal(wave)) return {};
  const std::string code = FirstFileQuestion(instrument);
  if (code.empty()) return {};
  return {{"wave.identity",
           absl::StrCat("its questionnaire takes a file (`", code,
                        "`), and a file cannot be anonymous; set it to IDENTITY_CONFIDENTIAL or "
                        "IDENTITY_IDENTIFIED, or ask without files")}};
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
