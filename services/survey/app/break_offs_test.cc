// Responses that break off: how they are taken, and what is told of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/personal_use_cases.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using type::v1alpha::ERROR_REASON_INVALID_FIELDS;
using type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
using type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;

class BreakOffsTest : public AppTest {
 protected:
  // An open wave whose questionnaire has three sections, each with a required question Q1 to Q3.
  void MakeOpen(int partial_from, Wave::Access access = Wave::ACCESS_OPEN,
                Wave::Identity identity = Wave::IDENTITY_ANONYMOUS) {
    MakeWave(access);
    Instrument pages = GoodInstrument();
    pages.mutable_sections(0)->mutable_questions(0)->set_required(true);
    for (const char* code : {"Q2", "Q3"}) {
      auto* page = pages.add_sections();
      *page = pages.sections(0);
      page->mutable_questions(0)->set_code(code);
    }
    ASSERT_EQ(MakeInstrument(pages, "pages"), kOk) << status_;
    auto q = WaveRequest();
    q.set_wave_id("w2");
    q.mutable_wave()->set_instrument(instrument_.name());
    q.mutable_wave()->set_access(access);
    q.mutable_wave()->set_identity(identity);
    q.mutable_wave()->set_partial_from_section(partial_from);
    ASSERT_EQ(Run(q, &wave_), kOk) << status_;
    auto release = ReleaseRequest(wave_.etag());
    release.set_name(wave_.name());
    ASSERT_EQ(Release(release), kOk) << status_;
    v1alpha::OpenWaveRequest open;
    open.set_name(wave_.name());
    open.set_etag(wave_.etag());
    ASSERT_EQ(Write<v1alpha::OpenWaveRequest>(&OpenWave, open, &wave_), kOk) << status_;
  }
  void CloseIt() {
    v1alpha::CloseWaveRequest q;
    q.set_name(wave_.name());
    q.set_etag(wave_.etag());
    ASSERT_EQ(WriteWith(q, &wave_, [&](Tx& tx) { return CloseWave(tx, *responses_, q, &wave_); }),
              kOk)
        << status_;
  }
  // Who answered the first so many questions, and broke off in a section or did not.
  v1alpha::SubmitResponseRequest Answered(int person, int questions, int broke_off_section) {
    v1alpha::SubmitResponseRequest q = Response(person, "1");
    q.set_parent(wave_.name());
    q.clear_answers();
    for (int i = 1; i <= questions; ++i) {
      auto* answer = q.add_answers();
      answer->set_code(absl::StrCat("Q", i));
      answer->set_choice(i % 2 == 0 ? "2" : "1");
    }
    q.set_broke_off_section(broke_off_section);
    return q;
  }
  void SubmitMany(int people, int questions, int broke_off_section) {
    for (int i = 0; i < people; ++i) {
      ASSERT_EQ(Submit(Answered(++people_, questions, broke_off_section)), kOk) << status_;
    }
  }
  ErrorReason Report(bool with_items = false) {
    v1alpha::GetCollectionReportRequest q;
    q.set_name(wave_.name());
    q.set_with_items(with_items);
    report_.Clear();
    return Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report_));
  }
  // Section by section who reached it, and who broke off and did not hand in.
  std::string Sections() const {
    std::string text;
    for (const auto& section : report_.sections()) {
      absl::StrAppend(&text, section.has_reached() ? absl::StrCat(section.reached()) : "-", " ",
                      section.has_broke_off() ? absl::StrCat(section.broke_off()) : "-", " ",
                      section.unsubmitted(), "; ");
    }
    return text;
  }
  std::vector<std::string> Invite(int count) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(wave_.name());
    for (int i = 0; i < count; ++i) q.add_recipients()->set_recipient(absl::StrCat("r", i));
    v1alpha::IssueInvitationsResponse r;
    EXPECT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
    std::vector<std::string> tokens;
    for (const auto& issued : r.invitations()) tokens.push_back(issued.token());
    return tokens;
  }

  int people_ = 0;
  v1alpha::GetCollectionReportResponse report_;
};

TEST_F(BreakOffsTest, AreTakenOnceAndForAll) {
  MakeOpen(0);
  auto q = Answered(1, 1, 2);
  ASSERT_EQ(Submit(q), kOk) << status_;
  EXPECT_FALSE(submitted_.duplicate());
  ASSERT_EQ(Submit(q), kOk) << status_;
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_EQ(Submit(Answered(1, 1, 3)), ERROR_REASON_INVALID_FIELDS);
  EXPECT_EQ(Submit(Answered(1, 2, 3)), ERROR_REASON_RESPONSE_CONFLICT);
  EXPECT_EQ(Submit(Answered(1, 3, 0)), ERROR_REASON_RESPONSE_CONFLICT);
  EXPECT_EQ(Submit(Answered(2, 2, 1)), ERROR_REASON_INVALID_FIELDS);
  EXPECT_THAT(status_.message(), HasSubstr("answers[1]"));
  EXPECT_EQ(Submit(Answered(2, 3, 4)), ERROR_REASON_INVALID_FIELDS);
  EXPECT_THAT(status_.message(), HasSubstr("give 1 to 3, or 0"));
  EXPECT_EQ(Submit(Answered(2, 2, 0)), ERROR_REASON_INVALID_FIELDS) << "Q3 is required";
}

TEST_F(BreakOffsTest, UseTheInvitationUp) {
  MakeOpen(0, Wave::ACCESS_INVITED);
  const auto tokens = Invite(1);
  auto q = Answered(1, 0, 1);
  q.set_invitation_token(tokens[0]);
  ASSERT_EQ(Submit(q), kOk) << status_;
  q = Answered(2, 3, 0);
  q.set_invitation_token(tokens[0]);
  EXPECT_EQ(Submit(q), ERROR_REASON_INVITATION_REFUSED);
}

TEST_F(BreakOffsTest, OfAClosedWaveAreToldAndTheirTablesFit) {
  MakeOpen(/*partial_from=*/3);
  SubmitMany(20, 3, 0);
  SubmitMany(6, 1, 1);
  SubmitMany(3, 1, 2);  // Too few: told one section later.
  SubmitMany(7, 2, 3);
  CloseIt();

  ASSERT_EQ(Report(/*with_items=*/true), kOk) << status_;
  EXPECT_EQ(Sections(), "36 6 0; 30 0 0; 30 10 0; ");
  const auto& total = report_.total();
  EXPECT_EQ(total.started(), 36);
  EXPECT_EQ(total.completed(), 20);
  EXPECT_EQ(total.partial(), 10);
  EXPECT_EQ(total.usable(), 30);
  EXPECT_EQ(total.broke_off(), 6);
  EXPECT_EQ(total.unknown_eligibility(), 4) << "of 40 who were invited";
  EXPECT_EQ(total.rates().rates(0).fraction(), "1/2") << "20 of 40";
  EXPECT_EQ(total.rates().rates(1).fraction(), "3/4");
  EXPECT_EQ(total.rates().rates(4).fraction(), "5/9") << "20 of 36";
  EXPECT_EQ(report_.items(0).answered(), 30);
  EXPECT_EQ(report_.items(2).missing(), 0);
  EXPECT_EQ(report_.items(2).not_reached(), 10) << "they did not finish its section";

  ASSERT_EQ(Tabulate(wave_.name().c_str()), kOk) << status_;
  EXPECT_EQ(tables_.wave().response_count(), 36);
  EXPECT_EQ(tables_.response_rate().responses(), 30) << "without the break-offs";
  EXPECT_EQ(tables_.tables(0).base(), 30);
  EXPECT_EQ(tables_.tables(2).base(), 20);
  EXPECT_EQ(tables_.tables(2).missing(), 0);
  EXPECT_EQ(tables_.tables(2).not_reached(), 10);
}

TEST_F(BreakOffsTest, WhoDidNotReachAQuestionIsNotMissing) {
  MakeOpen(/*partial_from=*/1);
  SubmitMany(20, 3, 0);
  SubmitMany(6, 1, 1);
  SubmitMany(8, 2, 2);
  CloseIt();
  ASSERT_EQ(Report(/*with_items=*/true), kOk) << status_;
  EXPECT_EQ(report_.total().partial(), 14);
  EXPECT_EQ(report_.total().broke_off(), 0);
  EXPECT_EQ(report_.items(0).answered(), 28);
  EXPECT_EQ(report_.items(0).missing(), 0);
  EXPECT_EQ(report_.items(0).not_reached(), 6);
  EXPECT_EQ(report_.items(1).answered(), 20);
  EXPECT_EQ(report_.items(1).missing(), 0);
  EXPECT_EQ(report_.items(1).not_reached(), 14) << "also who answered it on the page they left";
  EXPECT_EQ(report_.items(2).answered(), 20);
  EXPECT_EQ(report_.items(2).missing(), 0);
  EXPECT_EQ(report_.items(2).not_reached(), 14);
}

TEST_F(BreakOffsTest, FewAreToldAsIfThereWereNone) {
  MakeOpen(0);
  SubmitMany(20, 3, 0);
  SubmitMany(2, 1, 2);
  CloseIt();
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_EQ(Sections(), "22 0 0; 22 0 0; 22 0 0; ");
  EXPECT_EQ(report_.total().completed(), 22);
  EXPECT_EQ(report_.total().broke_off(), 0);
}

TEST_F(BreakOffsTest, WhereFewWentOnNothingIsTold) {
  MakeOpen(0);
  SubmitMany(2, 3, 0);
  SubmitMany(20, 1, 2);
  CloseIt();
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_EQ(Sections(), "22 0 0; 22 - 0; - - 0; ");
  EXPECT_EQ(report_.total().started(), 22);
  EXPECT_FALSE(report_.total().has_completed());
  EXPECT_FALSE(report_.total().has_usable());
  EXPECT_FALSE(report_.total().has_broke_off());
  EXPECT_EQ(report_.total().absent(), v1alpha::FIGURE_ABSENT_PROTECTED);
}

// Figures from before and behind the closing would tell together what neither tells.
TEST_F(BreakOffsTest, AreNotToldApartWhileTheWaveIsUnderWay) {
  MakeOpen(/*partial_from=*/3);
  SubmitMany(19, 1, 2);
  SubmitMany(10, 3, 0);
  SubmitMany(11, 2, 3);
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_THAT(report_.sections(), IsEmpty());
  EXPECT_EQ(report_.total().started(), 40);
  EXPECT_EQ(report_.total().completed(), 40);
  EXPECT_EQ(report_.total().usable(), 40);
  EXPECT_FALSE(report_.total().has_partial());
  EXPECT_FALSE(report_.total().has_broke_off());
}

TEST_F(BreakOffsTest, OfDraftsAreToldOnceTheWaveIsClosed) {
  MakeOpen(/*partial_from=*/1, Wave::ACCESS_INVITED, Wave::IDENTITY_IDENTIFIED);
  const auto tokens = Invite(40);
  for (int i = 0; i < 24; ++i) {
    auto q = Answered(i, i < 18 ? 3 : 1, i < 18 ? 0 : 1);
    q.set_invitation_token(tokens[i]);
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  for (int i = 24; i < 31; ++i) {
    v1alpha::SaveAnswersRequest q;
    const auto answered = Answered(i, i < 30 ? 2 : 0, 0);
    q.set_parent(wave_.name());
    q.set_response_id(answered.response_id());
    *q.mutable_answers() = answered.answers();
    q.set_invitation_token(tokens[i]);
    v1alpha::SaveAnswersResponse r;
    ASSERT_EQ(Async(q,
                    [&](Submission s) {
                      SaveAnswers(*store_, *responses_, cache_, q, std::move(s), &r);
                    }),
              kOk)
        << status_;
  }
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_EQ(report_.total().started(), 20) << "and nothing of drafts";
  EXPECT_EQ(report_.total().completed(), 20);
  CloseIt();
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_EQ(Sections(), "24 6 0; 18 0 7; 18 0 0; ") << "one of the drafts is told later";
  EXPECT_EQ(report_.total().started(), 31);
  EXPECT_EQ(report_.total().completed(), 18);
  EXPECT_EQ(report_.total().partial(), 6);
  EXPECT_EQ(report_.total().broke_off(), 7);
}

TEST_F(BreakOffsTest, OfAPersonAreReadWithTheirSectionAndCompletedByAnEdit) {
  MakeOpen(0, Wave::ACCESS_INVITED, Wave::IDENTITY_IDENTIFIED);
  const auto tokens = Invite(1);
  auto q = Answered(1, 1, 2);
  q.set_invitation_token(tokens[0]);
  ASSERT_EQ(Submit(q), kOk) << status_;
  v1alpha::ResumeResponseRequest resume;
  resume.set_parent(wave_.name());
  resume.set_invitation_token(tokens[0]);
  v1alpha::ResumeResponseResponse resumed;
  ASSERT_EQ(
      ReadWith(resume, &resumed,
               [&](Tx& tx) { return ResumeResponse(tx, *responses_, cache_, resume, &resumed); }),
      kOk)
      << status_;
  EXPECT_EQ(resumed.state(), v1alpha::PersonalResponse::STATE_SUBMITTED);
  EXPECT_EQ(resumed.broke_off_section(), 2);

  const auto edit = [&](int questions) {
    v1alpha::EditResponseRequest e;
    const auto answered = Answered(1, questions, 0);
    e.set_parent(wave_.name());
    e.set_response_id(answered.response_id());
    *e.mutable_answers() = answered.answers();
    e.set_invitation_token(tokens[0]);
    e.set_etag(resumed.etag());
    v1alpha::EditResponseResponse edited;
    return Async(e, [&](Submission s) {
      EditResponse(*store_, *responses_, cache_, e, std::move(s), &edited);
    });
  };
  EXPECT_EQ(edit(1), ERROR_REASON_INVALID_FIELDS) << "an edit is complete";
  ASSERT_EQ(edit(3), kOk) << status_;
  v1alpha::ListResponsesRequest list;
  list.set_parent(wave_.name());
  list.set_former_versions(true);
  v1alpha::ListResponsesResponse listed;
  ASSERT_EQ(ReadWith(list, &listed,
                     [&](Tx& tx) { return ListResponses(tx, *responses_, cache_, list, &listed); }),
            kOk)
      << status_;
  ASSERT_THAT(listed.responses(), SizeIs(1));
  EXPECT_EQ(listed.responses(0).broke_off_section(), 0);
  ASSERT_THAT(listed.responses(0).former_versions(), SizeIs(1));
  EXPECT_EQ(listed.responses(0).former_versions(0).broke_off_section(), 2);
}

TEST_F(BreakOffsTest, TheSectionOfAWaveIsOfItsQuestionnaire) {
  MakeWave();
  Wave wave = wave_;
  wave.set_partial_from_section(2);
  EXPECT_EQ(UpdateWave(wave), ERROR_REASON_INVALID_FIELDS) << "it has one";
  wave.set_partial_from_section(1);
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  wave = wave_;
  wave.set_partial_from_section(2);
  EXPECT_EQ(UpdateWave(wave), kWrongState);
}

}  // namespace
}  // namespace lotse::survey
