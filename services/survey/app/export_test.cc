#include "services/survey/app/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/app/export_testing.h"
#include "tests/support/unzip.h"

namespace lotse::survey {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_support::Unzipped;
using type::v1alpha::ERROR_REASON_ETAG_MISMATCH;
using type::v1alpha::ERROR_REASON_TOO_FEW_RESPONSES;
using type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED;
using v1alpha::ExportResponsesRequest;

using ExportTest = ExportTesting;

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

// That somebody was asked for how many years says that they chose the first option.
TEST_F(ExportTest, NeitherIsWhatWasAskedBecauseOfIt) {
  Instrument instrument = TwoPages();
  google::protobuf::TextFormat::MergeFromString(
      R"(relevant_if { code: "Q1" test: TEST_ANY_CHOSEN options: "1" })",
      instrument.mutable_sections(1)->mutable_questions(0));
  MakeOpenOf(Wave::ACCESS_OPEN, Wave::IDENTITY_ANONYMOUS, 0, instrument);
  for (int person = 1; person <= 20; ++person) {
    auto q = Answered(person);
    if (person % 2 == 1) q.mutable_answers()->DeleteSubrange(1, 1);
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  CloseIt();
  Rows(Request());
  ASSERT_EQ(header_, "Q1,Q2,Q3");
  Erase("Q1");
  EXPECT_THAT(Rows(Request()), Each("1"));
  EXPECT_EQ(header_, "Q3");
  EXPECT_THAT(Unzipped(File(Request()), "codebook.csv"), Not(HasSubstr("Q2")));
}

TEST_F(ExportTest, PersonalWavesHaveNoPseudonymsEither) {
  MakeClosedWithNames(3);
  auto rows = Rows(Request(/*texts=*/true));
  std::sort(rows.begin(), rows.end());
  EXPECT_THAT(rows, ElementsAre("1,2,1,Text 2", "2,1,1,Text 1", "2,3,1,Text 3"));
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

// Neither what was recorded of it nor what was computed.
TEST_F(ExportTest, NothingTellsWhenSomebodyAnswered) {
  Instrument instrument = GoodInstrument();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(
        sections {
          questions { code: "beginn" kind: KIND_METADATA metadata: METADATA_START }
          questions {
            code: "jetzt"
            kind: KIND_CALCULATION
            logic { calculation: "now()" }
          }
          questions {
            code: "davon"
            kind: KIND_CALCULATION
            logic { calculation: "${beginn}" }
          }
          questions {
            code: "tag"
            kind: KIND_DATE
            text { variants { language: "de" text: "Wann?" } }
            logic { constraint: ". <= today()" }
          }
        })pb",
      &instrument));
  MakeOpenOf(Wave::ACCESS_OPEN, Wave::IDENTITY_ANONYMOUS, 0, instrument);
  for (int person = 1; person <= 20; ++person) {
    auto q = Response(person, "1");
    auto* answer = q.add_answers();
    answer->set_code("beginn");
    answer->set_content("2021-01-15T11:59:00.000+01:00");
    answer = q.add_answers();
    answer->set_code("tag");
    // The day of today, which is after the first of the field period.
    answer->set_date("2021-01-15");
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  auto late = Response(21, "1");
  late.add_answers()->set_code("tag");
  late.mutable_answers(1)->set_date("2021-01-16");
  EXPECT_EQ(Submit(late), kInvalid) << "checks read the real time";
  CloseIt();
  EXPECT_THAT(Rows(Request(/*texts=*/true)),
              Each("1,1,2021-01-01T00:00:00.000+01:00,-9,,1,2021-01-15"));
  EXPECT_EQ(header_, "Q1,jetzt,jetzt_text,davon,davon_text,tag,tag_text");
}

// What is in a repeat is a table of its own, of all responses.
TEST_F(ExportTest, RepeatsAreTables) {
  Instrument instrument = GoodInstrument();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"(sections {
           questions {
             code: "kinder" kind: KIND_REPEAT
             questions { code: "alter" kind: KIND_INTEGER
                         text { variants { language: "de" text: "Wie alt?" } } } } })",
      &instrument));
  MakeOpenOf(Wave::ACCESS_OPEN, Wave::IDENTITY_ANONYMOUS, 0, instrument);
  int expected = 0;
  for (int person = 1; person <= 600; ++person) {
    auto q = Response(person, "1");
    for (int child = 1; child <= person % 3; ++child) {
      auto* answer = q.add_answers();
      answer->set_code("alter");
      answer->set_integer(person);
      answer->add_instances(child);
      ++expected;
    }
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  CloseIt();
  const std::string zip = File(Request());
  const std::vector<std::string> responses =
      absl::StrSplit(Unzipped(zip, "responses.csv"), "\r\n", absl::SkipEmpty());
  std::vector<std::string> children =
      absl::StrSplit(Unzipped(zip, "repeat_kinder.csv"), "\r\n", absl::SkipEmpty());
  ASSERT_EQ(responses.size(), 601u);
  EXPECT_EQ(responses[0], "response,Q1,kinder");
  EXPECT_EQ(children[0], "response,kinder,alter");
  ASSERT_EQ(children.size(), 1u + expected);
  // The same row is the same person, however the order was drawn.
  std::set<std::string> persons;
  for (std::size_t i = 1; i < children.size(); ++i) {
    const std::vector<std::string> cells = absl::StrSplit(children[i], ',');
    const int age = std::stoi(cells[2]);
    EXPECT_EQ(responses[std::stoi(cells[0])], absl::StrCat(cells[0], ",1,", age % 3));
    persons.insert(cells[0]);
  }
  EXPECT_EQ(persons.size(), 400u);
  auto q = Request();
  q.set_format(ExportResponsesRequest::FORMAT_SAV);
  EXPECT_TRUE(absl::StartsWith(File(q), "$FL2"));
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
