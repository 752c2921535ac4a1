#include "services/engagement/domain/chain_checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/schema/address.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

constexpr char kUnit[] = "administrations/{administration}/orgUnits/{org_unit}";

// None of the names is there twice.
void CheckNoneTwice(absl::string_view field, const Names& names, rpc::FieldViolations* violations) {
  std::set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (names[i].empty() || seen.insert(names[i]).second) continue;
    violations->push_back(
        Violation(absl::StrCat(field, "[", i, "]"),
                  {"ist schon da; alles nur einmal angeben", "is there already; give each once"}));
  }
}

}  // namespace

void CheckSibling(absl::string_view field, absl::string_view collection, absl::string_view name,
                  absl::string_view other, rpc::FieldViolations* violations) {
  if (other.empty()) return;
  const std::string pattern = absl::StrCat(schema::ParentOf(name), "/", collection, "/{id}");
  if (types::FitsName(pattern, other)) return;
  violations->push_back(
      Violation(std::string(field), {absl::StrCat("ist von anderswo; angeben: ", pattern),
                                     absl::StrCat("not of the same place; give ", pattern)}));
}

void CheckSiblings(absl::string_view field, absl::string_view collection, absl::string_view name,
                   const Names& others, int limit, rpc::FieldViolations* violations) {
  CheckLimit(field, others.size(), limit, violations);
  const std::string pattern = absl::StrCat(schema::ParentOf(name), "/", collection, "/{id}");
  for (int i = 0; i < others.size(); ++i) {
    if (types::FitsName(pattern, others[i])) continue;
    violations->push_back(Violation(absl::StrCat(field, "[", i, "]"),
                                    {absl::StrCat("ist von anderswo; angeben: ", pattern),
                                     absl::StrCat("not of the same place; give ", pattern)}));
  }
  CheckNoneTwice(field, others, violations);
}

void CheckUnit(absl::string_view field, absl::string_view unit, rpc::FieldViolations* violations) {
  if (!unit.empty()) types::CheckName(field, kUnit, unit, violations);
}

void CheckNames(absl::string_view field, absl::string_view pattern, const Names& names, int limit,
                rpc::FieldViolations* violations) {
  CheckLimit(field, names.size(), limit, violations);
  for (int i = 0; i < names.size(); ++i) {
    types::CheckName(absl::StrCat(field, "[", i, "]"), pattern, names[i], violations);
  }
  CheckNoneTwice(field, names, violations);
}

void CheckUnits(absl::string_view field, const Names& units, int limit,
                rpc::FieldViolations* violations) {
  CheckNames(field, kUnit, units, limit, violations);
}

std::string StepName(const google::protobuf::EnumDescriptor* steps, int step) {
  constexpr absl::string_view kPrefix = "_STEP_";
  const auto* value = steps->FindValueByNumber(step);
  if (value == nullptr) return "UNSPECIFIED";
  const absl::string_view name = value->name();
  return std::string(name.substr(name.find(kPrefix) + kPrefix.size()));
}

void CheckStepIsOneOf(std::initializer_list<absl::string_view> steps, absl::string_view step,
                      rpc::FieldViolations* violations) {
  if (std::find(steps.begin(), steps.end(), step) != steps.end()) return;
  violations->push_back(Violation(
      "step",
      {absl::StrCat("diesen Schritt gibt es hier nicht; angeben: ", absl::StrJoin(steps, ", ")),
       absl::StrCat("not taken by this method; give ", absl::StrJoin(steps, ", "))}));
}

void CheckReasonGiven(absl::string_view reason, const rpc::Wording& why,
                      rpc::FieldViolations* violations) {
  if (absl::StripAsciiWhitespace(reason).empty()) {
    violations->push_back(
        Violation("reason", {absl::StrCat("fehlt; ", why.de), absl::StrCat("missing; ", why.en)}));
  }
}

absl::Status NeedReason(absl::string_view reason, const rpc::Wording& why) {
  rpc::FieldViolations violations;
  CheckReasonGiven(reason, why, &violations);
  return rpc::InvalidFields(violations);
}

}  // namespace lotse::engagement
