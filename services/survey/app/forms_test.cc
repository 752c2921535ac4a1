// Filling questionnaires in step by step.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/form_use_cases.h"
#include "services/survey/app/personal_use_cases.h"
#include "services/survey/engine/form_state/trip_testing.h"
#include "services/survey/engine/household_testing.h"

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kRefused = type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
constexpr auto kFields = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kNotFound = type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
constexpr auto kDeleted = type::v1alpha::ERROR_REASON_RESOURCE_DELETED;
constexpr auto kNotOpen = type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;
constexpr char kId[] = "00000001-0000-4000-8000-000000000000";

class FormsTest : public AppTest {
 protected:
  void MakeTrip(Wave::Identity identity = Wave::IDENTITY_ANONYMOUS) {
    const bool personal = identity != Wave::IDENTITY_ANONYMOUS;
    ASSERT_EQ(MakeInstrument(TripForm()), kOk) << status_;
    ASSERT_EQ(MakeSurvey(), kOk) << status_;
    ASSERT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
    ASSERT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
    auto q = WaveRequest();
    q.mutable_wave()->set_access(personal ? Wave::ACCESS_INVITED : Wave::ACCESS_OPEN);
    q.mutable_wave()->set_identity(identity);
    ASSERT_EQ(Run(q, &wave_), kOk) << status_;
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  std::string Invite() {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    q.add_recipients()->set_recipient("1");
    v1alpha::IssueInvitationsResponse r;
    EXPECT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
    return r.invitations(0).token();
  }
  template <class Q>
  static Q With(const std::string& text) {
    Q q;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &q)) << text;
    return q;
  }
  static std::string Parent(const std::string& more = "") {
    return absl::StrCat("parent: '", kWave, "' ", more);
  }
  static std::string Session(const std::string& more = "") {
    return Parent(absl::StrCat("response_id: '", kId, "' ", more));
  }
  ErrorReason Get(const std::string& name, const std::string& language = "") {
    v1alpha::GetFormRequest q;
    q.set_name(name);
    q.set_language(language);
    form_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(GetForm(*store_, cache_, {cause_, {}}, q, &form_));
  }
  ErrorReason Preview(const std::string& request) {
    const auto q = With<v1alpha::PreviewFormRequest>(request);
    preview_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(PreviewForm(*store_, {cause_, {}}, q, &preview_));
  }
  ErrorReason Start(const std::string& request) {
    const auto q = With<v1alpha::StartSessionRequest>(request);
    started_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(StartSession(*store_, *responses_, cache_, {cause_, {}}, q, &started_));
  }
  ErrorReason Evaluate(const std::string& request) {
    const auto q = With<v1alpha::EvaluateAnswersRequest>(request);
    evaluated_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(EvaluateAnswers(*store_, cache_, {cause_, {}}, q, &evaluated_));
  }
  ErrorReason Batch(const std::string& request) {
    const auto q = With<v1alpha::EvaluateBatchRequest>(request);
    judged_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(EvaluateBatch(*store_, cache_, {cause_, {}}, q, &judged_));
  }
  ErrorReason Save(const std::string& request) {
    const auto q = With<v1alpha::SaveAnswersRequest>(request);
    saved_.Clear();
    return Async(q, [&](Submission s) {
      SaveAnswers(*store_, *responses_, cache_, q, std::move(s), &saved_);
    });
  }

  v1alpha::FormDescription form_;
  v1alpha::PreviewFormResponse preview_;
  v1alpha::StartSessionResponse started_;
  v1alpha::EvaluateAnswersResponse evaluated_;
  v1alpha::EvaluateBatchResponse judged_;
  v1alpha::SaveAnswersResponse saved_;
};

TEST_F(FormsTest, GetFormDescribesTheQuestionnaireOfAnOpenWave) {
  MakeTrip();
  ASSERT_EQ(Get(kWave), kOk) << status_;
  EXPECT_EQ(form_.instrument(), kInstrument);
  EXPECT_THAT(form_.content_sha256(), SizeIs(64));
  EXPECT_EQ(form_.pages_size(), 2);
  ASSERT_EQ(Get(kWave, "en"), kOk) << status_;
  EXPECT_EQ(form_.title().variants(0).text(), "Trip");
  EXPECT_EQ(Get(kWave, "not a language"), kFields);
  EXPECT_EQ(Get(absl::StrCat(kSurvey, "/waves/nowhere")), kNotFound);
}

TEST_F(FormsTest, NothingIsFilledInBeforeAWaveIsOpenAndAfterIt) {
  MakeReleasedWave();
  const std::string items = Parent("items {}");
  for (const absl::CivilDay day : {absl::CivilDay(2020, 12, 31), absl::CivilDay(2021, 3, 1)}) {
    GoTo(day);
    EXPECT_EQ(Get(kWave), kNotOpen) << status_;
    EXPECT_EQ(Start(Parent()), kNotOpen) << status_;
    EXPECT_EQ(Evaluate(Session()), kNotOpen) << status_;
    EXPECT_EQ(Batch(items), kNotOpen) << status_;
  }
}

TEST_F(FormsTest, NothingIsFilledInOfADeletedWave) {
  MakeWave();
  v1alpha::DeleteWaveRequest q;
  q.set_name(kWave);
  ASSERT_EQ(Run(q, &wave_), kOk) << status_;
  EXPECT_EQ(Get(kWave), kDeleted);
  EXPECT_EQ(Start(Parent()), kDeleted);
  EXPECT_EQ(Evaluate(Session()), kDeleted);
  EXPECT_EQ(Batch(Parent("items {}")), kDeleted);
}

TEST_F(FormsTest, APreviewNeedsNoWave) {
  ASSERT_EQ(MakeInstrument(TripForm()), kOk) << status_;
  const std::string name = absl::StrCat("name: '", kInstrument, "' ");
  ASSERT_EQ(Preview(name), kOk) << status_;
  EXPECT_EQ(preview_.form().pages_size(), 2);
  EXPECT_THAT(AllInWords(preview_.state().elements()), Contains("day = date: \"2021-01-15\""));
  EXPECT_THAT(preview_.state().pages(), ElementsAre(1, 2));
  ASSERT_EQ(Preview(name + R"(answers { code: "children" integer: 1 }
                             former_answers { code: "children" integer: 2 })"),
            kOk);
  EXPECT_THAT(AllInWords(preview_.state().elements()), Contains("sandwiches = integer: 2"));
  EXPECT_EQ(Preview(name + "language: '?'"), kFields);
  EXPECT_EQ(Preview("name: 'programmes/p/engagements/e/instruments/nowhere'"), kNotFound);
}

TEST_F(FormsTest, ASessionBeginsAndNothingIsStored) {
  MakeTrip();
  ASSERT_EQ(Start(Parent("language: 'en'")), kOk) << status_;
  EXPECT_THAT(started_.response_id(), SizeIs(36));
  const std::string first = started_.response_id();
  EXPECT_EQ(started_.form().title().variants(0).text(), "Trip");
  // In an anonymous wave no time tells who it was.
  EXPECT_THAT(AllInWords(started_.state().elements()), Contains("began"));
  ASSERT_EQ(Start(Parent()), kOk);
  EXPECT_NE(started_.response_id(), first);
  EXPECT_EQ(Start(Parent("invitation_token: 'abc'")), kFields);
  EXPECT_EQ(Start(Parent("language: '-'")), kFields);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 0);
}

TEST_F(FormsTest, ASessionOfAnInvitedWaveNeedsATokenAndLeavesIt) {
  MakeTrip(Wave::IDENTITY_CONFIDENTIAL);
  const std::string token = Invite();
  EXPECT_EQ(Start(Parent()), kRefused);
  EXPECT_EQ(Start(Parent("invitation_token: 'wrong'")), kRefused);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(Start(Parent(absl::StrCat("invitation_token: '", token, "'"))), kOk) << status_;
  }
  EXPECT_THAT(AllInWords(started_.state().elements()),
              Contains("began = content: \"2021-01-15T12:00:00.000+01:00\""));
}

TEST_F(FormsTest, AnswersAreEvaluatedAllOrByWhatChanged) {
  MakeTrip();
  const std::string former = R"(former_answers { code: "children" integer: 2 } )";
  const std::string answers = R"(answers { code: "children" integer: 2 }
                                 answers { code: "season" choice: "summer" } )";
  ASSERT_EQ(Evaluate(Session(former + answers)), kOk) << status_;
  EXPECT_THAT(AllInWords(evaluated_.told().state().elements()),
              Contains("place required <lake> <beach> [Wohin, ?] [Where to, ?]"));
  ASSERT_EQ(Evaluate(Session(former + answers + "telling { only_changes: true language: 'de' }")),
            kOk);
  const auto& change = evaluated_.told().change();
  EXPECT_THAT(AllInWords(change.became_relevant()), ElementsAre("place"));
  EXPECT_THAT(AllInWords(change.changed()),
              ElementsAre("place required <lake> <beach> [Wohin, ?]"));
  EXPECT_THAT(AllInWords(change.violations()),
              ElementsAre("REQUIRED leader #0", "REQUIRED place #0 [ muss ein Ziel nennen]"));
  EXPECT_THAT(change.pages(), ElementsAre(1, 2));
}

TEST_F(FormsTest, EvaluatingRefusesWhatIsNoRequest) {
  MakeTrip();
  EXPECT_EQ(Evaluate(Parent("response_id: 'me'")), kFields);
  EXPECT_EQ(Evaluate(Session("telling { language: '?' }")), kFields);
  EXPECT_EQ(Evaluate("parent: 'programmes/p/engagements/e/surveys/s/waves/nowhere' response_id: '" +
                     std::string(kId) + "'"),
            kNotFound);
  // Too many instances of the helpers; nothing of the answers stands in the error.
  std::string many = R"(answers { code: "children" integer: 3 } )";
  absl::StrAppend(&many, "answers { code: 'helper' count: 1000 } ");
  ASSERT_EQ(Evaluate(Session(many)), kOk) << status_;
}

TEST_F(FormsTest, ABatchIsJudgedInItsOrder) {
  MakeTrip();
  ASSERT_EQ(Batch(Parent(R"(
      items { answers { code: "leader" text: "Ada" } }
      items { answers { code: "children" integer: 6 } answers { code: "place" choice: "ice" } }
      items { answers { code: "season" choice: "summer" } broke_off_section: 1 }
      items { broke_off_section: 2 })")),
            kOk)
      << status_;
  ASSERT_EQ(judged_.results_size(), 4);
  EXPECT_THAT(judged_.results(0).violations(), IsEmpty());
  EXPECT_THAT(AllInWords(judged_.results(1).violations()),
              ElementsAre("REQUIRED leader #0", "NOT_ASKED place #2",
                          "CONSTRAINT children #1 [ nimmt höchstens fünf mit]"));
  EXPECT_THAT(judged_.results(2).violations(), IsEmpty());
  EXPECT_THAT(AllInWords(judged_.results(3).violations()), ElementsAre("REQUIRED leader #0"));
  EXPECT_EQ(Batch(Parent()), kFields);
  EXPECT_EQ(Batch(Parent("items { broke_off_section: 3 }")), kFields);
  std::string many;
  for (int i = 0; i < kMaxBatchItems; ++i) absl::StrAppend(&many, "items {} ");
  EXPECT_EQ(Batch(Parent(many)), kOk) << status_;
  EXPECT_EQ(Batch(Parent(many + "items {}")), kFields);
  EXPECT_EQ(Batch(Parent("items {} language: '?'")), kFields);
}

TEST_F(FormsTest, WhatABatchSaysIsWhatSubmitDoes) {
  MakeTrip();
  const std::string cases[] = {
      R"(answers { code: "leader" text: "Ada" })",
      R"(answers { code: "leader" text: "Ada" } answers { code: "children" integer: 6 })",
      R"(answers { code: "leader" text: "Ada" } answers { code: "season" choice: "winter" }
         answers { code: "place" choice: "lake" })",
      R"(answers { code: "leader" text: "Ada" } answers { code: "place" choice: "lake" })",
      R"(answers { code: "leader" text: "Ada" } answers { code: "children" integer: 1 }
         answers { code: "name" text: "Bo" instances: 1 })",
      R"(answers { code: "leader" text: "Ada" } answers { code: "nothing" integer: 1 })",
      "",
  };
  int person = 0;
  for (const std::string& answers : cases) {
    ASSERT_EQ(Batch(Parent(absl::StrCat("items { ", answers, " }"))), kOk) << status_;
    auto q = With<v1alpha::SubmitResponseRequest>(answers);
    q.set_parent(kWave);
    q.set_response_id(absl::StrFormat("%08x-0000-4000-8000-000000000000", ++person));
    EXPECT_EQ(Submit(q) == kOk, judged_.results(0).violations().empty()) << answers << status_;
  }
}

TEST_F(FormsTest, ANotAskedAnswerIsTakenOutOnSubmitIfTheClientWantsIt) {
  MakeTrip();
  auto q = With<v1alpha::SubmitResponseRequest>(Session(
      R"(answers { code: "place" choice: "lake" } answers { code: "leader" text: "Ada" })"));
  EXPECT_EQ(Submit(q), kFields);
  q.set_remove_not_asked(true);
  ASSERT_EQ(Submit(q), kOk) << status_;
  EXPECT_THAT(AllInWords(submitted_.removed()), ElementsAre("place"));
  // What is stored is the same as without it.
  q.mutable_answers()->DeleteSubrange(0, 1);
  q.set_remove_not_asked(false);
  ASSERT_EQ(Submit(q), kOk) << status_;
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_THAT(submitted_.removed(), IsEmpty());
}

TEST_F(FormsTest, SavingTellsWhatChangedSinceTheLastTime) {
  MakeTrip(Wave::IDENTITY_CONFIDENTIAL);
  const std::string token = absl::StrCat("invitation_token: '", Invite(), "' ");
  const std::string winter = R"(answers { code: "season" choice: "winter" } )";
  ASSERT_EQ(Save(Session(token + winter)), kOk) << status_;
  EXPECT_FALSE(saved_.has_told());
  const std::string etag = absl::StrCat("etag: '", saved_.etag(), "' ");
  // Three children, and the place was chosen once in the summer.
  const std::string three = R"(answers { code: "children" integer: 3 }
                               answers { code: "place" choice: "lake" } )";
  EXPECT_EQ(Save(Session(token + etag + three)), kFields);
  ASSERT_EQ(Save(Session(token + etag + three +
                         "remove_not_asked: true telling { only_changes: true language: 'de' }")),
            kOk)
      << status_;
  EXPECT_THAT(AllInWords(saved_.removed()), ElementsAre("place"));
  const auto& change = saved_.told().change();
  EXPECT_THAT(AllInWords(change.became_relevant()),
              testing::IsSupersetOf({"child/1", "name/3", "helper"}));
  EXPECT_THAT(AllInWords(change.became_irrelevant()), ElementsAre("place"));
  EXPECT_THAT(AllInWords(change.changed()), Contains("sandwiches = integer: 6"));
  EXPECT_THAT(AllInWords(change.violations()), ElementsAre("REQUIRED leader #0"));
}

}  // namespace
}  // namespace lotse::survey
