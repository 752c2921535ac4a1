#include "services/survey/responses/group_tally.h"

#include <algorithm>
#include <utility>

#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {

void GroupTally::Start(std::shared_ptr<const CountPlan> plan) {
  plan_ = std::move(plan);
  shown_.assign(plan_->groups().size(), 0);
  unshown_.clear();
}

void GroupTally::AddShown(absl::Span<const size_t> groups) {
  for (const size_t group : groups) ++shown_[group];
}

void GroupTally::AddUnshown(const std::string& id, std::vector<size_t> groups) {
  unshown_.try_emplace(id, std::move(groups));
}

void GroupTally::ForgetGroupsOf(absl::Span<const std::string> codes) {
  const auto is_forgotten = [&](size_t group) {
    const auto& tests = plan_->groups()[group].tests;
    return std::any_of(tests.begin(), tests.end(), [&](const QuotaTest& test) {
      return std::find(codes.begin(), codes.end(), test.code) != codes.end();
    });
  };
  for (size_t group = 0; group < shown_.size(); ++group) {
    if (!is_forgotten(group)) continue;
    shown_[group] = 0;
    for (auto& [id, groups] : unshown_) {
      groups.erase(std::remove(groups.begin(), groups.end(), group), groups.end());
    }
  }
}

void GroupTally::Show(absl::Span<const std::string> ids) {
  for (const std::string& id : ids) {
    const auto it = unshown_.find(id);
    if (it == unshown_.end()) continue;
    AddShown(it->second);
    unshown_.erase(it);
  }
}

int64_t GroupTally::ToldOf(size_t group) const {
  return shown_[group] / WavePair::kStep * WavePair::kStep;
}

std::vector<int64_t> GroupTally::Told() const {
  std::vector<int64_t> told;
  for (size_t group = 0; group < shown_.size(); ++group) told.push_back(ToldOf(group));
  return told;
}

const std::string* GroupTally::FullFor(absl::Span<const size_t> groups) const {
  for (const size_t group : groups) {
    const CountedGroup& counted = plan_->groups()[group];
    if (counted.refuses && ToldOf(group) >= counted.limit) return &counted.code;
  }
  return nullptr;
}

}  // namespace lotse::survey
