#include "services/survey/qualitative/text/breaks.h"

#include <new>

namespace lotse::survey::qualitative {

std::unique_ptr<icu::BreakIterator> MakeBreaks(BreakKind kind) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks;
  switch (kind) {
    case BreakKind::kCluster:
      breaks.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
      break;
    case BreakKind::kWord:
      breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
      break;
    case BreakKind::kSentence:
      breaks.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), error));
      break;
  }
  if (U_FAILURE(error) || breaks == nullptr) throw std::bad_alloc();
  return breaks;
}

void BreakText::Give(absl::string_view utf8, icu::BreakIterator* breaks) {
  UErrorCode error = U_ZERO_ERROR;
  utext_openUTF8(&text_, utf8.data(), static_cast<int64_t>(utf8.size()), &error);
  breaks->setText(&text_, error);
  if (U_FAILURE(error)) throw std::bad_alloc();
}

}  // namespace lotse::survey::qualitative
