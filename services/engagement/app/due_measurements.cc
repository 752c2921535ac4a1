// Values that are due and not there.
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/value_rules.h"
#include "services/engagement/app/values.h"
#include "services/engagement/domain/due_periods.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::DueMeasurement;
using v1alpha::Engagement;
using v1alpha::Indicator;
using v1alpha::Measurement;
using v1alpha::Programme;

namespace {

constexpr char kProgramme[] = "programmes/{programme}";
constexpr char kEngagement[] = "programmes/{programme}/engagements/{engagement}";
// Separates the parts of a position; no name has it.
constexpr char kBreak[] = "\n";

// Where a page ends: owner, indicator, first day of the period. They are compared one by
// one, as the rows come.
using Position = std::tuple<std::string, std::string, std::string>;

Position PositionIn(const std::string& bytes) {
  std::vector<std::string> parts = absl::StrSplit(bytes, kBreak);
  parts.resize(3);
  return {parts[0], parts[1], parts[2]};
}

// Fills a page. What lies behind its end is not looked at.
class Filler {
 public:
  Filler(Tx* tx, absl::CivilDay today, Position after, int size,
         v1alpha::ListDueMeasurementsResponse* out)
      : tx_(*tx), today_(today), after_(std::move(after)), size_(size), out_(*out) {}

  // Adds what is due of the indicators right below `owner`.
  absl::Status Take(const std::string& owner, const Runtime& runtime) {
    if (full_ || owner < std::get<0>(after_)) return absl::OkStatus();
    Indicator indicator;
    return tx_.ForEach(owner, &indicator, [&]() -> absl::Status {
      const bool before = owner == std::get<0>(after_) && indicator.name() < std::get<1>(after_);
      if (full_ || before || !tx_.view().Shows(indicator.name())) return absl::OkStatus();
      return TakeIndicator(owner, indicator, runtime);
    });
  }

  // Where the page ended; empty if it is the last.
  std::string end() const { return full_ ? end_ : ""; }

 private:
  absl::Status TakeIndicator(const std::string& owner, const Indicator& indicator,
                             const Runtime& runtime) {
    const std::vector<DuePeriod> periods = DuePeriodsOf(indicator, runtime, today_);
    if (periods.empty()) return absl::OkStatus();
    std::vector<Measurement> measurements;
    if (absl::Status s = LoadMeasurements(tx_, indicator.name(), &measurements); !s.ok()) return s;
    for (const DuePeriod& period : periods) {
      const Measurement* there = MeasurementOf(period, measurements);
      if (there != nullptr && there->state() != Measurement::STATE_DRAFT) continue;
      const std::string first = absl::FormatCivilTime(period.first);
      if (Position(owner, indicator.name(), first) <= after_) continue;
      if (out_.due_measurements_size() == size_) {
        full_ = true;
        return absl::OkStatus();
      }
      Add(indicator, period, there);
      end_ = absl::StrCat(owner, kBreak, indicator.name(), kBreak, first);
    }
    return absl::OkStatus();
  }

  void Add(const Indicator& indicator, const DuePeriod& period, const Measurement* draft) {
    DueMeasurement* due = out_.add_due_measurements();
    due->set_indicator(indicator.name());
    *due->mutable_start_date() = types::ToDate(period.first);
    *due->mutable_end_date() = types::ToDate(period.last);
    due->set_target_id(period.target_id);
    if (draft != nullptr) due->set_draft(draft->name());
    due->set_accountable_unit(indicator.accountable_unit());
  }

  Tx& tx_;
  const absl::CivilDay today_;
  const Position after_;
  const int size_;
  v1alpha::ListDueMeasurementsResponse& out_;
  bool full_ = false;
  std::string end_;
};

template <class Resource>
Runtime RuntimeOf(const Resource& resource) {
  return {types::ToCivil(resource.start_date()), types::ToCivil(resource.end_date())};
}

absl::Status TakeEngagement(const Engagement& engagement, Filler* filler) {
  if (engagement.state() == Engagement::STATE_CANCELLED ||
      engagement.state() == Engagement::STATE_ARCHIVED) {
    return absl::OkStatus();
  }
  return filler->Take(engagement.name(), RuntimeOf(engagement));
}

// Takes what lies at `parent`, which is a programme, an engagement or all of a programme.
absl::Status TakeAll(Tx& tx, const std::string& parent, Filler* filler) {
  Engagement engagement;
  if (types::FitsName(kProgramme, parent)) {
    Programme programme;
    if (absl::Status s = tx.Load(parent, &programme); !s.ok()) return s;
    return filler->Take(parent, RuntimeOf(programme));
  }
  if (types::FitsName(kEngagement, parent)) {
    if (absl::Status s = tx.Load(parent, &engagement); !s.ok()) return s;
    return TakeEngagement(engagement, filler);
  }
  const std::string programme = types::Prefix(parent, 1);
  if (absl::Status s = tx.CheckThere(programme, /*live=*/false); !s.ok()) return s;
  return tx.ForEach(programme, &engagement, [&]() -> absl::Status {
    return tx.view().Shows(engagement.name()) ? TakeEngagement(engagement, filler)
                                              : absl::OkStatus();
  });
}

rpc::FieldViolations CheckParent(const std::string& parent) {
  rpc::FieldViolations violations;
  const bool all = types::FitsName(kEngagement, parent, /*wildcard=*/true) &&
                   types::FitsName(kProgramme, types::Prefix(parent, 1));
  if (!types::FitsName(kProgramme, parent) && !all) {
    violations.push_back({"parent",
                          "give programmes/{programme}/engagements/{engagement}, "
                          "programmes/{programme}, or programmes/{programme}/engagements/-"});
  }
  return violations;
}

}  // namespace

absl::Status ListDueMeasurements(Tx& tx, const v1alpha::ListDueMeasurementsRequest& q,
                                 v1alpha::ListDueMeasurementsResponse* r) {
  if (absl::Status s = rpc::InvalidFields(CheckParent(q.parent())); !s.ok()) return s;
  const auto today = AsOf(tx, q.has_as_of_date(), q.as_of_date());
  if (!today.ok()) return today.status();
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list =
      absl::StrCat("due measurements\n", q.parent(), "\n", absl::FormatCivilTime(*today));
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  Filler filler(&tx, *today, PositionIn(*after), *size, r);
  if (absl::Status s = TakeAll(tx, q.parent(), &filler); !s.ok()) return s;
  if (const std::string end = filler.end(); !end.empty()) {
    r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, end));
  }
  return absl::OkStatus();
}

}  // namespace lotse::engagement
