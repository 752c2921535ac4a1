#include "cli/text.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

int Columns(char32_t c) {
  const auto in = [c](char32_t low, char32_t high) { return c >= low && c <= high; };
  if (in(0x300, 0x36f) || in(0x200b, 0x200f) || in(0xfe00, 0xfe0f)) return 0;
  const bool wide = in(0x1100, 0x115f) || in(0x2e80, 0xa4cf) || in(0xac00, 0xd7a3) ||
                    in(0xf900, 0xfaff) || in(0xfe30, 0xfe6f) || in(0xff00, 0xff60) ||
                    in(0xffe0, 0xffe6) || in(0x1f300, 0x1faff);
  return wide ? 2 : 1;
}

// Cuts the longest beginning of at most `width` columns off `text`, at least
// one character.
std::string TakeColumns(absl::string_view* text, int width) {
  size_t end = 0;
  int used = 0;
  while (end < text->size()) {
    const types::CodePoint c = types::DecodeFirst(text->substr(end));
    const int columns = Columns(c.value);
    if (end > 0 && used + columns > width) break;
    used += columns;
    end += c.size;
  }
  const std::string taken(text->substr(0, end));
  text->remove_prefix(end);
  return taken;
}

// The same of a word that is longer: up to behind its last slash that fits, if it has one, so
// that a name is broken between its parts.
std::string TakePart(absl::string_view* word, int width) {
  absl::string_view rest = *word;
  std::string part = TakeColumns(&rest, width);
  const size_t slash = part.rfind('/');
  if (slash != std::string::npos) part.resize(slash + 1);
  word->remove_prefix(part.size());
  return part;
}

// Levenshtein's distance.
int EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string MainLanguage(absl::string_view tag) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(tag, absl::MaxSplits('-', 1));
  return absl::AsciiStrToLower(parts.first);
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string result;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    if (c.value == '\n' || c.value == '\r' || c.value == '\t') {
      result += ' ';
    } else if (!c.valid || types::IsControl(c.value)) {
      result += "\xef\xbf\xbd";  // U+FFFD
    } else {
      absl::StrAppend(&result, text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
  return result;
}

absl::string_view FirstLine(absl::string_view text) { return text.substr(0, text.find('\n')); }

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    width += Columns(c.value);
    text.remove_prefix(c.size);
  }
  return width;
}

std::vector<std::string> WrapText(absl::string_view text, int width) {
  std::vector<std::string> lines(1);
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!lines.back().empty() && DisplayWidth(lines.back()) + 1 + DisplayWidth(word) <= width) {
      absl::StrAppend(&lines.back(), " ", word);
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    while (DisplayWidth(word) > width) {
      lines.back() = TakePart(&word, width);
      lines.emplace_back();
    }
    lines.back() = std::string(word);
  }
  return lines;
}

std::string PadRight(absl::string_view text, int width) {
  const int missing = std::max(0, width - DisplayWidth(text));
  return absl::StrCat(text, std::string(missing, ' '));
}

std::string AlignColumns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(row.size());
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(Printable(row[i])));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : "  ", PadRight(Printable(row[i]), widths[i]));
    }
    absl::StrAppend(&text, absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return text;
}

std::string PickWording(const lotse::type::v1alpha::Text& text, absl::string_view language) {
  const lotse::type::v1alpha::Text::Variant* best = nullptr;
  int best_score = -1;
  for (const auto& variant : text.variants()) {
    int score = 0;
    if (absl::EqualsIgnoreCase(variant.language(), language)) {
      score = 4;
    } else if (MainLanguage(variant.language()) == MainLanguage(language)) {
      score = 2;
    }
    if (score > 0 && !variant.plain_language()) ++score;
    if (score > best_score) {
      best = &variant;
      best_score = score;
    }
  }
  return best == nullptr ? "" : best->text();
}

lotse::type::v1alpha::Text TextIn(absl::string_view language, absl::string_view wording) {
  lotse::type::v1alpha::Text text;
  auto* variant = text.add_variants();
  variant->set_language(std::string(language));
  variant->set_text(std::string(wording));
  return text;
}

std::vector<std::string> Similar(absl::string_view word,
                                 const std::vector<std::string>& candidates) {
  const std::string wanted = absl::AsciiStrToLower(word);
  std::vector<std::pair<int, std::string>> ranked;
  for (const std::string& candidate : candidates) {
    const std::string lower = absl::AsciiStrToLower(candidate);
    const int distance = EditDistance(wanted, lower);
    const bool contains = wanted.size() >= 3 && absl::StrContains(lower, wanted);
    if (!contains && distance * 5 > static_cast<int>(wanted.size()) * 2) continue;
    ranked.emplace_back(contains ? 0 : distance, candidate);
  }
  std::sort(ranked.begin(), ranked.end());
  ranked.erase(std::unique(ranked.begin(), ranked.end()), ranked.end());
  std::vector<std::string> similar;
  for (const auto& [distance, candidate] : ranked) {
    if (similar.size() < 3) similar.push_back(candidate);
  }
  return similar;
}

std::string DidYouMean(absl::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string> similar = Similar(word, candidates);
  if (similar.empty()) return "";
  return absl::StrCat(" (did you mean ", absl::StrJoin(similar, ", "), "?)");
}

}  // namespace lotse::cli
