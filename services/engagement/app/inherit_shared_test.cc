#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "services/engagement/app/chain_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Goal;
using v1alpha::Indicator;

class InheritSharedTest : public ChainTesting {
 protected:
  void PutShared(const std::string& id, Goal::Level level, const std::string& parent,
                 Goal::State state = Goal::STATE_ADOPTED) {
    Goal goal;
    *goal.mutable_title() = GoodGoal().title();
    goal.set_level(level);
    goal.set_state(state);
    goal.set_version(2);
    if (!parent.empty()) goal.set_parent_goal(absl::StrCat("programmes/viv/goals/", parent));
    if (level == Goal::LEVEL_ACTION) goal.add_indicators("programmes/viv/indicators/anteil");
    Put(absl::StrCat("programmes/viv/goals/", id), goal);
  }
  void PutIndicator(const std::string& id, const std::string& weight) {
    Indicator indicator = GoodIndicator();
    if (!weight.empty()) {
      indicator.mutable_definition()->set_weight_indicator(
          absl::StrCat("programmes/viv/indicators/", weight));
    }
    Put(absl::StrCat("programmes/viv/indicators/", id), indicator);
  }
  void PutAll() {
    // By name, what is weighted comes before what weighs it.
    PutIndicator("faelle", "");
    PutIndicator("anteil", "faelle");
    PutShared("g-leit", Goal::LEVEL_GUIDING, "");
    PutShared("f-mittel", Goal::LEVEL_INTERMEDIATE, "g-leit");
    PutShared("a-handlung", Goal::LEVEL_ACTION, "f-mittel");
    PutShared("entwurf", Goal::LEVEL_INTERMEDIATE, "g-leit", Goal::STATE_DRAFT);
    PutShared("b-handlung", Goal::LEVEL_ACTION, "entwurf");
  }
  rpc::ErrorReason Inherit(const std::string& engagement = kPlace, bool validate_only = false) {
    v1alpha::InheritSharedRequest q;
    q.set_name(engagement);
    q.set_validate_only(validate_only);
    return Write(&engagement::InheritShared, q, &made_);
  }
  static std::string In(const std::string& local) { return absl::StrCat(kPlace, "/", local); }

  v1alpha::InheritSharedResponse made_;
};

TEST_F(InheritSharedTest, MakesWhatTheProgrammeAdopted) {
  PutAll();
  ASSERT_EQ(Inherit(kPlace, /*validate_only=*/true), kOk) << status_;
  EXPECT_EQ(made_.goals_size(), 4);
  ASSERT_EQ(Inherit(), kOk) << status_;
  EXPECT_THAT(made_.indicators(), ElementsAre(In("indicators/anteil"), In("indicators/faelle")));
  EXPECT_THAT(made_.goals(), ElementsAre(In("goals/g-leit"), In("goals/f-mittel"),
                                         In("goals/a-handlung"), In("goals/b-handlung")));
  const Goal goal = Stored<Goal>(In("goals/a-handlung"));
  EXPECT_EQ(goal.parent_goal(), In("goals/f-mittel"));
  EXPECT_EQ(goal.shared_goal(), "programmes/viv/goals/a-handlung");
  EXPECT_THAT(goal.indicators(), ElementsAre(In("indicators/anteil")));
  EXPECT_EQ(goal.state(), Goal::STATE_DRAFT);
  EXPECT_EQ(goal.version(), 1);
  // Its parent is not shared: the engagement gives it one.
  EXPECT_EQ(Stored<Goal>(In("goals/b-handlung")).parent_goal(), "");
  // By the same definition, so that values of several sites can be put together.
  EXPECT_EQ(Stored<Indicator>(In("indicators/anteil")).definition().weight_indicator(),
            "programmes/viv/indicators/faelle");
  EXPECT_EQ(Stored<Indicator>(In("indicators/anteil")).shared_indicator(),
            "programmes/viv/indicators/anteil");
}

TEST_F(InheritSharedTest, MakesNoMoreWhenItIsAskedAgain) {
  PutAll();
  ASSERT_EQ(Inherit(), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteGoalRequest>(In("goals/b-handlung").c_str(), &goal_), kOk);
  ASSERT_EQ(Inherit(), kOk) << status_;
  EXPECT_THAT(made_.goals(), IsEmpty());
  EXPECT_THAT(made_.indicators(), IsEmpty());
  // What was adopted since comes along, below what is there already.
  Set<Goal>("programmes/viv/goals/entwurf", [](Goal* g) { g->set_state(Goal::STATE_ADOPTED); });
  ASSERT_EQ(Inherit(), kOk) << status_;
  EXPECT_THAT(made_.goals(), ElementsAre(In("goals/entwurf")));
  EXPECT_EQ(Stored<Goal>(In("goals/entwurf")).parent_goal(), In("goals/g-leit"));
}

TEST_F(InheritSharedTest, TakesNoIdOfAnother) {
  PutShared("zugang", Goal::LEVEL_GUIDING, "");
  PutShared("leit", Goal::LEVEL_GUIDING, "");
  EXPECT_EQ(Inherit(), kExists);
  EXPECT_THAT(std::string(status_.message()), HasSubstr(In("goals/zugang")));
  Goal goal;
  v1alpha::GetGoalRequest get;
  EXPECT_EQ(ByName<v1alpha::GetGoalRequest>(In("goals/leit").c_str(), &goal), kNotFound);
}

TEST_F(InheritSharedTest, FindsHeirsUnderOtherIds) {
  PutAll();
  Indicator share = GoodIndicator();
  share.set_shared_indicator("programmes/viv/indicators/anteil");
  Put(In("indicators/quote"), share);
  Goal direction;
  *direction.mutable_title() = GoodGoal().title();
  direction.set_level(Goal::LEVEL_INTERMEDIATE);
  direction.set_shared_goal("programmes/viv/goals/f-mittel");
  Put(In("goals/eigen"), direction);
  Goal gone = GoodGoal();
  gone.set_state(Goal::STATE_DRAFT);
  gone.set_shared_goal("programmes/viv/goals/b-handlung");
  Put(In("goals/weg"), gone);
  ASSERT_EQ(ByName<v1alpha::DeleteGoalRequest>(In("goals/weg").c_str(), &goal_), kOk) << status_;
  ASSERT_EQ(Inherit(), kOk) << status_;
  EXPECT_THAT(made_.indicators(), ElementsAre(In("indicators/faelle")));
  EXPECT_THAT(made_.goals(), ElementsAre(In("goals/g-leit"), In("goals/a-handlung")));
  const Goal goal = Stored<Goal>(In("goals/a-handlung"));
  EXPECT_EQ(goal.parent_goal(), In("goals/eigen"));
  EXPECT_THAT(goal.indicators(), ElementsAre(In("indicators/quote")));
}

TEST_F(InheritSharedTest, LeavesOutWhatWasDeletedHere) {
  PutAll();
  ASSERT_EQ(Inherit(), kOk) << status_;
  for (const char* goal : {"goals/a-handlung", "goals/b-handlung", "goals/f-mittel"}) {
    ASSERT_EQ(ByName<v1alpha::DeleteGoalRequest>(In(goal).c_str(), &goal_), kOk) << status_;
  }
  Indicator indicator;
  ASSERT_EQ(ByName<v1alpha::DeleteIndicatorRequest>(In("indicators/anteil").c_str(), &indicator),
            kOk)
      << status_;
  PutShared("c-handlung", Goal::LEVEL_ACTION, "f-mittel");
  ASSERT_EQ(Inherit(), kOk) << status_;
  EXPECT_THAT(made_.goals(), ElementsAre(In("goals/c-handlung")));
  EXPECT_EQ(Stored<Goal>(In("goals/c-handlung")).parent_goal(), "");
  EXPECT_THAT(Stored<Goal>(In("goals/c-handlung")).indicators(), IsEmpty());
}

TEST_F(InheritSharedTest, ErrorsOfTheEngagement) {
  EXPECT_EQ(Inherit("x"), kInvalid);
  EXPECT_EQ(Inherit("programmes/viv/engagements/keine"), kNotFound);
  Put("programmes/viv/engagements/weg", GoodEngagement());
  v1alpha::Engagement engagement;
  Do([&](Tx& tx) {
    if (absl::Status s = tx.Load("programmes/viv/engagements/weg", &engagement); !s.ok()) return s;
    return tx.Delete(&engagement);
  });
  EXPECT_EQ(Inherit("programmes/viv/engagements/weg"), kDeleted);
}

TEST_F(InheritSharedTest, IsThereForThoseWhoSeeTheirEngagementOnly) {
  PutAll();
  const auto access = std::make_shared<const auth::Access>(
      std::vector<auth::Right>{{kPlace, type::v1alpha::ROLE_MUNICIPAL_COORDINATOR}});
  cause_.view = auth::View(access, type::v1alpha::PERMISSION_ENGAGEMENT_WRITE, now_);
  ASSERT_EQ(Inherit(), kOk) << status_;
  EXPECT_EQ(made_.goals_size(), 4);
}

}  // namespace
}  // namespace lotse::engagement
