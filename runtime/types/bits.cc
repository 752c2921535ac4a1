#include "runtime/types/bits.h"

#include <bit>
#include <cstddef>

// Without a processor's own instruction each word is looked up byte by byte; which of the two, is
// chosen when the program starts. Not where sanitizers are, which are not ready then.
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define LOTSE_COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#else
#define LOTSE_COUNTS_BITS
#endif

namespace lotse::types {

LOTSE_COUNTS_BITS std::int64_t CountBits(absl::Span<const std::uint64_t> words) {
  std::int64_t count = 0;
  for (const std::uint64_t word : words) count += std::popcount(word);
  return count;
}

LOTSE_COUNTS_BITS std::int64_t CountCommonBits(absl::Span<const std::uint64_t> a,
                                               absl::Span<const std::uint64_t> b) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += std::popcount(a[i] & b[i]);
  return count;
}

}  // namespace lotse::types
