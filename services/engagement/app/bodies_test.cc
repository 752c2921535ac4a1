#include "services/engagement/app/bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/body_service.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "services/engagement/app/app_testing.h"
#include "services/engagement/domain/body_test_data.h"

// Bodies, decisions and minutes: each method with each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Body;
using v1alpha::Decision;
using v1alpha::MeetingRecord;

class BodiesTest : public EngagementTesting {
 protected:
  void SetUp() override {
    EngagementTesting::SetUp();
    Body body = GoodBody();
    ASSERT_EQ(MakeBody("steuerung", &body), kOk) << status_;
  }

  rpc::ErrorReason MakeBody(const char* id, Body* body) {
    return Create<v1alpha::CreateBodyRequest>(kEngagement, id, body);
  }
  rpc::ErrorReason Propose(const char* id, Decision* decision) {
    return Create<v1alpha::CreateDecisionRequest>(kEngagement, id, decision);
  }
  Decision Proposed(const char* id, const std::string& replaces = "") {
    Decision decision = GoodDecision();
    decision.set_replaces(replaces);
    EXPECT_EQ(Propose(id, &decision), kOk) << status_;
    return decision;
  }
  rpc::ErrorReason Move(v1alpha::DecisionStep step, Decision* decision, const char* reason = "") {
    v1alpha::MoveDecisionRequest q;
    q.set_step(step);
    q.set_reason(reason);
    return Step(&MoveDecision, q, decision);
  }
  MeetingRecord Written(const char* id = "erste") {
    MeetingRecord record = GoodRecord();
    EXPECT_EQ(Write(id, &record), kOk) << status_;
    return record;
  }
  rpc::ErrorReason Write(const char* id, MeetingRecord* record) {
    return Create<v1alpha::CreateMeetingRecordRequest>(kEngagement, id, record);
  }
  rpc::ErrorReason Move(v1alpha::MeetingRecordStep step, MeetingRecord* record) {
    v1alpha::MoveMeetingRecordRequest q;
    q.set_step(step);
    return Step(&MoveMeetingRecord, q, record);
  }
  rpc::ErrorReason Add(const char* text, MeetingRecord* record) {
    v1alpha::AddMeetingAddendumRequest q;
    auto* variant = q.mutable_text()->add_variants();
    variant->set_language("de");
    variant->set_text(text);
    return Step(&AddMeetingAddendum, q, record);
  }
  Decision Again(const Decision& decision) {
    Decision out;
    EXPECT_EQ(ByName<v1alpha::GetDecisionRequest>(decision.name().c_str(), &out), kOk);
    return out;
  }
  std::string Message() const { return std::string(status_.message()); }
};

TEST_F(BodiesTest, BodiesAreChecked) {
  Body body = GoodBody();
  body.set_quorum(3);
  EXPECT_EQ(MakeBody("zwei", &body), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("body.quorum"));
  body = GoodBody();
  body.mutable_members(0)->set_org_unit("administrations/musterstadt/orgUnits/none");
  EXPECT_EQ(MakeBody("zwei", &body), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("body.members.org_unit: does not exist"));
}

TEST_F(BodiesTest, ABodyThatDecidedIsInUse) {
  Proposed("leitbild");
  Body body;
  EXPECT_EQ(ByName<v1alpha::DeleteBodyRequest>(GoodBody().name().c_str(), &body), kInUse);
}

TEST_F(BodiesTest, ADecisionIsProposedAndAdopted) {
  Decision decision = Proposed("leitbild");
  EXPECT_EQ(decision.state(), Decision::STATE_PROPOSED);
  EXPECT_FALSE(decision.has_decide_date());
  decision.mutable_text()->mutable_variants(0)->set_text("Das Leitbild gilt.");
  ASSERT_EQ(Update<v1alpha::UpdateDecisionRequest>(&decision), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &decision), kOk) << status_;
  EXPECT_EQ(decision.state(), Decision::STATE_ADOPTED);
  EXPECT_EQ(decision.decide_date().day(), 2) << "in Berlin";
  // From now on it stays as it is.
  Decision changed = decision;
  changed.mutable_text()->mutable_variants(0)->set_text("anders");
  EXPECT_EQ(Update<v1alpha::UpdateDecisionRequest>(&changed), kFinal);
  EXPECT_EQ(ByName<v1alpha::DeleteDecisionRequest>(decision.name().c_str(), &changed), kFinal);
  changed = decision;
  EXPECT_EQ(Update<v1alpha::UpdateDecisionRequest>(&changed), kOk) << "nothing is different";
  EXPECT_EQ(changed.etag(), decision.etag());
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &decision), kState);
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_REVOKE, &decision), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("reason"));
  ASSERT_EQ(Move(v1alpha::DECISION_STEP_REVOKE, &decision, "Haushalt"), kOk) << status_;
  EXPECT_EQ(decision.state(), Decision::STATE_REVOKED);
}

TEST_F(BodiesTest, AnAdoptionWithAChangeSaysWhich) {
  Decision decision = Proposed("leitbild");
  v1alpha::MoveDecisionRequest q;
  q.set_step(v1alpha::DECISION_STEP_ADOPT_MODIFIED);
  EXPECT_EQ(Step(&MoveDecision, q, &decision), kInvalid);
  *q.mutable_modification() = decision.title();
  ASSERT_EQ(Step(&MoveDecision, q, &decision), kOk) << status_;
  EXPECT_EQ(decision.state(), Decision::STATE_ADOPTED_MODIFIED);
  EXPECT_EQ(decision.modification().DebugString(), decision.title().DebugString());
}

TEST_F(BodiesTest, DecisionStepErrors) {
  Decision decision = Proposed("leitbild");
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_UNSPECIFIED, &decision), kInvalid);
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_IMPLEMENT, &decision), kState);
  Decision other = decision;
  other.set_etag("7");
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &other), kEtag);
  other.set_etag("");
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &other), kInvalid);
  other.set_etag("1");
  other.set_name("programmes/viv/engagements/eins/decisions/none");
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &other), kNotFound);
  ASSERT_EQ(ByName<v1alpha::DeleteDecisionRequest>(decision.name().c_str(), &decision), kOk);
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &decision), kDeleted);
}

TEST_F(BodiesTest, ADecisionIsReplacedByTheAdoptionOfAnother) {
  Decision old = Proposed("alt");
  Decision replacing = Proposed("neu", old.name());
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &replacing), kState) << "nothing to revoke yet";
  EXPECT_THAT(Message(), HasSubstr(old.name() + " is PROPOSED"));
  EXPECT_EQ(Again(replacing).state(), Decision::STATE_PROPOSED) << "both or none";
  ASSERT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &old), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &replacing), kOk) << status_;
  EXPECT_EQ(replacing.state(), Decision::STATE_ADOPTED);
  EXPECT_EQ(Again(old).state(), Decision::STATE_REVOKED);
  EXPECT_EQ(Again(old).decide_date().day(), 2);
  // Nothing takes its place a second time.
  Decision third = Proposed("drittes", old.name());
  EXPECT_EQ(Move(v1alpha::DECISION_STEP_ADOPT, &third), kState);
  ASSERT_EQ(Move(v1alpha::DECISION_STEP_REJECT, &third), kOk) << "what is rejected revokes nothing";
}

TEST_F(BodiesTest, WhatADecisionNamesExistsInItsEngagement) {
  ASSERT_EQ(MakeEngagement("zwei"), kOk);
  struct Case {
    const char* field;
    void (*change)(Decision*);
  };
  const Case cases[] = {
      {"decision.body: does not exist",
       [](Decision* d) { d->set_body("programmes/viv/engagements/eins/bodies/none"); }},
      {"decision.body: give a body of this engagement",
       [](Decision* d) { d->set_body("programmes/viv/engagements/zwei/bodies/steuerung"); }},
      {"decision.replaces: does not exist",
       [](Decision* d) { d->set_replaces("programmes/viv/engagements/eins/decisions/none"); }},
      {"decision.subjects[0]: does not exist",
       [](Decision* d) { d->add_subjects("programmes/viv/engagements/eins/goals/none"); }},
      {"decision.subjects[0]: give a goal",
       [](Decision* d) { d->add_subjects("programmes/viv/engagements/zwei/goals/none"); }},
  };
  for (const Case& c : cases) {
    Decision decision = GoodDecision();
    c.change(&decision);
    EXPECT_EQ(Propose("d", &decision), kInvalid) << c.field;
    EXPECT_THAT(Message(), HasSubstr(c.field));
  }
}

TEST_F(BodiesTest, ASubjectMayNotBeDeleted) {
  v1alpha::Goal goal = FromText<v1alpha::Goal>(R"(
    level: LEVEL_GUIDING title { variants { language: "de" text: "Vielfalt fördern" } })");
  ASSERT_EQ(Create<v1alpha::CreateGoalRequest>(kEngagement, "vielfalt", &goal), kOk) << status_;
  Decision decision = GoodDecision();
  decision.add_subjects(goal.name());
  ASSERT_EQ(Propose("eins", &decision), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteGoalRequest>(goal.name().c_str(), &goal), kOk) << status_;
  Decision second = GoodDecision();
  second.add_subjects(goal.name());
  EXPECT_EQ(Propose("zwei", &second), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("decision.subjects[0]: was deleted"));
  ASSERT_EQ(ByName<v1alpha::DeleteDecisionRequest>(decision.name().c_str(), &decision), kOk);
  EXPECT_EQ(
      ByName<v1alpha::UndeleteDecisionRequest>(decision.name().c_str(), decision.etag(), &decision),
      kInvalid);
}

TEST_F(BodiesTest, MinutesAreSentRoundAndApproved) {
  MeetingRecord record = Written();
  EXPECT_EQ(record.state(), MeetingRecord::STATE_DRAFT);
  EXPECT_EQ(Move(v1alpha::MEETING_RECORD_STEP_APPROVE, &record), kState);
  EXPECT_EQ(Move(v1alpha::MEETING_RECORD_STEP_UNSPECIFIED, &record), kInvalid);
  EXPECT_EQ(Add("Es waren drei.", &record), kState);
  ASSERT_EQ(Move(v1alpha::MEETING_RECORD_STEP_CIRCULATE, &record), kOk) << status_;
  MeetingRecord changed = record;
  changed.set_attendee_count(3);
  EXPECT_EQ(Update<v1alpha::UpdateMeetingRecordRequest>(&changed), kFinal);
  EXPECT_THAT(Message(), HasSubstr("return it first"));
  ASSERT_EQ(Move(v1alpha::MEETING_RECORD_STEP_RETURN, &record), kOk) << status_;
  record.set_attendee_count(1);
  ASSERT_EQ(Update<v1alpha::UpdateMeetingRecordRequest>(&record), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::MEETING_RECORD_STEP_CIRCULATE, &record), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::MEETING_RECORD_STEP_APPROVE, &record), kOk) << status_;
  EXPECT_EQ(record.approve_date().day(), 2);
  changed = record;
  changed.set_attendee_count(2);
  EXPECT_EQ(Update<v1alpha::UpdateMeetingRecordRequest>(&changed), kFinal);
  EXPECT_EQ(ByName<v1alpha::DeleteMeetingRecordRequest>(record.name().c_str(), &changed), kFinal);
  EXPECT_EQ(Move(v1alpha::MEETING_RECORD_STEP_RETURN, &record), kState);
}

TEST_F(BodiesTest, ApprovedMinutesArePutRightByAnAddendum) {
  MeetingRecord record = Written();
  ASSERT_EQ(Move(v1alpha::MEETING_RECORD_STEP_CIRCULATE, &record), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::MEETING_RECORD_STEP_APPROVE, &record), kOk) << status_;
  EXPECT_EQ(Add("", &record), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("text.variants[0].text"));
  const std::string text = record.text().DebugString();
  ASSERT_EQ(Add("Es waren drei.", &record), kOk) << status_;
  ASSERT_EQ(record.addenda_size(), 1);
  EXPECT_EQ(record.addenda(0).text().variants(0).text(), "Es waren drei.");
  EXPECT_EQ(record.addenda(0).date().day(), 2);
  EXPECT_EQ(record.text().DebugString(), text);
  MeetingRecord stale = record;
  stale.set_etag("1");
  EXPECT_EQ(Add("x", &stale), kEtag);
  stale.set_name("programmes/viv/engagements/eins/meetingRecords/none");
  EXPECT_EQ(Add("x", &stale), kNotFound);
}

TEST_F(BodiesTest, MinutesHoldWhatTheirBodyDecided) {
  Body steering = GoodBody();
  steering.set_quorum(2);
  ASSERT_EQ(Update<v1alpha::UpdateBodyRequest>(&steering), kOk) << status_;
  Body other = GoodBody();
  other.set_quorum(0);
  ASSERT_EQ(MakeBody("planung", &other), kOk) << status_;
  Decision foreign = GoodDecision();
  foreign.set_body(other.name());
  ASSERT_EQ(Propose("fremd", &foreign), kOk) << status_;
  const Decision own = Proposed("leitbild");
  MeetingRecord record = GoodRecord();
  record.add_decisions(foreign.name());
  EXPECT_EQ(Write("erste", &record), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("meeting_record.decisions[0]: another body"));
  record.set_decisions(0, "programmes/viv/engagements/eins/decisions/none");
  EXPECT_EQ(Write("erste", &record), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("meeting_record.decisions: does not exist"));
  record.set_decisions(0, own.name());
  record.set_attendee_count(1);
  EXPECT_EQ(Write("erste", &record), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("fewer than the quorum of 2"));
  record.set_attendee_count(2);
  ASSERT_EQ(Write("erste", &record), kOk) << status_;
  record.set_attendee_count(1);
  EXPECT_EQ(Update<v1alpha::UpdateMeetingRecordRequest>(&record), kInvalid);
  Decision out;
  EXPECT_EQ(ByName<v1alpha::DeleteDecisionRequest>(own.name().c_str(), &out), kInUse);
}

}  // namespace
}  // namespace lotse::engagement
