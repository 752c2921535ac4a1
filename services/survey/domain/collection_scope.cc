#include "services/survey/domain/collection_scope.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/types/resource_name.h"

namespace lotse::survey {
namespace {

constexpr char kEngagement[] = "programmes/{programme}/engagements/{engagement}";

bool Fits(absl::string_view below_engagement, absl::string_view name) {
  return types::FitsName(absl::StrCat(kEngagement, below_engagement), name);
}

}  // namespace

std::string CheckCollectionParent(absl::string_view parent) {
  if (parent == "-" || parent == "programmes/-") return "";
  absl::string_view owner = parent;
  const bool many = absl::ConsumeSuffix(&owner, "/-");
  if (many && types::FitsName("programmes/{programme}", owner)) return "";
  if (Fits("", owner) || (!many && IsSurveyOrWave(parent))) return "";
  return absl::StrCat(parent.empty() ? "missing" : "has no waves",
                      "; give an engagement like programmes/vopi/engagements/uster, a survey or a "
                      "wave of one, all of a programme like programmes/vopi/-, or - for all");
}

bool IsSurveyOrWave(absl::string_view parent) {
  return Fits("/surveys/{survey}", parent) || Fits("/surveys/{survey}/waves/{wave}", parent);
}

bool IsInCollection(absl::string_view parent, absl::string_view name) {
  if (absl::ConsumeSuffix(&parent, "-")) absl::ConsumeSuffix(&parent, "/");
  return parent.empty() || parent == "programmes" ||
         (absl::StartsWith(name, parent) &&
          (name.size() == parent.size() || name[parent.size()] == '/'));
}

}  // namespace lotse::survey
