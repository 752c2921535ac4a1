#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/types/text.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/limesurvey/fixed_options.h"
#include "services/survey/exchange/limesurvey/question_builder.h"

// The types that have rows, or rows and columns.

namespace lotse::survey::limesurvey {
namespace {

using type::v1alpha::Text;
using v1alpha::Option;
using v1alpha::Question;

// Longest list of questions that filter the rows of an array, in bytes: it is read for each row.
constexpr std::size_t kMaxFilterBytes = 400;

// `text` of a slider, `what is asked|left end|right end`, at its separators: the piece `which`.
LocalText PieceOf(const LocalText& text, absl::string_view separator, std::size_t which) {
  LocalText piece;
  for (const LocalText::Wording& wording : text.wordings) {
    const std::vector<std::string> pieces = absl::StrSplit(wording.html, separator);
    if (which < pieces.size()) piece.Add(wording.language, pieces[which]);
  }
  return piece;
}

// Text of a cell: that of its row and that of its column.
LocalText Both(const LocalText& row, const LocalText& column) {
  LocalText both;
  for (const LocalText::Wording& wording : row.wordings) {
    const absl::string_view other = column.In(wording.language);
    const bool join = !wording.html.empty() && !other.empty();
    both.Add(wording.language, absl::StrCat(wording.html, join ? " \u2013 " : "", other));
  }
  return both;
}

// Puts `more` behind the wordings of the same language. False if one is too long then.
bool AppendTo(const Text& more, Text* text) {
  bool fits = true;
  for (Text::Variant& variant : *text->mutable_variants()) {
    for (const Text::Variant& other : more.variants()) {
      if (variant.language() != other.language()) continue;
      if (variant.plain_language() != other.plain_language()) continue;
      variant.set_text(absl::StrCat(variant.text(), " \u2013 ", other.text()));
      fits = fits && variant.text().size() <= types::kMaxVariantBytes;
    }
  }
  return fits;
}

}  // namespace

QuestionBuilder::Subquestions QuestionBuilder::Rows(int scale) const {
  Subquestions rows;
  for (const SourceSubquestion& row : source_.subquestions) {
    if (row.scale == scale) rows.push_back(&row);
  }
  return rows;
}

std::string QuestionBuilder::RowRelevance(const SourceSubquestion& row) {
  std::vector<std::string> conditions = {
      context_.Relevance(row.relevance, SubjectOf(row.line, CodeOf(""), nullptr))};
  for (const auto& [attribute, op] :
       {std::pair("array_filter", " or "), std::pair("array_filter_exclude", " and ")}) {
    const bool excludes = absl::string_view(attribute) == "array_filter_exclude";
    std::string filter;
    const absl::string_view given = source_.Attribute(attribute);
    if (given.size() > kMaxFilterBytes) {
      context_.findings().Fail(row.line, CodeOf(""),
                               absl::StrCat("`", attribute, "` has ", given.size(),
                                            " bytes, at most ", kMaxFilterBytes, "."));
      continue;
    }
    for (const absl::string_view name : absl::StrSplit(given, ';', absl::SkipWhitespace())) {
      // A row that the other question does not have is always shown.
      const std::string other = absl::StrCat(absl::StripAsciiWhitespace(name), "_", row.code);
      const Variable* variable = context_.variables().Find(other);
      if (variable == nullptr || variable->question == &source_) continue;
      const std::string is_given =
          context_.Relevance(absl::StrCat(excludes ? "is_empty(" : "!is_empty(", other, ".NAOK)"),
                             SubjectOf(row.line, CodeOf(""), nullptr));
      if (!is_given.empty()) absl::StrAppend(&filter, filter.empty() ? "" : op, is_given);
    }
    conditions.push_back(std::move(filter));
  }
  return AllOf(conditions);
}

void QuestionBuilder::Array(Questions* out) {
  WarnOfWholeChecks();
  FillMatrix(0, AddWhole(Question::KIND_MATRIX, out));
}

void QuestionBuilder::DualScale(Questions* out) {
  WarnOfWholeChecks();
  Question* scales[2] = {AddWhole(Question::KIND_MATRIX, out), out->Add()};
  *scales[1] = *scales[0];
  const char* headers[] = {"dualscale_headerA", "dualscale_headerB"};
  for (int scale = 0; scale < 2; ++scale) {
    Question* matrix = scales[scale];
    matrix->set_code(
        context_.codes().Take(absl::StrCat(CodeOf(""), "_scale", scale + 1), source_.line));
    const auto header = source_.attributes.find(headers[scale]);
    const bool fits = header == source_.attributes.end() ||
                      AppendTo(context_.Plain(header->second, Whole()), matrix->mutable_text());
    if (!fits) {
      context_.findings().Fail(source_.line, matrix->code(),
                               "The text is too long with the heading of its scale.");
    }
    FillMatrix(scale, matrix);
  }
}

void QuestionBuilder::FillMatrix(int scale, Question* matrix) {
  if (source_.type == "F" || source_.type == "H" || source_.type == "1") {
    AddAnswers(scale, matrix);
  } else {
    for (Option& option : FixedOptions(source_.type[0], context_.languages())) {
      *matrix->add_options() = std::move(option);
    }
  }
  SetRandomization(matrix);
  if (Rows(0).empty() || Rows(0).size() > kMaxItems) {
    context_.findings().Fail(
        source_.line, matrix->code(),
        absl::StrCat("The array has ", Rows(0).size(), " rows; give 1 to ", kMaxItems, "."));
    return;
  }
  bool has_logic = false;
  std::vector<std::string> relevances;
  for (const SourceSubquestion* row : Rows(0)) {
    relevances.push_back(RowRelevance(*row));
    has_logic = has_logic || !relevances.back().empty();
  }
  const bool checks = !source_.Attribute("em_validation_sq").empty();
  std::string list;
  if (has_logic || checks) {
    list = context_.AddOptionList(matrix->code(), source_.line, matrix->options());
    // Rows with logic of their own are questions of their own, which share their options.
    matrix->set_kind(Question::KIND_GROUP);
    matrix->set_required(false);
    matrix->clear_options();
    matrix->set_appearance(kTableAppearance);
  }
  for (std::size_t i = 0; i < relevances.size(); ++i) {
    const SourceSubquestion& row = *Rows(0)[i];
    const std::string part = source_.type == "1" ? absl::StrCat(row.code, "#", scale) : row.code;
    const Variable& variable = context_.variables().Of(source_, part);
    const ImportContext::Subject subject = SubjectOf(row.line, variable.code, &variable);
    const Text row_text = context_.Required(row.text, row.code, subject);
    if (!has_logic && !checks) {
      v1alpha::Item* item = matrix->add_items();
      item->set_code(variable.code);
      *item->mutable_text() = row_text;
      continue;
    }
    Question* choice =
        Add(Question::KIND_SINGLE_CHOICE, variable.code, row_text, matrix->mutable_questions());
    choice->set_option_list(list);
    choice->set_required(required());
    if (!relevances[i].empty()) choice->mutable_logic()->set_relevant(relevances[i]);
    SetChecks(&row, &variable, choice);
  }
}

void QuestionBuilder::Fields(Questions* out) {
  Question* group = AddWhole(Question::KIND_GROUP, out);
  const bool is_number = source_.type == "K" || source_.Is("numbers_only");
  const bool whole = source_.Is("num_value_int_only");
  const bool slider = source_.Is("slider_layout");
  if (source_.subquestions.empty()) {
    context_.findings().Fail(source_.line, group->code(), "There is no subquestion; give one.");
  }
  if (Rows(0).size() > kMaxQuestions) {
    context_.findings().Fail(source_.line, group->code(),
                             absl::StrCat("There are more than ", kMaxQuestions, " subquestions."));
    return;
  }
  for (const SourceSubquestion* row : Rows(0)) {
    const Variable& variable = context_.variables().Of(source_, row->code);
    const ImportContext::Subject subject = SubjectOf(row->line, variable.code, &variable);
    const absl::string_view given = source_.Attribute("slider_separator");
    const std::string separator(given.empty() ? "|" : given);
    const LocalText asked = slider ? PieceOf(row->text, separator, 0) : row->text;
    // A slider may show its ends only; then the text of the whole says what is asked.
    Text text =
        slider ? context_.Plain(asked, subject) : context_.Required(asked, row->code, subject);
    if (text.variants().empty()) text = group->text();
    Question* field = Add(!is_number ? Question::KIND_TEXT
                          : whole    ? Question::KIND_INTEGER
                                     : Question::KIND_DECIMAL,
                          variable.code, text, group->mutable_questions());
    field->set_required(required());
    const std::string shown = RowRelevance(*row);
    if (!shown.empty()) field->mutable_logic()->set_relevant(shown);
    if (is_number && slider) SetSlider(*row, field);
    if (is_number) SetLimits(field, "min_num_value_n", "max_num_value_n");
    SetChecks(row, &variable, field);
    SetDefault(row->id, 0, false, field);
  }
  SetRandomization(group);
  WarnOfWholeChecks();
  for (const char* sum : {"equals_num_value", "min_num_value", "max_num_value"}) {
    const absl::string_view limit = source_.Attribute(sum);
    if (limit.empty()) continue;
    Warn(group->code(), absl::StrCat("The check `", sum, "` of the sum of all answers (`",
                                     Shortened(limit), "`) was not taken over."));
  }
}

void QuestionBuilder::SetSlider(const SourceSubquestion& row, Question* question) {
  const auto setting = [this](absl::string_view name, absl::string_view usual) {
    const absl::string_view value = source_.Attribute(name);
    return std::string(IsNumeral(value) ? value : usual);
  };
  const std::string start = setting("slider_min", "0");
  const std::string end = setting("slider_max", "100");
  const std::string step = setting("slider_accuracy", "1");
  double numbers[3] = {0, 0, 0};
  const bool fits = absl::SimpleAtod(start, &numbers[0]) && absl::SimpleAtod(end, &numbers[1]) &&
                    absl::SimpleAtod(step, &numbers[2]) && numbers[0] != numbers[1] &&
                    numbers[2] > 0;
  if (!fits) {
    context_.findings().Fail(row.line, question->code(),
                             "The slider has no range; give `slider_min`, `slider_max` and "
                             "`slider_accuracy` of which the last is more than 0.");
    return;
  }
  // A slider gives no number between its steps.
  const bool whole = !absl::StrContains(absl::StrCat(start, end, step), '.');
  if (whole) question->set_kind(Question::KIND_INTEGER);
  question->mutable_scale()->set_start(start);
  question->mutable_scale()->set_end(end);
  question->mutable_scale()->set_step(step);
  const absl::string_view given = source_.Attribute("slider_separator");
  const std::string separator(given.empty() ? "|" : given);
  const LocalText ends = Both(PieceOf(row.text, separator, 1), PieceOf(row.text, separator, 2));
  const Text hint = context_.Plain(ends, SubjectOf(row.line, question->code(), nullptr));
  if (!hint.variants().empty()) *question->mutable_hint() = hint;
}

void QuestionBuilder::Cells(Questions* out) {
  Question* group = AddWhole(Question::KIND_GROUP, out);
  const Subquestions rows = Rows(0);
  const Subquestions columns = Rows(1);
  WarnOfWholeChecks();
  SetRandomization(group);
  if (rows.empty() || columns.empty()) {
    context_.findings().Fail(source_.line, group->code(),
                             absl::StrCat("The array has ", rows.size(), " rows and ",
                                          columns.size(), " columns; give one of each."));
    return;
  }
  if (rows.size() * columns.size() > kMaxQuestions) {
    context_.findings().Fail(source_.line, group->code(),
                             absl::StrCat("The array has ", rows.size() * columns.size(),
                                          " cells; give at most ", kMaxQuestions, "."));
    return;
  }
  if (IsCheckboxArray(source_)) {
    AddCheckboxRows(rows, columns, group);
    return;
  }
  for (const SourceSubquestion* row : rows) {
    for (const SourceSubquestion* column : columns) AddCell(*row, *column, group);
  }
}

void QuestionBuilder::AddCheckboxRows(const Subquestions& rows, const Subquestions& columns,
                                      Question* group) {
  Question shared;
  shared.set_code(group->code());
  for (const SourceSubquestion* column : columns) {
    const ImportContext::Subject subject = SubjectOf(column->line, group->code(), nullptr);
    AddOption(column->code, context_.Required(column->text, column->code, subject), subject,
              &shared);
  }
  const std::string list = context_.AddOptionList(group->code(), source_.line, shared.options());
  for (const SourceSubquestion* row : rows) {
    const std::string& code = CodeOf(row->code);
    const ImportContext::Subject subject = SubjectOf(row->line, code, nullptr);
    Question* choice =
        Add(Question::KIND_MULTIPLE_CHOICE, code, context_.Required(row->text, row->code, subject),
            group->mutable_questions());
    choice->set_option_list(list);
    choice->set_required(required());
    const std::string shown = RowRelevance(*row);
    if (!shown.empty()) choice->mutable_logic()->set_relevant(shown);
  }
}

void QuestionBuilder::AddCell(const SourceSubquestion& row, const SourceSubquestion& column,
                              Question* group) {
  const std::string part = absl::StrCat(row.code, "_", column.code);
  const Variable& variable = context_.variables().Of(source_, part);
  const ImportContext::Subject subject = SubjectOf(row.line, variable.code, &variable);
  const bool is_number = source_.type == ":";
  Question* cell = Add(is_number ? Question::KIND_DECIMAL : Question::KIND_TEXT, variable.code,
                       context_.Required(Both(row.text, column.text), part, subject),
                       group->mutable_questions());
  cell->set_required(required());
  const std::string shown = RowRelevance(row);
  if (!shown.empty()) cell->mutable_logic()->set_relevant(shown);
  if (is_number) {
    // Without boxes to type in, it is chosen from a list of numbers: 1 to 10 in steps of 1.
    const bool typed = source_.Is("input_boxes");
    const bool whole = !typed && !absl::StrContains(source_.Attribute("multiflexible_step"), '.');
    if (whole) cell->set_kind(Question::KIND_INTEGER);
    SetLimits(cell, "multiflexible_min", "multiflexible_max");
    if (!typed && source_.Attribute("multiflexible_min").empty()) cell->set_minimum(1);
    if (!typed && source_.Attribute("multiflexible_max").empty()) cell->set_maximum(10);
  }
  SetChecks(&row, &variable, cell);
}

}  // namespace lotse::survey::limesurvey
