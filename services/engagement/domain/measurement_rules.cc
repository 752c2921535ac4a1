#include "services/engagement/domain/measurement_rules.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/indicators/definitions.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/value_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using indicators::DefinitionOf;
using indicators::MeasureTheSame;
using rpc::FieldViolations;
using v1alpha::BreakdownValue;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;
using v1alpha::Measurement;

constexpr int kMostBreakdownValues = 200;
constexpr size_t kMostEvidenceBytes = 1000;
constexpr size_t kSha256Digits = 64;

// A name of another service below the owner of the measurement.
void CheckEvidence(const Measurement& measurement, FieldViolations* violations) {
  if (!measurement.has_evidence()) {
    if (measurement.source() == Measurement::SOURCE_SURVEY) {
      violations->push_back(Violation("measurement.evidence",
                                      {"fehlt; angeben, woher in der Befragung der Wert stammt",
                                       "missing; say what of the survey it was taken from"}));
    }
    return;
  }
  const auto& evidence = measurement.evidence();
  const std::string programme = types::Prefix(measurement.name(), 1);
  const std::string engagement = types::Prefix(measurement.name(), 2);
  const bool shared = absl::StartsWith(engagement, absl::StrCat(programme, "/indicators/"));
  const std::string& above = shared ? programme : engagement;
  if (!absl::StartsWith(evidence.name(), absl::StrCat(above, "/")) ||
      evidence.name().size() > kMostEvidenceBytes) {
    violations->push_back(
        Violation("measurement.evidence.name",
                  {absl::StrCat("den Namen von etwas unterhalb von ", above, " angeben"),
                   absl::StrCat("give the name of something below ", above)}));
  }
  if (evidence.revision() < 1) {
    violations->push_back(
        Violation("measurement.evidence.revision",
                  {"fehlt; die Fassung angeben, ab 1", "missing; give the revision, from 1"}));
  }
  bool hexadecimal = evidence.sha256().empty() || evidence.sha256().size() == kSha256Digits;
  for (const char c : evidence.sha256()) hexadecimal = hexadecimal && absl::ascii_isxdigit(c);
  if (!hexadecimal) {
    violations->push_back(
        Violation("measurement.evidence.sha256", {"64 hexadezimale Ziffern angeben, oder nichts",
                                                  "give 64 hexadecimal digits, or nothing"}));
  }
}

// A value, or the reason why there is none.
void CheckEither(const Measurement& measurement, FieldViolations* violations) {
  const bool has_reason = !measurement.not_measurable_reason().variants().empty();
  if (measurement.has_value() == has_reason) {
    violations->push_back(Violation(
        "measurement.value", {"entweder einen Wert angeben oder ohne Wert in "
                              "`not_measurable_reason`, warum es keinen gibt",
                              "give either a value, or `not_measurable_reason` without one"}));
  }
  types::CheckText("measurement.not_measurable_reason", measurement.not_measurable_reason(),
                   violations, types::Presence::kOptional);
  if (!measurement.has_value() && !measurement.breakdown().empty()) {
    violations->push_back(Violation("measurement.breakdown", {"es gibt keinen Wert; weglassen",
                                                              "there is no value; leave it out"}));
  }
}

bool HasCategory(const IndicatorDefinition& definition, const BreakdownValue& value) {
  for (const auto& dimension : definition.dimensions()) {
    if (dimension.dimension_id() != value.dimension_id()) continue;
    for (const auto& category : dimension.categories()) {
      if (category.category_id() == value.category_id()) return true;
    }
  }
  return false;
}

// The value before it, if it measures the same.
const Measurement* Before(const Indicator& indicator, const std::vector<Measurement>& all,
                          const Measurement& measurement) {
  const Measurement* before = nullptr;
  const auto& definition = DefinitionOf(indicator, measurement.definition_version());
  for (const Measurement& other : all) {
    const auto end = types::ToCivil(other.end_date());
    if (!other.has_value() || end >= types::ToCivil(measurement.start_date())) continue;
    if (!MeasureTheSame(DefinitionOf(indicator, other.definition_version()), definition)) continue;
    if (before == nullptr || end > types::ToCivil(before->end_date())) before = &other;
  }
  return before;
}

}  // namespace

const StateMachine& MeasurementMachine() {
  using M = Measurement;
  static const StateMachine machine(M::State_descriptor(),
                                    {{"SUBMIT", M::STATE_DRAFT, M::STATE_SUBMITTED},
                                     {"WITHDRAW", M::STATE_SUBMITTED, M::STATE_DRAFT},
                                     {"VALIDATE", M::STATE_SUBMITTED, M::STATE_VALIDATED},
                                     {"RETURN", M::STATE_SUBMITTED, M::STATE_DRAFT},
                                     {"RETURN", M::STATE_VALIDATED, M::STATE_DRAFT},
                                     {"LOCK", M::STATE_VALIDATED, M::STATE_LOCKED},
                                     {"CORRECT", M::STATE_LOCKED, M::STATE_DRAFT}});
  return machine;
}

FieldViolations CheckMeasurement(const Measurement& measurement) {
  FieldViolations violations;
  types::CheckPeriod("measurement.start_date", measurement.start_date(), "measurement.end_date",
                     measurement.end_date(), &violations);
  CheckOptionalDate("measurement.as_of_date", measurement.has_as_of_date(),
                    measurement.as_of_date(), &violations);
  CheckEither(measurement, &violations);
  CheckLimit("measurement.breakdown", measurement.breakdown_size(), kMostBreakdownValues,
             &violations);
  CheckEnum("measurement.source", measurement, "source", &violations);
  CheckEvidence(measurement, &violations);
  types::CheckExternalIds("measurement.external_ids", measurement.external_ids(), &violations);
  return violations;
}

FieldViolations CheckMeasuredBy(const IndicatorDefinition& definition,
                                const Measurement& measurement) {
  FieldViolations violations;
  if (measurement.has_value()) {
    CheckValue("measurement.value", measurement.value(), definition, &violations);
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < measurement.breakdown_size(); ++i) {
    const BreakdownValue& value = measurement.breakdown(i);
    const std::string at = absl::StrCat("measurement.breakdown[", i, "]");
    if (!HasCategory(definition, value)) {
      violations.push_back(
          Violation(at + ".category_id",
                    {"diese Dimension und Kategorie hat die Definition nicht; eine aus der "
                     "Definition angeben",
                     "the definition has no such dimension and category; give one that it has"}));
    } else if (!seen.emplace(value.dimension_id(), value.category_id()).second) {
      violations.push_back(
          Violation(at + ".category_id", {"ist doppelt; jede Kategorie nur einmal angeben",
                                          "given twice; give each category once"}));
    }
    CheckValue(at + ".value", value.value(), definition, &violations);
  }
  return violations;
}

const Measurement* Overlapped(const Measurement& measurement, const std::vector<Measurement>& all) {
  const auto first = types::ToCivil(measurement.start_date());
  const auto last = types::ToCivil(measurement.end_date());
  for (const Measurement& other : all) {
    if (other.name() == measurement.name()) continue;
    if (first <= types::ToCivil(other.end_date()) && types::ToCivil(other.start_date()) <= last) {
      return &other;
    }
  }
  return nullptr;
}

bool BreakdownDiffers(const IndicatorDefinition& definition, types::Decimal value,
                      const google::protobuf::RepeatedPtrField<BreakdownValue>& breakdown) {
  if (!CanBeSummed(definition.value_type())) return false;
  const types::Wide total = value.millionths();
  for (const auto& dimension : definition.dimensions()) {
    types::Wide sum = 0;
    int given = 0;
    for (const BreakdownValue& part : breakdown) {
      if (part.dimension_id() != dimension.dimension_id()) continue;
      sum += types::DecimalOf(part.value()).millionths();
      ++given;
    }
    const bool whole = given == dimension.categories_size();
    if (given > 0 && (whole ? sum != total : sum > total)) return true;
  }
  return false;
}

void SetWarnings(const Indicator& indicator, const std::vector<Measurement>& all,
                 Measurement* measurement) {
  measurement->clear_warnings();
  if (!measurement->has_value()) return;
  const auto& definition = DefinitionOf(indicator, measurement->definition_version());
  const Measurement* before = Before(indicator, all, *measurement);
  const types::Decimal value = types::DecimalOf(measurement->value());
  if (definition.accumulation() == IndicatorDefinition::ACCUMULATION_CUMULATIVE &&
      before != nullptr && value < types::DecimalOf(before->value())) {
    measurement->add_warnings("DECREASED");
  }
  if (BreakdownDiffers(definition, value, measurement->breakdown())) {
    measurement->add_warnings("BREAKDOWN_SUM");
  }
}

absl::Status CheckOpen(const Measurement& measurement) {
  if (measurement.state() == Measurement::STATE_DRAFT) return absl::OkStatus();
  return ContentIsFinal(measurement.name(), MeasurementMachine().NameOf(measurement.state()),
                        {"zurückziehen oder zurückgeben, oder berichtigen, was gesperrt ist",
                         "withdraw or return it, or correct what is locked"});
}

absl::Status CheckDeletable(const Measurement& measurement) {
  if (absl::Status s = CheckOpen(measurement); !s.ok()) return s;
  if (measurement.earlier_revisions().empty()) return absl::OkStatus();
  return ContentIsFinal(measurement.name(), "DRAFT after it was locked",
                        {"berichtigen, oder sagen, warum es nicht messbar ist",
                         "correct it, or say why it cannot be measured"});
}

absl::Status Correct(absl::string_view reason, absl::Time now, Measurement* measurement) {
  if (measurement->earlier_revisions_size() >= kMostCorrections) {
    return ContentIsFinal(measurement->name(), "LOCKED",
                          {absl::StrCat("sie wurde ", kMostCorrections,
                                        "-mal berichtigt, mehr Fassungen gibt es nicht"),
                           absl::StrCat("it was corrected ", kMostCorrections,
                                        " times, and no more revisions are kept")});
  }
  if (absl::Status s = TakeStep(MeasurementMachine(), "CORRECT", measurement); !s.ok()) return s;
  auto* earlier = measurement->add_earlier_revisions();
  earlier->set_revision_number(measurement->revision_number());
  if (measurement->has_value()) *earlier->mutable_value() = measurement->value();
  if (measurement->has_not_measurable_reason()) {
    *earlier->mutable_not_measurable_reason() = measurement->not_measurable_reason();
  }
  *earlier->mutable_breakdown() = measurement->breakdown();
  if (measurement->has_as_of_date()) *earlier->mutable_as_of_date() = measurement->as_of_date();
  if (measurement->has_evidence()) *earlier->mutable_evidence() = measurement->evidence();
  earlier->set_reason(std::string(reason));
  *earlier->mutable_correct_time() = types::ToTimestamp(now);
  measurement->set_revision_number(measurement->revision_number() + 1);
  return absl::OkStatus();
}

}  // namespace lotse::engagement
