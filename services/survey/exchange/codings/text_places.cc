#include "services/survey/exchange/codings/text_places.h"

#include "absl/strings/ascii.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::codings {
namespace {

// Adds to `folded` the text with one space for each run of white space, and to `places`, if there
// is one, the code point of each byte.
void Fold(absl::string_view text, std::string* folded, std::vector<std::uint32_t>* places) {
  for (std::uint32_t place = 0; !text.empty(); ++place) {
    const types::CodePoint c = types::DecodeFirst(text);
    const absl::string_view bytes = text.substr(0, c.size);
    text.remove_prefix(c.size);
    if (!c.valid || !types::IsWhiteSpace(c.value)) {
      folded->append(bytes.data(), bytes.size());
    } else if (folded->empty() || folded->back() != ' ') {
      *folded += ' ';
    }
    if (places != nullptr) places->resize(folded->size(), place);
  }
}

}  // namespace

TextPlaces::TextPlaces(absl::string_view text) : text_(text) {
  absl::string_view rest = text;
  while (!rest.empty()) {
    starts_.push_back(static_cast<std::uint32_t>(text.size() - rest.size()));
    types::TakeCodePoint(&rest);
  }
  starts_.push_back(static_cast<std::uint32_t>(text.size()));
}

absl::string_view TextPlaces::At(qualitative::TextSpan span) const {
  const std::size_t begin = starts_[static_cast<std::size_t>(span.begin)];
  return text_.substr(begin, starts_[static_cast<std::size_t>(span.end)] - begin);
}

std::vector<qualitative::TextSpan> TextPlaces::Find(absl::string_view quote, std::size_t most) {
  if (folded_.empty()) Fold(text_, &folded_, &folded_places_);
  std::string folded;
  Fold(quote, &folded, nullptr);
  const absl::string_view wanted = absl::StripAsciiWhitespace(folded);
  std::vector<qualitative::TextSpan> spans;
  if (wanted.empty()) return spans;
  for (std::size_t at = folded_.find(wanted.data(), 0, wanted.size());
       at != std::string::npos && spans.size() < most;
       at = folded_.find(wanted.data(), at + wanted.size(), wanted.size())) {
    spans.push_back(
        {int64_t{folded_places_[at]}, int64_t{folded_places_[at + wanted.size() - 1]} + 1});
  }
  return spans;
}

}  // namespace lotse::survey::codings
