#include "services/survey/analysis/told_break_offs.h"

#include <algorithm>

#include "services/survey/analysis/disclosure.h"

namespace lotse::survey {
namespace {

// Too few to be told of: whoever is left, or they are told by what is known of others. Nobody is
// too few, too: then it is known of everybody else.
bool IsFew(int64_t count) { return count < kMinimumBase; }

// The section behind the last one before which a response that breaks off is a break-off.
int EndOfBreakOffs(int partial_from, int sections) {
  return partial_from == 0 ? sections + 1 : std::min(partial_from, sections + 1);
}

}  // namespace

std::vector<int64_t> Carried(absl::Span<const int64_t> counts) {
  std::vector<int64_t> told;
  int64_t carried = 0;
  for (const int64_t count : counts) {
    carried += count;
    told.push_back(carried >= kMinimumCell ? carried : 0);
    carried -= told.back();
  }
  return told;
}

ToldBreakOffs ToldBreakOffs::OfClosed(absl::Span<const int64_t> broke_off, int64_t complete) {
  ToldBreakOffs told;
  int64_t reached = complete;
  for (const int64_t count : broke_off) reached += count;
  told.reached_.push_back(reached);
  told.left_before_.push_back(0);
  bool is_protected = IsFew(reached);
  for (const int64_t count : Carried(broke_off)) {
    told.Leave(count, &reached);
    is_protected |= IsFew(reached);
    if (!is_protected) continue;
    told.broke_off_.back().reset();
    told.reached_.back().reset();
  }
  return told;
}

void ToldBreakOffs::Leave(int64_t count, int64_t* reached) {
  *reached -= count;
  broke_off_.emplace_back(count);
  reached_.emplace_back(*reached);
  left_before_.push_back(count > 0 ? sections() : left_before_.back());
}

std::optional<int64_t> ToldBreakOffs::Sum(int first, int end) const {
  int64_t sum = 0;
  for (int section = first; section < end; ++section) {
    if (!BrokeOff(section).has_value()) return std::nullopt;
    sum += *BrokeOff(section);
  }
  return sum;
}

std::optional<int64_t> ToldBreakOffs::BreakOffs(int partial_from) const {
  return Sum(1, EndOfBreakOffs(partial_from, sections()));
}

std::optional<int64_t> ToldBreakOffs::Partials(int partial_from) const {
  return Sum(EndOfBreakOffs(partial_from, sections()), sections() + 1);
}

int ToldBreakOffs::LeftBefore(int section) const { return left_before_[section - 1]; }

int ToldBreakOffs::LeftOut(int partial_from) const {
  return LeftBefore(EndOfBreakOffs(partial_from, sections()));
}

TableScope ScopeOf(const ToldBreakOffs& told, int partial_from) {
  TableScope scope;
  scope.left_out = told.LeftOut(partial_from);
  for (int section = 1; section <= told.sections(); ++section) {
    scope.left_until.push_back(std::max(scope.left_out, told.LeftBefore(section + 1)));
    const bool is_told = told.Reached(std::max(scope.left_out, section) + 1).has_value();
    if (!is_told && scope.protected_from == 0) scope.protected_from = section;
  }
  return scope;
}

}  // namespace lotse::survey
