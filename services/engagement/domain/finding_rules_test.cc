#include "services/engagement/domain/finding_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "runtime/rpc/error.h"
#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using v1alpha::Finding;

TEST(CheckFinding, FindsEachFault) {
  EXPECT_TRUE(CheckFinding(GoodFinding()).empty());
  struct Case {
    std::function<void(Finding*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Finding* f) { f->clear_title(); }, "finding.title"},
      {[](Finding* f) { f->mutable_statement()->add_variants(); }, "finding.statement"},
      {[](Finding* f) { f->set_kind(static_cast<Finding::Kind>(7)); }, "finding.kind"},
      {[](Finding* f) { f->add_evidence(); }, "finding.evidence[1]"},
      {[](Finding* f) { f->add_evidence()->mutable_source()->set_name("x"); },
       "finding.evidence[1].source.revision"},
      {[](Finding* f) {
         auto* const source = f->add_evidence()->mutable_source();
         source->set_name("programmes/viv/engagements/eins/studies/s/cases/g/texts/t");
         source->set_revision(1);
       },
       "finding.evidence[1].source.name"},
      {[](Finding* f) {
         while (f->evidence_size() < 31) *f->add_evidence() = f->evidence(0);
       },
       "finding.evidence"},
      {[](Finding* f) { f->mutable_content_level()->set_code("x"); }, "finding.content_level.list"},
      {[](Finding* f) { f->mutable_content_field()->set_code("x"); }, "finding.content_field.list"},
      {[](Finding* f) { f->add_task_areas(); }, "finding.task_areas[0].list"},
      {[](Finding* f) { f->add_signals(); }, "finding.signals[0].list"},
      {[](Finding* f) { f->add_org_units("kita"); }, "finding.org_units[0]"},
      {[](Finding* f) { f->set_track("programmes/viv/engagements/zwei/tracks/t"); },
       "finding.track"},
      {[](Finding* f) { f->add_external_ids()->set_system("akte"); },
       "finding.external_ids[0].value"},
  };
  for (const Case& c : cases) {
    Finding finding = GoodFinding();
    c.fault(&finding);
    const auto violations = CheckFinding(finding);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_THAT(violations[0].field, HasSubstr(c.field));
  }
}

TEST(CheckFinding, CitesWhatIsOfAStudy) {
  Finding finding = GoodFinding();
  for (const char* const name : {"cases/gruppe-1", "codebooks/buch/codes/zugang", "codebooks/buch",
                                 "materialReleases/rat"}) {
    auto* const source = finding.add_evidence()->mutable_source();
    source->set_name(std::string("programmes/viv/engagements/eins/studies/gruppen/") + name);
    source->set_revision(3);
    source->set_sha256(std::string(64, 'a'));
  }
  EXPECT_TRUE(CheckFinding(finding).empty());
  finding.mutable_evidence(1)->mutable_source()->clear_revision();
  const auto violations = CheckFinding(finding);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "finding.evidence[1].source.revision");
}

TEST(CheckFinding, CitesNothingThatLeadsToWhoSpoke) {
  for (const char* const name : {"cases/g/texts/t", "codings/0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f",
                                 "memos/0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f"}) {
    Finding finding = GoodFinding();
    auto* const source = finding.add_evidence()->mutable_source();
    source->set_name(std::string("programmes/viv/engagements/eins/studies/gruppen/") + name);
    source->set_revision(1);
    const auto violations = CheckFinding(finding);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << name;
    EXPECT_EQ(violations[0].field, "finding.evidence[1].source.name");
  }
}

TEST(FindingMachine, HasTheseTransitionsOnly) {
  EXPECT_THAT(LegalOf(FindingMachine()),
              UnorderedElementsAre("DRAFT VALIDATE -> VALIDATED", "DRAFT REJECT -> REJECTED",
                                   "VALIDATED REOPEN -> DRAFT", "REJECTED REOPEN -> DRAFT"));
}

TEST(CheckFindingStep, AsksForEvidenceAndReason) {
  v1alpha::DecideFindingRequest q;
  EXPECT_EQ(CheckFindingStep(GoodFinding(), q)[0].field, "step");
  q.set_step(v1alpha::FINDING_STEP_VALIDATE);
  EXPECT_TRUE(CheckFindingStep(GoodFinding(), q).empty());
  Finding bare = GoodFinding();
  bare.clear_evidence();
  ASSERT_EQ(CheckFindingStep(bare, q).size(), 1u);
  EXPECT_THAT(CheckFindingStep(bare, q)[0].description, HasSubstr("evidence"));
  q.set_step(v1alpha::FINDING_STEP_REJECT);
  EXPECT_TRUE(CheckFindingStep(bare, q).empty());
  q.set_step(v1alpha::FINDING_STEP_REOPEN);
  ASSERT_EQ(CheckFindingStep(bare, q).size(), 1u);
  EXPECT_EQ(CheckFindingStep(bare, q)[0].field, "reason");
  q.set_reason("neue Zahlen");
  EXPECT_TRUE(CheckFindingStep(bare, q).empty());
}

TEST(CheckFindingChange, KeepsWhatWasLookedAt) {
  for (const Finding::State state : {Finding::STATE_VALIDATED, Finding::STATE_REJECTED}) {
    Finding before = GoodFinding();
    before.set_state(state);
    Finding after = before;
    after.set_etag("2");
    after.add_external_ids()->set_system("akte");
    EXPECT_TRUE(CheckFindingChange(before, after).ok());
    after.set_kind(Finding::KIND_NEED);
    const absl::Status refused = CheckFindingChange(before, after);
    EXPECT_EQ(rpc::ReasonOf(refused), type::v1alpha::ERROR_REASON_CONTENT_FINAL);
    EXPECT_THAT(std::string(refused.message()), HasSubstr("REOPEN"));
    before.set_state(Finding::STATE_DRAFT);
    EXPECT_TRUE(CheckFindingChange(before, after).ok());
  }
}

}  // namespace
}  // namespace lotse::engagement
