#include "services/survey/exchange/export/column_builder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/kind_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;
using Kind = ExportColumn::Kind;
using Measure = ExportColumn::Measure;

// Digits of a code that is taken for a number.
constexpr std::size_t kMaxDigits = 9;
// The widest missing codes have so many digits: more are not exact in every spreadsheet.
constexpr int kMaxMissingDigits = 15;

// Numbers that doubles have, below all whole numbers that can be answered.
constexpr MissingCodes kBelowAll = {-kMaxInteger - 5, -kMaxInteger - 3, -kMaxInteger - 1};

// Bytes of days, times and what was computed where a format has to know the longest: more would
// make files with hundreds of such columns grow by the rows that do not need it.
constexpr std::size_t kOtherBytes = 255;

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
  return kBelowAll;
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

// What there is of a question that is neither a choice nor a number.
std::string SomethingOf(Question::Kind kind, bool english) {
  switch (kind) {
    case Question::KIND_FILE:
      return english ? "a file" : "eine Datei";
    case Question::KIND_ACKNOWLEDGEMENT:
      return english ? "acknowledged" : "bestätigt";
    case Question::KIND_DATE:
      return english ? "a day" : "ein Tag";
    case Question::KIND_TIME:
      return english ? "a time" : "eine Uhrzeit";
    case Question::KIND_DATE_TIME:
      return english ? "a day with a time" : "ein Tag mit Uhrzeit";
    case Question::KIND_CALCULATION:
    case Question::KIND_HIDDEN:
      return english ? "a value" : "ein Wert";
    default:
      return english ? "a text" : "ein Text";
  }
}

std::size_t BytesOf(const Question& question) {
  if (question.kind() != Question::KIND_TEXT) return kOtherBytes;
  return question.maximum_bytes() > 0 ? question.maximum_bytes() : kDefaultMaximumBytes;
}

bool HasText(Question::Kind kind) {
  return kind != Question::KIND_FILE && kind != Question::KIND_ACKNOWLEDGEMENT;
}

}  // namespace

ColumnBuilder::ColumnBuilder(const ColumnChoice& choice)
    : choice_(choice), erased_(choice.erased.begin(), choice.erased.end()) {}

std::string ColumnBuilder::Word(absl::string_view german, absl::string_view english) const {
  return std::string(choice_.language == "en" ? english : german);
}

void ColumnBuilder::Add(const Question& question, std::size_t variable) {
  if (question.kind() == Question::KIND_MATRIX) return AddMatrix(question, variable);
  if (question.kind() == Question::KIND_METADATA) return;
  if (erased_.contains(question.code())) return;
  ExportColumn column;
  column.asked = question.kind();
  column.variable = variable;
  column.code = question.code();
  column.label = InLanguage(question.text(), choice_.language);
  switch (question.kind()) {
    case Question::KIND_SINGLE_CHOICE:
      column.values = ValuesOf(question, choice_.language);
      column.missing = MissingOfChoice(column.values);
      return Push(question.code(), std::move(column));
    case Question::KIND_MULTIPLE_CHOICE:
      column.kind = Kind::kTicked;
      column.values = {{0, "", Word("nicht gewählt", "not chosen")},
                       {1, "", Word("gewählt", "chosen")}};
      return AddOptions(question, std::move(column));
    case Question::KIND_RANKING:
      column.kind = Kind::kRank;
      column.measure = Measure::kOrdinal;
      column.values = {{0, "", Word("ohne Rang", "no rank")}};
      return AddOptions(question, std::move(column));
    case Question::KIND_INTEGER:
      column.kind = Kind::kInteger;
      column.measure = Measure::kScale;
      column.missing = MissingOfInteger(question);
      return Push(question.code(), std::move(column));
    case Question::KIND_DECIMAL:
      column.kind = Kind::kDecimal;
      column.measure = Measure::kScale;
      column.missing = kBelowAll;
      return Push(question.code(), std::move(column));
    default:
      return AddAnswered(question, std::move(column));
  }
}

void ColumnBuilder::AddCount(const Question& repeat) {
  if (erased_.contains(repeat.code())) return;
  ExportColumn column = OfRepeat(repeat);
  column.kind = Kind::kCount;
  column.measure = Measure::kScale;
  column.label = absl::StrCat(column.label, " – ", Word("Anzahl", "number"));
  column.missing = MissingOfChoice({});
  Push(repeat.code(), std::move(column));
}

void ColumnBuilder::AddResponseKey() {
  ExportColumn column;
  column.kind = Kind::kKey;
  column.label = Word("Nummer der Zeile in responses.csv", "number of the row in responses.csv");
  Push("response", std::move(column));
}

void ColumnBuilder::AddInstanceKey(const Question& repeat, std::size_t depth) {
  ExportColumn column = OfRepeat(repeat);
  column.kind = Kind::kKey;
  column.variable = depth;
  column.label = absl::StrCat(column.label, " – ", Word("laufende Nummer", "place"));
  Push(repeat.code(), std::move(column));
}

void ColumnBuilder::Push(absl::string_view wanted, ExportColumn column) {
  column.name = names_.Take(wanted);
  columns_.push_back(std::move(column));
}

ExportColumn ColumnBuilder::OfRepeat(const Question& repeat) const {
  ExportColumn column;
  column.asked = repeat.kind();
  column.code = repeat.code();
  column.label = InLanguage(repeat.text(), choice_.language);
  if (column.label.empty()) column.label = repeat.code();
  return column;
}

void ColumnBuilder::AddMatrix(const Question& question, std::size_t variable) {
  const std::vector<ColumnValue> values = ValuesOf(question, choice_.language);
  const MissingCodes missing = MissingOfChoice(values);
  for (const Item& item : question.items()) {
    ExportColumn column;
    column.asked = question.kind();
    column.measure = Measure::kOrdinal;
    column.variable = variable++;
    if (erased_.contains(item.code())) continue;
    column.code = item.code();
    column.label = absl::StrCat(InLanguage(question.text(), choice_.language), " – ",
                                InLanguage(item.text(), choice_.language));
    column.values = values;
    column.missing = missing;
    Push(item.code(), std::move(column));
  }
}

void ColumnBuilder::AddOptions(const Question& question, ExportColumn column) {
  const std::string asked = column.label;
  column.missing = MissingOfChoice(column.values);
  for (const Option& option : question.options()) {
    column.option_code = option.code();
    column.label = absl::StrCat(asked, " – ", InLanguage(option.label(), choice_.language));
    Push(absl::StrCat(question.code(), "_", option.code()), column);
    ++column.option;
  }
}

void ColumnBuilder::AddAnswered(const Question& question, ExportColumn column) {
  column.kind = Kind::kAnswered;
  column.values = {{1, "", SomethingOf(question.kind(), choice_.language == "en")}};
  column.missing = MissingOfChoice(column.values);
  Push(question.code(), column);
  if (!HasText(question.kind()) || !choice_.texts) return;
  column.kind = Kind::kText;
  column.values.clear();
  column.maximum_bytes = BytesOf(question);
  Push(absl::StrCat(question.code(), "_text"), std::move(column));
}

}  // namespace lotse::survey
