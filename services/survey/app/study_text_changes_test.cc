#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/survey/app/study_text_testing.h"

namespace lotse::survey {
namespace {

using qualitative::StoredCoding;
using qualitative::TextSpan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using CorrectRequest = v1alpha::CorrectStudyTextRequest;
using RedactRequest = v1alpha::RedactStudyTextRequest;

class StudyTextChangeTest : public StudyTextTest {
 protected:
  void AddCoding(const char* id, TextSpan span) {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status added = (*files)->Add([&](sql::Connection& connection) {
      return qualitative::AddCoding(connection, {id, kTextId, span, "hilfe", "eins", 1}).status();
    });
    ASSERT_TRUE(added.ok()) << added;
  }
  std::vector<TextSpan> Codings() {
    std::vector<TextSpan> spans;
    const auto files = studies_->Find(kStudy);
    EXPECT_TRUE((*files)
                    ->Read({},
                           [&](sql::Connection& connection) {
                             for (const StoredCoding& each :
                                  qualitative::CodingsOfText(connection, kTextId)) {
                               spans.push_back(each.span);
                             }
                             return absl::OkStatus();
                           })
                    .ok());
    return spans;
  }
};

TEST_F(StudyTextChangeTest, ACorrectionMovesWhatLiesOnTheWords) {
  MakeText();
  AddCoding("a", {0, 3});
  AddCoding("b", {19, 24});
  AddCoding("c", {52, 56});
  now_ += absl::Hours(1);
  auto q = Replacing<CorrectRequest>(1, 19, 24, "Weberin");
  Replace(51, 56, "", &q);
  ASSERT_EQ(Correct(q), kOk) << status_;
  EXPECT_EQ(result_.text().revision(), 2);
  EXPECT_EQ(result_.text().content(), "") << "reading is noted, this is not";
  EXPECT_EQ(result_.text().code_points(), 53);
  EXPECT_EQ(result_.text().update_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_LT(result_.text().create_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_EQ(result_.deleted_codings(), 1);
  ASSERT_THAT(result_.findings(), SizeIs(1));
  EXPECT_THAT(result_.findings(0).message(), HasSubstr("Turns of which nothing is left"));
  EXPECT_THAT(Codings(), ElementsAre(TextSpan{0, 3}, TextSpan{19, 24}))
      << "what was added behind a word is not part of it";
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(text_told_.content(), "Wie l\u00E4uft es?\nFrau Weberin hilft mir. Weber ist nett.");
  EXPECT_THAT(Turns(), ElementsAre("0-13 M1", "14-53 P01"));
  EXPECT_EQ(text_told_.media_size(), 1);
  EXPECT_THAT(Notes(), ElementsAre("CREATE_STUDY_TEXT ", "CORRECT_STUDY_TEXT "));
}

TEST_F(StudyTextChangeTest, TurnsStayApartWhenACorrectionReachesOverBoth) {
  MakeText();
  ASSERT_EQ(Correct(Replacing<CorrectRequest>(1, 46, 54, "da, ")), kOk) << status_;
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_THAT(Turns(), ElementsAre("0-13 M1", "14-50 P01", "50-52 P02"));
  ASSERT_EQ(Correct(Replacing<CorrectRequest>(2, 46, 52, "weg")), kOk) << status_;
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_THAT(Turns(), ElementsAre("0-13 M1", "14-49 P01"));
}

TEST_F(StudyTextChangeTest, WhatChangesNothingIsNoRevision) {
  MakeText();
  ASSERT_EQ(Correct(Replacing<CorrectRequest>(1, 52, 55, "Gut")), kOk) << status_;
  EXPECT_EQ(result_.text().revision(), 1);
  EXPECT_THAT(Notes(), ElementsAre("CREATE_STUDY_TEXT "));
}

TEST_F(StudyTextChangeTest, WhatDoesNotFitIsRefused) {
  MakeText();
  EXPECT_EQ(Correct(Replacing<CorrectRequest>(0, 52, 55, "Na")), kInvalid) << "no revision";
  EXPECT_EQ(Correct(Replacing<CorrectRequest>(2, 52, 55, "Na")), kEtag);
  EXPECT_THAT(std::string(status_.message()),
              HasSubstr(absl::StrCat(kCase, "/texts/", kTextId, " is at revision 1")));
  EXPECT_EQ(Correct(Replacing<CorrectRequest>(1, 52, 57, "Na")), kInvalid) << "beyond the text";
  EXPECT_EQ(Correct(Replacing<CorrectRequest>(1, 0, 56, "")), kInvalid) << "nothing is left";
  EXPECT_EQ(Correct(Replacing<CorrectRequest>(1, 52, 55, "\x01")), kInvalid);
  auto q = Replacing<CorrectRequest>(1, 52, 55, "Na");
  Replace(14, 18, "Herr", &q);
  EXPECT_EQ(Correct(q), kInvalid) << "out of order";
  q.clear_replacements();
  EXPECT_EQ(Correct(q), kInvalid);
  q = Replacing<CorrectRequest>(1, 52, 55, "Na");
  q.set_text_id(kOtherTextId);
  EXPECT_EQ(Correct(q), kNotFound);
  EXPECT_EQ(Redact(Replacing<RedactRequest>(1, 19, 24, "Name")), kInvalid) << "no label";
  EXPECT_EQ(Redact(Replacing<RedactRequest>(1, 19, 19, "[Name]")), kInvalid) << "nothing";
  EXPECT_EQ(Redact(Replacing<RedactRequest>(1, 19, 24, "[Frau Weber]")), kInvalid);
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Weber")));
  EXPECT_EQ(Redact(Replacing<RedactRequest>(3, 19, 24, "[Name]")), kEtag);
  EXPECT_THAT(Notes(), ElementsAre("CREATE_STUDY_TEXT "));
  ASSERT_EQ(Get(), kOk);
  EXPECT_EQ(text_told_.revision(), 1);
}

TEST_F(StudyTextChangeTest, ARedactionTellsWhereWordsStandStill) {
  MakeText();
  AddCoding("a", {14, 24});
  ASSERT_EQ(Redact(Replacing<RedactRequest>(1, 19, 24, "[Name 1]")), kOk) << status_;
  EXPECT_EQ(result_.moved_codings(), 1);
  ASSERT_THAT(result_.left_words(), SizeIs(1));
  EXPECT_EQ(result_.left_words(0).range().begin(), 39);
  EXPECT_EQ(result_.left_words(0).range().end(), 44);
  EXPECT_TRUE(result_.left_words(0).whole());
  ASSERT_THAT(result_.findings(), SizeIs(1));
  EXPECT_THAT(result_.findings(0).message(), HasSubstr("at 1 places"));
  EXPECT_THAT(Codings(), ElementsAre(TextSpan{14, 27}));
  EXPECT_THAT(FilesWith("Weber"), SizeIs(1));
  ASSERT_EQ(Redact(Replacing<RedactRequest>(2, 39, 44, "[Name 1]")), kOk) << status_;
  EXPECT_THAT(result_.left_words(), IsEmpty());
  EXPECT_THAT(result_.findings(), IsEmpty());
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(text_told_.content(),
            "Wie l\u00E4uft es?\nFrau [Name 1] hilft mir. [Name 1] ist nett.\nGut.");
  EXPECT_THAT(Turns(), ElementsAre("0-13 M1", "14-57 P01", "58-62 P02"));
  EXPECT_THAT(FilesWith("Weber"), IsEmpty());
  EXPECT_THAT(Notes(),
              ElementsAre("CREATE_STUDY_TEXT ", "REDACT_STUDY_TEXT ", "REDACT_STUDY_TEXT "));
}

}  // namespace
}  // namespace lotse::survey
