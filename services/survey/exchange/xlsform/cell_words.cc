#include "services/survey/exchange/xlsform/cell_words.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {
namespace {

// A call of a function and nothing around it: `today()`, `jr:choice-name(a, b)`.
bool IsCall(absl::string_view text) {
  const std::size_t open = text.find('(');
  if (open == 0 || open == absl::string_view::npos || text.back() != ')') return false;
  const absl::string_view name = text.substr(0, open);
  return absl::ascii_isalpha(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ||
                  c == ':' || c == '.';
         });
}

// Numbers and calls with operators between them.
bool IsArithmetic(absl::string_view text) {
  int numbers = 0;
  int operators = 0;
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (word == "+" || word == "-" || word == "*" || word == "div" || word == "mod") {
      ++operators;
      continue;
    }
    while (absl::ConsumePrefix(&word, "(")) {
    }
    if (!IsCall(word)) {
      while (absl::ConsumeSuffix(&word, ")")) {
      }
      if (!IsNumeral(word)) return false;
    }
    ++numbers;
  }
  return operators > 0 && numbers > operators;
}

}  // namespace

absl::string_view Stripped(absl::string_view text) {
  while (!text.empty()) {
    const types::CodePoint first = types::DecodeFirst(text);
    if (!types::IsWhiteSpace(first.value)) break;
    text.remove_prefix(first.size);
  }
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size();) {
    const types::CodePoint c = types::DecodeFirst(text.substr(i));
    i += c.size;
    if (!types::IsWhiteSpace(c.value)) end = i;
  }
  return text.substr(0, end);
}

std::optional<bool> TruthOf(absl::string_view text) {
  const std::string word = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  if (word == "yes" || word == "true" || word == "true()" || word == "1") return true;
  if (word == "no" || word == "false" || word == "false()" || word == "0") return false;
  return std::nullopt;
}

std::optional<std::map<std::string, std::string>> ParseParameters(absl::string_view text) {
  std::map<std::string, std::string> parameters;
  // A space before or behind the sign belongs to the pair.
  std::string joined;
  for (const absl::string_view piece : absl::StrSplit(text, '=')) {
    if (!joined.empty()) joined += '=';
    absl::StrAppend(&joined, absl::StripAsciiWhitespace(piece));
  }
  for (const absl::string_view piece :
       absl::StrSplit(joined, absl::ByAnyChar(" ,;\t\n"), absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(piece, absl::MaxSplits('=', 1));
    if (pair.first.empty() || pair.second.empty()) return std::nullopt;
    if (!parameters.emplace(absl::AsciiStrToLower(pair.first), pair.second).second) {
      return std::nullopt;
    }
  }
  return parameters;
}

std::string WriteParameters(const std::map<std::string, std::string>& parameters) {
  return absl::StrJoin(parameters, " ", absl::PairFormatter("="));
}

bool IsComputed(absl::string_view text) {
  return absl::StrContains(text, "${") || IsCall(text) || IsArithmetic(text);
}

std::string XpathLiteral(absl::string_view text) {
  if (!absl::StrContains(text, '\'')) return absl::StrCat("'", text, "'");
  if (!absl::StrContains(text, '"')) return absl::StrCat("\"", text, "\"");
  std::vector<std::string> pieces;
  for (const absl::string_view piece : absl::StrSplit(text, '\'')) {
    pieces.push_back(absl::StrCat("'", piece, "'"));
  }
  return absl::StrCat("concat(", absl::StrJoin(pieces, ", \"'\", "), ")");
}

std::optional<std::string> TextOfLiteral(absl::string_view expression) {
  if (expression.size() >= 2 && (expression.front() == '\'' || expression.front() == '"') &&
      expression.find(expression.front(), 1) == expression.size() - 1) {
    return std::string(expression.substr(1, expression.size() - 2));
  }
  absl::string_view inner = expression;
  if (!absl::ConsumePrefix(&inner, "concat('") || !absl::ConsumeSuffix(&inner, "')")) {
    return std::nullopt;
  }
  const std::string text = absl::StrJoin(absl::StrSplit(inner, "', \"'\", '"), "'");
  if (XpathLiteral(text) == expression) return text;
  return std::nullopt;
}

bool IsWholeNumeral(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  return !text.empty() && text.size() <= 15 &&
         text.find_first_not_of("0123456789") == absl::string_view::npos;
}

bool IsNumeral(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() > 2 || !IsWholeNumeral(parts[0])) return false;
  return parts.size() == 1 || (IsWholeNumeral(parts[1]) && parts[1].front() != '-');
}

}  // namespace lotse::survey
