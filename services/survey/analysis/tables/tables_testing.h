#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/classes.h"
#include "services/survey/analysis/columns/image.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/tables/variables.h"
#include "services/survey/analysis/tables/wave_counts.h"
#include "services/survey/analysis/told_break_offs.h"
#include "services/survey/engine/relevance.h"
#include "services/survey/engine/response_row.h"

// What the tests of tables share: questionnaires with all kinds, and people who answer them.
namespace lotse::survey::tables {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

using Answers = google::protobuf::RepeatedPtrField<v1alpha::Answer>;

// Three pages with each kind, and conditions of each kind on this page and earlier ones.
inline constexpr char kEveryKind[] = R"pb(
  sections {
    questions {
      code: "unit"
      text { variants { language: "de" text: "Amt" } }
      kind: KIND_SINGLE_CHOICE
      options {
        code: "a"
        label { variants { language: "de" text: "Bau" } }
      }
      options { code: "b" }
      options { code: "c" }
    }
    questions {
      code: "ways"
      kind: KIND_MULTIPLE_CHOICE
      options { code: "car" }
      options { code: "bus" }
      options { code: "foot" }
    }
    questions {
      code: "age"
      kind: KIND_INTEGER
      minimum: 16
      maximum: 70
      class_bounds: [ 10, 30, 50 ]
    }
    questions { code: "why" kind: KIND_TEXT }
    questions {
      code: "led"
      kind: KIND_SINGLE_CHOICE
      options { code: "yes" }
      options { code: "no" }
      relevant_if { code: "unit" test: TEST_NONE_CHOSEN options: "c" }
    }
  }
  sections {
    questions {
      code: "grid"
      kind: KIND_MATRIX
      options { code: "1" }
      options { code: "2" }
      options { code: "3" }
      items {
        code: "grid_a"
        text { variants { language: "de" text: "Zeile" } }
      }
      items { code: "grid_b" }
      relevant_if { code: "ways" test: TEST_ANY_CHOSEN options: "bus" options: "foot" }
    }
    questions {
      code: "told"
      kind: KIND_MULTIPLE_CHOICE
      options { code: "x" }
      options { code: "y" }
      relevant_if { code: "why" test: TEST_ANSWERED }
      special_category: true
    }
    questions {
      code: "car_age"
      kind: KIND_INTEGER
      class_bounds: [ 3, 8 ]
      relevant_if { code: "ways" test: TEST_ANY_CHOSEN options: "car" }
    }
  }
  sections {
    questions {
      code: "last"
      kind: KIND_SINGLE_CHOICE
      options { code: "1" }
      options { code: "2" }
      relevant_if { code: "unit" test: TEST_NONE_CHOSEN options: "c" }
      relevant_if { code: "led" test: TEST_ANY_CHOSEN options: "yes" }
    }
    questions {
      code: "both"
      kind: KIND_SINGLE_CHOICE
      options { code: "1" }
      options { code: "2" }
      relevant_if { code: "ways" test: TEST_NONE_CHOSEN options: "car" options: "bus" }
    }
  })pb";

inline v1alpha::Instrument EveryKind() { return Parse<v1alpha::Instrument>(kEveryKind); }

// What one person handed in.
struct Person {
  Answers answers;
  int broke_off_section = 0;

  const v1alpha::Answer* Of(const std::string& code) const {
    for (const auto& answer : answers) {
      if (answer.code() == code) return &answer;
    }
    return nullptr;
  }
};

inline void AnswerAtRandom(const Variable& variable, std::mt19937* random,
                           v1alpha::Answer* answer) {
  answer->set_code(variable.code);
  switch (variable.kind) {
    case v1alpha::Question::KIND_MULTIPLE_CHOICE:
      answer->mutable_choices();
      for (std::size_t i = 0; i < variable.options->size(); ++i) {
        if ((*random)() % 3 == 0) answer->mutable_choices()->add_codes(variable.options->Code(i));
      }
      return;
    case v1alpha::Question::KIND_INTEGER: {
      const int64_t least = variable.limits->minimum.value_or(0);
      const int64_t most = variable.limits->maximum.value_or(12);
      return answer->set_integer(least + static_cast<int64_t>((*random)() % (most - least + 1)));
    }
    case v1alpha::Question::KIND_TEXT:
      return answer->set_text("gesagt");
    default: {
      // The first ones are frequent.
      const std::size_t bound = 1 + (*random)() % variable.options->size();
      return answer->set_choice(variable.options->Code((*random)() % bound));
    }
  }
}

// Answers as they pass the checks: nothing of what was not asked or not reached.
inline Person PersonAtRandom(const CompiledInstrument& instrument, bool may_break_off,
                             std::mt19937* random) {
  Person person;
  if (may_break_off && (*random)() % 4 == 0) {
    person.broke_off_section = 1 + static_cast<int>((*random)() % instrument.sections());
  }
  std::vector<std::unique_ptr<v1alpha::Answer>> given(instrument.variables().size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Variable& variable = instrument.variables()[i];
    if (person.broke_off_section != 0 && variable.section > person.broke_off_section) continue;
    std::vector<const v1alpha::Answer*> before;
    for (const auto& answer : given) before.push_back(answer.get());
    if (!AskedVariables(instrument, before)[i] || (*random)() % 6 == 0) continue;
    given[i] = std::make_unique<v1alpha::Answer>();
    AnswerAtRandom(variable, random, given[i].get());
  }
  for (const auto& answer : given) {
    if (answer != nullptr) *person.answers.Add() = *answer;
  }
  return person;
}

// A wave with its answers, counted.
class TestWave {
 public:
  TestWave(v1alpha::Instrument instrument, std::vector<Person> people, TableScope scope = {})
      : instrument(std::move(instrument)),
        people(std::move(people)),
        scope(std::move(scope)),
        variables(this->instrument),
        cells(variables, this->scope),
        image(std::make_shared<const CompiledInstrument>(this->instrument)) {
    for (const Person& person : this->people) {
      EXPECT_TRUE(image.Append(
          EncodeResponseRow(variables.compiled(), person.answers, person.broke_off_section)));
    }
    counts.emplace(variables, cells, image, this->scope);
    for (const Person& person : this->people) {
      Said& said = said_.emplace_back();
      for (const Variable& variable : variables.compiled().variables()) {
        said.given.push_back(person.Of(variable.code));
      }
      said.asked = AskedVariables(variables.compiled(), said.given);
    }
  }
  TestWave(const TestWave&) = delete;
  TestWave& operator=(const TestWave&) = delete;

  // The same, with the scope that is told of those who broke off.
  static std::unique_ptr<TestWave> OfClosed(v1alpha::Instrument instrument,
                                            std::vector<Person> people, int partial_from) {
    TableScope scope = ScopeOf(BreakOffsOf(instrument, people), partial_from);
    return std::make_unique<TestWave>(std::move(instrument), std::move(people), std::move(scope));
  }

  // What is told of them.
  static ToldBreakOffs BreakOffsOf(const v1alpha::Instrument& instrument,
                                   const std::vector<Person>& people) {
    std::vector<int64_t> broke_off(static_cast<std::size_t>(instrument.sections_size()));
    int64_t complete = 0;
    for (const Person& person : people) {
      const int section = person.broke_off_section;
      ++(section == 0 ? complete : broke_off[static_cast<std::size_t>(section) - 1]);
    }
    return ToldBreakOffs::OfClosed(broke_off, complete);
  }

  std::size_t At(const std::string& code) const { return *variables.compiled().Position(code); }
  int Number(const std::string& code) const { return CellVariables::Number(At(code)); }

  bool IsUsable(const Person& person) const {
    return person.broke_off_section == 0 || person.broke_off_section > scope.left_out;
  }

  // Whether somebody has a coordinate, worked out from the answers and not from columns.
  bool Has(const Person& person, const suppression::Coordinate& where) const {
    for (const FilterVariable& filter : cells.filters()) {
      if (filter.number != where.variable) continue;
      const bool is_in = std::any_of(filter.answers.begin(), filter.answers.end(), [&](int answer) {
        const SpanVariable& variable = *variables.At(filter.position);
        return Has(person,
                   variable.is_multiple()
                       ? suppression::Coordinate{cells.OptionNumber(filter.position, answer),
                                                 CellVariables::kTicked}
                       : suppression::Coordinate{CellVariables::Number(filter.position), answer});
      });
      return is_in == (where.category == CellVariables::kIn);
    }
    for (std::size_t position = 0; position < variables.compiled().variables().size(); ++position) {
      const Categories& categories = cells.Of(position);
      if (where.variable == cells.MissingNumber(position)) {
        const int category = CategoryOf(person, position, 0);
        const bool is_missing =
            category == categories.no_answer || category == categories.not_asked;
        return is_missing == (where.category == CellVariables::kMissing);
      }
      const SpanVariable* const variable = variables.At(position);
      if (variable == nullptr || !variable->is_multiple()) {
        if (where.variable != CellVariables::Number(position)) continue;
        return CategoryOf(person, position, 0) == where.category;
      }
      const int first = cells.OptionNumber(position, 0);
      if (where.variable < first || where.variable > cells.AnyNumber(position)) continue;
      const int option = where.variable - first;
      return CategoryOf(person, position, option) == where.category;
    }
    ADD_FAILURE() << "no variable has the number " << where.variable;
    return false;
  }

  // The variables of cells of a question: its options, or itself.
  std::vector<int> NumbersOf(const SpanVariable& variable) const {
    if (!variable.is_multiple()) return {CellVariables::Number(variable.position)};
    std::vector<int> numbers;
    for (int option = 0; option < static_cast<int>(variable.answers.size()); ++option) {
      numbers.push_back(cells.OptionNumber(variable.position, option));
    }
    return numbers;
  }

  // Who did not reach a question, where the collection report tells how many these are.
  std::map<suppression::Coordinate, int64_t> ToldNotReached() const {
    const ToldBreakOffs told = BreakOffsOf(instrument, people);
    std::map<suppression::Coordinate, int64_t> found;
    for (const SpanVariable& variable : variables.all()) {
      const int not_reached = cells.Of(variable.position).not_reached;
      const auto reached =
          told.Reached(variables.compiled().variables()[variable.position].section + 1);
      if (not_reached < 0 || !reached.has_value()) continue;
      for (const int number : NumbersOf(variable)) {
        found[{number, not_reached}] = CountOf({}) - *reached;
      }
    }
    return found;
  }

  // How many of those who are in the tables have all of these.
  int64_t CountOf(const std::vector<suppression::Coordinate>& all) const {
    return std::count_if(people.begin(), people.end(), [&](const Person& person) {
      return IsUsable(person) && std::all_of(all.begin(), all.end(),
                                             [&](const auto& where) { return Has(person, where); });
    });
  }

  const v1alpha::Instrument instrument;
  const std::vector<Person> people;
  const TableScope scope;
  const TableVariables variables;
  CellVariables cells;
  ColumnImage image;
  std::optional<WaveCounts> counts;

 private:
  // What a person said to each variable, and which ones they are asked.
  struct Said {
    std::vector<const v1alpha::Answer*> given;
    std::vector<bool> asked;
  };

  // Of one of `people`. `option` is that of a multiple choice; the number of its options means
  // anything ticked.
  int CategoryOf(const Person& person, std::size_t position, int option) const {
    const Variable& variable = variables.compiled().variables()[position];
    const Categories& categories = cells.Of(position);
    const auto section = static_cast<std::size_t>(variable.section) - 1;
    if (person.broke_off_section != 0 && section < scope.left_until.size() &&
        person.broke_off_section <= scope.left_until[section]) {
      return categories.not_reached;
    }
    const auto& [given, asked] = said_[static_cast<std::size_t>(&person - people.data())];
    if (!asked[position]) return categories.not_asked;
    const v1alpha::Answer* const answer = given[position];
    if (answer == nullptr) return categories.no_answer;
    const SpanVariable* const spanning = variables.At(position);
    if (spanning == nullptr) return 0;
    if (answer->has_choice()) return spanning->AnswerOf(answer->choice());
    if (answer->has_integer()) {
      return spanning->AnswerOf(
          ClassCode(*spanning->question, ClassOf(*spanning->question, answer->integer())));
    }
    const auto& codes = answer->choices().codes();
    if (option == static_cast<int>(spanning->answers.size())) return codes.empty() ? 1 : 0;
    const auto& wanted = spanning->answers[static_cast<std::size_t>(option)];
    return std::find(codes.begin(), codes.end(), wanted) == codes.end() ? 1 : 0;
  }

  std::vector<Said> said_;
};

// People at random, with the scope that is told of their break-offs where they may break off.
inline std::unique_ptr<TestWave> WaveAtRandom(v1alpha::Instrument instrument, int people,
                                              bool may_break_off, int partial_from,
                                              std::mt19937* random) {
  const CompiledInstrument compiled(instrument);
  std::vector<Person> all;
  for (int i = 0; i < people; ++i) all.push_back(PersonAtRandom(compiled, may_break_off, random));
  return TestWave::OfClosed(std::move(instrument), std::move(all), partial_from);
}

// A release that allows everything of a questionnaire.
inline v1alpha::Release AllowingAll(const TableVariables& variables) {
  v1alpha::Release release;
  for (const SpanVariable& variable : variables.all()) {
    release.add_break_variables(variable.code());
  }
  return release;
}

}  // namespace lotse::survey::tables
