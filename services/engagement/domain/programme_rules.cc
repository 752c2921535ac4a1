#include "services/engagement/domain/programme_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"

namespace lotse::engagement {
namespace {

constexpr size_t kMaxShortNameCharacters = 40;
constexpr int kMaxPhases = 20;
constexpr int kMaxMonths = 120;

void CheckPhases(const v1alpha::Programme& programme, rpc::FieldViolations* violations) {
  const int count = programme.phase_templates_size();
  if (count == 0 || count > kMaxPhases) {
    violations->push_back({"programme.phase_templates", "give 1 to 20 phases"});
  }
  std::set<std::string> seen;
  for (int i = 0; i < count; ++i) {
    const auto& phase = programme.phase_templates(i);
    const std::string path = absl::StrCat("programme.phase_templates[", i, "]");
    types::CheckId(path + ".phase_id", phase.phase_id(), violations);
    types::CheckText(path + ".title", phase.title(), violations);
    if (!seen.insert(phase.phase_id()).second) {
      violations->push_back({path + ".phase_id", "used twice; ids are unique in a programme"});
    }
  }
}

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
  CheckPhases(programme, &violations);
  types::CheckExternalIds("programme.external_ids", programme.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
