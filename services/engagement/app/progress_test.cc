#include "services/engagement/app/progress.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "runtime/types/date.h"
#include "services/engagement/app/chain_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::ActionItem;
using v1alpha::Gap;
using v1alpha::Goal;
using v1alpha::Measure;
using v1alpha::Milestone;
using v1alpha::Phase;

constexpr char kAll[] = "programmes/viv/engagements/-";

google::type::Date Day(int month, int day) {
  return types::ToDate(absl::CivilDay(2021, month, day));
}

// Today is 2 July 2021.
class ProgressTest : public ChainTesting {
 protected:
  // All rows as lines, page by page; `pages_` counts them.
  std::vector<std::string> Gaps(const std::string& parent, int page_size = 0) {
    v1alpha::ListGapsRequest q;
    v1alpha::ListGapsResponse r;
    q.set_parent(parent);
    q.set_page_size(page_size);
    std::vector<std::string> lines;
    pages_ = 0;
    do {
      EXPECT_EQ(Read(&engagement::ListGaps, q, &r), kOk) << status_;
      ++pages_;
      for (const Gap& gap : r.gaps()) {
        lines.push_back(absl::StrCat(gap.kind(), " ", Short(gap.resource())));
      }
      q.set_page_token(r.next_page_token());
    } while (!r.next_page_token().empty());
    return lines;
  }
  std::vector<std::string> Due(int days, int page_size = 0, const std::string& parent = kPlace) {
    v1alpha::ListDueItemsRequest q;
    v1alpha::ListDueItemsResponse r;
    q.set_parent(parent);
    q.set_days(days);
    q.set_page_size(page_size);
    std::vector<std::string> lines;
    do {
      EXPECT_EQ(Read(&engagement::ListDueItems, q, &r), kOk) << status_;
      for (const v1alpha::DueItem& item : r.items()) {
        EXPECT_EQ(types::ToCivil(item.due_date()) - types::ToCivil(r.today()), item.days());
        EXPECT_EQ(item.overdue(), item.days() < 0);
        lines.push_back(absl::StrCat(item.days(), " ", Short(item.resource())));
      }
      q.set_page_token(r.next_page_token());
    } while (!r.next_page_token().empty());
    return lines;
  }
  static std::string Short(const std::string& name) {
    return name.substr(std::string("programmes/viv/engagements/").size());
  }
  void PutEngagements(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string name = absl::StrFormat("programmes/viv/engagements/mehr-%03d", i);
      Put(name, GoodEngagement());
      v1alpha::Need need;
      *need.mutable_title() = GoodNeed().title();
      Put(name + "/needs/a", need);
      Put(name + "/needs/b", need);
    }
  }
  void PutDue() {
    Measure measure = GoodMeasure();
    measure.set_state(Measure::STATE_IN_PROGRESS);
    *measure.mutable_due_date() = Day(7, 2);
    Put(kMeasure, measure);
    Milestone milestone = GoodMilestone();
    milestone.set_state(Milestone::STATE_OPEN);
    *milestone.mutable_due_date() = Day(7, 1);
    Put(milestone.name(), milestone);
    milestone.set_state(Milestone::STATE_REACHED);
    Put(absl::StrCat(kMeasure, "/milestones/erreicht"), milestone);
    ActionItem item;
    item.set_state(ActionItem::STATE_OPEN);
    *item.mutable_due_date() = Day(7, 16);
    Put(absl::StrCat(kPlace, "/actionItems/protokoll"), item);
    *item.mutable_due_date() = Day(7, 17);
    Put(absl::StrCat(kPlace, "/actionItems/spaeter"), item);
    Phase phase;
    phase.set_state(Phase::STATE_ACTIVE);
    *phase.mutable_planned_end_date() = Day(6, 30);
    Put(absl::StrCat(kTrack, "/phases/aufnahme"), phase);
    Set<Goal>(kGoal, [](Goal* goal) {
      goal->set_state(Goal::STATE_ADOPTED);
      *goal->mutable_due_date() = Day(7, 2);
    });
  }

  int pages_ = 0;
};

TEST_F(ProgressTest, ListsGaps) {
  EXPECT_THAT(Gaps(kPlace), IsEmpty());
  Set<Goal>(kGoal, [](Goal* goal) {
    goal->set_state(Goal::STATE_ADOPTED);
    goal->clear_needs();
  });
  Measure measure = GoodMeasure();
  measure.clear_goals();
  measure.clear_accountable_unit();
  Put(kMeasure, measure);
  const auto all = ElementsAre("1 eins/needs/formulare", "2 eins/goals/formulare",
                               "3 eins/measures/uebersetzen");
  EXPECT_THAT(Gaps(kPlace), all);
  EXPECT_EQ(pages_, 1);
  EXPECT_THAT(Gaps(kPlace, 1), all);
  EXPECT_EQ(pages_, 3);
  EXPECT_THAT(Gaps(kAll, 2), all);
}

TEST_F(ProgressTest, GoesThroughAllEngagements) {
  PutEngagements(45);
  const std::vector<std::string> all = Gaps(kAll);
  EXPECT_THAT(all, SizeIs(90));
  EXPECT_EQ(all[0], "1 mehr-000/needs/a");
  EXPECT_EQ(all[89], "1 mehr-044/needs/b");
  // A page looks at 20 engagements, of which each has two rows.
  EXPECT_EQ(pages_, 3);
  for (const int page_size : {1, 3, 39, 40, 41, 1000}) {
    EXPECT_EQ(Gaps(kAll, page_size), all) << page_size;
  }
}

TEST_F(ProgressTest, ShowsWhatTheCallerMaySee) {
  PutEngagements(3);
  const auto access = std::make_shared<const auth::Access>(std::vector<auth::Right>{
      {"programmes/viv/engagements/mehr-001", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR}});
  v1alpha::ListGapsRequest q;
  v1alpha::ListGapsResponse r;
  q.set_parent(kAll);
  ASSERT_EQ(
      ReadWith(q, &r,
               [&](Tx& tx) {
                 tx.SetView(auth::View(access, type::v1alpha::PERMISSION_ENGAGEMENT_READ, now_));
                 return engagement::ListGaps(tx, q, &r);
               }),
      kOk)
      << status_;
  ASSERT_EQ(r.gaps_size(), 2);
  EXPECT_EQ(r.gaps(0).resource(), "programmes/viv/engagements/mehr-001/needs/a");
}

TEST_F(ProgressTest, ListsWhatIsDue) {
  PutDue();
  EXPECT_THAT(Due(0), ElementsAre("-2 eins/tracks/soziales/phases/aufnahme",
                                  "-1 eins/measures/uebersetzen/milestones/auftrag",
                                  "0 eins/measures/uebersetzen", "0 eins/goals/formulare"));
  const auto two_weeks = ElementsAre(
      "-2 eins/tracks/soziales/phases/aufnahme", "-1 eins/measures/uebersetzen/milestones/auftrag",
      "0 eins/measures/uebersetzen", "0 eins/goals/formulare", "14 eins/actionItems/protokoll");
  EXPECT_THAT(Due(14), two_weeks);
  EXPECT_THAT(Due(14, 1), two_weeks);
  EXPECT_THAT(Due(14, 2, kAll), two_weeks);
  EXPECT_THAT(Due(15), SizeIs(6));
  // Before 22:00 UTC it was the first of July where the administrations are.
  now_ -= absl::Minutes(91);
  EXPECT_THAT(Due(0), ElementsAre("-1 eins/tracks/soziales/phases/aufnahme",
                                  "0 eins/measures/uebersetzen/milestones/auftrag"));
}

TEST_F(ProgressTest, NothingIsDueInAnEngagementThatIsOver) {
  using v1alpha::Engagement;
  PutDue();
  for (const auto state :
       {Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED, Engagement::STATE_CANCELLED}) {
    Set<Engagement>(kPlace, [&](Engagement* engagement) { engagement->set_state(state); });
    EXPECT_THAT(Due(14), IsEmpty()) << state;
    EXPECT_THAT(Due(14, 2, kAll), IsEmpty()) << state;
  }
  Set<Engagement>(kPlace, [](Engagement* e) { e->set_state(Engagement::STATE_SUSPENDED); });
  EXPECT_THAT(Due(14), SizeIs(5));
}

TEST_F(ProgressTest, NamesTheUnitOfWhatIsDue) {
  PutDue();
  v1alpha::ListDueItemsRequest q;
  v1alpha::ListDueItemsResponse r;
  q.set_parent(kPlace);
  ASSERT_EQ(Read(&engagement::ListDueItems, q, &r), kOk);
  ASSERT_EQ(r.items_size(), 4);
  EXPECT_EQ(r.items(1).org_unit(), "administrations/musterstadt/orgUnits/kita");
  EXPECT_EQ(r.items(1).kind(), v1alpha::DueItem::KIND_MILESTONE);
  EXPECT_EQ(r.items(2).org_unit(), "administrations/musterstadt/orgUnits/kita");
}

TEST_F(ProgressTest, ComparesEffortAndCapacity) {
  Set<v1alpha::Track>(kTrack, [](v1alpha::Track* track) {
    v1alpha::UnitCapacity* capacity = track->add_capacities();
    capacity->set_org_unit("administrations/musterstadt/orgUnits/kita");
    capacity->mutable_days_per_month()->set_value("3");
  });
  Put("programmes/viv/engagements/eins/tracks/jugend", v1alpha::Track());
  Measure measure = GoodMeasure();
  measure.set_state(Measure::STATE_PLANNED);
  measure.set_track(kTrack);
  v1alpha::Effort* effort = measure.add_efforts();
  *effort = measure.efforts(0);
  effort->set_month(10);
  effort->mutable_days()->set_value("2");
  Put(kMeasure, measure);

  v1alpha::GetCapacityRequest q;
  v1alpha::GetCapacityResponse r;
  q.set_name(kPlace);
  ASSERT_EQ(Read(&engagement::GetCapacity, q, &r), kOk) << status_;
  ASSERT_EQ(r.rows_size(), 2);
  EXPECT_TRUE(r.overloaded());
  EXPECT_TRUE(r.rows(0).overloaded());
  EXPECT_EQ(r.rows(0).month(), 9);
  EXPECT_EQ(r.rows(0).planned_days().value(), "3.5");
  EXPECT_EQ(r.rows(0).capacity_days().value(), "3");
  EXPECT_FALSE(r.rows(1).overloaded());

  q.set_page_size(1);
  ASSERT_EQ(Read(&engagement::GetCapacity, q, &r), kOk);
  ASSERT_EQ(r.rows_size(), 1);
  q.set_page_token(r.next_page_token());
  ASSERT_EQ(Read(&engagement::GetCapacity, q, &r), kOk);
  ASSERT_EQ(r.rows_size(), 1);
  EXPECT_EQ(r.rows(0).month(), 10);
  EXPECT_TRUE(r.overloaded());
  EXPECT_EQ(r.next_page_token(), "");

  q.Clear();
  q.set_name(kPlace);
  q.set_track(kTrack);
  ASSERT_EQ(Read(&engagement::GetCapacity, q, &r), kOk) << status_;
  EXPECT_EQ(r.rows_size(), 2);
  q.set_track("programmes/viv/engagements/eins/tracks/jugend");
  ASSERT_EQ(Read(&engagement::GetCapacity, q, &r), kOk) << status_;
  EXPECT_EQ(r.rows_size(), 0);
  q.set_track("programmes/viv/engagements/eins/tracks/keiner");
  EXPECT_EQ(Read(&engagement::GetCapacity, q, &r), kNotFound);
  q.set_track("programmes/viv/engagements/zwei/tracks/soziales");
  EXPECT_EQ(Read(&engagement::GetCapacity, q, &r), kInvalid);
}

TEST_F(ProgressTest, ErrorsOfAllQuestions) {
  v1alpha::ListGapsRequest gaps;
  v1alpha::ListGapsResponse gaps_reply;
  for (const char* bad : {"", "x", "programmes/viv", "programmes/-/engagements/-",
                          "programmes/viv/engagements/eins/goals/formulare"}) {
    gaps.set_parent(bad);
    EXPECT_EQ(Read(&engagement::ListGaps, gaps, &gaps_reply), kInvalid) << bad;
  }
  gaps.set_parent("programmes/keines/engagements/-");
  EXPECT_EQ(Read(&engagement::ListGaps, gaps, &gaps_reply), kNotFound);
  gaps.set_parent("programmes/viv/engagements/keine");
  EXPECT_EQ(Read(&engagement::ListGaps, gaps, &gaps_reply), kNotFound);
  gaps.set_parent(kPlace);
  gaps.set_page_size(-1);
  EXPECT_EQ(Read(&engagement::ListGaps, gaps, &gaps_reply), kInvalid);
  gaps.set_page_size(0);
  gaps.set_page_token("x");
  EXPECT_EQ(Read(&engagement::ListGaps, gaps, &gaps_reply), kToken);

  v1alpha::ListDueItemsRequest due;
  v1alpha::ListDueItemsResponse due_reply;
  due.set_parent(kPlace);
  for (const int days : {-1, 367}) {
    due.set_days(days);
    EXPECT_EQ(Read(&engagement::ListDueItems, due, &due_reply), kInvalid);
  }
  due.set_days(366);
  EXPECT_EQ(Read(&engagement::ListDueItems, due, &due_reply), kOk);
  due.set_page_token("x");
  EXPECT_EQ(Read(&engagement::ListDueItems, due, &due_reply), kToken);
  v1alpha::GetCapacityRequest use;
  v1alpha::GetCapacityResponse use_reply;
  use.set_name(kAll);
  EXPECT_EQ(Read(&engagement::GetCapacity, use, &use_reply), kInvalid);
  use.set_name("programmes/viv/engagements/keine");
  EXPECT_EQ(Read(&engagement::GetCapacity, use, &use_reply), kNotFound);
}

}  // namespace
}  // namespace lotse::engagement
