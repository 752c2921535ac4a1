#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey {

// What queXML says of a category: whoever chooses it goes on with another question.
struct QuexmlSkip {
  int line = 0;
  // Code of the question and of its option.
  std::string question;
  std::string option;
  // Variable of the question that comes next.
  std::string target;
};

// Makes conditions of skips: the questions between one and its target are asked only of
// those who did not choose the option. Of what goes back, or to no question, a warning
// says that it was left out.
void ApplySkips(const std::vector<QuexmlSkip>& skips, v1alpha::Instrument* instrument,
                FindingList* findings);

}  // namespace lotse::survey
