#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// How many were asked, of so many who finished the section of the last question that decides on it.
struct Asked {
  int64_t persons = 0;
  int64_t finished = 0;
};

// How many were asked a question, worked out from the one-way tables of those before it and from
// nothing else. Both messages must outlive it.
class AskedByTables {
 public:
  // The tables were made of so many responses.
  AskedByTables(const v1alpha::Instrument& instrument, int64_t responses);

  // From now on this table is looked at, too. Conditions look back only, so those of questions that
  // come later need not be there.
  void Add(const v1alpha::FrequencyTable& table) { tables_[table.code()] = &table; }

  // The question with this code, or the one whose item has it.
  const v1alpha::Question& QuestionOf(absl::string_view code) const { return *questions_.at(code); }
  int64_t FinishedBy(const v1alpha::FrequencyTable& table) const {
    return responses_ - table.not_reached();
  }
  // nullopt unless the tables of all questions that decide on it show all figures, and these say
  // it. Of a question that everybody is asked: nullopt, too.
  std::optional<Asked> Of(const v1alpha::Question& question) const;

 private:
  using Conditions = absl::Span<const v1alpha::Condition* const>;
  std::optional<Asked> Under(Conditions conditions) const;

  const int64_t responses_;
  absl::flat_hash_map<absl::string_view, const v1alpha::Question*> questions_;
  absl::flat_hash_map<absl::string_view, const v1alpha::FrequencyTable*> tables_;
};

}  // namespace lotse::survey
