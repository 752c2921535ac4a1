#pragma once

#include <string>
#include <vector>

#include "services/survey/qualitative/coding/codebook.h"

namespace lotse::survey::qualitative {

// How a code of two codebooks is different, by its id.
struct CodeDifference {
  enum class Field {
    kParent,
    kName,
    kDefinition,
    kExamples,
    kCodable,
    kColour,
    kRetired,
  };

  Code before;
  Code after;
  // At least one, ascending.
  std::vector<Field> fields;
};

struct CodebookDiff {
  // In the order of the later codebook; those that are gone in that of the earlier one.
  std::vector<Code> added;
  std::vector<Code> gone;
  std::vector<CodeDifference> different;
  // Those that are in both stand in another order.
  bool reordered = false;

  bool empty() const { return added.empty() && gone.empty() && different.empty() && !reordered; }
};

// What is different from one codebook to another, of any two versions of the same one or from
// elsewhere. Codes are the same if their ids are. Neither has an id twice.
CodebookDiff DiffOf(const Codebook& before, const Codebook& after);

}  // namespace lotse::survey::qualitative
