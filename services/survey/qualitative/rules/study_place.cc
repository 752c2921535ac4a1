#include "services/survey/qualitative/rules/study_place.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "runtime/types/resource_name.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = StudyPlace::Kind;

// What the rest of a name behind that of the study looks like. An id that is not the last one is
// that of what is above.
struct Form {
  Kind kind;
  absl::string_view pattern;
};
constexpr Form kForms[] = {{Kind::kCase, "cases/{id}"},
                           {Kind::kText, "cases/{above}/texts/{id}"},
                           {Kind::kCodebook, "codebooks/{id}"},
                           {Kind::kCode, "codebooks/{above}/codes/{id}"},
                           {Kind::kCoding, "codings/{id}"}};

}  // namespace

std::optional<StudyPlace> ReadStudyPlace(absl::string_view study, absl::string_view name) {
  if (name == study) return StudyPlace();
  if (!absl::ConsumePrefix(&name, study) || !absl::ConsumePrefix(&name, "/")) return std::nullopt;
  for (const Form& form : kForms) {
    std::vector<std::string> ids = types::MatchName(form.pattern, name);
    if (ids.empty()) continue;
    StudyPlace place{form.kind};
    place.id = std::move(ids.back());
    if (ids.size() > 1) place.above = std::move(ids.front());
    return place;
  }
  return std::nullopt;
}

std::string NameOf(absl::string_view study, const StudyPlace& place) {
  for (const Form& form : kForms) {
    if (form.kind != place.kind) continue;
    return absl::StrCat(
        study, "/",
        absl::StrReplaceAll(form.pattern, {{"{above}", place.above}, {"{id}", place.id}}));
  }
  return std::string(study);
}

}  // namespace lotse::survey::qualitative
