#include "services/survey/exchange/export/columns.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/flat_instrument.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/exchange/export/column_names.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;
using Kind = ExportColumn::Kind;
using Measure = ExportColumn::Measure;

// Digits of a code that is taken for a number.
constexpr std::size_t kMaxDigits = 9;
// The widest missing codes have so many digits: more are not exact in every spreadsheet.
constexpr int kMaxMissingDigits = 15;

// The number that `code` is, written as numbers are.
std::optional<std::int64_t> NumberOf(absl::string_view code) {
  std::int64_t number = 0;
  if (code.size() > kMaxDigits + 1 || !absl::SimpleAtoi(code, &number)) return std::nullopt;
  if (absl::StrCat(number) != code || std::abs(number) >= 1'000'000'000) return std::nullopt;
  return number;
}

// The first missing codes of which `is_used` says no to each.
template <class IsUsed>
MissingCodes FreeMissingCodes(IsUsed is_used) {
  std::int64_t before = 0;  // 9, 99, 999 less the last digit.
  for (int digits = 1; digits <= kMaxMissingDigits; ++digits) {
    const MissingCodes codes = {-(before + 9), -(before + 8), -(before + 7)};
    if (std::none_of(codes.begin(), codes.end(), is_used)) return codes;
    before = (before + 9) * 10;
  }
  // Numbers that doubles have, below all that can be answered.
  return {-kMaxInteger - 5, -kMaxInteger - 3, -kMaxInteger - 1};
}

MissingCodes MissingOfChoice(const std::vector<ColumnValue>& values) {
  return FreeMissingCodes([&](std::int64_t code) {
    return std::any_of(values.begin(), values.end(),
                       [&](const ColumnValue& value) { return value.value == code; });
  });
}

MissingCodes MissingOfInteger(const Question& question) {
  const std::int64_t minimum = question.has_minimum() ? question.minimum() : -kMaxInteger;
  const std::int64_t maximum = question.has_maximum() ? question.maximum() : kMaxInteger;
  return FreeMissingCodes([&](std::int64_t code) { return code >= minimum && code <= maximum; });
}

std::vector<ColumnValue> ValuesOf(const Question& question, absl::string_view language) {
  std::vector<ColumnValue> values;
  bool are_numbers = true;
  for (const Option& option : question.options()) {
    are_numbers &= NumberOf(option.code()).has_value();
  }
  for (const Option& option : question.options()) {
    const auto position = static_cast<std::int64_t>(values.size()) + 1;
    values.push_back({are_numbers ? *NumberOf(option.code()) : position, option.code(),
                      InLanguage(option.label(), language)});
  }
  return values;
}

absl::string_view Word(absl::string_view language, absl::string_view german,
                       absl::string_view english) {
  return language == "en" ? english : german;
}

// Builds the columns of one questionnaire.
class Builder {
 public:
  explicit Builder(const ColumnChoice& choice)
      : choice_(choice), erased_(choice.erased.begin(), choice.erased.end()) {}

  void Add(const Question& question) {
    if (question.kind() == Question::KIND_MATRIX) return AddMatrix(question);
    const std::size_t variable = variables_++;
    if (erased_.contains(question.code())) return;
    const std::string text = InLanguage(question.text(), choice_.language);
    ExportColumn column;
    column.variable = variable;
    column.code = question.code();
    column.label = text;
    switch (question.kind()) {
      case Question::KIND_SINGLE_CHOICE:
        column.values = ValuesOf(question, choice_.language);
        column.missing = MissingOfChoice(column.values);
        return Push(question.code(), std::move(column));
      case Question::KIND_MULTIPLE_CHOICE:
        return AddOptions(question, column);
      case Question::KIND_INTEGER:
        column.kind = Kind::kInteger;
        column.measure = Measure::kScale;
        column.missing = MissingOfInteger(question);
        return Push(question.code(), std::move(column));
      default:
        return AddAnswered(question, column);
    }
  }

  std::vector<ExportColumn> Take() && { return std::move(columns_); }

 private:
  void Push(absl::string_view wanted, ExportColumn column) {
    column.name = names_.Take(wanted);
    columns_.push_back(std::move(column));
  }

  void AddMatrix(const Question& question) {
    const std::vector<ColumnValue> values = ValuesOf(question, choice_.language);
    const MissingCodes missing = MissingOfChoice(values);
    for (const Item& item : question.items()) {
      const std::size_t variable = variables_++;
      if (erased_.contains(item.code())) continue;
      ExportColumn column;
      column.measure = Measure::kOrdinal;
      column.variable = variable;
      column.code = item.code();
      column.label = absl::StrCat(InLanguage(question.text(), choice_.language), " – ",
                                  InLanguage(item.text(), choice_.language));
      column.values = values;
      column.missing = missing;
      Push(item.code(), std::move(column));
    }
  }

  void AddOptions(const Question& question, const ExportColumn& of_question) {
    ExportColumn column = of_question;
    column.kind = Kind::kTicked;
    column.values = {{0, "", std::string(Word(choice_.language, "nicht gewählt", "not chosen"))},
                     {1, "", std::string(Word(choice_.language, "gewählt", "chosen"))}};
    column.missing = MissingOfChoice(column.values);
    for (const Option& option : question.options()) {
      column.option_code = option.code();
      column.label =
          absl::StrCat(of_question.label, " – ", InLanguage(option.label(), choice_.language));
      Push(absl::StrCat(question.code(), "_", option.code()), column);
      ++column.option;
    }
  }

  void AddAnswered(const Question& question, ExportColumn column) {
    const bool is_file = question.kind() == Question::KIND_FILE;
    column.kind = Kind::kAnswered;
    column.values = {{1, "",
                      std::string(is_file ? Word(choice_.language, "eine Datei", "a file")
                                          : Word(choice_.language, "ein Text", "a text"))}};
    column.missing = MissingOfChoice(column.values);
    Push(question.code(), column);
    if (is_file || !choice_.texts) return;
    column.kind = Kind::kText;
    column.values.clear();
    column.maximum_bytes =
        question.maximum_bytes() > 0 ? question.maximum_bytes() : kDefaultMaximumBytes;
    Push(absl::StrCat(question.code(), "_text"), std::move(column));
  }

  const ColumnChoice& choice_;
  const absl::flat_hash_set<std::string> erased_;
  std::size_t variables_ = 0;
  ColumnNames names_;
  std::vector<ExportColumn> columns_;
};

}  // namespace

std::vector<ExportColumn> ColumnsOf(const Instrument& instrument, const ColumnChoice& choice) {
  Builder builder(choice);
  const Instrument flat = FlatInstrument(instrument);
  for (const auto& section : flat.sections()) {
    for (const Question& question : section.questions()) builder.Add(question);
  }
  return std::move(builder).Take();
}

std::vector<MultipleResponseSet> SetsOf(const Instrument& instrument, absl::string_view language,
                                        absl::Span<const ExportColumn> columns) {
  ColumnNames names;
  for (const ExportColumn& column : columns) names.Take(column.name);
  std::vector<MultipleResponseSet> sets;
  std::size_t next = 0;
  const Instrument flat = FlatInstrument(instrument);
  for (const auto& section : flat.sections()) {
    for (const Question& question : section.questions()) {
      if (question.kind() != Question::KIND_MULTIPLE_CHOICE) continue;
      while (next < columns.size() && columns[next].kind != Kind::kTicked) ++next;
      if (next == columns.size() || columns[next].code != question.code()) continue;
      // One byte is for the dollar sign that SPSS puts before the name.
      MultipleResponseSet set = {
          names.Take(absl::string_view(question.code()).substr(0, ColumnNames::kMaxBytes - 8)),
          InLanguage(question.text(), language),
          {}};
      for (; next < columns.size() && columns[next].code == question.code(); ++next) {
        set.columns.push_back(next);
      }
      sets.push_back(std::move(set));
    }
  }
  return sets;
}

absl::string_view LabelOf(Missing missing, absl::string_view language) {
  switch (missing) {
    case Missing::kNoAnswer:
      return Word(language, "keine Angabe", "no answer");
    case Missing::kNotAsked:
      return Word(language, "nicht gefragt", "not asked");
    default:
      return Word(language, "nicht erreicht", "not reached");
  }
}

std::string InLanguage(const type::v1alpha::Text& text, absl::string_view language) {
  for (const auto& variant : text.variants()) {
    if (absl::AsciiStrToLower(absl::string_view(variant.language()).substr(0, 2)) == language &&
        (variant.language().size() == 2 || variant.language()[2] == '-')) {
      return variant.text();
    }
  }
  return text.variants_size() > 0 ? text.variants(0).text() : "";
}

}  // namespace lotse::survey
