#include "services/survey/exchange/limesurvey/braces.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace lotse::survey::limesurvey {
namespace {

// True if `inner` stands in braces that mean an expression.
bool IsExpression(absl::string_view inner) {
  return !inner.empty() && !absl::ascii_isspace(static_cast<unsigned char>(inner.front())) &&
         !absl::ascii_isspace(static_cast<unsigned char>(inner.back()));
}

// Editors write what stands in braces as HTML.
std::string Decoded(absl::string_view inner) {
  return absl::StrReplaceAll(inner, {{"&lt;", "<"},
                                     {"&gt;", ">"},
                                     {"&quot;", "\""},
                                     {"&#39;", "'"},
                                     {"&#039;", "'"},
                                     {"&nbsp;", " "},
                                     {"\u00A0", " "},
                                     {"&amp;", "&"}});
}

}  // namespace

std::vector<TextPiece> SplitAtBraces(absl::string_view text) {
  std::vector<TextPiece> pieces;
  std::size_t begin = 0;
  std::size_t open = absl::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') open = i;
    if (text[i] != '}' || open == absl::string_view::npos) continue;
    const absl::string_view inner = text.substr(open + 1, i - open - 1);
    if (IsExpression(inner)) {
      if (open > begin) pieces.push_back({false, std::string(text.substr(begin, open - begin))});
      pieces.push_back({true, Decoded(inner)});
      begin = i + 1;
    }
    open = absl::string_view::npos;
  }
  if (begin < text.size()) pieces.push_back({false, std::string(text.substr(begin))});
  return pieces;
}

}  // namespace lotse::survey::limesurvey
