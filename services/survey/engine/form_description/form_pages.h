#pragma once

#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// What is shown at once, as FormPage says it.
struct FormPagePlan {
  // Number of its section, from 1.
  int section = 1;
  // The groups around all of it, from the outermost, without the section.
  std::vector<const v1alpha::Question*> around;
  // What is on it: something is drawn of each.
  std::vector<const v1alpha::Question*> questions;
};

// The pages of a questionnaire in order; none is empty. As long as it is there.
std::vector<FormPagePlan> PagesOf(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
