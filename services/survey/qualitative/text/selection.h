#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// What is wrong with a selection.
struct SelectionProblem {
  enum class Kind {
    kNegative,       // It begins before the text.
    kReversed,       // It ends before it begins.
    kEmpty,          // Nothing is selected.
    kBeyondEnd,      // It ends behind the text.
    kInsideCluster,  // It begins or ends inside of what a reader sees as one character.
  };

  Kind kind;
  // Which of its positions is wrong; that of the end if both are.
  int64_t position = 0;
  // What is wrong, where, and what would be right, in English. It repeats none of the text.
  std::string message;
};

// All that is wrong with `selection` of `text`; empty if it can be coded.
std::vector<SelectionProblem> CheckSelection(const IndexedText& text, TextSpan selection);

}  // namespace lotse::survey::qualitative
