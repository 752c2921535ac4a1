#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// The token of an invitation: 128 random bits, written so that people can type them from
// a letter.
namespace lotse::survey {

// Random bytes of a token.
inline constexpr std::size_t kTokenBytes = 16;
// Characters of a token.
inline constexpr std::size_t kTokenLength = 26;

// The token of 16 random bytes: digits and small letters without i, l, o and u, five
// bits in each, the highest first, two zero bits at the end (Crockford, Base 32).
std::string TokenOf(absl::string_view bytes);

// A token as TokenOf writes it, from what was typed or came in a link: capitals, hyphens
// and blanks do not matter, and o, i and l are read as 0, 1 and 1. nullopt if it is none.
std::optional<std::string> ReadToken(absl::string_view typed);

// What is kept of a token as TokenOf writes it: its SHA-256, 32 bytes. Without salt,
// because 128 random bits cannot be tried out.
std::string HashOfToken(absl::string_view token);

// The same of what was typed. What cannot be a token has a hash too, which no token has:
// it is looked for as the others are, so that nothing tells it from one that was used.
std::string HashOfTyped(absl::string_view typed);

}  // namespace lotse::survey
