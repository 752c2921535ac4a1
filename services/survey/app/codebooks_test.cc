#include "services/survey/app/codebooks.h"

#include <gmock/gmock.h>

#include "services/survey/app/codebook_testing.h"
#include "services/survey/qualitative/material/study_files.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::CodebookChange;

TEST_F(CodebooksTest, ACodebookIsMadeOnceAndRead) {
  MakeText();
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_EQ(Changes(), kNotFound);
  MakeBook();
  EXPECT_EQ(book_.name(), kBook);
  EXPECT_EQ(book_.revision(), 1);
  EXPECT_THAT(Ids(book_), ElementsAre("zugang", "wege", "haltung")) << "behind what it is below";
  const std::string made = book_.SerializeAsString();
  now_ += absl::Minutes(1);
  MakeBook();
  EXPECT_EQ(book_.SerializeAsString(), made) << "sent again";
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(got_.SerializeAsString(), made);
  v1alpha::CreateCodebookRequest q;
  q.set_parent(kStudy);
  q.set_codebook_id("buch");
  q.mutable_codebook()->set_title("Anderes");
  EXPECT_EQ(Call(&CreateCodebook, q, &got_), kExists);
  q.set_codebook_id("anderes");
  ASSERT_EQ(Call(&CreateCodebook, q, &got_), kOk) << status_;
  v1alpha::ListCodebooksRequest list;
  list.set_parent(kStudy);
  v1alpha::ListCodebooksResponse all;
  ASSERT_EQ(Call(&ListCodebooks, list, &all), kOk) << status_;
  ASSERT_EQ(all.codebooks_size(), 2);
  EXPECT_THAT(all.codebooks(0).name(), EndsWith("/anderes"));
  EXPECT_EQ(all.codebooks(1).title(), "Codebuch");
  EXPECT_EQ(all.codebooks(1).codes_size(), 0);
}

TEST_F(CodebooksTest, WhatDoesNotFitIsRefused) {
  MakeText();
  const auto create = [&](const std::string& text) {
    v1alpha::CreateCodebookRequest q;
    google::protobuf::TextFormat::ParseFromString(text, &q);
    if (q.parent().empty()) q.set_parent(kStudy);
    return Call(&CreateCodebook, q, &got_);
  };
  EXPECT_EQ(create(R"(codebook_id: "Buch" codebook { title: "x" })"), kInvalid);
  EXPECT_EQ(create(R"(codebook_id: "buch")"), kInvalid) << "no title";
  EXPECT_EQ(create(R"(codebook_id: "buch" codebook { title: "x" codes { name: "a" } })"), kInvalid);
  EXPECT_EQ(create(R"(codebook_id: "buch" codebook { title: "x" codes { name: "A" label: "a" } })"),
            kInvalid);
  EXPECT_EQ(create(R"(codebook_id: "b" codebook { title: "x" }
                      parent: "programmes/p/engagements/e/studies/x")"),
            kNotFound);
  EXPECT_EQ(create(R"(codebook_id: "b" codebook { title: "x" } parent: "programmes/p")"), kInvalid);
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_EQ(Get(0, "Buch"), kInvalid);
  for (size_t i = 0; i < kMaxCodebooks; ++i) {
    ASSERT_EQ(create(absl::StrCat("codebook_id: \"b", i, "\" codebook { title: \"x\" }")), kOk);
  }
  EXPECT_EQ(create(R"(codebook_id: "zuviel" codebook { title: "x" })"), kInvalid);
}

TEST_F(CodebooksTest, StepsAreKeptAndCanBeLookedBackAt) {
  MakeAll();
  const std::string first = book_.SerializeAsString();
  now_ += absl::Minutes(1);
  v1alpha::AddCodeRequest add;
  *add.mutable_code() = NewCode("amt", "zugang");
  add.set_reason("kam oft vor");
  ASSERT_EQ(Step(&AddCode, add), kOk) << status_;
  EXPECT_THAT(Ids(book_), ElementsAre("zugang", "wege", "amt", "haltung"));
  const std::string second = book_.SerializeAsString();
  now_ += absl::Minutes(1);
  v1alpha::ReviseCodeRequest revise;
  revise.set_code_id("wege");
  revise.mutable_code()->set_label("Zugangswege");
  revise.mutable_code()->set_codable(true);
  ASSERT_EQ(Step(&ReviseCode, revise), kOk) << status_;
  EXPECT_EQ(result_.change().before().label(), "Wege");
  v1alpha::MoveCodeRequest move;
  move.set_code_id("haltung");
  move.set_parent_code_id("zugang");
  ASSERT_EQ(Step(&MoveCode, move), kOk) << status_;
  v1alpha::RetireCodeRequest retire;
  retire.set_code_id("zugang");
  ASSERT_EQ(Step(&RetireCode, retire), kOk) << status_;
  EXPECT_TRUE(CodeIn(book_, "haltung").retired()) << "what is below is too";
  retire.set_reinstate(true);
  ASSERT_EQ(Step(&RetireCode, retire), kOk) << status_;
  EXPECT_FALSE(CodeIn(book_, "haltung").retired());
  ASSERT_EQ(Get(1), kOk) << status_;
  EXPECT_EQ(got_.SerializeAsString(), first);
  ASSERT_EQ(Get(2), kOk) << status_;
  EXPECT_EQ(got_.SerializeAsString(), second);
  ASSERT_EQ(Get(6), kOk) << status_;
  EXPECT_EQ(got_.SerializeAsString(), book_.SerializeAsString());
  EXPECT_EQ(Get(7), kInvalid);
  EXPECT_EQ(Get(-1), kInvalid);
  std::vector<CodebookChange::Verb> verbs;
  std::string token;
  do {
    ASSERT_EQ(Changes(2, token), kOk) << status_;
    for (const auto& change : changes_.changes()) verbs.push_back(change.verb());
    token = changes_.next_page_token();
  } while (!token.empty());
  EXPECT_THAT(verbs, ElementsAre(CodebookChange::VERB_ADD, CodebookChange::VERB_REVISE,
                                 CodebookChange::VERB_MOVE, CodebookChange::VERB_RETIRE,
                                 CodebookChange::VERB_REINSTATE));
  ASSERT_EQ(Changes(), kOk);
  EXPECT_EQ(changes_.changes(0).reason(), "kam oft vor");
  EXPECT_EQ(changes_.changes(0).coder(), "eins");
  EXPECT_EQ(changes_.changes(0).code(), "amt");
  EXPECT_FALSE(changes_.changes(0).has_before());
  EXPECT_EQ(Changes(0, "x"), kToken);
}

TEST_F(CodebooksTest, TheLastStepSentAgainIsAnsweredAsTheFirstTime) {
  MakeAll();
  v1alpha::AddCodeRequest add;
  *add.mutable_code() = NewCode("amt");
  add.set_revision(1);
  ASSERT_EQ(Step(&AddCode, add), kOk) << status_;
  const std::string answer = result_.SerializeAsString();
  now_ += absl::Minutes(1);
  ASSERT_EQ(Step(&AddCode, add), kOk) << status_;
  EXPECT_EQ(result_.SerializeAsString(), answer);
  add.mutable_code()->set_code_id("anders");
  EXPECT_EQ(Step(&AddCode, add), kEtag) << "another step at this revision";
  EXPECT_THAT(std::string(status_.message()), HasSubstr(absl::StrCat(kBook, " is at revision 2")));
  add.mutable_code()->set_code_id("amt");
  cause_.actor = "sub-2";
  EXPECT_EQ(Step(&AddCode, add), kEtag) << "by another coder";
  cause_.actor = "sub-1";
  ASSERT_EQ(Merge("amt", "haltung"), kOk) << status_;
  EXPECT_EQ(Step(&AddCode, add), kEtag) << "another step came since";
  add.set_revision(-1);
  EXPECT_EQ(Step(&AddCode, add), kInvalid);
}

TEST_F(CodebooksTest, ADeletedStudyIsReadOnly) {
  MakeStudy();
  cause_.actor = "sub-1";
  MakeBook();
  ASSERT_EQ(ByName<v1alpha::DeleteStudyRequest>(kStudy, study_.etag(), &study_), kOk) << status_;
  EXPECT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(Merge("wege", "haltung"), kDeleted);
  v1alpha::CreateCodebookRequest q;
  q.set_parent(kStudy);
  q.set_codebook_id("zwei");
  q.mutable_codebook()->set_title("x");
  EXPECT_EQ(Call(&CreateCodebook, q, &got_), kDeleted);
}

TEST_F(CodebooksTest, AFileIsWrittenAndReadBack) {
  MakeAll();
  for (const auto format : {v1alpha::CODEBOOK_FORMAT_CSV, v1alpha::CODEBOOK_FORMAT_CSV_EXCEL,
                            v1alpha::CODEBOOK_FORMAT_QDC}) {
    v1alpha::ExportCodebookRequest out;
    out.set_parent(kStudy);
    out.set_codebook_id("buch");
    out.set_format(format);
    v1alpha::ExportCodebookResponse written;
    ASSERT_EQ(Call(&ExportCodebook, out, &written), kOk) << status_;
    EXPECT_EQ(written.revision(), 1);
    v1alpha::ImportCodebookRequest in;
    in.set_parent(kStudy);
    in.set_codebook_id(absl::StrCat("kopie-", format));
    in.set_title("Kopie");
    in.set_format(format);
    in.set_content(written.content());
    in.set_validate_only(true);
    v1alpha::ImportCodebookResponse read;
    ASSERT_EQ(Call(&ImportCodebook, in, &read), kOk) << status_;
    EXPECT_EQ(read.codebook().codes_size(), 3);
    EXPECT_EQ(Get(0, in.codebook_id().c_str()), kNotFound) << "only checked";
    in.set_validate_only(false);
    ASSERT_EQ(Call(&ImportCodebook, in, &read), kOk) << status_;
    ASSERT_EQ(Call(&ImportCodebook, in, &read), kOk) << "sent again" << status_;
    in.set_title("Andere");
    EXPECT_EQ(Call(&ImportCodebook, in, &read), kExists);
    in.set_validate_only(true);
    EXPECT_EQ(Call(&ImportCodebook, in, &read), kExists);
  }
}

TEST_F(CodebooksTest, AWrongFileStoresNothing) {
  MakeText();
  v1alpha::ImportCodebookRequest q;
  q.set_parent(kStudy);
  q.set_codebook_id("buch");
  q.set_title("Buch");
  q.set_format(v1alpha::CODEBOOK_FORMAT_QDC);
  q.set_content("kein XML");
  v1alpha::ImportCodebookResponse read;
  EXPECT_EQ(Call(&ImportCodebook, q, &read), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  q.set_format(v1alpha::CODEBOOK_FORMAT_CSV);
  q.set_content("name,parent\r\nA,B\r\n");
  ASSERT_EQ(Call(&ImportCodebook, q, &read), kOk) << status_;
  EXPECT_FALSE(read.has_codebook());
  EXPECT_EQ(read.findings_size(), 1);
  EXPECT_EQ(Get(), kNotFound);
  q.clear_format();
  EXPECT_EQ(Call(&ImportCodebook, q, &read), kInvalid);
}

}  // namespace
}  // namespace lotse::survey
