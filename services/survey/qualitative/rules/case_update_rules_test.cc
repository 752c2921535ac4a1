#include "services/survey/qualitative/rules/case_update_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "runtime/types/date.h"
#include "services/survey/qualitative/rules/case_rules.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::Participant;
using v1alpha::StudyCase;

// P02 took their consent back in September.
StudyCase Group() {
  StudyCase group;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s/cases/g1" kind: KIND_FOCUS_GROUP
         held_date { year: 2026 month: 8 day: 31 }
         participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES }
         participants { pseudonym: "P02" role: "team" consent: CONSENT_WITHDRAWN
           consent_date { year: 2026 month: 9 day: 7 } }
         participants { pseudonym: "P03" role: "team" consent: CONSENT_ANALYSIS })",
      &group);
  return group;
}

std::vector<std::string> Fields(const StudyCase& before, const StudyCase& after) {
  std::vector<std::string> fields;
  for (const auto& each : CheckCaseUpdate(before, after)) {
    EXPECT_FALSE(each.description.empty() || each.german.empty()) << each.field;
    fields.push_back(each.field);
  }
  return fields;
}

void AgreeAnew(Participant::Consent consent, int month, StudyCase* c) {
  c->mutable_participants(1)->set_consent(consent);
  c->mutable_participants(1)->mutable_consent_date()->set_month(month);
}

TEST(CheckCaseUpdate, WhoTookTheirConsentBackStays) {
  const std::string who = "study_case.participants";
  const struct {
    const char* what;
    std::function<void(StudyCase*)> change;
    std::string field = "";  // Empty: nothing is wrong.
  } cases[] = {
      {"nothing", [](StudyCase*) {}},
      {"another order", [](StudyCase* c) { c->mutable_participants()->SwapElements(0, 1); }},
      {"another goes", [](StudyCase* c) { c->mutable_participants()->RemoveLast(); }},
      {"another withdraws too",
       [](StudyCase* c) {
         c->mutable_participants(2)->set_consent(Participant::CONSENT_WITHDRAWN);
       }},
      {"goes", [](StudyCase* c) { c->mutable_participants()->DeleteSubrange(1, 1); }, who},
      {"all go", [](StudyCase* c) { c->clear_participants(); }, who},
      {"has another pseudonym",
       [](StudyCase* c) { c->mutable_participants(1)->set_pseudonym("P09"); }, who},
      {"leaves it to somebody else",
       [](StudyCase* c) {
         c->mutable_participants(1)->set_pseudonym("P01");
         c->mutable_participants(0)->set_pseudonym("P02");
       },
       who + "[0].consent_date"},
      {"consent is there again",
       [](StudyCase* c) { c->mutable_participants(1)->set_consent(Participant::CONSENT_QUOTES); },
       who + "[1].consent_date"},
      {"without a day",
       [](StudyCase* c) {
         c->mutable_participants(1)->set_consent(Participant::CONSENT_QUOTES);
         c->mutable_participants(1)->clear_consent_date();
       },
       who + "[1].consent_date"},
      {"before it was taken back",
       [](StudyCase* c) { AgreeAnew(Participant::CONSENT_QUOTES, 8, c); },
       who + "[1].consent_date"},
      {"is not known", [](StudyCase* c) { AgreeAnew(Participant::CONSENT_UNSPECIFIED, 10, c); },
       who + "[1].consent"},
      {"quotes anew", [](StudyCase* c) { AgreeAnew(Participant::CONSENT_QUOTES, 10, c); }},
      {"analysis anew", [](StudyCase* c) { AgreeAnew(Participant::CONSENT_ANALYSIS, 10, c); }},
      {"a day that is none is told elsewhere",
       [](StudyCase* c) { AgreeAnew(Participant::CONSENT_ANALYSIS, 13, c); }},
  };
  for (const auto& c : cases) {
    StudyCase after = Group();
    c.change(&after);
    const std::vector<std::string> fields = Fields(Group(), after);
    if (c.field.empty()) {
      EXPECT_THAT(fields, IsEmpty()) << c.what;
    } else {
      EXPECT_THAT(fields, ElementsAre(c.field)) << c.what;
    }
  }
}

TEST(CheckCaseUpdate, WithoutADayBeforeAnyDayIsNew) {
  StudyCase before = Group();
  before.mutable_participants(1)->clear_consent_date();
  StudyCase after = Group();
  AgreeAnew(Participant::CONSENT_QUOTES, 9, &after);
  EXPECT_THAT(Fields(before, after), IsEmpty());
}

// Whose pseudonym was erased is still known to have been there.
TEST(CheckCaseUpdate, WhoWasErasedIsEnteredAnew) {
  StudyCase before = Group();
  for (Participant& each : *before.mutable_participants()) each.clear_pseudonym();
  EXPECT_THAT(Fields(before, Group()), IsEmpty());
  StudyCase after = Group();
  after.mutable_participants(1)->set_pseudonym("P09");
  EXPECT_THAT(Fields(before, after), IsEmpty()) << "under any pseudonym";
  after.mutable_participants(1)->set_consent(Participant::CONSENT_QUOTES);
  EXPECT_THAT(Fields(before, after), ElementsAre("study_case.participants"));
  after.mutable_participants()->DeleteSubrange(1, 1);
  EXPECT_THAT(Fields(before, after), ElementsAre("study_case.participants"));
  EXPECT_THAT(Fields(before, before), IsEmpty()) << "as it is";
}

// Names are kept for 6 months, texts for 24.
StudyCase HeldOn(absl::CivilDay day, int material_months = 24) {
  v1alpha::StudyRetention retention;
  retention.set_names_months(6);
  retention.set_material_months(material_months);
  StudyCase held = Group();
  *held.mutable_held_date() = types::ToDate(day);
  SetComputed(retention, &held);
  return held;
}

TEST(CheckNotDueAtOnce, ASlipOfTheDayErasesNothing) {
  using absl::CivilDay;
  const CivilDay today(2026, 9, 1);
  const struct {
    const char* what;
    CivilDay was;
    CivilDay is;
    bool allowed;
  } cases[] = {
      {"the same", CivilDay(2026, 8, 31), CivilDay(2026, 8, 31), true},
      {"a day before", CivilDay(2026, 8, 31), CivilDay(2026, 8, 30), true},
      {"names due tomorrow", CivilDay(2026, 8, 31), CivilDay(2026, 3, 1), true},
      {"names due today", CivilDay(2026, 8, 31), CivilDay(2026, 2, 28), false},
      {"all due for years", CivilDay(2026, 8, 31), CivilDay(2016, 8, 31), false},
      {"names were due, texts tomorrow", CivilDay(2025, 8, 31), CivilDay(2024, 9, 1), true},
      {"names were due, texts today", CivilDay(2025, 8, 31), CivilDay(2024, 8, 31), false},
      {"all was due", CivilDay(2020, 8, 31), CivilDay(2016, 8, 31), true},
      {"a later one", CivilDay(2016, 8, 31), CivilDay(2026, 8, 31), true},
  };
  for (const auto& c : cases) {
    const auto violations = CheckNotDueAtOnce(HeldOn(c.was), HeldOn(c.is), today);
    EXPECT_EQ(violations.empty(), c.allowed) << c.what;
    for (const auto& each : violations) {
      EXPECT_EQ(each.field, "study_case.held_date");
      EXPECT_FALSE(each.german.empty());
    }
  }
  EXPECT_THAT(
      CheckNotDueAtOnce(HeldOn(CivilDay(2025, 8, 31), 0), HeldOn(CivilDay(2016, 8, 31), 0), today),
      IsEmpty())
      << "what is kept until somebody asks is never due";
}

}  // namespace
}  // namespace lotse::survey::qualitative
