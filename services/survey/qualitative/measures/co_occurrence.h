#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/measures/coding_units.h"
#include "services/survey/qualitative/measures/pair_figures.h"

namespace lotse::survey::qualitative {

// Codes of a matrix at the most.
inline constexpr size_t kMaxMatrixCodes = 500;

// In how many units codes occur together.
class CoOccurrences {
 public:
  // Of the codes at the positions `codes` of the codebook.
  CoOccurrences(std::vector<int> codes, const std::vector<CodingSet>& units_of_code, int64_t units);

  const std::vector<int>& codes() const { return codes_; }
  // All units, with a code or without.
  int64_t units() const { return units_; }
  // Units with both; of the same code twice, units with it. Positions among codes().
  int64_t at(size_t row, size_t column) const { return counts_[row * codes_.size() + column]; }
  PairFigures FiguresAt(size_t row, size_t column) const {
    return PairFiguresOf(units_, at(row, row), at(column, column), at(row, column));
  }

 private:
  std::vector<int> codes_;
  std::vector<int64_t> counts_;
  int64_t units_ = 0;
};

// What is wrong with the codes that a matrix is asked of, with paths such as `codes[2]`.
rpc::FieldViolations CheckMatrixCodes(const Corpus& corpus, const std::vector<std::string>& codes);

// Over units such as turns, sentences or texts: a code is in a unit if a coding of `found` with it,
// or with one below it if `with_children`, has a code point in common with the unit. `codes` have
// no violations.
CoOccurrences CoOccurrencesByUnit(const Corpus& corpus, const CodingSet& found,
                                  const std::vector<std::string>& codes, bool with_children,
                                  const std::vector<Unit>& units);

// The same where the units are the cases.
CoOccurrences CoOccurrencesByCase(const Corpus& corpus, const CodingSet& found,
                                  const std::vector<std::string>& codes, bool with_children);

// The same where the units are the segments: the different parts of texts that `found` marks, with
// whatever code. A code is there if a coding with it overlaps the segment.
CoOccurrences CoOccurrencesBySegment(const Corpus& corpus, const CodingSet& found,
                                     const std::vector<std::string>& codes, bool with_children);

}  // namespace lotse::survey::qualitative
