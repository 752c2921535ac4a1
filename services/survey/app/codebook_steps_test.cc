// The steps of codebooks, and what they tell of codings that their caller does not see.
#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebook_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CodebooksTest, AMergeTakesTheCodingsOfAllAlong) {
  MakeAll();
  ASSERT_EQ(Create(CodingRequest(1, "haltung")), kOk) << status_;
  now_ += absl::Minutes(1);
  ASSERT_EQ(Create(CodingRequest(2, "wege")), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Create(CodingRequest(3, "haltung", "zwei")), kOk) << status_;
  ASSERT_EQ(Merge("haltung", "wege"), kOk) << status_;
  EXPECT_EQ(result_.change().recoded(), 2);
  EXPECT_EQ(result_.change().code(), "wege");
  EXPECT_THAT(result_.change().others(), ElementsAre("haltung"));
  EXPECT_TRUE(CodeIn(book_, "haltung").retired());
  ASSERT_EQ(List(), kOk) << status_;
  ASSERT_EQ(codings_.codings_size(), 2) << "the earlier of two that became the same";
  for (const auto& coding : codings_.codings()) {
    EXPECT_THAT(coding.code(), EndsWith("/wege"));
    EXPECT_THAT(coding.name(), testing::Not(EndsWith(Uuid(2))));
  }
  EXPECT_EQ(Create(CodingRequest(4, "haltung", "zwei")), kInvalid) << "it is retired";
  EXPECT_EQ(Merge("wege", "zugang"), kInvalid) << "that only groups";
  EXPECT_EQ(Merge("fehlt", "wege"), kInvalid);
}

TEST_F(CodebooksTest, ASplitGivesCodingsThatTheCallerSees) {
  MakeAll();
  SetBlind();
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Create(CodingRequest(2, "wege", "zwei")), kOk) << status_;
  v1alpha::SplitCodeRequest split;
  split.set_code_id("wege");
  *split.add_codes() = NewCode("kurz", "wege");
  split.add_assignments()->set_coding_id(Uuid(1));
  split.mutable_assignments(0)->set_code_id("kurz");
  EXPECT_EQ(Step(&SplitCode, split), kInvalid) << "another coder's, while it is blind";
  split.mutable_assignments(0)->set_coding_id(Uuid(2));
  ASSERT_EQ(Step(&SplitCode, split), kOk) << status_;
  EXPECT_EQ(result_.change().recoded(), 1);
  split.mutable_codes(0)->set_code_id("lang");
  split.mutable_codes(0)->mutable_code()->set_label("Lang");
  split.mutable_codes(0)->mutable_code()->clear_parent();
  split.clear_assignments();
  split.set_retire(true);
  EXPECT_EQ(Step(&SplitCode, split), kInvalid) << "one is not named";
  cause_.actor = "sub-9";
  split.add_assignments()->set_coding_id(Uuid(1));
  split.mutable_assignments(0)->set_code_id("lang");
  EXPECT_EQ(Step(&SplitCode, split), kInvalid) << "a code in use is below it";
  split.set_retire(false);
  *split.add_assignments() = split.assignments(0);
  EXPECT_EQ(Step(&SplitCode, split), kInvalid) << "named twice";
  split.mutable_assignments()->RemoveLast();
  EXPECT_EQ(Step(&SplitCode, split), kOk) << "who compares sees all" << status_;
}

TEST_F(CodebooksTest, WhoCodesBlindIsToldOfTheirOwnCodings) {
  MakeAll();
  SetBlind();
  ASSERT_EQ(Create(CodingRequest(1, "haltung")), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Create(CodingRequest(2, "haltung", "zwei")), kOk) << status_;
  auto other = CodingRequest(3, "haltung", "zwei");
  other.mutable_coding()->mutable_range()->set_end(3);
  ASSERT_EQ(Create(other), kOk) << status_;
  cause_.actor = "sub-1";
  ASSERT_EQ(Merge("haltung", "wege", 1), kOk) << status_;
  EXPECT_EQ(result_.change().recoded(), 1);
  ASSERT_EQ(Merge("haltung", "wege", 1), kOk) << "sent again" << status_;
  EXPECT_EQ(result_.change().recoded(), 1);
  v1alpha::SplitCodeRequest split;
  split.set_code_id("wege");
  *split.add_codes() = NewCode("kurz");
  split.set_retire(true);
  EXPECT_EQ(Step(&SplitCode, split), kInvalid);
  const std::string missing(status_.message());
  EXPECT_THAT(missing, HasSubstr("retire"));
  split.add_assignments()->set_coding_id(Uuid(1));
  split.mutable_assignments(0)->set_code_id("kurz");
  EXPECT_EQ(Step(&SplitCode, split), kInvalid) << "whether there are others is not told";
  EXPECT_EQ(std::string(status_.message()), missing);
  split.set_retire(false);
  ASSERT_EQ(Step(&SplitCode, split), kOk) << status_;
  EXPECT_EQ(result_.change().recoded(), 1);
  const struct {
    const char* subject;
    int merged, split;
  } cases[] = {{"sub-1", 1, 1}, {"sub-2", 2, 0}, {"sub-9", 3, 1}};
  for (const auto& c : cases) {
    cause_.actor = c.subject;
    ASSERT_EQ(Changes(), kOk) << status_;
    ASSERT_EQ(changes_.changes_size(), 2) << c.subject;
    EXPECT_EQ(changes_.changes(0).recoded(), c.merged) << c.subject;
    EXPECT_EQ(changes_.changes(1).recoded(), c.split) << c.subject;
  }
}

TEST_F(CodebooksTest, WhoCodesBlindIsNotToldWhetherOthersHaveCoded) {
  MakeAll();
  SetBlind();
  v1alpha::ReviseCodeRequest revise;
  revise.set_code_id("wege");
  revise.mutable_code()->set_label("Wege");
  revise.mutable_code()->set_codable(false);
  const auto told = [&](ErrorReason reason) {
    EXPECT_EQ(reason, kInvalid);
    return std::string(status_.message());
  };
  const std::string revised = told(Step(&ReviseCode, revise));
  const std::string merged = told(Merge("haltung", "zugang"));
  cause_.actor = "sub-2";
  ASSERT_EQ(Create(CodingRequest(1, "wege", "zwei")), kOk) << status_;
  ASSERT_EQ(Create(CodingRequest(2, "haltung", "zwei")), kOk) << status_;
  cause_.actor = "sub-1";
  EXPECT_EQ(told(Step(&ReviseCode, revise)), revised);
  EXPECT_EQ(told(Merge("haltung", "zugang")), merged);
  EXPECT_THAT(revised, HasSubstr("codable"));
  v1alpha::RetireCodeRequest retire;
  retire.set_code_id("haltung");
  ASSERT_EQ(Step(&RetireCode, retire), kOk) << status_;
  EXPECT_EQ(Merge("haltung", "wege"), kInvalid) << "only codings would go over";
  cause_.actor = "sub-9";
  EXPECT_EQ(Merge("haltung", "wege"), kOk) << "who compares sees all" << status_;
}

TEST_F(CodebooksTest, CodingsInRestrictedCasesAreNotCounted) {
  MakeAll();
  MakeRestricted();
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << status_;
  auto restricted = CodingRequest(2);
  restricted.mutable_coding()->set_text(absl::StrCat(kStudy, "/cases/tief/texts/u"));
  ASSERT_EQ(Create(restricted), kOk) << status_;
  v1alpha::SplitCodeRequest split;
  split.set_code_id("wege");
  *split.add_codes() = NewCode("kurz");
  split.add_assignments()->set_coding_id(Uuid(1));
  split.mutable_assignments(0)->set_code_id("kurz");
  split.set_retire(true);
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_EQ(Step(&SplitCode, split), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("restricted cases"));
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("leaves out")));
  ASSERT_EQ(Merge("wege", "haltung", 1), kOk) << status_;
  EXPECT_EQ(result_.change().recoded(), 1);
  ASSERT_EQ(Merge("wege", "haltung", 1), kOk) << "sent again" << status_;
  EXPECT_EQ(result_.change().recoded(), 1);
  ASSERT_EQ(Changes(), kOk) << status_;
  EXPECT_EQ(changes_.changes(0).recoded(), 1);
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(Changes(), kOk) << status_;
  EXPECT_EQ(changes_.changes(0).recoded(), 2);
}

}  // namespace
}  // namespace lotse::survey
