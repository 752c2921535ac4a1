#include "services/survey/exchange/limesurvey/instrument_frame.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/limesurvey/conditions.h"
#include "services/survey/exchange/limesurvey/fixed_options.h"
#include "services/survey/exchange/limesurvey/import_context.h"
#include "services/survey/exchange/limesurvey/question_builder.h"

namespace lotse::survey::limesurvey {
namespace {

using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;
using Questions = QuestionBuilder::Questions;

// How many subquestions, answers, places and cells a survey may have in all. Each gets a name.
constexpr std::size_t kMaxParts = 50'000;

// How many names a question needs. Cells of an array are rows times columns.
std::size_t PartsOf(const SourceQuestion& question) {
  const std::size_t columns =
      std::count_if(question.subquestions.begin(), question.subquestions.end(),
                    [](const SourceSubquestion& sub) { return sub.scale != 0; });
  const std::size_t rows = question.subquestions.size() - columns;
  return 2 * question.subquestions.size() + rows * columns + question.answers.size();
}

absl::Status CheckSize(const SourceSurvey& survey) {
  std::size_t questions = 0, parts = 0;
  for (const SourceGroup& group : survey.groups) {
    questions += group.questions.size();
    for (const SourceQuestion& question : group.questions) parts += PartsOf(question);
  }
  if (survey.groups.size() > kMaxSections) {
    return absl::InvalidArgumentError(absl::StrCat("the survey has ", survey.groups.size(),
                                                   " groups, at most ", kMaxSections,
                                                   "; join some of them"));
  }
  if (questions > kMaxQuestions) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the survey has ", questions, " questions, at most ", kMaxQuestions, "; divide it"));
  }
  if (parts > kMaxParts) {
    return absl::InvalidArgumentError(absl::StrCat("the survey has ", parts,
                                                   " subquestions, answers and cells, at most ",
                                                   kMaxParts, "; divide it"));
  }
  return absl::OkStatus();
}

absl::Status TooLarge(std::size_t bytes) {
  return absl::InvalidArgumentError(absl::StrCat("the questionnaire would have ", bytes,
                                                 " bytes or more, at most ", kMaxInstrumentBytes,
                                                 "; divide it"));
}

// Visits every question, those in groups behind their group.
template <typename Visit>
void Walk(const Questions& questions, const Visit& visit) {
  for (const Question& question : questions) {
    visit(question);
    Walk(question.questions(), visit);
  }
}

class Frame {
 public:
  Frame(const SourceSurvey& survey, FindingList findings)
      : survey_(survey), findings_(std::move(findings)), context_(survey, &findings_) {}

  absl::StatusOr<ImportResult> Make() {
    AddHead();
    for (const SourceGroup& group : survey_.groups) {
      AddGroup(group);
      // Before the next one is made: texts of arrays become part of many questions.
      if (bytes_ > kMaxInstrumentBytes) return TooLarge(bytes_);
    }
    AddNotes({{&survey_.end, "end_text"}});
    for (const SourceQuota& quota : survey_.quotas) {
      findings_.Warn(
          quota.line, "",
          absl::StrCat("The quota `", Shortened(quota.name), "`", quota.limit.empty() ? "" : " of ",
                       Shortened(quota.limit), " was not taken over; nobody is turned away."));
    }
    for (const v1alpha::OptionList& list : context_.option_lists()) {
      *instrument_.add_option_lists() = list;
    }
    AddFindingsOfAll();
    if (const absl::Status status = CheckResult(); !status.ok()) return status;
    return ImportResult{std::move(instrument_), std::move(findings_).Take(), context_.Places()};
  }

 private:
  void AddHead() {
    const ImportContext::Subject whole;
    *instrument_.mutable_title() = context_.Plain(survey_.title, whole);
    if (instrument_.title().variants().empty()) {
      findings_.Fail(0, "", "There is no title; fill `surveyls_title`.");
    }
    instrument_.set_form_id(std::string(Shortened(survey_.id)));
    if (survey_.format == "G" || survey_.format == "S") instrument_.set_style("pages");
    AddNotes({{&survey_.description, "description"}, {&survey_.welcome, "welcome"}});
  }

  // Texts around the questions become notes in a section of their own.
  void AddNotes(std::vector<std::pair<const LocalText*, const char*>> texts) {
    InstrumentSection section;
    for (const auto& [source, wanted] : texts) {
      const type::v1alpha::Text text = context_.Plain(*source, {});
      AddCalculations(section.mutable_questions());
      if (text.variants().empty()) continue;
      Question* note = section.add_questions();
      note->set_code(context_.codes().Take(wanted, 0));
      note->set_kind(Question::KIND_NOTE);
      *note->mutable_text() = text;
      findings_.Note(0, note->code(),
                     source == &survey_.end
                         ? "The end message became a note; it is read before sending, not after."
                         : "A text around the survey became a note.");
    }
    if (!section.questions().empty()) *instrument_.add_sections() = std::move(section);
  }

  void AddGroup(const SourceGroup& group) {
    InstrumentSection section;
    ImportContext::Subject subject;
    subject.line = group.line;
    const type::v1alpha::Text title = context_.Plain(group.title, subject);
    if (!title.variants().empty()) *section.mutable_title() = title;
    const std::string relevance = context_.Relevance(group.relevance, subject);
    section.set_relevant(relevance);
    if (survey_.format == "G") section.set_appearance("field-list");
    if (!group.randomization.empty()) {
      findings_.Warn(group.line, "", "That groups come in an order that is drawn was left out.");
    }
    AddDescription(group, &section);
    for (const SourceQuestion& question : group.questions) {
      AddQuestion(question, relevance, section.mutable_questions());
      if (bytes_ > kMaxInstrumentBytes) return;
    }
    if (section.questions().empty()) {
      findings_.Warn(group.line, "", "A group without questions was left out.");
      return;
    }
    *instrument_.add_sections() = std::move(section);
  }

  void AddDescription(const SourceGroup& group, InstrumentSection* section) {
    ImportContext::Subject subject;
    subject.line = group.line;
    const type::v1alpha::Text text = context_.Plain(group.description, subject);
    AddCalculations(section->mutable_questions());
    if (text.variants().empty()) return;
    Question* note = section->add_questions();
    note->set_code(context_.codes().Take(
        absl::StrCat("group", &group - survey_.groups.data() + 1, "_description"), group.line));
    note->set_kind(Question::KIND_NOTE);
    *note->mutable_text() = text;
    findings_.Note(group.line, note->code(), "The description of the group became a note.");
  }

  void AddQuestion(const SourceQuestion& source, const std::string& group_relevance,
                   Questions* out) {
    CheckSubquestions(source);
    const std::string relevance = RelevanceOf(source);
    context_.translator().SetRelevance(source, AllOf({group_relevance, relevance}));
    Questions made;
    QuestionBuilder(&context_, source, relevance).Build(&made);
    AddCalculations(out);
    for (Question& question : made) {
      bytes_ += question.ByteSizeLong();
      *out->Add() = std::move(question);
    }
  }

  void CheckSubquestions(const SourceQuestion& source) {
    absl::flat_hash_set<std::pair<int, absl::string_view>> seen;
    for (const SourceSubquestion& sub : source.subquestions) {
      if (!sub.code.empty() && seen.emplace(sub.scale, sub.code).second) continue;
      findings_.Fail(
          sub.line, source.code,
          absl::StrCat("The code `", Shortened(sub.code),
                       "` of a subquestion is empty or there twice; give each its own."));
    }
  }

  // The equation, and the old table of conditions where there is none. LimeSurvey makes the
  // equation of the conditions, and evaluates the equation.
  std::string RelevanceOf(const SourceQuestion& source) {
    const std::string& code = context_.variables().Of(source, "").code;
    const ImportContext::Subject subject{source.line, code, {&source, nullptr}};
    const std::string equation = context_.Relevance(source.relevance, subject);
    if (source.conditions.empty()) return equation;
    const absl::StatusOr<Expression> tree = FromConditions(source, context_.variables());
    absl::StatusOr<std::string> conditions =
        tree.ok() ? context_.translator().Condition(*tree, subject.place) : tree.status();
    context_.AddRemarks(subject);
    const bool has_equation = !source.relevance.empty() && source.relevance != "1";
    if (!has_equation && conditions.ok()) return *std::move(conditions);
    if (!conditions.ok()) {
      const std::string message =
          absl::StrCat("The conditions cannot be said here: ", conditions.status().message(), ".");
      if (has_equation) {
        findings_.Warn(source.line, code, message);
      } else {
        findings_.Fail(source.conditions[0].line, code, message);
      }
    } else if (*conditions != equation) {
      findings_.Warn(source.line, code,
                     absl::StrCat("The conditions say otherwise than the equation, which holds in "
                                  "LimeSurvey and was taken; they say `",
                                  *conditions, "`."));
    }
    return equation;
  }

  void AddCalculations(Questions* out) {
    for (Question& calculation : context_.TakeCalculations()) *out->Add() = std::move(calculation);
  }

  void AddFindingsOfAll() {
    if (instrument_.sections().empty()) {
      findings_.Fail(0, "", "There is no question; give at least one group with one.");
    }
    for (const Language& language : context_.languages()) {
      if (HasFixedOptions(language.tag)) continue;
      findings_.Note(0, "",
                     absl::StrCat("Words such as yes, no and other are not known in `",
                                  language.tag, "`; they are English there."));
    }
    context_.AddSummary();
  }

  // Parts that fit may be too long together.
  void CheckExpressions(const Question& question) {
    const v1alpha::QuestionLogic& logic = question.logic();
    for (const std::string* expression :
         {&logic.relevant(), &logic.constraint(), &logic.calculation(), &logic.initial_value(),
          &logic.option_filter()}) {
      if (expression->size() <= kMaxScriptBytes) continue;
      findings_.Fail(0, question.code(),
                     absl::StrCat("An expression would have ", expression->size(),
                                  " bytes, at most ", kMaxScriptBytes, "."));
    }
  }

  // What must not happen, whatever the file holds: codes that are there twice, and too much.
  absl::Status CheckResult() {
    absl::flat_hash_set<std::string> codes;
    int questions = 0;
    const auto use = [&](const std::string& code) {
      if (codes.insert(code).second) return;
      findings_.Fail(0, code, "Two questions would have this code; give them other names.");
    };
    for (const InstrumentSection& section : instrument_.sections()) {
      Walk(section.questions(), [&](const Question& question) {
        ++questions;
        use(question.code());
        CheckExpressions(question);
        for (const v1alpha::Item& item : question.items()) use(item.code());
      });
    }
    if (questions > kMaxQuestions) {
      return absl::InvalidArgumentError(absl::StrCat("the survey would have ", questions,
                                                     " questions, with the cells of arrays, "
                                                     "at most ",
                                                     kMaxQuestions, "; divide it"));
    }
    if (instrument_.sections_size() > kMaxSections) {
      return absl::InvalidArgumentError(absl::StrCat("the survey would have more than ",
                                                     kMaxSections, " sections; join some groups"));
    }
    if (const std::size_t bytes = instrument_.ByteSizeLong(); bytes > kMaxInstrumentBytes) {
      return TooLarge(bytes);
    }
    return absl::OkStatus();
  }

  const SourceSurvey& survey_;
  FindingList findings_;
  ImportContext context_;
  Instrument instrument_;
  // Bytes of the questions so far.
  std::size_t bytes_ = 0;
};

}  // namespace

absl::StatusOr<ImportResult> MakeInstrument(const SourceSurvey& survey, FindingList findings) {
  if (const absl::Status status = CheckSize(survey); !status.ok()) return status;
  return Frame(survey, std::move(findings)).Make();
}

}  // namespace lotse::survey::limesurvey
