#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {

// How a text about an expression begins, of the question, group or section with this code.
std::string FaultOf(absl::string_view code);

// Adds what is wrong with the expressions of a questionnaire: what is no expression, names what is
// not there, needs itself in a circle, or decides who is asked by clock or chance. What is said of
// the expression of a question begins with FaultOf its code. `paths` has for each code of a
// section, question or item where it stands, such as `sections[0].questions[1]`. Everything else of
// the questionnaire is right. What is allowed and probably not meant is added to `warnings`, in the
// same way, and so is what an anonymous wave could not ask (stored_draws.h).
void CheckExpressions(const v1alpha::Instrument& instrument,
                      const absl::flat_hash_map<std::string, std::string>& paths,
                      ViolationList* violations, ViolationList* warnings);

}  // namespace lotse::survey
