// Who took their consent back is left out of codings and of what is released, as of what is found.
#include "services/survey/app/words_left_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/app/analysis_testing.h"
#include "services/survey/app/material_themes.h"
#include "services/survey/app/study_memos.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WordsLeftOutTest : public AnalysisTest {
 protected:
  static constexpr auto kBlocked = type::v1alpha::ERROR_REASON_RELEASE_BLOCKED;

  // The codings that are listed, `begin-end`.
  std::vector<std::string> Listed(const std::string& place = "") {
    EXPECT_EQ(List(place), kOk) << status_;
    std::vector<std::string> parts;
    for (const auto& coding : codings_.codings()) {
      parts.push_back(absl::StrCat(coding.range().begin(), "-", coding.range().end()));
    }
    return parts;
  }
  // Makes a memo by eins; with `end` on a part of the text.
  ErrorReason MakeMemo(int number, const std::string& subject, const std::string& content,
                       int begin = 0, int end = 0) {
    v1alpha::CreateStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(number));
    q.mutable_memo()->set_subject(subject);
    q.mutable_memo()->set_content(content);
    q.mutable_memo()->set_coder("eins");
    if (end > 0) {
      q.mutable_memo()->mutable_range()->set_begin(begin);
      q.mutable_memo()->mutable_range()->set_end(end);
      q.mutable_memo()->set_text_revision(1);
    }
    v1alpha::StudyMemo made;
    return Call(&CreateStudyMemo, q, &made);
  }
  // Changes a memo of eins.
  ErrorReason ChangeMemo(int number, const std::string& content) {
    v1alpha::ChangeStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(number));
    q.set_content(content);
    v1alpha::StudyMemo changed;
    return Call(&ChangeStudyMemo, q, &changed);
  }
  ErrorReason DeleteMemo(int number) {
    v1alpha::DeleteStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(number));
    v1alpha::DeleteStudyMemoResponse deleted;
    return Call(&DeleteStudyMemo, q, &deleted);
  }
  // Makes one as MakeMemo, which is taken.
  void StoreMemo(int number, const std::string& subject, const std::string& content, int begin = 0,
                 int end = 0) {
    ASSERT_EQ(MakeMemo(number, subject, content, begin, end), kOk) << status_;
  }
  std::vector<std::string> ListedMemos(const std::string& subject = "") {
    v1alpha::ListStudyMemosRequest q;
    q.set_parent(kStudy);
    q.set_subject(subject);
    v1alpha::ListStudyMemosResponse r;
    EXPECT_EQ(Call(&ListStudyMemos, q, &r), kOk) << status_;
    std::vector<std::string> contents;
    for (const auto& memo : r.memos()) contents.push_back(memo.content());
    return contents;
  }
  // A group of 30 who say `Ja.` one after the other, each of which is a way.
  void MakeLargeGroup() {
    large_ = CaseRequest("gross").study_case();
    large_.clear_participants();
    std::string content;
    std::vector<qualitative::StoredTurn> turns;
    for (int i = 0; i < 30; ++i) {
      auto* const one = large_.add_participants();
      one->set_pseudonym(absl::StrCat("P", i + 1));
      one->set_role("team");
      one->set_consent(v1alpha::Participant::CONSENT_ANALYSIS);
      absl::StrAppend(&content, "Ja.\n");
      turns.push_back({{4 * i, 4 * i + 3}, one->pseudonym()});
    }
    auto q = CaseRequest("gross");
    *q.mutable_study_case() = large_;
    ASSERT_EQ(Run(q, &large_), kOk) << status_;
    StoreTurns("j", "gross", content, turns);
    for (int i = 0; i < 30; ++i) StoreCoding(100 + i, "j", {4 * i, 4 * i + 3}, "wege", "eins");
  }
  // What a release with the theme wege would say.
  v1alpha::MaterialRelease Counted() {
    v1alpha::MaterialRelease release;
    release.set_name(absl::StrCat(kStudy, "/materialReleases/rat"));
    release.add_themes()->set_code(CodeNamed("wege"));
    StudyRecord record;
    EXPECT_EQ(Reason(store_->Read([&](Tx& tx) { return LoadRecord(tx, kStudy, &record); })), kOk);
    const auto files = studies_->Find(kStudy);
    EXPECT_TRUE(files.ok()) << files.status();
    const auto counted = CountThemes(record, files->get(), {}, /*now=*/1, &release);
    EXPECT_TRUE(counted.ok()) << counted.status();
    return release;
  }

  v1alpha::StudyCase large_;
};

TEST_F(WordsLeftOutTest, CodingsOfTheirWordsAreNotListed) {
  MakeCoded();
  StoreCoding(5, "t", {30, 54}, "wege", "eins");  // Of P01 and P02.
  EXPECT_THAT(Listed(), ElementsAre("14-35", "14-35", "30-54", "36-51", "52-56"));
  Withdraw();
  for (const std::string& place : {std::string(), std::string(kCase), std::string(kText)}) {
    EXPECT_THAT(Listed(place), ElementsAre("52-56")) << place;
  }
  v1alpha::StudyCase changed = case_;
  changed.mutable_participants(1)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  EXPECT_THAT(Listed(), IsEmpty());
}

TEST_F(WordsLeftOutTest, TheirWordsAreNotCodedAnyMore) {
  MakeCoded();
  Withdraw();
  const struct {
    int begin, end;
    ErrorReason reason;
  } cases[] = {
      {14, 18, kBlocked},  // Of P01.
      {36, 54, kBlocked},  // Of P01 and P02.
      {14, 35, kBlocked},  // As a coding that is there.
      {52, 54, kOk},       // Of P02.
      {0, 3, kOk},         // Of M1.
  };
  int number = 300;
  for (const auto& c : cases) {
    auto q = CodingRequest(++number);
    q.mutable_coding()->mutable_range()->set_begin(c.begin);
    q.mutable_coding()->mutable_range()->set_end(c.end);
    EXPECT_EQ(Create(q), c.reason) << c.begin << status_;
  }
  EXPECT_THAT(Listed(), ElementsAre("0-3", "52-54", "52-56"));
  StoreTurns("o", "g", "Wer war das?", {});
  auto q = CodingRequest(400);
  q.mutable_coding()->set_text(absl::StrCat(kCase, "/texts/o"));
  EXPECT_EQ(Create(q), kBlocked) << "whoever nobody knows may be they";
}

TEST_F(WordsLeftOutTest, MemosOnTheirWordsAreNotListed) {
  MakeCoded();
  const auto coding = [](int number) { return absl::StrCat(kStudy, "/codings/", Uuid(number)); };
  StoreMemo(201, kStudy, "study");
  StoreMemo(202, kCase, "case");
  StoreMemo(203, kText, "text");
  StoreMemo(204, kText, "part of P01", 14, 18);
  StoreMemo(205, kText, "part of P02", 52, 56);
  StoreMemo(206, kText, "part of both", 36, 56);
  StoreMemo(207, coding(1), "coding of P01");
  StoreMemo(208, coding(4), "coding of P02");
  EXPECT_THAT(ListedMemos(), testing::SizeIs(8));
  EXPECT_THAT(ListedMemos(coding(1)), ElementsAre("coding of P01"));
  Withdraw();
  EXPECT_THAT(ListedMemos(), ElementsAre("study", "case", "text", "part of P02", "coding of P02"));
  EXPECT_THAT(ListedMemos(kText), ElementsAre("text", "part of P02"));
  EXPECT_THAT(ListedMemos(coding(1)), IsEmpty());
  EXPECT_THAT(ListedMemos(coding(4)), ElementsAre("coding of P02"));
}

TEST_F(WordsLeftOutTest, NoMemosComeOntoTheirWordsAnyMore) {
  MakeCoded();
  const auto coding = [](int number) { return absl::StrCat(kStudy, "/codings/", Uuid(number)); };
  StoreMemo(201, kText, "before", 14, 18);
  Withdraw();
  const struct {
    std::string subject;
    int begin, end;
    ErrorReason reason;
  } cases[] = {
      {kText, 14, 18, kBlocked},    // Of P01.
      {kText, 36, 54, kBlocked},    // Of P01 and P02.
      {kText, 52, 54, kOk},         // Of P02.
      {kText, 0, 0, kOk},           // On the text, and no part of it.
      {coding(1), 0, 0, kBlocked},  // Of P01.
      {coding(4), 0, 0, kOk},       // Of P02.
      {kCase, 0, 0, kOk},          {kStudy, 0, 0, kOk},
  };
  int number = 300;
  for (const auto& c : cases) {
    EXPECT_EQ(MakeMemo(++number, c.subject, "Neu", c.begin, c.end), c.reason)
        << c.subject << c.begin << status_;
  }
  EXPECT_EQ(MakeMemo(201, kText, "before", 14, 18), kOk) << "it is there" << status_;
}

TEST_F(WordsLeftOutTest, MemosOnTheirWordsAreNotChangedAnyMore) {
  MakeCoded();
  const auto coding = [](int number) { return absl::StrCat(kStudy, "/codings/", Uuid(number)); };
  const struct {
    std::string subject;
    int begin, end;
    ErrorReason reason;
  } cases[] = {
      {kText, 14, 18, kBlocked},    // Of P01.
      {kText, 36, 54, kBlocked},    // Of P01 and P02.
      {coding(1), 0, 0, kBlocked},  // Of P01.
      {kText, 52, 54, kOk},         // Of P02.
      {kText, 0, 0, kOk},           // On the text, and no part of it.
      {coding(4), 0, 0, kOk},       // Of P02.
      {kCase, 0, 0, kOk},          {kStudy, 0, 0, kOk},
  };
  int number = 200;
  for (const auto& c : cases) StoreMemo(++number, c.subject, "before", c.begin, c.end);
  EXPECT_EQ(ChangeMemo(201, "between"), kOk) << status_;
  Withdraw();
  number = 200;
  for (const auto& c : cases) {
    EXPECT_EQ(ChangeMemo(++number, "after"), c.reason) << c.subject << c.begin << status_;
  }
  EXPECT_EQ(ChangeMemo(201, "between"), kOk) << "it says so already" << status_;
  EXPECT_EQ(DeleteMemo(201), kOk) << status_;
}

TEST_F(WordsLeftOutTest, WhoeverNobodyKnowsMayBeThey) {
  MakeCoded();
  StoreTurns("o", "g", "Wer war das?", {});
  StoreTurns("u", "g", "Wer war das?", {{{0, 12}, ""}});
  StoreCoding(6, "o", {0, 3}, "wege", "eins");
  StoreCoding(7, "u", {0, 3}, "wege", "eins");
  const std::string without = absl::StrCat(kCase, "/texts/o");
  const std::string unknown = absl::StrCat(kCase, "/texts/u");
  EXPECT_THAT(Listed(without), ElementsAre("0-3"));
  EXPECT_THAT(Listed(unknown), ElementsAre("0-3"));
  Withdraw();
  EXPECT_THAT(Listed(without), IsEmpty());
  EXPECT_THAT(Listed(unknown), IsEmpty());
}

TEST_F(WordsLeftOutTest, ReleasesCountThemNoMore) {
  MakeAll();
  v1alpha::StudyCase silent;  // Without a text: nobody could say anything.
  auto q = CaseRequest("stumm");
  ASSERT_EQ(Run(q, &silent), kOk) << status_;
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  const absl::Status removed = (*files)->Overwrite([](sql::Connection& connection) {
    qualitative::RemoveText(connection, "t");
    return absl::OkStatus();
  });
  ASSERT_TRUE(removed.ok()) << removed;
  MakeLargeGroup();
  EXPECT_EQ(Counted().participants(), 30);
  large_.mutable_participants(3)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  v1alpha::StudyCase updated;
  v1alpha::UpdateStudyCaseRequest update;
  *update.mutable_study_case() = large_;
  ASSERT_EQ(Run(update, &updated), kOk) << status_;
  EXPECT_EQ(Counted().participants(), 29);
}

}  // namespace
}  // namespace lotse::survey
