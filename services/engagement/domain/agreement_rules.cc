#include "services/engagement/domain/agreement_rules.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/decimal.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/amounts.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using types::Presence;
using v1alpha::Agreement;
using v1alpha::Engagement;

// Limits of agreement.proto.
constexpr int kMaxFocusItems = 50;
constexpr int kMaxUnits = 50;
constexpr int kMaxConsents = 20;
constexpr int kMaxBodies = 20;
constexpr int kMaxResponsibilities = 30;
constexpr int kMaxDataProtectionRoles = 10;

void CheckFocusItem(const std::string& path, const v1alpha::FocusItem& item,
                    rpc::FieldViolations* violations) {
  types::CheckText(path + ".title", item.title(), violations, Presence::kOptional);
  if (item.has_content_level())
    CheckCode(path + ".content_level", item.content_level(), violations);
  if (item.has_content_field())
    CheckCode(path + ".content_field", item.content_field(), violations);
  CheckLimit(path + ".org_units", item.org_units_size(), kMaxUnits, violations);
  if (item.priority() < 0 || item.priority() > 5) {
    violations->push_back(
        Violation(path + ".priority", {"1 bis 5 angeben, oder 0, wenn es nicht gesagt ist",
                                       "give 1 to 5, or 0 if it is not said"}));
  }
  if (item.has_weight()) CheckShare(path + ".weight", item.weight(), violations);
}

void CheckFrame(const v1alpha::AgreementFrame& frame, rpc::FieldViolations* violations) {
  const std::string path = "agreement.frame";
  CheckTexts(path + ".bodies", frame.bodies(), kMaxBodies, violations);
  CheckTexts(path + ".responsibilities", frame.responsibilities(), kMaxResponsibilities,
             violations);
  CheckTexts(path + ".data_protection_roles", frame.data_protection_roles(),
             kMaxDataProtectionRoles, violations);
  types::CheckText(path + ".resources", frame.resources(), violations, Presence::kOptional);
  types::CheckText(path + ".communication", frame.communication(), violations, Presence::kOptional);
}

void CheckConsents(const Agreement& agreement, rpc::FieldViolations* violations) {
  CheckLimit("agreement.consents", agreement.consents_size(), kMaxConsents, violations);
  for (int i = 0; i < agreement.consents_size(); ++i) {
    const v1alpha::Consent& consent = agreement.consents(i);
    const std::string path = absl::StrCat("agreement.consents[", i, "]");
    types::CheckText(path + ".party", consent.party(), violations);
    types::CheckDate(path + ".date", consent.date(), violations);
    CheckFunctionId(path + ".function_id", consent.function_id(), violations);
  }
}

absl::Status Overlap(const Agreement& agreement, const rpc::Wording& description) {
  return rpc::Precondition(type::v1alpha::ERROR_REASON_AGREEMENT_OVERLAP, agreement.name(),
                           description);
}

bool IsOrWasInForce(const Agreement& agreement) {
  return agreement.state() == Agreement::STATE_IN_FORCE ||
         agreement.state() == Agreement::STATE_SUPERSEDED;
}

// Whether two versions counted on the same day. One that is in force has no last day.
bool ShareADay(const Agreement& a, const Agreement& b) {
  if (!IsOrWasInForce(a) || !IsOrWasInForce(b)) return false;
  const auto first = [](const Agreement& one) { return types::ToCivil(one.effective_date()); };
  const auto ends_before = [&](const Agreement& one, const Agreement& other) {
    return one.state() == Agreement::STATE_SUPERSEDED && one.has_end_date() &&
           types::ToCivil(one.end_date()) < first(other);
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

// Whether the engagement may end on the day that was agreed.
// `amends` tells whether a version that was in force is replaced.
absl::Status CheckDuration(const v1alpha::Programme& programme, const Agreement& agreement,
                           const Engagement& engagement, absl::CivilDay end, bool amends) {
  const auto too_long = [&](const rpc::Wording& description) {
    return rpc::Precondition(type::v1alpha::ERROR_REASON_DURATION_LIMIT, agreement.name(),
                             description);
  };
  const absl::CivilDay start = types::ToCivil(engagement.start_date());
  if (end < start) {
    return too_long({"beendet die Begleitung vor ihrem Beginn; einen späteren Tag nennen",
                     "ends the engagement before it starts; give a later day"});
  }
  if (end > types::ToCivil(programme.end_date())) {
    const std::string last = absl::FormatCivilTime(types::ToCivil(programme.end_date()));
    return too_long(
        {absl::StrCat("beendet die Begleitung nach ihrem Programm; der letzte mögliche Tag ist ",
                      last),
         absl::StrCat("ends the engagement after its programme; the last possible day is ", last)});
  }
  const int limit = programme.engagement_months_limit();
  if (limit == 0 || end <= LastDayOf(start, limit)) return absl::OkStatus();
  if (amends && !agreement.amendment_reason().variants().empty()) return absl::OkStatus();
  const std::string last = absl::FormatCivilTime(LastDayOf(start, limit));
  return too_long({absl::StrCat("beendet die Begleitung nach den ", limit,
                                " Monaten ihres Programms; der letzte mögliche Tag ist ", last,
                                "; mehr geht mit einer begründeten Änderung"),
                   absl::StrCat("ends the engagement after the ", limit,
                                " months of its programme; the last possible day is ", last,
                                "; more takes an amendment with a reason")});
}

absl::Status Replace(const Agreement& agreement, Agreement* in_force) {
  const absl::CivilDay from = types::ToCivil(agreement.effective_date());
  if (agreement.amends() != in_force->name()) {
    return Overlap(agreement,
                   {absl::StrCat("ändert nicht ", in_force->name(),
                                 ", die in Kraft ist; eine Fassung schreiben, die das tut"),
                    absl::StrCat("does not amend ", in_force->name(),
                                 ", which is in force; write a version that does")});
  }
  if (from <= types::ToCivil(in_force->effective_date())) {
    const std::string day = absl::FormatCivilTime(from);
    const std::string since = absl::FormatCivilTime(types::ToCivil(in_force->effective_date()));
    return Overlap(agreement,
                   {absl::StrCat("träte am ", day, " in Kraft, nicht nach ", in_force->name(),
                                 " am ", since, "; zurückziehen und einen späteren Tag nennen"),
                    absl::StrCat("would come into force on ", day, ", not after ", in_force->name(),
                                 ", which did on ", since, "; withdraw it and give a later day")});
  }
  *in_force->mutable_end_date() = types::ToDate(from - 1);
  return TakeStep(AgreementMachine(), "SUPERSEDE", in_force);
}

}  // namespace

rpc::FieldViolations CheckAgreement(const Agreement& agreement) {
  rpc::FieldViolations violations;
  CheckOptionalDate("agreement.effective_date", agreement.has_effective_date(),
                    agreement.effective_date(), &violations);
  CheckOptionalDate("agreement.engagement_end_date", agreement.has_engagement_end_date(),
                    agreement.engagement_end_date(), &violations);
  types::CheckText("agreement.amendment_reason", agreement.amendment_reason(), &violations,
                   Presence::kOptional);
  CheckLimit("agreement.focus_items", agreement.focus_items_size(), kMaxFocusItems, &violations);
  std::vector<std::string> ids;
  for (int i = 0; i < agreement.focus_items_size(); ++i) {
    CheckFocusItem(absl::StrCat("agreement.focus_items[", i, "]"), agreement.focus_items(i),
                   &violations);
    ids.push_back(agreement.focus_items(i).focus_id());
  }
  CheckUniqueIds("agreement.focus_items", "focus_id", ids, &violations);
  if (agreement.has_frame()) CheckFrame(agreement.frame(), &violations);
  CheckConsents(agreement, &violations);
  types::CheckExternalIds("agreement.external_ids", agreement.external_ids(), &violations);
  return violations;
}

const StateMachine& AgreementMachine() {
  static const auto* machine =
      new StateMachine(Agreement::State_descriptor(),
                       {
                           {"PROPOSE", Agreement::STATE_DRAFT, Agreement::STATE_PROPOSED},
                           {"WITHDRAW", Agreement::STATE_PROPOSED, Agreement::STATE_DRAFT},
                           {"ENFORCE", Agreement::STATE_PROPOSED, Agreement::STATE_IN_FORCE},
                           {"REJECT", Agreement::STATE_PROPOSED, Agreement::STATE_REJECTED},
                           {"SUPERSEDE", Agreement::STATE_IN_FORCE, Agreement::STATE_SUPERSEDED},
                       });
  return *machine;
}

rpc::FieldViolations MissingToPropose(const Agreement& agreement,
                                      const std::optional<Agreement>& in_force) {
  rpc::FieldViolations violations;
  if (!agreement.has_effective_date()) {
    violations.push_back(Violation("agreement.effective_date",
                                   {"fehlt; angeben, ab wann die Fassung in Kraft sein soll",
                                    "missing; from when shall it be in force?"}));
  }
  if (agreement.focus_items().empty()) {
    violations.push_back(Violation("agreement.focus_items",
                                   {"ist leer; angeben, wo die Begleitung ihren Schwerpunkt hat",
                                    "empty; what does the engagement focus on?"}));
  }
  if (!in_force.has_value()) {
    if (!agreement.amends().empty()) {
      violations.push_back(
          Violation("agreement.amends", {"es ist nichts in Kraft, was zu ändern wäre; leer lassen",
                                         "nothing is in force to amend; leave it empty"}));
    }
    return violations;
  }
  if (agreement.amends() != in_force->name()) {
    violations.push_back(Violation(
        "agreement.amends",
        {absl::StrCat("muss die Fassung nennen, die in Kraft ist; ", in_force->name(), " angeben"),
         absl::StrCat("give ", in_force->name(), ", the version that is in force")}));
  }
  if (agreement.amendment_reason().variants().empty()) {
    violations.push_back(Violation(
        "agreement.amendment_reason",
        {"fehlt; sagen, warum die Vereinbarung geändert wird", "missing; why is it changed?"}));
  }
  return violations;
}

rpc::FieldViolations MissingInVersion(const Agreement& agreement) {
  rpc::FieldViolations violations;
  if (agreement.state() == Agreement::STATE_DRAFT) return violations;
  if (agreement.number() <= 0) {
    violations.push_back(
        Violation("agreement.number", {"fehlt; was vorgeschlagen wurde, hat eine Nummer, ab 1",
                                       "missing; what was proposed has one, from 1"}));
  }
  if (!agreement.has_effective_date()) {
    violations.push_back(Violation("agreement.effective_date",
                                   {"fehlt; was vorgeschlagen wurde, hat einen ersten Tag",
                                    "missing; what was proposed has one"}));
  }
  if (agreement.state() != Agreement::STATE_SUPERSEDED) return violations;
  if (!agreement.has_end_date()) {
    violations.push_back(
        Violation("agreement.end_date", {"fehlt; was abgelöst wurde, hat einen letzten Tag",
                                         "missing; what was superseded has one"}));
  } else if (agreement.has_effective_date() &&
             types::ToCivil(agreement.end_date()) < types::ToCivil(agreement.effective_date())) {
    violations.push_back(
        Violation("agreement.end_date",
                  {"liegt vor agreement.effective_date; diesen Tag oder einen späteren angeben",
                   "is before agreement.effective_date; give that day or a later one"}));
  }
  return violations;
}

absl::Status CheckAmongVersions(const Agreement& agreement, const std::vector<Agreement>& all) {
  for (const Agreement& other : all) {
    if (other.name() == agreement.name()) continue;
    if (agreement.number() > 0 && agreement.number() == other.number()) {
      return rpc::InvalidFields({Violation(
          "agreement.number",
          {absl::StrCat("ist schon die Nummer von ", other.name(), "; eine eigene angeben"),
           absl::StrCat("is that of ", other.name(), "; give one of its own")})});
    }
    if (!ShareADay(agreement, other)) continue;
    return Overlap(agreement, {absl::StrCat("gilt an Tagen, an denen ", other.name(), " gilt"),
                               absl::StrCat("counts on days on which ", other.name(), " counts")});
  }
  return absl::OkStatus();
}

bool EndIsAmended(const std::vector<Agreement>& versions) {
  for (const Agreement& version : versions) {
    if (version.state() != Agreement::STATE_IN_FORCE) continue;
    return !version.amends().empty() && !version.amendment_reason().variants().empty();
  }
  return true;
}

absl::Status Enforce(const v1alpha::Programme& programme, Agreement* agreement, Agreement* in_force,
                     Engagement* engagement) {
  if (absl::Status s = TakeStep(AgreementMachine(), "ENFORCE", agreement); !s.ok()) return s;
  if (absl::Status s = CheckUnderWay(*engagement); !s.ok()) return s;
  if (agreement->consents().empty()) {
    return rpc::InvalidFields(
        {Violation("consents", {"niemand hat zugestimmt; angeben, wer wann zugestimmt hat",
                                "nobody agreed; say who did, and when"})});
  }
  if (in_force != nullptr) {
    if (absl::Status s = Replace(*agreement, in_force); !s.ok()) return s;
  }
  const google::type::Date& end = agreement->has_engagement_end_date()
                                      ? agreement->engagement_end_date()
                                      : engagement->end_date();
  if (absl::Status s = CheckDuration(programme, *agreement, *engagement, types::ToCivil(end),
                                     /*amends=*/in_force != nullptr);
      !s.ok()) {
    return s;
  }
  *engagement->mutable_agreed_end_date() = end;
  *engagement->mutable_end_date() = engagement->agreed_end_date();
  const bool first = engagement->state() == Engagement::STATE_QUALIFIED ||
                     engagement->state() == Engagement::STATE_DRAFT;
  return first ? TakeStep(EngagementMachine(), "AGREE", engagement) : absl::OkStatus();
}

}  // namespace lotse::engagement
