// How much of a study is read at once.
#include "services/survey/app/study_material_reading.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/survey/app/study_exchange_testing.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::ExportStudyRequest;

class StudyMaterialTest : public StudyExchangeTest {
 protected:
  // A text of the case g without a turn.
  void MakeText(int number, const char* title, const std::string& content) {
    v1alpha::CreateStudyTextRequest q;
    q.set_parent(kCase);
    q.set_text_id(Uuid(number));
    q.mutable_text()->set_title(title);
    q.mutable_text()->set_kind(v1alpha::StudyText::KIND_TRANSCRIPT);
    q.mutable_text()->set_language("de");
    q.mutable_text()->set_content(content);
    v1alpha::StudyText made;
    ASSERT_EQ(Call(&CreateStudyText, q, &made), kOk) << status_;
  }
  absl::StatusOr<projects::StudyMaterial> ReadWanted(const WantedTexts& wanted) {
    const OnBehalf caller{cause_, {}};
    const auto reach = StudyReach::Make(*store_, caller, kStudy, StudyReach::For::kReading);
    if (!reach.ok()) return reach.status();
    FindingList findings;
    return ReadStudyMaterial(*store_, *studies_, caller, *reach, &findings, wanted);
  }
};

TEST_F(StudyMaterialTest, OnlyWhatIsWantedIsRead) {
  MakeMaterial();
  MakeText(101, "Gruppe 2", "Nichts.");
  auto all = ReadWanted({});
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->texts.size(), 2u);
  EXPECT_EQ(all->codings.size(), 3u);
  EXPECT_EQ(all->memos.size(), 6u);
  WantedTexts wanted;
  wanted.only_coded = true;
  wanted.only_memos_of_codings = true;
  const auto coded = ReadWanted(wanted);
  ASSERT_TRUE(coded.ok()) << coded.status();
  EXPECT_EQ(coded->texts.size(), 1u);
  EXPECT_EQ(coded->codings.size(), 3u);
  EXPECT_EQ(coded->memos.size(), 1u);
  const std::set<std::string> titles = {"Gruppe 2", "Gruppe 9"};
  wanted = {};
  wanted.titles = &titles;
  const auto named = ReadWanted(wanted);
  ASSERT_TRUE(named.ok()) << named.status();
  ASSERT_EQ(named->texts.size(), 1u);
  EXPECT_EQ(named->texts[0].content.title(), "Gruppe 2");
  EXPECT_THAT(named->codings, IsEmpty());
}

TEST_F(StudyMaterialTest, MoreThanIsHeldAtOnceIsRefused) {
  MakeMaterial();
  WantedTexts wanted;
  wanted.most_bytes = 10'000;
  EXPECT_TRUE(ReadWanted(wanted).ok());
  wanted.most_bytes = 400;  // Less than the codings, and more than the text.
  wanted.advice = "take less";
  EXPECT_EQ(Reason(ReadWanted(wanted).status()), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("take less"));
  wanted.most_bytes = 10;
  EXPECT_EQ(Reason(ReadWanted(wanted).status()), kInvalid);
}

// Codings may lie upon one another, and each row has its words once more.
TEST_F(StudyMaterialTest, ATableThatCouldNotBeReadBackIsNotWritten) {
  MakeMaterial();
  constexpr int kLength = 1'900'000;
  // Numbers, as one letter alone is packed like a bomb and not read back.
  std::string words;
  for (int i = 0; words.size() < kLength; ++i) absl::StrAppend(&words, i, ".");
  words.resize(kLength, '.');
  MakeText(101, "Lang", words);
  cause_.actor = "sub-1";
  for (int i = 0; i < 36; ++i) {
    auto q = CodingRequest(500 + i, "wege", "eins");
    q.mutable_coding()->set_text(absl::StrCat(kCase, "/texts/", Uuid(101)));
    q.mutable_coding()->mutable_range()->set_begin(i);
    q.mutable_coding()->mutable_range()->set_end(kLength);
    ASSERT_EQ(Create(q), kOk) << status_;
  }
  cause_.actor = "tester";
  ASSERT_EQ(Export(kStudy, ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  EXPECT_EQ(file_.bytes, "");
  EXPECT_THAT(Told(file_.findings), Contains(HasSubstr("ERROR Not written: the words")));
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_EQ(Project().texts.size(), 2u);
}

}  // namespace
}  // namespace lotse::survey
