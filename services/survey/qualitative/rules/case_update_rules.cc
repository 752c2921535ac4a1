#include "services/survey/qualitative/rules/case_update_rules.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/survey/qualitative/rules/speaker_groups.h"

namespace lotse::survey::qualitative {
namespace {

using rpc::FieldViolations;
using v1alpha::Participant;
using v1alpha::StudyCase;

// Checks what somebody who took their consent back is said to agree to now.
void CheckNewConsent(const Participant& was, const Participant& is, const std::string& path,
                     FieldViolations* violations) {
  if (is.consent() != Participant::CONSENT_ANALYSIS &&
      is.consent() != Participant::CONSENT_QUOTES) {
    violations->push_back({path + "consent",
                           "was taken back; leave it so, or give what they agreed to anew",
                           "wurde widerrufen; lassen Sie es dabei, oder geben Sie an, wozu die "
                           "Person neu eingewilligt hat"});
    return;
  }
  FieldViolations ignored;  // Of a day that is none CheckCase tells.
  const bool given = is.has_consent_date();
  if (given && !types::CheckDate("", is.consent_date(), &ignored)) return;
  const bool later = given && (!was.has_consent_date() || types::ToCivil(is.consent_date()) >
                                                              types::ToCivil(was.consent_date()));
  if (later) return;
  violations->push_back({path + "consent_date",
                         "missing or not later than before; they took their consent back, so give "
                         "the day on which they agreed anew",
                         "fehlt oder ist nicht später als bisher; die Person hat ihre Einwilligung "
                         "widerrufen, also geben Sie den Tag an, an dem sie neu eingewilligt hat"});
}

void CheckWithdrawnStay(const StudyCase& before, const StudyCase& after,
                        FieldViolations* violations) {
  const auto& now = after.participants();
  absl::flat_hash_set<std::string> had;  // Pseudonyms.
  int erased = 0;
  bool missing = false;
  for (const Participant& was : before.participants()) {
    if (!was.pseudonym().empty()) had.insert(was.pseudonym());
    if (!HasWithdrawn(was)) continue;
    if (was.pseudonym().empty()) {
      ++erased;
      continue;
    }
    const auto is = std::find_if(now.begin(), now.end(), [&](const Participant& each) {
      return each.pseudonym() == was.pseudonym();
    });
    if (is == now.end()) {
      missing = true;
    } else if (!HasWithdrawn(*is)) {
      const auto index = is - now.begin();
      CheckNewConsent(was, *is, absl::StrCat("study_case.participants[", index, "]."), violations);
    }
  }
  const auto entered_anew = std::count_if(now.begin(), now.end(), [&](const Participant& each) {
    return HasWithdrawn(each) && !had.contains(each.pseudonym());
  });
  if (!missing && entered_anew >= erased) return;
  violations->push_back(
      {"study_case.participants",
       "somebody who took their consent back is missing; they stay in the case with "
       "CONSENT_WITHDRAWN, as by their pseudonym alone is known what they said",
       "jemand fehlt, der die Einwilligung widerrufen hat; die Person bleibt mit "
       "CONSENT_WITHDRAWN im Fall, denn nur an ihrem Pseudonym ist zu erkennen, was sie gesagt "
       "hat"});
}

}  // namespace

FieldViolations CheckCaseUpdate(const StudyCase& before, const StudyCase& after) {
  FieldViolations violations;
  CheckWithdrawnStay(before, after, &violations);
  return violations;
}

FieldViolations CheckNotDueAtOnce(const StudyCase& before, const StudyCase& after,
                                  absl::CivilDay today) {
  const auto names_due = [&](const StudyCase& c) {
    return types::ToCivil(c.names_due_date()) <= today;
  };
  const auto material_due = [&](const StudyCase& c) {
    return c.has_material_due_date() && types::ToCivil(c.material_due_date()) <= today;
  };
  const bool at_once =
      (names_due(after) && !names_due(before)) || (material_due(after) && !material_due(before));
  if (!at_once) return {};
  return {{"study_case.held_date",
           "names or texts of the case would be erased at once, by the period of the study; give "
           "the day it took place, or delete them instead",
           "Namen oder Texte des Falls würden nach der Frist der Studie sofort gelöscht; geben Sie "
           "den Tag an, an dem er stattfand, oder löschen Sie sie selbst"}};
}

}  // namespace lotse::survey::qualitative
