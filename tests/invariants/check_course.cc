// The course of an engagement: what holds for every command, for the agreement, and at the
// end.
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "tests/invariants/checks.h"

namespace lotse::invariants {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::Agreement;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Phase;
using engagement::v1alpha::Programme;
using google::protobuf::FieldDescriptor;

namespace {

// Calls `take` for every text of a message, at any depth.
void ForEachText(const Message& message, const std::function<void(const std::string&)>& take) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        take(field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                  : reflection->GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ForEachText(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                         : reflection->GetMessage(message, field),
                    take);
      }
    }
  }
}

// The agreement that is in force on the last day is an amendment with a reason that lets the
// engagement run until then.
bool IsAmended(const State& state, const Engagement& engagement) {
  for (const Agreement* agreement : state.LiveBelow<Agreement>(engagement.name())) {
    if (agreement->state() != Agreement::STATE_IN_FORCE) continue;
    const bool until = !agreement->has_engagement_end_date() ||
                       DayOf(agreement->engagement_end_date()) >= DayOf(engagement.end_date());
    return until && !agreement->amends().empty() && Says(agreement->amendment_reason());
  }
  return false;
}

void CheckDuration(const State& state, const Engagement& engagement, Faults* faults) {
  const auto* programme = state.Get<Programme>(ParentOf(engagement.name()));
  const absl::CivilDay start = DayOf(engagement.start_date()), end = DayOf(engagement.end_date());
  if (start < DayOf(programme->start_date()) || end > DayOf(programme->end_date())) {
    faults->push_back(absl::StrCat("3: ", engagement.name(), " is not inside of its programme"));
  }
  if (end < start) faults->push_back(absl::StrCat("3: ", engagement.name(), " ends first"));
  const int limit = programme->engagement_months_limit();
  const absl::CivilDay last(start.year(), start.month() + limit, start.day());
  if (limit > 0 && end > last && !IsAmended(state, engagement)) {
    faults->push_back(absl::StrCat("3: ", engagement.name(), " is longer than ", limit,
                                   " months, and no amendment says why"));
  }
}

void CheckVersions(const State& state, const Engagement& engagement, Faults* faults) {
  struct Interval {
    std::string name;
    absl::CivilDay first, last;
  };
  std::vector<Interval> intervals;
  int in_force = 0;
  for (const Agreement* agreement : state.All<Agreement>()) {
    if (EngagementOf(agreement->name()) != engagement.name()) continue;
    const bool now = agreement->state() == Agreement::STATE_IN_FORCE;
    in_force += now;
    if (!now && agreement->state() != Agreement::STATE_SUPERSEDED) continue;
    intervals.push_back({agreement->name(), DayOf(agreement->effective_date()),
                         now ? absl::CivilDay(9999, 12, 31) : DayOf(agreement->end_date())});
  }
  if (in_force > 1) {
    faults->push_back(absl::StrCat("2: ", engagement.name(), " has ", in_force, " in force"));
  }
  for (const Interval& a : intervals) {
    for (const Interval& b : intervals) {
      if (a.name >= b.name || a.last < b.first || b.last < a.first) continue;
      faults->push_back(absl::StrCat("2: ", a.name, " and ", b.name, " overlap"));
    }
  }
}

void CheckClosed(const Step& step, const Engagement& engagement, Faults* faults) {
  const auto* was = step.before.Get<Engagement>(engagement.name());
  if (engagement.state() != Engagement::STATE_CLOSED || was == nullptr ||
      was->state() == Engagement::STATE_CLOSED) {
    return;
  }
  for (const Phase* phase : step.after.LiveBelow<Phase>(engagement.name())) {
    const bool over =
        phase->state() == Phase::STATE_COMPLETED || phase->state() == Phase::STATE_SKIPPED;
    if (!over) faults->push_back(absl::StrCat("25: closed, but for ", phase->name()));
  }
  for (const ActionItem* item : step.after.LiveBelow<ActionItem>(engagement.name())) {
    if (item->state() == ActionItem::STATE_OPEN) {
      faults->push_back(absl::StrCat("25: closed, but for ", item->name()));
    }
  }
  if (engagement.final_report().name().empty()) faults->push_back("25: closed without a report");
  if (engagement.sustaining() == Engagement::SUSTAINING_UNSPECIFIED) {
    faults->push_back("25: closed, and nothing is said about sustaining");
  }
}

}  // namespace

void CheckBelongs(const Step& step, Faults* faults) {
  for (const auto& [name, resource] : step.after.resources) {
    const std::string engagement = EngagementOf(name);
    if (engagement.empty()) continue;
    const auto* home = step.after.Get<Engagement>(engagement);
    const std::string administration = home == nullptr ? "" : home->administration();
    ForEachText(*resource, [&, &name = name](const std::string& text) {
      const std::string other = EngagementOf(text);
      if (!other.empty() && other != engagement) {
        faults->push_back(absl::StrCat("1: ", name, " refers to ", text));
      }
      if (absl::StartsWith(text, "administrations/") && text != administration &&
          !absl::StartsWith(text, administration + "/")) {
        faults->push_back(absl::StrCat("6: ", name, " refers to ", text));
      }
    });
  }
}

void CheckFrame(const Step& step, Faults* faults) {
  for (const Engagement* engagement : step.after.All<Engagement>()) {
    if (engagement->has_delete_time()) continue;
    CheckVersions(step.after, *engagement, faults);
    CheckDuration(step.after, *engagement, faults);
    CheckClosed(step, *engagement, faults);
  }
}

}  // namespace lotse::invariants
