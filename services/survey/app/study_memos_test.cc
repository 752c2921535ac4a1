#include "services/survey/app/study_memos.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/survey/app/coding_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StudyMemosTest : public CodingTest {
 protected:
  static v1alpha::CreateStudyMemoRequest MemoRequest(int number, const std::string& subject,
                                                     const char* content = "Ein Gedanke") {
    v1alpha::CreateStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(number));
    q.mutable_memo()->set_subject(subject);
    q.mutable_memo()->set_content(content);
    q.mutable_memo()->set_coder("eins");
    return q;
  }
  ErrorReason Create(const v1alpha::CreateStudyMemoRequest& q) {
    return Call(&CreateStudyMemo, q, &memo_);
  }
  ErrorReason Change(int number, const std::string& content) {
    v1alpha::ChangeStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(number));
    q.set_content(content);
    return Call(&ChangeStudyMemo, q, &memo_);
  }
  ErrorReason Delete(int number) {
    v1alpha::DeleteStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(number));
    v1alpha::DeleteStudyMemoResponse r;
    return Call(&DeleteStudyMemo, q, &r);
  }
  ErrorReason ListMemos(const std::string& subject = "", int size = 0,
                        const std::string& token = "") {
    v1alpha::ListStudyMemosRequest q;
    q.set_parent(kStudy);
    q.set_subject(subject);
    q.set_page_size(size);
    q.set_page_token(token);
    return Call(&ListStudyMemos, q, &memos_);
  }
  // All files of the studies, one after the other.
  std::string AllBytes() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }

  v1alpha::StudyMemo memo_;
  v1alpha::ListStudyMemosResponse memos_;
};

TEST_F(StudyMemosTest, AreWrittenOnWhatIsThere) {
  MakeAll();
  ASSERT_EQ(CodingTest::Create(CodingRequest(1)), kOk) << status_;
  const std::string subjects[] = {kStudy,
                                  kCase,
                                  kText,
                                  kBook,
                                  absl::StrCat(kBook, "/codes/wege"),
                                  absl::StrCat(kStudy, "/codings/", Uuid(1))};
  int number = 0;
  for (const std::string& subject : subjects) {
    ASSERT_EQ(Create(MemoRequest(++number, subject)), kOk) << subject << status_;
    EXPECT_EQ(memo_.subject(), subject);
    ASSERT_EQ(ListMemos(subject), kOk) << status_;
    ASSERT_EQ(memos_.memos_size(), 1) << subject;
    EXPECT_EQ(memos_.memos(0).SerializeAsString(), memo_.SerializeAsString());
  }
  auto q = MemoRequest(9, kText);
  q.mutable_memo()->mutable_range()->set_end(3);
  EXPECT_EQ(Create(q), kEtag) << "of which revision the positions are has to be said";
  q.mutable_memo()->set_text_revision(1);
  ASSERT_EQ(Create(q), kOk) << status_;
  EXPECT_EQ(memo_.range().end(), 3);
  EXPECT_EQ(memo_.text_revision(), 1);
  for (const char* absent : {"/cases/x", "/cases/g/texts/x", "/codebooks/x",
                             "/codebooks/buch/codes/x", "/codings/x", "/memos/x"}) {
    EXPECT_EQ(Create(MemoRequest(10, absl::StrCat(kStudy, absent))), kInvalid) << absent;
  }
  q = MemoRequest(10, kText);
  q.mutable_memo()->mutable_range()->set_end(28);
  EXPECT_EQ(Create(q), kInvalid) << "cuts a sign";
  q = MemoRequest(10, kCase);
  q.mutable_memo()->mutable_range()->set_end(3);
  EXPECT_EQ(Create(q), kInvalid) << "a case has no parts";
  q = MemoRequest(10, kText);
  q.set_memo_id("eins");
  EXPECT_EQ(Create(q), kInvalid);
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(Create(MemoRequest(10, kText)), kDeleted);
  EXPECT_EQ(Create(MemoRequest(10, kCase)), kDeleted);
}

TEST_F(StudyMemosTest, AreStoredOnceChangedAndErased) {
  MakeAll();
  ASSERT_EQ(Create(MemoRequest(1, kText, "Erst Zebrafink")), kOk) << status_;
  const std::string stored = memo_.SerializeAsString();
  now_ += absl::Minutes(1);
  ASSERT_EQ(Create(MemoRequest(1, kText, "Erst Zebrafink")), kOk) << "sent again";
  EXPECT_EQ(memo_.SerializeAsString(), stored);
  EXPECT_EQ(Create(MemoRequest(1, kText, "anders")), kExists);
  ASSERT_EQ(Change(1, "Dann Kolibri"), kOk) << status_;
  EXPECT_EQ(memo_.content(), "Dann Kolibri");
  EXPECT_LT(memo_.create_time().seconds(), memo_.update_time().seconds());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Zebrafink")));
  EXPECT_EQ(Change(1, ""), kInvalid);
  EXPECT_EQ(Change(1, std::string(65537, 'x')), kInvalid);
  EXPECT_EQ(Change(2, "x"), kNotFound);
  cause_.actor = "sub-2";
  EXPECT_EQ(Change(1, "fremd"), kNotFound) << "another coder's";
  EXPECT_EQ(Delete(1), kNotFound);
  cause_.actor = "sub-9";
  EXPECT_EQ(Delete(1), kNotFound) << "no coder";
  cause_.actor = "sub-1";
  ASSERT_EQ(Delete(1), kOk) << status_;
  EXPECT_EQ(Delete(1), kNotFound);
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Kolibri")));
}

TEST_F(StudyMemosTest, OfOthersAreNotSeenWhileTheStudyIsBlind) {
  MakeAll();
  SetBlind();
  ASSERT_EQ(CodingTest::Create(CodingRequest(1)), kOk) << status_;
  const std::string coding = coding_.name();
  ASSERT_EQ(Create(MemoRequest(1, kText)), kOk) << status_;
  ASSERT_EQ(ListMemos(), kOk);
  EXPECT_EQ(memos_.memos_size(), 1);
  cause_.actor = "sub-2";
  ASSERT_EQ(ListMemos(), kOk);
  EXPECT_EQ(memos_.memos_size(), 0);
  auto q = MemoRequest(2, coding);
  q.mutable_memo()->set_coder("zwei");
  EXPECT_EQ(Create(q), kInvalid) << "the coding is not there for them";
  q.mutable_memo()->set_coder("eins");
  q.mutable_memo()->set_subject(kText);
  EXPECT_EQ(Create(q), kInvalid) << "not as somebody else";
  cause_.actor = "sub-9";
  ASSERT_EQ(ListMemos(), kOk);
  EXPECT_EQ(memos_.memos_size(), 1) << "who compares";
}

TEST_F(StudyMemosTest, WhatIsRestrictedNeedsMore) {
  MakeAll();
  MakeRestricted();
  const std::string text = absl::StrCat(kStudy, "/cases/tief/texts/u");
  ASSERT_EQ(Create(MemoRequest(1, text)), kOk) << status_;
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(ListMemos(), kOk);
  EXPECT_EQ(memos_.memos_size(), 0);
  EXPECT_EQ(ListMemos(text), kPermission);
  EXPECT_EQ(Create(MemoRequest(2, text)), kPermission);
  EXPECT_EQ(Change(1, "x"), kPermission);
  EXPECT_EQ(Delete(1), kPermission);
}

TEST_F(StudyMemosTest, ListsHavePages) {
  MakeText();
  for (int i = 1; i <= 5; ++i) ASSERT_EQ(Create(MemoRequest(i, kStudy)), kOk) << status_;
  std::vector<std::string> names;
  std::string token;
  do {
    ASSERT_EQ(ListMemos(kStudy, 2, token), kOk) << status_;
    for (const auto& memo : memos_.memos()) names.push_back(memo.name());
    token = memos_.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(names.size(), 5u);
  EXPECT_EQ(ListMemos("", 2, "x"), kToken);
  EXPECT_EQ(ListMemos("programmes/p"), kInvalid);
}

}  // namespace
}  // namespace lotse::survey
