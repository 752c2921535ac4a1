#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <vector>

#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Most amendments of one import: as many as a questionnaire has questions.
inline constexpr int kMaxAmendments = 2000;

// Applies the amendments in order, so that a later one sees what an earlier one
// did, and appends a NOTE with its reason for each. What cannot be applied is a
// violation with a path such as `amendments[2].leave_out.code`; the others are
// applied nevertheless, so that all faults show at once. With a violation
// returned `*instrument` is neither the one thing nor the other: discard it.
//
// A question whose section becomes empty takes the section with it. The last
// option of a question and the last item of a matrix cannot be left out alone.
rpc::FieldViolations ApplyAmendments(
    const google::protobuf::RepeatedPtrField<v1alpha::Amendment>& amendments,
    v1alpha::Instrument* instrument, std::vector<v1alpha::ImportFinding>* findings);

}  // namespace lotse::survey
