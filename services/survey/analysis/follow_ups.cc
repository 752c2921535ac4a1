#include "services/survey/analysis/follow_ups.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/asked.h"
#include "services/survey/analysis/disclosure.h"
#include "services/survey/engine/flat_instrument.h"

namespace lotse::survey {
namespace {

using v1alpha::FrequencyRow;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::Question;
using v1alpha::TabulateWaveResponse;

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

// Goes through the tables in the order of the questionnaire, in which conditions look back only.
class FollowUps {
 public:
  FollowUps(const Instrument& instrument, int64_t responses, const std::vector<bool>& has_untold,
            TabulateWaveResponse* response)
      : asked_by_tables_(instrument, responses) {
    for (int i = 0; i < instrument.sections_size(); ++i) {
      if (!has_untold[i]) continue;
      for (const Question& question : instrument.sections(i).questions()) untold_.insert(&question);
    }
    for (FrequencyTable& table : *response->mutable_tables()) {
      Check(asked_by_tables_.QuestionOf(table.code()), &table);
      asked_by_tables_.Add(table);
    }
  }

 private:
  void Check(const Question& question, FrequencyTable* table) const {
    if (IsAskedOfAll(question)) return;
    const bool has_figures = table->not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED;
    // What is not tabulated for its kind stays so.
    if (!has_figures && table->not_shown() != FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL) return;
    const std::optional<Asked> asked = asked_by_tables_.Of(question);
    if (!has_figures || !asked.has_value() || !DiffersByNoFew(*asked, question, *table)) {
      Hide(table);
    }
  }

  bool DiffersByNoFew(const Asked& asked, const Question& question,
                      const FrequencyTable& table) const {
    // Asked of everybody, and told as of any other question.
    if (asked.persons == asked.finished) return true;
    if (untold_.contains(&question)) return false;
    // The base is none of those who were asked. Nobody but few was not asked or did not answer.
    if (table.base_is_all()) return false;
    // Some stopped in between. How many of them would have been asked is a cell of a cross table:
    // two follow-ups on later pages would tell of few who stopped between these.
    if (asked.finished != asked_by_tables_.FinishedBy(table)) return false;
    const int64_t left_out = asked.persons - table.base();
    return left_out == 0 || left_out >= kMinimumCell;
  }

  AskedByTables asked_by_tables_;
  // Those of sections in whose tables somebody is who broke off and is not told to have.
  absl::flat_hash_set<const Question*> untold_;
};

}  // namespace

void HideTellingFollowUps(const Instrument& instrument, int64_t responses,
                          const std::vector<bool>& has_untold, TabulateWaveResponse* response) {
  FollowUps(instrument, responses, has_untold, response);
}

}  // namespace lotse::survey
