#include "services/survey/analysis/non_response.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "runtime/types/decimal.h"
#include "services/survey/analysis/disclosure.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Condition;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::ItemNonResponse;
using v1alpha::Question;
using v1alpha::TabulateWaveResponse;

constexpr int kPercentDigits = 1;

// Questions and tables by the code of the question or item.
struct Index {
  absl::flat_hash_map<std::string, const Question*> questions;
  absl::flat_hash_map<std::string, const FrequencyTable*> tables;
  int64_t responses = 0;
};

Index IndexOf(const Instrument& instrument, const TabulateWaveResponse& reply) {
  Index index;
  for (const auto& section : instrument.sections()) {
    for (const Question& question : section.questions()) {
      index.questions[question.code()] = &question;
      for (const auto& item : question.items()) index.questions[item.code()] = &question;
    }
  }
  for (const FrequencyTable& table : reply.tables()) index.tables[table.code()] = &table;
  index.responses = reply.response_rate().responses();
  return index;
}

// Whether a table tells how many answered and how many did not.
bool TellsMissing(const FrequencyTable& table) {
  return table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED && !table.base_is_all() &&
         table.has_base() && table.has_missing();
}

// How many chose one of these options, as far as the rows say so.
std::optional<int64_t> ChoseOneOf(const FrequencyTable& table,
                                  const RepeatedPtrField<std::string>& options) {
  // Who ticked two would be counted twice.
  if (table.multiple_choice() && options.size() > 1) return std::nullopt;
  int64_t sum = 0;
  for (const auto& row : table.rows()) {
    if (std::find(options.begin(), options.end(), row.code()) == options.end()) continue;
    if (!row.has_count()) return std::nullopt;
    sum += row.count();
  }
  return sum;
}

// How many of those who reached its section were asked a question, if the tables say so.
std::optional<int64_t> AskedOf(const Question& question, int64_t reached, const Index& index) {
  if (question.relevant_if().empty()) return reached;
  if (question.relevant_if_size() > 1) return std::nullopt;
  const Condition& condition = question.relevant_if(0);
  const auto filter = index.questions.find(condition.code());
  const auto table = index.tables.find(condition.code());
  if (filter == index.questions.end() || !filter->second->relevant_if().empty()) return {};
  if (table == index.tables.end() || !TellsMissing(*table->second)) return std::nullopt;
  // Of those who answered the one some did not get as far as the other.
  if (index.responses - table->second->not_reached() != reached) return std::nullopt;
  if (condition.test() == Condition::TEST_ANSWERED) return table->second->base();
  const auto chose = ChoseOneOf(*table->second, condition.options());
  if (!chose.has_value() || condition.test() == Condition::TEST_ANY_CHOSEN) return chose;
  return reached - *chose;
}

bool IsTold(int64_t count) { return count == 0 || count >= kMinimumCell; }

void TellApart(int64_t asked, int64_t reached, ItemNonResponse* item) {
  const int64_t not_answered = asked - item->answered();
  const int64_t not_asked = reached - asked;
  // Answers to what was not asked are not taken.
  if (not_answered < 0 || !IsTold(not_answered) || !IsTold(not_asked)) return;
  item->set_not_answered(not_answered);
  item->set_not_asked(not_asked);
  *item->mutable_not_answered_percent() =
      types::Divide(types::Wide{100} * not_answered, asked, kPercentDigits).ToProto();
}

}  // namespace

RepeatedPtrField<ItemNonResponse> NonResponseOf(const Instrument& instrument,
                                                const TabulateWaveResponse& tables) {
  const Index index = IndexOf(instrument, tables);
  RepeatedPtrField<ItemNonResponse> items;
  for (const FrequencyTable& table : tables.tables()) {
    ItemNonResponse* item = items.Add();
    item->set_code(table.code());
    if (!TellsMissing(table)) continue;
    item->set_answered(table.base());
    item->set_missing(table.missing());
    item->set_not_reached(table.not_reached());
    const int64_t reached = index.responses - table.not_reached();
    const auto asked = AskedOf(*index.questions.at(table.code()), reached, index);
    // At least as many were asked as answered, and those are ten or more.
    if (asked.has_value()) TellApart(*asked, reached, item);
  }
  return items;
}

}  // namespace lotse::survey
