#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/violation_list.h"
#include "services/survey/logic/values/environment.h"

// Answers judged by the expressions of their questionnaire (CompiledInstrument::logic).
namespace lotse::survey {

// Adds what was answered without being asked, what was asked and has to be answered, what does not
// fulfil its constraint and options that are not offered, with paths as in answer_rules.h. Only
// before the section `open_from` what is required has to be there. Then sets the answers of
// `judged` to those in the order of the questionnaire with what is computed from them, and what was
// taken out. The answers pass the checks of single answers.
void CheckByProgram(const CompiledInstrument& instrument,
                    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
                    int open_from, const logic::Environment& environment, IfNotAsked if_not_asked,
                    ViolationList* violations, JudgedAnswers* judged);

}  // namespace lotse::survey
