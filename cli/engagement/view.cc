#include "cli/engagement/view.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
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
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  int others = indent;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (i != flexible) others += widths[i] + 2;
  }
  const int most = std::max(kNarrowestCell, options.width - others);
  for (auto& row : rows) {
    if (flexible < row.size()) row[flexible] = CutTo(row[flexible], most, options);
  }
  std::string text;
  const std::string lines = AlignColumns(rows);
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(lines, "\n"), '\n')) {
    absl::StrAppend(&text, std::string(indent, ' '), line, "\n");
  }
  return text;
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
