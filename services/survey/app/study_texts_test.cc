#include "services/survey/app/study_texts.h"

#include <gmock/gmock.h>

#include <memory>

#include "services/survey/app/study_text_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using v1alpha::StudyCase;

constexpr char kDeep[] = "programmes/p/engagements/e/studies/s/cases/tief";

TEST_F(StudyTextTest, ATextIsStoredReadListedAndErased) {
  MakeCase();
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_FALSE(studies_->HasFiles(kStudy)) << "nothing is made by asking";
  ASSERT_EQ(Create(TextRequest()), kOk) << status_;
  EXPECT_EQ(told_.name(), absl::StrCat(kCase, "/texts/", kTextId));
  EXPECT_EQ(told_.content(), "");
  EXPECT_THAT(told_.turns(), IsEmpty());
  EXPECT_EQ(told_.code_points(), 56);
  EXPECT_EQ(told_.revision(), 1);
  EXPECT_EQ(told_.create_time().seconds(), absl::ToUnixSeconds(now_));
  ASSERT_EQ(Get(), kOk) << status_;
  auto expected = TextRequest().text();
  EXPECT_EQ(text_told_.content(), expected.content());
  EXPECT_THAT(Turns(), ElementsAre("0-13 M1", "14-51 P01", "52-56 P02"));
  EXPECT_EQ(text_told_.turns(0).start_offset().nanos(), 250'000'000);
  EXPECT_FALSE(text_told_.turns(1).has_start_offset());
  EXPECT_TRUE(text_told_.turns(2).has_start_offset());
  EXPECT_EQ(text_told_.media(0).SerializeAsString(), expected.media(0).SerializeAsString());
  ASSERT_EQ(List(), kOk) << status_;
  ASSERT_THAT(list_.texts(), SizeIs(1));
  EXPECT_EQ(list_.texts(0).SerializeAsString(), told_.SerializeAsString());
  ASSERT_EQ(Delete(), kOk) << status_;
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_EQ(Delete(), kNotFound);
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_THAT(list_.texts(), IsEmpty());
  EXPECT_THAT(Notes(), ElementsAre("CREATE_STUDY_TEXT ", "DELETE_STUDY_TEXT Widerruf"));
}

TEST_F(StudyTextTest, TheSameTextIsStoredOnce) {
  MakeText();
  const auto first = told_;
  now_ += absl::Hours(1);
  ASSERT_EQ(Create(TextRequest()), kOk) << status_;
  EXPECT_EQ(told_.SerializeAsString(), first.SerializeAsString());
  auto other = TextRequest();
  other.mutable_text()->mutable_turns(0)->set_speaker("P02");
  EXPECT_EQ(Create(other), kExists);
  ASSERT_EQ(Correct(Replacing<v1alpha::CorrectStudyTextRequest>(1, 52, 55, "Na")), kOk) << status_;
  EXPECT_EQ(Create(TextRequest()), kExists) << "it was changed";
  EXPECT_THAT(Notes(), ElementsAre("CREATE_STUDY_TEXT ", "CORRECT_STUDY_TEXT "));
}

TEST_F(StudyTextTest, WhatDoesNotFitIsRefused) {
  MakeCase();
  EXPECT_EQ(Create(TextRequest("eins")), kInvalid);
  EXPECT_EQ(Get("eins"), kInvalid);
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_EQ(Delete(), kNotFound);
  EXPECT_EQ(Delete(" "), kInvalid);
  auto q = TextRequest();
  q.set_parent(std::string(kStudy) + "/cases/fehlt");
  EXPECT_EQ(Create(q), kNotFound);
  EXPECT_EQ(Get(kTextId, q.parent().c_str()), kNotFound);
  EXPECT_EQ(List(0, "", q.parent().c_str()), kNotFound);
  EXPECT_EQ(List(-1), kInvalid);
  EXPECT_EQ(List(0, "x"), kToken);
  q = TextRequest();
  q.mutable_text()->mutable_turns(0)->set_speaker("Weber");
  EXPECT_EQ(Create(q), kInvalid);
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Weber")));
  q = TextRequest();
  q.mutable_text()->set_content(
      "Weber\x01 und mehr als das, was in allen Redebeitr\u00E4gen steht");
  EXPECT_EQ(Create(q), kInvalid) << "a control character";
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Weber")));
  GoTo(absl::CivilDay(2023, 1, 11));
  EXPECT_EQ(Create(TextRequest()), kInvalid) << "texts are due to be erased";
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  EXPECT_THAT(Notes(), IsEmpty());
}

TEST_F(StudyTextTest, WithoutConsentNoneIsStored) {
  MakeCase();
  StudyCase withdrawn = case_;
  for (auto& each : *withdrawn.mutable_participants()) {
    each.set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  }
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  EXPECT_EQ(Create(TextRequest()), kBlocked);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
}

// Until it is erased, what they said stands there, and nobody is given it.
TEST_F(StudyTextTest, WhatSomebodySaidWhoWithdrewIsNotGivenOut) {
  MakeText();
  StudyCase withdrawn = case_;
  withdrawn.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  ASSERT_EQ(Get(), kOk) << status_;
  std::string hidden = "Wie läuft es?\n";
  for (int i = 0; i < 37; ++i) hidden += "█";
  EXPECT_EQ(text_told_.content(), hidden + "\nGut.");
  EXPECT_TRUE(text_told_.turns(1).withdrawn());
  EXPECT_FALSE(text_told_.turns(2).withdrawn());
  // It is erased by what stands in its place.
  ASSERT_EQ(Redact(Replacing<v1alpha::RedactStudyTextRequest>(1, 14, 51, "[widerrufen]")), kOk)
      << status_;
  EXPECT_THAT(FilesWith("hilft mir"), IsEmpty());
}

TEST_F(StudyTextTest, NorIsWhatMayBeTheirs) {
  MakeText();
  auto notes = TextRequest(kOtherTextId);
  notes.mutable_text()->clear_turns();
  ASSERT_EQ(Create(notes), kOk) << status_;
  StudyCase withdrawn = case_;
  withdrawn.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  ASSERT_EQ(Get(kOtherTextId), kOk) << status_;
  EXPECT_THAT(text_told_.content(), Not(HasSubstr("Weber")));
  EXPECT_THAT(text_told_.content(), Not(HasSubstr("Gut")));
  EXPECT_EQ(Create(notes), kOk) << "sent again: it is there";
  notes.set_text_id("1d1c2b3a-0f0e-4d0c-8b0a-998877665544");
  EXPECT_EQ(Create(notes), kBlocked);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("say of each turn who speaks"));
  withdrawn = case_;
  withdrawn.mutable_participants(1)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_THAT(text_told_.content(), Not(HasSubstr("Wie"))) << "nor what they were asked";
}

TEST_F(StudyTextTest, NoTextIsStoredInWhichSomebodySpeaksWhoWithdrew) {
  MakeCase();
  StudyCase withdrawn = case_;
  withdrawn.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  EXPECT_EQ(Create(TextRequest()), kBlocked);
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Weber")));
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  auto q = TextRequest();
  q.mutable_text()->mutable_turns()->DeleteSubrange(1, 1);
  q.mutable_text()->set_content("Wie läuft es?\nGut.");
  q.mutable_text()->mutable_turns(1)->mutable_range()->set_begin(14);
  q.mutable_text()->mutable_turns(1)->mutable_range()->set_end(18);
  EXPECT_EQ(Create(q), kOk) << status_;
}

// The sign in place of a letter is longer than the letter.
TEST_F(StudyTextTest, WhatIsHiddenCanBeTold) {
  MakeCase();
  auto q = TextRequest();
  q.mutable_text()->set_content(std::string(2'000'000, 'a'));
  q.mutable_text()->mutable_turns()->DeleteSubrange(1, 2);
  q.mutable_text()->mutable_turns(0)->set_speaker("P01");
  q.mutable_text()->mutable_turns(0)->mutable_range()->set_end(1'999'999);
  ASSERT_EQ(Create(q), kOk) << status_;
  StudyCase withdrawn = case_;
  withdrawn.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_LE(text_told_.ByteSizeLong(), 4u << 20);
  EXPECT_EQ(text_told_.content(), std::string(1'999'999, '*') + "a");
  EXPECT_TRUE(text_told_.turns(0).withdrawn());
}

TEST_F(StudyTextTest, ATextIsOfItsCaseOnly) {
  MakeText();
  auto other = CaseRequest("zwei");
  ASSERT_EQ(Run(other, &case_), kOk) << status_;
  const std::string second = std::string(kStudy) + "/cases/zwei";
  EXPECT_EQ(Get(kTextId, second.c_str()), kNotFound);
  auto q = TextRequest();
  q.set_parent(second);
  EXPECT_EQ(Create(q), kExists);
  ASSERT_EQ(List(0, "", second.c_str()), kOk) << status_;
  EXPECT_THAT(list_.texts(), IsEmpty());
}

TEST_F(StudyTextTest, AreListedInPages) {
  MakeText();
  ASSERT_EQ(Create(TextRequest(kOtherTextId)), kOk) << status_;
  ASSERT_EQ(List(1), kOk) << status_;
  ASSERT_THAT(list_.texts(), SizeIs(1));
  EXPECT_THAT(list_.texts(0).name(), HasSubstr(kTextId));
  EXPECT_EQ(list_.texts(0).content(), "");
  ASSERT_EQ(List(1, std::string(list_.next_page_token())), kOk) << status_;
  ASSERT_THAT(list_.texts(), SizeIs(1));
  EXPECT_THAT(list_.texts(0).name(), HasSubstr(kOtherTextId));
  EXPECT_EQ(list_.next_page_token(), "");
}

TEST_F(StudyTextTest, OfADeletedCaseTextsAreReadRedactedAndErased) {
  MakeText();
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(Create(TextRequest(kOtherTextId)), kDeleted);
  EXPECT_EQ(Correct(Replacing<v1alpha::CorrectStudyTextRequest>(1, 52, 55, "Na")), kDeleted);
  EXPECT_EQ(List(), kOk) << status_;
  EXPECT_EQ(Redact(Replacing<v1alpha::RedactStudyTextRequest>(1, 19, 24, "[Name 1]")), kOk)
      << status_;
  EXPECT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(Delete(), kOk) << status_;
}

// In-depth interviews are for who may read restricted cases.
TEST_F(StudyTextTest, RestrictedCasesNeedMore) {
  MakeCase();
  auto q = CaseRequest("tief");
  q.mutable_study_case()->set_kind(StudyCase::KIND_IN_DEPTH_INTERVIEW);
  q.mutable_study_case()->clear_guide();
  q.mutable_study_case()->mutable_participants()->RemoveLast();
  ASSERT_EQ(Run(q, &case_), kOk) << status_;
  auto deep = TextRequest();
  deep.set_parent(kDeep);
  deep.mutable_text()->mutable_turns()->RemoveLast();
  ASSERT_EQ(Create(deep), kOk) << status_;
  const auto as = [this](type::v1alpha::Role role) {
    const std::vector<auth::Right> rights = {{"programmes/p", role}};
    cause_.view = auth::View(std::make_shared<auth::Access>(rights),
                             type::v1alpha::PERMISSION_MATERIAL_READ, absl::Now());
  };
  v1alpha::GetStudyTextRequest get;
  get.set_parent(kDeep);
  get.set_text_id(kTextId);
  const auto read = [&] {
    return Reason(store_->Read([&](Tx& tx) {
      tx.SetView(cause_.view);
      return GetStudyText(tx, *studies_, get, &text_told_);
    }));
  };
  constexpr auto kMissing = type::v1alpha::ERROR_REASON_PERMISSION_MISSING;
  as(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_EQ(read(), kMissing);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("MATERIAL_RESTRICTED"));
  EXPECT_EQ(Create(deep), kMissing);
  auto correct = Replacing<v1alpha::CorrectStudyTextRequest>(1, 0, 3, "Na");
  correct.set_parent(kDeep);
  EXPECT_EQ(Correct(correct), kMissing);
  as(type::v1alpha::ROLE_ANALYST);
  EXPECT_EQ(read(), kOk) << status_;
  EXPECT_EQ(Correct(correct), kOk) << status_;
}

// What was said is in the file of the study and nowhere else, and erased it is nowhere.
TEST_F(StudyTextTest, WhatWasSaidIsInItsFileOnly) {
  MakeText();
  const auto paths = qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy);
  const std::vector<std::string> having = FilesWith("Weber");
  EXPECT_THAT(having, Not(IsEmpty()));
  for (const std::string& path : having) EXPECT_THAT(path, HasSubstr(paths.material));
  ASSERT_EQ(Get(), kOk) << status_;
  ASSERT_EQ(Delete(), kOk) << status_;
  EXPECT_THAT(FilesWith("Weber"), IsEmpty());
  EXPECT_THAT(FilesWith("Archiv 7"), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
