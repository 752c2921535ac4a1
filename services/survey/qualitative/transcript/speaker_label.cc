#include "services/survey/qualitative/transcript/speaker_label.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {
namespace {

constexpr std::size_t kMostWords = 4;

// Whether `c` can stand in the name of a speaker.
bool IsOfName(char32_t c) {
  if (c >= 0x80) {
    const bool is_sign = (c >= 0xA1 && c <= 0xBF) || (c >= 0x2010 && c <= 0x2BFF && c != 0x2019);
    return !types::IsControl(c) && !is_sign;
  }
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view(" .-_/&+'").find(static_cast<char>(c)) != absl::string_view::npos;
}

bool IsName(absl::string_view name) {
  if (name.empty() ||
      (!absl::ascii_isalnum(name[0]) && static_cast<unsigned char>(name[0]) < 0x80)) {
    return false;
  }
  bool has_letter = false;
  for (absl::string_view rest = name; !rest.empty();) {
    const types::CodePoint c = types::DecodeFirst(rest);
    if (!c.valid || !IsOfName(c.value)) return false;
    has_letter = has_letter || c.value >= 0x80 || absl::ascii_isalpha(rest[0]);
    rest.remove_prefix(c.size);
  }
  const std::vector<absl::string_view> words = absl::StrSplit(name, ' ', absl::SkipEmpty());
  return has_letter && words.size() <= kMostWords;
}

bool IsShort(absl::string_view text) {
  return types::CodePointCount(text) <= static_cast<std::size_t>(kMaxSpeakerLength);
}

}  // namespace

SpeakerLabel SplitRole(absl::string_view label) {
  const absl::string_view whole = absl::StripAsciiWhitespace(label);
  const std::size_t open = whole.find('(');
  if (open == absl::string_view::npos || open == 0 || whole.back() != ')') {
    return {std::string(whole), "", label.size()};
  }
  const absl::string_view role = whole.substr(open + 1, whole.size() - open - 2);
  return {std::string(absl::StripAsciiWhitespace(whole.substr(0, open))),
          std::string(absl::StripAsciiWhitespace(role)), label.size()};
}

std::optional<SpeakerLabel> ReadSpeakerLabel(absl::string_view line) {
  // Two texts with four bytes a character, and what stands around them.
  constexpr auto kLongest = static_cast<std::size_t>(8 * kMaxSpeakerLength + 8);
  const absl::string_view head = line.substr(0, kLongest);
  const std::size_t colon = head.find(':');
  if (colon == absl::string_view::npos || colon == 0) return std::nullopt;
  if (colon + 1 < line.size()) {
    const types::CodePoint next = types::DecodeFirst(line.substr(colon + 1));
    if (!types::IsWhiteSpace(next.value)) return std::nullopt;
  }
  SpeakerLabel label = SplitRole(head.substr(0, colon));
  label.size = colon + 1;
  const bool has_brackets = label.role.find_first_of("()") != std::string::npos;
  if (has_brackets || !IsName(label.speaker)) return std::nullopt;
  if (!IsShort(label.speaker) || !IsShort(label.role)) return std::nullopt;
  return label;
}

}  // namespace lotse::survey::qualitative
