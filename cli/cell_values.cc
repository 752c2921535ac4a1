#include "cli/cell_values.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "cli/engagement/words.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Answer;
using Kind = ColumnPlan::Kind;

// What a cell of the column may say, as far as it fits into a line.
std::string RightLabels(const LabelTable& labels, absl::string_view language) {
  constexpr size_t kMost = 8;
  std::string list;
  size_t shown = 0;
  for (const auto& [label, option] : labels) {
    if (option.empty() || label.size() > 60) continue;
    if (++shown > kMost) {
      absl::StrAppend(&list, Either(language, " und andere", " and others"));
      break;
    }
    absl::StrAppend(&list, shown > 1 ? ", '" : " '", label, "'");
  }
  return list.empty() ? "" : absl::StrCat(Either(language, "; richtig:", "; right:"), list);
}

std::string NoAnswerTo(const ColumnPlan& column, const std::string& cell,
                       absl::string_view language) {
  return absl::StrCat(ShownCell(cell, language),
                      Either(language, " ist keine Antwort auf '", " is no label of '"),
                      column.code, "'", RightLabels(column.labels, language));
}

std::string ReadChoice(const ColumnPlan& column, const std::string& trimmed,
                       absl::string_view language, Answer* answer) {
  const auto found = column.labels.find(trimmed);
  if (found == column.labels.end()) return NoAnswerTo(column, trimmed, language);
  if (found->second.empty()) {
    return absl::StrCat(ShownCell(trimmed, language),
                        Either(language, " ist die Antwort mehrerer Optionen von '",
                               " is the label of several options of '"),
                        column.code,
                        Either(language, "'; in `labels` entscheiden", "'; decide in `labels`"));
  }
  answer->set_choice(found->second);
  return "";
}

// Codes with spaces between them.
std::string ReadCodes(const ColumnPlan& column, const std::string& trimmed,
                      absl::string_view language, Answer::Choices* choices) {
  std::set<std::string> seen;
  for (const absl::string_view part : absl::StrSplit(trimmed, ' ', absl::SkipEmpty())) {
    const std::string code(part);
    if (column.labels.count(code) == 0) return NoAnswerTo(column, code, language);
    if (!seen.insert(code).second) {
      return absl::StrCat(ShownCell(code, language),
                          Either(language, " steht zweimal da; richtig: jedes einmal",
                                 " is there twice; right: each once"));
    }
    choices->add_codes(code);
  }
  return "";
}

// A kind of value with its form.
struct Form {
  absl::string_view german;
  absl::string_view english;
  absl::string_view example;
};

std::string NotOfForm(const std::string& cell, const Form& form, absl::string_view language) {
  return absl::StrCat(
      ShownCell(cell, language), Either(language, " ist ", " is not "),
      Either(language, form.german, form.english),
      Either(language, "; richtig wäre zum Beispiel ", "; right would be, for example, "),
      form.example);
}

bool IsDate(const std::string& text) {
  absl::CivilDay day;
  return text.size() == 10 && absl::ParseCivilTime(text, &day);
}

bool FitsOne(const std::string& text, std::initializer_list<const char*> formats) {
  absl::Time time;
  return std::any_of(formats.begin(), formats.end(), [&](const char* format) {
    return absl::ParseTime(format, text, &time, nullptr);
  });
}

bool IsTime(const std::string& text) {
  return FitsOne(text, {"%H:%M", "%H:%M:%E*S", "%H:%M%Ez", "%H:%M:%E*S%Ez"});
}

bool IsDateTime(const std::string& text) {
  return FitsOne(text, {"%Y-%m-%d%ET%H:%M", "%Y-%m-%d%ET%H:%M:%E*S", "%Y-%m-%d%ET%H:%M%Ez",
                        "%Y-%m-%d%ET%H:%M:%E*S%Ez"});
}

std::string ReadNumber(const ColumnPlan& column, const std::string& trimmed,
                       absl::string_view language, Answer* answer) {
  if (column.kind == Kind::kDecimal) {
    double number = 0;
    if (!absl::SimpleAtod(trimmed, &number) || !std::isfinite(number)) {
      return NotOfForm(trimmed, {"keine Zahl", "a number", "3.5"}, language);
    }
    answer->set_decimal(number);
    return "";
  }
  int64_t number = 0;
  const bool is_count = column.kind == Kind::kCount;
  if (!absl::SimpleAtoi(trimmed, &number) || (is_count && (number < 0 || number > 1000))) {
    return is_count
               ? NotOfForm(trimmed, {"keine Anzahl bis 1000", "a count up to 1000", "2"}, language)
               : NotOfForm(trimmed, {"keine ganze Zahl", "a whole number", "42"}, language);
  }
  is_count ? answer->set_count(static_cast<int>(number)) : answer->set_integer(number);
  return "";
}

std::string ReadMoment(const ColumnPlan& column, const std::string& trimmed,
                       absl::string_view language, Answer* answer) {
  if (column.kind == Kind::kDate) {
    answer->set_date(trimmed);
    return IsDate(trimmed) ? "" : NotOfForm(trimmed, {"kein Tag", "a day", "2026-03-02"}, language);
  }
  if (column.kind == Kind::kTime) {
    answer->set_time(trimmed);
    return IsTime(trimmed)
               ? ""
               : NotOfForm(trimmed, {"keine Uhrzeit", "a time of day", "14:30"}, language);
  }
  answer->set_date_time(trimmed);
  return IsDateTime(trimmed)
             ? ""
             : NotOfForm(trimmed,
                         {"kein Tag mit Uhrzeit", "a day with a time", "2026-03-02T14:30:00+01:00"},
                         language);
}

}  // namespace

std::string ShownCell(const std::string& cell, absl::string_view language) {
  constexpr size_t kLongest = 120;
  if (cell.size() <= kLongest) return absl::StrCat("'", cell, "'");
  return language == "de" ? absl::StrCat("ein Text von ", cell.size(), " Bytes")
                          : absl::StrCat("a text of ", cell.size(), " bytes");
}

std::string ReadCell(const ColumnPlan& column, const std::string& trimmed,
                     const std::string& original, absl::string_view language, Answer* answer) {
  answer->set_code(column.code);
  answer->mutable_instances()->Assign(column.instances.begin(), column.instances.end());
  switch (column.kind) {
    case Kind::kText:
      answer->set_text(original);
      return "";
    case Kind::kContent:
      answer->set_content(original);
      return "";
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kCount:
      return ReadNumber(column, trimmed, language, answer);
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
      return ReadMoment(column, trimmed, language, answer);
    case Kind::kChoices:
      return ReadCodes(column, trimmed, language, answer->mutable_choices());
    case Kind::kRanking:
      return ReadCodes(column, trimmed, language, answer->mutable_ranking());
    case Kind::kAcknowledged:
      answer->set_acknowledged(true);
      return trimmed == "OK" || trimmed == "1" || trimmed == "true"
                 ? ""
                 : NotOfForm(trimmed, {"keine Bestätigung", "a confirmation", "OK"}, language);
    default:
      return ReadChoice(column, trimmed, language, answer);
  }
}

}  // namespace lotse::cli
