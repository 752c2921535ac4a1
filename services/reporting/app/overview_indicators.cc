// Values of indicators over time, and target against actual.
#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/indicators/achievement.h"
#include "runtime/indicators/definitions.h"
#include "runtime/indicators/readings.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/reporting/app/overview.h"

namespace lotse::reporting {

using engagement::v1alpha::Engagement;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::Target;
using indicators::Accumulate;
using indicators::Accumulated;
using indicators::AchievementPerMille;
using indicators::EndedBy;
using indicators::Reading;
using indicators::ReadingsOf;
using indicators::TargetOn;
using v1alpha::IndicatorProgress;
using v1alpha::IndicatorSeries;

namespace {

constexpr char kEngagementPattern[] = "programmes/{programme}/engagements/{engagement}";
constexpr char kIndicatorPattern[] =
    "programmes/{programme}/engagements/{engagement}/indicators/{indicator}";
constexpr char kSharedPattern[] = "programmes/{programme}/indicators/{indicator}";

absl::Status LoadMeasurements(MirrorView& view, const std::string& indicator,
                              std::vector<Measurement>* all) {
  Measurement measurement;
  return view.ForEach(absl::StrCat(indicator, "/measurements/"), &measurement, [&] {
    all->push_back(measurement);
    return absl::OkStatus();
  });
}

// Loads a resource; RESOURCE_NOT_FOUND if it is not there.
absl::Status LoadThere(MirrorView& view, const std::string& name,
                       google::protobuf::Message* resource) {
  const absl::StatusOr<bool> there = view.Load(name, resource);
  if (!there.ok()) return there.status();
  return *there ? absl::OkStatus() : rpc::NotFound(name);
}

// What the readings up to today make together.
Accumulated AccumulatedBy(absl::CivilDay today, const Indicator& indicator,
                          const std::vector<Reading>& readings) {
  return Accumulate(indicator, EndedBy(readings, today));
}

IndicatorSeries::Point PointOf(const Reading& reading) {
  const Measurement& measurement = *reading.measurement;
  IndicatorSeries::Point point;
  point.set_measurement(measurement.name());
  int64_t revision = 0;
  if (absl::SimpleAtoi(measurement.etag(), &revision)) point.set_revision(revision);
  *point.mutable_start_date() = measurement.start_date();
  *point.mutable_end_date() = measurement.end_date();
  if (reading.value.has_value()) {
    *point.mutable_value() = reading.value->ToProto();
  } else {
    *point.mutable_not_measurable_reason() = *reading.not_measurable_reason;
  }
  point.set_state(reading.under_correction ? Measurement::STATE_LOCKED : measurement.state());
  point.set_definition_version(measurement.definition_version());
  point.set_breaks(reading.breaks);
  return point;
}

// Adds the readings in their order: the latest, where all would make the answer too large.
void AddPoints(const std::vector<Reading>& readings, IndicatorSeries* series) {
  std::vector<IndicatorSeries::Point> latest_first;
  size_t bytes = series->ByteSizeLong();
  for (auto reading = readings.rbegin(); reading != readings.rend(); ++reading) {
    IndicatorSeries::Point point = PointOf(*reading);
    bytes += point.ByteSizeLong();
    if (bytes > Tx::kMaxPageBytes && !latest_first.empty()) break;
    latest_first.push_back(std::move(point));
  }
  series->set_omitted_points(static_cast<int32_t>(readings.size() - latest_first.size()));
  for (auto point = latest_first.rbegin(); point != latest_first.rend(); ++point) {
    *series->add_points() = std::move(*point);
  }
}

IndicatorProgress ProgressOf(const Indicator& indicator,
                             const std::vector<Measurement>& measurements, absl::CivilDay today) {
  IndicatorProgress progress;
  progress.set_name(indicator.name());
  *progress.mutable_title() = indicator.title();
  progress.set_key(indicator.key());
  *progress.mutable_unit() = indicator.definition().unit();
  const bool has_baseline = indicator.baseline().has_value();
  if (has_baseline) *progress.mutable_baseline() = indicator.baseline().value();
  const Target* target = TargetOn(indicator, today);
  if (target != nullptr) {
    *progress.mutable_target() = target->value();
    *progress.mutable_target_date() = target->end_date();
  }
  const Accumulated actual = AccumulatedBy(today, indicator, ReadingsOf(indicator, measurements));
  if (!actual.value.has_value()) return progress;
  *progress.mutable_actual() = actual.value->ToProto();
  *progress.mutable_actual_date() = actual.last->end_date();
  if (!has_baseline || target == nullptr) return progress;
  const auto per_mille = AchievementPerMille(types::DecimalOf(indicator.baseline().value()),
                                             types::DecimalOf(target->value()), *actual.value);
  if (per_mille.has_value()) progress.set_achievement_per_mille(*per_mille);
  return progress;
}

// The place of an indicator in the list: key ones first, then by name.
std::string PositionOf(const Indicator& indicator) {
  return absl::StrCat(indicator.key() ? 0 : 1, "\n", indicator.name());
}

// The indicators of an engagement behind a position, in their order.
absl::Status FindIndicators(MirrorView& view, const std::string& engagement,
                            const std::string& after, std::vector<Indicator>* found) {
  Indicator indicator;
  const absl::Status read = view.ForEach(absl::StrCat(engagement, "/indicators/"), &indicator, [&] {
    if (!indicator.has_delete_time() && PositionOf(indicator) > after) {
      found->push_back(indicator);
    }
    return absl::OkStatus();
  });
  std::sort(found->begin(), found->end(),
            [](const Indicator& a, const Indicator& b) { return PositionOf(a) < PositionOf(b); });
  return read;
}

// Fills a page; `last` is the position of its last indicator, or empty if none are left.
absl::Status FillProgress(MirrorView& view, const std::vector<Indicator>& indicators, int size,
                          absl::CivilDay today, std::string* last,
                          v1alpha::ListIndicatorProgressResponse* r) {
  size_t bytes = 0;
  for (const Indicator& indicator : indicators) {
    if (r->indicators_size() == size) return absl::OkStatus();
    std::vector<Measurement> measurements;
    if (absl::Status s = LoadMeasurements(view, indicator.name(), &measurements); !s.ok()) return s;
    IndicatorProgress progress = ProgressOf(indicator, measurements, today);
    bytes += progress.ByteSizeLong();
    if (bytes > Tx::kMaxPageBytes && r->indicators_size() > 0) return absl::OkStatus();
    *last = PositionOf(indicator);
    *r->add_indicators() = std::move(progress);
  }
  last->clear();
  return absl::OkStatus();
}

}  // namespace

absl::Status GetIndicatorSeries(Tx& tx, Mirror& mirror, const v1alpha::GetIndicatorSeriesRequest& q,
                                IndicatorSeries* r) {
  if (!types::FitsName(kIndicatorPattern, q.name()) && !types::FitsName(kSharedPattern, q.name())) {
    return rpc::InvalidFields({types::WrongName(
        "name", absl::StrCat(kIndicatorPattern, " or ", kSharedPattern), q.name())});
  }
  const absl::CivilDay today = types::ToCivil(types::DayInBerlin(tx.now()));
  return ReadEngagements(mirror, r->mutable_as_of_time(), [&](MirrorView& view) -> absl::Status {
    Indicator& indicator = *r->mutable_indicator();
    if (absl::Status s = LoadThere(view, q.name(), &indicator); !s.ok()) return s;
    std::vector<Measurement> measurements;
    if (absl::Status s = LoadMeasurements(view, q.name(), &measurements); !s.ok()) return s;
    const std::vector<Reading> readings = ReadingsOf(indicator, measurements);
    r->set_name(q.name());
    AddPoints(readings, r);
    const Accumulated accumulated = AccumulatedBy(today, indicator, readings);
    if (accumulated.value.has_value()) *r->mutable_accumulated() = accumulated.value->ToProto();
    return absl::OkStatus();
  });
}

absl::Status ListIndicatorProgress(Tx& tx, Mirror& mirror,
                                   const v1alpha::ListIndicatorProgressRequest& q,
                                   v1alpha::ListIndicatorProgressResponse* r) {
  rpc::FieldViolations violations;
  types::CheckName("parent", kEngagementPattern, q.parent(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("indicator progress\n", q.parent());
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  const absl::CivilDay today = types::ToCivil(types::DayInBerlin(tx.now()));
  return ReadEngagements(mirror, r->mutable_as_of_time(), [&](MirrorView& view) -> absl::Status {
    Engagement engagement;
    if (absl::Status s = LoadThere(view, q.parent(), &engagement); !s.ok()) return s;
    std::vector<Indicator> indicators;
    if (absl::Status s = FindIndicators(view, q.parent(), *after, &indicators); !s.ok()) return s;
    std::string last;
    if (absl::Status s = FillProgress(view, indicators, *size, today, &last, r); !s.ok()) return s;
    if (!last.empty()) r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, last));
    return absl::OkStatus();
  });
}

}  // namespace lotse::reporting
