#include "services/survey/qualitative/rules/study_place.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = StudyPlace::Kind;

// The collections in which things of this kind lie.
struct Form {
  Kind kind;
  absl::string_view above;  // Empty: right below the study.
  absl::string_view collection;
};
constexpr Form kForms[] = {{Kind::kCase, "", "cases"},
                           {Kind::kText, "cases", "texts"},
                           {Kind::kCodebook, "", "codebooks"},
                           {Kind::kCode, "codebooks", "codes"},
                           {Kind::kCoding, "", "codings"}};

bool IsId(absl::string_view id) { return types::IsResourceId(id) || types::IsUuid(id); }

}  // namespace

std::optional<StudyPlace> ReadStudyPlace(absl::string_view study, absl::string_view name) {
  if (name == study) return StudyPlace();
  if (!absl::ConsumePrefix(&name, study) || !absl::ConsumePrefix(&name, "/")) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  for (const Form& form : kForms) {
    if (form.above.empty()) {
      if (parts.size() != 2 || parts[0] != form.collection || !IsId(parts[1])) continue;
      return StudyPlace{form.kind, "", parts[1]};
    }
    if (parts.size() != 4 || parts[0] != form.above || parts[2] != form.collection ||
        !IsId(parts[1]) || !IsId(parts[3])) {
      continue;
    }
    return StudyPlace{form.kind, parts[1], parts[3]};
  }
  return std::nullopt;
}

std::string NameOf(absl::string_view study, const StudyPlace& place) {
  for (const Form& form : kForms) {
    if (form.kind != place.kind) continue;
    const std::string above =
        form.above.empty() ? "" : absl::StrCat("/", form.above, "/", place.above);
    return absl::StrCat(study, above, "/", form.collection, "/", place.id);
  }
  return std::string(study);
}

}  // namespace lotse::survey::qualitative
