#pragma once

#include <cstddef>
#include <string>

namespace lotse::types {

// Bytes that nobody can guess. Ends the process if the system has none: secrets would
// repeat.
std::string RandomBytes(std::size_t count);

}  // namespace lotse::types
