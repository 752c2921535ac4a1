#include "services/survey/engine/versions/wordings.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;

bool IsNear(absl::string_view was, absl::string_view is) {
  return Wording(was).LikenessTo(Wording(is)) >= kNearlySame;
}

bool SameLanguage(const Text::Variant& a, const Text::Variant& b) {
  return a.language() == b.language() && a.plain_language() == b.plain_language();
}

}  // namespace

Wording::Wording(absl::string_view text) : text_(absl::AsciiStrToLower(text)) {
  absl::RemoveExtraAsciiWhitespace(&text_);
  // Spaces around it, so that the shortest has a run too, and beginnings count.
  const std::string padded = absl::StrCat(" ", text_, " ");
  for (std::size_t i = 0; !text_.empty() && i + 3 <= padded.size(); ++i) {
    std::uint32_t run = 0;
    for (std::size_t k = i; k < i + 3; ++k) run = run << 8 | static_cast<unsigned char>(padded[k]);
    runs_.push_back(run);
  }
  std::sort(runs_.begin(), runs_.end());
  runs_.erase(std::unique(runs_.begin(), runs_.end()), runs_.end());
}

double Wording::LikenessTo(const Wording& other) const {
  if (runs_.empty() || other.runs_.empty()) return text_ == other.text_ ? 1 : 0;
  std::vector<std::uint32_t> common;
  std::set_intersection(runs_.begin(), runs_.end(), other.runs_.begin(), other.runs_.end(),
                        std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) /
         static_cast<double>(runs_.size() + other.runs_.size());
}

absl::string_view FirstWording(const Text& text) {
  return text.variants().empty() ? absl::string_view() : text.variants(0).text();
}

TextChange CompareTexts(const Text& was, const Text& is) {
  if (google::protobuf::util::MessageDifferencer::Equals(was, is)) return TextChange::kNone;
  if (was.variants().empty() || is.variants().empty()) return TextChange::kNear;
  bool common = false;
  for (const Text::Variant& before : was.variants()) {
    for (const Text::Variant& after : is.variants()) {
      if (!SameLanguage(before, after)) continue;
      common = true;
      if (IsNear(before.text(), after.text())) return TextChange::kNear;
    }
  }
  const bool near = !common && IsNear(FirstWording(was), FirstWording(is));
  return near ? TextChange::kNear : TextChange::kOther;
}

}  // namespace lotse::survey
