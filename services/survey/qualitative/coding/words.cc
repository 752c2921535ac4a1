#include "services/survey/qualitative/coding/words.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>

#include "absl/functional/function_ref.h"

namespace lotse::survey::qualitative {
namespace {

using icu::BreakIterator;
using icu::UnicodeString;

UnicodeString Utf16(absl::string_view text) {
  return UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string FoldedOf(UnicodeString text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  text.foldCase();
  // Its data is compiled in; where it were not there, all texts would be compared as they are.
  if (U_SUCCESS(status)) text = nfc->normalize(text, status);
  std::string folded;
  text.toUTF8String(folded);
  return folded;
}

// Counts code points along a text, in one go from its beginning.
class CodePoints {
 public:
  explicit CodePoints(const UnicodeString& text) : text_(text) {}

  // Before the UTF-16 unit `unit`, which is not before the last one that was asked for.
  int64_t Before(int32_t unit) {
    count_ += text_.countChar32(unit_, unit - unit_);
    unit_ = unit;
    return count_;
  }

 private:
  const UnicodeString& text_;
  int32_t unit_ = 0;
  int64_t count_ = 0;
};

// Visits what lies between two boundaries, with the status of the second.
void EachPart(BreakIterator* iterator, const UnicodeString& text,
              absl::FunctionRef<void(int32_t, int32_t, int32_t)> visit) {
  if (iterator == nullptr) return;
  iterator->setText(text);
  int32_t begin = iterator->first();
  for (int32_t end = iterator->next(); end != BreakIterator::DONE; end = iterator->next()) {
    visit(begin, end, iterator->getRuleStatus());
    begin = end;
  }
}

}  // namespace

std::string Folded(absl::string_view text) { return FoldedOf(Utf16(text)); }

std::vector<Word> WordsOf(absl::string_view text) {
  const UnicodeString utf16 = Utf16(text);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<BreakIterator> iterator(
      BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  CodePoints points(utf16);
  std::vector<Word> words;
  EachPart(iterator.get(), utf16, [&](int32_t begin, int32_t end, int32_t kind) {
    if (kind < UBRK_WORD_NONE_LIMIT) return;
    const int64_t first = points.Before(begin);
    words.push_back(
        {{first, points.Before(end)}, FoldedOf(utf16.tempSubStringBetween(begin, end))});
  });
  return words;
}

std::vector<TextSpan> SentencesOf(absl::string_view text) {
  const UnicodeString utf16 = Utf16(text);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<BreakIterator> iterator(
      BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
  CodePoints points(utf16);
  std::vector<TextSpan> sentences;
  EachPart(iterator.get(), utf16, [&](int32_t begin, int32_t end, int32_t) {
    while (begin < end && u_isUWhiteSpace(utf16.char32At(begin)) != 0) {
      begin = utf16.moveIndex32(begin, 1);
    }
    while (begin < end && u_isUWhiteSpace(utf16.char32At(end - 1)) != 0) --end;
    if (begin == end) return;
    const int64_t first = points.Before(begin);
    sentences.push_back({first, points.Before(end)});
  });
  return sentences;
}

}  // namespace lotse::survey::qualitative
