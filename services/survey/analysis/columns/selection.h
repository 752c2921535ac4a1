#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace lotse::survey {

// A set of the people of a wave, one bit for each, by their position. The base of a table is
// one, and so is what a filter leaves.
class Selection {
 public:
  // So many people, none or all of whom belong to it.
  static Selection None(std::size_t people) { return Selection(people, 0); }
  static Selection All(std::size_t people);
  // Those whose code is one of `wanted`, which has an element for each code there may be; a
  // code beyond its end is not wanted.
  static Selection Where(absl::Span<const std::uint8_t> codes, const std::vector<bool>& wanted);

  // How many people there are in all, and how many belong to it.
  std::size_t people() const { return people_; }
  std::int64_t Count() const;

  bool Has(std::size_t person) const { return (words_[person / 64] >> person % 64 & 1u) != 0; }
  // One more person, who belongs to it or not.
  void Append(bool belongs) {
    if (people_ % 64 == 0) words_.push_back(0);
    ++people_;
    if (belongs) Add(people_ - 1);
  }
  // Makes room for so many people; how much memory that takes.
  void Reserve(std::size_t people) { words_.reserve((people + 63) / 64); }
  std::size_t Bytes() const { return words_.capacity() * sizeof(std::uint64_t); }
  void Add(std::size_t person) { words_[person / 64] |= std::uint64_t{1} << person % 64; }

  // With a set of the same people: those in both, in either, in this one only.
  Selection& operator&=(const Selection& other);
  Selection& operator|=(const Selection& other);
  Selection& operator-=(const Selection& other);

  friend bool operator==(const Selection&, const Selection&) = default;

  // 64 people each, the first in the lowest bit; bits of nobody are 0.
  absl::Span<const std::uint64_t> words() const { return words_; }

 private:
  Selection(std::size_t people, std::uint64_t word)
      : people_(people), words_((people + 63) / 64, word) {}

  std::size_t people_;
  std::vector<std::uint64_t> words_;
};

}  // namespace lotse::survey
