#include "services/survey/domain/field_checks.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {

void CheckLine(absl::string_view field, absl::string_view text, size_t limit,
               rpc::FieldViolations* violations) {
  if (text.size() > limit) {
    violations->push_back(
        {std::string(field), absl::StrCat("too long; give at most ", limit, " bytes")});
    return;
  }
  const bool broken =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (broken || !types::IsUtf8(text)) {
    violations->push_back(
        {std::string(field), "not one line of text; give it without control characters"});
  } else if (types::HasMarkup(text)) {
    violations->push_back({std::string(field), "has markup; give plain text"});
  }
}

void CheckInSurvey(absl::string_view field, absl::string_view collection, absl::string_view name,
                   absl::string_view survey, rpc::FieldViolations* violations) {
  const std::string pattern =
      absl::StrCat("programmes/{programme}/engagements/{engagement}/surveys/{survey}/", collection);
  if (types::CheckName(field, pattern, name, violations).empty()) return;
  if (types::Prefix(name, 3) == survey) return;
  violations->push_back({std::string(field), "belongs to another survey; give one of this survey"});
}

void CheckReasonGiven(absl::string_view reason, absl::string_view why,
                      rpc::FieldViolations* violations) {
  if (!absl::StripAsciiWhitespace(reason).empty()) return;
  violations->push_back({"reason", absl::StrCat("missing; ", why)});
}

absl::Status CheckResponseId(absl::string_view response_id) {
  if (types::IsRandomUuid(response_id)) return absl::OkStatus();
  return rpc::InvalidFields({{"response_id",
                              "missing or not a random UUID; give version 4 in lower case, made "
                              "anew for each response"}});
}

}  // namespace lotse::survey
