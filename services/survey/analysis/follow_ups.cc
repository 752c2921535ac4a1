#include "services/survey/analysis/follow_ups.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/analysis/disclosure.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::FrequencyRow;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::Question;
using v1alpha::TabulateWaveResponse;

using Conditions = absl::Span<const Condition* const>;

// True if the table has figures and protects none of them.
bool ShowsAll(const FrequencyTable& table) {
  return table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED && !table.base_is_all() &&
         table.has_missing() &&
         std::all_of(table.rows().begin(), table.rows().end(),
                     [](const FrequencyRow& row) { return row.has_count(); });
}

// Leaves a table as one that was never shown.
void Hide(FrequencyTable* table) {
  table->clear_base();
  table->clear_base_is_all();
  table->clear_missing();
  table->clear_protected_count();
  table->clear_not_reached();
  for (FrequencyRow& row : *table->mutable_rows()) {
    row.clear_count();
    row.clear_share_per_mille();
  }
  table->set_not_shown(FrequencyTable::NOT_SHOWN_CONDITION);
}

// True if each of `conditions` is one of `question` too: then who is asked it fulfils all of them.
bool IsAskedUnder(Conditions conditions, const Question& question) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition* condition) {
    const auto& own = question.relevant_if();
    return std::any_of(own.begin(), own.end(), [&](const Condition& one) {
      return one.code() == condition->code() && one.test() == condition->test() &&
             std::equal(one.options().begin(), one.options().end(), condition->options().begin(),
                        condition->options().end());
    });
  });
}

// How many were asked, of so many who reached the section of the last question that decides on it.
struct Asked {
  int64_t persons = 0;
  int64_t reached = 0;
};

// Goes through the tables in the order of the questionnaire, in which conditions look back only.
class FollowUps {
 public:
  FollowUps(const Instrument& instrument, int64_t responses, TabulateWaveResponse* response)
      : responses_(responses) {
    for (const auto& section : instrument.sections()) {
      for (const Question& question : section.questions()) {
        questions_[question.code()] = &question;
        for (const auto& item : question.items()) questions_[item.code()] = &question;
      }
    }
    for (FrequencyTable& table : *response->mutable_tables()) {
      Check(*questions_.at(table.code()), &table);
      tables_[table.code()] = &table;
    }
  }

 private:
  void Check(const Question& question, FrequencyTable* table) const {
    if (question.relevant_if().empty()) return;
    const bool has_figures = table->not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED;
    // What is not tabulated for its kind stays so.
    if (!has_figures && table->not_shown() != FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL) return;
    if (!has_figures || !TellsNothing(question, *table)) Hide(table);
  }

  bool TellsNothing(const Question& question, const FrequencyTable& table) const {
    std::vector<const Condition*> conditions;
    for (const Condition& condition : question.relevant_if()) {
      const auto filter = tables_.find(condition.code());
      // Of a text, a file or a number without classes it is in no table how many answered. The
      // base of one follow-up would tell it, and that of a second one how many left that one out.
      if (filter == tables_.end() || !ShowsAll(*filter->second)) return false;
      conditions.push_back(&condition);
    }
    const std::optional<Asked> asked = AskedUnder(conditions);
    return asked.has_value() && DiffersByNoFew(*asked, table);
  }

  int64_t ReachedOf(const FrequencyTable& table) const { return responses_ - table.not_reached(); }

  // How many fulfil all of these, which is at least one; nullopt if it is not in the tables.
  //
  // Of several conditions each has to look at a question that is asked only under those before it,
  // so that its table is of exactly these people. Two questions that everybody is asked are not
  // enough: who fulfils both is a cell of their cross table, and the bases of several follow-ups
  // could add up to all but a small one.
  std::optional<Asked> AskedUnder(Conditions conditions) const {
    const Condition& last = *conditions.back();
    const Conditions before = conditions.first(conditions.size() - 1);
    if (!IsAskedUnder(before, *questions_.at(last.code()))) return std::nullopt;
    const FrequencyTable& table = *tables_.at(last.code());
    const int64_t reached = ReachedOf(table);
    if (last.test() == Condition::TEST_ANSWERED) return Asked{table.base(), reached};
    const std::optional<int64_t> chose = ChoseOneOf(table, last);
    if (!chose.has_value()) return std::nullopt;
    if (last.test() == Condition::TEST_ANY_CHOSEN) return Asked{*chose, reached};
    if (before.empty()) return Asked{reached - *chose, reached};
    const std::optional<Asked> all = AskedUnder(before);
    if (!all.has_value() || all->reached != reached) return std::nullopt;
    return Asked{all->persons - *chose, reached};
  }

  // Who ticked one or the other of a multiple choice is in no table: the base would tell how many
  // ticked both.
  static std::optional<int64_t> ChoseOneOf(const FrequencyTable& table,
                                           const Condition& condition) {
    const auto& options = condition.options();
    if (table.multiple_choice() && options.size() != 1) return std::nullopt;
    int64_t sum = 0;
    for (const FrequencyRow& row : table.rows()) {
      const bool is_meant = std::find(options.begin(), options.end(), row.code()) != options.end();
      if (is_meant) sum += row.count();
    }
    return sum;
  }

  bool DiffersByNoFew(const Asked& asked, const FrequencyTable& table) const {
    // Asked of everybody, and told as of any other question.
    if (asked.persons == asked.reached) return true;
    // The base is none of those who were asked. Nobody but few was not asked or did not answer.
    if (table.base_is_all()) return false;
    // Some stopped in between. How many of them would have been asked is a cell of a cross table:
    // two follow-ups on later pages would tell of few who stopped between these.
    if (asked.reached != ReachedOf(table)) return false;
    const int64_t left_out = asked.persons - table.base();
    return left_out == 0 || left_out >= kMinimumCell;
  }

  const int64_t responses_;
  absl::flat_hash_map<absl::string_view, const Question*> questions_;
  // Of the questions before the one that is looked at.
  absl::flat_hash_map<absl::string_view, const FrequencyTable*> tables_;
};

}  // namespace

void HideTellingFollowUps(const Instrument& instrument, int64_t responses,
                          TabulateWaveResponse* response) {
  FollowUps(instrument, responses, response);
}

}  // namespace lotse::survey
