#include "services/engagement/app/progress.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "lotse/engagement/v1alpha/action_item_service.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/milestone_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/portfolio.h"
#include "services/engagement/domain/capacity_rules.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/progress_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::DueItem;
using v1alpha::Gap;
using v1alpha::Measure;

namespace {

constexpr int kMostDays = 366;

absl::Status FindGaps(Tx& tx, const std::string& engagement, std::vector<KeyedRow<Gap>>* rows) {
  std::vector<v1alpha::Need> needs;
  std::vector<v1alpha::Goal> goals;
  std::vector<Measure> measures;
  if (absl::Status s = LoadAll(tx, engagement, &needs); !s.ok()) return s;
  if (absl::Status s = LoadAll(tx, engagement, &goals); !s.ok()) return s;
  if (absl::Status s = LoadAll(tx, engagement, &measures); !s.ok()) return s;
  for (Gap& gap : GapsIn(needs, goals, measures)) {
    std::string key = absl::StrCat(gap.kind(), " ", gap.resource());
    rows->push_back({std::move(key), std::move(gap)});
  }
  return absl::OkStatus();
}

// Finds what is due in one engagement until a day, along the index of each kind's date.
class DueFinder {
 public:
  DueFinder(Tx* tx, absl::CivilDay today, absl::CivilDay last)
      : tx_(*tx), today_(today), last_(absl::FormatCivilTime(last)) {}

  absl::Status Find(const std::string& engagement) {
    absl::Status status = Along<v1alpha::ListMeasuresResponse>(
        engagement, "due_date",
        [&](const v1alpha::ListMeasuresResponse& page) { return AddAll(page.measures()); });
    if (!status.ok()) return status;
    status = Along<v1alpha::ListMilestonesResponse>(
        engagement + "/measures/-", "due_date",
        [&](const v1alpha::ListMilestonesResponse& page) { return AddMilestones(page); });
    if (!status.ok()) return status;
    status = Along<v1alpha::ListActionItemsResponse>(
        engagement, "due_date",
        [&](const v1alpha::ListActionItemsResponse& page) { return AddAll(page.action_items()); });
    if (!status.ok()) return status;
    status = Along<v1alpha::ListPhasesResponse>(
        engagement + "/tracks/-", "planned_end_date",
        [&](const v1alpha::ListPhasesResponse& page) { return AddAll(page.phases()); });
    if (!status.ok()) return status;
    return Along<v1alpha::ListGoalsResponse>(
        engagement, "due_date",
        [&](const v1alpha::ListGoalsResponse& page) { return AddAll(page.goals()); });
  }

  std::vector<KeyedRow<DueItem>> rows;

 private:
  // Gives `take` the pages of those below `parent` whose date `field` is not behind the
  // last day.
  template <class Response, class Take>
  absl::Status Along(const std::string& parent, const char* field, const Take& take) {
    resource::Page page;
    page.parent = parent;
    page.size = rpc::kMaxPageSize;
    page.filter = absl::StrCat(field, " <= ", last_);
    page.order_by = field;
    do {
      Response response;
      if (absl::Status s = tx_.List(page, &response); !s.ok()) return s;
      if (absl::Status s = take(response); !s.ok()) return s;
      page.token = response.next_page_token();
    } while (!page.token.empty());
    return absl::OkStatus();
  }

  template <class Resources>
  absl::Status AddAll(const Resources& resources) {
    for (const auto& resource : resources) Add(DueItemOf(resource));
    return absl::OkStatus();
  }

  void Add(std::optional<DueItem> item) {
    if (!item.has_value()) return;
    CountDays(today_, &*item);
    std::string key = absl::StrCat(absl::FormatCivilTime(types::ToCivil(item->due_date())), " ",
                                   item->kind(), " ", item->resource());
    rows.push_back({std::move(key), *std::move(item)});
  }

  // What is due of a milestone depends on its measure.
  absl::Status AddMilestones(const v1alpha::ListMilestonesResponse& page) {
    for (const v1alpha::Milestone& milestone : page.milestones()) {
      const std::string name = types::Prefix(milestone.name(), 3);
      const auto [measure, is_new] = measures_.try_emplace(name);
      if (absl::Status s = is_new ? tx_.Load(name, &measure->second) : absl::OkStatus(); !s.ok()) {
        return s;
      }
      Add(DueItemOf(milestone, measure->second));
    }
    return absl::OkStatus();
  }

  Tx& tx_;
  const absl::CivilDay today_;
  const std::string last_;
  std::map<std::string, Measure> measures_;  // Those whose milestones were looked at.
};

// The measures and tracks that a question about capacity is about.
absl::Status LoadCapacity(Tx& tx, const v1alpha::GetCapacityRequest& q,
                          std::vector<Measure>* measures, std::vector<v1alpha::Track>* tracks) {
  if (absl::Status s = LoadAll(tx, q.name(), measures); !s.ok()) return s;
  if (q.track().empty()) return LoadAll(tx, q.name(), tracks);
  std::erase_if(*measures, [&](const Measure& measure) { return measure.track() != q.track(); });
  return tx.Load(q.track(), &tracks->emplace_back());
}

v1alpha::CapacityRow RowOf(const CapacityUse& use) {
  v1alpha::CapacityRow row;
  row.set_org_unit(use.org_unit);
  row.set_year(use.year);
  row.set_month(use.month);
  *row.mutable_planned_days() = use.planned.ToProto();
  if (use.capacity.has_value()) *row.mutable_capacity_days() = use.capacity->ToProto();
  row.set_overloaded(use.overloaded());
  return row;
}

}  // namespace

absl::Status ListGaps(Tx& tx, const v1alpha::ListGapsRequest& q, v1alpha::ListGapsResponse* r) {
  const auto take = [&](const std::string& engagement, const std::string& after, Room* room,
                        std::optional<std::string>* left) {
    std::vector<KeyedRow<Gap>> rows;
    if (absl::Status s = FindGaps(tx, engagement, &rows); !s.ok()) return s;
    *left = TakeRows(std::move(rows), after, room, r->mutable_gaps());
    return absl::OkStatus();
  };
  return FillPage(tx, {q.parent(), q.page_size(), q.page_token(), "gaps"}, take,
                  r->mutable_next_page_token());
}

absl::Status ListDueItems(Tx& tx, const v1alpha::ListDueItemsRequest& q,
                          v1alpha::ListDueItemsResponse* r) {
  if (q.days() < 0 || q.days() > kMostDays) {
    return rpc::InvalidFields({Violation(
        "days", {absl::StrCat("nicht von 0 bis ", kMostDays, "; eine Zahl davon angeben"),
                 absl::StrCat("not from 0 to ", kMostDays, "; give one of them")})});
  }
  *r->mutable_today() = types::DayInBerlin(tx.now());
  const absl::CivilDay today = types::ToCivil(r->today());
  const auto take = [&](const std::string& engagement, const std::string& after, Room* room,
                        std::optional<std::string>* left) {
    v1alpha::Engagement place;
    if (absl::Status s = tx.Load(engagement, &place); !s.ok()) return s;
    if (IsOver(place)) return absl::OkStatus();
    DueFinder finder(&tx, today, today + q.days());
    if (absl::Status s = finder.Find(engagement); !s.ok()) return s;
    *left = TakeRows(std::move(finder.rows), after, room, r->mutable_items());
    return absl::OkStatus();
  };
  const std::string what = absl::StrCat("due ", q.days());
  return FillPage(tx, {q.parent(), q.page_size(), q.page_token(), what}, take,
                  r->mutable_next_page_token());
}

absl::Status GetCapacity(Tx& tx, const v1alpha::GetCapacityRequest& q,
                         v1alpha::GetCapacityResponse* r) {
  const std::string tracks_of = absl::StrCat(q.name(), "/tracks/{track}");
  if (!q.track().empty() && !types::FitsName(tracks_of, q.track())) {
    return rpc::InvalidFields(
        {Violation("track", {absl::StrCat("nicht von dieser Begleitung; angeben: ", tracks_of),
                             absl::StrCat("not of this engagement; give ", tracks_of)})});
  }
  const auto take = [&](const std::string&, const std::string& after, Room* room,
                        std::optional<std::string>* left) {
    std::vector<Measure> measures;
    std::vector<v1alpha::Track> tracks;
    if (absl::Status s = LoadCapacity(tx, q, &measures, &tracks); !s.ok()) return s;
    std::vector<KeyedRow<v1alpha::CapacityRow>> rows;
    for (const CapacityUse& use : UseOfCapacity(measures, tracks)) {
      if (use.overloaded()) r->set_overloaded(true);
      rows.push_back(
          {absl::StrFormat("%s %04d-%02d", use.org_unit, use.year, use.month), RowOf(use)});
    }
    *left = TakeRows(std::move(rows), after, room, r->mutable_rows());
    return absl::OkStatus();
  };
  return FillPage(tx, {q.name(), q.page_size(), q.page_token(), absl::StrCat("use ", q.track())},
                  take, r->mutable_next_page_token());
}

}  // namespace lotse::engagement
