#include "services/survey/analysis/tables/wave_counts.h"

#include <algorithm>
#include <utility>

#include "services/survey/analysis/classes.h"
#include "services/survey/analysis/columns/counting.h"

namespace lotse::survey::tables {
namespace {

using suppression::Coordinate;
using v1alpha::Question;
using v1alpha::TableVariable;

constexpr std::size_t kCodesOfAByte = 256;

bool IsChoice(const Variable& variable) {
  return variable.kind == Question::KIND_SINGLE_CHOICE || variable.kind == Question::KIND_MATRIX;
}

// The numbers of all combinations of the codes of these columns. More than kMaxDimensions of
// them, where a variable needs two, are counted one person after the other.
std::vector<int64_t> CountAll(absl::Span<const CodeColumn> columns, const Selection* of) {
  if (columns.size() <= kMaxDimensions) return CountCombinations(columns, of);
  std::size_t cells = 1;
  for (const CodeColumn& column : columns) cells *= column.width;
  std::vector<int64_t> counts(cells);
  for (std::size_t person = 0; person < columns[0].codes.size(); ++person) {
    if (of != nullptr && !of->Has(person)) continue;
    std::size_t cell = 0;
    for (const CodeColumn& column : columns) cell = cell * column.width + column.codes[person];
    ++counts[cell];
  }
  return counts;
}

}  // namespace

WaveCounts::WaveCounts(const TableVariables& variables, const CellVariables& cells,
                       const ColumnImage& image, TableScope scope)
    : variables_(variables), cells_(cells), image_(image), scope_(std::move(scope)) {
  const auto broke_off = image.BrokeOff();
  people_ = static_cast<int64_t>(image.people());
  if (scope_.left_out > 0 && !broke_off.empty()) {
    std::vector<bool> wanted(kCodesOfAByte, true);
    for (int section = 1; section <= scope_.left_out; ++section) {
      wanted[static_cast<std::size_t>(section)] = false;
    }
    usable_ = Selection::Where(broke_off, wanted);
    people_ = usable_->Count();
  }
  for (std::size_t position = 0; position < variables.compiled().variables().size(); ++position) {
    raw_.push_back(image.Codes(position));
    const SpanVariable* const spanning = variables.At(position);
    if (spanning == nullptr || !spanning->is_multiple()) {
      meanings_[CellVariables::Number(position)] = {position, std::nullopt};
      continue;
    }
    for (int option = 0; option < static_cast<int>(spanning->answers.size()); ++option) {
      meanings_[cells.OptionNumber(position, option)] = {position, option};
    }
    meanings_[cells.AnyNumber(position)] = {position, -1};
  }
}

WaveCounts::Meaning WaveCounts::MeaningOf(int number) const { return meanings_.at(number); }

std::size_t WaveCounts::RawCode(std::size_t position, std::size_t person) const {
  std::size_t code = 0;
  for (const CodeColumn& column : raw_[position]) {
    code = code * kCodesOfAByte + column.codes[person];
  }
  return code;
}

bool WaveCounts::Reached(std::size_t position, std::size_t person) const {
  const auto broke_off = image_.BrokeOff();
  return broke_off.empty() ||
         scope_.Finished(broke_off[person], variables_.compiled().variables()[position].section);
}

bool WaveCounts::Holds(const CompiledCondition& condition, std::size_t person) const {
  const std::size_t code = RawCode(condition.variable, person);
  const bool is_answered = code >= ColumnImage::kFirstOption;
  if (condition.test == v1alpha::Condition::TEST_ANSWERED) return is_answered;
  const Variable& variable = variables_.compiled().variables()[condition.variable];
  const bool is_chosen =
      is_answered &&
      std::any_of(condition.options.begin(), condition.options.end(), [&](const auto& option) {
        const auto place = variable.options->Position(option);
        if (!place.has_value()) return false;
        return IsChoice(variable) ? code == ColumnImage::kFirstOption + *place
                                  : image_.Ticked(condition.variable, *place).Has(person);
      });
  return is_chosen == (condition.test == v1alpha::Condition::TEST_ANY_CHOSEN);
}

bool WaveCounts::IsAsked(std::size_t position, std::size_t person) const {
  const auto& conditions = variables_.compiled().variables()[position].relevant_if;
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const CompiledCondition& one) { return Holds(one, person); });
}

// The category of an answer that is there; -1: it is none that the question can have.
int WaveCounts::AnswerOf(const Meaning& meaning, std::size_t person) const {
  const std::size_t position = meaning.position;
  const SpanVariable* const spanning = variables_.At(position);
  if (spanning == nullptr) return 0;
  if (meaning.option.has_value()) {
    const int option = *meaning.option;
    if (option >= 0) {
      const bool is_ticked = image_.Ticked(position, static_cast<std::size_t>(option)).Has(person);
      return is_ticked ? CellVariables::kTicked : CellVariables::kNotTicked;
    }
    for (std::size_t i = 0; i < spanning->answers.size(); ++i) {
      if (image_.Ticked(position, i).Has(person)) return CellVariables::kAnyTicked;
    }
    return CellVariables::kNoneTicked;
  }
  if (spanning->kind != TableVariable::KIND_CLASSES) {
    return static_cast<int>(RawCode(position, person) - ColumnImage::kFirstOption);
  }
  const Question& question = *spanning->question;
  const int64_t value = image_.Numbers(position)[person];
  if (question.has_minimum() && value < question.minimum()) return -1;
  if (question.has_maximum() && value > question.maximum()) return -1;
  const auto& classes = spanning->classes;
  const auto found = std::lower_bound(classes.begin(), classes.end(), ClassOf(question, value));
  return static_cast<int>(found - classes.begin());
}

int WaveCounts::CategoryOf(const Meaning& meaning, std::size_t person) const {
  const Categories& categories = cells_.Of(meaning.position);
  // Who is left out of all tables may stand anywhere.
  if (!Reached(meaning.position, person)) return std::max(categories.not_reached, 0);
  const std::size_t code = RawCode(meaning.position, person);
  if (code >= ColumnImage::kFirstOption) {
    const int answer = AnswerOf(meaning, person);
    return answer < 0 ? categories.no_answer : answer;
  }
  const bool is_asked = code == ColumnImage::kNoAnswer ||
                        (code == ColumnImage::kNotReached && IsAsked(meaning.position, person));
  return is_asked || categories.not_asked < 0 ? categories.no_answer : categories.not_asked;
}

// The column of the image itself, if its codes say all.
WaveCounts::Column WaveCounts::Borrowed(std::size_t position) const {
  const Categories& categories = cells_.Of(position);
  Column column;
  column.categories = categories.size;
  column.codes = raw_[position];
  // Nobody has the codes that are mapped to "no answer" because they cannot occur.
  column.category_of.assign(ColumnImage::kFirstOption, categories.no_answer);
  if (categories.not_asked >= 0) {
    column.category_of[ColumnImage::kNotAsked] = categories.not_asked;
  }
  for (int answer = 0; answer < categories.answers; ++answer) column.category_of.push_back(answer);
  return column;
}

WaveCounts::Column WaveCounts::Coded(int number) const {
  const Meaning meaning = MeaningOf(number);
  Column column;
  column.categories = cells_.Of(meaning.position).size;
  const auto categories = static_cast<std::size_t>(column.categories);
  const bool is_wide = categories > kCodesOfAByte;
  column.low.resize(image_.people());
  if (is_wide) column.high.resize(image_.people());
  for (std::size_t person = 0; person < image_.people(); ++person) {
    const auto category = static_cast<std::size_t>(CategoryOf(meaning, person));
    column.low[person] = static_cast<uint8_t>(category);
    if (is_wide) column.high[person] = static_cast<uint8_t>(category / kCodesOfAByte);
  }
  if (is_wide) column.codes.push_back({column.high, categories / kCodesOfAByte + 1});
  column.codes.push_back({column.low, is_wide ? kCodesOfAByte : categories});
  return column;
}

const WaveCounts::Column& WaveCounts::ColumnOf(int number) {
  const auto [found, is_new] = by_number_.try_emplace(number, nullptr);
  if (!is_new) return *found->second;
  const Meaning meaning = MeaningOf(number);
  const bool says_all = IsChoice(variables_.compiled().variables()[meaning.position]) &&
                        image_.BrokeOff().empty() && raw_[meaning.position].size() == 1;
  // A vector keeps its place when it is moved, so the spans of `codes` stay valid.
  columns_.push_back(says_all ? Borrowed(meaning.position) : Coded(number));
  found->second = &columns_.back();
  return *found->second;
}

suppression::TableSpec WaveCounts::Count(absl::Span<const int> variables,
                                         std::vector<Coordinate> filter) {
  suppression::TableSpec table;
  std::vector<CodeColumn> codes;
  std::vector<const Column*> columns;
  std::size_t size = 1;
  for (const int number : variables) {
    const Column& column = ColumnOf(number);
    columns.push_back(&column);
    codes.insert(codes.end(), column.codes.begin(), column.codes.end());
    table.variables.push_back(number);
    table.categories.push_back(column.categories);
    size *= static_cast<std::size_t>(column.categories);
  }
  std::optional<Selection> base = usable_;
  if (!filter.empty()) base = Base(filter);
  const std::vector<int64_t> found = CountAll(codes, base.has_value() ? &*base : nullptr);
  table.counts.resize(size);
  for (std::size_t index = 0; index < found.size(); ++index) {
    if (found[index] == 0) continue;
    std::size_t rest = index;
    std::size_t cell = 0;
    std::size_t step = 1;
    for (std::size_t i = columns.size(); i-- > 0;) {
      std::size_t width = 1;
      for (const CodeColumn& column : columns[i]->codes) width *= column.width;
      std::size_t category = rest % width;
      rest /= width;
      if (!columns[i]->category_of.empty()) {
        category = static_cast<std::size_t>(columns[i]->category_of[category]);
      }
      cell += category * step;
      step *= static_cast<std::size_t>(columns[i]->categories);
    }
    table.counts[cell] += found[index];
  }
  table.filter = std::move(filter);
  return table;
}

Selection WaveCounts::Having(const Coordinate& condition) {
  const auto filters = cells_.filters();
  const auto filter = std::find_if(filters.begin(), filters.end(), [&](const FilterVariable& one) {
    return one.number == condition.variable;
  });
  if (filter != filters.end()) {
    Selection of = Selection::None(image_.people());
    const SpanVariable& variable = *variables_.At(filter->position);
    for (const int answer : filter->answers) {
      of |= Having(
          variable.is_multiple()
              ? Coordinate{cells_.OptionNumber(filter->position, answer), CellVariables::kTicked}
              : Coordinate{CellVariables::Number(filter->position), answer});
    }
    if (condition.category == CellVariables::kIn) return of;
    Selection others = Selection::All(image_.people());
    others -= of;
    return others;
  }
  const Column& column = ColumnOf(condition.variable);
  if (column.codes.size() > 1) {
    Selection of = Selection::None(image_.people());
    for (std::size_t person = 0; person < image_.people(); ++person) {
      const int code = column.high[person] * 256 + column.low[person];
      if (code == condition.category) of.Add(person);
    }
    return of;
  }
  std::vector<bool> wanted(column.codes[0].width);
  for (std::size_t code = 0; code < wanted.size(); ++code) {
    const int category =
        column.category_of.empty() ? static_cast<int>(code) : column.category_of[code];
    wanted[code] = category == condition.category;
  }
  return Selection::Where(column.codes[0].codes, wanted);
}

Selection WaveCounts::Base(absl::Span<const Coordinate> filter) {
  Selection base = usable_.has_value() ? *usable_ : Selection::All(image_.people());
  for (const Coordinate& condition : filter) base &= Having(condition);
  return base;
}

std::vector<uint8_t> WaveCounts::Answers(const SpanVariable& variable, const Selection& of) {
  const Meaning meaning{variable.position, std::nullopt};
  std::vector<uint8_t> answers(image_.people());
  for (std::size_t person = 0; person < answers.size(); ++person) {
    if (!of.Has(person)) continue;
    const int category = CategoryOf(meaning, person);
    if (category < cells_.Of(variable.position).answers) {
      answers[person] = static_cast<uint8_t>(std::min(category + 1, 255));
    }
  }
  return answers;
}

}  // namespace lotse::survey::tables
