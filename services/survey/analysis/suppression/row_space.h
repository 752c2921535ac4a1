#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/survey/analysis/suppression/work.h"

namespace lotse::survey::suppression {

// What sums and differences of any number of published counts tell. Respondents who are alike in
// all variables of the tables make one attribute pattern; a published count is a vector that has
// 1 at each pattern that is counted and 0 elsewhere. Whatever an attacker calculates by adding
// and subtracting is a vector of the space that they span. If there is one that has values other
// than 0 only at patterns of a few respondents, he knows something of these few. (Audit of sums:
// Chin and Özsoyoğlu 1982.)
//
// Exact arithmetic modulo the prime 2^61 - 1. Vectors of 0 and 1 that are independent over the
// rational numbers are independent modulo it too unless it divides one of their determinants.
//
// Three answers are certain: a count that by itself or with others gives a single pattern is
// found; so is every combination in which at most two of the leading patterns of the basis are
// of few respondents; and if no combination consists of small patterns alone, none is dangerous.
// To find the smallest combination in general is NP-hard (the least weight of a linear code), so
// it is not found if three rows or more have to be combined: of small patterns r = a + s, t = b + u
// and v = c + s + u it is not seen that a + b - c can be calculated.
class RowSpace {
 public:
  enum class Verdict {
    kAllowed,
    // With it, something of fewer than the threshold could be calculated.
    kRefused,
    // More patterns than the audit takes, or the work does not suffice.
    kTooLarge,
  };

  // Most patterns; the basis then takes at most 8 MB * (kMaxPatterns / 1000)^2.
  static constexpr size_t kMaxPatterns = 1500;

  // `people`: the respondents of each pattern, at least 1. `work` pays for all, and outlives it.
  RowSpace(std::vector<int64_t> people, int64_t threshold, Work* work);

  // Whether a count over the patterns that are true in `counted` can be published beside those
  // before. Only if so, it is taken as published.
  Verdict Publish(const std::vector<bool>& counted);

  // Takes a count that was published already, whatever it tells; false: too large.
  bool Add(const std::vector<bool>& counted);

  // Counts that are independent of one another.
  size_t Rank() const { return rows_.size(); }

 private:
  using Row = std::vector<uint64_t>;

  // Whether the audit takes so many patterns, and there is work left.
  bool CanGoOn() const;
  // The row of a count, led by a 1 at `lead`; false: it follows from those before.
  bool Reduce(const std::vector<bool>& counted, Row* row, size_t* lead) const;
  static void Insert(Row row, size_t lead, std::vector<Row>* rows, std::vector<size_t>* leads,
                     Work* work);
  bool IsDangerous(const std::vector<Row>& rows, const std::vector<size_t>& leads) const;
  int64_t People(const Row& row) const;
  int64_t FewestOfTwo(const Row& a, const Row& b) const;

  const int64_t threshold_;
  Work& work_;
  std::vector<int64_t> people_;  // largest patterns first
  std::vector<size_t> order_;    // pattern of the caller at each place
  // Reduced row echelon form: each row leads with a 1 where all others have 0.
  std::vector<Row> rows_;
  std::vector<size_t> leads_;
};

}  // namespace lotse::survey::suppression
