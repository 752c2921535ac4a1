#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <vector>

#include "absl/types/span.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// The same answers in the order of the questionnaire, the options of a multiple
// choice likewise, without unknown fields. In this form a stored response does
// not tell in which order or with which program it was given, and answers that
// say the same are equal. The answers are expected to pass CheckAnswers; one
// with an unknown code is left out.
//
// What is in repeats comes last: for each repeat how many instances there are, if there are any,
// then one instance after the other, in each first what is directly in it and then the repeats
// within it.
google::protobuf::RepeatedPtrField<v1alpha::Answer> InInstrumentOrder(
    const CompiledInstrument& instrument,
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);
google::protobuf::RepeatedPtrField<v1alpha::Answer> InInstrumentOrder(
    const CompiledInstrument& instrument, absl::Span<const v1alpha::Answer* const> answers);

// Where they lie, for who looks at some of them without copying any.
std::vector<const v1alpha::Answer*> PointersTo(
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

// The answers without those to METADATA: when and with what somebody answered.
google::protobuf::RepeatedPtrField<v1alpha::Answer> WithoutMetadata(
    const CompiledInstrument& instrument,
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

// The answers without what the service computed from them (CALCULATION).
google::protobuf::RepeatedPtrField<v1alpha::Answer> WithoutComputed(
    const CompiledInstrument& instrument,
    const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

}  // namespace lotse::survey
