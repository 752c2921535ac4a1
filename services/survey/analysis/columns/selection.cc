#include "services/survey/analysis/columns/selection.h"

#include <algorithm>
#include <array>

#include "runtime/types/bits.h"

namespace lotse::survey {

Selection Selection::All(std::size_t people) {
  Selection all(people, ~std::uint64_t{0});
  if (people % 64 != 0) all.words_.back() >>= 64 - people % 64;
  return all;
}

Selection Selection::Where(absl::Span<const std::uint8_t> codes, const std::vector<bool>& wanted) {
  std::array<std::uint8_t, 256> bit = {};
  for (std::size_t code = 0; code < std::min(wanted.size(), bit.size()); ++code) {
    bit[code] = wanted[code] ? 1 : 0;
  }
  Selection found = None(codes.size());
  for (std::size_t word = 0; word < found.words_.size(); ++word) {
    const absl::Span<const std::uint8_t> part = codes.subspan(word * 64, 64);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < part.size(); ++i) bits |= std::uint64_t{bit[part[i]]} << i;
    found.words_[word] = bits;
  }
  return found;
}

std::int64_t Selection::Count() const { return types::CountBits(words_); }

Selection& Selection::operator&=(const Selection& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

Selection& Selection::operator|=(const Selection& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

Selection& Selection::operator-=(const Selection& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  return *this;
}

}  // namespace lotse::survey
