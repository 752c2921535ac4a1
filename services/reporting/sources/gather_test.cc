#include "services/reporting/sources/gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "services/reporting/follow/feed_testing.h"
#include "services/reporting/sources/survey_testing.h"

// The feeds and lotse-survey together.
namespace lotse::reporting {
namespace {

namespace api = engagement::v1alpha;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::Source;

constexpr char kName[] = "programmes/p/engagements/e";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

class GatherTest : public ::testing::Test {
 protected:
  GatherTest() {
    api::Engagement engagement;
    engagement.set_name(kName);
    engagement.set_administration("administrations/a");
    feed_.Put(engagement);
    api::Programme programme;
    programme.set_name("programmes/p");
    feed_.Put(programme);
    api::Administration administration;
    administration.set_name("administrations/a");
    feed_.Put(administration);
    PutWave("");

    auto mirror = Mirror::Open(folder_ / "mirror.db", log_.log());
    EXPECT_TRUE(mirror.ok()) << mirror.status();
    mirror_ = *std::move(mirror);
    engagement_feed_ = Follow(kEngagementService, &feed_);
    survey_feed_ = Follow(kSurveyService, &waves_);
    Survey::Options options;
    options.channel = fake_.channel();
    options.mirror = mirror_.get();
    options.timeout = absl::Seconds(20);
    options.clock = [] { return absl::Now(); };
    options.unreachable = [](const std::string&) {};
    survey_ = std::make_unique<Survey>(options);
    report_.set_name(absl::StrCat(kName, "/reports/r"));
  }

  std::unique_ptr<FeedFollower> Follow(const char* service, FakeFeed* feed) {
    FeedFollower::Options options;
    options.service = service;
    options.source =
        [this,
         feed](const FeedFollower::Request& request) -> absl::StatusOr<FeedFollower::Response> {
      absl::MutexLock lock(&mutex_);
      return feed->List(request);
    };
    options.clock = [] { return absl::Now(); };
    return std::make_unique<FeedFollower>(options, mirror_.get(), log_.log(), &registry_);
  }
  void Start() {
    engagement_feed_->Start();
    survey_feed_->Start();
  }
  void PutGoal(const char* id) {
    absl::MutexLock lock(&mutex_);
    api::Goal goal;
    goal.set_name(absl::StrCat(kName, "/goals/", id));
    feed_.Put(goal);
  }
  void PutWave(const char* instrument) {
    absl::MutexLock lock(&mutex_);
    survey::v1alpha::Wave wave;
    wave.set_name(kWave);
    wave.set_instrument(instrument);
    waves_.Put(wave);
  }
  void SetDown(bool down) {
    absl::MutexLock lock(&mutex_);
    feed_.down = waves_.down = down;
    fake_.failure = down ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone") : grpc::Status::OK;
  }

  absl::Status Gather(absl::Time deadline = absl::InfiniteFuture()) {
    inputs_ = {};
    const Gatherer gatherer({mirror_.get(), engagement_feed_.get(), survey_feed_.get(),
                             survey_.get(), /*timeout=*/absl::Seconds(20)});
    told_.clear();
    const SourcesRead told = [this](int done, int total) {
      told_.push_back(absl::StrCat(done, "/", total));
    };
    return gatherer.Gather(report_, deadline, told, &inputs_);
  }
  // How many sources of a service were reached, and how many not.
  std::pair<int, int> Reached(const std::string& service) const {
    std::pair<int, int> count;
    for (const Source& source : inputs_.sources) {
      if (source.service() != service) continue;
      ++(source.state() == Source::STATE_REACHED ? count.first : count.second);
    }
    return count;
  }
  std::vector<std::string> Heads() const {
    std::vector<std::string> heads;
    for (const auto& head : inputs_.log_heads) {
      heads.push_back(absl::StrCat(head.service(), " ", head.owner(), " ", head.sequence()));
    }
    return heads;
  }

  Folder folder_;
  ReadLog log_;
  prometheus::Registry registry_;
  absl::Mutex mutex_;
  FakeFeed feed_;
  FakeFeed waves_;
  FakeSurvey fake_;
  std::unique_ptr<Mirror> mirror_;
  std::unique_ptr<FeedFollower> engagement_feed_;
  std::unique_ptr<FeedFollower> survey_feed_;
  std::unique_ptr<Survey> survey_;
  v1alpha::Report report_;
  ReportInputs inputs_;
  // How far it was, in order: `1/3`.
  std::vector<std::string> told_;
};

TEST_F(GatherTest, HasWhatWasJustCommitted) {
  Start();
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(*inputs_.process.goals, IsEmpty());
  PutGoal("g");
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(*inputs_.process.goals, SizeIs(1));
  EXPECT_EQ(Reached("engagement"), std::make_pair(20, 0));
  EXPECT_EQ(Reached("survey"), std::make_pair(0, 0));
  EXPECT_THAT(told_, ElementsAre("0/1", "1/1"));
  EXPECT_THAT(Heads(), ElementsAre("engagement programmes/p/engagements/e 2",
                                   "engagement programmes/p 1", "engagement administrations/a 1"));
}

TEST_F(GatherTest, AsksForFiguresAndSaysWhereTheLogOfTheSurveyStood) {
  report_.add_waves(kWave);
  Start();
  PutWave("instruments/i");
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(inputs_.waves, SizeIs(1));
  EXPECT_EQ(Reached("survey"), std::make_pair(2, 0));
  EXPECT_EQ(inputs_.sources[inputs_.sources.size() - 2].resource(), kWave);
  EXPECT_EQ(inputs_.sources.back().resource(), "programmes/p/engagements/e/surveys");
  EXPECT_EQ(inputs_.sources.back().revision(), inputs_.log_heads.back().sha256());
  EXPECT_EQ(Heads().back(), "survey programmes/p/engagements/e 2");
  // The same again.
  const ReportInputs before = inputs_;
  ASSERT_EQ(Gather(), absl::OkStatus());
  ASSERT_EQ(inputs_.sources.size(), before.sources.size());
  for (size_t i = 0; i < before.sources.size(); ++i) {
    EXPECT_EQ(inputs_.sources[i].SerializeAsString(), before.sources[i].SerializeAsString());
  }
}

// The process, what the report names, and the log of lotse-survey, whether they answer or not.
TEST_F(GatherTest, TellsHowFarItIs) {
  report_.add_waves(kWave);
  report_.add_releases(absl::StrCat(kWave, "/releases/r"));
  report_.add_material_releases(absl::StrCat(kName, "/studies/s/materialReleases/m"));
  fake_.material.set_state(survey::v1alpha::MaterialRelease::STATE_RELEASED);
  Start();
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(told_, ElementsAre("0/5", "1/5", "2/5", "3/5", "4/5", "5/5"));
  SetDown(true);
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(told_, ElementsAre("0/5", "1/5", "2/5", "3/5", "4/5", "5/5"));
  SetDown(false);
  fake_.Refuse(type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
  EXPECT_EQ(rpc::ReasonOf(Gather()), type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
  EXPECT_THAT(told_, ElementsAre("0/5", "1/5")) << "it went no further";
}

TEST_F(GatherTest, WithBothDownWhatTheyLastSaidIsNamed) {
  report_.add_waves(kWave);
  Start();
  PutGoal("g");
  ASSERT_EQ(Gather(), absl::OkStatus());
  SetDown(true);
  PutGoal("unheard");
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(*inputs_.process.goals, SizeIs(1));
  EXPECT_THAT(inputs_.waves, SizeIs(1));
  EXPECT_EQ(Reached("engagement"), std::make_pair(0, 20));
  EXPECT_EQ(Reached("survey"), std::make_pair(0, 2));
  for (const Source& source : inputs_.sources) {
    EXPECT_NE(source.revision(), "") << source.resource();
    EXPECT_TRUE(source.has_last_reached_date()) << source.resource();
  }
  // Where the log stood that the figures are of is not known.
  EXPECT_THAT(Heads(), ElementsAre("engagement programmes/p/engagements/e 2",
                                   "engagement programmes/p 1", "engagement administrations/a 1"));
  SetDown(false);
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_THAT(*inputs_.process.goals, SizeIs(2));
  EXPECT_EQ(Reached("engagement"), std::make_pair(20, 0));
}

TEST_F(GatherTest, ALogThatCannotBeReadIsNamedWhereTheFiguresAreNew) {
  report_.add_waves(kWave);
  Start();
  ASSERT_EQ(Gather(), absl::OkStatus());
  {
    absl::MutexLock lock(&mutex_);
    waves_.down = true;
  }
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_EQ(Reached("survey"), std::make_pair(1, 1));
  const Source& log = inputs_.sources.back();
  EXPECT_EQ(log.resource(), "programmes/p/engagements/e/surveys");
  EXPECT_EQ(log.state(), Source::STATE_UNREACHABLE);
  EXPECT_TRUE(log.has_last_reached_date());
  EXPECT_THAT(Heads(), SizeIs(3));
}

TEST_F(GatherTest, WithBothDownFromTheBeginningTheyAreNamed) {
  report_.add_waves(kWave);
  SetDown(true);
  Start();
  ASSERT_EQ(Gather(), absl::OkStatus());
  EXPECT_EQ(Reached("engagement"), std::make_pair(0, 1));
  EXPECT_EQ(Reached("survey"), std::make_pair(0, 2));
  for (const Source& source : inputs_.sources) EXPECT_EQ(source.revision(), "");
  EXPECT_THAT(inputs_.log_heads, IsEmpty());
}

TEST_F(GatherTest, AnEngagementThatIsNotThereIsRefusedBeforeSurveyIsAsked) {
  report_.set_name("programmes/p/engagements/none/reports/r");
  report_.add_waves(kWave);
  Start();
  EXPECT_EQ(rpc::ReasonOf(Gather()), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(fake_.asked, 0);
}

TEST_F(GatherTest, ARefusalOfTheSurveyIsReturned) {
  report_.add_waves(kWave);
  fake_.Refuse(type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
  Start();
  EXPECT_EQ(rpc::ReasonOf(Gather()), type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
}

TEST_F(GatherTest, AfterTheDeadlineNothingIsMadeOfWhatWasSlow) {
  feed_.before_answer = [] { absl::SleepFor(absl::Milliseconds(300)); };
  Start();
  EXPECT_EQ(rpc::ReasonOf(Gather(absl::Now() + absl::Milliseconds(50))),
            type::v1alpha::ERROR_REASON_CALLER_GONE);
}

TEST_F(GatherTest, MaterialAloneIsAskedForToo) {
  Start();
  fake_.material.set_state(survey::v1alpha::MaterialRelease::STATE_RELEASED);
  report_.add_material_releases(absl::StrCat(kName, "/studies/s/materialReleases/m"));
  ASSERT_EQ(Gather(), absl::OkStatus());
  ASSERT_THAT(inputs_.materials, SizeIs(1));
  EXPECT_EQ(inputs_.materials[0].name(), report_.material_releases(0));
  EXPECT_THAT(fake_.methods, ElementsAre("GetReleasedMaterial"));
}

}  // namespace
}  // namespace lotse::reporting
