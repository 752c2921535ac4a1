#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// One instance of a repeat as it lies in a row.
struct RepeatInstance {
  // Position of the repeat in CompiledInstrument::repeats().
  std::size_t repeat = 0;
  // How many instances of it there are where it is.
  int count = 0;
  // In which instances it is, from the outermost repeat; its own number is the last.
  std::vector<std::int32_t> path;
  // By the place of the variable in Repeat::variables. As long as the row is there.
  std::vector<std::optional<RowValue>> values;
};

// Reads what AppendRepeats wrote, to the end of the row: the instances in order, one before those
// within it. False if it is damaged.
bool ReadInstances(const CompiledInstrument& instrument, RowCursor* cursor,
                   std::vector<RepeatInstance>* instances);

// The same as answers.
bool ReadRepeats(const CompiledInstrument& instrument, RowCursor* cursor,
                 google::protobuf::RepeatedPtrField<v1alpha::Answer>* answers);

}  // namespace lotse::survey
