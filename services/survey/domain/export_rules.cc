#include "services/survey/domain/export_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/identity_rules.h"

namespace lotse::survey {

using v1alpha::ExportResponsesRequest;
using v1alpha::Wave;

rpc::FieldViolations CheckExport(const ExportResponsesRequest& request) {
  rpc::FieldViolations violations;
  if (request.format() == ExportResponsesRequest::FORMAT_UNSPECIFIED ||
      !ExportResponsesRequest::Format_IsValid(request.format())) {
    violations.push_back({"format", "not a format; give one of those of the API"});
  }
  if (absl::StripAsciiWhitespace(request.purpose()).size() < kMinPurposeBytes) {
    violations.push_back(
        {"purpose", absl::StrCat("says too little; say in at least ", kMinPurposeBytes,
                                 " bytes what the responses are exported for")});
  } else {
    CheckLine("purpose", request.purpose(), kMaxPurposeBytes, &violations);
  }
  const std::string& language = request.language_code();
  if (!language.empty() && language != "de" && language != "en") {
    violations.push_back({"language_code", "no language of the labels; give `de` or `en`"});
  }
  return violations;
}

absl::Status CheckEnoughToExport(const Wave& wave, std::int64_t responses, bool texts) {
  std::int64_t least = 1;
  if (IdentityOf(wave) == Wave::IDENTITY_ANONYMOUS) {
    least = texts ? kMinExportedWithTexts : kMinExported;
  }
  if (responses >= least) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_TOO_FEW_RESPONSES,
                    absl::StrCat("fewer than ", least, " responses of ", wave.name(),
                                 " could be exported; wait for another wave"),
                    {{"resource", wave.name()}});
}

}  // namespace lotse::survey
