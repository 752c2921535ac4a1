#include "services/survey/analysis/tables/release_rules.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/external_id.h"
#include "runtime/types/nearest.h"
#include "runtime/types/text.h"

namespace lotse::survey::tables {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Release;

std::string At(absl::string_view path, int index) { return absl::StrCat(path, "[", index, "]"); }

void CheckThresholds(const Release& release, rpc::FieldViolations* violations) {
  const auto is_outside = [](int32_t value, int32_t least, int32_t most) {
    return value != 0 && (value < least || value > most);
  };
  const bool is_base_wrong = is_outside(release.minimum_base(), kMinReleaseBase, kMaxReleaseBase);
  if (is_base_wrong) {
    violations->push_back({"release.minimum_base",
                           absl::StrCat("give ", kMinReleaseBase, " to ", kMaxReleaseBase,
                                        ", or 0 for ", kMinReleaseBase),
                           absl::StrCat(kMinReleaseBase, " bis ", kMaxReleaseBase,
                                        " angeben, oder 0 für ", kMinReleaseBase)});
  }
  if (is_outside(release.minimum_cell(), kMinReleaseCell, kMaxReleaseCell)) {
    violations->push_back({"release.minimum_cell",
                           absl::StrCat("give ", kMinReleaseCell, " to ", kMaxReleaseCell,
                                        ", or 0 for ", kMinReleaseCell),
                           absl::StrCat(kMinReleaseCell, " bis ", kMaxReleaseCell,
                                        " angeben, oder 0 für ", kMinReleaseCell)});
  } else if (!is_base_wrong && MinimumCellOf(release) > MinimumBaseOf(release)) {
    violations->push_back(
        {"release.minimum_cell",
         absl::StrCat("above minimum_base, which is ", MinimumBaseOf(release),
                      "; give at most that, or a larger minimum_base"),
         absl::StrCat("über minimum_base, das ", MinimumBaseOf(release),
                      " ist; höchstens so viel angeben, oder ein größeres minimum_base")});
  }
}

void CheckNames(absl::string_view path, const RepeatedPtrField<std::string>& names, int most,
                rpc::FieldViolations* violations) {
  if (names.size() > most) {
    violations->push_back({std::string(path), absl::StrCat("too many; give at most ", most)});
    return;
  }
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (!seen.insert(names[i]).second) {
      violations->push_back({At(path, i), "given before; give each variable once"});
    }
  }
}

}  // namespace

int32_t MinimumBaseOf(const Release& release) {
  return release.minimum_base() == 0 ? kMinReleaseBase : release.minimum_base();
}

int32_t MinimumCellOf(const Release& release) {
  return release.minimum_cell() == 0 ? kMinReleaseCell : release.minimum_cell();
}

rpc::FieldViolations CheckRelease(const Release& release) {
  rpc::FieldViolations violations;
  types::CheckText("release.title", release.title(), &violations);
  types::CheckExternalIds("release.external_ids", release.external_ids(), &violations);
  if (release.audience() == Release::AUDIENCE_UNSPECIFIED ||
      !Release::Audience_IsValid(release.audience())) {
    violations.push_back({"release.audience",
                          "give AUDIENCE_INSTITUTE, AUDIENCE_STEERING_GROUP, "
                          "AUDIENCE_ADMINISTRATION or AUDIENCE_PUBLIC"});
  }
  if (!Release::Method_IsValid(release.method())) {
    violations.push_back({"release.method", "unknown; give METHOD_SUPPRESSION"});
  }
  CheckThresholds(release, &violations);
  CheckNames("release.break_variables", release.break_variables(), kMaxBreakVariables, &violations);
  CheckNames("release.sensitive_variables", release.sensitive_variables(), kMaxSensitiveVariables,
             &violations);
  return violations;
}

rpc::FieldViolations CheckReleaseFits(const Release& release, const TableVariables& variables) {
  rpc::FieldViolations violations;
  std::vector<std::string> all;
  for (const SpanVariable& variable : variables.all()) all.push_back(variable.code());
  const auto check = [&](absl::string_view path, const RepeatedPtrField<std::string>& names) {
    for (int i = 0; i < names.size(); ++i) {
      if (variables.Find(names[i]) != nullptr) continue;
      violations.push_back(
          {At(path, i), absl::StrCat("no variable of the wave's questionnaire that can span a "
                                     "table (ListVariables); ",
                                     types::RightName(names[i], all))});
    }
  };
  check("release.break_variables", release.break_variables());
  check("release.sensitive_variables", release.sensitive_variables());
  return violations;
}

}  // namespace lotse::survey::tables
