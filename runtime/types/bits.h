#pragma once

#include <cstdint>

#include "absl/types/span.h"

namespace lotse::types {

// How many bits are set in all words.
std::int64_t CountBits(absl::Span<const std::uint64_t> words);

// How many bits are set in both of two rows of words of the same length.
std::int64_t CountCommonBits(absl::Span<const std::uint64_t> a, absl::Span<const std::uint64_t> b);

}  // namespace lotse::types
