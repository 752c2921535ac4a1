#include "services/survey/exchange/xlsform/choices.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/source_codes.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::Option;
using v1alpha::OptionList;

// A list with this name and its code; null after an ERROR if there are too many.
OptionList* AddList(absl::string_view name, const Place& place, FormContext* context,
                    Instrument* instrument) {
  if (instrument->option_lists_size() >= kMaxLists) {
    context->findings().Fail(place, name, absl::StrCat("More than ", kMaxLists, " lists."));
    return nullptr;
  }
  absl::flat_hash_set<std::string> taken;
  for (const OptionList& list : instrument->option_lists()) taken.insert(list.code());
  const std::string first = CodeOfName(name);
  std::string code = first;
  for (int number = 2; taken.contains(code); ++number) {
    const std::string ending = absl::StrCat("_", number);
    code = absl::StrCat(first.substr(0, kMaxCodeLength - ending.size()), ending);
  }
  if (code != name) {
    context->findings().Note(place, code,
                             absl::StrCat("The list `", Shortened(name), "` became `", code, "`."));
  }
  context->names().lists.emplace(std::string(name), code);
  OptionList* list = instrument->add_option_lists();
  list->set_code(code);
  context->places().lists[code] = place;
  return list;
}

class ChoicesReader {
 public:
  ChoicesReader(FormContext* context, Instrument* instrument)
      : context_(*context), instrument_(*instrument) {
    for (OptionList& list : *instrument_.mutable_option_lists()) lists_[list.code()] = &list;
  }

  void Read(const FormSheet& choices) {
    WarnOfTechnical(choices);
    for (const FormRow& row : choices.rows()) {
      if (!ReadRow(row)) return;
    }
  }

 private:
  // False if there are too many to go on.
  bool ReadRow(const FormRow& row) {
    const absl::string_view name = row.Value(Column::kListName);
    const absl::string_view code = row.Value(Column::kName);
    if (name.empty()) {
      Fail(row, Column::kListName, code, "The option has no list; give its name in `list_name`.");
      return true;
    }
    const auto list_code = context_.names().lists.find(name);
    if (list_code == context_.names().lists.end()) return true;  // Too many; that was said.
    if (!CheckCode(row, list_code->second, code)) return true;
    if (++options_ > kMaxListedOptions) {
      Fail(row, Column::kName, code, absl::StrCat("More than ", kMaxListedOptions, " options."));
      return false;
    }
    Option* option = lists_.at(list_code->second)->add_options();
    option->set_code(std::string(code));
    *option->mutable_label() = context_.TextOf(row, Column::kLabel, code);
    if (option->label().variants().empty()) {
      *option->mutable_label() = context_.CodeAsText(code);
      context_.findings().Warn(row.At(Column::kLabel), code,
                               "The option has no label; its name stands for it.");
    }
    context_.ReadMedia(row, code, option->mutable_media());
    ReadColumns(row, option);
    return true;
  }

  bool CheckCode(const FormRow& row, const std::string& list, absl::string_view code) {
    if (code.empty()) {
      Fail(row, Column::kName, list, "The option has no name; give one.");
      return false;
    }
    if (!IsOptionCode(code) || absl::StrContains(code, "${")) {
      Fail(row, Column::kName, code,
           absl::StrCat("`", Shortened(code),
                        "` is no name of an option; give 1 to 64 characters without spaces."));
      return false;
    }
    if (codes_.emplace(list, code).second) return true;
    Fail(row, Column::kName, code,
         absl::StrCat("The option `", code, "` is in the list `", list,
                      "` twice; give each its own name."));
    return false;
  }

  void ReadColumns(const FormRow& row, Option* option) {
    for (const FormCell& cell : row.cells()) {
      if (cell.heading->column != Column::kOther) continue;
      if (option->columns_size() >= kMaxColumns) {
        context_.findings().Fail(row.At(*cell.heading), option->code(),
                                 absl::StrCat("More than ", kMaxColumns, " columns."));
        return;
      }
      (*option->mutable_columns())[cell.heading->text] = std::string(cell.text);
    }
  }

  void WarnOfTechnical(const FormSheet& choices) {
    for (const Heading& heading : choices.headings()) {
      if (heading.column != Column::kTechnical) continue;
      context_.findings().Note(choices.At(heading.text), "",
                               "A column that a program keeps for itself; left out.");
    }
  }

  void Fail(const FormRow& row, Column column, absl::string_view code, absl::string_view message) {
    context_.findings().Fail(row.At(column), code, message);
  }

  FormContext& context_;
  Instrument& instrument_;
  absl::flat_hash_map<std::string, OptionList*> lists_;
  absl::flat_hash_set<std::pair<std::string, std::string>> codes_;
  int options_ = 0;
};

}  // namespace

void NameLists(const FormSheet& choices, FormContext* context, Instrument* instrument) {
  for (const FormRow& row : choices.rows()) {
    const absl::string_view name = row.Value(Column::kListName);
    if (name.empty() || context->names().lists.contains(name)) continue;
    if (AddList(name, row.At(Column::kListName), context, instrument) == nullptr) return;
  }
}

void ReadChoices(const FormSheet& choices, FormContext* context, Instrument* instrument) {
  for (const Column column : {Column::kListName, Column::kName}) {
    if (choices.Has(column) || choices.headings().empty()) continue;
    context->findings().Fail(choices.At(NameOf(column)), "",
                             absl::StrCat("There is no column `", NameOf(column), "`; add it."));
  }
  ChoicesReader(context, instrument).Read(choices);
}

std::string AddFileList(absl::string_view name, absl::string_view file, const Place& place,
                        FormContext* context, Instrument* instrument) {
  if (file.size() > kMaxFileNameBytes || file.find_first_of("/\\\n") != absl::string_view::npos) {
    context->findings().Fail(place, name,
                             "No name of a file: give one of at most 255 bytes without a path.");
    return "";
  }
  for (const OptionList& list : instrument->option_lists()) {
    if (list.file() == file) return list.code();
  }
  if (context->names().lists.contains(name)) {
    context->findings().Fail(
        place, name,
        absl::StrCat("There is another list `", Shortened(name), "`; give the file another name."));
    return "";
  }
  OptionList* list = AddList(name, place, context, instrument);
  if (list == nullptr) return "";
  list->set_file(std::string(file));
  return list->code();
}

}  // namespace lotse::survey
