// What is kept in memory of a study is never told once it is over, nor to whom it is not to be
// told.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/survey/app/analysis_testing.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/app/study_periods.h"
#include "services/survey/app/study_texts.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::CountCodesRequest;

class StudyKeptTest : public AnalysisTest {
 protected:
  // `MakeCoded`, with one more text of the case, of P01:
  //   0  Frau Weber hilft mir.  21, wege by eins
  void MakeTwoTexts() {
    MakeCoded();
    StoreTurns(kTextId, "g", "Frau Weber hilft mir.", {{{0, 21}, "P01"}});
    StoreCoding(7, kTextId, {0, 21}, "wege", "eins");
  }
  // What is found by codes, for which it is made ready.
  std::vector<std::string> Segments() {
    EXPECT_EQ(Find(SegmentsRequest()), kOk) << status_;
    return Parts(segments_);
  }
  std::vector<std::string> Hits(const char* keyword) {
    EXPECT_EQ(Call(&FindKeyword, KeywordRequest(keyword), &keywords_), kOk) << status_;
    return Parts(keywords_);
  }
  // Sentences of the case in which the code `wege` is.
  int64_t Sentences() {
    CountCodesRequest q;
    q.set_parent(kStudy);
    q.add_codes(CodeNamed("wege"));
    q.set_unit(v1alpha::STUDY_UNIT_SENTENCE);
    v1alpha::CountCodesResponse counted;
    EXPECT_EQ(Call(&CountCodes, q, &counted), kOk) << status_;
    return counted.frequencies_size() == 1 ? counted.frequencies(0).units() : -1;
  }
  // Reads all kinds of what is kept.
  void MakeReady() {
    Segments();
    Hits("Weber");
    Sentences();
    ASSERT_GT(studies_->kept_bytes(), 0u);
  }
  template <class Q>
  Q Replacing(int64_t revision, qualitative::TextSpan span, const char* by) {
    Q q;
    q.set_parent(kCase);
    q.set_text_id(kTextId);
    q.set_revision(revision);
    auto* const replacement = q.add_replacements();
    replacement->mutable_range()->set_begin(span.begin);
    replacement->mutable_range()->set_end(span.end);
    replacement->set_replacement(by);
    return q;
  }
  ErrorReason RemoveCoding(int number) {
    v1alpha::DeleteCodingRequest q;
    q.set_parent(kStudy);
    q.set_coding_id(Uuid(number));
    v1alpha::DeleteCodingResponse r;
    return Call(&DeleteCoding, q, &r);
  }
  ErrorReason EraseText() {
    v1alpha::DeleteStudyTextRequest q;
    q.set_parent(kCase);
    q.set_text_id(kTextId);
    q.set_reason("Widerruf");
    v1alpha::DeleteStudyTextResponse r;
    return Call(&DeleteStudyText, q, &r);
  }
  ErrorReason MakeOtherBook() {
    v1alpha::CreateCodebookRequest q;
    q.set_parent(kStudy);
    q.set_codebook_id("anderes");
    q.mutable_codebook()->set_title("Anderes");
    auto* const code = q.mutable_codebook()->add_codes();
    code->set_name("ton");
    code->set_label("Ton");
    code->set_codable(true);
    v1alpha::Codebook made;
    return Call(&CreateCodebook, q, &made);
  }
  int Look() {
    StudyPeriods periods(store_.get(), studies_.get(),
                         [](const absl::Status& failed) { ADD_FAILURE() << failed; });
    return periods.Look();
  }

  static constexpr char kTextId[] = "0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f";
  v1alpha::StudyTextResult result_;
};

TEST_F(StudyKeptTest, TheSameIsToldFromMemory) {
  MakeTwoTexts();
  ASSERT_EQ(Find(SegmentsRequest("context_words: 3")), kOk) << status_;
  const std::string read = segments_.SerializeAsString();
  ASSERT_EQ(Find(SegmentsRequest("context_words: 3")), kOk) << status_;
  EXPECT_EQ(segments_.SerializeAsString(), read);
  EXPECT_THAT(Hits("Weber"), ElementsAre("5-10", "19-24", "36-41"));
  const std::string hits = keywords_.SerializeAsString();
  Hits("Weber");
  EXPECT_EQ(keywords_.SerializeAsString(), hits);
  EXPECT_EQ(Sentences(), 2);
  const size_t bytes = studies_->kept_bytes();
  EXPECT_EQ(Sentences(), 2);
  EXPECT_EQ(studies_->kept_bytes(), bytes);
}

// The codes of a request are found in what is kept of all of them, or read alone.
TEST_F(StudyKeptTest, EachRequestIsToldItsOwn) {
  MakeTwoTexts();
  const std::string wege = absl::StrCat("codes: \"", CodeNamed("wege"), "\"");
  for (const bool kept : {false, true}) {
    if (kept) MakeReady();
    ASSERT_EQ(Find(SegmentsRequest(wege)), kOk) << status_;
    EXPECT_THAT(Parts(segments_), ElementsAre("0-21", "14-35")) << kept;
    ASSERT_EQ(Find(SegmentsRequest(absl::StrCat("places: \"", kText, "\""))), kOk) << status_;
    EXPECT_THAT(Parts(segments_), ElementsAre("14-35", "36-51", "52-56")) << kept;
  }
  ASSERT_EQ(Find(SegmentsRequest("coders: \"zwei\"")), kOk) << status_;
  EXPECT_THAT(Parts(segments_), ElementsAre("14-35", "52-56"));
}

TEST_F(StudyKeptTest, WhatIsWrittenIsThereAtOnceAndNothingElse) {
  using Correction = v1alpha::CorrectStudyTextRequest;
  using Redaction = v1alpha::RedactStudyTextRequest;
  MakeTwoTexts();
  const struct {
    const char* what;
    std::function<ErrorReason()> write;
    std::vector<std::string> segments;
    std::vector<std::string> hits;  // Of `Weber`.
    int64_t sentences;
  } steps[] = {
      {"a coding",
       [&] { return Create(CodingRequest(9)); },
       {"0-21", "0-9", "14-35", "36-51", "52-56"},
       {"5-10", "19-24", "36-41"},
       3},
      {"a coding that goes",
       [&] { return RemoveCoding(9); },
       {"0-21", "14-35", "36-51", "52-56"},
       {"5-10", "19-24", "36-41"},
       2},
      {"a codebook",
       [&] { return MakeOtherBook(); },
       {"0-21", "14-35", "36-51", "52-56"},
       {"5-10", "19-24", "36-41"},
       2},
      {"a correction",
       [&] {
         return Call(&CorrectStudyText, Replacing<Correction>(1, {11, 16}, "half"), &result_);
       },
       {"0-20", "14-35", "36-51", "52-56"},
       {"5-10", "19-24", "36-41"},
       2},
      {"a redaction",
       [&] {
         return Call(&RedactStudyText, Replacing<Redaction>(2, {5, 10}, "[Name 1]"), &result_);
       },
       {"0-23", "14-35", "36-51", "52-56"},
       {"19-24", "36-41"},
       2},
      {"a text that is erased",
       [&] { return EraseText(); },
       {"14-35", "36-51", "52-56"},
       {"19-24", "36-41"},
       1},
  };
  for (const auto& step : steps) {
    MakeReady();
    ASSERT_EQ(step.write(), kOk) << status_ << step.what;
    EXPECT_EQ(studies_->kept_bytes(), 0u) << step.what;
    EXPECT_EQ(Segments(), step.segments) << step.what;
    EXPECT_EQ(Hits("Weber"), step.hits) << step.what;
    EXPECT_EQ(Sentences(), step.sentences) << step.what;
  }
}

TEST_F(StudyKeptTest, ACodingThatIsThereAlreadyDropsNothing) {
  MakeTwoTexts();
  ASSERT_EQ(Create(CodingRequest(9)), kOk) << status_;
  MakeReady();
  const size_t bytes = studies_->kept_bytes();
  ASSERT_EQ(Create(CodingRequest(9)), kOk) << status_;
  EXPECT_EQ(studies_->kept_bytes(), bytes);
}

TEST_F(StudyKeptTest, ConsentThatIsTakenBackHoldsAtOnce) {
  MakeTwoTexts();
  MakeReady();
  Withdraw();
  EXPECT_THAT(Segments(), ElementsAre("52-56"));
  EXPECT_THAT(Hits("Weber"), IsEmpty());
  EXPECT_EQ(Sentences(), 0);
}

TEST_F(StudyKeptTest, ADeletedCaseIsNotFound) {
  MakeTwoTexts();
  MakeReady();
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_THAT(Segments(), IsEmpty());
  EXPECT_THAT(Hits("Weber"), IsEmpty());
  EXPECT_EQ(Sentences(), 0);
}

TEST_F(StudyKeptTest, NobodyIsToldWhatWasMadeReadyForOthers) {
  MakeCoded();
  MakeRestricted();
  StoreCoding(9, "u", {0, 9}, "wege", "eins");
  const auto all = cause_.view;
  MakeReady();
  EXPECT_THAT(Hits("Zugang"), ElementsAre("19-25"));
  EXPECT_EQ(Segments().size(), 4u);
  EXPECT_EQ(Sentences(), 2);
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_THAT(Segments(), ElementsAre("14-35", "36-51", "52-56"));
  EXPECT_EQ(segments_.left_out_cases(), 1);
  EXPECT_THAT(Hits("Zugang"), IsEmpty());
  EXPECT_EQ(Sentences(), 1);
  cause_.view = all;
  EXPECT_EQ(Segments().size(), 4u) << "nor is less told to whoever comes later";
}

TEST_F(StudyKeptTest, BlindCodersAreToldTheirOwnAlsoFromMemory) {
  MakeCodedBlind();
  HaveRole(type::v1alpha::ROLE_ANALYST);
  cause_.actor = "sub-9";
  EXPECT_THAT(Segments(), ElementsAre("14-35", "36-51", "52-56")) << "who compares";
  cause_.actor = "sub-1";
  EXPECT_THAT(Segments(), ElementsAre("14-35", "36-51"));
  EXPECT_EQ(segments_.segments(0).codings_size(), 1);
  cause_.actor = "sub-2";
  EXPECT_THAT(Segments(), ElementsAre("14-35", "52-56"));
}

// More than is read at once: nothing is kept but that, and parts are found as they are asked for.
TEST_F(StudyKeptTest, OfAStudyThatIsTooLargePartsAreRead) {
  MakeCoded();
  StoreShortTexts(kMaxAskedTexts);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Find(SegmentsRequest()), kInvalid);
    ASSERT_EQ(Find(SegmentsRequest(absl::StrCat("places: \"", kText, "\""))), kOk) << status_;
    EXPECT_THAT(Parts(segments_), ElementsAre("14-35", "36-51", "52-56"));
  }
}

TEST_F(StudyKeptTest, WhatIsDueGoesFromMemoryToo) {
  MakeTwoTexts();
  MakeReady();
  GoTo(absl::CivilDay(2023, 1, 11));
  EXPECT_GT(Look(), 0);
  EXPECT_EQ(studies_->kept_bytes(), 0u);
  EXPECT_THAT(Segments(), IsEmpty());
  EXPECT_THAT(Hits("Weber"), IsEmpty());
}

TEST_F(StudyKeptTest, NothingIsKeptOfAStudyThatIsDestroyed) {
  MakeTwoTexts();
  MakeReady();
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteGuideRequest>(kGuide, guide_.etag(), &guide_), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteStudyRequest>(kStudy, study_.etag(), &study_), kOk) << status_;
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_GT(Look(), 0);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  EXPECT_EQ(studies_->kept_bytes(), 0u);
  EXPECT_THAT(Segments(), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
