#include "services/engagement/domain/programme_rules.h"

#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"

namespace lotse::engagement {
namespace {

constexpr size_t kMaxShortNameCharacters = 40;
constexpr int kMaxMonths = 120;

}  // namespace

rpc::FieldViolations CheckProgramme(const v1alpha::Programme& programme) {
  rpc::FieldViolations violations;
  types::CheckText("programme.title", programme.title(), &violations);
  if (types::CodePointCount(programme.short_name()) > kMaxShortNameCharacters) {
    violations.push_back({"programme.short_name", "too long; give 40 characters at most"});
  }
  types::CheckPeriod("programme.start_date", programme.start_date(), "programme.end_date",
                     programme.end_date(), &violations);
  if (programme.engagement_months_limit() < 0 || programme.engagement_months_limit() > kMaxMonths) {
    violations.push_back({"programme.engagement_months_limit", "give 1 to 120, or 0 for no limit"});
  }
  types::CheckExternalIds("programme.external_ids", programme.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
