#pragma once

#include <cstdint>
#include <string>

#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/row_cursor.h"

// How single values are written into rows (response_row.h), and answers are made of them.
namespace lotse::survey {

void SetBit(std::size_t bit, char* bytes);

// 7 bits a byte, the lowest first, 0x80 added to all bytes but the last.
void AppendVarint(std::uint64_t value, std::string* row);

// Appends the value of an answer to `variable`.
void AppendValue(const Variable& variable, const v1alpha::Answer& answer, std::string* row);

// Sets the value of an answer to what was read of `variable`.
void SetValue(const Variable& variable, const RowValue& value, v1alpha::Answer* answer);

}  // namespace lotse::survey
