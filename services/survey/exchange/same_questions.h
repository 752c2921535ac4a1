#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// What two questionnaires do not have in common.
struct QuestionDifference {
  // Codes of the question in the one and the other; empty where it is missing.
  std::string left;
  std::string right;
  // What differs, in English.
  std::string what;
};

// Compares what is asked in two questionnaires, whatever the codes: questions with what is asked
// of them, in their order, by their kind, the wording of their text, their options and, of a
// matrix, its items. Groups and repeats are looked into and do not count themselves. Wordings are
// those of the first language of each, with white space as one space, and `${…}` in them without
// the code. Logic, help and settings are not looked at.
//
// For questionnaires that come from one source in several formats, of which some shorten codes.
// Questions are paired so that most of them are (longest common subsequence of their wordings);
// takes time and memory with the product of their numbers, at most kMaxQuestions each.
std::vector<QuestionDifference> CompareQuestions(const v1alpha::Instrument& left,
                                                 const v1alpha::Instrument& right);

}  // namespace lotse::survey
