#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/logic/values/environment.h"

namespace lotse::perf {

// Answers to everything that is asked of somebody who answers each question in the first way that
// nothing stands against, so that most questions come up. Of a questionnaire with expressions and
// without repeats; files are left out.
google::protobuf::RepeatedPtrField<survey::v1alpha::Answer> CompleteResponse(
    const survey::CompiledInstrument& instrument, const survey::logic::Environment& environment);

}  // namespace lotse::perf
