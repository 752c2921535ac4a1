#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::cli {

// SHA-256 of the bytes.
std::array<uint8_t, 32> Sha256(absl::string_view bytes);

// The same as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace lotse::cli
