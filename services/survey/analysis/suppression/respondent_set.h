#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lotse::survey::suppression {

// A set of respondents, numbered from 0 on within one wave, as bits.
class RespondentSet {
 public:
  // For respondents 0 to size - 1; empty at first.
  explicit RespondentSet(int size) : words_((static_cast<size_t>(size) + 63) / 64, 0) {}

  void Add(int respondent) {
    uint64_t& word = words_[static_cast<size_t>(respondent) / 64];
    const uint64_t bit = uint64_t{1} << (respondent % 64);
    if ((word & bit) == 0) ++count_;
    word |= bit;
  }

  bool Has(int respondent) const {
    return (words_[static_cast<size_t>(respondent) / 64] >> (respondent % 64) & 1U) != 0;
  }
  int64_t Count() const { return count_; }

  friend bool operator==(const RespondentSet&, const RespondentSet&) = default;

  // Whether all of them are in `other`, which is a set over the same respondents.
  bool IsWithin(const RespondentSet& other) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & ~other.words_[i]) != 0) return false;
    }
    return true;
  }

 private:
  std::vector<uint64_t> words_;
  int64_t count_ = 0;
};

}  // namespace lotse::survey::suppression
