#include "services/survey/exchange/limesurvey/language.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/types/text.h"

namespace lotse::survey::limesurvey {

std::vector<Language> LanguagesOf(const std::vector<std::string>& names, FindingList* findings) {
  std::vector<Language> languages;
  for (const std::string& name : names) {
    if (languages.size() == types::kMaxVariants) {
      findings->Fail(0, "",
                     absl::StrCat("There are more than ", types::kMaxVariants,
                                  " languages; take some of them out."));
      break;
    }
    Language language{name, name, false};
    absl::string_view stem = name;
    if (absl::ConsumeSuffix(&stem, "-informal")) {
      language.tag = absl::StrCat(stem, "-x-informal");
    } else if (absl::ConsumeSuffix(&stem, "-easy")) {
      language.tag = std::string(stem);
      language.plain = true;
    }
    if (!types::IsLanguageTag(language.tag)) {
      findings->Fail(
          0, "",
          absl::StrCat("`", Shortened(name), "` is no language; give a tag such as `de` or `en`."));
      continue;
    }
    if (language.tag != name) {
      findings->Note(0, "",
                     absl::StrCat("Texts in `", name, "` are kept under the tag `", language.tag,
                                  language.plain ? "` as plain language." : "`."));
    }
    languages.push_back(std::move(language));
  }
  return languages;
}

}  // namespace lotse::survey::limesurvey
