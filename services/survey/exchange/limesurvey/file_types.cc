#include "services/survey/exchange/limesurvey/file_types.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::limesurvey {
namespace {

constexpr absl::string_view kDefaultEndings = "png, gif, doc, odt, jpg, jpeg, pdf";

// What a question may take. Source: instrument.proto, `media_types`.
constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
    {"jpg", "image/jpeg"},      {"jpeg", "image/jpeg"}, {"png", "image/png"},
    {"pdf", "application/pdf"}, {"txt", "text/plain"},  {"mp3", "audio/mpeg"},
    {"m4a", "audio/mp4"},       {"ogg", "audio/ogg"},   {"wav", "audio/wav"},
    {"mp4", "video/mp4"},       {"webm", "video/webm"}};

}  // namespace

FileTypes MediaTypesOf(absl::string_view endings) {
  FileTypes types;
  if (absl::StripAsciiWhitespace(endings).empty()) endings = kDefaultEndings;
  for (absl::string_view ending : absl::StrSplit(endings, absl::ByAnyChar(",; "))) {
    const std::string wanted = absl::AsciiStrToLower(ending);
    if (wanted.empty()) continue;
    const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                    [&](const auto& known) { return known.first == wanted; });
    if (type == std::end(kTypes)) {
      types.refused.emplace_back(Shortened(wanted));
    } else if (std::count(types.taken.begin(), types.taken.end(), type->second) == 0) {
      types.taken.emplace_back(type->second);
    }
  }
  return types;
}

}  // namespace lotse::survey::limesurvey
