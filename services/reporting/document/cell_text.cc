#include "services/reporting/document/cell_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Number;
using v1alpha::Status;

constexpr char kNoBreakSpace[] = "\u00a0";
constexpr char kMinus[] = "\u2212";
// All digits that an int64 has room for behind a point.
constexpr int kMostDigits = 18;

}  // namespace

std::string NumberText(const Number& number, Language language) {
  const int digits = std::clamp(number.digits(), 0, kMostDigits);
  if (digits == 0) return FormatInteger(language, number.unscaled());
  int64_t one = 1;
  for (int i = 0; i < digits; ++i) one *= 10;
  const int64_t whole = number.unscaled() / one;
  const int64_t rest = number.unscaled() % one;
  const std::string fraction = absl::StrCat(rest < 0 ? -rest : rest);
  // The sign is taken from the number: that of -0.5 has no minus in its whole part.
  return absl::StrCat(number.unscaled() < 0 && whole == 0 ? kMinus : "",
                      FormatInteger(language, whole), language == Language::kGerman ? "," : ".",
                      std::string(static_cast<size_t>(digits) - fraction.size(), '0'), fraction);
}

std::string NumberWithUnit(const Number& number, Language language) {
  std::string out = NumberText(number, language);
  if (number.unit().empty()) return out;
  // As FormatPerMille writes it.
  const bool close = number.unit() == "%" && language == Language::kEnglish;
  absl::StrAppend(&out, close ? "" : kNoBreakSpace, number.unit());
  return out;
}

const char* SignOf(Status::Signal signal) {
  switch (signal) {
    case Status::SIGNAL_NOT_BEGUN:
      return "○";
    case Status::SIGNAL_ON_TRACK:
      return "●";
    case Status::SIGNAL_AT_RISK:
      return "▲";
    case Status::SIGNAL_CRITICAL:
      return "■";
    case Status::SIGNAL_DONE:
      return "✓";
    case Status::SIGNAL_PARTLY_DONE:
      return "◐";
    case Status::SIGNAL_DISCONTINUED:
      return "✕";
    default:
      return "";
  }
}

std::string CellText(const Cell& cell, Language language) {
  switch (cell.value_case()) {
    case Cell::kText:
      return cell.text();
    case Cell::kInteger:
      return FormatInteger(language, cell.integer());
    case Cell::kShare:
      return FormatPerMille(language, cell.share().per_mille());
    case Cell::kProtected:
      return WordingOf(language).protected_word;
    case Cell::kNumber:
      return NumberWithUnit(cell.number(), language);
    case Cell::kDate:
      return FormatDate(language, cell.date());
    case Cell::kStatus:
      return absl::StrCat(SignOf(cell.status().signal()), kNoBreakSpace, cell.status().word());
    case Cell::kMissing:
    case Cell::VALUE_NOT_SET:
      return kDash;
  }
  return kDash;
}

}  // namespace lotse::reporting
