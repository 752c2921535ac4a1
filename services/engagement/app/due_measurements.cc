// Values that are due and not there.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/portfolio.h"
#include "services/engagement/app/value_rules.h"
#include "services/engagement/app/values.h"
#include "services/engagement/domain/due_periods.h"
#include "services/engagement/domain/engagement_steps.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::DueMeasurement;
using v1alpha::Engagement;
using v1alpha::Indicator;
using v1alpha::Measurement;
using v1alpha::Programme;

namespace {

using Rows = std::vector<KeyedRow<DueMeasurement>>;

template <class Resource>
Runtime RuntimeOf(const Resource& resource) {
  return {types::ToCivil(resource.start_date()), types::ToCivil(resource.end_date())};
}

// From when until when periods go; nothing of an engagement that is over.
absl::StatusOr<std::optional<Runtime>> LoadRuntime(Tx& tx, const std::string& owner) {
  if (types::FitsName("programmes/{programme}", owner)) {
    Programme programme;
    if (absl::Status s = tx.Load(owner, &programme); !s.ok()) return s;
    return RuntimeOf(programme);
  }
  Engagement engagement;
  if (absl::Status s = tx.Load(owner, &engagement); !s.ok()) return s;
  if (IsOver(engagement)) return std::nullopt;
  return RuntimeOf(engagement);
}

DueMeasurement RowOf(const Indicator& indicator, const DuePeriod& period,
                     const Measurement* draft) {
  DueMeasurement due;
  due.set_indicator(indicator.name());
  *due.mutable_start_date() = types::ToDate(period.first);
  *due.mutable_end_date() = types::ToDate(period.last);
  due.set_target_id(period.target_id);
  if (draft != nullptr) due.set_draft(draft->name());
  due.set_accountable_unit(indicator.accountable_unit());
  return due;
}

// Adds what is due of an indicator.
absl::Status FindDue(Tx& tx, const Indicator& indicator, const Runtime& runtime,
                     absl::CivilDay today, Rows* rows) {
  const std::vector<DuePeriod> periods = DuePeriodsOf(indicator, runtime, today);
  if (periods.empty()) return absl::OkStatus();
  std::vector<Measurement> measurements;
  if (absl::Status s = LoadMeasurements(tx, indicator.name(), &measurements); !s.ok()) return s;
  for (const DuePeriod& period : periods) {
    const Measurement* there = MeasurementOf(period, measurements);
    if (there != nullptr && there->state() != Measurement::STATE_DRAFT) continue;
    // A space comes before all that a name may go on with: names stay in their order.
    std::string key = absl::StrCat(indicator.name(), " ", absl::FormatCivilTime(period.first), " ",
                                   period.target_id);
    rows->push_back({std::move(key), RowOf(indicator, period, there)});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ListDueMeasurements(Tx& tx, const v1alpha::ListDueMeasurementsRequest& q,
                                 v1alpha::ListDueMeasurementsResponse* r) {
  const auto today = AsOf(tx, q.has_as_of_date(), q.as_of_date());
  if (!today.ok()) return today.status();
  const auto take = [&](const std::string& owner, const std::string& after, Room* room,
                        std::optional<std::string>* left) -> absl::Status {
    const auto runtime = LoadRuntime(tx, owner);
    if (!runtime.ok() || !runtime->has_value()) return runtime.status();
    Rows rows;
    Indicator indicator;
    const absl::Status read = tx.ForEach(owner, &indicator, [&]() -> absl::Status {
      if (!tx.view().Shows(indicator.name())) return absl::OkStatus();
      return FindDue(tx, indicator, **runtime, *today, &rows);
    });
    *left = TakeRows(std::move(rows), after, room, r->mutable_due_measurements());
    return read;
  };
  const std::string what = absl::StrCat("due measurements ", absl::FormatCivilTime(*today));
  return FillPage(tx, {q.parent(), q.page_size(), q.page_token(), what, /*programme_too=*/true},
                  take, r->mutable_next_page_token());
}

}  // namespace lotse::engagement
