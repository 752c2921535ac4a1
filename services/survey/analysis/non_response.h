#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/collection_report.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// How many left out each question of a closed wave, in the order of the tables. It is worked
// out from the tables as they are published, so nothing is told that could not be worked out
// from them, and nothing can be subtracted from them that they protect.
//
// Who did not finish the section of a question is told as the table says it, and is in none of the
// other numbers. Who was not asked is told apart where the tables say how many were asked (asked.h)
// and neither number is 1 to kMinimumCell - 1.
google::protobuf::RepeatedPtrField<v1alpha::ItemNonResponse> NonResponseOf(
    const v1alpha::Instrument& instrument, const v1alpha::TabulateWaveResponse& tables);

}  // namespace lotse::survey
