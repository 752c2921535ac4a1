#include "services/reporting/document/format.h"

#include <array>
#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace lotse::reporting {
namespace {

using lotse::type::v1alpha::Text;

constexpr char kNoBreakSpace[] = "\u00a0";
constexpr char kMinus[] = "\u2212";

constexpr std::array<const char*, 12> kGermanMonths = {
    "Januar", "Februar", "März",      "April",   "Mai",      "Juni",
    "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
constexpr std::array<const char*, 12> kEnglishMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

const char* MonthName(Language language, int month) {
  return language == Language::kGerman ? kGermanMonths[month - 1] : kEnglishMonths[month - 1];
}

}  // namespace

std::optional<Language> ParseLanguage(absl::string_view tag) {
  if (tag == "de") return Language::kGerman;
  if (tag == "en") return Language::kEnglish;
  return std::nullopt;
}

absl::string_view LanguageTag(Language language) {
  return language == Language::kGerman ? "de" : "en";
}

std::optional<int64_t> RoundPerMille(int64_t numerator, int64_t denominator) {
  if (denominator <= 0 || numerator < 0) return std::nullopt;
  // 128 bits, because 1000 times a large count does not fit into 64. Half up is
  // adding half the divisor before the division; doubling keeps that whole.
  const __int128 doubled = static_cast<__int128>(numerator) * 2000 + denominator;
  const __int128 per_mille = doubled / (static_cast<__int128>(denominator) * 2);
  if (per_mille > INT64_MAX) return std::nullopt;
  return static_cast<int64_t>(per_mille);
}

std::string FormatInteger(Language language, int64_t value) {
  // Negated as unsigned: the smallest int64 has no positive counterpart.
  const uint64_t magnitude =
      value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  const std::string digits = absl::StrCat(magnitude);
  std::string out = value < 0 ? kMinus : "";
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += language == Language::kGerman ? '.' : ',';
    out += digits[i];
  }
  return out;
}

std::string FormatPerMille(Language language, int64_t per_mille) {
  const int64_t tenth = per_mille % 10;
  // The sign is taken from the whole: -5 per mille is -0.5 %, not 0.5 %.
  std::string out = per_mille < 0 && per_mille > -10 ? kMinus : "";
  absl::StrAppend(&out, FormatInteger(language, per_mille / 10),
                  language == Language::kGerman ? "," : ".", tenth < 0 ? -tenth : tenth);
  absl::StrAppend(&out, language == Language::kGerman ? kNoBreakSpace : "", "%");
  return out;
}

std::string FormatPercent(Language language, int64_t percent) {
  return absl::StrCat(FormatInteger(language, percent),
                      language == Language::kGerman ? kNoBreakSpace : "", "%");
}

std::string FormatDate(Language language, const google::type::Date& date) {
  if (date.year() < 1 || date.year() > 9999) return "";
  if (date.month() == 0 && date.day() == 0) return absl::StrCat(date.year());
  if (date.month() < 1 || date.month() > 12) return "";
  std::string month_and_year =
      absl::StrCat(MonthName(language, date.month()), kNoBreakSpace, date.year());
  if (date.day() == 0) return month_and_year;
  if (!IsFullDate(date)) return "";
  return absl::StrCat(date.day(), language == Language::kGerman ? "." : "", kNoBreakSpace,
                      month_and_year);
}

bool IsFullDate(const google::type::Date& date) {
  if (date.year() < 1 || date.year() > 9999) return false;
  if (date.month() < 1 || date.month() > 12 || date.day() < 1 || date.day() > 31) return false;
  return std::chrono::year_month_day(std::chrono::year(date.year()),
                                     std::chrono::month(static_cast<unsigned>(date.month())),
                                     std::chrono::day(static_cast<unsigned>(date.day())))
      .ok();
}

bool IsOfLanguage(absl::string_view tag, Language language) {
  const absl::string_view wanted = LanguageTag(language);
  return absl::StartsWithIgnoreCase(tag, wanted) &&
         (tag.size() == wanted.size() || tag[wanted.size()] == '-');
}

std::string ChooseText(const Text& text, Language language) {
  const Text::Variant* plain = nullptr;
  for (const Text::Variant& variant : text.variants()) {
    if (!IsOfLanguage(variant.language(), language)) continue;
    if (!variant.plain_language()) return variant.text();
    if (plain == nullptr) plain = &variant;
  }
  if (plain != nullptr) return plain->text();
  return text.variants().empty() ? "" : text.variants(0).text();
}

}  // namespace lotse::reporting
