// What values of XML Schema look like.
#include <algorithm>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "runtime/types/colour.h"
#include "services/survey/exchange/refi/schema.h"

namespace lotse::survey::refi {
namespace {

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

bool IsOneOf(absl::string_view text, std::initializer_list<absl::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Takes so many digits off; -1 if there are none.
int TakeNumber(absl::string_view* text, std::size_t digits) {
  int number = 0;
  if (!IsDigits(text->substr(0, digits)) || text->size() < digits ||
      !absl::SimpleAtoi(text->substr(0, digits), &number)) {
    return -1;
  }
  text->remove_prefix(digits);
  return number;
}

bool TakeDay(absl::string_view* text) {
  const int year = TakeNumber(text, 4);
  if (year < 1 || !absl::ConsumePrefix(text, "-")) return false;
  const int month = TakeNumber(text, 2);
  if (month < 1 || month > 12 || !absl::ConsumePrefix(text, "-")) return false;
  const int day = TakeNumber(text, 2);
  return day >= 1 && absl::CivilDay(year, month, day).day() == day;
}

bool TakeTime(absl::string_view* text) {
  const int hour = TakeNumber(text, 2);
  if (hour < 0 || hour > 23 || !absl::ConsumePrefix(text, ":")) return false;
  const int minute = TakeNumber(text, 2);
  if (minute < 0 || minute > 59 || !absl::ConsumePrefix(text, ":")) return false;
  const int second = TakeNumber(text, 2);
  if (second < 0 || second > 59) return false;
  if (!absl::ConsumePrefix(text, ".")) return true;
  const std::size_t digits = std::min(text->find_first_not_of("0123456789"), text->size());
  text->remove_prefix(digits);
  return digits > 0 && digits <= 9;
}

// Whether the rest is nothing or a time zone.
bool IsZone(absl::string_view text) {
  if (text.empty() || text == "Z") return true;
  if (text[0] != '+' && text[0] != '-') return false;
  text.remove_prefix(1);
  const int hour = TakeNumber(&text, 2);
  if (hour < 0 || !absl::ConsumePrefix(&text, ":")) return false;
  const int minute = TakeNumber(&text, 2);
  return text.empty() && minute >= 0 && minute <= 59 && (hour < 14 || (hour == 14 && minute == 0));
}

bool IsInteger(absl::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  return IsDigits(text);
}

bool IsDecimal(absl::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point == absl::string_view::npos) return IsDigits(text);
  const absl::string_view whole = text.substr(0, point), rest = text.substr(point + 1);
  return (whole.empty() || IsDigits(whole)) && (rest.empty() || IsDigits(rest)) &&
         whole.size() + rest.size() > 0;
}

std::optional<std::string> CanonicalGuid(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "{") != absl::ConsumeSuffix(&text, "}")) return std::nullopt;
  if (text.size() != 36) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return std::nullopt;
  }
  return absl::AsciiStrToLower(text);
}

bool HasForm(Form form, absl::string_view text) {
  switch (form) {
    case Form::kBoolean:
      return IsOneOf(text, {"true", "false", "1", "0"});
    case Form::kInteger:
      return IsInteger(text);
    case Form::kDecimal:
      return IsDecimal(text);
    case Form::kDate:
      return TakeDay(&text) && IsZone(text);
    case Form::kDateTime:
      return TakeDay(&text) && absl::ConsumePrefix(&text, "T") && TakeTime(&text) && IsZone(text);
    case Form::kColor:
      return types::IsColour(text) || types::IsShortColour(text);
    case Form::kDirection:
      return IsOneOf(text, {"Associative", "OneWay", "Bidirectional"});
    case Form::kVariableType:
      return IsOneOf(text, {"Text", "Boolean", "Integer", "Float", "Date", "DateTime"});
    case Form::kShape:
      return IsOneOf(text, {"Person", "Oval", "Rectangle", "RoundedRectangle", "Star",
                            "LeftTriangle", "RightTriangle", "UpTriangle", "DownTriangle", "Note"});
    case Form::kLineStyle:
      return IsOneOf(text, {"dotted", "dashed", "solid"});
    case Form::kString:
    case Form::kGuid:
      return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> Canonical(Form form, absl::string_view text) {
  if (form == Form::kString) return std::string(text);
  text = absl::StripAsciiWhitespace(text);
  if (form == Form::kGuid) return CanonicalGuid(text);
  if (!HasForm(form, text)) return std::nullopt;
  return std::string(text);
}

}  // namespace lotse::survey::refi
