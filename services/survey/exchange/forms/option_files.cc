#include "services/survey/exchange/forms/option_files.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/forms/option_table.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Instrument;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

using Questions = google::protobuf::RepeatedPtrField<Question>;

// The columns that a question takes of the file of its list; empty: those of the file.
struct Columns {
  std::string value;
  std::string label;

  bool operator==(const Columns&) const = default;
};

std::string SettingOf(const Question& question, const char* name) {
  const auto found = question.settings().find(name);
  return found == question.settings().end() ? "" : found->second;
}

bool HasValue(const OptionTable& table, absl::string_view column) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [column](const OptionRow& row) { return !row.Value(column).empty(); });
}

std::string NoColumn(const OptionTable& table, absl::string_view column) {
  // More would hide what is said.
  constexpr std::size_t kMostNamed = 8;
  std::set<absl::string_view> names;
  for (const OptionRow& row : table.rows) {
    for (const auto& [name, text] : row.columns) {
      if (!text.empty() && names.size() < kMostNamed) names.insert(Shortened(name));
    }
  }
  return absl::StrCat("There is no option with a column `", Shortened(column),
                      "` in it; they have `", absl::StrJoin(names, "`, `"), "`.");
}

class Taker {
 public:
  Taker(const FormFiles& files, absl::string_view language, ImportResult* result)
      : files_(files), language_(language), result_(*result) {
    const auto& title = result->instrument.title();
    if (!title.variants().empty()) language_ = title.variants(0).language();
    for (ImportFinding& finding : result->findings) findings_.Add(std::move(finding));
    for (const OptionList& list : result->instrument.option_lists()) {
      options_ += list.options_size();
    }
  }

  void Take() {
    for (OptionList& list : *result_.instrument.mutable_option_lists()) {
      if (!list.file().empty() && list.options().empty()) TakeList(&list);
    }
    std::set<std::string> names;
    for (const FormFile& file : files_) {
      if (!names.insert(file.name).second) {
        findings_.Fail(Place{0, file.name, ""}, "", "Two files have this name; give it once.");
      } else if (!used_.count(file.name)) {
        findings_.Warn(Place{0, file.name, ""}, "",
                       "No list of the form is in a file of this name; left out.");
      }
    }
    result_.findings = std::move(findings_).Take();
  }

 private:
  // What would have been right where a file is not there. A name that differs in case alone is
  // another one: forms are used where that makes a difference.
  std::string RightFile(absl::string_view name) const {
    for (const FormFile& file : files_) {
      if (absl::EqualsIgnoreCase(file.name, name)) {
        return absl::StrCat("`", Shortened(file.name), "` was: write both alike.");
      }
    }
    return "give it with the form.";
  }

  void TakeList(OptionList* list) {
    used_.insert(list->file());
    const Place named = PlaceOf(*list);
    const FormFile* const file = FileOf(list->file());
    if (file == nullptr) {
      findings_.Fail(named, list->code(),
                     absl::StrCat("The options are in the file `", Shortened(list->file()),
                                  "`, which was not given; ", RightFile(list->file())));
      return;
    }
    const Place whole{0, file->name, ""};
    const absl::StatusOr<OptionTable> table = ReadOptionTable(file->name, file->content);
    if (!table.ok()) {
      findings_.Fail(whole, list->code(),
                     absl::StrCat("It cannot be read: ", table.status().message(), "."));
      return;
    }
    const std::optional<Columns> columns = ColumnsFor(*list, *table);
    if (!columns) return;
    for (ImportFinding finding : table->findings) findings_.Add(std::move(finding));
    if (table->has_places) {
      findings_.Warn(whole, list->code(), "The places on the map were left out.");
    }
    if (table->rows.empty()) {
      findings_.Fail(whole, list->code(), "There is no option in it; give at least one.");
      return;
    }
    if (!HasValue(*table, columns->value)) {
      findings_.Fail(Place{1, file->name, columns->value}, list->code(),
                     NoColumn(*table, columns->value));
      return;
    }
    WarnOfReserved(*table, *columns, whole, list->code());
    result_.places.files[list->code()] = {file->name, columns->value, columns->label, {}};
    std::set<std::string> codes;
    for (const OptionRow& row : table->rows) {
      if (!TakeRow(row, *columns, whole, &codes, list)) return;
    }
    NoteTaken(*table, named, *list);
    list->clear_file();
    for (auto& section : *result_.instrument.mutable_sections()) {
      ForgetColumns(list->code(), section.mutable_questions());
    }
  }

  // Nothing if a row was left out, which is an ERROR.
  void NoteTaken(const OptionTable& table, const Place& named, const OptionList& list) {
    const int count = list.options_size();
    if (static_cast<std::size_t>(count) < table.rows.size()) return;
    findings_.Note(named, list.code(),
                   absl::StrCat("The ", count == 1 ? "one option" : absl::StrCat(count, " options"),
                                " of the file `", Shortened(list.file()), "` ",
                                count == 1 ? "is" : "are", " part of the questionnaire now."));
  }

  Place PlaceOf(const OptionList& list) const {
    const auto place = result_.places.lists.find(list.code());
    return place == result_.places.lists.end() ? Place{} : place->second;
  }

  const FormFile* FileOf(const std::string& name) const {
    for (const FormFile& file : files_) {
      if (file.name == name) return &file;
    }
    return nullptr;
  }

  // What the questions of a list take; nothing after an ERROR if they differ.
  std::optional<Columns> ColumnsFor(const OptionList& list, const OptionTable& table) {
    std::optional<Columns> columns;
    for (const auto& section : result_.instrument.sections()) {
      if (!Collect(list, section.questions(), &columns)) return std::nullopt;
    }
    if (!columns) columns.emplace();
    if (columns->value.empty()) columns->value = table.value;
    if (columns->label.empty()) columns->label = table.label;
    return columns;
  }

  bool Collect(const OptionList& list, const Questions& questions,
               std::optional<Columns>* columns) {
    for (const Question& question : questions) {
      if (question.option_list() == list.code()) {
        const Columns wanted{SettingOf(question, "value"), SettingOf(question, "label")};
        if (*columns && **columns != wanted) {
          findings_.Fail(
              PlaceOf(list), question.code(),
              absl::StrCat("Questions take different columns of `", Shortened(list.file()),
                           "` as value or label; give each a file of its own."));
          return false;
        }
        *columns = wanted;
      }
      if (!Collect(list, question.questions(), columns)) return false;
    }
    return true;
  }

  // `name` and `label` mean the code and the text of an option in every expression.
  void WarnOfReserved(const OptionTable& table, const Columns& columns, const Place& whole,
                      const std::string& code) {
    for (const auto& [reserved, taken] :
         {std::pair("name", columns.value), std::pair("label", columns.label)}) {
      if (reserved == taken || !HasValue(table, reserved)) continue;
      findings_.Warn(
          Place{0, whole.sheet, reserved}, code,
          absl::StrCat("The column was left out: `", Shortened(taken), "` is the ", reserved, "."));
    }
  }

  // False if there are too many to go on.
  bool TakeRow(const OptionRow& row, const Columns& columns, const Place& whole,
               std::set<std::string>* codes, OptionList* list) {
    const std::string code(row.Value(columns.value));
    const Place at{row.line, whole.sheet, columns.value};
    if (++options_ > kMaxListedOptions) {
      findings_.Fail(at, list->code(),
                     absl::StrCat("More than ", kMaxListedOptions, " options in all lists."));
      return false;
    }
    if (!IsOptionCode(code)) {
      findings_.Fail(at, list->code(),
                     absl::StrCat("`", Shortened(code),
                                  "` is no name of an option; give 1 to 64 characters without "
                                  "spaces in each row."));
      return true;
    }
    if (!codes->insert(code).second) {
      findings_.Fail(
          at, list->code(),
          absl::StrCat("The option `", code, "` is there twice; give each its own name."));
      return true;
    }
    Option* const option = list->add_options();
    result_.places.files[list->code()].lines.push_back(row.line);
    option->set_code(code);
    auto* const wording = option->mutable_label()->add_variants();
    wording->set_language(language_);
    wording->set_text(std::string(row.Value(columns.label)));
    if (wording->text().empty()) {
      wording->set_text(code);
      findings_.Warn(Place{row.line, whole.sheet, columns.label}, code,
                     "The option has no label; its name stands for it.");
    }
    for (const auto& [name, text] : row.columns) {
      if (name == "name" || name == "label" || text.empty()) continue;
      (*option->mutable_columns())[name] = text;
    }
    if (option->columns_size() <= kMaxColumns) return true;
    findings_.Fail(at, code, absl::StrCat("More than ", kMaxColumns, " columns."));
    return false;
  }

  // They are in the options now.
  void ForgetColumns(const std::string& list, Questions* questions) {
    for (Question& question : *questions) {
      if (question.option_list() == list) {
        question.mutable_settings()->erase("value");
        question.mutable_settings()->erase("label");
      }
      ForgetColumns(list, question.mutable_questions());
    }
  }

  const FormFiles& files_;
  std::string language_;
  ImportResult& result_;
  FindingList findings_;
  std::set<std::string> used_;
  int options_ = 0;
};

}  // namespace

void TakeOptionsOfFiles(const FormFiles& files, absl::string_view language, ImportResult* result) {
  Taker(files, language, result).Take();
}

}  // namespace lotse::survey
