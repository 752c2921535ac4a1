#include "services/engagement/domain/amounts.h"

#include "absl/strings/str_cat.h"
#include "runtime/types/decimal.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

void CheckUpTo(absl::string_view field, const google::type::Decimal& value, int most,
               rpc::FieldViolations* violations) {
  const auto parsed = types::CheckDecimal(field, value, violations);
  if (!parsed.has_value()) return;
  if (*parsed < types::Decimal() || *parsed > types::Decimal::FromInt(most)) {
    violations->push_back(Violation(
        std::string(field), {absl::StrCat("nicht im erlaubten Bereich; 0 bis ", most, " angeben"),
                             absl::StrCat("out of range; give 0 to ", most)}));
  }
}

}  // namespace

void CheckDays(absl::string_view field, const google::type::Decimal& days,
               rpc::FieldViolations* violations) {
  CheckUpTo(field, days, 1000, violations);
}

void CheckShare(absl::string_view field, const google::type::Decimal& percent,
                rpc::FieldViolations* violations) {
  CheckUpTo(field, percent, 100, violations);
}

void CheckMonth(absl::string_view path, int year, int month, rpc::FieldViolations* violations) {
  if (year < 1900 || year > 2200) {
    violations->push_back(
        Violation(absl::StrCat(path, ".year"),
                  {"ein Jahr von 1900 bis 2200 angeben", "give a year from 1900 to 2200"}));
  }
  if (month < 1 || month > 12) {
    violations->push_back(
        Violation(absl::StrCat(path, ".month"),
                  {"einen Monat von 1 bis 12 angeben", "give a month from 1 to 12"}));
  }
}

}  // namespace lotse::engagement
