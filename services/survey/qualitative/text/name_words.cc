#include "services/survey/qualitative/text/name_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {
namespace {

// What stands beside names and tells nobody, as ComparedWords writes it.
constexpr absl::string_view kTitles[] = {"herr", "herrn", "frau", "dr",  "prof", "von",
                                         "van",  "der",   "de",   "den", "di",   "zu"};

// What single characters are as they are compared. NFKC_Casefold is defined by character, and what
// is composed of several is taken apart by NFD again.
class Comparer {
 public:
  Comparer() {
    UErrorCode error = U_ZERO_ERROR;
    fold_ = icu::Normalizer2::getNFKCCasefoldInstance(error);
    decompose_ = icu::Normalizer2::getNFDInstance(error);
    if (U_FAILURE(error)) throw std::bad_alloc();
  }

  const icu::UnicodeString& Of(char32_t c) {
    const auto [at, is_new] = known_.try_emplace(c);
    if (is_new) {
      UErrorCode error = U_ZERO_ERROR;
      const icu::UnicodeString given(static_cast<UChar32>(c));
      at->second = decompose_->normalize(fold_->normalize(given, error), error);
      if (U_FAILURE(error)) throw std::bad_alloc();
    }
    return at->second;
  }

 private:
  const icu::Normalizer2* fold_ = nullptr;
  const icu::Normalizer2* decompose_ = nullptr;
  absl::flat_hash_map<char32_t, icu::UnicodeString> known_;
};

// Takes a word and the positions of its first character and behind its last.
using TakeWord = absl::FunctionRef<void(std::string compared, int64_t begin, int64_t end)>;

void FindWords(absl::string_view utf8, TakeWord take) {
  Comparer comparer;
  std::string word;
  int64_t begin = 0;
  int64_t position = 0;
  const auto end_word = [&](int64_t end) {
    if (!word.empty()) take(std::exchange(word, ""), begin, end);
  };
  for (; !utf8.empty(); ++position) {
    const types::CodePoint c = types::DecodeFirst(utf8);
    utf8.remove_prefix(c.size);
    if (c.value < 0x80) {
      if (!absl::ascii_isalpha(static_cast<unsigned char>(c.value))) {
        end_word(position);
        continue;
      }
      if (word.empty()) begin = position;
      word += absl::ascii_tolower(static_cast<unsigned char>(c.value));
      continue;
    }
    const icu::UnicodeString& compared = comparer.Of(c.value);
    for (int32_t at = 0; at < compared.length(); at = compared.moveIndex32(at, 1)) {
      const UChar32 one = compared.char32At(at);
      if (u_getCombiningClass(one) != 0) continue;
      if (!u_isUAlphabetic(one)) {
        end_word(position);
        continue;
      }
      if (word.empty()) begin = position;
      types::AppendUtf8(static_cast<char32_t>(one), &word);
    }
  }
  end_word(position);
}

}  // namespace

std::vector<std::string> ComparedWords(absl::string_view text) {
  std::vector<std::string> words;
  FindWords(text,
            [&words](std::string word, int64_t, int64_t) { words.push_back(std::move(word)); });
  return words;
}

std::vector<NameWord> NameWords(const IndexedText& text) {
  std::vector<NameWord> words;
  FindWords(text.utf8(), [&](std::string word, int64_t begin, int64_t end) {
    // A character that is compared as several words, such as `℀`, belongs to each.
    end = text.BoundaryBehind(std::max(end, begin + 1));
    words.push_back({std::move(word), {text.BoundaryBefore(begin), end}});
  });
  return words;
}

bool TellsSomebody(absl::string_view compared) {
  return types::CodePointCount(compared) > 1 &&
         std::find(std::begin(kTitles), std::end(kTitles), compared) == std::end(kTitles);
}

}  // namespace lotse::survey::qualitative
