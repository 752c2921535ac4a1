#include "services/survey/analysis/suppression/row_space.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lotse::survey::suppression {
namespace {

constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;

__extension__ using Wide = unsigned __int128;

uint64_t Times(uint64_t a, uint64_t b) {
  return static_cast<uint64_t>(static_cast<Wide>(a) * b % kPrime);
}

uint64_t Minus(uint64_t a, uint64_t b) { return a >= b ? a - b : a + kPrime - b; }

uint64_t Inverse(uint64_t a) {  // a^(p-2), by Fermat
  uint64_t result = 1;
  for (uint64_t exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = Times(result, a);
    a = Times(a, a);
  }
  return result;
}

void Subtract(std::vector<uint64_t>& row, const std::vector<uint64_t>& other, uint64_t factor) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (other[i] != 0) row[i] = Minus(row[i], Times(other[i], factor));
  }
}

}  // namespace

RowSpace::RowSpace(std::vector<int64_t> people, int64_t threshold)
    : threshold_(threshold), order_(people.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](size_t a, size_t b) { return people[a] > people[b]; });
  for (const size_t pattern : order_) people_.push_back(people[pattern]);
}

RowSpace::Row RowSpace::Reduced(const std::vector<bool>& counted) const {
  Row row;
  for (const size_t pattern : order_) row.push_back(counted[pattern] ? 1 : 0);
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (row[leads_[i]] != 0) Subtract(row, rows_[i], row[leads_[i]]);
  }
  return row;
}

int64_t RowSpace::People(const Row& row) const {
  int64_t people = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    if (row[i] != 0) people += people_[i];
  }
  return people;
}

// The fewest people of any a - factor * b, factor other than 0. Or something that is at least the
// threshold.
int64_t RowSpace::FewestOfTwo(const Row& a, const Row& b) const {
  int64_t always = 0;  // where only one of the two is not 0
  std::vector<size_t> both;
  for (size_t i = 0; i < a.size() && always < threshold_; ++i) {
    if (a[i] != 0 && b[i] != 0) {
      both.push_back(i);
    } else if (a[i] != 0 || b[i] != 0) {
      always += people_[i];
    }
  }
  if (always >= threshold_) return always;
  std::vector<std::pair<uint64_t, int64_t>> vanishing;  // factor, and people where that gives 0
  int64_t all = always;
  for (const size_t i : both) {
    vanishing.push_back({Times(a[i], Inverse(b[i])), people_[i]});
    all += people_[i];
  }
  std::sort(vanishing.begin(), vanishing.end());
  int64_t fewest = all;
  int64_t together = 0;
  for (size_t i = 0; i < vanishing.size(); ++i) {
    if (i > 0 && vanishing[i].first != vanishing[i - 1].first) together = 0;
    together += vanishing[i].second;
    fewest = std::min(fewest, all - together);
  }
  return fewest;
}

// Patterns are ordered by size, so that vectors of small patterns alone are combinations of the
// rows that lead with one.
bool RowSpace::IsDangerous(const std::vector<Row>& rows, const std::vector<size_t>& leads) const {
  std::vector<size_t> small;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (people_[leads[i]] < threshold_) small.push_back(i);
  }
  for (size_t i = 0; i < small.size(); ++i) {
    if (People(rows[small[i]]) < threshold_) return true;
    for (size_t k = i + 1; k < small.size(); ++k) {
      if (FewestOfTwo(rows[small[i]], rows[small[k]]) < threshold_) return true;
    }
  }
  return false;
}

RowSpace::Verdict RowSpace::Publish(const std::vector<bool>& counted) {
  if (people_.size() > kMaxPatterns) return Verdict::kTooLarge;
  Row row = Reduced(counted);
  const auto lead = std::find_if(row.begin(), row.end(), [](uint64_t value) { return value != 0; });
  if (lead == row.end()) return Verdict::kAllowed;  // it can be calculated already
  const auto place = static_cast<size_t>(lead - row.begin());
  const uint64_t inverse = Inverse(*lead);
  for (uint64_t& value : row) value = Times(value, inverse);
  std::vector<Row> rows = rows_;
  for (Row& other : rows) {
    if (other[place] != 0) Subtract(other, row, other[place]);
  }
  rows.push_back(std::move(row));
  std::vector<size_t> leads = leads_;
  leads.push_back(place);
  if (IsDangerous(rows, leads)) return Verdict::kRefused;
  rows_ = std::move(rows);
  leads_ = std::move(leads);
  return Verdict::kAllowed;
}

}  // namespace lotse::survey::suppression
