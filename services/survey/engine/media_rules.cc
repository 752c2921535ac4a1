#include "services/survey/engine/media_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {

using v1alpha::Media;

void CheckFileName(absl::string_view name, absl::string_view path, ViolationList* violations) {
  const bool leads_nowhere =
      name.find_first_of("/\\") == absl::string_view::npos && name != "." && name != "..";
  if (!name.empty() && name.size() <= kMaxFileNameBytes && leads_nowhere && types::IsUtf8(name)) {
    return;
  }
  violations->Add(path, absl::StrCat(name.empty() ? "missing" : "not the name of a file",
                                     "; give 1 to ", kMaxFileNameBytes, " bytes without a path"));
}

void CheckMedia(const google::protobuf::RepeatedPtrField<Media>& media, absl::string_view path,
                ViolationList* violations) {
  if (media.size() > kMaxMedia) {
    violations->Add(path, absl::StrCat("too many; give at most ", kMaxMedia));
    return;
  }
  for (int i = 0; i < media.size(); ++i) {
    const std::string one = absl::StrCat(path, "[", i, "]");
    if (media[i].kind() == Media::KIND_UNSPECIFIED || !Media::Kind_IsValid(media[i].kind())) {
      violations->Add(absl::StrCat(one, ".kind"), "missing or unknown; give one of the kinds");
    }
    CheckFileName(media[i].file(), absl::StrCat(one, ".file"), violations);
  }
}

}  // namespace lotse::survey
