#pragma once

#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// Words for a cell without a value.
struct MissingWords {
  // Why there is none, in a word or two.
  const char* word;
  // The same with what it means, for the legend of a table.
  const char* legend;
};

// The words for a reason; those for one that is not set say so.
const MissingWords& MissingWordsOf(v1alpha::Missing::Reason reason, Language language);

}  // namespace lotse::reporting
