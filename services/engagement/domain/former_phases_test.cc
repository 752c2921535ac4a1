#include "services/engagement/domain/former_phases.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/phase_template_rules.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::FormerPhase;
using v1alpha::Phase;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;

const absl::Time kNow = absl::FromUnixSeconds(1700000000);

Programme FormerProgramme() {
  Programme programme = GoodProgramme();
  programme.MergeFrom(FromText<Programme>(R"(
    name: "programmes/viv"
    former_phase_templates { phase_id: "auftrag"
      title { variants { language: "de" text: "Auftrag" } } }
    former_phase_templates { phase_id: "bestand"
      title { variants { language: "de" text: "Bestand" } } })"));
  return programme;
}

Engagement FormerEngagement() {
  Engagement engagement = GoodEngagement();
  engagement.MergeFrom(FromText<Engagement>(R"(
    name: "programmes/viv/engagements/eins"
    former_phases { phase_id: "auftrag" title { variants { language: "de" text: "Auftrag" } }
      state: STATE_COMPLETED start_date { year: 2021 month: 3 day: 1 }
      complete_date { year: 2021 month: 4 day: 30 } }
    former_phases { phase_id: "bestand" title { variants { language: "de" text: "Bestand" } }
      state: STATE_ACTIVE start_date { year: 2021 month: 5 day: 1 } }
    former_phases { phase_id: "ziele" title { variants { language: "de" text: "Ziele" } }
      state: STATE_PLANNED })"));
  return engagement;
}

TEST(TakePhases, OfAProgrammeBecomeATemplate) {
  Programme programme = FormerProgramme();
  ASSERT_TRUE(HasFormerPhases(programme));
  const PhaseTemplate taken = TakePhases(kNow, &programme);
  EXPECT_FALSE(HasFormerPhases(programme));
  EXPECT_EQ(taken.name(), "programmes/viv/phaseTemplates/former");
  EXPECT_EQ(taken.state(), PhaseTemplate::STATE_PUBLISHED);
  EXPECT_TRUE(CheckPhaseTemplate(taken).empty()) << "as if it had been created";
  EXPECT_FALSE(taken.version().empty());
  ASSERT_EQ(taken.phases_size(), 2);
  EXPECT_EQ(taken.phases(1).phase_id(), "bestand");
  EXPECT_EQ(taken.phases(1).title().variants(0).text(), "Bestand");
  EXPECT_EQ(taken.create_time().seconds(), 1700000000);
}

TEST(TakePhases, OfAnEngagementBecomeATrack) {
  Engagement engagement = FormerEngagement();
  ASSERT_TRUE(HasFormerPhases(engagement));
  const FormerCourse course = TakePhases(kNow, &engagement);
  EXPECT_FALSE(HasFormerPhases(engagement));
  EXPECT_EQ(engagement.state(), Engagement::STATE_ACTIVE);
  EXPECT_EQ(course.track.name(), "programmes/viv/engagements/eins/tracks/gesamt");
  ASSERT_EQ(course.phases.size(), 3u);
  struct Expected {
    const char* id;
    int position;
    Phase::State state;
    bool started;
    bool complete;
  };
  const Expected expected[] = {{"auftrag", 100, Phase::STATE_COMPLETED, true, true},
                               {"bestand", 200, Phase::STATE_ACTIVE, true, false},
                               {"ziele", 300, Phase::STATE_PLANNED, false, false}};
  for (int i = 0; i < 3; ++i) {
    const Phase& phase = course.phases[i];
    EXPECT_EQ(phase.name(), course.track.name() + "/phases/" + expected[i].id);
    EXPECT_EQ(phase.phase_id(), expected[i].id);
    EXPECT_EQ(phase.position(), expected[i].position);
    EXPECT_EQ(phase.state(), expected[i].state);
    EXPECT_EQ(phase.has_start_date(), expected[i].started);
    EXPECT_EQ(phase.has_complete_date(), expected[i].complete);
    EXPECT_EQ(phase.title().variants_size(), 1);
  }
  EXPECT_EQ(course.phases[0].complete_date().day(), 30);
}

TEST(TakePhases, StateFollowsFromThePhases) {
  Engagement planned = FormerEngagement();
  for (auto& phase : *planned.mutable_former_phases()) phase.set_state(FormerPhase::STATE_PLANNED);
  TakePhases(kNow, &planned);
  EXPECT_EQ(planned.state(), Engagement::STATE_DRAFT);

  Engagement empty = GoodEngagement();
  ASSERT_TRUE(HasFormerPhases(empty)) << "it has no state";
  EXPECT_TRUE(TakePhases(kNow, &empty).phases.empty());
  EXPECT_EQ(empty.state(), Engagement::STATE_DRAFT);

  Engagement known = FormerEngagement();
  known.set_state(Engagement::STATE_SUSPENDED);
  TakePhases(kNow, &known);
  EXPECT_EQ(known.state(), Engagement::STATE_SUSPENDED);
}

}  // namespace
}  // namespace lotse::engagement
