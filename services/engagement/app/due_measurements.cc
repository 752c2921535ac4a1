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

// When values of an engagement or a programme are due.
struct DueDays {
  // From when until when periods go.
  Runtime runtime;
  // Periods that end before it are due no more.
  absl::CivilDay earliest_end = absl::CivilDay::min();
};

// Nothing of an engagement that is archived or cancelled. One that is closed takes values of
// what is looked at afterwards: those of periods that end on the day of its closing or later.
absl::StatusOr<std::optional<DueDays>> LoadDueDays(Tx& tx, const std::string& owner) {
  if (types::FitsName("programmes/{programme}", owner)) {
    Programme programme;
    if (absl::Status s = tx.Load(owner, &programme); !s.ok()) return s;
    return DueDays{RuntimeOf(programme)};
  }
  Engagement engagement;
  if (absl::Status s = tx.Load(owner, &engagement); !s.ok()) return s;
  if (engagement.state() == Engagement::STATE_CLOSED) {
    return DueDays{RuntimeOf(engagement), types::ToCivil(engagement.close_date())};
  }
  if (IsOver(engagement)) return std::nullopt;
  return DueDays{RuntimeOf(engagement)};
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
absl::Status FindDue(Tx& tx, const Indicator& indicator, const DueDays& days, absl::CivilDay today,
                     Rows* rows) {
  std::vector<DuePeriod> periods = DuePeriodsOf(indicator, days.runtime, today);
  std::erase_if(periods, [&](const DuePeriod& one) { return one.last < days.earliest_end; });
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
    const auto days = LoadDueDays(tx, owner);
    if (!days.ok() || !days->has_value()) return days.status();
    Rows rows;
    Indicator indicator;
    const absl::Status read = tx.ForEach(owner, &indicator, [&]() -> absl::Status {
      if (!tx.view().Shows(indicator.name())) return absl::OkStatus();
      return FindDue(tx, indicator, **days, *today, &rows);
    });
    *left = TakeRows(std::move(rows), after, room, r->mutable_due_measurements());
    return read;
  };
  const std::string what = absl::StrCat("due measurements ", absl::FormatCivilTime(*today));
  return FillPage(tx, {q.parent(), q.page_size(), q.page_token(), what, /*programme_too=*/true},
                  take, r->mutable_next_page_token());
}

}  // namespace lotse::engagement
