#include "services/survey/exchange/xlsform/xlsform_writer.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/language_tags.h"
#include "services/survey/exchange/xlsform/question_rows.h"
#include "services/survey/exchange/xlsform/sheet_writer.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::OptionList;
using v1alpha::Question;

using Questions = google::protobuf::RepeatedPtrField<Question>;
using Options = google::protobuf::RepeatedPtrField<v1alpha::Option>;

class FormWriter {
 public:
  explicit FormWriter(const Instrument& instrument)
      : instrument_(instrument), rows_(lists_, &survey_, &findings_) {}

  TableBook Write() && {
    CollectLists();
    WriteSurvey();
    WriteSettings();
    TableBook book;
    for (const SheetWriter* sheet : {&survey_, &choices_, &settings_}) {
      TableSheet table = sheet->Finish();
      if (!table.rows.empty()) book.sheets.push_back(std::move(table));
    }
    book.findings = std::move(findings_).Take();
    return book;
  }

 private:
  void CollectLists() {
    for (const OptionList& list : instrument_.option_lists()) {
      taken_.insert(list.code());
      if (!list.file().empty()) lists_.files[list.code()] = list.file();
      WriteList(list.code(), list.options());
    }
    for (const InstrumentSection& section : instrument_.sections()) {
      codes_.insert(section.code());
      CollectOf(section.questions());
    }
  }

  // Lists that are used, and options that a question has itself.
  void CollectOf(const Questions& questions) {
    for (const Question& question : questions) {
      codes_.insert(question.code());
      for (const v1alpha::Item& item : question.items()) codes_.insert(item.code());
      if (!question.option_list().empty()) used_.insert(question.option_list());
      if (!question.options().empty()) {
        std::string name = question.code();
        while (!taken_.insert(name).second) name += "_options";
        WriteList(name, question.options());
        lists_.own[question.code()] = std::move(name);
      }
      CollectOf(question.questions());
    }
  }

  void WriteList(const std::string& name, const Options& options) {
    std::set<std::string> left_out;
    for (const v1alpha::Option& option : options) {
      choices_.BeginRow();
      choices_.Set(Column::kListName, name);
      choices_.Set(Column::kName, option.code());
      if (!choices_.SetText(Column::kLabel, option.label())) {
        findings_.Warn(Place{choices_.row(), "choices", "label"}, option.code(),
                       "The wording in plain language was left out.");
      }
      if (!choices_.SetMedia(option.media())) {
        findings_.Warn(Place{choices_.row(), "choices", ""}, option.code(), kSecondFile);
      }
      for (const auto& [column, text] : option.columns()) {
        if (IsOwnHeading(ChoicesHeading(column), column)) {
          choices_.SetOther(column, text);
        } else if (left_out.insert(column).second) {
          findings_.Warn(Place{choices_.row(), "choices", column}, name, OtherMeaning(column));
        }
      }
    }
  }

  void WriteSurvey() {
    for (const auto& [code, file] : lists_.files) {
      if (!used_.contains(code)) WriteFileList(code, file);
    }
    int number = 0;
    bool was_loose = false;
    for (const InstrumentSection& section : instrument_.sections()) {
      ++number;
      const bool is_loose = IsLoose(section.questions());
      // Loose questions below loose questions would be of one section.
      const bool is_group = IsGroup(section) || (is_loose && was_loose) ||
                            (!is_loose && !StandsAlone(section.questions()));
      was_loose = is_loose && !is_group;
      if (is_group) {
        std::string code =
            section.code().empty() ? absl::StrCat("section_", number) : section.code();
        while (section.code().empty() && codes_.contains(code)) code += "_";
        rows_.Begin(false, code, section.title(), section.relevant(), section.appearance());
      }
      for (const Question& question : section.questions()) rows_.Write(question);
      if (is_group) rows_.End(false);
    }
  }

  static bool IsGroup(const InstrumentSection& section) {
    return !section.code().empty() || section.has_title() || !section.relevant().empty() ||
           !section.appearance().empty();
  }

  // True if all stand in one section when they stand in no group. A group that stands in none is
  // read as a section, which cannot have all that a question has.
  static bool IsLoose(const Questions& questions) {
    return std::none_of(questions.begin(), questions.end(), [](const Question& question) {
      return question.kind() == Question::KIND_GROUP || question.kind() == Question::KIND_MATRIX ||
             question.kind() == Question::KIND_REPEAT;
    });
  }

  // A repeat or table that stands in no group is read as a section with nothing else.
  static bool StandsAlone(const Questions& questions) {
    if (questions.size() != 1) return false;
    const Question& question = questions[0];
    return question.kind() == Question::KIND_REPEAT || question.kind() == Question::KIND_MATRIX ||
           (question.kind() == Question::KIND_GROUP &&
            HasAppearance(question.appearance(), kTableAppearance));
  }

  void WriteFileList(const std::string& code, const std::string& file) {
    const std::size_t point = file.rfind('.');
    const std::string ending = point == std::string::npos ? "" : file.substr(point + 1);
    if (ending != "csv" && ending != "xml") {
      findings_.Warn(0, code, "The list is in a file that no question uses; left out.");
      return;
    }
    survey_.BeginRow();
    survey_.Set(Column::kType, ending + "-external");
    survey_.Set(Column::kName, file.substr(0, point));
  }

  void WriteSettings() {
    settings_.BeginRow();
    const auto& title = instrument_.title();
    if (!title.variants().empty()) {
      settings_.SetOther("form_title", title.variants(0).text());
      settings_.SetOther("default_language", LanguageName(title.variants(0).language()));
    }
    if (title.variants_size() > 1) {
      findings_.Warn(Place{settings_.row(), "settings", "form_title"}, "",
                     "A form has its title in one language; the others were left out.");
    }
    settings_.SetOther("form_id", instrument_.form_id());
    settings_.SetOther("version", instrument_.version());
    settings_.SetOther("style", instrument_.style());
    settings_.SetOther("instance_name", instrument_.response_title());
  }

  const Instrument& instrument_;
  WrittenLists lists_;
  // Names of lists; codes of sections, questions and items.
  std::set<std::string> taken_;
  std::set<std::string> codes_;
  std::set<std::string> used_;
  SheetWriter survey_{"survey"};
  SheetWriter choices_{"choices"};
  SheetWriter settings_{"settings"};
  FindingList findings_;
  QuestionRows rows_;
};

}  // namespace

TableBook WriteXlsform(const Instrument& instrument) { return FormWriter(instrument).Write(); }

}  // namespace lotse::survey
