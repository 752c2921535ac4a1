#include "services/engagement/domain/engagement_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::ActionItem;
using v1alpha::Engagement;
using v1alpha::Phase;

TEST(EngagementMachine, HasTheseStepsAndNoOthers) {
  EXPECT_EQ(
      LegalOf(EngagementMachine()),
      (std::set<std::string>{"DRAFT QUALIFY -> QUALIFIED", "QUALIFIED AGREE -> AGREED",
                             "AGREED ACTIVATE -> ACTIVE", "ACTIVE SUSPEND -> SUSPENDED",
                             "SUSPENDED RESUME -> ACTIVE", "ACTIVE BEGIN_CLOSING -> CLOSING",
                             "CLOSING CLOSE -> CLOSED", "CLOSED ARCHIVE -> ARCHIVED",
                             "DRAFT CANCEL -> CANCELLED", "QUALIFIED CANCEL -> CANCELLED",
                             "AGREED CANCEL -> CANCELLED", "ACTIVE CANCEL -> CANCELLED",
                             "SUSPENDED CANCEL -> CANCELLED", "CLOSING CANCEL -> CANCELLED"}));
}

TEST(CheckUnderWay, NothingIsDoneInWhatIsOverOrPaused) {
  const struct {
    Engagement::State state;
    bool over, under_way;
  } cases[] = {
      {Engagement::STATE_DRAFT, false, true},    {Engagement::STATE_QUALIFIED, false, true},
      {Engagement::STATE_AGREED, false, true},   {Engagement::STATE_ACTIVE, false, true},
      {Engagement::STATE_CLOSING, false, true},  {Engagement::STATE_SUSPENDED, false, false},
      {Engagement::STATE_CLOSED, true, false},   {Engagement::STATE_ARCHIVED, true, false},
      {Engagement::STATE_CANCELLED, true, false}};
  for (const auto& c : cases) {
    Engagement engagement;
    engagement.set_state(c.state);
    EXPECT_EQ(IsOver(engagement), c.over) << c.state;
    const absl::Status status = CheckUnderWay(engagement);
    EXPECT_EQ(status.ok(), c.under_way) << status;
    if (!status.ok()) {
      EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_WRONG_STATE);
    }
  }
}

TEST(EligibilityOf, ComparesLandAndSize) {
  const struct {
    const char* laender;
    int min, max;
    const char* land;
    int population;
    std::vector<std::string> reasons;
  } cases[] = {
      {"", 0, 0, "", 0, {}},
      {"07", 0, 0, "07", 0, {}},
      {"07", 0, 0, "03", 0, {"LAND"}},
      {"07", 0, 0, "", 0, {"LAND_UNKNOWN"}},
      {"", 20000, 100000, "07", 19999, {"POPULATION_TOO_SMALL"}},
      {"", 20000, 100000, "07", 20000, {}},
      {"", 20000, 100000, "07", 100000, {}},
      {"", 20000, 100000, "07", 100001, {"POPULATION_TOO_LARGE"}},
      {"", 20000, 0, "07", 0, {"POPULATION_UNKNOWN"}},
      {"03", 20000, 0, "07", 12, {"LAND", "POPULATION_TOO_SMALL"}},
  };
  for (const auto& c : cases) {
    v1alpha::Programme programme;
    if (*c.laender != '\0') programme.add_laender(c.laender);
    programme.set_population_min(c.min);
    programme.set_population_max(c.max);
    v1alpha::Administration administration;
    administration.set_land(c.land);
    administration.set_population(c.population);
    google::type::Date today;
    today.set_year(2021);
    const auto note = EligibilityOf(administration, programme, today);
    EXPECT_EQ(std::vector<std::string>(note.reasons().begin(), note.reasons().end()), c.reasons);
    EXPECT_EQ(note.eligible(), c.reasons.empty());
    EXPECT_EQ(note.population(), c.population);
    EXPECT_EQ(note.land(), c.land);
    EXPECT_EQ(note.date().year(), 2021);
  }
}

std::vector<std::string> Subjects(const std::vector<rpc::Obstacle>& obstacles) {
  std::vector<std::string> subjects;
  for (const auto& obstacle : obstacles) subjects.push_back(obstacle.subject);
  return subjects;
}

TEST(StandsAgainstClosing, NamesEverythingAtOnce) {
  Engagement engagement;
  engagement.set_name("e");
  std::vector<Phase> phases(3);
  phases[0].set_state(Phase::STATE_COMPLETED);
  phases[1].set_name("e/tracks/t/phases/ziele");
  phases[1].set_state(Phase::STATE_REOPENED);
  phases[2].set_state(Phase::STATE_SKIPPED);
  std::vector<ActionItem> items(2);
  items[0].set_name("e/actionItems/a");
  items[0].set_state(ActionItem::STATE_OPEN);
  items[1].set_state(ActionItem::STATE_HANDED_OVER);
  EXPECT_THAT(
      Subjects(StandsAgainstClosing(engagement, phases, items)),
      ElementsAre("e/tracks/t/phases/ziele", "e/actionItems/a", "e#final_report", "e#sustaining"));
  phases[1].set_state(Phase::STATE_COMPLETED);
  items[0].set_state(ActionItem::STATE_DONE);
  engagement.mutable_final_report()->set_name("e/reports/abschluss");
  engagement.set_sustaining(Engagement::SUSTAINING_NONE);
  EXPECT_THAT(Subjects(StandsAgainstClosing(engagement, phases, items)), IsEmpty());
  v1alpha::RecordedReport& recorded = *engagement.add_reports();
  recorded.mutable_report()->set_name("e/reports/abschluss/versions/v0001");
  recorded.set_withdrawn(true);
  EXPECT_THAT(Subjects(StandsAgainstClosing(engagement, phases, items)),
              ElementsAre("e#final_report"));
}

}  // namespace
}  // namespace lotse::engagement
