#include "services/survey/exchange/xlsform/question_columns.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "runtime/types/nearest.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/exchange/xlsform/cell_words.h"
#include "services/survey/exchange/xlsform/choices.h"
#include "services/survey/exchange/xlsform/question_parameters.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

// Source: instrument.proto.
constexpr int kMaxTriggers = 32;
constexpr int kMaxSettings = 32;

bool IsGroup(Question::Kind kind) {
  return kind == Question::KIND_GROUP || kind == Question::KIND_REPEAT;
}

bool IsChoice(Question::Kind kind) {
  return kind == Question::KIND_SINGLE_CHOICE || kind == Question::KIND_MULTIPLE_CHOICE ||
         kind == Question::KIND_RANKING;
}

// Whether somebody gives an answer.
bool IsAsked(Question::Kind kind) {
  return !IsGroup(kind) && kind != Question::KIND_NOTE && kind != Question::KIND_CALCULATION &&
         kind != Question::KIND_HIDDEN && kind != Question::KIND_METADATA;
}

// Whether it is read by who fills in.
bool IsShown(Question::Kind kind) { return IsAsked(kind) || kind == Question::KIND_NOTE; }

bool Fits(Column column, Question::Kind kind) {
  switch (column) {
    case Column::kHint:
    case Column::kGuidance:
    case Column::kParameters:
      return !IsGroup(kind);
    case Column::kRequired:
    case Column::kRequiredMessage:
      return IsShown(kind);
    case Column::kConstraint:
    case Column::kConstraintMessage:
      return IsAsked(kind);
    case Column::kCalculation:
    case Column::kDefault:
    case Column::kTrigger:
      return !IsGroup(kind) && kind != Question::KIND_METADATA;
    case Column::kChoiceFilter:
      return IsChoice(kind);
    case Column::kRepeatCount:
      return kind == Question::KIND_REPEAT;
    case Column::kListName:
      return IsChoice(kind);
    default:
      return true;
  }
}

// Whether an answer of this kind can be `text`.
bool IsAnswer(Question::Kind kind, absl::string_view text) {
  absl::CivilDay day;
  switch (kind) {
    case Question::KIND_INTEGER:
      return IsWholeNumeral(text);
    case Question::KIND_DECIMAL:
      return IsNumeral(text);
    case Question::KIND_DATE:
      return text.size() == 10 && absl::ParseCivilTime(text, &day);
    default:
      return true;
  }
}

class RowReader {
 public:
  RowReader(const OutlineRow& outline, FormContext* context)
      : row_(*outline.row), type_(outline.type), code_(outline.code), context_(*context) {}

  void Read(Instrument* instrument, Question* question) {
    question->set_code(code_);
    question->set_kind(KindOf());
    WarnOfMisfits(question->kind());
    ReadTexts(question);
    question->set_appearance(std::string(row_.Value(Column::kAppearance)));
    if (question->kind() == Question::KIND_FILE) ReadFileTypes(question);
    if (question->kind() == Question::KIND_METADATA) question->set_metadata(type_.metadata);
    if (!IsGroup(question->kind())) ReadQuestionParameters(row_, type_, &context_, question);
    if (IsChoice(question->kind())) ReadList(instrument, question);
    ReadLogic(question);
    context_.ReadMedia(row_, code_, question->mutable_media());
    ReadSettings(question);
  }

  void Read(InstrumentSection* section) {
    section->set_code(code_);
    WarnOfMisfits(Question::KIND_GROUP);
    *section->mutable_title() = context_.TextOf(row_, Column::kLabel, code_);
    section->set_appearance(std::string(row_.Value(Column::kAppearance)));
    section->set_relevant(Condition(Column::kRelevant));
    for (const FormCell& cell : row_.cells()) {
      const Column column = cell.heading->column;
      if (column == Column::kReadOnly && TruthOf(cell.text) != std::optional<bool>(false)) {
        Fail(column, "A group at the top cannot be read only; say so of its questions.");
      }
      if (column == Column::kImage || column == Column::kLargeImage || column == Column::kAudio ||
          column == Column::kVideo || column == Column::kOther) {
        context_.findings().Warn(
            row_.At(*cell.heading), code_,
            "A group at the top has no files and no other settings; left out.");
      }
    }
  }

 private:
  Question::Kind KindOf() const {
    if (type_.role == FormType::Role::kBeginGroup) return Question::KIND_GROUP;
    return type_.role == FormType::Role::kBeginRepeat ? Question::KIND_REPEAT : type_.kind;
  }

  void Fail(Column column, absl::string_view message) {
    context_.findings().Fail(row_.At(column), code_, message);
  }

  void WarnOfMisfits(Question::Kind kind) {
    for (const FormCell& cell : row_.cells()) {
      const Column column = cell.heading->column;
      if (column == Column::kEntity) {
        Fail(column, "Entities are not supported; empty the cell.");
      }
      if (Fits(column, kind)) continue;
      const bool says_no = column == Column::kRequired && TruthOf(cell.text) == false;
      if (says_no) continue;
      if (column == Column::kRequired || column == Column::kRequiredMessage) {
        context_.findings().Note(row_.At(*cell.heading), code_,
                                 "Nobody answers it, so that nothing can be required; left out.");
      } else {
        context_.findings().Warn(row_.At(*cell.heading), code_,
                                 "It has no meaning for this type and was left out.");
      }
    }
  }

  void ReadTexts(Question* question) {
    *question->mutable_text() = context_.TextOf(row_, Column::kLabel, code_);
    if (question->text().variants().empty()) question->clear_text();
    if (IsShown(question->kind()) && !question->has_text()) {
      *question->mutable_text() = context_.CodeAsText(code_);
      context_.findings().Warn(row_.At(Column::kLabel), code_,
                               "There is no label; the name stands for it.");
    }
    if (IsGroup(question->kind())) return;
    Set(Column::kHint, question->mutable_hint(), [question] { question->clear_hint(); });
    Set(Column::kGuidance, question->mutable_guidance(),
        [question] { question->clear_guidance(); });
  }

  template <typename Clear>
  void Set(Column column, type::v1alpha::Text* text, const Clear& clear) {
    *text = context_.TextOf(row_, column, code_);
    if (text->variants().empty()) clear();
  }

  void ReadFileTypes(Question* question) {
    for (const absl::string_view type : MediaTypesTaken()) {
      if (absl::StartsWith(type, type_.files)) question->add_media_types(std::string(type));
    }
  }

  void ReadList(Instrument* instrument, Question* question) {
    const absl::string_view list =
        type_.list.empty() ? row_.Value(Column::kListName) : absl::string_view(type_.list);
    if (type_.or_other && (row_.Has(Column::kChoiceFilter) || type_.from_file ||
                           question->kind() == Question::KIND_RANKING)) {
      Fail(Column::kType, "`or_other` is for a choice from a whole list; add an option `other`.");
    }
    if (list.empty()) {
      Fail(Column::kType, "The list is missing; give its name behind the type.");
    } else if (type_.from_file) {
      question->set_option_list(FileList(list, instrument));
    } else if (absl::StartsWith(list, "${")) {
      Fail(Column::kType, "Options from earlier answers are not supported; give a list.");
    } else if (const auto found = context_.names().lists.find(list);
               found != context_.names().lists.end()) {
      question->set_option_list(found->second);
    } else {
      std::vector<std::string> names;
      for (const auto& one : context_.names().lists) names.push_back(one.first);
      std::sort(names.begin(), names.end());
      Fail(Column::kType, absl::StrCat("There is no list `", Shortened(list), "` in `choices`; ",
                                       types::RightName(list, names)));
    }
  }

  std::string FileList(absl::string_view file, Instrument* instrument) {
    const std::size_t point = file.rfind('.');
    const absl::string_view ending = point == absl::string_view::npos ? "" : file.substr(point + 1);
    if (ending != "csv" && ending != "xml" && ending != "geojson") {
      Fail(Column::kType, absl::StrCat("`", Shortened(file),
                                       "` is no file with options; give the "
                                       "name of one that ends with .csv, .xml or .geojson."));
      return "";
    }
    return AddFileList(file.substr(0, point), file, row_.At(Column::kType), &context_, instrument);
  }

  void ReadLogic(Question* question) {
    v1alpha::QuestionLogic logic;
    const Question::Kind kind = question->kind();
    logic.set_relevant(Condition(Column::kRelevant));
    if (!IsGroup(kind)) ReadValue(kind, &logic);
    if (IsAsked(kind)) {
      logic.set_constraint(context_.ExpressionOf(row_, Column::kConstraint, code_));
      Set(Column::kConstraintMessage, logic.mutable_constraint_message(),
          [&logic] { logic.clear_constraint_message(); });
    }
    if (IsShown(kind)) {
      Set(Column::kRequiredMessage, logic.mutable_required_message(),
          [&logic] { logic.clear_required_message(); });
      ReadRequired(question, &logic);
    }
    if (IsAsked(kind) || IsGroup(kind)) {
      const std::optional<bool> word = TruthOf(row_.Value(Column::kReadOnly));
      logic.set_read_only_if(word ? (*word ? "true()" : "")
                                  : context_.ExpressionOf(row_, Column::kReadOnly, code_));
    }
    if (kind == Question::KIND_REPEAT) {
      logic.set_repeat_count(context_.ExpressionOf(row_, Column::kRepeatCount, code_));
    }
    if (IsChoice(kind)) {
      logic.set_option_filter(context_.ExpressionOf(row_, Column::kChoiceFilter, code_));
    }
    if (logic.ByteSizeLong() > 0) *question->mutable_logic() = logic;
  }

  // A condition that always holds is none.
  std::string Condition(Column column) {
    const std::optional<bool> word = TruthOf(row_.Value(column));
    if (word) return *word ? "" : "false()";
    return context_.ExpressionOf(row_, column, code_);
  }

  void ReadRequired(Question* question, v1alpha::QuestionLogic* logic) {
    const std::optional<bool> word = TruthOf(row_.Value(Column::kRequired));
    if (word) {
      question->set_required(*word);
    } else {
      logic->set_required_if(context_.ExpressionOf(row_, Column::kRequired, code_));
    }
    if (question->kind() == Question::KIND_NOTE && row_.Has(Column::kRequired) && word != false) {
      context_.findings().Note(row_.At(Column::kRequired), code_,
                               "A note that is required stops everybody who is shown it; kept.");
    }
  }

  void ReadValue(Question::Kind kind, v1alpha::QuestionLogic* logic) {
    if (kind == Question::KIND_METADATA) return;
    logic->set_calculation(context_.ExpressionOf(row_, Column::kCalculation, code_));
    const absl::string_view value = row_.Value(Column::kDefault);
    if (kind == Question::KIND_CALCULATION && logic->calculation().empty() && value.empty()) {
      Fail(Column::kCalculation, "Nothing is computed; give an expression in `calculation`.");
    }
    if (IsComputed(value)) {
      logic->set_initial_value(context_.ExpressionOf(row_, Column::kDefault, code_));
    } else if (!value.empty()) {
      logic->set_initial_value(XpathLiteral(value));
      if (!IsAnswer(kind, value)) {
        Fail(Column::kDefault, absl::StrCat("`", Shortened(value),
                                            "` is no answer to this type of question; give a "
                                            "number, or a day such as 2026-03-01."));
      }
    }
    ReadTriggers(logic);
  }

  void ReadTriggers(v1alpha::QuestionLogic* logic) {
    const absl::string_view trigger = row_.Value(Column::kTrigger);
    if (trigger.empty()) return;
    const std::vector<std::string> names = context_.CodesOf(row_, Column::kTrigger, code_);
    if (names.empty() || names.size() > static_cast<std::size_t>(kMaxTriggers)) {
      Fail(Column::kTrigger, "A trigger is 1 to 32 questions, as in `${a}, ${b}`.");
    }
    if (logic->calculation().empty()) {
      context_.findings().Warn(row_.At(Column::kTrigger), code_,
                               "Nothing is computed when it changes; left out.");
      return;
    }
    for (const std::string& name : names) logic->add_trigger(name);
  }

  void ReadSettings(Question* question) {
    for (const FormCell& cell : row_.cells()) {
      if (cell.heading->column != Column::kOther && cell.heading->column != Column::kComment) {
        continue;
      }
      if (question->settings_size() >= kMaxSettings) {
        context_.findings().Fail(row_.At(*cell.heading), code_,
                                 "More than 32 other columns and parameters.");
        return;
      }
      (*question->mutable_settings())[cell.heading->text] = std::string(cell.text);
    }
  }

  const FormRow& row_;
  const FormType& type_;
  const std::string& code_;
  FormContext& context_;
};

}  // namespace

void ReadQuestion(const OutlineRow& outline, FormContext* context, Instrument* instrument,
                  Question* question) {
  context->places().questions[outline.code] = outline.row->At(Column::kName);
  RowReader(outline, context).Read(instrument, question);
}

void ReadSection(const OutlineRow& outline, FormContext* context, InstrumentSection* section) {
  context->places().questions[outline.code] = outline.row->At(Column::kName);
  RowReader(outline, context).Read(section);
}

void CheckSurveyColumns(const FormSheet& survey, FormContext* context) {
  for (const Column column : {Column::kType, Column::kName}) {
    if (survey.Has(column)) continue;
    context->findings().Fail(survey.At(NameOf(column)), "",
                             absl::StrCat("There is no column `", NameOf(column), "`; add it."));
  }
  for (const Heading& heading : survey.headings()) {
    if (heading.column == Column::kTechnical) {
      context->findings().Note(survey.At(heading.text), "",
                               "A column that a program keeps for itself; left out.");
    }
    if (heading.column != Column::kOther) continue;
    const std::string right = types::RightName(heading.text, SurveyColumnNames());
    const std::string message = absl::StrCat("There is no column `", Shortened(heading.text),
                                             "`; it is kept as a setting of the questions. ");
    if (absl::StartsWith(right, "did")) {
      context->findings().Warn(survey.At(heading.text), "", message + right);
    } else {
      context->findings().Note(survey.At(heading.text), "", message);
    }
  }
}

}  // namespace lotse::survey
