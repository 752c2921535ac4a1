#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {

struct FileTypes {
  // Media types that are taken here, each once.
  std::vector<std::string> taken;
  // Endings of files for which there is none.
  std::vector<std::string> refused;
};

// What a list of endings (`png, gif, pdf`) means. An empty list is LimeSurvey's own default,
// `png, gif, doc, odt, jpg, jpeg, pdf`.
FileTypes MediaTypesOf(absl::string_view endings);

}  // namespace lotse::survey::limesurvey
