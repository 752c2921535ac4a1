#include "tests/invariants/expected_lists.h"

#include <algorithm>
#include <map>

#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Indicator;
using api::IndicatorDefinition;
using api::Measurement;

namespace {

// So many months later; on the last day of a month that has no such day.
absl::CivilDay Later(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month) + std::min(day.day(), last.day()) - 1;
}

// The first and last day within which intervals go, and the day before which none ends that
// is still asked for.
struct Frame {
  absl::CivilDay first, last;
  absl::CivilDay asked_from = absl::CivilDay::min();
};

// Nothing where nothing is due any more.
std::optional<Frame> FrameOf(const State& state, const std::string& owner) {
  if (const auto* programme = state.Get<api::Programme>(owner); programme != nullptr) {
    return Frame{DayOf(programme->start_date()), DayOf(programme->end_date())};
  }
  const auto* engagement = state.Get<api::Engagement>(owner);
  if (engagement->state() == api::Engagement::STATE_CANCELLED ||
      engagement->state() == api::Engagement::STATE_ARCHIVED) {
    return {};
  }
  Frame frame{DayOf(engagement->start_date()), DayOf(engagement->end_date())};
  // What is looked at some time afterwards.
  if (engagement->state() == api::Engagement::STATE_CLOSED) {
    frame.asked_from = DayOf(engagement->close_date());
  }
  return frame;
}

// All periods for which an indicator has a value some day.
std::vector<DuePeriod> PeriodsOf(const Indicator& indicator, const Frame& frame) {
  std::vector<DuePeriod> periods;
  const int months = indicator.interval_months();
  if (months == 0) {
    for (const auto& target : indicator.targets()) {
      periods.push_back({indicator.name(),
                         DayOf(target.start_date()),
                         DayOf(target.end_date()),
                         target.target_id(),
                         {}});
    }
    std::sort(periods.begin(), periods.end(),
              [](const DuePeriod& a, const DuePeriod& b) { return a.first < b.first; });
    return periods;
  }
  for (int at = 0; Later(frame.first, at) <= frame.last; at += months) {
    const absl::CivilDay last = Later(frame.first, at + months) - 1;
    periods.push_back(
        {indicator.name(), Later(frame.first, at), std::min(last, frame.last), "", {}});
  }
  return periods;
}

// The indicators that lie right below, by name.
std::vector<const Indicator*> IndicatorsIn(const State& state, const std::string& owner) {
  std::vector<const Indicator*> all = state.LiveBelow<Indicator>(owner);
  std::erase_if(all, [&](const Indicator* i) { return ParentOf(i->name()) != owner; });
  return all;
}

// The one that inherits a shared indicator in an engagement; null if none does.
const Indicator* HeirIn(const State& state, const std::string& engagement,
                        const std::string& shared) {
  for (const Indicator* indicator : IndicatorsIn(state, engagement)) {
    if (!shared.empty() && indicator->shared_indicator() == shared) return indicator;
  }
  return nullptr;
}

void PutTogether(const Indicator& shared, SharedRow* row) {
  const IndicatorDefinition& definition = shared.definition();
  const bool weighted = definition.aggregation() == IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN;
  int64_t sum = 0, weights = 0;
  bool any = false;
  for (const SiteRow& site : row->sites) {
    if (!site.counted) continue;
    any = true;
    const int64_t weight = weighted ? *site.weight : 1;
    sum += *site.achievement.actual * weight;
    weights += weight;
  }
  Achievement& together = row->together;
  if (!any) {
    const bool never = definition.aggregation() == IndicatorDefinition::AGGREGATION_NONE;
    together.undefined_reason = never ? "NOT_AGGREGATED" : "NO_VALUE";
    return;
  }
  // To the digits of the definition, of which there are two at most.
  int64_t step = 1;
  for (int digits = definition.decimals(); digits < 2; ++digits) step *= 10;
  together.actual = weighted ? Rounded(sum, weights * step) * step : sum;
  SetRatio("", &together);
}

SharedRow RowOf(const State& state, const Indicator& shared, absl::CivilDay day, bool drafts_too) {
  SharedRow row;
  row.indicator = shared.name();
  const Achievement frame = AchievementOf(State(), shared, day, drafts_too);
  row.together.baseline = frame.baseline;
  row.together.target = frame.target;
  row.together.target_id = frame.target_id;
  const auto rule = shared.definition().aggregation();
  const bool weighted = rule == IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN;
  for (const auto* engagement : state.All<api::Engagement>()) {
    const Indicator* own = HeirIn(state, engagement->name(), shared.name());
    if (own == nullptr) continue;
    SiteRow site;
    site.engagement = engagement->name();
    site.indicator = own->name();
    site.achievement = AchievementOf(state, *own, day, drafts_too);
    const Indicator* weight =
        HeirIn(state, engagement->name(), shared.definition().weight_indicator());
    if (weight != nullptr) site.weight = AchievementOf(state, *weight, day, drafts_too).actual;
    site.counted =
        rule != IndicatorDefinition::AGGREGATION_NONE && site.achievement.actual.has_value() &&
        Same(own->definition(), shared.definition()) && (!weighted || site.weight.value_or(0) > 0);
    row.sites.push_back(std::move(site));
  }
  PutTogether(shared, &row);
  return row;
}

}  // namespace

std::vector<DuePeriod> DueOn(const State& state, const std::string& owner, absl::CivilDay day) {
  std::vector<DuePeriod> due;
  const std::optional<Frame> frame = FrameOf(state, owner);
  if (!frame.has_value()) return due;
  for (const Indicator* indicator : IndicatorsIn(state, owner)) {
    for (DuePeriod& period : PeriodsOf(*indicator, *frame)) {
      if (period.last >= day || period.last < frame->asked_from) continue;
      bool there = false;
      for (const auto* m : state.LiveBelow<Measurement>(indicator->name())) {
        const absl::CivilDay end = DayOf(m->end_date());
        if (end < period.first || end > period.last) continue;
        there |= m->state() != Measurement::STATE_DRAFT;
        period.drafts.push_back(m->name());
      }
      if (!there) due.push_back(std::move(period));
    }
  }
  return due;
}

std::vector<SharedRow> TargetActualOn(const State& state, const std::string& programme,
                                      absl::CivilDay day, bool drafts_too, bool key_only) {
  std::vector<SharedRow> rows;
  for (const Indicator* shared : IndicatorsIn(state, programme)) {
    if (shared->key() || !key_only) rows.push_back(RowOf(state, *shared, day, drafts_too));
  }
  return rows;
}

}  // namespace lotse::invariants
