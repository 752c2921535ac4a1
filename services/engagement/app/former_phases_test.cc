#include "services/engagement/app/former_phases.h"

#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Administration;
using v1alpha::Engagement;
using v1alpha::Phase;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;
using v1alpha::Track;

constexpr char kProgramme[] = "programmes/viv";
constexpr char kEngagement[] = "programmes/viv/engagements/eins";
constexpr char kTemplate[] = "programmes/viv/phaseTemplates/former";

// Stores what version 0.1.0 wrote, as Store::Open takes it in.
class FormerPhasesTest : public AppTesting {
 protected:
  FormerPhasesTest() : AppTesting(ServiceNames()) {}
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    Programme programme = GoodProgramme();
    programme.set_name(kProgramme);
    Engagement engagement = GoodEngagement();
    engagement.set_name(kEngagement);
    for (const char* id : {"auftrag", "bestand"}) {
      auto* before = programme.add_former_phase_templates();
      before->set_phase_id(id);
      *before->mutable_title() = programme.title();
      auto* phase = engagement.add_former_phases();
      phase->set_phase_id(id);
      *phase->mutable_title() = programme.title();
      phase->set_state(v1alpha::FormerPhase::STATE_PLANNED);
    }
    engagement.mutable_former_phases(0)->set_state(v1alpha::FormerPhase::STATE_ACTIVE);
    Administration administration = GoodAdministration();
    administration.set_name("administrations/musterstadt");
    Import(2, &administration);
    Import(3, &programme);
    Import(4, &engagement);
    engagement.set_name("programmes/viv/engagements/fort");
    Import(5, &engagement);
    Engagement gone;
    ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(engagement.name().c_str(), &gone), kOk);
  }

  void Import(int revision, Message* resource) {
    ASSERT_TRUE(
        store_
            ->WriteAndWait({"lotse", "", ""}, [&](Tx& tx) { return tx.Import(revision, resource); })
            .ok());
  }
  template <class R>
  R Load(const std::string& name) {
    R resource;
    const absl::Status s = store_->Read([&](Tx& tx) { return tx.Load(name, &resource); });
    EXPECT_TRUE(s.ok()) << s;
    return resource;
  }
  FormerPhasesTaken Take() {
    const auto taken = TakeFormerPhases(store_.get());
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.value_or(FormerPhasesTaken());
  }
};

TEST_F(FormerPhasesTest, AreTakenOverOnce) {
  EXPECT_EQ(Take().taken, 3);
  const Programme programme = Load<Programme>(kProgramme);
  EXPECT_EQ(programme.former_phase_templates_size(), 0);
  EXPECT_EQ(programme.etag(), "4");
  const PhaseTemplate phase_template = Load<PhaseTemplate>(kTemplate);
  EXPECT_EQ(phase_template.state(), PhaseTemplate::STATE_PUBLISHED);
  EXPECT_EQ(phase_template.phases_size(), 2);
  const Engagement engagement = Load<Engagement>(kEngagement);
  EXPECT_EQ(engagement.former_phases_size(), 0);
  EXPECT_EQ(engagement.etag(), "5");
  EXPECT_EQ(engagement.state(), Engagement::STATE_ACTIVE);
  EXPECT_EQ(engagement.phase_template(), kTemplate);
  EXPECT_EQ(Load<Track>(std::string(kEngagement) + "/tracks/gesamt").etag(), "1");
  EXPECT_EQ(Load<Phase>(std::string(kEngagement) + "/tracks/gesamt/phases/auftrag").state(),
            Phase::STATE_ACTIVE);
  EXPECT_EQ(Load<Phase>(std::string(kEngagement) + "/tracks/gesamt/phases/bestand").position(),
            200);

  EXPECT_EQ(Take().taken, 0);
  EXPECT_EQ(Load<Engagement>(kEngagement).etag(), "5");
}

TEST_F(FormerPhasesTest, WhatWasTakenIsLikeWhatIsMadeToday) {
  Take();
  Programme programme;
  EXPECT_EQ(ByName<v1alpha::DeleteProgrammeRequest>(kProgramme, &programme), kInUse);
  v1alpha::ListPhasesRequest list;
  list.set_parent(std::string(kEngagement) + "/tracks/-");
  list.set_order_by("position");
  v1alpha::ListPhasesResponse page;
  ASSERT_EQ(Run(list, &page), kOk) << status_;
  ASSERT_EQ(page.phases_size(), 2);
  EXPECT_EQ(page.phases(0).phase_id(), "auftrag");
  PhaseTemplate phase_template;
  EXPECT_EQ(ByName<v1alpha::DeletePhaseTemplateRequest>(kTemplate, &phase_template), kInUse);
}

TEST_F(FormerPhasesTest, WhatIsDeletedCanBeRestored) {
  Take();
  const std::string name = "programmes/viv/engagements/fort";
  Engagement engagement = Load<Engagement>(name);
  EXPECT_TRUE(engagement.has_delete_time());
  EXPECT_EQ(engagement.former_phases_size(), 0);
  EXPECT_EQ(engagement.phase_template(), "");
  EXPECT_EQ(Load<Phase>(name + "/tracks/gesamt/phases/auftrag").state(), Phase::STATE_ACTIVE);
  EXPECT_EQ(
      ByName<v1alpha::UndeleteEngagementRequest>(name.c_str(), engagement.etag(), &engagement), kOk)
      << status_;
}

TEST_F(FormerPhasesTest, NothingIsTakenHalf) {
  // Something of the name that the second step needs stands in the way.
  Track track;
  track.set_name(std::string(kEngagement) + "/tracks/gesamt");
  *track.mutable_title() = GoodProgramme().title();
  Import(1, &track);
  const auto taken = TakeFormerPhases(store_.get());
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->unread, 1);
  EXPECT_EQ(Load<Engagement>(kEngagement).former_phases_size(), 2);
  EXPECT_EQ(Load<Engagement>(kEngagement).etag(), "4");
}

// What cannot be taken over below one owner keeps nobody else from working.
TEST_F(FormerPhasesTest, LeavesWhatCannotBeTakenAsItIs) {
  Engagement twice = GoodEngagement();
  twice.set_name("programmes/viv/engagements/zwei");
  for (int i = 0; i < 2; ++i) {
    auto* phase = twice.add_former_phases();
    phase->set_phase_id("auftrag");
    phase->set_state(v1alpha::FormerPhase::STATE_PLANNED);
  }
  Import(6, &twice);
  const auto taken = TakeFormerPhases(store_.get());
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->unread, 1);
  EXPECT_EQ(taken->taken, 3);
}

}  // namespace
}  // namespace lotse::engagement
