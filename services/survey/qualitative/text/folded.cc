#include "services/survey/qualitative/text/folded.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <new>

#include "absl/strings/ascii.h"

namespace lotse::survey::qualitative {

std::string Folded(absl::string_view utf8) {
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return absl::ascii_isascii(c); })) {
    return absl::AsciiStrToLower(utf8);
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) throw std::bad_alloc();
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  const auto size = static_cast<int32_t>(utf8.size());
  fold->normalizeUTF8(0, icu::StringPiece(utf8.data(), size), sink, nullptr, error);
  if (U_FAILURE(error)) throw std::bad_alloc();
  return folded;
}

}  // namespace lotse::survey::qualitative
