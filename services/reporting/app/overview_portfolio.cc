// One row for each engagement of a programme: where it stands.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/reporting/app/overview.h"
#include "services/reporting/document/plan/status_rules.h"

namespace lotse::reporting {

using engagement::v1alpha::Engagement;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Phase;
using engagement::v1alpha::Programme;
using v1alpha::PortfolioRow;
using v1alpha::Status;

namespace {

constexpr char kAllOfProgramme[] = "programmes/{programme}/engagements/-";

// How many there are of each signal.
class Counts {
 public:
  void Add(Status::Signal signal) { ++counts_[signal]; }

  void Give(google::protobuf::RepeatedPtrField<PortfolioRow::Count>* out) const {
    for (const auto& [signal, number] : counts_) {
      PortfolioRow::Count& count = *out->Add();
      count.set_signal(signal);
      count.set_count(number);
    }
  }

 private:
  std::map<Status::Signal, int32_t> counts_;
};

// Whether work on a phase has begun and is not complete.
bool IsWorkedOn(const Phase& phase) {
  return phase.state() == Phase::STATE_ACTIVE || phase.state() == Phase::STATE_IN_GATE ||
         phase.state() == Phase::STATE_REOPENED;
}

// The id by which the phases of several tracks are the same.
std::string IdOf(const Phase& phase) {
  return phase.phase_id().empty() ? phase.name().substr(phase.name().rfind('/') + 1)
                                  : phase.phase_id();
}

absl::Status AddPhases(MirrorView& view, const StatusDay& on, PortfolioRow* row) {
  Counts counts;
  std::set<std::tuple<int32_t, std::string>> active;  // By their place in the course.
  Phase phase;
  const absl::Status read = view.ForEach(absl::StrCat(row->engagement(), "/tracks/"), &phase, [&] {
    if (phase.has_delete_time()) return absl::OkStatus();
    counts.Add(SignalOf(phase, on));
    if (IsWorkedOn(phase)) active.emplace(phase.position(), IdOf(phase));
    return absl::OkStatus();
  });
  counts.Give(row->mutable_phases());
  for (const auto& [position, id] : active) {
    const auto& ids = row->active_phases();
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) row->add_active_phases(id);
  }
  return read;
}

absl::Status AddGoals(MirrorView& view, const StatusDay& on, PortfolioRow* row) {
  Counts counts;
  Goal goal;
  const absl::Status read = view.ForEach(absl::StrCat(row->engagement(), "/goals/"), &goal, [&] {
    if (!goal.has_delete_time() && goal.level() == Goal::LEVEL_ACTION) {
      counts.Add(SignalOf(goal, on));
    }
    return absl::OkStatus();
  });
  counts.Give(row->mutable_goals());
  return read;
}

absl::Status AddMeasures(MirrorView& view, const StatusDay& on, PortfolioRow* row) {
  Counts counts;
  Measure measure;
  const absl::Status read =
      view.ForEach(absl::StrCat(row->engagement(), "/measures/"), &measure, [&] {
        if (measure.has_delete_time() || measure.state() == Measure::STATE_IDEA) {
          return absl::OkStatus();
        }
        counts.Add(SignalOf(measure, on));
        if (IsOverdue(measure, on)) row->set_overdue_measures(row->overdue_measures() + 1);
        return absl::OkStatus();
      });
  counts.Give(row->mutable_measures());
  return read;
}

absl::Status MakeRow(MirrorView& view, const Engagement& engagement, absl::CivilDay today,
                     PortfolioRow* row) {
  row->set_engagement(engagement.name());
  *row->mutable_title() = engagement.title();
  row->set_administration(engagement.administration());
  row->set_state(engagement.state());
  int64_t revision = 0;
  if (absl::SimpleAtoi(engagement.etag(), &revision)) row->set_revision(revision);
  const StatusDay on = {today, IsOver(engagement)};
  if (absl::Status s = AddPhases(view, on, row); !s.ok()) return s;
  if (absl::Status s = AddGoals(view, on, row); !s.ok()) return s;
  return AddMeasures(view, on, row);
}

// INVALID_FIELDS unless it names all engagements of one programme.
absl::Status CheckParent(const std::string& parent) {
  rpc::FieldViolations violations;
  types::CheckName("parent", kAllOfProgramme, parent, &violations);
  return rpc::InvalidFields(violations);
}

// The engagements of a programme that the caller may see, by name: those behind `after`.
absl::Status FindEngagements(MirrorView& mirror, const auth::View& caller,
                             const std::string& programme, const std::string& after,
                             std::vector<Engagement>* found) {
  Engagement engagement;
  return mirror.ForEach(absl::StrCat(programme, "/engagements/"), &engagement, [&] {
    if (engagement.name() > after && !engagement.has_delete_time() &&
        caller.Shows(engagement.name())) {
      found->push_back(engagement);
    }
    return absl::OkStatus();
  });
}

// Fills a page; `last` is the name of its last engagement, or empty if none are left.
absl::Status FillRows(MirrorView& view, const std::vector<Engagement>& engagements, int size,
                      absl::CivilDay today, std::string* last, v1alpha::ListPortfolioResponse* r) {
  size_t bytes = 0;
  for (const Engagement& engagement : engagements) {
    if (r->rows_size() == size) return absl::OkStatus();
    PortfolioRow row;
    if (absl::Status s = MakeRow(view, engagement, today, &row); !s.ok()) return s;
    bytes += row.ByteSizeLong();
    if (bytes > Tx::kMaxPageBytes && r->rows_size() > 0) return absl::OkStatus();
    *last = engagement.name();
    *r->add_rows() = std::move(row);
  }
  last->clear();
  return absl::OkStatus();
}

}  // namespace

absl::Status ListPortfolio(Tx& tx, Mirror& mirror, const v1alpha::ListPortfolioRequest& q,
                           v1alpha::ListPortfolioResponse* r) {
  if (absl::Status s = CheckParent(q.parent()); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("portfolio\n", q.parent());
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  const std::string programme = types::Prefix(q.parent(), 1);
  const absl::CivilDay today = types::ToCivil(types::DayInBerlin(tx.now()));
  return ReadEngagements(mirror, r->mutable_as_of_time(), [&](MirrorView& view) -> absl::Status {
    Programme there;
    const absl::StatusOr<bool> found = view.Load(programme, &there);
    if (!found.ok()) return found.status();
    if (!*found) return rpc::NotFound(programme);
    std::vector<Engagement> engagements;
    if (absl::Status s = FindEngagements(view, tx.view(), programme, *after, &engagements);
        !s.ok()) {
      return s;
    }
    std::string last;
    if (absl::Status s = FillRows(view, engagements, *size, today, &last, r); !s.ok()) return s;
    if (!last.empty()) r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, last));
    return absl::OkStatus();
  });
}

}  // namespace lotse::reporting
