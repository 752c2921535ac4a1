#include "cli/engagement/measurement_rows.h"

#include <algorithm>
#include <map>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/failure.h"
#include "runtime/types/decimal.h"
#include "runtime/types/resource_name.h"

namespace lotse::cli {
namespace {

// Columns by what they say.
using Header = std::map<std::string, size_t>;

std::string MeaningOf(absl::string_view column) {
  static const auto* meanings =
      new std::map<std::string, std::string>{{"indicator", "indicator"},
                                             {"kennzahl", "indicator"},
                                             {"period", "period"},
                                             {"zeitraum", "period"},
                                             {"value", "value"},
                                             {"wert", "value"},
                                             {"not_measurable", "not_measurable"},
                                             {"nicht_messbar", "not_measurable"}};
  const auto it = meanings->find(absl::AsciiStrToLower(column));
  return it == meanings->end() ? "" : it->second;
}

absl::Status ReadHeader(const CsvTable& table, Header* header, MeasurementRows* read) {
  for (size_t i = 0; i < table.header.size(); ++i) {
    const std::string meaning = MeaningOf(table.header[i]);
    if (meaning.empty()) {
      read->unread.push_back(table.header[i]);
    } else if (!header->emplace(meaning, i).second) {
      return DataError(absl::StrCat("two columns say the ", meaning));
    }
  }
  for (const char* needed : {"indicator", "period"}) {
    if (header->count(needed) == 0) return DataError(absl::StrCat("no column ", needed));
  }
  if (header->count("value") == 0 && header->count("not_measurable") == 0) {
    return DataError("no column value");
  }
  return absl::OkStatus();
}

class RowReader {
 public:
  RowReader(const Header& header, const CsvRecord& record, const std::string& owner,
            std::vector<Problem>* problems)
      : header_(header), record_(record), owner_(owner), problems_(*problems) {}

  MeasurementRow Read() {
    MeasurementRow row;
    row.line = record_.line;
    row.indicator = Take("indicator", ReadIndicator(Cell("indicator"), owner_));
    row.period = Take("period", ReadPeriod(Cell("period")));
    row.not_measurable = Cell("not_measurable");
    const std::string value = Cell("value");
    if (value.empty() == row.not_measurable.empty()) {
      Wrong("value", "give either a value or why it cannot be measured (not_measurable)");
    } else if (!value.empty()) {
      row.value = Take("value", ReadNumber(value));
    }
    return row;
  }

 private:
  std::string Cell(const char* meaning) const {
    const auto it = header_.find(meaning);
    if (it == header_.end()) return "";
    return std::string(absl::StripAsciiWhitespace(record_.fields[it->second].text));
  }

  template <typename Value>
  Value Take(const char* column, const absl::StatusOr<Value>& value) {
    if (value.ok()) return *value;
    Wrong(column, std::string(value.status().message()));
    return {};
  }

  void Wrong(const char* column, const std::string& what) {
    problems_.push_back({absl::StrCat("line ", record_.line, ", column ", column), what});
  }

  const Header& header_;
  const CsvRecord& record_;
  const std::string& owner_;
  std::vector<Problem>& problems_;
};

// Whether the table has no value of this indicator and period before.
void CheckOnce(const MeasurementRow& row, std::map<std::string, int>* lines,
               std::vector<Problem>* problems) {
  const auto [it, is_new] = lines->emplace(
      absl::StrCat(row.indicator, " ", DayText(row.period.first), DayText(row.period.last)),
      row.line);
  if (is_new) return;
  problems->push_back(
      {absl::StrCat("line ", row.line),
       absl::StrCat("line ", it->second, " has a value of this indicator and period already")});
}

// Whether a number may be meant either way: up to three digits, then a separator, then
// three digits. `0.500` is no thousands.
bool IsAmbiguous(absl::string_view number) {
  absl::ConsumePrefix(&number, "-");
  const std::vector<absl::string_view> parts = absl::StrSplit(number, absl::ByAnyChar(".,"));
  const auto digits = [](absl::string_view part) {
    return absl::c_all_of(part, [](char c) { return absl::ascii_isdigit(c); });
  };
  return parts.size() == 2 && parts[0].size() >= 1 && parts[0].size() <= 3 && parts[0][0] != '0' &&
         parts[1].size() == 3 && digits(parts[0]) && digits(parts[1]);
}

absl::Status AmbiguousNumber(absl::string_view text) {
  std::string decimal = absl::StrReplaceAll(text, {{",", "."}});
  if (decimal.back() != '0') {
    decimal += "0";  // Four decimals cannot be thousands.
  } else {
    while (absl::EndsWith(decimal, "0") && !absl::EndsWith(decimal, ".0")) decimal.pop_back();
  }
  return UsageError(absl::StrCat("'", text, "' may mean thousands or decimals; write ",
                                 absl::StrReplaceAll(text, {{",", ""}, {".", ""}}),
                                 " for the one or ", decimal, " for the other"));
}

}  // namespace

absl::StatusOr<std::string> ReadNumber(absl::string_view text) {
  if (IsAmbiguous(text)) return AmbiguousNumber(text);
  const auto commas = std::count(text.begin(), text.end(), ',');
  const auto points = std::count(text.begin(), text.end(), '.');
  if (commas + points <= 1) {
    const std::string number = absl::StrReplaceAll(text, {{",", "."}});
    const auto decimal = types::Decimal::Parse(number);
    if (decimal.has_value()) return decimal->ToString();
  }
  return UsageError(absl::StrCat("'", text,
                                 "' is not a number; write one like 1250 or 12.5, without "
                                 "separators of thousands"));
}

absl::StatusOr<std::string> ReadIndicator(const std::string& text, const std::string& owner) {
  constexpr char kOfEngagement[] =
      "programmes/{programme}/engagements/{engagement}/indicators/{indicator}";
  constexpr char kOfProgramme[] = "programmes/{programme}/indicators/{indicator}";
  const std::string name = types::IsResourceId(text) && !owner.empty()
                               ? absl::StrCat(owner, "/indicators/", text)
                               : text;
  if (types::FitsName(kOfEngagement, name) || types::FitsName(kOfProgramme, name)) return name;
  return UsageError(absl::StrCat("'", text,
                                 "' is no name of an indicator; give one like programmes/vopi/"
                                 "engagements/musterstadt/indicators/beratungen"));
}

absl::StatusOr<MeasurementRows> ReadMeasurementRows(const CsvTable& table,
                                                    const std::string& owner) {
  MeasurementRows read;
  Header header;
  if (absl::Status s = ReadHeader(table, &header, &read); !s.ok()) return s;
  std::vector<Problem> problems;
  std::map<std::string, int> lines;  // By indicator and period.
  for (const CsvRecord& record : table.records) {
    if (record.fields.size() != table.header.size()) {
      problems.push_back(
          {absl::StrCat("line ", record.line),
           absl::StrCat(record.fields.size(), " fields; the header has ", table.header.size())});
      continue;
    }
    MeasurementRow row = RowReader(header, record, owner, &problems).Read();
    // Of what could not be read nobody knows whether it is there already.
    if (!row.indicator.empty() && row.period.first.year() != 0) CheckOnce(row, &lines, &problems);
    read.rows.push_back(std::move(row));
  }
  if (!problems.empty()) return DataError("the table was not taken; nothing was sent", problems);
  return read;
}

}  // namespace lotse::cli
