#pragma once

#include <map>
#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// How large a questionnaire is.
struct FormSize {
  int sections = 0;
  // Of all kinds but groups, repeats and notes.
  int questions = 0;
  // By kind, groups, repeats and notes too.
  std::map<survey::v1alpha::Question::Kind, int> kinds;
  // Expressions that are compiled; conditions (`relevant_if`) are none.
  int expressions = 0;
  // BCP 47 tags of its texts, each once, in the order in which they come.
  std::vector<std::string> languages;
};
FormSize SizeOf(const survey::v1alpha::Instrument& instrument);

}  // namespace lotse::cli
