#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/limesurvey/import_context.h"
#include "services/survey/exchange/limesurvey/survey_source.h"

namespace lotse::survey::limesurvey {

// Makes what one question of LimeSurvey becomes. Which type becomes what stands in
// docs/questionnaires.md.
class QuestionBuilder {
 public:
  using Questions = google::protobuf::RepeatedPtrField<v1alpha::Question>;

  // Makes questions of `source`, asked of those for whom `relevance` is true. All must outlive
  // it.
  QuestionBuilder(ImportContext* context, const SourceQuestion& source,
                  const std::string& relevance)
      : context_(*context), source_(source), relevance_(relevance) {}

  // Appends them to `out`; nothing, with a WARNING, if there is no place for it.
  void Build(Questions* out);

 private:
  using Kind = v1alpha::Question::Kind;
  using Subquestions = std::vector<const SourceSubquestion*>;

  // The types, in question_builder.cc.
  void Choice(Questions* out);
  void Fixed(Questions* out);
  void MultipleChoice(Questions* out);
  void Ranking(Questions* out);
  void Number(Questions* out);
  void TextAnswer(Questions* out);
  void Date(Questions* out);
  void Note(Questions* out);
  void Equation(Questions* out);
  void File(Questions* out);
  // The types with rows and columns, in array_builder.cc.
  void Array(Questions* out);
  void DualScale(Questions* out);
  void Fields(Questions* out);
  void Cells(Questions* out);
  void FillMatrix(int scale, v1alpha::Question* matrix);
  void AddCell(const SourceSubquestion& row, const SourceSubquestion& column,
               v1alpha::Question* group);
  void AddCheckboxRows(const Subquestions& rows, const Subquestions& columns,
                       v1alpha::Question* group);
  void SetSlider(const SourceSubquestion& row, v1alpha::Question* question);
  Subquestions Rows(int scale) const;
  // When a row is shown by its own logic and by that of the filters of the array; empty: always.
  std::string RowRelevance(const SourceSubquestion& row);

  // What all types share, in question_parts.cc.
  v1alpha::Question* Add(Kind kind, absl::string_view code, const type::v1alpha::Text& text,
                         Questions* out);
  // The question itself, with all that is said of the whole of it.
  v1alpha::Question* AddWhole(Kind kind, Questions* out);
  v1alpha::Question* AddRemark(absl::string_view part, const std::string& relevance,
                               const type::v1alpha::Text& text, Questions* out);
  void AddAnswers(int scale, v1alpha::Question* question);
  void AddOption(absl::string_view code, const type::v1alpha::Text& label,
                 const ImportContext::Subject& subject, v1alpha::Question* question);
  void AddOther(absl::string_view option, v1alpha::Question* question);
  void SetOptionLogic(v1alpha::Question* question);
  void SetRandomization(v1alpha::Question* question);
  void SetChecks(const SourceSubquestion* part, const Variable* self, v1alpha::Question* question);
  void SetDefault(absl::string_view subquestion, int scale, bool other,
                  v1alpha::Question* question);
  void SetChoiceDefaults(v1alpha::Question* question);
  void SetLimits(v1alpha::Question* question, absl::string_view least, absl::string_view most);
  void WarnOfWholeChecks();
  void Hide(int first, Questions* out);
  std::string Limit(absl::string_view attribute, absl::string_view what);

  const std::string& CodeOf(absl::string_view part) const;
  ImportContext::Subject SubjectOf(int line, absl::string_view code, const Variable* self) const;
  ImportContext::Subject Whole() const { return SubjectOf(source_.line, CodeOf(""), nullptr); }
  void Warn(absl::string_view code, absl::string_view message) const;
  bool required() const { return source_.mandatory == "Y"; }

  ImportContext& context_;
  const SourceQuestion& source_;
  const std::string& relevance_;
};

// `conditions` joined by "and", each in parentheses if there are several; empty ones are left out.
std::string AllOf(const std::vector<std::string>& conditions);

}  // namespace lotse::survey::limesurvey
