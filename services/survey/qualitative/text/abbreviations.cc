#include "services/survey/qualitative/text/abbreviations.h"

#include <unicode/unistr.h>
#include <unicode/ures.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {
namespace {

struct CloseBundle {
  void operator()(UResourceBundle* bundle) const { ures_close(bundle); }
};
using Bundle = std::unique_ptr<UResourceBundle, CloseBundle>;

}  // namespace

Abbreviations::Abbreviations(absl::string_view language) {
  UErrorCode error = U_ZERO_ERROR;
  const std::string name(language);
  const Bundle root(ures_openDirect(U_ICUDATA_NAME "-brkitr", name.c_str(), &error));
  const Bundle exceptions(ures_getByKey(root.get(), "exceptions", nullptr, &error));
  const Bundle list(ures_getByKey(exceptions.get(), "SentenceBreak", nullptr, &error));
  if (U_FAILURE(error)) return;  // ICU knows none of this language.
  for (int32_t i = 0; i < ures_getSize(list.get()); ++i) {
    int32_t length = 0;
    const UChar* text = ures_getStringByIndex(list.get(), i, &length, &error);
    if (U_FAILURE(error)) return;
    std::string utf8;
    icu::UnicodeString(text, length).toUTF8String(utf8);
    for (const absl::string_view word : absl::StrSplit(utf8, ' ')) words_.emplace(word);
  }
}

bool Abbreviations::End(absl::string_view sentence) const {
  const absl::string_view said = absl::StripTrailingAsciiWhitespace(sentence);
  if (sentence.substr(said.size()).find_first_of("\r\n") != absl::string_view::npos) return false;
  const std::size_t space = said.find_last_of(" \t\r\n");
  absl::string_view word = space == absl::string_view::npos ? said : said.substr(space + 1);
  while (!word.empty() && (word[0] == '(' || word[0] == '[' || word[0] == '"')) {
    word.remove_prefix(1);
  }
  if (word.size() < 2 || word.back() != '.') return false;
  const absl::string_view letters = word.substr(0, word.size() - 1);
  const types::CodePoint first = types::DecodeFirst(letters);
  const bool is_letter =
      first.size == letters.size() && (first.value >= 0xC0 || absl::ascii_isalpha(letters[0]));
  return is_letter || words_.contains(word);
}

}  // namespace lotse::survey::qualitative
