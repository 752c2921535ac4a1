#include "cli/engagement/view.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/failure.h"
#include "cli/text.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

constexpr int kNarrowest = 60;
constexpr int kWidest = 500;
constexpr int kNarrowestCell = 24;
// The same where nothing stands behind it.
constexpr int kNarrowestHead = 8;
// How much further in stands what finds no place in its line.
constexpr int kFurtherIn = 4;

// What characters beyond ASCII look like in it. Letters are those of German and of names
// in its neighbourhood.
const std::map<char32_t, const char*>& Likenesses() {
  static const auto* likenesses = new std::map<char32_t, const char*>{
      {U'ä', "ae"},     {U'ö', "oe"},     {U'ü', "ue"},     {U'Ä', "Ae"},     {U'Ö', "Oe"},
      {U'Ü', "Ue"},     {U'ß', "ss"},     {U'à', "a"},      {U'á', "a"},      {U'â', "a"},
      {U'ã', "a"},      {U'å', "a"},      {U'æ', "ae"},     {U'ç', "c"},      {U'è', "e"},
      {U'é', "e"},      {U'ê', "e"},      {U'ë', "e"},      {U'ì', "i"},      {U'í', "i"},
      {U'î', "i"},      {U'ï', "i"},      {U'ñ', "n"},      {U'ò', "o"},      {U'ó', "o"},
      {U'ô', "o"},      {U'õ', "o"},      {U'ø', "o"},      {U'ù', "u"},      {U'ú', "u"},
      {U'û', "u"},      {U'É', "E"},      {U'ą', "a"},      {U'ć', "c"},      {U'č', "c"},
      {U'ę', "e"},      {U'ě', "e"},      {U'ğ', "g"},      {U'İ', "I"},      {U'ı', "i"},
      {U'ł', "l"},      {U'ń', "n"},      {U'ř', "r"},      {U'ś', "s"},      {U'ş', "s"},
      {U'š', "s"},      {U'Š', "S"},      {U'ź', "z"},      {U'ż', "z"},      {U'ž', "z"},
      {U'\u00a0', " "}, {U'–', "-"},      {U'—', "-"},      {U'\u00ad', ""},  {U'…', "..."},
      {U'„', "\""},     {U'“', "\""},     {U'”', "\""},     {U'»', "\""},     {U'«', "\""},
      {U'‚', "'"},      {U'‘', "'"},      {U'’', "'"},      {U'€', "EUR"},    {U'→', "->"},
      {U'§', "Par."},   {U'\u202f', " "}, {U'\u2011', "-"}, {U'\u2212', "-"}, {U'·', "-"},
  };
  return *likenesses;
}

std::string AsciiOf(absl::string_view text) {
  std::string ascii;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    const auto it = Likenesses().find(c.value);
    if (c.value < 0x80) {
      ascii += static_cast<char>(c.value);
    } else if (DisplayWidth(text.substr(0, c.size)) > 0) {
      ascii += it == Likenesses().end() ? "?" : it->second;
    }
    text.remove_prefix(c.size);
  }
  return ascii;
}

std::vector<int> WidthsOf(const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  return widths;
}

// The lines of AlignColumns, one for each row.
std::vector<std::string> LinesOf(const std::vector<std::vector<std::string>>& rows) {
  const std::string lines = AlignColumns(rows);
  return absl::StrSplit(absl::StripSuffix(lines, "\n"), '\n');
}

// As Columns, with only the first `kept` cells of a row in its line, of which the last gives
// way; the others stand below it.
std::string Stacked(const std::vector<std::vector<std::string>>& rows, size_t kept, int indent,
                    const ViewOptions& options) {
  std::vector<std::vector<std::string>> heads;
  for (const auto& row : rows) heads.emplace_back(row.begin(), row.begin() + kept);
  std::vector<std::string> lines(rows.size());
  if (kept > 0) {
    int before = indent;
    const std::vector<int> widths = WidthsOf(heads);
    for (size_t i = 0; i + 1 < kept; ++i) before += widths[i] + 2;
    for (auto& head : heads) head.back() = CutTo(head.back(), options.width - before, options);
    lines = LinesOf(heads);
  }
  const std::string further(indent + kFurtherIn, ' ');
  std::string text;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!lines[i].empty()) absl::StrAppend(&text, std::string(indent, ' '), lines[i], "\n");
    std::vector<std::string> others(rows[i].begin() + kept, rows[i].end());
    others.erase(std::remove(others.begin(), others.end(), ""), others.end());
    const std::string together = absl::StrJoin(others, "  ");
    if (together.empty()) continue;
    if (DisplayWidth(further) + DisplayWidth(together) <= options.width) {
      absl::StrAppend(&text, further, together, "\n");
      continue;
    }
    for (const std::string& other : others) absl::StrAppend(&text, Lines(further, other, options));
  }
  return text;
}

}  // namespace

absl::StatusOr<ViewOptions> ReadViewOptions(const Invocation& invocation) {
  const Args& args = invocation.args;
  ViewOptions options;
  options.language = args.Get("language", "de");
  if (options.language != "de" && options.language != "en") {
    return UsageError("--language: de or en");
  }
  options.width = std::max(invocation.environment.columns, kNarrowest);
  if (args.Has("width") && (!absl::SimpleAtoi(args.Get("width"), &options.width) ||
                            options.width < kNarrowest || options.width > kWidest)) {
    return UsageError(
        absl::StrCat("--width: give a number of columns from ", kNarrowest, " to ", kWidest));
  }
  options.ascii = args.Has("ascii") || !IsUtf8Locale(invocation.environment.variables);
  return options;
}

std::string Show(absl::string_view text, const ViewOptions& options) {
  const std::string printable = Printable(text);
  return options.ascii ? AsciiOf(printable) : printable;
}

std::string ShowText(const type::v1alpha::Text& text, const ViewOptions& options) {
  return Show(PickWording(text, options.language), options);
}

std::string Sign(const char* ascii, const char* unicode, const ViewOptions& options) {
  return options.ascii ? ascii : unicode;
}

std::string CutTo(absl::string_view text, int width, const ViewOptions& options) {
  if (DisplayWidth(text) <= width) return std::string(text);
  const std::string end = Sign("...", "…", options);
  std::string cut;
  int left = width - DisplayWidth(end);
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    left -= DisplayWidth(text.substr(0, c.size));
    if (left < 0) break;
    absl::StrAppend(&cut, text.substr(0, c.size));
    text.remove_prefix(c.size);
  }
  return absl::StrCat(absl::StripTrailingAsciiWhitespace(cut), end);
}

std::string Columns(std::vector<std::vector<std::string>> rows, size_t flexible, int indent,
                    const ViewOptions& options) {
  std::vector<int> widths = WidthsOf(rows);
  // Nothing is filled up behind the last text.
  while (widths.size() > flexible + 1 && widths.back() == 0) widths.pop_back();
  int before = indent;
  int behind = 0;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (i < flexible) before += widths[i] + 2;
    if (i > flexible) behind += widths[i] + 2;
  }
  const int most = options.width - before - behind;
  if (most < std::min(kNarrowestCell, widths[flexible]) && behind > 0) {
    const int left = options.width - before;
    return Stacked(rows, left < kNarrowestHead ? 0 : flexible + 1, indent, options);
  }
  for (auto& row : rows) row[flexible] = CutTo(row[flexible], most, options);
  std::string text;
  for (const std::string& line : LinesOf(rows)) {
    absl::StrAppend(&text, std::string(indent, ' '), line, "\n");
  }
  return text;
}

std::string Facts(const std::vector<std::pair<std::string, std::string>>& facts,
                  const ViewOptions& options) {
  int width = 0;
  for (const auto& [label, said] : facts) width = std::max(width, DisplayWidth(label));
  std::string text;
  for (const auto& [label, said] : facts) {
    absl::StrAppend(&text, Lines(absl::StrCat(PadRight(label, width), "  "), said, options));
  }
  return text;
}

std::string Lines(absl::string_view before, absl::string_view text, const ViewOptions& options) {
  const int indent = DisplayWidth(before);
  std::string lines;
  for (const std::string& line : WrapText(text, options.width - indent)) {
    const std::string start =
        lines.empty() ? std::string(before) : std::string(static_cast<size_t>(indent), ' ');
    const std::string whole = absl::StrCat(start, line);
    absl::StrAppend(&lines, absl::StripTrailingAsciiWhitespace(whole), "\n");
  }
  return lines;
}

std::string Below(absl::string_view name, absl::string_view prefix) {
  absl::string_view rest = name;
  if (absl::ConsumePrefix(&rest, prefix) && absl::ConsumePrefix(&rest, "/")) {
    return std::string(rest);
  }
  return std::string(name);
}

std::string IdOf(absl::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

}  // namespace lotse::cli
