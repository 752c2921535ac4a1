#include "services/engagement/app/import_checks.h"

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engagement/app/transfer_testing.h"
#include "services/engagement/domain/measurement_rules.h"
#include "services/engagement/exchange/engagement_file.h"

// What is brought back among what is there. Over real stores.
namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::TRANSFER_STATE_SUCCEEDED;

class ImportChecksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    FillEngagement(&place_);
    place_.Start();
  }
  static std::string Export(TransferPlace* place) {
    const ExportJob job = place->Export(kPlace);
    EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    return place->Content(job.blob());
  }
  // The file with resources more, at its end.
  static std::string WithMore(const std::string& file, std::vector<const Message*> resources) {
    const size_t end = file.find('\n');
    auto head = ParseEngagementLine(file.substr(0, end));
    EXPECT_TRUE(head.ok()) << head.status();
    std::string more;
    for (const Message* resource : resources) {
      const bool outside = resource->GetDescriptor() == v1alpha::OrgUnit::descriptor();
      outside ? head->head.set_outside_count(head->head.outside_count() + 1)
              : head->head.set_own_count(head->head.own_count() + 1);
      more += ResourceLine(*resource, outside);
    }
    return absl::StrCat(HeadLine(head->head), file.substr(end + 1), more);
  }
  // Brings it back with resources more into the store it came from; why those were refused.
  rpc::ErrorReason Add(std::vector<const Message*> resources) {
    const int64_t count = static_cast<int64_t>(resources.size());
    const ImportJob job = place_.Import(kOwner, WithMore(Export(&place_), std::move(resources)));
    EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    fault_ = job.faults().empty() ? v1alpha::TransferFault() : job.faults(0);
    EXPECT_EQ(job.created_count() + job.refused_count(), count) << job.DebugString();
    EXPECT_TRUE(job.created_count() == 0 || job.refused_count() == 0) << job.DebugString();
    for (const v1alpha::TransferFault& fault : job.faults()) {
      EXPECT_NE(fault.german(), "") << fault.DebugString();
      EXPECT_NE(fault.german(), fault.description());
    }
    return fault_.reason();
  }
  rpc::ErrorReason Add(const Message& resource) { return Add({&resource}); }
  // The field for which a resource is refused.
  std::string FieldOf(const Message& resource) {
    EXPECT_EQ(Add(resource), type::v1alpha::ERROR_REASON_INVALID_FIELDS) << fault_.DebugString();
    return fault_.field();
  }
  void SetState(Engagement::State state) {
    place_.Change<Engagement>(kPlace, [&](Engagement* one) { one->set_state(state); });
  }

  TransferPlace place_;
  v1alpha::TransferFault fault_;
};

template <class R>
R Restored(R resource, const std::string& id) {
  resource = Named(std::move(resource), id);
  resource.set_etag("3");
  return resource;
}

// A title, and more fields.
template <class R>
R Titled(const std::string& name, const std::string& more = "") {
  R resource = FromText<R>(
      absl::StrCat("title { variants { language: \"de\" text: \"T\" } } etag: \"3\" ", more)
          .c_str());
  resource.set_name(name);
  return resource;
}

TEST_F(ImportChecksTest, WhatIsOverTakesNoMore) {
  EXPECT_EQ(Add(Restored(GoodNeed(), "a")), type::v1alpha::ERROR_REASON_UNSPECIFIED);
  EXPECT_TRUE(place_.Has(absl::StrCat(kPlace, "/needs/a")));
  for (const auto state :
       {Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED, Engagement::STATE_CANCELLED}) {
    SetState(state);
    EXPECT_EQ(Add(Restored(GoodNeed(), "b")), type::v1alpha::ERROR_REASON_WRONG_STATE) << state;
    EXPECT_FALSE(place_.Has(absl::StrCat(kPlace, "/needs/b"))) << state;
  }
  // As when they are created: what is looked at afterwards, while it is only closed.
  EXPECT_EQ(Add(Restored(GoodIndicator(), "b")), type::v1alpha::ERROR_REASON_WRONG_STATE);
  SetState(Engagement::STATE_CLOSED);
  EXPECT_EQ(Add(Restored(GoodIndicator(), "b")), type::v1alpha::ERROR_REASON_UNSPECIFIED);
}

TEST_F(ImportChecksTest, WhatIsOverIsBroughtBackWithAllThatIsItsOwn) {
  SetState(Engagement::STATE_ARCHIVED);
  const std::string file = Export(&place_);
  TransferPlace to;
  to.Put(kOwner, GoodProgramme());
  to.Start();
  // Without the need, and what stands on it, as if it had been interrupted.
  std::vector<std::string> lines = absl::StrSplit(file, '\n');
  for (std::string& line : lines) {
    if (absl::StrContains(line, "v1alpha.Need\"")) line = "{}";
  }
  ImportJob job = to.Import(kOwner, absl::StrJoin(lines, "\n"));
  ASSERT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  ASSERT_TRUE(to.Has(kPlace));
  EXPECT_EQ(job.refused_count(), 4) << job.DebugString();
  job = to.Import(kOwner, file);
  EXPECT_EQ(job.refused_count(), 0) << job.DebugString();
  EXPECT_EQ(job.created_count(), 4);
  EXPECT_EQ(to.All(), place_.All());
}

TEST_F(ImportChecksTest, AGoalBeyondADraftHasAParent) {
  using v1alpha::Goal;
  auto goal = Restored(GoodGoal(), "ohne");
  goal.clear_parent_goal();
  goal.set_version(1);
  for (const auto state : {Goal::STATE_PROPOSED, Goal::STATE_ADOPTED, Goal::STATE_ACHIEVED,
                           Goal::STATE_PARTLY_ACHIEVED, Goal::STATE_NOT_ACHIEVED}) {
    goal.set_state(state);
    EXPECT_EQ(Add(goal), type::v1alpha::ERROR_REASON_GOAL_TREE) << state;
  }
  for (const auto state : {Goal::STATE_DRAFT, Goal::STATE_WITHDRAWN}) {
    goal = Restored(goal, state == Goal::STATE_DRAFT ? "entwurf" : "verworfen");
    goal.set_state(state);
    EXPECT_EQ(Add(goal), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
  }
}

TEST_F(ImportChecksTest, AnAgreementBeyondADraftHasNumberAndDays) {
  using v1alpha::Agreement;
  auto agreement = GoodAgreement();
  agreement.set_name(absl::StrCat(kPlace, "/agreements/v1"));
  agreement.set_etag("3");
  agreement.set_state(Agreement::STATE_PROPOSED);
  EXPECT_EQ(FieldOf(agreement), "agreement.number");
  agreement.set_number(1);
  agreement.clear_effective_date();
  EXPECT_EQ(FieldOf(agreement), "agreement.effective_date");
  agreement.set_state(Agreement::STATE_DRAFT);
  EXPECT_EQ(Add(agreement), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
}

TEST_F(ImportChecksTest, OneAgreementIsInForce) {
  auto agreement = GoodAgreement();
  agreement.set_name(absl::StrCat(kPlace, "/agreements/v1"));
  agreement.set_state(v1alpha::Agreement::STATE_IN_FORCE);
  agreement.set_number(1);
  place_.Put(agreement.name(), agreement);
  auto second = Restored(agreement, "v2");
  second.set_number(2);
  EXPECT_EQ(Add(second), type::v1alpha::ERROR_REASON_AGREEMENT_OVERLAP);
  second.set_state(v1alpha::Agreement::STATE_PROPOSED);
  second.set_number(1);
  EXPECT_EQ(FieldOf(second), "agreement.number");
  second.set_number(2);
  EXPECT_EQ(Add(second), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
}

TEST_F(ImportChecksTest, ASharedIndicatorHasOneHeir) {
  auto shared = GoodIndicator();
  place_.Put(absl::StrCat(kOwner, "/indicators/geteilt"), shared);
  auto heir = Restored(shared, "erster");
  heir.set_shared_indicator(absl::StrCat(kOwner, "/indicators/geteilt"));
  EXPECT_EQ(Add(heir), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
  EXPECT_EQ(FieldOf(Restored(heir, "zweiter")), "indicator.shared_indicator");
}

v1alpha::Measurement OfDay(int day, const std::string& value) {
  auto measurement = FromText<v1alpha::Measurement>(
      "state: STATE_LOCKED definition_version: 1 revision_number: 1 source: SOURCE_MANUAL");
  measurement.set_name(absl::StrCat(GoodIndicator().name(), "/measurements/d", day));
  measurement.set_etag("3");
  *measurement.mutable_start_date() = types::ToDate(absl::CivilDay(2000, 1, 1) + day);
  *measurement.mutable_end_date() = measurement.start_date();
  measurement.mutable_value()->set_value(value);
  return measurement;
}

TEST_F(ImportChecksTest, MeasurementsFitTheirIndicatorAndOneAnother) {
  place_.Change<v1alpha::Indicator>(GoodIndicator().name(),
                                    [](auto* one) { one->set_definition_version(1); });
  EXPECT_EQ(Add(OfDay(0, "7")), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
  EXPECT_EQ(FieldOf(Restored(OfDay(0, "7"), "wieder")), "measurement.start_date");
  EXPECT_EQ(FieldOf(OfDay(1, "7.5")), "measurement.value");
  auto of_no_version = OfDay(1, "7");
  of_no_version.set_definition_version(2);
  EXPECT_EQ(FieldOf(of_no_version), "measurement.definition_version");
  const absl::Status written = place_.Write([](Tx& tx) -> absl::Status {
    for (int day = 1; day < kMostMeasurements; ++day) {
      v1alpha::Measurement one = OfDay(day, "7");
      if (absl::Status s = tx.Create(&one); !s.ok()) return s;
    }
    return absl::OkStatus();
  });
  ASSERT_TRUE(written.ok()) << written;
  EXPECT_EQ(FieldOf(OfDay(kMostMeasurements, "7")), "parent");
}

TEST_F(ImportChecksTest, PhasesHavePositionsOfTheirOwn) {
  const std::string track = absl::StrCat(kPlace, "/tracks/soziales");
  const auto phase = [&](int position) {
    return Titled<v1alpha::Phase>(track + "/phases/neu",
                                  absl::StrCat("state: STATE_PLANNED position: ", position));
  };
  EXPECT_EQ(FieldOf(phase(100)), "phase.position");
  EXPECT_EQ(Add(phase(200)), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
}

TEST_F(ImportChecksTest, MinutesHaveDecisionsOfTheirBody) {
  place_.Put(absl::StrCat(kPlace, "/bodies/andere"), GoodBody());
  auto decision = GoodDecision();
  decision.set_body(absl::StrCat(kPlace, "/bodies/andere"));
  place_.Put(absl::StrCat(kPlace, "/decisions/andere"), decision);
  auto record = Restored(GoodRecord(), "zweite");
  record.set_state(v1alpha::MeetingRecord::STATE_DRAFT);
  record.add_decisions(GoodDecision().name());
  record.add_decisions(absl::StrCat(kPlace, "/decisions/andere"));
  EXPECT_EQ(FieldOf(record), "meeting_record.decisions[1]");
}

TEST_F(ImportChecksTest, NothingRefersToAnotherEngagement) {
  const std::string other = absl::StrCat(kOwner, "/engagements/zwei");
  place_.Put(other, GoodEngagement());
  place_.Put(other + "/tracks/t", Titled<v1alpha::Track>(""));
  place_.Put(other + "/tracks/t/phases/p", Titled<v1alpha::Phase>("", "position: 100"));
  auto item =
      Titled<v1alpha::ActionItem>(absl::StrCat(kPlace, "/actionItems/neu"),
                                  "state: STATE_OPEN due_date { year: 2021 month: 9 day: 30 }");
  item.set_phase(other + "/tracks/t/phases/p");
  EXPECT_EQ(FieldOf(item), "action_item.phase");
  item.set_phase(absl::StrCat(kPlace, "/tracks/soziales/phases/bestand"));
  EXPECT_EQ(Add(item), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
}

TEST_F(ImportChecksTest, UnitsStayATree) {
  const std::string units = "administrations/musterstadt/orgUnits/";
  auto a = Titled<v1alpha::OrgUnit>(units + "a", absl::StrCat("parent_unit: \"", units, "b\""));
  auto b = Titled<v1alpha::OrgUnit>(units + "b", absl::StrCat("parent_unit: \"", units, "a\""));
  EXPECT_EQ(Add({&a, &b}), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_EQ(fault_.field(), "org_unit.parent_unit");
  b.clear_parent_unit();
  EXPECT_EQ(Add({&a, &b}), type::v1alpha::ERROR_REASON_UNSPECIFIED) << fault_.DebugString();
}

TEST_F(ImportChecksTest, AnEngagementFitsIntoItsProgramme) {
  const auto restore = [&] {
    TransferPlace to;
    to.Put(kOwner, GoodProgramme());
    to.Start();
    const ImportJob job = to.Import(kOwner, Export(&place_));
    EXPECT_EQ(to.Has(kPlace), job.state() == TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    return job.failure().field();
  };
  const auto template_in = [&](v1alpha::PhaseTemplate::State state) {
    place_.Change<v1alpha::PhaseTemplate>(GoodPhaseTemplate().name(),
                                          [&](auto* one) { one->set_state(state); });
  };
  template_in(v1alpha::PhaseTemplate::STATE_RETIRED);
  EXPECT_EQ(restore(), "") << "it goes on with what it has";
  template_in(v1alpha::PhaseTemplate::STATE_DRAFT);
  EXPECT_EQ(restore(), "engagement.phase_template");
  template_in(v1alpha::PhaseTemplate::STATE_PUBLISHED);
  place_.Change<Engagement>(kPlace, [](auto* one) { one->mutable_start_date()->set_year(2019); });
  EXPECT_EQ(restore(), "engagement.start_date");
}

}  // namespace
}  // namespace lotse::engagement
