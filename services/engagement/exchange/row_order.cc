#include "services/engagement/exchange/row_order.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace lotse::engagement {
namespace {

// Strongly connected components (Tarjan 1972), without recursion: a file may hold a chain
// of any length. A component is complete when all that it needs is.
class Components {
 public:
  explicit Components(const std::vector<RowLinks>& rows) : rows_(rows), seen_(rows.size()) {
    for (size_t i = 0; i < rows.size(); ++i) by_name_.try_emplace(rows[i].name, i);
  }

  std::vector<std::vector<int>> Find() {
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (seen_[i].number == 0) Visit(static_cast<int>(i));
    }
    return std::move(groups_);
  }

 private:
  struct Seen {
    int number = 0;  // From 1, in the order of being reached.
    int lowest = 0;  // The least number that is reached from here within what is open.
    bool open = false;
  };
  // A row that is being looked at, and which of its needs is next.
  struct Step {
    int row;
    size_t next;
  };

  void Open(int row) {
    seen_[row] = {++last_, last_, true};
    open_.push_back(row);
    steps_.push_back({row, 0});
  }

  void Visit(int first) {
    Open(first);
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const std::vector<std::string>& needs = rows_[step.row].needs;
      if (step.next < needs.size()) {
        Look(step.row, needs[step.next++]);
        continue;
      }
      const int row = step.row;
      steps_.pop_back();
      if (!steps_.empty()) Lower(steps_.back().row, seen_[row].lowest);
      if (seen_[row].lowest == seen_[row].number) Close(row);
    }
  }

  // May add a step.
  void Look(int row, const std::string& need) {
    const auto found = by_name_.find(need);
    if (found == by_name_.end()) return;
    const int other = found->second;
    if (seen_[other].number == 0) {
      Open(other);
    } else if (seen_[other].open) {
      Lower(row, seen_[other].number);
    }
  }

  void Lower(int row, int number) { seen_[row].lowest = std::min(seen_[row].lowest, number); }

  // Takes the group of `root` out of what is open.
  void Close(int root) {
    std::vector<int> group;
    do {
      group.push_back(open_.back());
      seen_[open_.back()].open = false;
      open_.pop_back();
    } while (group.back() != root);
    std::sort(group.begin(), group.end());
    groups_.push_back(std::move(group));
  }

  const std::vector<RowLinks>& rows_;
  absl::flat_hash_map<absl::string_view, int> by_name_;
  std::vector<Seen> seen_;
  std::vector<int> open_;
  std::vector<Step> steps_;
  std::vector<std::vector<int>> groups_;
  int last_ = 0;
};

}  // namespace

std::vector<std::vector<int>> OrderRows(const std::vector<RowLinks>& rows) {
  return Components(rows).Find();
}

}  // namespace lotse::engagement
