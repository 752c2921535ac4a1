// Attacks on whole replies: random questionnaires and answers go through the
// tabulator, and the attacker works with nothing but the reply.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/classes.h"
#include "services/survey/analysis/disclosure.h"
#include "services/survey/analysis/tabulate.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::FrequencyRow;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::Question;
using v1alpha::TabulateWaveResponse;

// Counted beside the tabulator, to compare with: per table and row.
struct Truth {
  std::map<std::string, std::map<std::string, int64_t>> counts;
  std::map<std::string, int64_t> answered;
  int64_t responses = 0;
};

class Survey {
 public:
  explicit Survey(uint32_t seed) : random_(seed) {
    auto* section = instrument_.add_sections();
    const int questions = Draw(1, 8);
    for (int i = 0; i < questions; ++i) AddQuestion(i, section->add_questions());
  }

  TabulateWaveResponse Carry(Truth* truth) {
    Tabulator tabulator(instrument_);
    // Most surveys are about as small as they may be: that is where it hurts.
    truth->responses = Draw(0, 3) == 0 ? Draw(0, 400) : Draw(8, 40);
    for (int64_t i = 0; i < truth->responses; ++i) {
      RepeatedPtrField<Answer> answers;
      for (const Question& question : instrument_.sections(0).questions()) {
        if (question.kind() != Question::KIND_MATRIX)
          AddAnswer(question, question.code(), truth, &answers);
        for (const auto& item : question.items()) AddAnswer(question, item.code(), truth, &answers);
      }
      tabulator.Add(answers);
    }
    TabulateWaveResponse response;
    std::move(tabulator).Finish(500, &response);
    return response;
  }

 private:
  // How a question is answered; uneven, so that some answers are rare.
  struct Habit {
    std::vector<double> weights;
    double skip = 0;
  };

  int Draw(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  bool Chance(double p) { return std::bernoulli_distribution(p)(random_); }

  void AddQuestion(int number, Question* question) {
    static constexpr Question::Kind kKinds[] = {Question::KIND_SINGLE_CHOICE,
                                                Question::KIND_MULTIPLE_CHOICE,
                                                Question::KIND_MATRIX, Question::KIND_INTEGER};
    question->set_code(absl::StrCat("q", number));
    question->set_kind(kKinds[Draw(0, 3)]);
    if (question->kind() == Question::KIND_INTEGER) {
      // At least two of the classes are possible.
      const int bounds = Draw(3, 6);
      for (int i = 0; i < bounds; ++i) question->add_class_bounds(10 * (i + 1));
      if (Draw(0, 1) == 0) question->set_minimum(10 * Draw(0, 2));
    } else {
      const int options = Draw(2, 7);
      for (int i = 0; i < options; ++i) question->add_options()->set_code(absl::StrCat("o", i));
    }
    if (question->kind() != Question::KIND_MATRIX) return AddHabit(question->code());
    const int items = Draw(1, 4);
    for (int i = 0; i < items; ++i) {
      question->add_items()->set_code(absl::StrCat("q", number, "_", i));
      AddHabit(question->items(i).code());
    }
  }

  void AddHabit(const std::string& code) {
    Habit& habit = habits_[code];
    for (int i = 0; i < 7; ++i) {
      habit.weights.push_back(Draw(0, 2) == 0 ? 0.02 * Draw(0, 2) : 0.1 * Draw(1, 9));
    }
    habit.weights[0] = std::max(habit.weights[0], 0.01);
    habit.skip = std::vector<double>{0, 0.02, 0.1, 0.5}[Draw(0, 3)];
  }

  void AddAnswer(const Question& question, const std::string& code, Truth* truth,
                 RepeatedPtrField<Answer>* answers) {
    const Habit& habit = habits_[code];
    if (Chance(habit.skip)) return;
    Answer* answer = answers->Add();
    answer->set_code(code);
    ++truth->answered[code];
    std::map<std::string, int64_t>& counts = truth->counts[code];
    if (question.kind() == Question::KIND_MULTIPLE_CHOICE) {
      answer->mutable_choices();
      for (int i = 0; i < question.options_size(); ++i) {
        if (!Chance(std::min(1.0, habit.weights[i] * 1.2))) continue;
        answer->mutable_choices()->add_codes(question.options(i).code());
        ++counts[question.options(i).code()];
      }
      return;
    }
    const bool is_integer = question.kind() == Question::KIND_INTEGER;
    const int cells = is_integer ? question.class_bounds_size() + 1 : question.options_size();
    std::discrete_distribution<int> choose(habit.weights.begin(), habit.weights.begin() + cells);
    int cell = choose(random_);
    if (!is_integer) {
      answer->set_choice(question.options(cell).code());
      ++counts[answer->choice()];
      return;
    }
    while (!IsPossibleClass(question, cell)) ++cell;
    answer->set_integer(10 * cell + Draw(0, 9));
    ++counts[ClassCode(question, cell)];
  }

  Instrument instrument_;
  std::map<std::string, Habit> habits_;
  std::mt19937 random_;
};

// What was looked at, to see that it is not little.
struct Totals {
  int tables = 0;
  int hidden_tables = 0;
  int protected_rows = 0;
  int protected_missing = 0;
  int64_t narrowest = std::numeric_limits<int64_t>::max();
};

// What is shown has to be true.
void CheckShown(const FrequencyTable& table, const Truth& truth) {
  const auto answered = truth.answered.find(table.code());
  const int64_t base = answered == truth.answered.end() ? 0 : answered->second;
  EXPECT_EQ(table.base(), table.base_is_all() ? truth.responses : base);
  EXPECT_EQ(table.missing(), table.has_missing() ? truth.responses - base : 0);
  for (const FrequencyRow& row : table.rows()) {
    if (!row.has_count()) continue;
    const auto counts = truth.counts.find(table.code());
    ASSERT_NE(counts, truth.counts.end());
    const auto count = counts->second.find(row.code());
    EXPECT_EQ(row.count(), count == counts->second.end() ? 0 : count->second) << row.code();
  }
}

// The equation of a table of which each person gave one answer: the rows and,
// if it is protected, the missing add up to the base. The attacker knows of the
// protected missing that they are 1 to kMinimumCell - 1.
void AttackCategories(const FrequencyTable& table, Totals* totals) {
  int64_t sum = table.base();
  int rows = 0;
  for (const FrequencyRow& row : table.rows()) {
    // Nobody's answer follows from the mere fact that he answered.
    EXPECT_LT(row.count(), table.base());
    sum -= row.count();
    if (!row.has_count()) ++rows;
  }
  EXPECT_EQ(table.has_protected_count(), rows > 0);
  if (rows == 0) {
    EXPECT_EQ(sum, 0);
    return;
  }
  EXPECT_EQ(table.protected_count(), sum);
  const int64_t fewest_missing = table.base_is_all() ? 1 : 0;
  const int64_t most_missing = table.base_is_all() ? kMinimumCell - 1 : 0;
  const int64_t high = sum - fewest_missing;
  const int64_t low = rows == 1 ? sum - most_missing : 0;
  totals->protected_rows += rows;
  if (low >= kMinimumCell) {
    // Its size is known nearly, but only because it cannot be small.
    EXPECT_TRUE(table.base_is_all());
    return;
  }
  totals->narrowest = std::min(totals->narrowest, high - low);
  EXPECT_GE(high - low, kMinimumCell);
}

// A multiple choice has one equation per option: ticked and not ticked add up to
// the base. Both sides of what is shown are large.
void AttackOptions(const FrequencyTable& table, Totals* totals) {
  EXPECT_FALSE(table.has_protected_count());
  for (const FrequencyRow& row : table.rows()) {
    if (row.has_count()) {
      EXPECT_GE(row.count(), kMinimumCell);
      EXPECT_GE(table.base() - row.count(), kMinimumCell);
      continue;
    }
    ++totals->protected_rows;
    totals->narrowest = std::min<int64_t>(totals->narrowest, table.base());
    EXPECT_GE(table.base(), kMinimumCell);
  }
}

void AttackTable(const FrequencyTable& table, const TabulateWaveResponse& response,
                 const Truth& truth, Totals* totals) {
  SCOPED_TRACE(table.DebugString());
  ++totals->tables;
  if (table.not_shown() != FrequencyTable::NOT_SHOWN_UNSPECIFIED) {
    ++totals->hidden_tables;
    EXPECT_FALSE(table.has_base() || table.has_missing() || table.has_protected_count() ||
                 table.base_is_all());
    for (const FrequencyRow& row : table.rows()) {
      EXPECT_FALSE(row.has_count() || row.has_share_per_mille());
    }
    return;
  }
  CheckShown(table, truth);
  EXPECT_GE(table.base(), kMinimumBase);
  // The number of responses, the base and the missing are one more equation.
  const int64_t responses = response.response_rate().responses();
  EXPECT_EQ(table.base_is_all(), !table.has_missing());
  if (table.base_is_all()) {
    ++totals->protected_missing;
    EXPECT_EQ(table.base(), responses);
    EXPECT_GE(responses - (kMinimumCell - 1), kMinimumBase);
  } else {
    EXPECT_EQ(table.base() + table.missing(), responses);
    EXPECT_TRUE(table.missing() == 0 || table.missing() >= kMinimumCell);
  }
  if (table.multiple_choice()) {
    AttackOptions(table, totals);
  } else {
    AttackCategories(table, totals);
  }
}

TEST(TabulatorAttackTest, RandomSurveysGiveNobodyAway) {
  Totals totals;
  for (uint32_t seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Truth truth;
    const TabulateWaveResponse response = Survey(seed).Carry(&truth);
    EXPECT_EQ(response.response_rate().has_responses(), truth.responses >= kMinimumBase);
    for (const FrequencyTable& table : response.tables()) {
      AttackTable(table, response, truth, &totals);
    }
    if (HasFailure()) return;
  }
  std::cout << totals.tables << " tables, " << totals.hidden_tables << " without figures, "
            << totals.protected_rows << " protected rows, " << totals.protected_missing
            << " protected numbers of missing, narrowest range " << totals.narrowest << std::endl;
  EXPECT_GT(totals.hidden_tables, 1000);
  EXPECT_GT(totals.protected_rows, 10'000);
  EXPECT_GT(totals.protected_missing, 1000);
}

}  // namespace
}  // namespace lotse::survey
