#include "services/survey/app/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/app/app_testing.h"
#include "tests/support/unzip.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_support::Unzipped;
using type::v1alpha::ERROR_REASON_ETAG_MISMATCH;
using type::v1alpha::ERROR_REASON_TOO_FEW_RESPONSES;
using type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED;
using v1alpha::ExportResponsesRequest;

// A questionnaire of two sections.
Instrument TwoPages() {
  Instrument instrument = GoodInstrument();
  google::protobuf::TextFormat::MergeFromString(
      R"(sections { questions {
           code: "Q2" kind: KIND_INTEGER text { variants { language: "de" text: "Jahre" } } }
         questions {
           code: "Q3" kind: KIND_TEXT text { variants { language: "de" text: "Warum?" } } } })",
      &instrument);
  return instrument;
}

class ExportTest : public AppTest {
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
  void Erase(const std::string& code) {
    v1alpha::EraseAnswersRequest q;
    q.set_name(kWave);
    q.add_codes(code);
    q.set_reason("Probe");
    ASSERT_EQ(GetWave(), kOk);
    q.set_etag(wave_.etag());
    ASSERT_EQ(Reason(EraseAnswers(*store_, *responses_, {cause_, {}}, q, &wave_)), kOk) << status_;
  }
  static ExportResponsesRequest Request(bool texts = false) {
    ExportResponsesRequest q;
    q.set_name(kWave);
    q.set_format(ExportResponsesRequest::FORMAT_CSV);
    q.set_purpose("Faktorenanalyse");
    q.set_include_texts(texts);
    return q;
  }
  std::unique_ptr<ResponseExport> BeginOf(const ExportResponsesRequest& q) {
    auto begun = ResponseExport::Begin(*store_, *responses_, {cause_, patience_}, q);
    reason_ = Reason(begun.status());
    return begun.ok() ? *std::move(begun) : nullptr;
  }
  // All of the file; empty if it cannot be had.
  std::string File(const ExportResponsesRequest& q) {
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
  std::vector<std::string> Rows(const ExportResponsesRequest& q) {
    std::vector<std::string> rows =
        absl::StrSplit(Unzipped(File(q), "responses.csv"), "\r\n", absl::SkipEmpty());
    if (rows.empty()) return rows;
    header_ = rows.front();
    rows.erase(rows.begin());
    return rows;
  }

  ErrorReason reason_ = kOk;
  std::string header_;
};

TEST_F(ExportTest, HasEachResponseOnceAndNothingElse) {
  MakeOpenOf();
  SubmitMany(20);
  CloseIt();
  const auto rows = Rows(Request());
  EXPECT_EQ(header_, "Q1,Q2,Q3");
  std::multiset<std::string> expected;
  for (int person = 1; person <= 20; ++person) {
    expected.insert(absl::StrCat(person % 2 == 0 ? 1 : 2, ",", person, ",1"));
  }
  EXPECT_EQ(std::multiset<std::string>(rows.begin(), rows.end()), expected);
  const auto with_texts = Rows(Request(/*texts=*/true));
  EXPECT_EQ(header_, "Q1,Q2,Q3,Q3_text");
  EXPECT_EQ(with_texts.size(), 20u);
  EXPECT_THAT(with_texts, testing::Contains("1,2,1,Text 2"));
}

TEST_F(ExportTest, TheOrderIsDrawnAnewEachTime) {
  MakeOpenOf();
  SubmitMany(30);
  CloseIt();
  std::set<std::vector<std::string>> orders;
  for (int i = 0; i < 5; ++i) orders.insert(Rows(Request()));
  EXPECT_EQ(orders.size(), 5u);
  // Nor is it that of the numbers they were handed in under.
  std::vector<std::string> by_number;
  for (int person = 1; person <= 30; ++person) {
    by_number.push_back(absl::StrCat(person % 2 == 0 ? 1 : 2, ",", person, ",1"));
  }
  EXPECT_EQ(orders.count(by_number), 0u);
}

TEST_F(ExportTest, OnlyClosedWavesWithEnoughResponses) {
  EXPECT_EQ((BeginOf(Request()), reason_), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  MakeOpenOf();
  SubmitMany(9);
  EXPECT_EQ((BeginOf(Request()), reason_), ERROR_REASON_WAVE_NOT_CLOSED);
  CloseIt();
  EXPECT_EQ((BeginOf(Request()), reason_), ERROR_REASON_TOO_FEW_RESPONSES);
}

TEST_F(ExportTest, TextsNeedMore) {
  MakeOpenOf();
  SubmitMany(19);
  CloseIt();
  EXPECT_EQ((BeginOf(Request(/*texts=*/true)), reason_), ERROR_REASON_TOO_FEW_RESPONSES);
  EXPECT_EQ(Rows(Request()).size(), 19u);
}

// Like the tables: who broke off early is in none, and of a few it is not said that they did.
TEST_F(ExportTest, HasThoseOfTheTables) {
  MakeOpenOf(Wave::ACCESS_OPEN, Wave::IDENTITY_ANONYMOUS, /*partial_from=*/2);
  SubmitMany(15);
  int person = 100;
  for (const auto& [section, people] : {std::pair(1, 6), std::pair(2, 3)}) {
    for (int i = 0; i < people; ++i) {
      auto q = Response(++person, "1");
      q.set_broke_off_section(section);
      ASSERT_EQ(Submit(q), kOk) << status_;
    }
  }
  CloseIt();
  const auto rows = Rows(Request());
  EXPECT_EQ(rows.size(), 18u);
  EXPECT_EQ(std::count(rows.begin(), rows.end(), "1,-9007199254740996,-9"), 3);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.response_rate().responses(), 18);
}

TEST_F(ExportTest, WhatWasErasedIsLeftOut) {
  MakeOpenOf();
  SubmitMany(20);
  CloseIt();
  const auto before = BeginOf(Request());
  Erase("Q2");
  std::string out;
  // Begun before: it is not given half with and half without.
  EXPECT_EQ(Reason(before->Next(patience_, &out).status()), ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Reason(store_->Read([&](Tx& tx) { return before->CheckUnchanged(tx); })),
            ERROR_REASON_ETAG_MISMATCH);
  Rows(Request(/*texts=*/true));
  EXPECT_EQ(header_, "Q1,Q3,Q3_text");
  EXPECT_THAT(Unzipped(File(Request()), "codebook.csv"), Not(HasSubstr("Jahre")));
}

TEST_F(ExportTest, PersonalWavesHaveNoPseudonymsEither) {
  MakeOpenOf(Wave::ACCESS_INVITED, Wave::IDENTITY_IDENTIFIED);
  v1alpha::IssueInvitationsRequest invite;
  invite.set_parent(kWave);
  for (int i = 0; i < 3; ++i) invite.add_recipients()->set_recipient(absl::StrCat("person-", i));
  v1alpha::IssueInvitationsResponse issued;
  ASSERT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, invite, &issued)), kOk)
      << status_;
  for (int i = 0; i < 3; ++i) {
    auto q = Answered(i + 1);
    q.set_invitation_token(issued.invitations(i).token());
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  CloseIt();
  const auto begun = BeginOf(Request(/*texts=*/true));
  auto rows = Rows(Request(/*texts=*/true));
  std::sort(rows.begin(), rows.end());
  EXPECT_THAT(rows, ElementsAre("1,2,1,Text 2", "2,1,1,Text 1", "2,3,1,Text 3"));
  // One that is erased after the export began is not in it, and it is not kept quiet.
  v1alpha::EraseResponseRequest erase;
  erase.set_parent(kWave);
  erase.set_pseudonym("person-1");
  erase.set_reason("Wunsch der Person");
  v1alpha::EraseResponseResponse erased;
  ASSERT_EQ(Reason(EraseResponse(*store_, *responses_, {cause_, {}}, erase, &erased)), kOk)
      << status_;
  std::string out;
  EXPECT_EQ(Reason(begun->Next(patience_, &out).status()), ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Rows(Request()).size(), 2u);
}

// Told was that 5 of 20 left in the first section; the 4 who are there once one of them was erased
// are no more among those who stayed.
TEST_F(ExportTest, WhoLeftIsToldAsBefore) {
  MakeOpenOf(Wave::ACCESS_INVITED, Wave::IDENTITY_IDENTIFIED, /*partial_from=*/2);
  v1alpha::IssueInvitationsRequest invite;
  invite.set_parent(kWave);
  for (int i = 0; i < 20; ++i) invite.add_recipients()->set_recipient(absl::StrCat("person-", i));
  v1alpha::IssueInvitationsResponse issued;
  ASSERT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, invite, &issued)), kOk)
      << status_;
  for (int i = 0; i < 20; ++i) {
    auto q = i < 15 ? Answered(i + 1) : Response(i + 1, "1");
    if (i >= 15) q.set_broke_off_section(1);
    q.set_invitation_token(issued.invitations(i).token());
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  CloseIt();
  EXPECT_EQ(Rows(Request()).size(), 15u);
  v1alpha::EraseResponseRequest erase;
  erase.set_parent(kWave);
  erase.set_pseudonym("person-17");
  erase.set_reason("Wunsch der Person");
  v1alpha::EraseResponseResponse erased;
  ASSERT_EQ(Reason(EraseResponse(*store_, *responses_, {cause_, {}}, erase, &erased)), kOk)
      << status_;
  EXPECT_EQ(Rows(Request()).size(), 15u);
}

// In a .sav a text takes room for the longest there may be. Not many rows of that are held at once.
TEST_F(ExportTest, LongTextsAreWrittenAFewRowsAtATime) {
  Instrument instrument = TwoPages();
  for (int i = 0; i < 100; ++i) {
    auto* question = instrument.mutable_sections(1)->add_questions();
    *question = instrument.sections(1).questions(1);
    question->set_code(absl::StrCat("T", i));
    question->set_maximum_bytes(10'000);
  }
  MakeOpenOf(Wave::ACCESS_OPEN, Wave::IDENTITY_ANONYMOUS, 0, instrument);
  SubmitMany(40);
  CloseIt();
  auto q = Request(/*texts=*/true);
  q.set_format(ExportResponsesRequest::FORMAT_SAV);
  const auto begun = BeginOf(q);
  ASSERT_NE(begun, nullptr) << status_;
  // The first has the dictionary, which is as long for one row as for a thousand.
  std::size_t largest = 0, pages = 0;
  for (bool whole = false; !whole; ++pages) {
    std::string out;
    const auto next = begun->Next(patience_, &out);
    ASSERT_TRUE(next.ok()) << next.status();
    whole = *next;
    if (pages > 0) largest = std::max(largest, out.size());
  }
  EXPECT_GT(pages, 3u);
  EXPECT_LT(largest, ResponseExport::kPageBytes * 3 / 2);
}

TEST_F(ExportTest, ASavIsNamedAsOne) {
  MakeOpenOf();
  SubmitMany(10);
  CloseIt();
  auto q = Request();
  q.set_format(ExportResponsesRequest::FORMAT_SAV);
  const auto sav = BeginOf(q);
  EXPECT_EQ(sav->file_name(), "s-w.sav");
  EXPECT_EQ(sav->media_type(), "application/x-spss-sav");
  EXPECT_TRUE(absl::StartsWith(File(q), "$FL2"));
  EXPECT_EQ(BeginOf(Request())->file_name(), "s-w.zip");
}

// A row that is too long for one piece ends it; the next piece goes on behind it.
TEST_F(ExportTest, PiecesAreSmall) {
  MakeOpenOf();
  for (int person = 1; person <= 1100; ++person) {
    ASSERT_EQ(Submit(Answered(person)), kOk) << status_;
  }
  CloseIt();
  const auto begun = BeginOf(Request());
  std::string out;
  int pieces = 0;
  for (bool whole = false; !whole; ++pieces) {
    const auto next = begun->Next(patience_, &out);
    ASSERT_TRUE(next.ok()) << next.status();
    whole = *next;
  }
  EXPECT_EQ(pieces, 3);  // 1,100 rows by 512.
  const std::vector<std::string> lines = absl::StrSplit(Unzipped(out, "responses.csv"), "\r\n");
  EXPECT_EQ(lines.size(), 1102u);
}

}  // namespace
}  // namespace lotse::survey
