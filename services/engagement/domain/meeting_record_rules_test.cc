#include "services/engagement/domain/meeting_record_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "services/engagement/domain/body_test_data.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::MeetingRecord;

constexpr char kDecision[] = "programmes/viv/engagements/eins/decisions/leitbild";
constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;

google::type::Date Today() {
  google::type::Date today;
  today.set_year(2021);
  return today;
}

TEST(MeetingRecordMachine, HasTheseStepsOnly) {
  EXPECT_EQ(LegalOf(MeetingRecordMachine()), (std::set<std::string>{
                                                 "CIRCULATED APPROVE -> APPROVED",
                                                 "CIRCULATED RETURN -> DRAFT",
                                                 "DRAFT CIRCULATE -> CIRCULATED",
                                             }));
}

TEST(CheckMeetingRecord, FindsEachFault) {
  struct Case {
    const char* field;  // Null if it is right.
    std::function<void(MeetingRecord*)> change;
  };
  const Case cases[] = {
      {nullptr, [](auto*) {}},
      {nullptr, [](auto* r) { r->add_decisions(kDecision); }},
      {nullptr, [](auto* r) { r->clear_text(); }},
      {"meeting_record.body",
       [](auto* r) { r->set_body("programmes/viv/engagements/zwei/bodies/steuerung"); }},
      {"meeting_record.meeting_date", [](auto* r) { r->clear_meeting_date(); }},
      {"meeting_record.agenda",
       [](auto* r) {
         for (int i = 0; i < 50; ++i) *r->add_agenda() = r->agenda(0);
       }},
      {"meeting_record.agenda[1]", [](auto* r) { r->add_agenda(); }},
      {"meeting_record.text.variants[0].language",
       [](auto* r) { r->mutable_text()->mutable_variants(0)->clear_language(); }},
      {"meeting_record.attendee_count", [](auto* r) { r->set_attendee_count(-1); }},
      {"meeting_record.attendee_count", [](auto* r) { r->set_attendee_count(100001); }},
      {"meeting_record.decisions[0]",
       [](auto* r) { r->add_decisions("programmes/viv/engagements/zwei/decisions/d"); }},
      {"meeting_record.decisions[1]",
       [](auto* r) {
         r->add_decisions(kDecision);
         r->add_decisions(kDecision);
       }},
      {"meeting_record.decisions",
       [](auto* r) {
         for (int i = 0; i < 101; ++i) r->add_decisions(kDecision + std::to_string(i));
       }},
      {"meeting_record.external_ids[0].system", [](auto* r) { r->add_external_ids(); }},
  };
  for (const Case& c : cases) {
    MeetingRecord record = GoodRecord();
    c.change(&record);
    const auto violations = CheckMeetingRecord(record);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty(), c.field == nullptr) << (c.field == nullptr ? "" : c.field);
    if (c.field != nullptr && !violations.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(CheckQuorum, FewerDecideNothing) {
  v1alpha::Body body = GoodBody();
  MeetingRecord record = GoodRecord();
  body.set_quorum(3);
  EXPECT_TRUE(CheckQuorum(record, body).empty()) << "they may meet";
  record.add_decisions(kDecision);
  ASSERT_EQ(CheckQuorum(record, body).size(), 1u);
  EXPECT_EQ(CheckQuorum(record, body)[0].field, "meeting_record.attendee_count");
  body.set_quorum(2);
  EXPECT_TRUE(CheckQuorum(record, body).empty());
}

TEST(MeetingRecord, ApprovedMinutesAreFinal) {
  MeetingRecord record = GoodRecord();
  record.set_state(MeetingRecord::STATE_DRAFT);
  EXPECT_TRUE(CheckWritable(record).ok());
  ASSERT_TRUE(TakeRecordStep("CIRCULATE", Today(), &record).ok());
  EXPECT_EQ(rpc::ReasonOf(CheckWritable(record)), kFinal);
  EXPECT_FALSE(record.has_approve_date());
  ASSERT_TRUE(TakeRecordStep("APPROVE", Today(), &record).ok());
  EXPECT_EQ(rpc::ReasonOf(CheckWritable(record)), kFinal);
  EXPECT_EQ(record.approve_date().year(), 2021);
}

TEST(AddAddendum, OnlyToApprovedMinutesAndNeverDropsOne) {
  MeetingRecord record = GoodRecord();
  for (const auto state : {MeetingRecord::STATE_DRAFT, MeetingRecord::STATE_CIRCULATED}) {
    record.set_state(state);
    EXPECT_EQ(rpc::ReasonOf(AddAddendum(record.text(), Today(), &record)),
              type::v1alpha::ERROR_REASON_WRONG_STATE);
  }
  record.set_state(MeetingRecord::STATE_APPROVED);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(AddAddendum(record.text(), Today(), &record).ok());
  EXPECT_EQ(record.addenda(49).date().year(), 2021);
  EXPECT_EQ(record.addenda(49).text().DebugString(), record.text().DebugString());
  EXPECT_EQ(rpc::ReasonOf(AddAddendum(record.text(), Today(), &record)), kFinal);
  EXPECT_EQ(record.addenda_size(), 50);
}

}  // namespace
}  // namespace lotse::engagement
