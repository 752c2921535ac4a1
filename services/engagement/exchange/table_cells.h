#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// One field of a message as the text of a cell.
namespace lotse::engagement {

// Whether a field that holds one message is a cell: days, times and decimals are.
bool IsOneCell(const google::protobuf::FieldDescriptor& field);

// Empty if the field is not set, or empty.
std::string CellOf(const google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor& field);

// Sets the field, or clears it if the text is empty. False, and nothing is changed, if the
// text cannot be read.
bool SetCell(const std::string& text, const google::protobuf::FieldDescriptor& field,
             google::protobuf::Message* message);

// What a cell of this field looks like, for whoever wrote another one.
std::string ExampleOf(const google::protobuf::FieldDescriptor& field);

}  // namespace lotse::engagement
