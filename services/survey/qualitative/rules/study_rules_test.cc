#include "services/survey/qualitative/rules/study_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::HasSubstr;
using v1alpha::Guide;
using v1alpha::Study;
using v1alpha::StudyCase;

Study GoodStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s"
         title { variants { language: "de" text: "Fokusgruppen" } }
         phase_id: "bestand" kinds: [KIND_FOCUS_GROUP, KIND_INTERVIEW]
         coders { coder_id: "eins" subject: "sub-1" } coders { coder_id: "zwei" subject: "sub-2" }
         attributes { code: "alter" label { variants { language: "de" text: "Alter" } }
           categories { code: "u40" label { variants { language: "de" text: "unter 40" } } }
           categories { code: "ab40" label { variants { language: "de" text: "ab 40" } } } }
         roles { code: "leitung" label { variants { language: "de" text: "Leitung" } } }
         retention { names_months: 6 material_months: 60 })",
      &study);
  return study;
}

TEST(CheckStudy, FindsEachFault) {
  EXPECT_TRUE(CheckStudy(GoodStudy()).empty());
  const struct {
    std::function<void(Study*)> fault;
    std::string field;
  } cases[] = {
      {[](Study* s) { s->clear_title(); }, "title"},
      {[](Study* s) { s->set_phase_id("Bestand"); }, "phase_id"},
      {[](Study* s) { s->clear_kinds(); }, "kinds"},
      {[](Study* s) { s->add_kinds(StudyCase::KIND_INTERVIEW); }, "kinds[2]"},
      {[](Study* s) { s->add_kinds(StudyCase::KIND_UNSPECIFIED); }, "kinds[2]"},
      {[](Study* s) { s->mutable_coders(1)->set_coder_id("eins"); }, "coders[1].coder_id"},
      {[](Study* s) { s->mutable_coders(1)->set_coder_id("Eva"); }, "coders[1].coder_id"},
      {[](Study* s) { s->mutable_coders(1)->clear_subject(); }, "coders[1].subject"},
      {[](Study* s) { s->mutable_coders(1)->set_subject("sub-1"); }, "coders[1].subject"},
      {[](Study* s) { s->mutable_attributes(0)->set_code("1alter"); }, "attributes[0].code"},
      {[](Study* s) { s->mutable_attributes(0)->mutable_categories()->RemoveLast(); },
       "attributes[0].categories"},
      {[](Study* s) { s->mutable_roles(0)->set_code(std::string(65, 'a')); }, "roles[0].code"},
      {[](Study* s) { s->mutable_roles(0)->set_code("leitung-1"); }, "roles[0].code"},
      {[](Study* s) { s->mutable_roles(0)->set_code(""); }, "roles[0].code"},
      {[](Study* s) { s->mutable_attributes(0)->mutable_categories(1)->set_code("u40"); },
       "attributes[0].categories[1].code"},
      {[](Study* s) { s->mutable_roles(0)->clear_label(); }, "roles[0].label"},
      {[](Study* s) { s->mutable_retention()->set_names_months(0); }, "retention.names_months"},
      {[](Study* s) { s->mutable_retention()->set_names_months(37); }, "retention.names_months"},
      {[](Study* s) { s->mutable_retention()->set_material_months(5); }, "retention.names_months"},
      {[](Study* s) { s->mutable_retention()->set_material_months(121); },
       "retention.material_months"},
  };
  for (const auto& c : cases) {
    Study study = GoodStudy();
    c.fault(&study);
    const auto violations = CheckStudy(study);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, "study." + c.field);
  }
}

TEST(CheckStudyUpdate, KeepsWhatCasesAndCodingsStandOn) {
  enum Needs { kNothing, kCases, kCodings };
  const struct {
    std::function<void(Study*)> change;
    Needs refused;  // What has to be there for it.
    std::string field;
  } cases[] = {
      {[](Study* s) { s->set_blind(true); }, kCodings, "blind"},
      {[](Study* s) { s->mutable_coders()->RemoveLast(); }, kCodings, "coders"},
      {[](Study* s) { s->mutable_coders(1)->set_coder_id("drei"); }, kCodings, "coders"},
      {[](Study* s) { s->clear_roles(); }, kCases, "roles"},
      {[](Study* s) { s->clear_attributes(); }, kCases, "attributes"},
      {[](Study* s) { s->mutable_attributes(0)->mutable_categories(0)->set_code("x"); }, kCases,
       "attributes"},
      {[](Study* s) { s->mutable_kinds()->RemoveLast(); }, kCases, "kinds"},
      {[](Study* s) { s->set_kinds(1, StudyCase::KIND_DOCUMENT); }, kCases, "kinds"},
      {[](Study* s) { s->add_kinds(StudyCase::KIND_DOCUMENT); }, kNothing, ""},
      {[](Study* s) { s->mutable_kinds()->SwapElements(0, 1); }, kNothing, ""},
      {[](Study* s) { s->mutable_coders(0)->set_retired(true); }, kNothing, ""},
      {[](Study* s) { s->add_roles()->set_code("neu"); }, kNothing, ""},
  };
  for (const auto& c : cases) {
    Study after = GoodStudy();
    c.change(&after);
    for (const bool has_cases : {false, true}) {
      for (const bool has_codings : {false, true}) {
        const bool refused = (c.refused == kCases && (has_cases || has_codings)) ||
                             (c.refused == kCodings && has_codings);
        const absl::Status status = CheckStudyUpdate(GoodStudy(), after, has_cases, has_codings);
        EXPECT_EQ(rpc::ReasonOf(status), refused ? type::v1alpha::ERROR_REASON_WRONG_STATE
                                                 : type::v1alpha::ERROR_REASON_UNSPECIFIED)
            << c.field << has_cases << has_codings;
        if (refused) EXPECT_THAT(status.message(), HasSubstr(": " + c.field + " "));
      }
    }
  }
  Study blind = GoodStudy();
  blind.set_blind(true);
  EXPECT_TRUE(CheckStudyUpdate(blind, GoodStudy(), true, true).ok())
      << "what is hidden can be shown";
}

TEST(CheckStudyUpdate, ALongerPeriodNeedsANewReason) {
  const struct {
    int names, material;  // 6 and 60 before.
    const char* reason;   // "Antrag" before.
    bool allowed;
  } cases[] = {
      {6, 60, "Antrag", true},     {3, 60, "Antrag", true},  {6, 12, "Antrag", true},
      {7, 60, "Antrag", false},    {6, 61, "Antrag", false}, {6, 0, "Antrag", false},
      {7, 12, "Antrag", false},    {6, 0, "", false},        {6, 0, " ", false},
      {6, 0, "Beschluss 7", true}, {7, 60, "Neu", true},
  };
  Study before = GoodStudy();
  before.mutable_retention()->set_reason("Antrag");
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StrCat(c.names, " ", c.material, " ", c.reason));
    Study after = before;
    after.mutable_retention()->set_names_months(c.names);
    after.mutable_retention()->set_material_months(c.material);
    after.mutable_retention()->set_reason(c.reason);
    const absl::Status status =
        CheckStudyUpdate(before, after, /*has_cases=*/true, /*has_codings=*/false);
    EXPECT_EQ(rpc::ReasonOf(status), c.allowed ? type::v1alpha::ERROR_REASON_UNSPECIFIED
                                               : type::v1alpha::ERROR_REASON_INVALID_FIELDS);
    EXPECT_TRUE(CheckStudyUpdate(before, after, /*has_cases=*/false, /*has_codings=*/false).ok())
        << "nobody was told anything yet";
  }
}

Guide GoodGuide() {
  Guide guide;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s/guides/zwei"
         title { variants { language: "de" text: "Leitfaden" } } version: "2"
         kinds: [KIND_FOCUS_GROUP]
         replaces: "programmes/p/engagements/e/studies/s/guides/eins"
         sections { code: "S1" title { variants { language: "de" text: "Einstieg" } } minutes: 20
           questions { code: "Q1" text { variants { language: "de" text: "Wie war es?" } }
             prompts { variants { language: "de" text: "Und dann?" } } minutes: 10 } })",
      &guide);
  return guide;
}

TEST(CheckGuide, FindsEachFault) {
  EXPECT_TRUE(CheckGuide(GoodGuide()).empty());
  const struct {
    std::function<void(Guide*)> fault;
    std::string field;
  } cases[] = {
      {[](Guide* g) { g->clear_title(); }, "title"},
      {[](Guide* g) { g->clear_version(); }, "version"},
      {[](Guide* g) { g->set_version(std::string(41, '1')); }, "version"},
      {[](Guide* g) { g->set_kinds(0, StudyCase::KIND_DOCUMENT); }, "kinds[0]"},
      {[](Guide* g) { g->clear_sections(); }, "sections"},
      {[](Guide* g) { g->mutable_sections(0)->set_code("Q1"); }, "sections[0].questions[0].code"},
      {[](Guide* g) { g->mutable_sections(0)->set_minutes(9); }, "sections[0].minutes"},
      {[](Guide* g) { g->mutable_sections(0)->mutable_questions(0)->clear_text(); },
       "sections[0].questions[0].text"},
      {[](Guide* g) { g->mutable_sections(0)->mutable_questions(0)->add_prompts(); },
       "sections[0].questions[0].prompts[1]"},
      {[](Guide* g) { g->set_replaces(g->name()); }, "replaces"},
      {[](Guide* g) { g->set_replaces("programmes/p/engagements/e/studies/t/guides/eins"); },
       "replaces"},
      {[](Guide* g) { g->set_replaces("eins"); }, "replaces"},
  };
  for (const auto& c : cases) {
    Guide guide = GoodGuide();
    c.fault(&guide);
    const auto violations = CheckGuide(guide);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, "guide." + c.field);
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
