#include "services/survey/analysis/non_response.h"

#include <cstdint>
#include <optional>

#include "runtime/types/decimal.h"
#include "services/survey/analysis/asked.h"
#include "services/survey/analysis/disclosure.h"
#include "services/survey/engine/flat_instrument.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::ItemNonResponse;
using v1alpha::Question;
using v1alpha::TabulateWaveResponse;

constexpr int kPercentDigits = 1;

// Whether a table tells how many answered and how many did not.
bool TellsMissing(const FrequencyTable& table) {
  return table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED && !table.base_is_all() &&
         table.has_base() && table.has_missing();
}

bool IsTold(int64_t count) { return count == 0 || count >= kMinimumCell; }

void TellApart(const Asked& asked, ItemNonResponse* item) {
  const int64_t not_answered = asked.persons - item->answered();
  const int64_t not_asked = asked.finished - asked.persons;
  // Answers to what was not asked are not taken.
  if (not_answered < 0 || !IsTold(not_answered) || !IsTold(not_asked)) return;
  item->set_not_answered(not_answered);
  item->set_not_asked(not_asked);
  *item->mutable_not_answered_percent() =
      types::Divide(types::Wide{100} * not_answered, asked.persons, kPercentDigits).ToProto();
}

}  // namespace

RepeatedPtrField<ItemNonResponse> NonResponseOf(const Instrument& instrument,
                                                const TabulateWaveResponse& tables) {
  const Instrument flat = FlatInstrument(instrument);
  AskedByTables asked_by_tables(flat, tables.response_rate().responses());
  RepeatedPtrField<ItemNonResponse> items;
  for (const FrequencyTable& table : tables.tables()) {
    asked_by_tables.Add(table);
    ItemNonResponse* item = items.Add();
    item->set_code(table.code());
    if (!TellsMissing(table)) continue;
    item->set_answered(table.base());
    item->set_missing(table.missing());
    item->set_not_reached(table.not_reached());
    const int64_t finished = asked_by_tables.FinishedBy(table);
    const Question& question = asked_by_tables.QuestionOf(table.code());
    const std::optional<Asked> asked =
        IsAskedOfAll(question) ? Asked{finished, finished} : asked_by_tables.Of(question);
    // Of those who answered the one some may not have finished the section of the other.
    if (asked.has_value() && asked->finished == finished) TellApart(*asked, item);
  }
  return items;
}

}  // namespace lotse::survey
