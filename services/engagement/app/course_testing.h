#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/course.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {

using type::v1alpha::ErrorReason;

inline constexpr auto kBlocked = type::v1alpha::ERROR_REASON_GATE_BLOCKED;
inline constexpr auto kClosing = type::v1alpha::ERROR_REASON_CLOSING_BLOCKED;
inline constexpr auto kDuration = type::v1alpha::ERROR_REASON_DURATION_LIMIT;
inline constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
inline constexpr auto kOrder = type::v1alpha::ERROR_REASON_PHASE_ORDER;
inline constexpr auto kOverlap = type::v1alpha::ERROR_REASON_AGREEMENT_OVERLAP;
inline constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

inline constexpr char kEngagement[] = "programmes/viv/engagements/eins";
inline constexpr char kTrack[] = "programmes/viv/engagements/eins/tracks/soziales";
inline constexpr char kFirst[] = "programmes/viv/engagements/eins/tracks/soziales/phases/bestand";
inline constexpr char kSecond[] = "programmes/viv/engagements/eins/tracks/soziales/phases/ziele";

// The base of tests of the course of an engagement: a draft over a real store, with a
// programme, an administration, a unit and a template of two phases.
class CourseTest : public AppTesting {
 protected:
  CourseTest() : AppTesting(ServiceNames()) {
    // 23:30 UTC in summer: already the next day where the administrations are.
    now_ = absl::FromCivil(absl::CivilMinute(2021, 7, 1, 23, 30), absl::UTCTimeZone());
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    v1alpha::CreateProgrammeRequest programme;
    programme.set_programme_id("viv");
    *programme.mutable_programme() = GoodProgramme();
    v1alpha::Programme p;
    ASSERT_EQ(Run(programme, &p), kOk) << status_;
    v1alpha::CreateAdministrationRequest administration;
    administration.set_administration_id("musterstadt");
    *administration.mutable_administration() = GoodAdministration();
    v1alpha::Administration a;
    ASSERT_EQ(Run(administration, &a), kOk) << status_;
    v1alpha::CreateOrgUnitRequest unit;
    unit.set_parent("administrations/musterstadt");
    unit.set_org_unit_id("soziales");
    *unit.mutable_org_unit()->mutable_title() = p.title();
    v1alpha::OrgUnit u;
    ASSERT_EQ(Run(unit, &u), kOk) << status_;
    PutTemplate();
    v1alpha::CreateEngagementRequest engagement;
    engagement.set_parent("programmes/viv");
    engagement.set_engagement_id("eins");
    *engagement.mutable_engagement() = GoodEngagement();
    engagement.mutable_engagement()->set_phase_template("programmes/viv/phaseTemplates/ideal");
    ASSERT_EQ(Run(engagement, &engagement_), kOk) << status_;
  }

  // A template that is published and a code list, whatever rules these have.
  void PutTemplate() {
    auto list = FromText<v1alpha::CodeList>(R"(
        name: "codeLists/c-01-v1" list_uri: "urn:lotse:codelist:c-01" version: "1"
        entries { code: "produktbezogen" })");
    ASSERT_TRUE(store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Create(&list); }).ok());
    v1alpha::PhaseTemplate phase_template = GoodPhaseTemplate();
    phase_template.set_state(v1alpha::PhaseTemplate::STATE_PUBLISHED);
    ASSERT_TRUE(
        store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Create(&phase_template); }).ok());
  }
  template <class R>
  R Get(const char* name) {
    R r;
    EXPECT_TRUE(store_->Read([&](Tx& tx) { return tx.Load(name, &r); }).ok()) << name;
    return r;
  }
  ErrorReason MakeTrack(const char* id = "soziales") {
    v1alpha::CreateTrackRequest q;
    q.set_parent(kEngagement);
    q.set_track_id(id);
    *q.mutable_track()->mutable_title() = engagement_.title();
    q.mutable_track()->add_org_units("administrations/musterstadt/orgUnits/soziales");
    return Run(q, &track_);
  }
  ErrorReason Move(v1alpha::EngagementStep step, const char* reason = "") {
    v1alpha::MoveEngagementRequest q;
    q.set_name(kEngagement);
    q.set_etag(Get<v1alpha::Engagement>(kEngagement).etag());
    q.set_step(step);
    q.set_reason(reason);
    return Write(&MoveEngagement, q, &engagement_);
  }
  ErrorReason MakeAgreement(const char* id, v1alpha::Agreement agreement = GoodAgreement()) {
    v1alpha::CreateAgreementRequest q;
    q.set_parent(kEngagement);
    q.set_agreement_id(id);
    *q.mutable_agreement() = std::move(agreement);
    return Run(q, &agreement_);
  }
  template <class Q>
  ErrorReason Agree(absl::Status (*step)(Tx&, const Q&, v1alpha::Agreement*)) {
    Q q;
    q.set_name(agreement_.name());
    q.set_etag(agreement_.etag());
    return Write(step, q, &agreement_);
  }
  ErrorReason MoveTo(const char* phase, v1alpha::PhaseStep step, const char* reason = "") {
    v1alpha::MovePhaseRequest q;
    q.set_name(phase);
    q.set_etag(Get<v1alpha::Phase>(phase).etag());
    q.set_step(step);
    q.set_reason(reason);
    return Write<v1alpha::MovePhaseRequest>(&MovePhase, q, &phase_);
  }
  void BringIntoGate(const char* phase) {
    ASSERT_EQ(MoveTo(phase, v1alpha::PHASE_STEP_PREPARE), kOk) << status_;
    ASSERT_EQ(MoveTo(phase, v1alpha::PHASE_STEP_START), kOk) << status_;
    ASSERT_EQ(MoveTo(phase, v1alpha::PHASE_STEP_ENTER_GATE), kOk) << status_;
  }
  v1alpha::DecideGateRequest Decide(const char* phase, v1alpha::GateVerdict::Verdict verdict) {
    v1alpha::DecideGateRequest q;
    q.set_name(phase);
    q.set_etag(Get<v1alpha::Phase>(phase).etag());
    q.set_verdict(verdict);
    if (verdict == v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS) {
      auto* condition = q.add_conditions();
      condition->set_action_item_id("ausgangswert");
      *condition->mutable_title() = engagement_.title();
      *condition->mutable_due_date() = engagement_.end_date();
    }
    return q;
  }
  ErrorReason Decide(const v1alpha::DecideGateRequest& q) {
    return Write<v1alpha::DecideGateRequest>(&DecideGate, q, &phase_);
  }

  v1alpha::Engagement engagement_;
  v1alpha::Agreement agreement_;
  v1alpha::Track track_;
  v1alpha::Phase phase_;
};

}  // namespace lotse::engagement
