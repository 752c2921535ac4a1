#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "google/type/decimal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "tests/invariants/state.h"

// What is to be answered about values, computed here from what is stored: from the wording of
// invariants 11 and 12 and of the protos, in hundredths, and not with the rules of the service.
namespace lotse::invariants {

// In hundredths: no value that a command gives has more than two digits behind the point.
int64_t Hundredths(const google::type::Decimal& decimal);

// The definition that an indicator had in this version, from 1; null if it never had one.
const engagement::v1alpha::IndicatorDefinition* DefinitionAt(
    const engagement::v1alpha::Indicator& indicator, int version);

// How far an indicator is. Values in hundredths.
struct Achievement {
  std::optional<int64_t> baseline, target, actual;
  std::string target_id;
  std::string measurement;
  std::string ratio;
  // In tenths of a per cent.
  std::optional<int64_t> percent;
  std::string undefined_reason;
  std::set<std::string> warnings;
};

// How far an indicator is on a day, with what is validated, or with all.
Achievement AchievementOf(const State& state, const engagement::v1alpha::Indicator& indicator,
                          absl::CivilDay day, bool drafts_too);
// Sets ratio and percent, or that the target is the baseline, or which of the three is missing.
// `why_not` is the reason where there is no actual value.
void SetRatio(const std::string& why_not, Achievement* achievement);

// What differs in an answer, for example `target 12`; empty if nothing does.
std::string Difference(const Achievement& expected,
                       const engagement::v1alpha::GetAchievementResponse& answer);

// What is odd about a measurement when it is stored, as Measurement.warnings says.
std::set<std::string> WarningsOf(const State& state,
                                 const engagement::v1alpha::Indicator& indicator,
                                 const engagement::v1alpha::Measurement& measurement);

// The quotient, rounded half away from zero; `denominator` is not 0.
int64_t Rounded(int64_t numerator, int64_t denominator);

}  // namespace lotse::invariants
