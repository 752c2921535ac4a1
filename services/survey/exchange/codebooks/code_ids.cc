#include "services/survey/exchange/codebooks/code_ids.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {
namespace {

// What is longer says no more, and leaves room for a number.
constexpr size_t kMaxWords = 50;

// How German letters beyond ASCII are written without them; empty for all others.
absl::string_view WithoutUmlaut(char32_t c) {
  switch (c) {
    case U'ä':
    case U'Ä':
      return "ae";
    case U'ö':
    case U'Ö':
      return "oe";
    case U'ü':
    case U'Ü':
      return "ue";
    case U'ß':
    case U'ẞ':
      return "ss";
    default:
      return "";
  }
}

std::string WordsOf(absl::string_view name) {
  std::string words;
  while (!name.empty() && words.size() < kMaxWords) {
    const char32_t c = types::TakeCodePoint(&name).value_or(U' ');
    const absl::string_view letters = WithoutUmlaut(c);
    if (!letters.empty()) {
      absl::StrAppend(&words, letters);
    } else if (c < 0x80 && absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      words.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!words.empty() && words.back() != '-') {
      words.push_back('-');
    }
  }
  while (!words.empty() && words.back() == '-') words.pop_back();
  if (words.empty()) return "code";
  return absl::ascii_isdigit(static_cast<unsigned char>(words[0])) ? absl::StrCat("code-", words)
                                                                   : words;
}

}  // namespace

std::string CodeIdOf(absl::string_view name, absl::flat_hash_set<std::string>* taken) {
  const std::string words = WordsOf(name);
  std::string id = words;
  for (int number = 2; !taken->insert(id).second; ++number) id = absl::StrCat(words, "-", number);
  return id;
}

std::string UuidOf(absl::string_view name) {
  std::string digits = types::Sha256Hex(name).substr(0, 32);
  // Version 8 and the variant of the RFC.
  digits[12] = '8';
  digits[16] = 'a';
  const absl::string_view all = digits;
  return absl::StrCat(all.substr(0, 8), "-", all.substr(8, 4), "-", all.substr(12, 4), "-",
                      all.substr(16, 4), "-", all.substr(20));
}

}  // namespace lotse::survey
