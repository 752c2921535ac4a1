#include "services/survey/exchange/xlsform/xlsform_writer.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
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
    for (const InstrumentSection& section : instrument_.sections()) CollectOf(section.questions());
  }

  // Lists that are used, and options that a question has itself.
  void CollectOf(const Questions& questions) {
    for (const Question& question : questions) {
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
    for (const v1alpha::Option& option : options) {
      choices_.BeginRow();
      choices_.Set(Column::kListName, name);
      choices_.Set(Column::kName, option.code());
      if (!choices_.SetText(Column::kLabel, option.label())) {
        findings_.Warn(Place{choices_.row(), "choices", "label"}, option.code(),
                       "The wording in plain language was left out.");
      }
      choices_.SetMedia(option.media());
      for (const auto& [column, text] : option.columns()) choices_.SetOther(column, text);
    }
  }

  void WriteSurvey() {
    for (const auto& [code, file] : lists_.files) {
      if (!used_.contains(code)) WriteFileList(code, file);
    }
    int number = 0;
    for (const InstrumentSection& section : instrument_.sections()) {
      ++number;
      const bool is_group = !section.code().empty() || section.has_title() ||
                            !section.relevant().empty() || !section.appearance().empty();
      if (is_group) {
        const std::string code =
            section.code().empty() ? absl::StrCat("section_", number) : section.code();
        rows_.Begin(false, code, section.title(), section.relevant(), section.appearance());
      }
      for (const Question& question : section.questions()) rows_.Write(question);
      if (is_group) rows_.End(false);
    }
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
  std::set<std::string> taken_;
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
