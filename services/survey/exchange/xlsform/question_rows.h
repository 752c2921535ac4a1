#pragma once

#include <map>
#include <string>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/xlsform/sheet_writer.h"

namespace lotse::survey {

// What is known of the lists of a questionnaire that is written.
struct WrittenLists {
  // Name of the file of each list that has one, by code.
  std::map<std::string, std::string> files;
  // Name of the list of the options that a question has itself, by the code of the question.
  std::map<std::string, std::string> own;
};

// True if a column of this name is none of XLSForm, and is read under the same name again.
bool IsOwnHeading(const Heading& heading, absl::string_view name);
// What is said of a column that is none.
std::string OtherMeaning(absl::string_view name);

// Writes questions, with all that is in them, as rows of the sheet `survey`.
class QuestionRows {
 public:
  QuestionRows(const WrittenLists& lists, SheetWriter* survey, FindingList* findings)
      : lists_(lists), survey_(*survey), findings_(*findings) {}

  void Write(const v1alpha::Question& question);
  // A group, and what is in it, between `Begin` and `End`.
  void Begin(bool repeat, absl::string_view code, const type::v1alpha::Text& label,
             absl::string_view relevant, absl::string_view appearance);
  void End(bool repeat);
  void WriteText(Column column, const type::v1alpha::Text& text, absl::string_view code);

 private:
  std::string TypeOf(const v1alpha::Question& question) const;
  // The type of a choice from the options of `question`.
  std::string ChoiceTypeOf(v1alpha::Question::Kind kind, const v1alpha::Question& question) const;
  void WriteMatrix(const v1alpha::Question& question);
  void WriteColumns(const v1alpha::Question& question);
  void WriteMedia(const v1alpha::Question& question);
  void WriteSettings(const v1alpha::Question& question);
  // What an answer has to be: of a matrix, that of each item.
  void WriteLogicOfAnswers(const v1alpha::Question& question);
  void WriteLogic(const v1alpha::Question& question);
  void WarnOfRest(const v1alpha::Question& question);

  const WrittenLists& lists_;
  SheetWriter& survey_;
  FindingList& findings_;
};

}  // namespace lotse::survey
