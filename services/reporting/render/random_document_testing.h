#pragma once

#include <cstdint>
#include <string>

#include "google/protobuf/message.h"
#include "lotse/reporting/v1alpha/document.pb.h"

namespace lotse::reporting {

// A document of tables with every kind of cell, and texts that mean something to some format. The
// same seed gives the same one.
v1alpha::Document RandomDocument(uint32_t seed);

// Puts `text` into every string of a message but its ids and its language.
void FillStrings(const std::string& text, google::protobuf::Message& message);

}  // namespace lotse::reporting
