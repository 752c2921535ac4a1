#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/row_cursor.h"

// What is in repeats, at the end of a row (response_row.h).
namespace lotse::survey {

// Appends the answers from `begin` on, which are those in repeats, in the order of
// InInstrumentOrder.
void AppendRepeats(const CompiledInstrument& instrument,
                   const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers, int begin,
                   std::string* row);

// Reads what AppendRepeats wrote, to the end of the row; false if it is damaged.
bool ReadRepeats(const CompiledInstrument& instrument, RowCursor* cursor,
                 google::protobuf::RepeatedPtrField<v1alpha::Answer>* answers);

}  // namespace lotse::survey
