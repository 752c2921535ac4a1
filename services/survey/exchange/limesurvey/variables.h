#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/limesurvey/code_names.h"
#include "services/survey/exchange/limesurvey/survey_source.h"

namespace lotse::survey::limesurvey {

// What a name of LimeSurvey stands for in the questionnaire that is made.
struct Variable {
  enum class Meaning {
    // The answer to the question or item `code`.
    kAnswer,
    // Whether `option` was chosen in the multiple choice `code`; then it is `ticked`.
    kTick,
    // What was put at place `rank`, from 1, in the ranking `code`.
    kRank,
    // How many files were given to `code`.
    kFileCount,
    // The group or matrix `code`, which has no answer itself.
    kFrame,
    // A question that is not taken over.
    kNothing,
  };
  enum class Type { kText, kNumber, kDate, kChoice };
  Meaning meaning = Meaning::kAnswer;
  Type type = Type::kText;
  std::string code;
  // Its name in LimeSurvey, as `Q1_SQ001`.
  std::string name;
  std::string option;
  std::string ticked;
  int rank = 0;
  // The question that it belongs to.
  const SourceQuestion* question = nullptr;
};

// All names that expressions of a survey may use. Source: LimeSurvey manual, "Qcode variable
// naming" and "SGQA identifier".
class Variables {
 public:
  // Names everything that is answered in `survey`, which must outlive it.
  Variables(const SourceSurvey& survey, CodeNames* codes);

  // What `name`, without suffixes such as `.NAOK`, stands for: the code of a question with what
  // follows (`Q1`, `Q1_SQ001`, `Q1_other`), or the name of the column of its answers
  // (`{survey}X{group}X{question}SQ001`). Nullptr if there is no such name.
  const Variable* Find(absl::string_view name) const;

  // True if several questions have this name, so that it says nothing.
  bool IsAmbiguous(absl::string_view name) const;

  // The variable of `question` with `part` behind it: empty for the question itself, else as in
  // the name of the column (`SQ001`, `other`, `SQ001comment`).
  const Variable& Of(const SourceQuestion& question, absl::string_view part) const;

  // All that is answered in `question`, in its order; no comments and texts of "other".
  std::vector<const Variable*> AnswersOf(const SourceQuestion& question) const;

  // The question with this id; nullptr if there is none.
  const SourceQuestion* QuestionById(absl::string_view id) const;
  // The question with this code; nullptr if there is none.
  const SourceQuestion* QuestionByCode(absl::string_view code) const;

 private:
  struct Part {
    Variable variable;
    // A comment, or the text of "other".
    bool is_remark = false;
  };

  void AddQuestion(const SourceQuestion& question, CodeNames* codes);
  void AddParts(const SourceQuestion& question, CodeNames* codes);
  void AddTicks(const SourceQuestion& question, CodeNames* codes);
  void AddRows(const SourceQuestion& question, CodeNames* codes);
  void AddCells(const SourceQuestion& question, CodeNames* codes);
  void AddPart(const SourceQuestion& question, absl::string_view column, absl::string_view name,
               Variable variable, bool is_remark = false);

  absl::flat_hash_map<const SourceQuestion*, std::vector<Part>> parts_;
  absl::flat_hash_map<const SourceQuestion*, absl::flat_hash_map<std::string, std::size_t>>
      columns_;
  // By name of the variable.
  absl::flat_hash_map<std::string, Variable> names_;
  absl::flat_hash_map<std::string, int> uses_;
  absl::flat_hash_map<std::string, const SourceQuestion*> by_id_;
  absl::flat_hash_map<std::string, const SourceQuestion*> by_code_;
};

// Why a question is not taken over, in the words of a finding; empty if it is.
absl::string_view WhyLeftOut(const SourceQuestion& question);

// True if `question` is an array of check boxes.
bool IsCheckboxArray(const SourceQuestion& question);

// Option of a single choice that stands for "other", as LimeSurvey's answers and expressions have
// it.
inline constexpr absl::string_view kOtherOption = "-oth-";

// Option that stands for "other" here: `other` as in the other formats, or kOtherOption if the
// question has an option of that code.
absl::string_view OtherOptionOf(const SourceQuestion& question);

// The part that has the text of "other".
absl::string_view OtherPartOf(const SourceQuestion& question);

// The code here of the option that LimeSurvey calls `value` in a question.
absl::string_view OptionFor(const SourceQuestion& question, absl::string_view value);

}  // namespace lotse::survey::limesurvey
