#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using type::v1alpha::ERROR_REASON_INVALID_FIELDS;
using type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN;
using type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
using type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
using type::v1alpha::ERROR_REASON_UNSPECIFIED;
using type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;
using v1alpha::IssuedInvitation;

constexpr auto kInvalid = ERROR_REASON_INVALID_FIELDS;
constexpr auto kRefused = ERROR_REASON_INVITATION_REFUSED;

// After so many answers exactly one step of invitations is shown, whenever the store's
// thread came to it: after 19 none yet, after 10 more surely.
constexpr int kAnswersForOneStep = 3 * WavePair::kStep - 1;

class InvitationsTest : public AppTest {
 protected:
  void MakeInvitedWave() { MakeOpenWave(Wave::ACCESS_INVITED); }
  // The tokens by recipient: r0 to r<count - 1>.
  std::map<std::string, std::string> IssueMany(int count, bool reissue = false) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    q.set_reissue(reissue);
    for (int i = 0; i < count; ++i) {
      auto* recipient = q.add_recipients();
      recipient->set_recipient(absl::StrCat("r", i));
      recipient->set_stratum(i % 2 == 0 ? "haus" : "hof");
    }
    v1alpha::IssueInvitationsResponse r;
    EXPECT_EQ(Issue(q, &r), kOk) << status_;
    std::map<std::string, std::string> tokens;
    for (const auto& issued : r.invitations()) tokens[issued.recipient()] = issued.token();
    return tokens;
  }
  ErrorReason Issue(const v1alpha::IssueInvitationsRequest& q,
                    v1alpha::IssueInvitationsResponse* r) {
    return Ask(q, r, &IssueInvitations);
  }
  ErrorReason Check(const std::string& token) {
    v1alpha::CheckInvitationRequest q;
    q.set_parent(kWave);
    q.set_invitation_token(token);
    v1alpha::CheckInvitationResponse r;
    return Ask(q, &r, &CheckInvitation);
  }
  ErrorReason Answer(int person, const std::string& token) {
    auto q = Response(person, "1");
    q.set_invitation_token(token);
    return Submit(q);
  }
  std::set<std::string> RemindAll(int page_size) {
    std::set<std::string> recipients;
    v1alpha::ListRemindersRequest q;
    q.set_parent(kWave);
    q.set_page_size(page_size);
    v1alpha::ListRemindersResponse r;
    do {
      EXPECT_EQ(List(q, &r), kOk) << status_;
      EXPECT_LE(r.recipients_size(), page_size);
      for (const auto& recipient : r.recipients()) recipients.insert(recipient.recipient());
      q.set_page_token(r.next_page_token());
    } while (!r.next_page_token().empty());
    return recipients;
  }
  // That somebody need not be reminded is told by a thread of the store.
  void WaitUntilFewerThan(size_t reminders) {
    for (int i = 0; i < 1000 && RemindAll(5000).size() >= reminders; ++i) {
      absl::SleepFor(absl::Milliseconds(10));
    }
  }
  ErrorReason List(const v1alpha::ListRemindersRequest& q, v1alpha::ListRemindersResponse* r) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(ListReminders(*store_, *responses_, {cause_, patience_}, q, r));
  }
  std::vector<v1alpha::InvitationCount> Counts() {
    v1alpha::CountInvitationsRequest q;
    q.set_parent(kWave);
    v1alpha::CountInvitationsResponse r;
    EXPECT_EQ(Ask(q, &r, &CountInvitations), kOk) << status_;
    return {r.counts().begin(), r.counts().end()};
  }
  template <class Request, class Reply>
  ErrorReason Ask(const Request& q, Reply* r,
                  absl::Status (*use_case)(resource::Store&, ResponseStore&, const OnBehalf&,
                                           const Request&, Reply*)) {
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(use_case(*store_, *responses_, {cause_, {}}, q, r));
  }
};

TEST_F(InvitationsTest, EachTokenIsGoodForOneResponse) {
  MakeInvitedWave();
  auto tokens = IssueMany(3);
  ASSERT_THAT(tokens, SizeIs(3));
  EXPECT_EQ(tokens["r0"].size(), 26u);
  EXPECT_NE(tokens["r0"], tokens["r1"]);
  EXPECT_EQ(Check(tokens["r0"]), kOk) << status_;
  EXPECT_EQ(Check(tokens["r0"]), kOk) << "asking does not use it up";
  EXPECT_EQ(Answer(1, tokens["r0"]), kOk) << status_;
  EXPECT_EQ(Answer(1, tokens["r0"]), kOk) << "the same again is the same";
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_EQ(Answer(2, tokens["r0"]), kRefused);
  EXPECT_EQ(Check(tokens["r0"]), kOk) << "that it was used is not told yet";
  EXPECT_EQ(Answer(2, tokens["r1"]), kOk) << status_;
}

TEST_F(InvitationsTest, NothingTellsWhyOneIsRefused) {
  MakeInvitedWave();
  auto tokens = IssueMany(2);
  ASSERT_EQ(Answer(1, tokens["r0"]), kOk) << status_;
  v1alpha::MarkInvitationsRequest mark;
  mark.set_parent(kWave);
  mark.add_marks()->set_recipient("r1");
  mark.mutable_marks(0)->set_revoked(true);
  v1alpha::MarkInvitationsResponse marked;
  ASSERT_EQ(Ask(mark, &marked, &MarkInvitations), kOk) << status_;
  std::set<std::string> texts;
  for (const std::string& token :
       {tokens["r0"], tokens["r1"], std::string(26, '0'), std::string("zu kurz"), std::string()}) {
    EXPECT_EQ(Answer(2, token), kRefused) << token;
    texts.insert(status_.ToString(absl::StatusToStringMode::kWithEverything));
    if (token.empty() || token == tokens["r0"]) continue;
    EXPECT_EQ(Check(token), kRefused);
    texts.insert(status_.ToString(absl::StatusToStringMode::kWithEverything));
  }
  EXPECT_THAT(texts, SizeIs(1));
}

TEST_F(InvitationsTest, AreReadAsPeopleTypeThem) {
  MakeInvitedWave();
  std::string typed = IssueMany(1)["r0"];
  for (char& c : typed) c = static_cast<char>(toupper(c));
  typed.insert(13, " - ");
  EXPECT_EQ(Answer(1, typed), kOk) << status_;
}

TEST_F(InvitationsTest, AWaveForAllTakesNone) {
  MakeOpenWave();
  EXPECT_EQ(Answer(1, std::string(26, '0')), kInvalid);
  EXPECT_EQ(Submit(1, "1"), kOk) << status_;
  v1alpha::IssueInvitationsRequest q;
  q.set_parent(kWave);
  q.add_recipients()->set_recipient("1");
  v1alpha::IssueInvitationsResponse r;
  EXPECT_EQ(Issue(q, &r), kWrongState);
}

TEST_F(InvitationsTest, AreIssuedOnceUnlessAskedForAnew) {
  MakeInvitedWave();
  auto first = IssueMany(2);
  v1alpha::IssueInvitationsRequest q;
  q.set_parent(kWave);
  q.add_recipients()->set_recipient("r1");
  q.add_recipients()->set_recipient("new");
  v1alpha::IssueInvitationsResponse r;
  ASSERT_EQ(Issue(q, &r), kOk) << status_;
  EXPECT_EQ(r.invitations(0).outcome(), IssuedInvitation::OUTCOME_ISSUED_BEFORE);
  EXPECT_EQ(r.invitations(0).token(), "");
  EXPECT_EQ(r.invitations(1).outcome(), IssuedInvitation::OUTCOME_ISSUED);
  ASSERT_EQ(Answer(1, first["r0"]), kOk) << status_;
  auto second = IssueMany(2, /*reissue=*/true);
  EXPECT_EQ(second["r0"].size(), 26u) << "nothing tells that it was used";
  EXPECT_EQ(Answer(2, second["r0"]), kRefused);
  EXPECT_EQ(Answer(2, first["r1"]), kRefused);
  EXPECT_EQ(Answer(2, second["r1"]), kOk) << status_;
}

TEST_F(InvitationsTest, WhoAnsweredIsToldInSteps) {
  MakeInvitedWave();
  auto tokens = IssueMany(60);
  EXPECT_THAT(RemindAll(7), SizeIs(60));
  for (int i = 0; i < kAnswersForOneStep; ++i) {
    ASSERT_EQ(Answer(i, tokens[absl::StrCat("r", i)]), kOk) << status_;
  }
  WaitUntilFewerThan(60);
  EXPECT_THAT(RemindAll(7), SizeIs(50));
}

TEST_F(InvitationsTest, MarksChangeWhomToRemind) {
  MakeInvitedWave();
  IssueMany(4);
  v1alpha::MarkInvitationsRequest q;
  q.set_parent(kWave);
  for (const char* recipient : {"r0", "r1", "r2", "nobody"}) {
    q.add_marks()->set_recipient(recipient);
  }
  q.mutable_marks(0)->set_bounced(true);
  q.mutable_marks(1)->set_opted_out(true);
  q.mutable_marks(2)->set_revoked(true);
  v1alpha::MarkInvitationsResponse r;
  ASSERT_EQ(Ask(q, &r, &MarkInvitations), kOk) << status_;
  EXPECT_THAT(r.unknown_recipients(), ElementsAre("nobody"));
  EXPECT_THAT(RemindAll(10), ElementsAre("r3"));
  const auto counts = Counts();
  ASSERT_THAT(counts, SizeIs(2));
  EXPECT_EQ(counts[0].stratum(), "haus");
  EXPECT_EQ(counts[0].invited(), 2);
  EXPECT_EQ(counts[0].bounced(), 1);
  EXPECT_EQ(counts[0].revoked(), 1);
  EXPECT_EQ(counts[1].opted_out(), 1);
}

TEST_F(InvitationsTest, OfAClosedWaveOnlyTheSumsAreLeft) {
  MakeInvitedWave();
  auto tokens = IssueMany(60);
  for (int i = 0; i < 34; ++i) {
    ASSERT_EQ(Answer(i, tokens[absl::StrCat("r", i)]), kOk) << status_;
  }
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  const auto counts = Counts();
  ASSERT_THAT(counts, SizeIs(2));
  EXPECT_EQ(counts[0].invited(), 30);
  EXPECT_EQ(counts[0].answered(), 10) << "17, told in tens";
  EXPECT_EQ(counts[1].answered(), 10);
  v1alpha::ListRemindersRequest list;
  list.set_parent(kWave);
  v1alpha::ListRemindersResponse reminders;
  EXPECT_EQ(List(list, &reminders), ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_EQ(Check(tokens["r50"]), ERROR_REASON_WAVE_NOT_OPEN);
  v1alpha::IssueInvitationsRequest issue;
  issue.set_parent(kWave);
  issue.add_recipients()->set_recipient("late");
  v1alpha::IssueInvitationsResponse issued;
  EXPECT_EQ(Issue(issue, &issued), ERROR_REASON_WAVE_NOT_OPEN);
}

TEST_F(InvitationsTest, OfFewInvitedNothingIsTold) {
  MakeInvitedWave();
  auto tokens = IssueMany(18);
  for (int i = 0; i < 18; ++i) {
    ASSERT_EQ(Answer(i, tokens[absl::StrCat("r", i)]), kOk) << status_;
  }
  for (const auto& count : Counts()) EXPECT_FALSE(count.has_answered()) << count.stratum();
}

TEST_F(InvitationsTest, MarkingAndIssuingAnewTellsNobodyWhoAnswered) {
  MakeInvitedWave();
  auto tokens = IssueMany(30);
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(Answer(i, tokens[absl::StrCat("r", i)]), kOk) << status_;
  }
  v1alpha::MarkInvitationsRequest mark;
  mark.set_parent(kWave);
  for (int i = 0; i < 30; ++i) {
    mark.add_marks()->set_recipient(absl::StrCat("r", i));
    mark.mutable_marks(i)->set_bounced(true);
  }
  v1alpha::MarkInvitationsResponse marked;
  ASSERT_EQ(Ask(mark, &marked, &MarkInvitations), kOk) << status_;
  EXPECT_THAT(RemindAll(100), IsEmpty());
  tokens = IssueMany(30, /*reissue=*/true);
  EXPECT_THAT(RemindAll(100), SizeIs(30));
  for (const auto& [recipient, token] : tokens) EXPECT_EQ(Check(token), kOk) << recipient;
  // Those that are used advance all the same, under their new tokens.
  for (int i = 5; i < kAnswersForOneStep; ++i) {
    ASSERT_EQ(Answer(i, tokens[absl::StrCat("r", i)]), kOk) << status_;
  }
  EXPECT_EQ(Answer(99, tokens["r0"]), kRefused);
  WaitUntilFewerThan(30);
  EXPECT_THAT(RemindAll(100), SizeIs(20));
}

TEST_F(InvitationsTest, AMarkThatIsNotGivenStaysAsItIs) {
  MakeInvitedWave();
  IssueMany(1);
  v1alpha::MarkInvitationsRequest q;
  q.set_parent(kWave);
  q.add_marks()->set_recipient("r0");
  q.mutable_marks(0)->set_revoked(true);
  v1alpha::MarkInvitationsResponse r;
  ASSERT_EQ(Ask(q, &r, &MarkInvitations), kOk) << status_;
  q.mutable_marks(0)->clear_revoked();
  q.mutable_marks(0)->set_bounced(true);
  ASSERT_EQ(Ask(q, &r, &MarkInvitations), kOk) << status_;
  EXPECT_EQ(Counts()[0].revoked(), 1);
  EXPECT_EQ(Counts()[0].bounced(), 1);
  q.mutable_marks(0)->set_revoked(false);
  ASSERT_EQ(Ask(q, &r, &MarkInvitations), kOk) << status_;
  EXPECT_EQ(Counts()[0].revoked(), 0);
}

TEST_F(InvitationsTest, TheLogNotesWhoIssuedAndMarked) {
  MakeInvitedWave();
  const auto notes = [&](const char* verb) {
    SQLite::Database log(folder_ + "/x.db", SQLite::OPEN_READONLY);
    SQLite::Statement query(log, "SELECT count(*) FROM change WHERE verb = ? AND resource = ?");
    query.bind(1, verb);
    query.bind(2, kWave);
    return query.executeStep() ? query.getColumn(0).getInt() : -1;
  };
  IssueMany(1);
  EXPECT_EQ(notes("ISSUE_INVITATIONS"), 1);
  EXPECT_EQ(notes("REISSUE_INVITATIONS"), 0);
  IssueMany(1, /*reissue=*/true);
  EXPECT_EQ(notes("REISSUE_INVITATIONS"), 1);
  v1alpha::MarkInvitationsRequest mark;
  mark.set_parent(kWave);
  mark.add_marks()->set_recipient("r0");
  v1alpha::MarkInvitationsResponse marked;
  ASSERT_EQ(Ask(mark, &marked, &MarkInvitations), kOk) << status_;
  EXPECT_EQ(notes("MARK_INVITATIONS"), 1);
  EXPECT_EQ(Counts()[0].answered(), 0);
  EXPECT_EQ(notes("READ"), 0);
}

TEST_F(InvitationsTest, BadRequestsAreToldWhatIsWrong) {
  MakeInvitedWave();
  v1alpha::IssueInvitationsRequest issue;
  v1alpha::IssueInvitationsResponse issued;
  issue.set_parent(kWave);
  EXPECT_EQ(Issue(issue, &issued), kInvalid);
  issue.add_recipients()->set_recipient("eva@stadt.example");
  EXPECT_EQ(Issue(issue, &issued), kInvalid);
  issue.mutable_recipients(0)->set_recipient("1");
  issue.set_parent(absl::StrCat(kWave, "2"));
  EXPECT_EQ(Issue(issue, &issued), ERROR_REASON_RESOURCE_NOT_FOUND);
  v1alpha::ListRemindersRequest list;
  v1alpha::ListRemindersResponse r;
  list.set_parent(kWave);
  list.set_page_size(5001);
  EXPECT_EQ(List(list, &r), kInvalid);
  list.set_page_size(0);
  list.set_page_token("x");
  EXPECT_EQ(List(list, &r), ERROR_REASON_INVALID_PAGE_TOKEN);
}

TEST_F(InvitationsTest, NobodyIsInvitedBeforeTheRelease) {
  MakeWave(Wave::ACCESS_INVITED);
  v1alpha::IssueInvitationsRequest q;
  q.set_parent(kWave);
  q.add_recipients()->set_recipient("1");
  v1alpha::IssueInvitationsResponse r;
  EXPECT_EQ(Issue(q, &r), kWrongState);
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  EXPECT_EQ(Issue(q, &r), kOk) << status_;
  q.mutable_recipients(0)->set_recipient("2");
  q.mutable_recipients(0)->set_stratum("keller");
  EXPECT_EQ(Issue(q, &r), kInvalid);
}

TEST_F(InvitationsTest, AnInvitationIsGoodWhileTheWaveTakesAnswers) {
  MakeReleasedWave(Wave::ACCESS_INVITED);
  const std::string token = IssueMany(1)["r0"];
  GoTo(absl::CivilDay(2020, 12, 31));
  EXPECT_EQ(Check(token), ERROR_REASON_WAVE_NOT_OPEN);
  GoTo(absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(Check(token), kOk) << status_;
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(Check(token), ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_EQ(Answer(1, token), ERROR_REASON_WAVE_NOT_OPEN);
}

TEST_F(InvitationsTest, TheReleaseMakesTheFiles) {
  MakeWave();
  const auto files = WavePair::FilesOf(folder_, kWave);
  auto q = ReleaseRequest(wave_.etag());
  q.set_validate_only(true);
  ASSERT_EQ(Release(q), kOk) << status_;
  EXPECT_FALSE(std::filesystem::exists(files.answers));
  ASSERT_EQ(Release(ReleaseRequest("1")), kOk) << status_;
  EXPECT_TRUE(std::filesystem::exists(files.answers));
  EXPECT_TRUE(std::filesystem::exists(files.ledger));
}

TEST_F(InvitationsTest, WhoCanAnswerIsFixedOnceTheWaveIsReleased) {
  MakeInvitedWave();
  Wave changed = wave_;
  changed.set_access(Wave::ACCESS_OPEN);
  EXPECT_EQ(UpdateWave(changed), kWrongState);
}

}  // namespace
}  // namespace lotse::survey
