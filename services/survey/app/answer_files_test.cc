// Questionnaires that take files: which waves may have them, and who reads the files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/personal_use_cases.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::PersonalResponse;

constexpr auto kMode = type::v1alpha::ERROR_REASON_IDENTITY_MODE;
const std::string kPng = "\x89PNG\r\n\x1a\n Bild";
const std::string kOther = "\x89PNG\r\n\x1a\n anderes Bild";

class AnswerFilesTest : public AppTest {
 protected:
  static Instrument WithFile() {
    Instrument instrument = GoodInstrument();
    auto* question = instrument.mutable_sections(0)->add_questions();
    *question->mutable_text() = instrument.sections(0).questions(0).text();
    question->set_code("F");
    question->set_kind(v1alpha::Question::KIND_FILE);
    question->add_media_types("image/png");
    return instrument;
  }
  // Makes all that the wave needs; CreateWave is what is returned.
  ErrorReason MakeWaveOf(Wave::Identity identity) {
    EXPECT_EQ(MakeInstrument(WithFile()), kOk) << status_;
    EXPECT_EQ(MakeSurvey(), kOk) << status_;
    EXPECT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
    EXPECT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
    auto q = WaveRequest();
    q.mutable_wave()->set_access(Wave::ACCESS_INVITED);
    q.mutable_wave()->set_identity(identity);
    return Run(q, &wave_);
  }
  void MakeOpenWaveOf(Wave::Identity identity) {
    ASSERT_EQ(MakeWaveOf(identity), kOk) << status_;
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  std::string Invite(const std::string& recipient) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    q.add_recipients()->set_recipient(recipient);
    v1alpha::IssueInvitationsResponse r;
    EXPECT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
    return r.invitations(0).token();
  }
  // Of whatever method takes answers.
  template <class Q>
  static Q About(const std::string& token, const std::string& data, const std::string& hash = "") {
    Q q;
    q.set_parent(kWave);
    q.set_response_id("00000001-0000-4000-8000-000000000000");
    q.set_invitation_token(token);
    auto* answer = q.add_answers();
    answer->set_code("F");
    answer->mutable_file()->set_media_type("image/png");
    answer->mutable_file()->set_data(data);
    answer->mutable_file()->set_sha256(hash);
    return q;
  }
  ErrorReason SubmitFile(const std::string& token, const std::string& data,
                         const std::string& hash = "") {
    return Submit(About<v1alpha::SubmitResponseRequest>(token, data, hash));
  }
  template <class Q, class R>
  ErrorReason Change(const Q& q, R* r,
                     void (*use_case)(resource::Store&, ResponseStore&, InstrumentCache&, const Q&,
                                      Submission, R*)) {
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    absl::Mutex mutex;
    bool finished = false;
    absl::Status result;
    use_case(*store_, *responses_, cache_, q,
             {{},
              [this] { return allowed_; },
              [&](absl::Status status) {
                absl::MutexLock lock(&mutex);
                result = std::move(status);
                finished = true;
              }},
             r);
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&finished));
    return Reason(std::move(result));
  }
  ErrorReason Resume(const std::string& token) {
    v1alpha::ResumeResponseRequest q;
    q.set_parent(kWave);
    q.set_invitation_token(token);
    return ReadWith(q, &resumed_,
                    [&](Tx& tx) { return ResumeResponse(tx, *responses_, cache_, q, &resumed_); });
  }
  ErrorReason List() {
    v1alpha::ListResponsesRequest q;
    q.set_parent(kWave);
    q.set_former_versions(true);
    return ReadWith(q, &listed_,
                    [&](Tx& tx) { return ListResponses(tx, *responses_, cache_, q, &listed_); });
  }
  ErrorReason Get(const std::string& pseudonym, const std::string& recipient,
                  const std::string& sha256) {
    v1alpha::GetAnswerFileRequest q;
    q.set_parent(kWave);
    q.set_pseudonym(pseudonym);
    q.set_recipient(recipient);
    q.set_sha256(sha256);
    return ReadWith(q, &file_,
                    [&](Tx& tx) { return GetAnswerFile(tx, *responses_, cache_, q, &file_); });
  }
  // Who has answered first.
  std::string Pseudonym() {
    EXPECT_EQ(List(), kOk) << status_;
    return listed_.responses(0).pseudonym();
  }

  const std::string hash_ = types::Sha256Hex(kPng);
  v1alpha::SaveAnswersResponse saved_;
  v1alpha::EditResponseResponse edited_;
  v1alpha::ResumeResponseResponse resumed_;
  v1alpha::ListResponsesResponse listed_;
  v1alpha::GetAnswerFileResponse file_;
};

TEST_F(AnswerFilesTest, AnonymousWavesCannotAskForFiles) {
  for (const auto identity : {Wave::IDENTITY_UNSPECIFIED, Wave::IDENTITY_ANONYMOUS}) {
    EXPECT_EQ(MakeWaveOf(identity), kInvalid);
    EXPECT_THAT(status_.ToString(), HasSubstr("wave.identity"));
    EXPECT_THAT(status_.ToString(), HasSubstr("takes a file (`F`)"));
    TearDown();
    SetUp();
  }
  ASSERT_EQ(MakeWaveOf(Wave::IDENTITY_CONFIDENTIAL), kOk) << status_;
  Wave wave = wave_;
  wave.set_identity(Wave::IDENTITY_ANONYMOUS);
  EXPECT_EQ(UpdateWave(wave), kInvalid) << "nor become anonymous";
  wave.set_identity(Wave::IDENTITY_IDENTIFIED);
  EXPECT_EQ(UpdateWave(wave), kOk) << status_;
}

TEST_F(AnswerFilesTest, AreReadUnderThePseudonym) {
  MakeOpenWaveOf(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(SubmitFile(Invite("anna"), kPng), kOk) << status_;
  const std::string pseudonym = Pseudonym();
  const auto& told = listed_.responses(0).answers(0).file();
  EXPECT_EQ(told.media_type(), "image/png");
  EXPECT_EQ(told.size_bytes(), static_cast<int>(kPng.size()));
  EXPECT_EQ(told.sha256(), hash_);
  EXPECT_EQ(told.data(), "") << "lists have no contents";
  ASSERT_EQ(Get(pseudonym, "", hash_), kOk) << status_;
  EXPECT_EQ(file_.media_type(), "image/png");
  EXPECT_EQ(file_.data(), kPng);
  EXPECT_EQ(Get(pseudonym, "", types::Sha256Hex(kOther)), kNotFound);
  EXPECT_EQ(Get("anna", "", hash_), kNotFound);
  const struct {
    std::string pseudonym, recipient, sha256;
    std::string field;
  } wrong[] = {
      {"", "", hash_, "pseudonym"},
      {pseudonym, "anna", hash_, "recipient"},
      {pseudonym, "", "", "sha256"},
      {pseudonym, "", "xyz", "sha256"},
  };
  for (const auto& c : wrong) {
    EXPECT_EQ(Get(c.pseudonym, c.recipient, c.sha256), kInvalid);
    EXPECT_THAT(status_.ToString(), HasSubstr(c.field));
  }
}

TEST_F(AnswerFilesTest, AreReadUnderTheRecipient) {
  MakeOpenWaveOf(Wave::IDENTITY_IDENTIFIED);
  ASSERT_EQ(SubmitFile(Invite("anna"), kPng), kOk) << status_;
  ASSERT_EQ(Get("", "anna", hash_), kOk) << status_;
  EXPECT_EQ(file_.data(), kPng);
  EXPECT_EQ(Get("anna", "", hash_), kInvalid);
  EXPECT_EQ(Get("", "bert", hash_), kNotFound);
}

TEST_F(AnswerFilesTest, AreThoseOfWhatWasSubmittedWithItsVersions) {
  MakeOpenWaveOf(Wave::IDENTITY_CONFIDENTIAL);
  const std::string token = Invite("anna");
  ASSERT_EQ(Change(About<v1alpha::SaveAnswersRequest>(token, kPng), &saved_, &SaveAnswers), kOk);
  const std::string pseudonym = Pseudonym();
  EXPECT_EQ(Get(pseudonym, "", hash_), kNotFound) << "a draft is the person's own";
  ASSERT_EQ(Resume(token), kOk) << status_;
  EXPECT_EQ(resumed_.answers(0).file().sha256(), hash_);
  EXPECT_EQ(resumed_.answers(0).file().data(), "");
  // What came back is sent again as it is.
  v1alpha::SubmitResponseRequest q = About<v1alpha::SubmitResponseRequest>(token, "");
  *q.mutable_answers() = resumed_.answers();
  ASSERT_EQ(Submit(q), kOk) << status_;
  ASSERT_EQ(Get(pseudonym, "", hash_), kOk) << status_;
  ASSERT_EQ(Resume(token), kOk) << status_;
  auto edit = About<v1alpha::EditResponseRequest>(token, kOther);
  edit.set_etag(resumed_.etag());
  ASSERT_EQ(Change(edit, &edited_, &EditResponse), kOk) << status_;
  EXPECT_EQ(Get(pseudonym, "", hash_), kOk) << "of the former version";
  EXPECT_EQ(Get(pseudonym, "", types::Sha256Hex(kOther)), kOk);
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(listed_.responses(0).former_versions(0).answers(0).file().sha256(), hash_);
}

// A token that replaced the one they came with does not find them: their contents are asked
// for, and nothing is said to be stored otherwise.
TEST_F(AnswerFilesTest, ARepetitionWithANewTokenHasToGiveThemAgain) {
  MakeOpenWaveOf(Wave::IDENTITY_CONFIDENTIAL);
  const std::string token = Invite("anna");
  ASSERT_EQ(SubmitFile(token, kPng), kOk) << status_;
  EXPECT_EQ(SubmitFile(token, "", hash_), kOk) << status_;
  EXPECT_TRUE(submitted_.duplicate());
  v1alpha::IssueInvitationsRequest q;
  q.set_parent(kWave);
  q.add_recipients()->set_recipient("anna");
  q.set_reissue(true);
  v1alpha::IssueInvitationsResponse r;
  ASSERT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
  const std::string& anew = r.invitations(0).token();
  for (const std::string& hash : {hash_, types::Sha256Hex(kOther)}) {
    EXPECT_EQ(SubmitFile(anew, "", hash), kInvalid);
    EXPECT_THAT(status_.ToString(), HasSubstr("give its `data`"));
  }
  EXPECT_EQ(SubmitFile(anew, kPng), kOk) << status_;
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_EQ(SubmitFile(anew, kOther), type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
}

TEST_F(AnswerFilesTest, WhatIsWrongIsSaidAndNothingIsStored) {
  MakeOpenWaveOf(Wave::IDENTITY_CONFIDENTIAL);
  const std::string token = Invite("anna");
  const struct {
    std::string data, hash, field;
  } wrong[] = {
      {"geheim", "", "answers[0].file.data"},
      {"", "", "answers[0].file.data"},
      {kPng, types::Sha256Hex(kOther), "answers[0].file.sha256"},
      {"", hash_, "answers[0].file.sha256"},
      {kPng + std::string(1 << 20, 'x'), "", "answers[0].file.data"},
  };
  for (const auto& c : wrong) {
    EXPECT_EQ(SubmitFile(token, c.data, c.hash), kInvalid) << c.field;
    EXPECT_THAT(status_.ToString(), HasSubstr(c.field));
    EXPECT_THAT(status_.ToString(), ::testing::Not(HasSubstr("geheim")));
  }
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_THAT(listed_.responses(), IsEmpty());
}

TEST_F(AnswerFilesTest, NobodyReadsThemWhereNobodyMay) {
  EXPECT_EQ(Get("p", "", hash_), kNotFound) << "no wave";
  MakeOpenWave();
  EXPECT_EQ(Get("p", "", hash_), kMode);
}

TEST_F(AnswerFilesTest, TheyAreGoneAndCountedWithThePurge) {
  MakeOpenWaveOf(Wave::IDENTITY_IDENTIFIED);
  for (int i = 0; i < 10; ++i) {
    auto q = About<v1alpha::SubmitResponseRequest>(Invite(absl::StrCat("r", i)), kPng);
    q.set_response_id(absl::StrFormat("%08x-0000-4000-8000-000000000000", i));
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Get("", "r3", hash_), kOk) << status_;
  v1alpha::PurgeWaveRequest q;
  q.set_name(kWave);
  q.set_etag(wave_.etag());
  q.set_reason("Ende");
  ASSERT_EQ(Reason(PurgeWave(*store_, *responses_, {cause_, {}}, q, &wave_)), kOk) << status_;
  EXPECT_EQ(wave_.purge().files(), 10);
  EXPECT_EQ(Get("", "r3", hash_), kWrongState);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  EXPECT_EQ(Get("", "r3", hash_), kDeleted);
}

TEST_F(AnswerFilesTest, AWaveThatIsPlannedHasNone) {
  ASSERT_EQ(MakeWaveOf(Wave::IDENTITY_CONFIDENTIAL), kOk) << status_;
  EXPECT_EQ(Get("p", "", hash_), kNotFound);
}

}  // namespace
}  // namespace lotse::survey
