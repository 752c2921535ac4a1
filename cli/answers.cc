#include "cli/answers.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::Answer;
using Answers = google::protobuf::RepeatedPtrField<Answer>;

// Of a cell only so much is shown as is needed to find and to map it.
std::string Shown(const std::string& cell, absl::string_view language) {
  constexpr size_t kLongest = 120;
  if (cell.size() <= kLongest) return absl::StrCat("'", cell, "'");
  return language == "de" ? absl::StrCat("ein Text von ", cell.size(), " Bytes")
                          : absl::StrCat("a text of ", cell.size(), " bytes");
}

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

// Sets the answer of a simple column; returns what is wrong with the cell.
std::string MapSimple(const ColumnPlan& column, const std::string& trimmed,
                      const std::string& original, absl::string_view language, Answer* answer) {
  answer->set_code(column.code);
  if (column.kind == ColumnPlan::Kind::kText) {
    answer->set_text(original);
    return "";
  }
  if (column.kind == ColumnPlan::Kind::kInteger) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(trimmed, &number)) {
      return absl::StrCat(Shown(trimmed, language),
                          Either(language, " ist keine ganze Zahl; richtig wäre zum Beispiel 42",
                                 " is not a whole number; right would be, for example, 42"));
    }
    answer->set_integer(number);
    return "";
  }
  const auto found = column.labels.find(trimmed);
  if (found == column.labels.end()) {
    return absl::StrCat(Shown(trimmed, language),
                        Either(language, " ist keine Antwort auf '", " is no label of '"),
                        column.code, "'", RightLabels(column.labels, language));
  }
  if (found->second.empty()) {
    return absl::StrCat(Shown(trimmed, language),
                        Either(language, " ist die Antwort mehrerer Optionen von '",
                               " is the label of several options of '"),
                        column.code,
                        Either(language, "'; in `labels` entscheiden", "'; decide in `labels`"));
  }
  answer->set_choice(found->second);
  return "";
}

// The number of a section in a cell, 0 for none; nullopt if it is no such number.
std::optional<int> SectionIn(absl::string_view trimmed) {
  int section = 0;
  if (trimmed.empty()) return 0;
  if (!absl::SimpleAtoi(trimmed, &section) || section < 0) return std::nullopt;
  return section;
}

// Maps one record; holds what its columns share.
class RecordMapper {
 public:
  RecordMapper(const ImportPlan& plan, absl::string_view language, Answers* answers)
      : plan_(plan), language_(language), answers_(answers) {}

  // Returns what is wrong with the cell.
  std::string Map(const ColumnPlan& column, const std::string& cell) {
    using Kind = ColumnPlan::Kind;
    if (column.kind == Kind::kIgnore || column.kind == Kind::kToken) return "";
    const std::string trimmed(absl::StripAsciiWhitespace(cell));
    if (plan_.missing.count(trimmed) > 0) return "";
    if (column.kind == Kind::kBrokeOff) return CheckSection(trimmed);
    if (column.kind == Kind::kOption) return MapOption(column, trimmed);
    return MapSimple(column, trimmed, cell, language_, answers_->Add());
  }

 private:
  std::string CheckSection(const std::string& trimmed) {
    if (SectionIn(trimmed).has_value()) return "";
    return absl::StrCat(Shown(trimmed, language_),
                        Either(language_,
                               " ist keine Nummer eines Abschnitts; richtig: 1 und so weiter, oder "
                               "leer, wenn alles ausgefüllt ist",
                               " is no number of a section; right: 1 and so on, or empty if it is "
                               "complete"));
  }

  std::string MapOption(const ColumnPlan& column, const std::string& trimmed) {
    const bool selected = column.selected.count(trimmed) > 0;
    if (!selected && column.not_selected.count(trimmed) == 0) {
      return absl::StrCat(Shown(trimmed, language_),
                          Either(language_, " ist weder `selected` noch `not_selected`; richtig:",
                                 " is neither `selected` nor `not_selected`; right:"),
                          absl::StrCat(" '", absl::StrJoin(column.selected, "', '"), "'"),
                          absl::StrCat(", '", absl::StrJoin(column.not_selected, "', '"), "'"));
    }
    // protobuf keeps the elements of a repeated message field where they are.
    Answer*& answer = choices_[column.code];
    if (answer == nullptr) {
      answer = answers_->Add();
      answer->set_code(column.code);
      answer->mutable_choices();
    }
    if (selected) answer->mutable_choices()->add_codes(column.option);
    return "";
  }

  const ImportPlan& plan_;
  const absl::string_view language_;
  Answers* const answers_;
  std::map<std::string, Answer*> choices_;  // multiple choices seen so far
};

}  // namespace

std::vector<CellProblem> MapRecord(const ImportPlan& plan, const CsvRecord& record,
                                   absl::string_view language, Answers* answers) {
  if (record.fields.size() != plan.columns.size()) {
    return {
        {record.line, "",
         absl::StrCat(record.fields.size(),
                      Either(language, " Felder; die Kopfzeile hat ", " fields; the header has "),
                      plan.columns.size())}};
  }
  std::vector<CellProblem> problems;
  RecordMapper mapper(plan, language, answers);
  for (size_t i = 0; i < plan.columns.size(); ++i) {
    const CsvField& field = record.fields[i];
    std::string what = mapper.Map(plan.columns[i], field.text);
    if (!what.empty()) problems.push_back({field.line, plan.columns[i].column, std::move(what)});
  }
  return problems;
}

int BrokeOffSectionOf(const ImportPlan& plan, const CsvRecord& record) {
  for (size_t i = 0; i < std::min(plan.columns.size(), record.fields.size()); ++i) {
    if (plan.columns[i].kind != ColumnPlan::Kind::kBrokeOff) continue;
    return SectionIn(absl::StripAsciiWhitespace(record.fields[i].text)).value_or(0);
  }
  return 0;
}

std::string TokenOf(const ImportPlan& plan, const CsvRecord& record) {
  for (size_t i = 0; i < std::min(plan.columns.size(), record.fields.size()); ++i) {
    if (plan.columns[i].kind != ColumnPlan::Kind::kToken) continue;
    return std::string(absl::StripAsciiWhitespace(record.fields[i].text));
  }
  return "";
}

}  // namespace lotse::cli
