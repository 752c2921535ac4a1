#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/need.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"

namespace lotse::engagement {

// What the chain of one engagement lacks, by kind, then in the order in which needs, goals
// and measures are given. None of them is deleted. Which are gaps says
// progress_service.proto.
std::vector<v1alpha::Gap> GapsIn(const std::vector<v1alpha::Need>& needs,
                                 const std::vector<v1alpha::Goal>& goals,
                                 const std::vector<v1alpha::Measure>& measures);

// The row of something that is not over and has a date; nothing otherwise. Which states
// are over says progress_service.proto. `overdue` and `days` are not set.
std::optional<v1alpha::DueItem> DueItemOf(const v1alpha::Measure& measure);
std::optional<v1alpha::DueItem> DueItemOf(const v1alpha::Milestone& milestone,
                                          const v1alpha::Measure& measure);
std::optional<v1alpha::DueItem> DueItemOf(const v1alpha::ActionItem& item);
std::optional<v1alpha::DueItem> DueItemOf(const v1alpha::Phase& phase);
std::optional<v1alpha::DueItem> DueItemOf(const v1alpha::Goal& goal);

// Sets how it stands on the day `today` (invariant 17).
void CountDays(absl::CivilDay today, v1alpha::DueItem* item);

}  // namespace lotse::engagement
