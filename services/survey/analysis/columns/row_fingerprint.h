#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// Tells whether the answers of a wave are still the same, without the answers: 64 bits for each
// variable of the questionnaire, and for who there is. The order of the rows does not count, so
// nothing of it is kept. The sums are the same on every machine.
//
// Each row is mixed with the id that it was handed in under, 122 random bits that no figure and no
// list of an anonymous wave tells. So whoever has the sums and not the file of the answers cannot
// try out which answers would give them, however few people there were.
//
// It stands against what is erased by chance and not against somebody who makes answers up: who can
// write the file can write anything.
class RowFingerprint {
 public:
  explicit RowFingerprint(std::shared_ptr<const CompiledInstrument> instrument);

  // Adds a row (engine/response_row.h); false, and nothing is added, if it is damaged.
  bool Add(absl::string_view response_id, absl::string_view row);

  // Who there is, and in which section each broke off.
  std::uint64_t people() const { return people_; }
  // What they answered, by variable; of texts and files only who gave one.
  const std::vector<std::uint64_t>& variables() const { return variables_; }

 private:
  const std::shared_ptr<const CompiledInstrument> instrument_;
  std::uint64_t people_ = 0;
  std::vector<std::uint64_t> variables_;
  // Of the row that is added.
  std::vector<std::uint64_t> added_;
};

}  // namespace lotse::survey
