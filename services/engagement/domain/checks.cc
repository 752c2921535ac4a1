#include "services/engagement/domain/checks.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

void CheckLimit(absl::string_view field, int size, int limit, rpc::FieldViolations* violations) {
  if (size <= limit) return;
  violations->push_back(Violation(
      std::string(field), {absl::StrCat(size, " sind zu viele; höchstens ", limit, " angeben"),
                           absl::StrCat(size, " are too many; give at most ", limit)}));
}

void CheckBytes(absl::string_view field, absl::string_view text, size_t limit,
                rpc::FieldViolations* violations) {
  if (text.size() <= limit) return;
  violations->push_back(
      Violation(std::string(field), {absl::StrCat("zu lang; höchstens ", limit, " Bytes angeben"),
                                     absl::StrCat("too long; give at most ", limit, " bytes")}));
}

void CheckUniqueIds(absl::string_view field, absl::string_view id_field,
                    const std::vector<std::string>& ids, rpc::FieldViolations* violations) {
  std::set<absl::string_view> seen;
  for (size_t i = 0; i < ids.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "].", id_field);
    types::CheckId(path, ids[i], violations);
    if (!ids[i].empty() && !seen.insert(ids[i]).second) {
      violations->push_back(Violation(path, {"ist schon da; jede Kennung nur einmal angeben",
                                             "is there already; give each id once"}));
    }
  }
}

bool CheckOptionalDate(absl::string_view field, bool present, const google::type::Date& date,
                       rpc::FieldViolations* violations) {
  return present && types::CheckDate(field, date, violations);
}

void CheckOptionalPeriod(absl::string_view first_field, bool has_first,
                         const google::type::Date& first, absl::string_view last_field,
                         bool has_last, const google::type::Date& last,
                         rpc::FieldViolations* violations) {
  if (has_first && has_last) {
    types::CheckPeriod(first_field, first, last_field, last, violations);
    return;
  }
  CheckOptionalDate(first_field, has_first, first, violations);
  CheckOptionalDate(last_field, has_last, last, violations);
}

void CheckFunctionId(absl::string_view field, absl::string_view function_id,
                     rpc::FieldViolations* violations, FunctionId presence) {
  if (function_id.empty() && presence == FunctionId::kOptional) return;
  types::CheckId(field, function_id, violations);
}

}  // namespace lotse::engagement
