#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/export.h"
#include "tests/support/unzip.h"

// The base of the tests of exports.
namespace lotse::survey {

// A questionnaire of two sections.
inline Instrument TwoPages() {
  Instrument instrument = GoodInstrument();
  google::protobuf::TextFormat::MergeFromString(
      R"(sections { questions {
           code: "Q2" kind: KIND_INTEGER text { variants { language: "de" text: "Jahre" } } }
         questions {
           code: "Q3" kind: KIND_TEXT text { variants { language: "de" text: "Warum?" } } } })",
      &instrument);
  return instrument;
}

class ExportTesting : public AppTest {
 protected:
  void MakeOpenOf(Wave::Access access = Wave::ACCESS_OPEN,
                  Wave::Identity identity = Wave::IDENTITY_ANONYMOUS, int partial_from = 0,
                  const Instrument& instrument = TwoPages()) {
    ASSERT_EQ(MakeInstrument(instrument), kOk) << status_;
    ASSERT_EQ(MakeSurvey(), kOk) << status_;
    ASSERT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
    ASSERT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
    auto q = WaveRequest();
    q.mutable_wave()->set_access(access);
    q.mutable_wave()->set_identity(identity);
    q.mutable_wave()->set_partial_from_section(partial_from);
    ASSERT_EQ(Run(q, &wave_), kOk) << status_;
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  // Each has another number, so that rows can be told apart.
  v1alpha::SubmitResponseRequest Answered(int person) {
    auto q = Response(person, person % 2 == 0 ? "1" : "2");
    auto* answer = q.add_answers();
    answer->set_code("Q2");
    answer->set_integer(person);
    answer = q.add_answers();
    answer->set_code("Q3");
    answer->set_text(absl::StrCat("Text ", person));
    return q;
  }
  void SubmitMany(int people) {
    for (int person = 1; person <= people; ++person) {
      ASSERT_EQ(Submit(Answered(person)), kOk) << status_;
    }
  }
  void CloseIt() {
    ASSERT_EQ(GetWave(), kOk);
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  }
  // A closed wave with names: person-0 and so on, of whom the last ones broke off in the first
  // section.
  void MakeClosedWithNames(int people, int broke_off = 0) {
    MakeOpenOf(Wave::ACCESS_INVITED, Wave::IDENTITY_IDENTIFIED, /*partial_from=*/2);
    v1alpha::IssueInvitationsRequest invite;
    invite.set_parent(kWave);
    for (int i = 0; i < people; ++i) {
      invite.add_recipients()->set_recipient(absl::StrCat("person-", i));
    }
    v1alpha::IssueInvitationsResponse issued;
    ASSERT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, invite, &issued)), kOk)
        << status_;
    for (int i = 0; i < people; ++i) {
      const bool stayed = i < people - broke_off;
      auto q = stayed ? Answered(i + 1) : Response(i + 1, "1");
      if (!stayed) q.set_broke_off_section(1);
      q.set_invitation_token(issued.invitations(i).token());
      ASSERT_EQ(Submit(q), kOk) << status_;
    }
    CloseIt();
  }
  // The answers of such a person, or only that to one question.
  void ErasePerson(int person, const std::string& code = "") {
    v1alpha::EraseResponseRequest q;
    q.set_parent(kWave);
    q.set_pseudonym(absl::StrCat("person-", person));
    if (!code.empty()) q.add_codes(code);
    q.set_reason("Wunsch der Person");
    v1alpha::EraseResponseResponse erased;
    ASSERT_EQ(Reason(EraseResponse(*store_, *responses_, {cause_, {}}, q, &erased)), kOk)
        << status_;
  }
  void Erase(const std::string& code) {
    v1alpha::EraseAnswersRequest q;
    q.set_name(kWave);
    q.add_codes(code);
    q.set_reason("Probe");
    ASSERT_EQ(GetWave(), kOk);
    q.set_etag(wave_.etag());
    ASSERT_EQ(Reason(EraseAnswers(*store_, *responses_, {cause_, {}}, q, &wave_)), kOk) << status_;
  }
  static v1alpha::ExportResponsesRequest Request(bool texts = false) {
    v1alpha::ExportResponsesRequest q;
    q.set_name(kWave);
    q.set_format(v1alpha::ExportResponsesRequest::FORMAT_CSV);
    q.set_purpose("Faktorenanalyse");
    q.set_include_texts(texts);
    return q;
  }
  std::unique_ptr<ResponseExport> BeginOf(const v1alpha::ExportResponsesRequest& q) {
    auto begun = ResponseExport::Begin(*store_, *responses_, {cause_, patience_}, q);
    reason_ = Reason(begun.status());
    return begun.ok() ? *std::move(begun) : nullptr;
  }
  // All of the file; empty if it cannot be had.
  std::string File(const v1alpha::ExportResponsesRequest& q) {
    const auto begun = BeginOf(q);
    std::string out;
    while (begun != nullptr) {
      const auto whole = begun->Next(patience_, &out);
      reason_ = Reason(whole.status());
      if (!whole.ok()) return "";
      if (*whole) break;
    }
    return out;
  }
  // The lines of the table without the header.
  std::vector<std::string> Rows(const v1alpha::ExportResponsesRequest& q) {
    std::vector<std::string> rows = absl::StrSplit(
        testing_support::Unzipped(File(q), "responses.csv"), "\r\n", absl::SkipEmpty());
    if (rows.empty()) return rows;
    header_ = rows.front();
    rows.erase(rows.begin());
    return rows;
  }

  ErrorReason reason_ = kOk;
  std::string header_;
};

}  // namespace lotse::survey
