#include "services/engagement/domain/shared_goals.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/schema/address.h"

namespace lotse::engagement {

using v1alpha::Goal;
using v1alpha::Indicator;

namespace {

// The heir of `shared`; empty if there is none.
std::string HeirOf(const std::string& shared, const Heirs& heirs) {
  const auto heir = heirs.find(shared);
  return heir == heirs.end() ? "" : heir->second;
}

}  // namespace

std::string InheritedName(absl::string_view engagement, absl::string_view shared) {
  return absl::StrCat(engagement, shared.substr(schema::ParentOf(shared).size()));
}

Goal InheritGoal(absl::string_view engagement, const Goal& shared, const Heirs& heirs) {
  Goal goal;
  goal.set_name(InheritedName(engagement, shared.name()));
  goal.set_shared_goal(shared.name());
  goal.set_state(Goal::STATE_DRAFT);
  goal.set_version(1);
  goal.set_level(shared.level());
  goal.set_parent_goal(HeirOf(shared.parent_goal(), heirs));
  *goal.mutable_title() = shared.title();
  if (shared.has_description()) *goal.mutable_description() = shared.description();
  if (shared.has_due_date()) *goal.mutable_due_date() = shared.due_date();
  for (const std::string& indicator : shared.indicators()) {
    std::string heir = HeirOf(indicator, heirs);
    if (!heir.empty()) goal.add_indicators(std::move(heir));
  }
  if (shared.has_success_statement()) {
    *goal.mutable_success_statement() = shared.success_statement();
  }
  if (shared.has_feasibility()) *goal.mutable_feasibility() = shared.feasibility();
  *goal.mutable_target_groups() = shared.target_groups();
  if (shared.has_content_level()) *goal.mutable_content_level() = shared.content_level();
  if (shared.has_content_field()) *goal.mutable_content_field() = shared.content_field();
  return goal;
}

Indicator InheritIndicator(absl::string_view engagement, const Indicator& shared) {
  Indicator indicator = shared;
  indicator.set_name(InheritedName(engagement, shared.name()));
  indicator.set_shared_indicator(shared.name());
  indicator.set_definition_version(1);
  indicator.clear_accountable_unit();  // A unit of one administration is none of another.
  indicator.clear_earlier_definitions();
  indicator.clear_etag();
  indicator.clear_create_time();
  indicator.clear_update_time();
  indicator.clear_external_ids();
  return indicator;
}

}  // namespace lotse::engagement
