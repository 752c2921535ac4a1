#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "runtime/types/bits.h"

namespace lotse::survey::qualitative {

// A set of what is numbered from 0 to size - 1, as bits: codings of a corpus, or units. Sets that
// meet in an operation are of the same size.
class CodingSet {
 public:
  explicit CodingSet(size_t size = 0, bool full = false)
      : size_(size), words_((size + 63) / 64, full ? ~uint64_t{0} : 0) {
    if (full && size % 64 != 0) words_.back() = (uint64_t{1} << size % 64) - 1;
  }

  size_t size() const { return size_; }
  void Add(size_t i) { words_[i / 64] |= uint64_t{1} << i % 64; }
  void Remove(size_t i) { words_[i / 64] &= ~(uint64_t{1} << i % 64); }
  bool Has(size_t i) const { return (words_[i / 64] >> i % 64 & 1U) != 0; }

  void KeepAlso(const CodingSet& other) {
    for (size_t w = 0; w < words_.size(); ++w) words_[w] &= other.words_[w];
  }
  void Join(const CodingSet& other) {
    for (size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  }
  void TakeAway(const CodingSet& other) {
    for (size_t w = 0; w < words_.size(); ++w) words_[w] &= ~other.words_[w];
  }

  int64_t Count() const { return types::CountBits(words_); }
  int64_t CountBoth(const CodingSet& other) const {
    return types::CountCommonBits(words_, other.words_);
  }
  // Ascending.
  void Each(absl::FunctionRef<void(size_t)> visit) const {
    for (size_t w = 0; w < words_.size(); ++w) {
      for (uint64_t word = words_[w]; word != 0; word &= word - 1) {
        visit(w * 64 + static_cast<size_t>(std::countr_zero(word)));
      }
    }
  }

  friend bool operator==(const CodingSet&, const CodingSet&) = default;

 private:
  size_t size_ = 0;
  std::vector<uint64_t> words_;
};

}  // namespace lotse::survey::qualitative
