#include "services/survey/qualitative/rules/label_rules.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {
namespace {

// What stands in a label that tells who somebody is.
enum class Told { kNothing, kName, kId };

Told ToldBy(absl::string_view label, const Untold& untold) {
  if (untold.names.AnyIn(label)) return Told::kName;
  const bool tells_id = untold.people.FindIn(label).has_value() || TellsId(label, untold.ids);
  return tells_id ? Told::kId : Told::kNothing;
}

Told ToldBy(const type::v1alpha::Text& label, const Untold& untold) {
  Told told = Told::kNothing;
  for (const auto& variant : label.variants()) {
    const Told by_variant = ToldBy(variant.text(), untold);
    if (by_variant == Told::kName) return Told::kName;
    if (by_variant == Told::kId) told = Told::kId;
  }
  return told;
}

}  // namespace

rpc::FieldViolations CheckTitle(const type::v1alpha::Text& title, const Untold& untold) {
  rpc::FieldViolations violations;
  for (int i = 0; i < title.variants_size(); ++i) {
    const std::string path = absl::StrCat("material_release.title.variants[", i, "].text");
    const Told told = ToldBy(title.variants(i).text(), untold);
    if (told == Told::kName) violations.push_back({path, std::string(kHasName)});
    if (told == Told::kId) {
      violations.push_back(
          {path, "has a pseudonym, an id or a time code; leave out what leads to a person"});
    }
  }
  return violations;
}

void AddLabelObstacles(const v1alpha::MaterialRelease& release, const Untold& untold,
                       bool* tells_name, std::vector<rpc::Obstacle>* obstacles) {
  const auto add = [&](Told told, const std::string& path, const rpc::Wording& words) {
    if (told == Told::kNothing) return;
    if (told == Told::kName && std::exchange(*tells_name, true)) return;
    obstacles->push_back({absl::StrCat(release.name(), "#", path), words});
  };
  for (int i = 0; i < release.themes_size(); ++i) {
    add(ToldBy(release.themes(i).label(), untold), absl::StrCat("themes[", i, "]"),
        {"heißt wie jemand, den die Studie kennt, oder nennt eine Kennung; benennen Sie den Code "
         "um",
         "is called as somebody whom the study knows, or has an id in its name; rename the code"});
  }
  for (int i = 0; i < release.quotes_size(); ++i) {
    add(ToldBy(release.quotes(i).role_label(), untold), absl::StrCat("quotes[", i, "].role"),
        {"heißt wie jemand, den die Studie kennt, oder nennt eine Kennung; benennen Sie die "
         "Rolle "
         "um, oder geben Sie keine an",
         "is called as somebody whom the study knows, or has an id in its name; rename the role, "
         "or "
         "give none"});
  }
}

}  // namespace lotse::survey::qualitative
