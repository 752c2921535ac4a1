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

RowSpace::RowSpace(std::vector<int64_t> people, int64_t threshold, Work* work)
    : threshold_(threshold), work_(*work), order_(people.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](size_t a, size_t b) { return people[a] > people[b]; });
  for (const size_t pattern : order_) people_.push_back(people[pattern]);
}

bool RowSpace::CanGoOn() const { return people_.size() <= kMaxPatterns && !work_.IsUsedUp(); }

bool RowSpace::Reduce(const std::vector<bool>& counted, Row* row, size_t* lead) const {
  for (const size_t pattern : order_) row->push_back(counted[pattern] ? 1 : 0);
  for (size_t i = 0; i < rows_.size(); ++i) {
    const uint64_t factor = (*row)[leads_[i]];
    if (factor == 0) continue;
    work_.Spend(static_cast<int64_t>(row->size()));
    Subtract(*row, rows_[i], factor);
  }
  const auto first =
      std::find_if(row->begin(), row->end(), [](uint64_t value) { return value != 0; });
  if (first == row->end()) return false;
  *lead = static_cast<size_t>(first - row->begin());
  const uint64_t inverse = Inverse(*first);
  for (uint64_t& value : *row) value = Times(value, inverse);
  return true;
}

void RowSpace::Insert(Row row, size_t lead, std::vector<Row>* rows, std::vector<size_t>* leads,
                      Work* work) {
  for (Row& other : *rows) {
    if (other[lead] == 0) continue;
    work->Spend(static_cast<int64_t>(row.size()));
    Subtract(other, row, other[lead]);
  }
  rows->push_back(std::move(row));
  leads->push_back(lead);
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
  for (size_t i = 0; i < small.size() && !work_.IsUsedUp(); ++i) {
    work_.Spend(static_cast<int64_t>((small.size() - i) * people_.size()));
    if (People(rows[small[i]]) < threshold_) return true;
    for (size_t k = i + 1; k < small.size(); ++k) {
      if (FewestOfTwo(rows[small[i]], rows[small[k]]) < threshold_) return true;
    }
  }
  return false;
}

RowSpace::Verdict RowSpace::Publish(const std::vector<bool>& counted) {
  if (!CanGoOn()) return Verdict::kTooLarge;
  Row row;
  size_t lead = 0;
  if (!Reduce(counted, &row, &lead)) return Verdict::kAllowed;  // it can be calculated already
  std::vector<Row> rows = rows_;
  std::vector<size_t> leads = leads_;
  Insert(std::move(row), lead, &rows, &leads, &work_);
  const bool is_dangerous = IsDangerous(rows, leads);
  if (work_.IsUsedUp()) return Verdict::kTooLarge;
  if (is_dangerous) return Verdict::kRefused;
  rows_ = std::move(rows);
  leads_ = std::move(leads);
  return Verdict::kAllowed;
}

bool RowSpace::Add(const std::vector<bool>& counted) {
  if (!CanGoOn()) return false;
  Row row;
  size_t lead = 0;
  if (Reduce(counted, &row, &lead)) Insert(std::move(row), lead, &rows_, &leads_, &work_);
  return CanGoOn();
}

}  // namespace lotse::survey::suppression
