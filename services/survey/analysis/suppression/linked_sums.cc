#include <algorithm>

#include "services/survey/analysis/suppression/linked_tables.h"

// What can be calculated of tables beside their own sums: the difference of a filtered table to
// that of all, and what holds between questions.

namespace lotse::survey::suppression {
namespace {

// The category of those who are not in a filter, in the keys of differences.
constexpr int kOther = -1;
// In place of a cell: it may be anything.
constexpr int kUnknown = -2;

CellKey Without(const CellKey& key, size_t position) {
  CellKey shorter = key;
  shorter.where.erase(shorter.where.begin() + static_cast<std::ptrdiff_t>(position));
  return shorter;
}

CellKey With(const CellKey& key, const Coordinate& c) {
  CellKey longer = key;
  if (std::find(key.where.begin(), key.where.end(), c) == key.where.end()) {
    longer.where.push_back(c);
    std::sort(longer.where.begin(), longer.where.end());
  }
  return longer;
}

absl::Status DoesNotHold() { return absl::InvalidArgumentError("a grouping does not hold"); }

}  // namespace

// A grouping among those who have something else in common.
struct LinkedTables::Members {
  const Grouping& grouping;
  CellKey context;
  int whole = kUnknown;
  std::vector<int> parts;                    // that are known
  std::vector<const Coordinate*> not_known;  // parts of which nothing is known
  int64_t sum = 0;                           // of the known parts
};

int LinkedTables::FindByMeaning(const CellKey& key) const {
  std::optional<std::vector<Coordinate>> closure = logic_.Closure(key.where);
  if (!closure) return kNobody;
  const auto found = by_closure_.find({key.base, *std::move(closure)});
  return found == by_closure_.end() ? kUnknown : found->second;
}

int LinkedTables::NewRest(int cell, int64_t count) {
  return NewCell(CellKey(Key(cell)), std::vector<Coordinate>(Meaning(cell)), count, false);
}

void LinkedTables::ConnectOnce(Sum sum) {
  std::sort(sum.parts.begin(), sum.parts.end());
  if (known_groups_.insert({sum.whole, sum.parts}).second) Connect(std::move(sum));
}

absl::Status LinkedTables::ConnectExactly(const Members& members, int64_t small) {
  if (members.parts.empty()) return absl::OkStatus();
  Sum sum{members.whole, members.parts, -1};
  if (members.whole == kUnknown) {
    if (!members.not_known.empty() || members.sum == 0 || members.sum >= small) {
      return absl::OkStatus();
    }
    const absl::StatusOr<int> whole =
        Place(With(members.context, members.grouping.whole), members.sum, false);
    if (!whole.ok()) return whole.status();
    sum.whole = *whole;
    ConnectOnce(std::move(sum));
    return absl::OkStatus();
  }
  const int64_t rest = Count(members.whole) - members.sum;
  if (rest < 0 || (rest > 0 && members.not_known.empty())) return DoesNotHold();
  if (members.not_known.size() == 1) {
    const absl::StatusOr<int> last =
        Place(With(members.context, *members.not_known[0]), rest, false);
    if (!last.ok()) return last.status();
    sum.parts.push_back(*last);
  } else if (members.not_known.size() > 1) {
    sum.parts.push_back(NewRest(members.whole, rest));
  }
  ConnectOnce(std::move(sum));
  return absl::OkStatus();
}

absl::Status LinkedTables::ConnectWithSlack(const Members& members) {
  if (members.whole == kUnknown || !members.not_known.empty()) return absl::OkStatus();
  const int64_t slack = members.sum - Count(members.whole);
  if (slack < 0) return DoesNotHold();
  if (!known_groups_.insert({-1 - members.whole, members.parts}).second) return absl::OkStatus();
  if (members.parts.size() == 1) {  // the rest has the part only
    Connect({members.parts[0], {members.whole, NewRest(members.parts[0], slack)}, -1});
    return absl::OkStatus();
  }
  const int rest = NewRest(members.whole, slack);
  const int total = NewRest(members.whole, members.sum);
  is_people_[rest] = is_people_[total] = false;
  Connect({total, members.parts, -1});
  Connect({total, {members.whole, rest}, -1});
  return absl::OkStatus();
}

absl::Status LinkedTables::AddGroupingSum(int grouping, const CellKey& context, int64_t small) {
  Members members{logic_.Groupings()[grouping], context, kUnknown, {}, {}, 0};
  members.whole = FindByMeaning(With(context, members.grouping.whole));
  if (members.whole == kNobody) return absl::OkStatus();  // and so are the parts
  for (const Coordinate& part : members.grouping.parts) {
    const int cell = FindByMeaning(With(context, part));
    if (cell == kNobody) continue;
    if (cell == members.whole) return absl::OkStatus();  // says nothing
    if (cell == kUnknown) {
      members.not_known.push_back(&part);
    } else {
      members.parts.push_back(cell);
      members.sum += Count(cell);
    }
  }
  return members.grouping.exact ? ConnectExactly(members, small) : ConnectWithSlack(members);
}

absl::Status LinkedTables::AddGroupingSums(int64_t small) {
  if (logic_.Groupings().empty()) return absl::OkStatus();
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].second == kNobody) continue;
    const CellKey key = names_[i].first;  // a copy: more names may be added
    for (size_t position = 0; position < key.where.size(); ++position) {
      for (const int grouping : logic_.GroupingsOf(key.where[position])) {
        const CellKey context = Without(key, position);
        if (!known_contexts_.insert({grouping, context}).second) continue;
        const absl::Status status = AddGroupingSum(grouping, context, small);
        if (!status.ok()) return status;
      }
    }
  }
  return absl::OkStatus();
}

absl::Status LinkedTables::AddDifferences(int64_t small) {
  const size_t tables = names_.size();
  absl::flat_hash_map<std::pair<int, int>, size_t> place;
  std::vector<Sum> sums;
  for (size_t k = 0; k < tables; ++k) {
    const auto& [key, cell] = names_[k];
    for (size_t i = 0; i < key.where.size() && cell != kNobody; ++i) {
      const int variable = key.where[i].variable;
      const int whole = Find(Without(key, i));
      if (whole < 0 || whole == cell || known_sums_.contains({whole, variable})) continue;
      const auto [found, is_new] = place.try_emplace({whole, variable}, sums.size());
      if (is_new) sums.push_back({whole, {}, variable});
      std::vector<int>& parts = sums[found->second].parts;
      if (std::find(parts.begin(), parts.end(), cell) == parts.end()) parts.push_back(cell);
    }
  }
  for (Sum& sum : sums) {
    int64_t rest = counts_[sum.whole];
    for (const int part : sum.parts) rest -= counts_[part];
    if (rest < 0) {
      return absl::InvalidArgumentError("a filtered table counts more than the unfiltered one");
    }
    // Nobody is left: whoever knows the categories knows it.
    if (rest > 0) {
      sum.parts.push_back(NewRest(sum.whole, rest));
      keys_.back() = With(keys_[sum.whole], {sum.variable, kOther});
    }
    known_sums_.insert({sum.whole, sum.variable});
    Connect(std::move(sum));
  }
  return AddGroupingSums(small);
}

}  // namespace lotse::survey::suppression
