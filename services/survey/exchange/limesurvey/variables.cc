#include "services/survey/exchange/limesurvey/variables.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/limesurvey/file_types.h"

namespace lotse::survey::limesurvey {
namespace {

using Meaning = Variable::Meaning;
using Type = Variable::Type;

Variable Answer(const SourceQuestion& question, Type type, std::string code) {
  Variable variable;
  variable.type = type;
  variable.code = std::move(code);
  variable.question = &question;
  return variable;
}

// The type of what is answered in a question by its code of a type.
Type TypeOf(const SourceQuestion& question) {
  const char type = question.type.empty() ? ' ' : question.type[0];
  if (type == 'N' || type == 'K' || type == ':') return Type::kNumber;
  if ((type == 'S' || type == 'Q') && question.Is("numbers_only")) return Type::kNumber;
  if (type == 'D') return Type::kDate;
  return absl::StrContains("STUQ*X|;", type) ? Type::kText : Type::kChoice;
}

bool IsOneOf(const SourceQuestion& question, absl::string_view types) {
  return question.type.size() == 1 && absl::StrContains(types, question.type);
}

}  // namespace

absl::string_view WhyLeftOut(const SourceQuestion& question) {
  if (question.type == "I") return "a switch of the language is a matter of the front end";
  if (question.type == "W" || question.type == "Z") {
    return "its answers are in a label set, which is in another file; give a list (`L` or `!`)";
  }
  if (question.type == "|" && MediaTypesOf(question.Attribute("allowed_filetypes")).taken.empty()) {
    return "none of the kinds of files it asks for is taken here; those are jpg, png, pdf, "
           "txt, mp3, m4a, ogg, wav, mp4 and webm";
  }
  if (!IsOneOf(question, "L!OMPFABCEHKQNSTUDXR*YG51:;|")) return "its type is not known";
  return "";
}

bool IsCheckboxArray(const SourceQuestion& question) {
  return question.type == ":" && question.Is("multiflexible_checkbox");
}

absl::string_view OtherOptionOf(const SourceQuestion& question) {
  const auto is_other = [](const auto& option) { return option.code == "other"; };
  const bool taken =
      IsOneOf(question, "L!")
          ? std::any_of(question.answers.begin(), question.answers.end(), is_other)
          : std::any_of(question.subquestions.begin(), question.subquestions.end(), is_other);
  return taken ? kOtherOption : "other";
}

absl::string_view OtherPartOf(const SourceQuestion& question) {
  return IsOneOf(question, "L!") ? "other" : OtherOptionOf(question);
}

absl::string_view OptionFor(const SourceQuestion& question, absl::string_view value) {
  const bool is_other = question.other && IsOneOf(question, "L!") && value == kOtherOption;
  return is_other ? OtherOptionOf(question) : value;
}

Variables::Variables(const SourceSurvey& survey, CodeNames* codes) {
  // The codes of questions first: what belongs to one of them gives way.
  for (const SourceGroup& group : survey.groups) {
    for (const SourceQuestion& question : group.questions) AddQuestion(question, codes);
  }
  for (const SourceGroup& group : survey.groups) {
    for (const SourceQuestion& question : group.questions) AddParts(question, codes);
  }
}

void Variables::AddQuestion(const SourceQuestion& question, CodeNames* codes) {
  by_id_.emplace(question.id, &question);
  by_code_.emplace(question.code, &question);
  Variable variable = Answer(question, TypeOf(question), codes->Take(question.code, question.line));
  if (!WhyLeftOut(question).empty()) {
    variable.meaning = Meaning::kNothing;
  } else if (IsOneOf(question, "MPFABCEHKQR1:;X")) {
    variable.meaning = Meaning::kFrame;
  }
  AddPart(question, "", "", std::move(variable));
}

void Variables::AddParts(const SourceQuestion& question, CodeNames* codes) {
  if (!WhyLeftOut(question).empty()) return;
  const auto add_remark = [&](absl::string_view part, Type type) {
    const std::string wanted = absl::StrCat(question.code, "_", part);
    AddPart(question, part, absl::StrCat("_", part),
            Answer(question, type, codes->Take(wanted, question.line)), true);
  };
  if (IsOneOf(question, "MP")) {
    AddTicks(question, codes);
  } else if (IsOneOf(question, ":;")) {
    AddCells(question, codes);
  } else if (IsOneOf(question, "FABCEHKQ1")) {
    AddRows(question, codes);
  } else if (question.type == "O") {
    add_remark("comment", Type::kText);
  } else if (question.type == "|") {
    Variable count = Of(question, "");
    count.meaning = Meaning::kFileCount;
    count.type = Type::kNumber;
    AddPart(question, "_filecount", "_filecount", std::move(count), true);
  } else if (question.type == "R") {
    const std::size_t places = std::max(question.answers.size(), question.subquestions.size());
    for (std::size_t place = 1; place <= places; ++place) {
      Variable rank = Answer(question, Type::kChoice, Of(question, "").code);
      rank.meaning = Meaning::kRank;
      rank.rank = static_cast<int>(place);
      AddPart(question, absl::StrCat(place), absl::StrCat("_", place), std::move(rank));
    }
  }
  if (question.other && IsOneOf(question, "L!MP")) {
    const absl::string_view part = OtherPartOf(question);
    add_remark(part, question.Is("other_numbers_only") ? Type::kNumber : Type::kText);
    if (question.type == "P") add_remark("othercomment", Type::kText);
  }
}

void Variables::AddTicks(const SourceQuestion& question, CodeNames* codes) {
  for (const SourceSubquestion& option : question.subquestions) {
    Variable tick = Answer(question, Type::kChoice, Of(question, "").code);
    tick.meaning = Meaning::kTick;
    tick.option = option.code;
    tick.ticked = "Y";
    AddPart(question, option.code, absl::StrCat("_", option.code), std::move(tick));
    if (question.type != "P") continue;
    const std::string part = absl::StrCat(option.code, "comment");
    const std::string wanted = absl::StrCat(question.code, "_", part);
    AddPart(question, part, absl::StrCat("_", part),
            Answer(question, Type::kText, codes->Take(wanted, option.line)), true);
  }
}

void Variables::AddRows(const SourceQuestion& question, CodeNames* codes) {
  const bool dual = question.type == "1";
  for (const SourceSubquestion& row : question.subquestions) {
    for (int scale = 0; scale < (dual ? 2 : 1); ++scale) {
      const std::string name =
          dual ? absl::StrCat("_", row.code, "_", scale) : absl::StrCat("_", row.code);
      const std::string column = dual ? absl::StrCat(row.code, "#", scale) : row.code;
      AddPart(question, column, name,
              Answer(question, TypeOf(question), codes->Take(question.code + name, row.line)));
    }
  }
}

void Variables::AddCells(const SourceQuestion& question, CodeNames* codes) {
  const bool boxes = IsCheckboxArray(question);
  for (const SourceSubquestion& row : question.subquestions) {
    if (row.scale != 0) continue;
    const std::string row_code = absl::StrCat(question.code, "_", row.code);
    std::string choice;
    if (boxes) {
      choice = codes->Take(row_code, row.line);
      AddPart(question, row.code, absl::StrCat("_", row.code),
              Answer(question, Type::kChoice, choice), true);
    }
    for (const SourceSubquestion& column : question.subquestions) {
      if (column.scale == 0) continue;
      const std::string part = absl::StrCat(row.code, "_", column.code);
      Variable cell = Answer(question, TypeOf(question), choice);
      if (boxes) {
        cell.meaning = Meaning::kTick;
        cell.option = column.code;
        cell.ticked = "1";
      } else {
        cell.code = codes->Take(absl::StrCat(question.code, "_", part), row.line);
      }
      AddPart(question, part, absl::StrCat("_", part), std::move(cell));
    }
  }
}

void Variables::AddPart(const SourceQuestion& question, absl::string_view column,
                        absl::string_view name, Variable variable, bool is_remark) {
  std::vector<Part>& parts = parts_[&question];
  if (!columns_[&question].emplace(column, parts.size()).second) return;
  variable.name = absl::StrCat(question.code, name);
  names_.emplace(variable.name, variable);
  ++uses_[variable.name];
  parts.push_back({std::move(variable), is_remark});
}

const Variable* Variables::Find(absl::string_view name) const {
  const auto found = names_.find(name);
  if (found != names_.end()) return &found->second;
  // `{survey}X{group}X{question}{part}`: where the id ends, only the ids that exist can say.
  const std::vector<absl::string_view> ids = absl::StrSplit(name, absl::MaxSplits('X', 2));
  if (ids.size() != 3 || ids[0].empty() || !absl::ascii_isdigit(ids[0][0])) return nullptr;
  const absl::string_view rest = ids[2];
  std::size_t digits = 0;
  while (digits < rest.size() && absl::ascii_isdigit(rest[digits])) ++digits;
  for (std::size_t length = digits; length > 0; --length) {
    const SourceQuestion* question = QuestionById(rest.substr(0, length));
    if (question == nullptr) continue;
    const auto& columns = columns_.at(question);
    const auto part = columns.find(rest.substr(length));
    if (part != columns.end()) return &parts_.at(question)[part->second].variable;
  }
  return nullptr;
}

bool Variables::IsAmbiguous(absl::string_view name) const {
  const auto found = uses_.find(name);
  return found != uses_.end() && found->second > 1;
}

const Variable& Variables::Of(const SourceQuestion& question, absl::string_view part) const {
  return parts_.at(&question)[columns_.at(&question).at(part)].variable;
}

std::vector<const Variable*> Variables::AnswersOf(const SourceQuestion& question) const {
  std::vector<const Variable*> answers;
  for (const Part& part : parts_.at(&question)) {
    const bool is_answer = part.variable.meaning != Meaning::kFrame &&
                           part.variable.meaning != Meaning::kNothing && !part.is_remark;
    if (is_answer) answers.push_back(&part.variable);
  }
  return answers;
}

const SourceQuestion* Variables::QuestionById(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const SourceQuestion* Variables::QuestionByCode(absl::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : found->second;
}

}  // namespace lotse::survey::limesurvey
