#include "services/survey/qualitative/text/person_ids.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/folded.h"

namespace lotse::survey::qualitative {
namespace {

enum class SignKind { kLetter, kDigit, kBetween, kOther };

// A character as it is compared.
struct Sign {
  std::string compared;
  SignKind kind = SignKind::kOther;
  int64_t position = 0;  // Of what it was made of, in code points.
};
using Signs = std::vector<Sign>;

// Hyphens, blanks, underscores and dots.
bool IsBetween(char32_t c) {
  const bool is_dash = c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
  return is_dash || c == '_' || c == '.' || types::IsWhiteSpace(c);
}

// Adds what a character is compared as; what is not seen and marks are left out.
void AddSigns(absl::string_view character, int64_t position, Signs* signs) {
  const std::string folded = Folded(character);
  absl::string_view rest = folded;
  while (!rest.empty()) {
    const types::CodePoint c = types::DecodeFirst(rest);
    const auto value = static_cast<UChar32>(c.value);
    Sign sign{std::string(rest.substr(0, c.size)), SignKind::kOther, position};
    rest.remove_prefix(c.size);
    if (u_getCombiningClass(value) != 0) continue;
    const int32_t digit = u_charDigitValue(value);
    if (digit >= 0) {
      // Digits of all scripts are the same.
      sign.compared = std::string(1, static_cast<char>('0' + digit));
      sign.kind = SignKind::kDigit;
    } else if (IsBetween(c.value)) {
      sign.kind = SignKind::kBetween;
    } else if (u_isUAlphabetic(value)) {
      sign.kind = SignKind::kLetter;
    }
    signs->push_back(std::move(sign));
  }
}

Signs SignsOf(absl::string_view utf8) {
  Signs signs;
  signs.reserve(utf8.size());
  for (int64_t position = 0; !utf8.empty(); ++position) {
    const std::size_t size = types::DecodeFirst(utf8).size;
    AddSigns(utf8.substr(0, size), position, &signs);
    utf8.remove_prefix(size);
  }
  return signs;
}

// Goes over signs from the beginning of a word, and joins its runs of letters and of digits, and
// those of the words behind it, to what ids are compared as.
class RunReader {
 public:
  RunReader(const Signs& signs, std::size_t at) : signs_(signs), at_(at) {}

  // Adds the next run with what stands before it; false if there is none.
  bool Read(std::string* joined) {
    while (KindAt(at_) == SignKind::kBetween) ++at_;
    const SignKind kind = KindAt(at_);
    if (!IsInWord(kind)) return false;
    // Between letters and digits it does not matter whether something stands there; between two
    // runs of letters or of digits it does, but not what.
    if (kind == last_) *joined += '-';
    last_ = kind;
    const auto is_zero = [&] { return signs_[at_].compared == "0"; };
    while (kind == SignKind::kDigit && is_zero() && KindAt(at_ + 1) == kind) ++at_;
    for (; KindAt(at_) == kind; ++at_) *joined += signs_[at_].compared;
    return true;
  }
  // Whether a word ends behind the last run.
  bool IsAtEnd() const { return !IsInWord(KindAt(at_)); }

  static bool IsInWord(SignKind kind) {
    return kind == SignKind::kLetter || kind == SignKind::kDigit;
  }

 private:
  SignKind KindAt(std::size_t at) const {
    return at < signs_.size() ? signs_[at].kind : SignKind::kOther;
  }

  const Signs& signs_;
  std::size_t at_;
  SignKind last_ = SignKind::kOther;
};

}  // namespace

PersonIds::PersonIds(absl::Span<const std::string> ids) {
  for (const std::string& id : ids) {
    const Signs signs = SignsOf(id);
    RunReader reader(signs, 0);
    std::string joined;
    while (reader.Read(&joined)) {
    }
    if (joined.empty()) continue;
    longest_ = std::max(longest_, joined.size());
    ids_.insert(std::move(joined));
  }
}

std::optional<int64_t> PersonIds::FindIn(absl::string_view text) const {
  if (ids_.empty()) return std::nullopt;
  const Signs signs = SignsOf(text);
  for (std::size_t begin = 0; begin < signs.size(); ++begin) {
    if (!RunReader::IsInWord(signs[begin].kind)) continue;
    if (begin > 0 && RunReader::IsInWord(signs[begin - 1].kind)) continue;
    RunReader reader(signs, begin);
    std::string joined;
    // One more than the longest: an `s`.
    while (joined.size() <= longest_ + 1 && reader.Read(&joined)) {
      if (!reader.IsAtEnd()) continue;
      const absl::string_view word(joined);
      const bool is_one = ids_.contains(word) ||
                          (word.back() == 's' && ids_.contains(word.substr(0, word.size() - 1)));
      if (is_one) return signs[begin].position;
    }
  }
  return std::nullopt;
}

}  // namespace lotse::survey::qualitative
