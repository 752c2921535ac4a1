#include "services/survey/qualitative/rules/known_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

namespace lotse::survey::qualitative {
namespace {

// What stands beside names and tells nobody, as ComparedWords writes it.
constexpr absl::string_view kTitles[] = {"herr", "herrn", "frau", "dr",  "prof", "von",
                                         "van",  "der",   "de",   "den", "di",   "zu"};

// As compared; what is no text is as it was. That ICU lacks its own data is not to be expected.
icu::UnicodeString Compared(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const auto* decompose = icu::Normalizer2::getNFDInstance(error);
  const auto given = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_FAILURE(error)) return given;
  icu::UnicodeString apart = decompose->normalize(fold->normalize(given, error), error);
  return U_FAILURE(error) ? given : apart;
}

}  // namespace

std::vector<std::string> ComparedWords(absl::string_view text) {
  const icu::UnicodeString compared = Compared(text);
  std::vector<std::string> words;
  icu::UnicodeString word;
  const auto end_word = [&] {
    if (word.isEmpty()) return;
    words.emplace_back();
    word.toUTF8String(words.back());
    word.remove();
  };
  for (int32_t at = 0; at < compared.length(); at = compared.moveIndex32(at, 1)) {
    const UChar32 c = compared.char32At(at);
    if (u_getCombiningClass(c) != 0) continue;
    if (u_isalpha(c)) {
      word.append(c);
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

KnownNames::KnownNames(absl::Span<const std::string> names) {
  for (const std::string& name : names) {
    for (std::string& word : ComparedWords(name)) {
      const bool title =
          std::find(std::begin(kTitles), std::end(kTitles), word) != std::end(kTitles);
      if (word.size() > 1 && !title) words_.insert(std::move(word));
    }
  }
}

bool KnownNames::AnyIn(absl::string_view text) const {
  for (const std::string& word : ComparedWords(text)) {
    if (words_.contains(word)) return true;
    if (word.back() == 's' && words_.contains(word.substr(0, word.size() - 1))) return true;
  }
  return false;
}

}  // namespace lotse::survey::qualitative
