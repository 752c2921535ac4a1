#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::limesurvey {

// A language of a survey.
struct Language {
  // As LimeSurvey names it, for example `de-informal`.
  std::string source;
  // Tag of BCP 47, for example `de-x-informal`.
  std::string tag;
  // True for plain language (`de-easy`).
  bool plain = false;
};

// The languages of a survey by the names that LimeSurvey gives them; at most
// types::kMaxVariants. What is no language is an ERROR, what is changed a NOTE.
std::vector<Language> LanguagesOf(const std::vector<std::string>& names, FindingList* findings);

}  // namespace lotse::survey::limesurvey
