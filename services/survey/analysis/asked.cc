#include "services/survey/analysis/asked.h"

#include <algorithm>

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::FrequencyRow;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::Question;

// True if the table has figures and protects none of them.
bool ShowsAll(const FrequencyTable& table) {
  return table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED && !table.base_is_all() &&
         table.has_missing() &&
         std::all_of(table.rows().begin(), table.rows().end(),
                     [](const FrequencyRow& row) { return row.has_count(); });
}

// True if each of `conditions` is one of `question` too: then who is asked it fulfils all of them.
bool IsAskedUnder(absl::Span<const Condition* const> conditions, const Question& question) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition* condition) {
    const auto& own = question.relevant_if();
    return std::any_of(own.begin(), own.end(), [&](const Condition& one) {
      return one.code() == condition->code() && one.test() == condition->test() &&
             std::equal(one.options().begin(), one.options().end(), condition->options().begin(),
                        condition->options().end());
    });
  });
}

// Who ticked one or the other of a multiple choice is in no table: the base would tell how many
// ticked both.
std::optional<int64_t> ChoseOneOf(const FrequencyTable& table, const Condition& condition) {
  const auto& options = condition.options();
  if (table.multiple_choice() && options.size() != 1) return std::nullopt;
  int64_t sum = 0;
  for (const FrequencyRow& row : table.rows()) {
    const bool is_meant = std::find(options.begin(), options.end(), row.code()) != options.end();
    if (is_meant) sum += row.count();
  }
  return sum;
}

}  // namespace

AskedByTables::AskedByTables(const Instrument& instrument, int64_t responses)
    : responses_(responses) {
  for (const auto& section : instrument.sections()) {
    for (const Question& question : section.questions()) {
      questions_[question.code()] = &question;
      for (const auto& item : question.items()) questions_[item.code()] = &question;
    }
  }
}

std::optional<Asked> AskedByTables::Of(const Question& question) const {
  if (question.relevant_if().empty()) return std::nullopt;
  // Whom an expression asks is in no table.
  if (!question.logic().relevant().empty()) return std::nullopt;
  std::vector<const Condition*> conditions;
  for (const Condition& condition : question.relevant_if()) {
    const auto filter = tables_.find(condition.code());
    // Of a text, a file or a number without classes it is in no table how many answered. The
    // base of one follow-up would tell it, and that of a second one how many left that one out.
    if (filter == tables_.end() || !ShowsAll(*filter->second)) return std::nullopt;
    conditions.push_back(&condition);
  }
  return Under(conditions);
}

// How many fulfil all of these, which is at least one; nullopt if it is not in the tables.
//
// Of several conditions each has to look at a question that is asked only under those before it,
// so that its table is of exactly these people. Two questions that everybody is asked are not
// enough: who fulfils both is a cell of their cross table, and the bases of several follow-ups
// could add up to all but a small one.
std::optional<Asked> AskedByTables::Under(Conditions conditions) const {
  const Condition& last = *conditions.back();
  const Conditions before = conditions.first(conditions.size() - 1);
  if (!IsAskedUnder(before, *questions_.at(last.code()))) return std::nullopt;
  const FrequencyTable& table = *tables_.at(last.code());
  const int64_t finished = FinishedBy(table);
  if (last.test() == Condition::TEST_ANSWERED) return Asked{table.base(), finished};
  const std::optional<int64_t> chose = ChoseOneOf(table, last);
  if (!chose.has_value()) return std::nullopt;
  if (last.test() == Condition::TEST_ANY_CHOSEN) return Asked{*chose, finished};
  if (before.empty()) return Asked{finished - *chose, finished};
  const std::optional<Asked> all = Under(before);
  if (!all.has_value() || all->finished != finished) return std::nullopt;
  return Asked{all->persons - *chose, finished};
}

}  // namespace lotse::survey
