#include "services/survey/app/redacted_in_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/auth/access.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/study_text_testing.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kDeepTextId[] = "11111111-2222-4333-8444-555555555555";

class RedactedInTextsTest : public StudyTextTest {
 protected:
  // Takes Weber out of a text.
  ErrorReason RedactWeber(const char* text_id) {
    auto q = Replacing<v1alpha::RedactStudyTextRequest>(1, 19, 24, "[Name 1]");
    Replace(36, 41, "[Name 1]", &q);
    q.set_text_id(text_id);
    return Redact(q);
  }
  // Where else Weber is said to stand.
  std::vector<std::string> Left() const {
    std::vector<std::string> left;
    for (const auto& each : result_.left_elsewhere()) {
      left.push_back(absl::StrCat(each.resource(), " ", each.field(), " ", each.range().begin(),
                                  "-", each.range().end()));
    }
    return left;
  }
  std::vector<std::string> Findings() const {
    std::vector<std::string> findings;
    for (const auto& each : result_.findings()) findings.push_back(each.message());
    return findings;
  }
  // An in-depth interview with the same words.
  void MakeDeepText() {
    auto q = CaseRequest("tief");
    q.mutable_study_case()->set_kind(v1alpha::StudyCase::KIND_IN_DEPTH_INTERVIEW);
    q.mutable_study_case()->clear_guide();
    q.mutable_study_case()->mutable_participants()->RemoveLast();
    v1alpha::StudyCase made;
    ASSERT_EQ(Run(q, &made), kOk) << status_;
    auto deep = TextRequest(kDeepTextId);
    deep.set_parent(absl::StrCat(kStudy, "/cases/tief"));
    deep.mutable_text()->mutable_turns()->RemoveLast();
    ASSERT_EQ(Create(deep), kOk) << status_;
  }
};

TEST_F(RedactedInTextsTest, OtherTextsWithTheSameWordsAreTold) {
  MakeText();
  ASSERT_EQ(Create(TextRequest(kOtherTextId)), kOk) << status_;
  ASSERT_EQ(RedactWeber(kTextId), kOk) << status_;
  EXPECT_THAT(Left(), ElementsAre(absl::StrCat(kCase, "/texts/", kOtherTextId, " content 19-24")));
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("stand in other texts of the study: 1;")));
  EXPECT_THAT(Findings(), Not(Contains(HasSubstr("Weber")))) << "nothing is repeated";
  ASSERT_EQ(RedactWeber(kOtherTextId), kOk) << status_;
  EXPECT_THAT(Left(), IsEmpty());
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(RedactedInTextsTest, OfRestrictedCasesNothingIsToldToWhoMayNotReadThem) {
  MakeText();
  MakeDeepText();
  cause_.view = auth::View(std::make_shared<auth::Access>(std::vector<auth::Right>{
                               {"programmes/p", type::v1alpha::ROLE_INSTITUTE_CONSULTANT}}),
                           type::v1alpha::PERMISSION_MATERIAL_WRITE, now_);
  ASSERT_EQ(RedactWeber(kTextId), kOk) << status_;
  EXPECT_THAT(Left(), IsEmpty());
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(RedactedInTextsTest, TheyAreToldToWhoMayReadThem) {
  MakeText();
  MakeDeepText();
  ASSERT_EQ(RedactWeber(kTextId), kOk) << status_;
  EXPECT_THAT(Left(), ElementsAre(HasSubstr(absl::StrCat("tief/texts/", kDeepTextId))));
}

TEST_F(RedactedInTextsTest, WhatIsTooLargeIsCounted) {
  MakeText();
  ASSERT_EQ(Create(TextRequest(kOtherTextId)), kOk) << status_;
  ASSERT_EQ(Create(TextRequest(kDeepTextId)), kOk) << status_;
  const auto word = qualitative::IndexedText::Make("Weber");
  ASSERT_TRUE(word.ok()) << word.status();
  const auto wordings = qualitative::RedactedWordings::Make(*word, {qualitative::TextSpan{0, 5}});
  ASSERT_TRUE(wordings.ok()) << wordings.status();
  const auto reach = StudyReach::Make(*store_, {cause_, {}}, kStudy, StudyReach::For::kReading);
  ASSERT_TRUE(reach.ok()) << reach.status();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok()) << files.status();
  const struct {
    size_t most_bytes;
    size_t found;
    int not_searched;
  } cases[] = {{0, 0, 2}, {1, 1, 1}, {kMaxSearchedBytes, 2, 0}};
  for (const auto& c : cases) {
    const auto texts = FindInTexts(**files, {}, *reach, kTextId, *wordings, c.most_bytes);
    ASSERT_TRUE(texts.ok()) << texts.status();
    EXPECT_EQ(texts->found.size(), c.found) << c.most_bytes;
    EXPECT_EQ(texts->not_searched, c.not_searched) << c.most_bytes;
  }
}

}  // namespace
}  // namespace lotse::survey
