// Waves that are confidential or with names, from the invitation to the withdrawal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/personal_use_cases.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using v1alpha::PersonalResponse;

constexpr auto kMode = type::v1alpha::ERROR_REASON_IDENTITY_MODE;
constexpr auto kRefused = type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
constexpr auto kConflict = type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;
constexpr auto kErased = type::v1alpha::ERROR_REASON_RESPONSE_ERASED;
constexpr auto kNotOpen = type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;

class PersonalResponsesTest : public AppTest {
 protected:
  void MakePersonalWave(Wave::Identity identity) {
    MakeWave(Wave::ACCESS_INVITED);
    Wave wave = wave_;
    wave.set_identity(identity);
    ASSERT_EQ(UpdateWave(wave), kOk) << status_;
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  // The token of a recipient.
  std::string Invite(const std::string& recipient, bool reissue = false) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    q.set_reissue(reissue);
    q.add_recipients()->set_recipient(recipient);
    v1alpha::IssueInvitationsResponse r;
    EXPECT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
    return r.invitations(0).token();
  }
  template <class Q>
  static Q About(const std::string& token, int person, const std::string& option) {
    Q q;
    q.set_parent(kWave);
    q.set_response_id(absl::StrFormat("%08x-0000-4000-8000-000000000000", person));
    q.set_invitation_token(token);
    if (option.empty()) return q;
    auto* answer = q.add_answers();
    answer->set_code("Q1");
    answer->set_choice(option);
    return q;
  }
  ErrorReason SubmitAs(const std::string& token, int person, const std::string& option) {
    return Submit(About<v1alpha::SubmitResponseRequest>(token, person, option));
  }
  ErrorReason Save(const std::string& token, int person, const std::string& option,
                   const std::string& etag = "") {
    auto q = About<v1alpha::SaveAnswersRequest>(token, person, option);
    q.set_etag(etag);
    return Async(q, [&](Submission s) {
      SaveAnswers(*store_, *responses_, cache_, q, std::move(s), &saved_);
    });
  }
  ErrorReason Edit(const std::string& token, int person, const std::string& option,
                   const std::string& etag) {
    auto q = About<v1alpha::EditResponseRequest>(token, person, option);
    q.set_etag(etag);
    return Async(q, [&](Submission s) {
      EditResponse(*store_, *responses_, cache_, q, std::move(s), &edited_);
    });
  }
  ErrorReason Withdraw(const std::string& code) {
    v1alpha::WithdrawResponseRequest q;
    q.set_parent(kWave);
    q.set_withdrawal_code(code);
    return Async(q, [&](Submission s) { WithdrawResponse(*store_, *responses_, q, std::move(s)); });
  }
  ErrorReason Resume(const std::string& token) {
    v1alpha::ResumeResponseRequest q;
    q.set_parent(kWave);
    q.set_invitation_token(token);
    return ReadWith(q, &resumed_,
                    [&](Tx& tx) { return ResumeResponse(tx, *responses_, cache_, q, &resumed_); });
  }
  ErrorReason List(int page_size = 0, const std::string& page_token = "") {
    v1alpha::ListResponsesRequest q;
    q.set_parent(kWave);
    q.set_page_size(page_size);
    q.set_page_token(page_token);
    q.set_former_versions(true);
    return ReadWith(q, &listed_,
                    [&](Tx& tx) { return ListResponses(tx, *responses_, cache_, q, &listed_); });
  }
  ErrorReason Identities(int page_size = 0, const std::string& page_token = "") {
    v1alpha::ListIdentitiesRequest q;
    q.set_parent(kWave);
    q.set_page_size(page_size);
    q.set_page_token(page_token);
    return ReadWith(q, &identities_,
                    [&](Tx& tx) { return ListIdentities(tx, *responses_, q, &identities_); });
  }

  v1alpha::SaveAnswersResponse saved_;
  v1alpha::EditResponseResponse edited_;
  v1alpha::ResumeResponseResponse resumed_;
  v1alpha::ListResponsesResponse listed_;
  v1alpha::ListIdentitiesResponse identities_;
};

TEST_F(PersonalResponsesTest, AnonymousWavesHaveNoneOfIt) {
  MakeOpenWave(Wave::ACCESS_INVITED);
  const std::string token = Invite("anna");
  for (const std::string& any : {token, std::string("unsinn")}) {
    EXPECT_EQ(Save(any, 1, "1"), kMode);
    EXPECT_EQ(Resume(any), kMode);
    EXPECT_EQ(Edit(any, 1, "1", "1"), kMode);
    EXPECT_EQ(Withdraw(any), kMode);
  }
  EXPECT_EQ(List(), kMode);
  EXPECT_EQ(Identities(), kMode);
  ASSERT_EQ(SubmitAs(token, 1, "1"), kOk);
  EXPECT_EQ(submitted_.withdrawal_code(), "");
  EXPECT_EQ(Save(token, 1, "1"), kMode) << "as before it was used";
  EXPECT_EQ(Resume(token), kMode);
}

TEST_F(PersonalResponsesTest, ConfidentialAnswersFromTheFirstToTheLast) {
  MakePersonalWave(Wave::IDENTITY_CONFIDENTIAL);
  const std::string token = Invite("anna");
  ASSERT_EQ(Resume(token), kOk) << status_;
  EXPECT_EQ(resumed_.state(), PersonalResponse::STATE_UNSPECIFIED);
  ASSERT_EQ(Save(token, 1, ""), kOk) << status_;
  ASSERT_EQ(Save(token, 1, "1", saved_.etag()), kOk) << status_;
  ASSERT_EQ(Resume(token), kOk);
  EXPECT_EQ(resumed_.state(), PersonalResponse::STATE_DRAFT);
  EXPECT_EQ(resumed_.etag(), saved_.etag());
  ASSERT_THAT(resumed_.answers(), SizeIs(1));
  EXPECT_EQ(resumed_.answers(0).choice(), "1");
  ASSERT_EQ(SubmitAs(token, 1, "1"), kOk) << status_;
  const std::string code = submitted_.withdrawal_code();
  EXPECT_THAT(code, SizeIs(26));
  ASSERT_EQ(SubmitAs(token, 1, "1"), kOk);
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_EQ(submitted_.withdrawal_code(), code);
  EXPECT_EQ(SubmitAs(token, 1, "2"), kConflict);
  EXPECT_EQ(SubmitAs(token, 2, "1"), kRefused);
  ASSERT_EQ(Resume(token), kOk);
  EXPECT_EQ(resumed_.state(), PersonalResponse::STATE_SUBMITTED);
  EXPECT_EQ(Edit(token, 1, "2", "1"), kEtag);
  ASSERT_EQ(Edit(token, 1, "2", resumed_.etag()), kOk) << status_;
  ASSERT_EQ(List(), kOk) << status_;
  ASSERT_THAT(listed_.responses(), SizeIs(1));
  const PersonalResponse& row = listed_.responses(0);
  EXPECT_EQ(row.version(), 2);
  EXPECT_EQ(row.recipient(), "");
  EXPECT_EQ(row.answers(0).choice(), "2");
  ASSERT_THAT(row.former_versions(), SizeIs(1));
  EXPECT_EQ(row.former_versions(0).answers(0).choice(), "1");
  ASSERT_EQ(Identities(), kOk) << status_;
  ASSERT_THAT(identities_.identities(), SizeIs(1));
  EXPECT_EQ(identities_.identities(0).recipient(), "anna");
  EXPECT_EQ(identities_.identities(0).pseudonym(), row.pseudonym());
  ASSERT_EQ(Withdraw(absl::StrCat(" ", code)), kOk) << status_;
  EXPECT_EQ(SubmitAs(token, 1, "1"), kErased);
  EXPECT_EQ(Withdraw(token), kRefused);
  ASSERT_EQ(Resume(token), kOk);
  EXPECT_EQ(resumed_.state(), PersonalResponse::STATE_WITHDRAWN);
  EXPECT_THAT(resumed_.answers(), IsEmpty());
}

TEST_F(PersonalResponsesTest, AnswersWithNamesLieUnderTheRecipient) {
  MakePersonalWave(Wave::IDENTITY_IDENTIFIED);
  const std::string token = Invite("anna");
  ASSERT_EQ(SubmitAs(token, 1, "1"), kOk) << status_;
  EXPECT_EQ(submitted_.withdrawal_code(), "");
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(listed_.responses(0).recipient(), "anna");
  EXPECT_EQ(listed_.responses(0).pseudonym(), "");
  EXPECT_EQ(listed_.responses(0).first_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_EQ(Withdraw("0123456789abcdefghjkmnpqrs"), kMode);
  EXPECT_EQ(Identities(), kMode);
  v1alpha::CountInvitationsRequest q;
  q.set_parent(kWave);
  v1alpha::CountInvitationsResponse counts;
  ASSERT_TRUE(CountInvitations(*store_, *responses_, {cause_, {}}, q, &counts).ok());
  EXPECT_EQ(counts.counts(0).answered(), 1);
}

TEST_F(PersonalResponsesTest, DraftsAreCheckedButForWhatIsRequired) {
  Instrument instrument = GoodInstrument();
  auto* question = instrument.mutable_sections(0)->add_questions();
  *question = instrument.sections(0).questions(0);
  question->set_code("Q2");
  question->set_required(true);
  ASSERT_EQ(MakeInstrument(instrument), kOk) << status_;
  ASSERT_EQ(MakeSurvey(), kOk) << status_;
  ASSERT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
  ASSERT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
  auto create = WaveRequest();
  create.mutable_wave()->set_access(Wave::ACCESS_INVITED);
  create.mutable_wave()->set_identity(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Run(create, &wave_), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  const std::string token = Invite("anna");
  EXPECT_EQ(SubmitAs(token, 1, "1"), kInvalid) << "Q2 is missing";
  ASSERT_EQ(Save(token, 1, "1"), kOk) << status_;
  EXPECT_EQ(Save(token, 1, "geheim", saved_.etag()), kInvalid);
  EXPECT_THAT(status_.ToString(), Not(HasSubstr("geheim")));
  auto q = About<v1alpha::SaveAnswersRequest>(token, 1, "1");
  q.set_response_id("anna.muster@example.org");
  EXPECT_EQ(Async(q,
                  [&](Submission s) {
                    SaveAnswers(*store_, *responses_, cache_, q, std::move(s), &saved_);
                  }),
            kInvalid);
  EXPECT_THAT(status_.ToString(), Not(HasSubstr("muster")));
}

TEST_F(PersonalResponsesTest, WavesThatTakeNoAnswersTakeNoDrafts) {
  EXPECT_EQ(Save("x", 1, "1"), kNotFound);
  EXPECT_EQ(Resume("x"), kNotFound);
  EXPECT_EQ(Withdraw("x"), kNotFound);
  EXPECT_EQ(List(), kNotFound);
  EXPECT_EQ(Identities(), kNotFound);
  MakeWave(Wave::ACCESS_INVITED);
  Wave wave = wave_;
  wave.set_identity(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  EXPECT_EQ(Save("x", 1, "1"), kNotOpen);
  EXPECT_EQ(Edit("x", 1, "1", "1"), kNotOpen);
  EXPECT_EQ(Resume("x"), kNotOpen);
  EXPECT_EQ(Withdraw("x"), kRefused);
  EXPECT_EQ(List(), kOk);
  EXPECT_EQ(Identities(), kOk);
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  const std::string token = Invite("anna");
  ASSERT_EQ(SubmitAs(token, 1, "1"), kOk) << status_;
  const std::string code = submitted_.withdrawal_code();
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  EXPECT_EQ(Save(token, 1, "1"), kNotOpen);
  EXPECT_EQ(Edit(token, 1, "1", "1"), kNotOpen);
  EXPECT_EQ(Resume(token), kNotOpen);
  ASSERT_EQ(Withdraw(code), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  EXPECT_EQ(Save(token, 1, "1"), kDeleted);
  EXPECT_EQ(Resume(token), kDeleted);
  EXPECT_EQ(Withdraw(code), kDeleted);
  EXPECT_EQ(List(), kDeleted);
  EXPECT_EQ(Identities(), kDeleted);
}

TEST_F(PersonalResponsesTest, ListsGoPageByPage) {
  MakePersonalWave(Wave::IDENTITY_CONFIDENTIAL);
  for (int i = 0; i < 7; ++i) {
    ASSERT_EQ(SubmitAs(Invite(absl::StrCat("r", i)), i, "1"), kOk) << status_;
  }
  ASSERT_EQ(Save(Invite("r7"), 7, "1"), kOk) << status_;
  std::set<std::string> pseudonyms, found;
  std::string token;
  int drafts = 0;
  do {
    ASSERT_EQ(List(3, token), kOk) << status_;
    EXPECT_LE(listed_.responses_size(), 3);
    for (const PersonalResponse& row : listed_.responses()) {
      EXPECT_TRUE(pseudonyms.insert(row.pseudonym()).second);
      if (row.state() != PersonalResponse::STATE_DRAFT) continue;
      ++drafts;
      EXPECT_THAT(row.answers(), IsEmpty()) << "a draft is the person's own";
    }
    token = listed_.next_page_token();
  } while (!token.empty());
  EXPECT_THAT(pseudonyms, SizeIs(8));
  EXPECT_EQ(drafts, 1);
  do {
    ASSERT_EQ(Identities(3, token), kOk) << status_;
    for (const auto& identity : identities_.identities()) found.insert(identity.pseudonym());
    token = identities_.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(found, pseudonyms);
  EXPECT_EQ(List(-1), kInvalid);
  EXPECT_EQ(Identities(-1), kInvalid);
  EXPECT_EQ(List(3, "x"), kToken);
  EXPECT_EQ(Identities(3, "x"), kToken);
}

TEST_F(PersonalResponsesTest, FiguresAreMadeOfAllModes) {
  MakePersonalWave(Wave::IDENTITY_CONFIDENTIAL);
  std::string code;
  for (int i = 0; i < 21; ++i) {
    ASSERT_EQ(SubmitAs(Invite(absl::StrCat("r", i)), i, i < 13 ? "1" : "2"), kOk) << status_;
    if (i == 0) code = submitted_.withdrawal_code();
  }
  ASSERT_EQ(Save(Invite("r21"), 21, "1"), kOk) << status_;
  ASSERT_EQ(Withdraw(code), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  EXPECT_EQ(wave_.response_count(), 20);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  EXPECT_EQ(tables_.tables(0).rows(0).count(), 12);
}

// Another promise than the one with which people were invited.
TEST_F(PersonalResponsesTest, ARevokedReleaseCanBeOfAnotherMode) {
  GoTo(absl::CivilDay(2020, 12, 31));
  MakeReleasedWave(Wave::ACCESS_INVITED);
  const std::string former = Invite("anna");
  v1alpha::RevokeReleaseRequest q;
  q.set_name(kWave);
  q.set_etag(wave_.etag());
  q.set_reason("Panel");
  const auto revoke = [&](Tx& tx) { return RevokeRelease(tx, *responses_, q, &wave_); };
  ASSERT_EQ(WriteWith(q, &wave_, revoke), kOk) << status_;
  Wave wave = wave_;
  wave.set_identity(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  GoTo(absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(SubmitAs(former, 1, "1"), kRefused);
  EXPECT_EQ(SubmitAs(Invite("anna"), 1, "1"), kOk) << status_;
  EXPECT_THAT(submitted_.withdrawal_code(), SizeIs(26));
}

}  // namespace
}  // namespace lotse::survey
