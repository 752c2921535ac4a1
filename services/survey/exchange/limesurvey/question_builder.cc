#include "services/survey/exchange/limesurvey/question_builder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/exchange/limesurvey/file_types.h"
#include "services/survey/exchange/limesurvey/fixed_options.h"

namespace lotse::survey::limesurvey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Question;

std::string Chosen(absl::string_view question, absl::string_view option) {
  return absl::StrCat("selected(${", question, "}, ", Quoted(option), ")");
}

}  // namespace

void QuestionBuilder::Build(Questions* out) {
  if (const absl::string_view why = WhyLeftOut(source_); !why.empty()) {
    Warn(CodeOf(""), absl::StrCat("The question of the type `", Shortened(source_.type),
                                  "` was left out: ", why, "."));
    return;
  }
  static constexpr struct {
    absl::string_view types;
    void (QuestionBuilder::*make)(Questions*);
  } kMakers[] = {{"L!O", &QuestionBuilder::Choice},
                 {"5YG", &QuestionBuilder::Fixed},
                 {"MP", &QuestionBuilder::MultipleChoice},
                 {"R", &QuestionBuilder::Ranking},
                 {"N", &QuestionBuilder::Number},
                 {"STU", &QuestionBuilder::TextAnswer},
                 {"D", &QuestionBuilder::Date},
                 {"X", &QuestionBuilder::Note},
                 {"*", &QuestionBuilder::Equation},
                 {"|", &QuestionBuilder::File},
                 {"FHABCE", &QuestionBuilder::Array},
                 {"1", &QuestionBuilder::DualScale},
                 {"KQ", &QuestionBuilder::Fields},
                 {":;", &QuestionBuilder::Cells}};
  const int first = out->size();
  for (const auto& maker : kMakers) {
    if (absl::StrContains(maker.types, source_.type)) (this->*maker.make)(out);
  }
  Hide(first, out);
}

void QuestionBuilder::Note(Questions* out) { AddWhole(Question::KIND_NOTE, out); }

void QuestionBuilder::Choice(Questions* out) {
  Question* question = AddWhole(Question::KIND_SINGLE_CHOICE, out);
  const std::string code = question->code();
  if (source_.type == "!") question->set_appearance("minimal");
  AddAnswers(0, question);
  const absl::string_view other_option = OtherOptionOf(source_);
  if (source_.type != "O") AddOther(other_option, question);
  SetRandomization(question);
  SetChecks(nullptr, &context_.variables().Of(source_, ""), question);
  SetDefault("", 0, false, question);
  if (source_.type == "O") {
    AddRemark("comment", relevance_, CommentLabel(context_.languages()), out);
  } else if (source_.other) {
    Question* other = AddRemark(OtherPartOf(source_), Chosen(code, other_option),
                                OtherLabel(context_.languages()), out);
    other->set_required(source_.Is("other_comment_mandatory"));
    SetDefault("", 0, true, other);
  }
}

void QuestionBuilder::Fixed(Questions* out) {
  Question* question = AddWhole(Question::KIND_SINGLE_CHOICE, out);
  for (v1alpha::Option& option : FixedOptions(source_.type[0], context_.languages())) {
    *question->add_options() = std::move(option);
  }
  SetChecks(nullptr, &context_.variables().Of(source_, ""), question);
  SetDefault("", 0, false, question);
}

void QuestionBuilder::MultipleChoice(Questions* out) {
  Question* question = AddWhole(Question::KIND_MULTIPLE_CHOICE, out);
  const std::string code = question->code();
  for (const SourceSubquestion& option : source_.subquestions) {
    const ImportContext::Subject subject = SubjectOf(option.line, code, nullptr);
    AddOption(option.code, context_.Required(option.text, option.code, subject), subject, question);
  }
  const absl::string_view other = OtherOptionOf(source_);
  AddOther(other, question);
  if (question->options().empty()) {
    context_.findings().Fail(source_.line, code, "There is no subquestion to choose; give one.");
  }
  SetOptionLogic(question);
  SetRandomization(question);
  SetChoiceDefaults(question);
  SetChecks(nullptr, &context_.variables().Of(source_, ""), question);
  if (source_.type == "P") {
    for (const SourceSubquestion& option : source_.subquestions) {
      const ImportContext::Subject subject = SubjectOf(option.line, code, nullptr);
      AddRemark(absl::StrCat(option.code, "comment"), Chosen(code, option.code),
                context_.Required(option.text, option.code, subject), out);
    }
  }
  if (!source_.other) return;
  Question* text = AddRemark(other, Chosen(code, other), OtherLabel(context_.languages()), out);
  text->set_required(source_.Is("other_comment_mandatory"));
  SetDefault("", 0, true, text);
  if (source_.type != "P") return;
  AddRemark("othercomment", Chosen(code, other), CommentLabel(context_.languages()), out);
}

// Which options may be chosen together, how many, and which are offered.
void QuestionBuilder::SetOptionLogic(Question* question) {
  std::vector<std::string> checks;
  for (const auto& [attribute, op] :
       {std::pair("min_answers", " >= "), std::pair("max_answers", " <= ")}) {
    const std::string limit = Limit(attribute, "The number of answers");
    if (!limit.empty()) checks.push_back(absl::StrCat("count-selected(.)", op, limit));
  }
  for (absl::string_view alone :
       absl::StrSplit(source_.Attribute("exclude_all_others"), ';', absl::SkipWhitespace())) {
    alone = absl::StripAsciiWhitespace(alone);
    checks.push_back(
        absl::StrCat("not(selected(., ", Quoted(alone), ")) or count-selected(.) = 1"));
  }
  const std::string all = AllOf(checks);
  if (!all.empty()) question->mutable_logic()->set_constraint(all);
  std::vector<std::string> filters;
  for (const SourceSubquestion& option : source_.subquestions) {
    const std::string shown = RowRelevance(option);
    if (shown.empty()) continue;
    filters.push_back(absl::StrCat("name != ", Quoted(option.code), " or (", shown, ")"));
  }
  const std::string filter = AllOf(filters);
  if (!filter.empty()) question->mutable_logic()->set_option_filter(filter);
}

void QuestionBuilder::Ranking(Questions* out) {
  Question* question = AddWhole(Question::KIND_RANKING, out);
  // Since its version 7 LimeSurvey keeps what is ranked as subquestions.
  if (source_.answers.empty()) {
    for (const SourceSubquestion& option : source_.subquestions) {
      const ImportContext::Subject subject = SubjectOf(option.line, question->code(), nullptr);
      AddOption(option.code, context_.Required(option.text, option.code, subject), subject,
                question);
    }
  }
  if (question->options().empty()) AddAnswers(0, question);
  SetOptionLogic(question);
  SetRandomization(question);
}

void QuestionBuilder::Number(Questions* out) {
  const bool whole = source_.Is("num_value_int_only");
  Question* question = AddWhole(whole ? Question::KIND_INTEGER : Question::KIND_DECIMAL, out);
  SetLimits(question, "min_num_value_n", "max_num_value_n");
  SetChecks(nullptr, &context_.variables().Of(source_, ""), question);
  SetDefault("", 0, false, question);
}

void QuestionBuilder::TextAnswer(Questions* out) {
  const bool is_number = source_.type == "S" && source_.Is("numbers_only");
  Question* question = AddWhole(is_number ? Question::KIND_DECIMAL : Question::KIND_TEXT, out);
  if (source_.type != "S") question->set_appearance("multiline");
  SetChecks(nullptr, &context_.variables().Of(source_, ""), question);
  SetDefault("", 0, false, question);
}

void QuestionBuilder::Date(Questions* out) {
  // Letters of PHP's date formats: hours and minutes make a time of day, the others a day.
  const absl::string_view format = source_.Attribute("date_format");
  const bool has_time = absl::StrContains(format, 'H');
  const bool has_day = format.empty() || format.find_first_of("djmnyYD") != absl::string_view::npos;
  Question* question = AddWhole(!has_time ? Question::KIND_DATE
                                : has_day ? Question::KIND_DATE_TIME
                                          : Question::KIND_TIME,
                                out);
  if (!has_time && !format.empty() && format.find_first_of("dj") == absl::string_view::npos) {
    const bool has_month = format.find_first_of("mn") != absl::string_view::npos;
    question->set_appearance(has_month ? "month-year" : "year");
  }
  std::vector<std::string> checks;
  for (const auto& [attribute, op] :
       {std::pair("date_min", " >= "), std::pair("date_max", " <= ")}) {
    const std::string text(source_.Attribute(attribute));
    absl::CivilDay day;
    std::int64_t year = 0;
    if (text.empty()) continue;
    if (text.size() == 4 && absl::SimpleAtoi(text, &year)) {
      day = absl::string_view(attribute) == "date_min" ? absl::CivilDay(year, 1, 1)
                                                       : absl::CivilDay(year, 12, 31);
    } else if (!absl::ParseCivilTime(text, &day)) {
      const std::string limit = Limit(attribute, "The limit");
      if (!limit.empty()) checks.push_back(absl::StrCat("date(.)", op, "date(", limit, ")"));
      continue;
    }
    checks.push_back(absl::StrCat("date(.)", op, "date('", absl::FormatCivilTime(day), "')"));
  }
  const std::string all = AllOf(checks);
  if (!all.empty()) question->mutable_logic()->set_constraint(all);
  SetChecks(nullptr, &context_.variables().Of(source_, ""), question);
  SetDefault("", 0, false, question);
}

void QuestionBuilder::Equation(Questions* out) {
  const std::string& code = CodeOf("");
  const absl::string_view own = source_.Attribute("equation");
  const std::string equation(own.empty() ? source_.text.Any() : own);
  const std::string value =
      context_.ValueOf(equation, "The equation", ImportFinding::SEVERITY_ERROR, Whole());
  Question* question = Add(Question::KIND_CALCULATION, code, context_.InBaseLanguage(code), out);
  if (!relevance_.empty()) question->mutable_logic()->set_relevant(relevance_);
  (*question->mutable_settings())["limesurvey_type"] = source_.type;
  if (value.empty()) {
    Warn(code, "The equation is empty; its value will be too.");
    question->mutable_logic()->set_calculation("''");
  } else {
    question->mutable_logic()->set_calculation(value);
  }
  // With an equation of its own, the text is something to read.
  if (own.empty() || source_.Is("hidden")) return;
  const type::v1alpha::Text text = context_.Plain(source_.text, Whole());
  if (text.variants().empty()) return;
  Question* note = Add(Question::KIND_NOTE,
                       context_.codes().Take(absl::StrCat(code, "_text"), source_.line), text, out);
  if (!relevance_.empty()) note->mutable_logic()->set_relevant(relevance_);
}

void QuestionBuilder::File(Questions* out) {
  Question* question = AddWhole(Question::KIND_FILE, out);
  const FileTypes types = MediaTypesOf(source_.Attribute("allowed_filetypes"));
  for (const std::string& type : types.taken) question->add_media_types(type);
  if (!types.refused.empty()) {
    Warn(question->code(), absl::StrCat("Files of these kinds are not taken here: ",
                                        absl::StrJoin(types.refused, ", "), "."));
  }
  std::int64_t kilobytes = 0, files = 0;
  const absl::string_view size = source_.Attribute("max_filesize");
  if (!size.empty() && absl::SimpleAtoi(size, &kilobytes) && kilobytes > 0) {
    constexpr int kMost = kMaxFileBytes;
    const bool fits = kilobytes <= kMost / 1024;
    question->set_maximum_file_bytes(fits ? static_cast<int>(kilobytes) * 1024 : kMost);
    if (!fits) {
      Warn(question->code(),
           absl::StrCat("Files of up to ", kilobytes, " KB were taken; here the largest has ",
                        kMaxFileBytes, " bytes."));
    }
  }
  if (absl::SimpleAtoi(source_.Attribute("max_num_of_files"), &files) && files > 1) {
    Warn(question->code(), absl::StrCat("Up to ", files, " files were taken; here it is one."));
  }
  if (absl::SimpleAtoi(source_.Attribute("min_num_of_files"), &files) && files > 0) {
    question->set_required(true);
  }
}

}  // namespace lotse::survey::limesurvey
