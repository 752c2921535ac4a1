#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/survey/app/analysis_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(AnalysisTest, SegmentsAreFoundWithWhatTheySay) {
  MakeCoded();
  ASSERT_EQ(Find(SegmentsRequest("context_words: 1")), kOk) << status_;
  EXPECT_THAT(Parts(segments_), ElementsAre("14-35", "36-51", "52-56"));
  EXPECT_EQ(segments_.total_size(), 3);
  EXPECT_EQ(segments_.left_out_cases(), 0);
  const auto& first = segments_.segments(0);
  EXPECT_EQ(first.study_case(), kCase);
  EXPECT_EQ(first.text(), kText);
  EXPECT_EQ(first.content(), "Frau Weber hilft mir.");
  EXPECT_EQ(first.before(), "") << "another speaker said that";
  EXPECT_EQ(first.behind(), " Weber");
  EXPECT_EQ(first.speaker(), "P01");
  ASSERT_THAT(first.codings(), SizeIs(2));
  EXPECT_EQ(first.codings(0).code(), CodeNamed("wege"));
  EXPECT_EQ(first.codings(0).text_revision(), 1);
  EXPECT_EQ(segments_.segments(2).speaker(), "P02");
}

TEST_F(AnalysisTest, SegmentsAreFoundByAllThatIsAsked) {
  MakeCoded();
  const std::string zugang = absl::StrCat("codes: \"", CodeNamed("zugang"), "\" ");
  const std::string wege = absl::StrCat("codes: \"", CodeNamed("wege"), "\" ");
  const std::string beside =
      absl::StrCat(wege, "neighbors { codes: \"", CodeNamed("haltung"), "\" relation: ");
  const struct {
    std::string fields;
    std::vector<std::string> parts;
  } cases[] = {
      {zugang, {}},
      {zugang + "with_below: true", {"14-35"}},
      {"coders: \"zwei\"", {"14-35", "52-56"}},
      {"speaker { role: \"team\" }", {"14-35", "36-51", "52-56"}},
      {"speaker { role: \"leitung\" }", {}},
      {"speaker { pseudonym: \"P02\" }", {"52-56"}},
      {"speaker { values { attribute: \"alter\" category: \"u40\" } }", {"14-35", "36-51"}},
      {"speaker { pseudonym: \"P02\" values { attribute: \"alter\" category: \"u40\" } }", {}},
      {absl::StrCat("places: \"", kText, "\""), {"14-35", "36-51", "52-56"}},
      {beside + "RELATION_SAME_TURN }", {"14-35"}},
      {beside + "RELATION_OVERLAP }", {}},
      {beside + "RELATION_OVERLAP absent: true }", {"14-35"}},
      {beside + "RELATION_NEAR distance: 1 }", {"14-35"}},
      {beside + "RELATION_NEAR }", {}},
      {beside + "RELATION_SAME_RANGE }", {}},
      {beside + "RELATION_WITHIN }", {}},
  };
  for (const auto& c : cases) {
    ASSERT_EQ(Find(SegmentsRequest(c.fields)), kOk) << status_ << c.fields;
    EXPECT_EQ(Parts(segments_), c.parts) << c.fields;
  }
}

TEST_F(AnalysisTest, SegmentsComeInPages) {
  MakeCoded();
  auto q = SegmentsRequest("page_size: 1");
  std::vector<std::string> parts;
  do {
    ASSERT_EQ(Find(q), kOk) << status_;
    EXPECT_EQ(segments_.total_size(), 3);
    for (const std::string& part : Parts(segments_)) parts.push_back(part);
    q.set_page_token(segments_.next_page_token());
  } while (!q.page_token().empty());
  EXPECT_THAT(parts, ElementsAre("14-35", "36-51", "52-56"));
  ASSERT_EQ(Find(SegmentsRequest("page_size: 1")), kOk) << status_;
  auto other = SegmentsRequest("coders: \"zwei\"");
  other.set_page_token(segments_.next_page_token());
  EXPECT_EQ(Find(other), kToken) << "of another list";
}

TEST_F(AnalysisTest, WhatIsNotThereIsRefused) {
  EXPECT_EQ(Find(SegmentsRequest()), kNotFound);
  MakeStudy();
  ASSERT_EQ(Find(SegmentsRequest()), kOk) << status_;
  EXPECT_THAT(segments_.segments(), IsEmpty()) << "nothing is stored of it";
  const std::string code = absl::StrCat("codes: \"", CodeNamed("wege"), "\"");
  EXPECT_EQ(Find(SegmentsRequest(code)), kInvalid);
  for (const char* const place : {kCase, kText}) {
    EXPECT_EQ(Find(SegmentsRequest(absl::StrCat("places: \"", place, "\""))), kInvalid) << place;
  }
}

TEST_F(AnalysisTest, AnAbsentTextOfACaseIsRefused) {
  MakeCoded();
  EXPECT_EQ(Find(SegmentsRequest(absl::StrCat("places: \"", kText, "x\""))), kInvalid);
  auto q = KeywordRequest("Weber");
  q.add_places(absl::StrCat(kText, "x"));
  EXPECT_EQ(Call(&FindKeyword, q, &keywords_), kInvalid);
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(Find(SegmentsRequest(absl::StrCat("places: \"", kCase, "\""))), kInvalid);
  ASSERT_EQ(Find(SegmentsRequest()), kOk) << status_;
  EXPECT_THAT(Parts(segments_), IsEmpty()) << "deleted";
}

TEST_F(AnalysisTest, KeywordsAreFoundInContext) {
  MakeCoded();
  auto q = KeywordRequest("weber");
  q.set_context_words(1);
  ASSERT_EQ(Call(&FindKeyword, q, &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), ElementsAre("19-24", "36-41"));
  EXPECT_EQ(keywords_.segments(0).before(), "Frau ");
  EXPECT_EQ(keywords_.segments(0).content(), "Weber");
  EXPECT_EQ(keywords_.segments(0).behind(), " hilft");
  EXPECT_EQ(keywords_.segments(0).speaker(), "P01");
  EXPECT_THAT(keywords_.segments(0).codings(), IsEmpty());
  q.set_page_size(1);
  ASSERT_EQ(Call(&FindKeyword, q, &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), ElementsAre("19-24"));
  q.set_page_token(keywords_.next_page_token());
  ASSERT_EQ(Call(&FindKeyword, q, &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), ElementsAre("36-41"));
  EXPECT_EQ(keywords_.next_page_token(), "");
  auto prefix = KeywordRequest("hil");
  ASSERT_EQ(Call(&FindKeyword, prefix, &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), IsEmpty());
  prefix.set_prefix(true);
  ASSERT_EQ(Call(&FindKeyword, prefix, &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), ElementsAre("25-30"));
  EXPECT_EQ(Call(&FindKeyword, KeywordRequest("…"), &keywords_), kInvalid);
}

// What another speaker says is no context, also of a part that begins or ends between turns.
TEST_F(AnalysisTest, ContextEndsWithTheTurn) {
  MakeCoded();
  const struct {
    const char* keyword;
    std::string before;
    std::string behind;
  } cases[] = {
      {"läuft", "Wie ", " es?"},
      {"Frau", "", " Weber hilft mir. Weber ist nett."},
      {"nett", "Frau Weber hilft mir. Weber ist ", "."},
      {"Gut", "", "."},
      {"es Frau", "Wie läuft ", " Weber hilft mir. Weber ist nett."},
  };
  for (const auto& c : cases) {
    auto q = KeywordRequest(c.keyword);
    q.set_context_words(50);
    ASSERT_EQ(Call(&FindKeyword, q, &keywords_), kOk) << status_ << c.keyword;
    ASSERT_THAT(keywords_.segments(), SizeIs(1)) << c.keyword;
    // Whether the signs behind the last word are shown is that of the index.
    EXPECT_EQ(keywords_.segments(0).before(), c.before) << c.keyword;
    EXPECT_TRUE(absl::StartsWith(c.behind, keywords_.segments(0).behind())) << c.keyword;
  }
  ASSERT_EQ(Find(SegmentsRequest("context_words: 50")), kOk) << status_;
  EXPECT_EQ(segments_.segments(0).before(), "");
  EXPECT_EQ(segments_.segments(0).behind(), " Weber ist nett");
  EXPECT_EQ(segments_.segments(1).before(), "Frau Weber hilft mir. ");
  EXPECT_EQ(segments_.segments(1).behind(), "");
  StoreCoding(5, "t", {13, 14}, "wege", "eins");
  ASSERT_EQ(Find(SegmentsRequest("context_words: 50 coders: \"eins\"")), kOk) << status_;
  ASSERT_THAT(Parts(segments_), ElementsAre("13-14", "14-35", "36-51"));
  EXPECT_EQ(segments_.segments(0).before(), "") << "it is what stands between two turns";
  EXPECT_EQ(segments_.segments(0).behind(), "");
}

TEST_F(AnalysisTest, WhoTookTheirConsentBackIsNotFound) {
  MakeCoded();
  Withdraw();
  ASSERT_EQ(Find(SegmentsRequest("context_words: 5")), kOk) << status_;
  EXPECT_THAT(Parts(segments_), ElementsAre("52-56"));
  EXPECT_EQ(segments_.segments(0).before(), "") << "nothing of theirs stands beside it either";
  ASSERT_EQ(Call(&FindKeyword, KeywordRequest("Weber"), &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), IsEmpty());
  auto q = KeywordRequest("Gut");
  q.set_context_words(9);
  ASSERT_EQ(Call(&FindKeyword, q, &keywords_), kOk) << status_;
  ASSERT_THAT(Parts(keywords_), ElementsAre("52-55"));
  EXPECT_THAT(keywords_.segments(0).before(), testing::AnyOf("", "\n"));
}

TEST_F(AnalysisTest, BlindCodersFindTheirOwn) {
  MakeCodedBlind();
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(Find(SegmentsRequest()), kOk) << status_;
  EXPECT_THAT(Parts(segments_), ElementsAre("14-35", "36-51"));
  EXPECT_THAT(segments_.segments(0).codings(), SizeIs(1));
  const std::string others = absl::StrCat("neighbors { codes: \"", CodeNamed("wege"),
                                          "\" relation: RELATION_SAME_RANGE }");
  ASSERT_EQ(Find(SegmentsRequest(others)), kOk) << status_;
  EXPECT_THAT(Parts(segments_), IsEmpty()) << "nor can it be learnt by what is beside";
  cause_.actor = "sub-9";
  ASSERT_EQ(Find(SegmentsRequest()), kOk) << status_;
  EXPECT_THAT(Parts(segments_), ElementsAre("14-35", "36-51", "52-56")) << "who compares";
}

TEST_F(AnalysisTest, RestrictedCasesAreLeftOutAndCounted) {
  MakeCoded();
  MakeRestricted();
  StoreCoding(9, "u", {0, 9}, "wege", "eins");
  ASSERT_EQ(Find(SegmentsRequest()), kOk) << status_;
  EXPECT_EQ(segments_.total_size(), 4);
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(Find(SegmentsRequest()), kOk) << status_;
  EXPECT_EQ(segments_.total_size(), 3);
  EXPECT_EQ(segments_.left_out_cases(), 1);
  const std::string deep = absl::StrCat("places: \"", kStudy, "/cases/tief\"");
  EXPECT_EQ(Find(SegmentsRequest(deep)), kPermission);
  ASSERT_EQ(Call(&FindKeyword, KeywordRequest("Zugang"), &keywords_), kOk) << status_;
  EXPECT_THAT(Parts(keywords_), IsEmpty());
  EXPECT_EQ(keywords_.left_out_cases(), 1);
}

}  // namespace
}  // namespace lotse::survey
