#include "services/survey/qualitative/rules/material_release_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::MaterialRelease;
using v1alpha::Participant;
using v1alpha::Study;
using v1alpha::StudyCase;

constexpr char kCode[] = "programmes/p/engagements/e/studies/s/codebooks/b/codes/wege";

MaterialRelease GoodRelease() {
  MaterialRelease release;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s/materialReleases/r"
         title { variants { language: "de" text: "Für den Rat" } } scope: SCOPE_STEERING_GROUP
         state: STATE_DRAFT
         themes { code: "programmes/p/engagements/e/studies/s/codebooks/b/codes/wege" }
         quotes { wording: "Das dauert." role: "team" scope: SCOPE_PUBLIC approver: "sub-2"
                  approve_time { seconds: 5 } }
         quotes { wording: "Es geht voran." scope: SCOPE_STEERING_GROUP language: "de" })",
      &release);
  return release;
}

Study TheStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s" roles { code: "team" })", &study);
  return study;
}

StudyCase Group() {
  StudyCase group;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s/cases/gruppe-1" kind: KIND_FOCUS_GROUP
         participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES }
         participants { pseudonym: "P02" role: "team" consent: CONSENT_ANALYSIS }
         participants { pseudonym: "P03" role: "leitung" consent: CONSENT_QUOTES }
         participants { pseudonym: "P04" role: "team" consent: CONSENT_WITHDRAWN }
         staff { pseudonym: "M1" role: ROLE_MODERATOR })",
      &group);
  return group;
}

TEST(MaterialReleaseRules, AReleaseByItself) {
  const struct {
    std::function<void(MaterialRelease*)> change;
    std::string field;  // Empty: nothing is wrong.
  } cases[] = {
      {[](MaterialRelease*) {}, ""},
      {[](MaterialRelease* r) { r->clear_themes(); }, ""},
      {[](MaterialRelease* r) { r->clear_title(); }, "material_release.title"},
      {[](MaterialRelease* r) { r->set_scope(static_cast<MaterialRelease::Scope>(9)); },
       "material_release.scope"},
      {[](MaterialRelease* r) { *r->add_themes() = r->themes(0); },
       "material_release.themes[1].code"},
      {[](MaterialRelease* r) { r->mutable_quotes(1)->set_wording("Das dauert."); },
       "material_release.quotes[1].wording"},
      {[](MaterialRelease* r) { r->mutable_quotes(0)->set_language("deutsch?"); },
       "material_release.quotes[0].language"},
      {[](MaterialRelease* r) {
         while (r->themes_size() <= kMaxReleasedThemes) r->add_themes();
       },
       "material_release.themes"},
      {[](MaterialRelease* r) {
         while (r->quotes_size() <= kMaxQuotes) r->add_quotes();
       },
       "material_release.quotes"},
  };
  for (const auto& c : cases) {
    MaterialRelease release = GoodRelease();
    c.change(&release);
    const auto violations = CheckMaterialRelease(release);
    ASSERT_EQ(violations.size(), c.field.empty() ? 0 : 1) << c.field;
    if (!c.field.empty()) EXPECT_EQ(violations[0].field.substr(0, c.field.size()), c.field);
  }
}

TEST(MaterialReleaseRules, AReleaseOfAStudy) {
  const std::vector<std::string> names = {"Anna Müller"}, people = {"P01"};
  const Untold untold = Untold::Of(names, {}, people);
  const auto has_code = [](const std::string& code) { return code == kCode; };
  const auto check = [&](const std::function<void(MaterialRelease*)>& change) {
    MaterialRelease release = GoodRelease();
    change(&release);
    std::vector<std::string> fields;
    for (const auto& v : CheckOfStudy(TheStudy(), release, untold, has_code)) {
      fields.push_back(v.field);
    }
    return fields;
  };
  EXPECT_THAT(check([](MaterialRelease*) {}), IsEmpty());
  EXPECT_THAT(
      check([](MaterialRelease* r) { r->mutable_quotes(1)->set_wording("Frau Müller sagt ja."); }),
      ElementsAre("material_release.quotes[1].wording"));
  EXPECT_THAT(check([](MaterialRelease* r) {
                r->mutable_title()->mutable_variants(0)->set_text("Was Anna sagt");
              }),
              ElementsAre("material_release.title.variants[0].text"));
  EXPECT_THAT(
      check([](MaterialRelease* r) {
        r->mutable_quotes(0)->set_wording("Frau Müller sagt ja.");
        r->mutable_quotes(1)->set_wording("Anna sagt nein.");
        r->add_quotes()->set_wording("P01 auch.");
        r->mutable_quotes(2)->set_scope(MaterialRelease::SCOPE_PUBLIC);
      }),
      ElementsAre("material_release.quotes[0].wording", "material_release.quotes[2].wording"))
      << "one name at a time";
  EXPECT_THAT(check([](MaterialRelease* r) { r->set_scope(MaterialRelease::SCOPE_PUBLIC); }),
              ElementsAre("material_release.quotes[1].scope"));
  EXPECT_THAT(
      check([](MaterialRelease* r) { r->mutable_themes(0)->set_code(absl::StrCat(kCode, "x")); }),
      ElementsAre("material_release.themes[0].code"));
  EXPECT_THAT(check([](MaterialRelease* r) { r->mutable_themes(0)->set_code("wege"); }),
              ElementsAre("material_release.themes[0].code"));
  EXPECT_THAT(
      check([](MaterialRelease* r) { r->mutable_quotes(0)->set_code(absl::StrCat(kCode, "x")); }),
      ElementsAre("material_release.quotes[0].code"));
}

TEST(MaterialReleaseRules, AChangedQuoteIsToBeApprovedAgain) {
  const MaterialRelease before = GoodRelease();
  const struct {
    std::function<void(MaterialRelease*)> change;
    std::string approver;
  } cases[] = {
      {[](MaterialRelease* r) { ClearApproval(r->mutable_quotes(0)); }, "sub-2"},
      {[](MaterialRelease* r) { r->mutable_title()->mutable_variants(0)->set_text("x"); }, "sub-2"},
      {[](MaterialRelease* r) { r->mutable_quotes(0)->set_approver("sub-1"); }, "sub-2"},
      {[](MaterialRelease* r) { r->mutable_quotes(0)->set_wording("Das dauert!"); }, ""},
      {[](MaterialRelease* r) { r->mutable_quotes(0)->clear_role(); }, ""},
      {[](MaterialRelease* r) {
         r->mutable_quotes(0)->set_scope(MaterialRelease::SCOPE_ADMINISTRATION);
       },
       ""},
      {[](MaterialRelease* r) { r->mutable_quotes(0)->set_code(kCode); }, ""},
  };
  for (const auto& c : cases) {
    MaterialRelease after = before;
    c.change(&after);
    KeepApprovals(before, &after);
    EXPECT_EQ(after.quotes(0).approver(), c.approver);
    EXPECT_EQ(after.quotes(0).has_approve_time(), !c.approver.empty());
    EXPECT_EQ(after.quotes(1).approver(), "");
  }
  MaterialRelease turned = before;
  turned.mutable_quotes()->SwapElements(0, 1);
  KeepApprovals(before, &turned);
  EXPECT_EQ(turned.quotes(1).approver(), "sub-2") << "wherever it stands";
}

TEST(MaterialReleaseRules, WhoSpeaksHasToAgree) {
  const std::vector<StudyCase> cases = {Group()};
  const auto facts = [&](std::vector<std::string> speakers, const char* role = "team") {
    return FactsOf(cases[0], speakers, role, cases);
  };
  EXPECT_EQ(facts({"P01"}).consent, Participant::CONSENT_QUOTES);
  EXPECT_EQ(facts({"P01", "M1"}).consent, Participant::CONSENT_QUOTES) << "who asks is no matter";
  EXPECT_EQ(facts({"P01", "P02"}).consent, Participant::CONSENT_ANALYSIS);
  EXPECT_EQ(facts({"P04"}).consent, Participant::CONSENT_WITHDRAWN);
  EXPECT_EQ(facts({"P09"}).consent, Participant::CONSENT_UNSPECIFIED) << "is not in the case";
  EXPECT_NE(facts({}).consent, Participant::CONSENT_QUOTES) << "it may be each of them";
  EXPECT_NE(facts({"P01", ""}).consent, Participant::CONSENT_QUOTES);
  EXPECT_EQ(facts({"M1"}).consent, Participant::CONSENT_UNSPECIFIED) << "nobody to quote";
  EXPECT_TRUE(facts({"P01"}).speaker_has_role);
  EXPECT_FALSE(facts({"P03"}).speaker_has_role);
  EXPECT_FALSE(facts({"P01", "P03"}).speaker_has_role);
  EXPECT_EQ(facts({"P01"}).of_role, 2) << "not who took it back";
  EXPECT_EQ(facts({"P03"}, "leitung").of_role, 1);
}

TEST(MaterialReleaseRules, DocumentsAreAskedByNobodyOpenAnswersCannotBe) {
  StudyCase one;
  one.set_kind(StudyCase::KIND_DOCUMENT);
  EXPECT_EQ(FactsOf(one, {}, "", {}).consent, Participant::CONSENT_QUOTES);
  one.set_kind(StudyCase::KIND_OPEN_ANSWERS);
  EXPECT_EQ(FactsOf(one, {}, "", {}).consent, Participant::CONSENT_UNSPECIFIED);
}

TEST(MaterialReleaseRules, WhatIsOutIsNotDeleted) {
  for (const auto& [state, may_go] : std::vector<std::pair<MaterialRelease::State, bool>>{
           {MaterialRelease::STATE_DRAFT, true},
           {MaterialRelease::STATE_RELEASED, false},
           {MaterialRelease::STATE_WITHDRAWN, true},
       }) {
    MaterialRelease release = GoodRelease();
    release.set_state(state);
    EXPECT_EQ(CheckIsNotOut(release).ok(), may_go) << state;
    EXPECT_EQ(rpc::ReasonOf(CheckIsNotOut(release)), may_go
                                                         ? type::v1alpha::ERROR_REASON_UNSPECIFIED
                                                         : type::v1alpha::ERROR_REASON_WRONG_STATE);
  }
}

TEST(MaterialReleaseRules, StatesAndWhatReadersAreTold) {
  MaterialRelease release = GoodRelease();
  EXPECT_TRUE(CheckIsDraft(release).ok());
  release.set_state(MaterialRelease::STATE_RELEASED);
  EXPECT_EQ(rpc::ReasonOf(CheckIsDraft(release)), type::v1alpha::ERROR_REASON_WRONG_STATE);
  ToReaders(&release);
  EXPECT_THAT(release.DebugString(), testing::Not(HasSubstr("sub-2")));
  ToldIds ids;
  AddIdsOf(Group(), &ids);
  Study study = TheStudy();
  study.add_coders()->set_coder_id("eins");
  AddIdsOf(study, &ids);
  EXPECT_THAT(ids.people, ElementsAre("P01", "P02", "P03", "P04", "M1", "eins"));
  EXPECT_THAT(ids.cases, ElementsAre("gruppe-1"));
  std::vector<rpc::Obstacle> obstacles;
  AddObstacles(release, {{"material_release.quotes[1].wording", "has Müller"}}, &obstacles);
  ASSERT_EQ(obstacles.size(), 1U);
  EXPECT_EQ(obstacles[0].subject, absl::StrCat(release.name(), "#quotes[1].wording"));
  EXPECT_THAT(obstacles[0].description.en, testing::Not(HasSubstr("Müller")));
  obstacles.clear();
  AddObstacles(release, {HasPersonId("material_release.quotes[1].wording", 7)}, &obstacles);
  ASSERT_EQ(obstacles.size(), 1U);
  EXPECT_EQ(obstacles[0].subject, absl::StrCat(release.name(), "#quotes[1].wording"));
  EXPECT_THAT(obstacles[0].description.en, HasSubstr("position 7 "));
  EXPECT_THAT(obstacles[0].description.de, HasSubstr("Position 7 "));
  obstacles.clear();
  AddObstacles(release, {{"material_release.title.variants[0].text", "has Müller"}}, &obstacles);
  ASSERT_EQ(obstacles.size(), 1U);
  EXPECT_EQ(obstacles[0].subject, absl::StrCat(release.name(), "#title.variants[0].text"));
  EXPECT_THAT(obstacles[0].description.en, HasSubstr("title"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
