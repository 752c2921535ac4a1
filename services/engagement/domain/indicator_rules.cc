#include "services/engagement/domain/indicator_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/value_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using rpc::FieldViolations;
using types::Presence;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;

constexpr int kMostTargets = 50;
constexpr int kMostDimensions = 10;
constexpr int kMostCategories = 50;
constexpr int kMostMonths = 24;
constexpr int kMostEffectLevels = 7;

constexpr char kOfProgramme[] = "programmes/{programme}/indicators/{indicator}";
constexpr char kTrack[] = "programmes/{programme}/engagements/{engagement}/tracks/{track}";

void CheckChoices(const IndicatorDefinition& d, FieldViolations* violations) {
  for (const char* field : {"value_type", "direction", "accumulation", "aggregation"}) {
    CheckEnum(absl::StrCat("indicator.definition.", field), d, field, violations, Zero::kMissing);
  }
}

// Whether what the definition says of its values goes together.
void CheckTogether(const IndicatorDefinition& d, FieldViolations* violations) {
  const bool typed = d.value_type() != IndicatorDefinition::VALUE_TYPE_UNSPECIFIED;
  if (d.value_type() == IndicatorDefinition::VALUE_TYPE_COUNT && d.decimals() != 0) {
    violations->push_back(
        Violation("indicator.definition.decimals",
                  {"Anzahlen sind ganze Zahlen; 0 angeben", "counts are whole; give 0"}));
  }
  if (!typed || CanBeSummed(d.value_type())) return;
  if (d.accumulation() == IndicatorDefinition::ACCUMULATION_INCREMENT) {
    violations->push_back(
        Violation("indicator.definition.accumulation",
                  {"eine Summe von Prozenten, Verhältnissen oder Punktwerten sagt nichts aus; "
                   "SNAPSHOT oder CUMULATIVE angeben",
                   "a sum of per cents, ratios or scores means nothing; give SNAPSHOT or "
                   "CUMULATIVE"}));
  }
  if (d.aggregation() == IndicatorDefinition::AGGREGATION_SUM) {
    violations->push_back(Violation("indicator.definition.aggregation",
                                    {"eine Summe von Prozenten, Verhältnissen oder Punktwerten "
                                     "sagt nichts aus; WEIGHTED_MEAN oder NONE angeben",
                                     "a sum of per cents, ratios or scores means nothing; give "
                                     "WEIGHTED_MEAN or NONE"}));
  }
}

// Whether `name` lies in the engagement of the indicator, or in its programme.
bool IsWithinReach(const Indicator& indicator, absl::string_view name) {
  const absl::string_view parent = schema::ParentOf(name);
  return parent == schema::ParentOf(indicator.name()) ||
         parent == types::Prefix(indicator.name(), 1);
}

void CheckWeight(const Indicator& indicator, FieldViolations* violations) {
  constexpr char kField[] = "indicator.definition.weight_indicator";
  const IndicatorDefinition& d = indicator.definition();
  const std::string& weight = d.weight_indicator();
  if (d.aggregation() != IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN) {
    if (!weight.empty())
      violations->push_back(Violation(kField, {"gibt es nur bei WEIGHTED_MEAN; leer lassen",
                                               "only WEIGHTED_MEAN has one; leave it empty"}));
  } else if (weight.empty()) {
    violations->push_back(
        Violation(kField, {"fehlt; WEIGHTED_MEAN braucht die Kennzahl, die gewichtet",
                           "missing; WEIGHTED_MEAN needs the indicator that weighs"}));
  } else if (weight == indicator.name() || weight == indicator.shared_indicator()) {
    violations->push_back(
        Violation(kField, {"eine Kennzahl gewichtet nicht sich selbst; eine andere angeben",
                           "an indicator does not weigh itself; give another"}));
  } else if (!IsWithinReach(indicator, weight)) {
    violations->push_back(
        Violation(kField, {"eine Kennzahl derselben Begleitung oder ihres Programms angeben",
                           "give one of the same engagement or of its programme"}));
  }
}

void CheckDimensions(const IndicatorDefinition& d, FieldViolations* violations) {
  constexpr char kField[] = "indicator.definition.dimensions";
  CheckLimit(kField, d.dimensions_size(), kMostDimensions, violations);
  if (d.dimensions_size() > kMostDimensions) return;
  std::vector<std::string> ids;
  for (const auto& dimension : d.dimensions()) {
    const std::string at = absl::StrCat(kField, "[", ids.size(), "]");
    ids.push_back(dimension.dimension_id());
    types::CheckText(at + ".title", dimension.title(), violations);
    const std::string categories = at + ".categories";
    if (dimension.categories().empty()) {
      violations->push_back(Violation(
          categories, {"fehlt; mindestens eine Kategorie angeben", "missing; give at least one"}));
    }
    CheckLimit(categories, dimension.categories_size(), kMostCategories, violations);
    if (dimension.categories_size() > kMostCategories) continue;
    std::vector<std::string> inner;
    for (const auto& category : dimension.categories()) {
      types::CheckText(absl::StrCat(categories, "[", inner.size(), "].title"), category.title(),
                       violations);
      inner.push_back(category.category_id());
    }
    CheckUniqueIds(categories, "category_id", inner, violations);
  }
  CheckUniqueIds(kField, "dimension_id", ids, violations);
}

void CheckDefinition(const Indicator& indicator, FieldViolations* violations) {
  const IndicatorDefinition& d = indicator.definition();
  types::CheckText("indicator.definition.unit", d.unit(), violations);
  CheckChoices(d, violations);
  CheckRange("indicator.definition.decimals", d.decimals(), 0, types::Decimal::kMaxFractionDigits,
             violations);
  CheckRange("indicator.definition.effect_level", d.effect_level(), 0, kMostEffectLevels,
             violations);
  types::CheckText("indicator.definition.method", d.method(), violations, Presence::kOptional);
  CheckTogether(d, violations);
  CheckWeight(indicator, violations);
  CheckDimensions(d, violations);
}

void CheckBaseline(const Indicator& indicator, FieldViolations* violations) {
  if (!indicator.has_baseline()) return;
  const v1alpha::Baseline& baseline = indicator.baseline();
  const bool waived = !baseline.waiver_reason().variants().empty();
  if (baseline.has_value() == waived) {
    violations->push_back(Violation(
        "indicator.baseline",
        {"entweder einen Wert mit seinem Tag angeben oder die Begründung, warum es keinen gibt",
         "give either a value with its date, or the "
         "reason why there is none"}));
  }
  types::CheckText("indicator.baseline.waiver_reason", baseline.waiver_reason(), violations,
                   Presence::kOptional);
  if (baseline.has_value()) {
    CheckValue("indicator.baseline.value", baseline.value(), indicator.definition(), violations);
    types::CheckDate("indicator.baseline.date", baseline.date(), violations);
  } else if (baseline.has_date()) {
    violations->push_back(
        Violation("indicator.baseline.date",
                  {"es gibt keinen Wert; weglassen", "there is no value; leave it out"}));
  }
}

// Whether two targets have a day in common. Their periods are right.
bool Overlap(const v1alpha::Target& a, const v1alpha::Target& b) {
  return types::ToCivil(a.start_date()) <= types::ToCivil(b.end_date()) &&
         types::ToCivil(b.start_date()) <= types::ToCivil(a.end_date());
}

void CheckTargets(const Indicator& indicator, FieldViolations* violations) {
  constexpr char kField[] = "indicator.targets";
  CheckLimit(kField, indicator.targets_size(), kMostTargets, violations);
  if (indicator.targets_size() > kMostTargets) return;
  std::vector<std::string> ids;
  std::vector<const v1alpha::Target*> placed;
  for (const v1alpha::Target& target : indicator.targets()) {
    const std::string at = absl::StrCat(kField, "[", ids.size(), "]");
    ids.push_back(target.target_id());
    CheckValue(at + ".value", target.value(), indicator.definition(), violations);
    if (!types::CheckPeriod(at + ".start_date", target.start_date(), at + ".end_date",
                            target.end_date(), violations)) {
      continue;
    }
    for (const v1alpha::Target* other : placed) {
      if (!Overlap(target, *other)) continue;
      violations->push_back(Violation(
          at + ".start_date", {absl::StrCat("der Zeitraum überschneidet sich mit dem von ",
                                            other->target_id(), "; Tage außerhalb davon angeben"),
                               absl::StrCat("the period overlaps that of ", other->target_id(),
                                            "; give days outside of it")}));
      break;
    }
    placed.push_back(&target);
  }
  CheckUniqueIds(kField, "target_id", ids, violations);
}

// Where it belongs: what is shared, and what of the engagement it is about.
void CheckPlace(const Indicator& indicator, FieldViolations* violations) {
  const bool is_shared = types::FitsName(kOfProgramme, indicator.name());
  const std::string& shared = indicator.shared_indicator();
  const std::string& track = indicator.track();
  if (is_shared) {
    if (!shared.empty()) {
      violations->push_back(
          Violation("indicator.shared_indicator",
                    {"eine Kennzahl eines Programms ist selbst gemeinsam; weglassen",
                     "one of a programme is shared itself; leave it out"}));
    }
    if (!track.empty()) {
      violations->push_back(
          Violation("indicator.track", {"ein Programm hat keine Stränge; weglassen",
                                        "a programme has no tracks; leave it out"}));
    }
    return;
  }
  if (!shared.empty() && schema::ParentOf(shared) != types::Prefix(indicator.name(), 1)) {
    violations->push_back(
        Violation("indicator.shared_indicator",
                  {"eine Kennzahl des Programms angeben, zu dem die Begleitung gehört",
                   "give one of the programme that the engagement is in"}));
  }
  if (!track.empty() && (!types::FitsName(kTrack, track) ||
                         schema::ParentOf(track) != schema::ParentOf(indicator.name()))) {
    violations->push_back(Violation("indicator.track", {"einen Strang derselben Begleitung angeben",
                                                        "give one of the same engagement"}));
  }
}

}  // namespace

FieldViolations CheckIndicator(const Indicator& indicator) {
  FieldViolations violations;
  types::CheckText("indicator.title", indicator.title(), &violations);
  CheckDefinition(indicator, &violations);
  CheckBaseline(indicator, &violations);
  CheckTargets(indicator, &violations);
  CheckPlace(indicator, &violations);
  CheckRange("indicator.interval_months", indicator.interval_months(), 0, kMostMonths, &violations);
  if (indicator.has_content_level()) {
    CheckCode("indicator.content_level", indicator.content_level(), &violations);
  }
  if (indicator.has_content_field()) {
    CheckCode("indicator.content_field", indicator.content_field(), &violations);
  }
  types::CheckExternalIds("indicator.external_ids", indicator.external_ids(), &violations);
  return violations;
}

bool SameDefinition(const Indicator& a, const Indicator& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a.definition(), b.definition());
}

FieldViolations KeepDefinition(const Indicator& before, Indicator* after) {
  if (SameDefinition(before, *after)) return {};
  if (before.earlier_definitions_size() >= kMostDefinitions) {
    return {Violation("indicator.definition",
                      {absl::StrCat("hat ", kMostDefinitions + 1,
                                    " Fassungen, und mehr werden nicht aufbewahrt; für eine andere "
                                    "Definition eine neue Kennzahl anlegen"),
                       absl::StrCat("has ", kMostDefinitions + 1,
                                    " versions, and no more are kept; create "
                                    "a new indicator for another definition")})};
  }
  *after->add_earlier_definitions() = before.definition();
  after->set_definition_version(before.definition_version() + 1);
  return {};
}

FieldViolations CheckInherits(const Indicator& indicator, const Indicator& shared) {
  if (SameDefinition(indicator, shared)) return {};
  return {Violation(
      "indicator.definition",
      {absl::StrCat("weicht von der von ", shared.name(), " in Fassung ",
                    shared.definition_version(), " ab; dieselbe angeben, oder nichts erben"),
       absl::StrCat("differs from that of ", shared.name(), ", version ",
                    shared.definition_version(), "; give the same, or inherit nothing")})};
}

}  // namespace lotse::engagement
