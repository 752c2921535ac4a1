#include "services/engagement/domain/programme_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/decimal.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using types::Decimal;
using v1alpha::Funder;
using v1alpha::Programme;
using v1alpha::ProgrammePartner;
using v1alpha::ReportingDuty;

// Source: programme.proto.
constexpr size_t kMaxShortNameCharacters = 40;
constexpr int kMaxMonths = 120;
constexpr int kMaxFundingPath = 5;
constexpr int kMaxFunders = 20;
constexpr int kMaxDuties = 100;
constexpr size_t kMaxReferenceBytes = 100;
constexpr int kMaxPartners = 50;
constexpr int kMaxCoreActivities = 10;
constexpr int kMaxTargetGroups = 30;

void CheckDuty(const std::string& at, const ReportingDuty& duty, rpc::FieldViolations* violations) {
  types::CheckText(at + ".title", duty.title(), violations);
  types::CheckDate(at + ".due_date", duty.due_date(), violations);
  CheckOptionalDate(at + ".fulfil_date", duty.has_fulfil_date(), duty.fulfil_date(), violations);
}

// Adds the share to those before.
void CheckShare(const std::string& at, const Funder& funder, Decimal* sum,
                rpc::FieldViolations* violations) {
  if (!funder.has_share_percent()) return;
  const std::string field = at + ".share_percent";
  const auto share = types::CheckDecimal(field, funder.share_percent(), violations);
  if (!share.has_value()) return;
  const Decimal all = Decimal::FromInt(100);
  if (share->negative() || *share > all) {
    violations->push_back(Violation(field, {"0 bis 100 angeben", "give 0 to 100"}));
    return;
  }
  const bool fitted = *sum <= all;
  *sum = *sum + *share;
  if (fitted && *sum > all) {
    violations->push_back(
        Violation(field, {absl::StrCat("die Anteile bis zu diesem sind zusammen ", sum->ToString(),
                                       "; höchstens 100 angeben"),
                          absl::StrCat("the shares up to this one are ", sum->ToString(),
                                       " together; give at most 100")}));
  }
}

void CheckFunder(const std::string& at, const Funder& funder, Decimal* sum,
                 rpc::FieldViolations* violations) {
  if (funder.has_code()) CheckCode(at + ".code", funder.code(), violations);
  types::CheckText(at + ".title", funder.title(), violations,
                   funder.has_code() ? types::Presence::kOptional : types::Presence::kRequired);
  CheckShare(at, funder, sum, violations);
  CheckOptionalPeriod(at + ".start_date", funder.has_start_date(), funder.start_date(),
                      at + ".end_date", funder.has_end_date(), funder.end_date(), violations);
  CheckBytes(at + ".reference", funder.reference(), kMaxReferenceBytes, violations);
  CheckOptionalText(at + ".publicity_text", funder.publicity_text(), violations);
  CheckElements(
      at + ".duties", "duty_id", funder.duties(), kMaxDuties, &ReportingDuty::duty_id,
      [&](const std::string& path, const ReportingDuty& duty) {
        CheckDuty(path, duty, violations);
      },
      violations);
}

// Who pays, and who carries it together.
void CheckOrganisations(const Programme& programme, rpc::FieldViolations* violations) {
  CheckOptionalText("programme.grant_holder", programme.grant_holder(), violations);
  CheckTexts("programme.funding_path", programme.funding_path(), kMaxFundingPath, violations);
  Decimal sum;
  CheckElements(
      "programme.funders", "funder_id", programme.funders(), kMaxFunders, &Funder::funder_id,
      [&](const std::string& at, const Funder& funder) {
        CheckFunder(at, funder, &sum, violations);
      },
      violations);
  CheckElements(
      "programme.partners", "partner_id", programme.partners(), kMaxPartners,
      &ProgrammePartner::partner_id,
      [&](const std::string& at, const ProgrammePartner& partner) {
        types::CheckText(at + ".title", partner.title(), violations);
        CheckOptionalText(at + ".role", partner.role(), violations);
        CheckOptionalName(at + ".administration", "administrations/{administration}",
                          partner.administration(), violations);
      },
      violations);
}

// Which administrations may take part.
void CheckScope(const Programme& programme, rpc::FieldViolations* violations) {
  std::set<std::string> laender;
  for (int i = 0; i < programme.laender_size(); ++i) {
    const std::string at = At("programme.laender", i);
    if (!IsLandKey(programme.laender(i))) {
      violations->push_back(Violation(at, {"kein Schlüssel eines Landes; 01 bis 16 angeben",
                                           "not the key of a Land; give 01 to 16"}));
    } else if (!laender.insert(programme.laender(i)).second) {
      violations->push_back(Violation(at, {"ist schon da; jedes Land nur einmal angeben",
                                           "is there already; give each Land once"}));
    }
  }
  const int min = programme.population_min();
  const int max = programme.population_max();
  if (min < 0)
    violations->push_back(
        Violation("programme.population_min",
                  {"negativ; 0 für keine Grenze angeben", "negative; give 0 for no limit"}));
  if (max < 0)
    violations->push_back(
        Violation("programme.population_max",
                  {"negativ; 0 für keine Grenze angeben", "negative; give 0 for no limit"}));
  if (max > 0 && min > max) {
    violations->push_back(
        Violation("programme.population_max",
                  {"kleiner als programme.population_min; mehr angeben, oder 0 für keine Grenze",
                   "below programme.population_min; give more, or 0 for no limit"}));
  }
}

void CheckMonths(const Programme& programme, rpc::FieldViolations* violations) {
  const int limit = programme.engagement_months_limit();
  if (limit < 0 || limit > kMaxMonths) {
    violations->push_back(Violation(
        "programme.engagement_months_limit",
        {"1 bis 120 angeben, oder 0 für keine Grenze", "give 1 to 120, or 0 for no limit"}));
  }
  const int min = programme.engagement_months_min();
  CheckRange("programme.engagement_months_min", min, 0, kMaxMonths, violations);
  if (limit > 0 && min > limit && min <= kMaxMonths) {
    violations->push_back(
        Violation("programme.engagement_months_min",
                  {"größer als programme.engagement_months_limit; so viel oder weniger angeben",
                   "above programme.engagement_months_limit; give that or less"}));
  }
  CheckRange("programme.retention_months", programme.retention_months(), 0, kMaxMonths, violations);
}

}  // namespace

rpc::FieldViolations CheckProgramme(const Programme& programme) {
  rpc::FieldViolations violations;
  types::CheckText("programme.title", programme.title(), &violations);
  if (types::CodePointCount(programme.short_name()) > kMaxShortNameCharacters) {
    violations.push_back(Violation(
        "programme.short_name",
        {"zu lang; höchstens 40 Zeichen angeben", "too long; give 40 characters at most"}));
  }
  types::CheckPeriod("programme.start_date", programme.start_date(), "programme.end_date",
                     programme.end_date(), &violations);
  CheckMonths(programme, &violations);
  CheckOrganisations(programme, &violations);
  CheckScope(programme, &violations);
  CheckCodes("programme.core_activities", programme.core_activities(), kMaxCoreActivities,
             &violations);
  CheckCodes("programme.target_groups", programme.target_groups(), kMaxTargetGroups, &violations);
  types::CheckExternalIds("programme.external_ids", programme.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
