#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/measures/coding_units.h"

// What each coder says of each unit, in the form in which agreement is computed
// (analysis/statistics): a column per coder with a code per unit, 0 where it says nothing.
namespace lotse::survey::qualitative {

// Codes of a set of categories at the most: what is said of a unit is a byte, and one is for none.
inline constexpr size_t kMaxCategories = 200;

struct RatingTask {
  // 2 or more, of those who code.
  std::vector<std::string> coders = {};
  // Which coder has worked through which text: (coder, text). Only there does it mean something
  // that somebody coded nothing; elsewhere a unit has no code of that coder.
  absl::flat_hash_set<std::pair<std::string, std::string>> finished = {};
  // How much of a unit has to be coded so that it counts, in per cent: 0 for one code point.
  int least_percent = 0;
};

// What is wrong with it, with paths such as `coders[1]`.
rpc::FieldViolations CheckRatingTask(const RatingTask& task);

// What is wrong with the codes that are rated, with paths such as `codes[2]`: there are 1 to
// kMaxCategories, each of the codebook and each once. A code that is not there would be one in
// whose absence all agree.
rpc::FieldViolations CheckRatedCodes(const Corpus& corpus, const std::vector<std::string>& codes);

struct Ratings {
  // The columns are in the order of RatingTask::coders.
  std::vector<std::vector<uint8_t>> columns;
  size_t categories = 0;
  // Units that a coder put into several categories at once; they count as if that coder had not
  // coded them.
  int64_t ambiguous = 0;
};

// Codes of RatingsOfCode.
inline constexpr uint8_t kCodeIsThere = 1;
inline constexpr uint8_t kCodeIsNotThere = 2;

// Whether a unit has one code: `code`, or one below it if `with_children`. `code` has no violations
// (CheckRatedCodes of it alone), nor has `task`.
Ratings RatingsOfCode(const Corpus& corpus, const std::vector<Unit>& units, const RatingTask& task,
                      const std::string& code, bool with_children);

// Which of several codes that exclude one another a unit has: 1, 2, ... in their order, and their
// number plus 1 for none of them. Each stands for those below it as well. For scales, such as codes
// for 1 to 5, `none_is_missing` leaves units without a code out. Of codes of which one is below
// another a unit with the lower one has both. `codes` have no violations (CheckRatedCodes), nor has
// `task`.
Ratings RatingsOfCategories(const Corpus& corpus, const std::vector<Unit>& units,
                            const RatingTask& task, const std::vector<std::string>& codes,
                            bool none_is_missing);

}  // namespace lotse::survey::qualitative
