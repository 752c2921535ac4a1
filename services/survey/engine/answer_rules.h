#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <vector>

#include "lotse/survey/v1alpha/form_state.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/logic/values/environment.h"

namespace lotse::survey {

// Checks the answers of one response against the questionnaire and returns all
// violations at once, at most ViolationList::kLimit, with paths such as
// `answers[2].choice` or `answers[4].choices.codes[1]`; an answer to a
// question that is not asked (relevance.h) is one of `answers[5]`, and a required question
// without an answer is a violation of `answers`. Empty if the response may be
// stored. `broke_off_section` is the number, from 1, of the section in which it broke off: then
// nothing is required of this section and of later ones, and an answer to a question of a later
// one is a violation; 0: it is complete.
//
// No description holds anything that came with the answer: no text, number or
// option, and no code that the questionnaire does not have. Violations travel
// through replies and logs, where answers must not appear.
//
// What expressions say is judged as well; with `environment` from outside (its clock is that of the
// call), so that the same answers are judged the same whenever it is the same.
struct JudgedAnswers {
  rpc::FieldViolations violations;
  // Places of the answers, from 0, that were taken out because they are not asked, ascending.
  std::vector<int> removed;
  // In the order of the questionnaire (answer_order.h), with what was computed; only if there are
  // no violations.
  google::protobuf::RepeatedPtrField<v1alpha::Answer> answers;
};
// What becomes of an answer to what is not asked after the others: it is a violation, or it is
// taken out and the others are judged without it.
enum class IfNotAsked { kRefuse, kRemove };
JudgedAnswers JudgeAnswers(const CompiledInstrument& instrument,
                           const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
                           int broke_off_section, const logic::Environment& environment,
                           IfNotAsked if_not_asked = IfNotAsked::kRefuse);

// The same for answers that are not complete yet: none is required.
JudgedAnswers JudgeDraft(const CompiledInstrument& instrument,
                         const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
                         const logic::Environment& environment,
                         IfNotAsked if_not_asked = IfNotAsked::kRefuse);

// The violations alone, where the clock does not matter.
rpc::FieldViolations CheckAnswers(
    const CompiledInstrument& instrument,
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers, int broke_off_section = 0);
rpc::FieldViolations CheckDraft(const CompiledInstrument& instrument,
                                const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

// The answers but for those at these places, which ascend.
google::protobuf::RepeatedPtrField<v1alpha::Answer> Without(
    const std::vector<int>& places,
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

// Where these answers stand.
google::protobuf::RepeatedPtrField<v1alpha::FormPlace> PlacesOf(
    const std::vector<int>& places,
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

// Number of the section of the last question, in the order of the questionnaire, that has an
// answer; 1 if there is none. The answers are expected to pass CheckDraft.
int LastAnsweredSection(const CompiledInstrument& instrument,
                        const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

}  // namespace lotse::survey
