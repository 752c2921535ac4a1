#include "services/survey/app/codings.h"

#include <gmock/gmock.h>

#include "services/survey/app/coding_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CodingTest, ACodingIsStoredOnceAndDeleted) {
  MakeAll();
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 0);
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << status_;
  const std::string stored = coding_.SerializeAsString();
  EXPECT_EQ(coding_.name(), absl::StrCat(kStudy, "/codings/", Uuid(1)));
  EXPECT_EQ(coding_.text(), kText);
  EXPECT_EQ(coding_.code(), absl::StrCat(kBook, "/codes/wege"));
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << "sent again";
  EXPECT_EQ(coding_.SerializeAsString(), stored);
  ASSERT_EQ(Create(CodingRequest(2)), kOk) << "the same under another id";
  EXPECT_EQ(coding_.SerializeAsString(), stored);
  EXPECT_EQ(Create(CodingRequest(1, "haltung")), kExists) << "the id is taken";
  ASSERT_EQ(Create(CodingRequest(2, "haltung")), kOk) << status_;
  ASSERT_EQ(List(), kOk);
  EXPECT_EQ(codings_.codings_size(), 2);
  v1alpha::DeleteCodingRequest q;
  q.set_parent(kStudy);
  q.set_coding_id(Uuid(1));
  v1alpha::DeleteCodingResponse gone;
  ASSERT_EQ(Call(&DeleteCoding, q, &gone), kOk) << status_;
  EXPECT_EQ(Call(&DeleteCoding, q, &gone), kNotFound);
  ASSERT_EQ(List(), kOk);
  ASSERT_EQ(codings_.codings_size(), 1);
  EXPECT_THAT(codings_.codings(0).code(), HasSubstr("haltung"));
}

TEST_F(CodingTest, WhatDoesNotFitIsRefused) {
  MakeAll();
  const struct {
    const char* why;
    std::function<void(v1alpha::CreateCodingRequest*)> change;
    ErrorReason reason;
  } cases[] = {
      {"no UUID", [](auto* q) { q->set_coding_id("eins"); }, kInvalid},
      {"no such study", [](auto* q) { q->set_parent("programmes/p/engagements/e/studies/x"); },
       kNotFound},
      {"another study", [](auto* q) { q->mutable_coding()->set_text("programmes/p/x"); }, kInvalid},
      {"no such text", [](auto* q) { q->mutable_coding()->set_text(absl::StrCat(kText, "x")); },
       kInvalid},
      {"no such case",
       [](auto* q) { q->mutable_coding()->set_text(absl::StrCat(kStudy, "/cases/x/texts/t")); },
       kInvalid},
      {"a case", [](auto* q) { q->mutable_coding()->set_text(kCase); }, kInvalid},
      {"no such code",
       [](auto* q) { q->mutable_coding()->set_code(absl::StrCat(kBook, "/codes/x")); }, kInvalid},
      {"no such codebook",
       [](auto* q) { q->mutable_coding()->set_code(absl::StrCat(kBook, "x/codes/wege")); },
       kInvalid},
      {"only groups",
       [](auto* q) { q->mutable_coding()->set_code(absl::StrCat(kBook, "/codes/zugang")); },
       kInvalid},
      {"empty", [](auto* q) { q->mutable_coding()->mutable_range()->set_end(0); }, kInvalid},
      {"too long", [](auto* q) { q->mutable_coding()->mutable_range()->set_end(30); }, kInvalid},
      {"cuts a sign", [](auto* q) { q->mutable_coding()->mutable_range()->set_end(28); }, kInvalid},
      {"somebody else", [](auto* q) { q->mutable_coding()->set_coder("zwei"); }, kInvalid},
      {"nobody", [](auto* q) { q->mutable_coding()->set_coder("drei"); }, kInvalid},
      {"another revision", [](auto* q) { q->mutable_coding()->set_text_revision(2); }, kEtag},
  };
  for (const auto& c : cases) {
    auto q = CodingRequest(1);
    c.change(&q);
    EXPECT_EQ(Create(q), c.reason) << c.why << status_;
    EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("reden"))) << c.why;
  }
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(Create(CodingRequest(1)), kDeleted);
}

TEST_F(CodingTest, WhoCodesNoMoreKeepsTheirs) {
  MakeAll();
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << status_;
  v1alpha::Study study = study_;
  study.mutable_coders(0)->set_retired(true);
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  EXPECT_EQ(Create(CodingRequest(2, "haltung")), kInvalid);
  v1alpha::DeleteCodingRequest q;
  q.set_parent(kStudy);
  q.set_coding_id(Uuid(1));
  v1alpha::DeleteCodingResponse gone;
  EXPECT_EQ(Call(&DeleteCoding, q, &gone), kNotFound);
  cause_.actor = "sub-2";
  EXPECT_EQ(Call(&DeleteCoding, q, &gone), kNotFound) << "another coder's";
  ASSERT_EQ(List(), kOk);
  EXPECT_EQ(codings_.codings_size(), 1);
}

TEST_F(CodingTest, ListsGoAlongTheTexts) {
  MakeAll();
  StoreText("s", "g");
  for (int i = 0; i < 5; ++i) {
    auto q = CodingRequest(i + 1, i % 2 == 0 ? "wege" : "haltung");
    q.mutable_coding()->mutable_range()->set_begin(5 - i);
    ASSERT_EQ(Create(q), kOk) << status_;
  }
  auto other = CodingRequest(9);
  other.mutable_coding()->set_text(absl::StrCat(kStudy, "/cases/g/texts/s"));
  ASSERT_EQ(Create(other), kOk) << status_;
  std::vector<int64_t> begins;
  std::string token;
  do {
    ASSERT_EQ(List(kText, 2, token), kOk) << status_;
    EXPECT_LE(codings_.codings_size(), 2);
    for (const auto& coding : codings_.codings()) begins.push_back(coding.range().begin());
    token = codings_.next_page_token();
  } while (!token.empty());
  EXPECT_THAT(begins, testing::ElementsAre(1, 2, 3, 4, 5));
  ASSERT_EQ(List(kCase), kOk);
  EXPECT_EQ(codings_.codings_size(), 6);
  EXPECT_THAT(codings_.codings(0).text(), testing::EndsWith("/s"));
  EXPECT_EQ(List("", 1, "x"), kToken);
  EXPECT_EQ(List("", -1), kInvalid);
  EXPECT_EQ(List(kBook), kInvalid);
  v1alpha::ListCodingsRequest q;
  q.set_parent(kStudy);
  q.set_code(absl::StrCat(kBook, "/codes/haltung"));
  ASSERT_EQ(Call(&ListCodings, q, &codings_), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 2);
  q.set_coder("zwei");
  ASSERT_EQ(Call(&ListCodings, q, &codings_), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 0);
}

TEST_F(CodingTest, WhoCodesBlindSeesTheirOwn) {
  MakeAll();
  SetBlind();
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Create(CodingRequest(2, "wege", "zwei")), kOk) << status_;
  ASSERT_EQ(Create(CodingRequest(3, "haltung", "zwei")), kOk) << status_;
  const struct {
    const char* subject;
    type::v1alpha::Role role;
    int seen;
  } cases[] = {{"sub-1", type::v1alpha::ROLE_ANALYST, 1},
               {"sub-2", type::v1alpha::ROLE_ANALYST, 2},
               {"sub-9", type::v1alpha::ROLE_ANALYST, 3},
               {"sub-9", type::v1alpha::ROLE_AUDITOR, 0}};
  for (const auto& c : cases) {
    cause_.actor = c.subject;
    HaveRole(c.role);
    ASSERT_EQ(List(), kOk) << status_;
    EXPECT_EQ(codings_.codings_size(), c.seen) << c.subject;
  }
  v1alpha::Study study = study_;
  study.set_blind(false);
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  cause_.actor = "sub-1";
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 3);
}

TEST_F(CodingTest, WhatIsRestrictedNeedsMore) {
  MakeAll();
  MakeRestricted();
  auto q = CodingRequest(1);
  q.mutable_coding()->set_text(absl::StrCat(kStudy, "/cases/tief/texts/u"));
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_EQ(Create(q), kPermission);
  ASSERT_EQ(Create(CodingRequest(2)), kOk) << status_;
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(Create(q), kOk) << status_;
  ASSERT_EQ(List(), kOk);
  EXPECT_EQ(codings_.codings_size(), 2);
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(List(), kOk);
  EXPECT_EQ(codings_.codings_size(), 1) << "a list leaves it out";
  EXPECT_EQ(List(q.coding().text()), kPermission);
  EXPECT_EQ(List(absl::StrCat(kStudy, "/cases/tief")), kPermission);
  v1alpha::DeleteCodingRequest removal;
  removal.set_parent(kStudy);
  removal.set_coding_id(Uuid(1));
  v1alpha::DeleteCodingResponse gone;
  EXPECT_EQ(Call(&DeleteCoding, removal, &gone), kPermission);
}

}  // namespace
}  // namespace lotse::survey
