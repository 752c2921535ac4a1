#include "services/survey/qualitative/rules/case_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::HasSubstr;
using v1alpha::CaseStaff;
using v1alpha::Participant;
using v1alpha::ParticipantName;
using v1alpha::Study;
using v1alpha::StudyCase;

Study TheStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(kinds: [KIND_INTERVIEW, KIND_IN_DEPTH_INTERVIEW, KIND_FOCUS_GROUP, KIND_DOCUMENT,
                 KIND_OPEN_ANSWERS]
         attributes { code: "alter" categories { code: "u40" } categories { code: "ab40" } }
         roles { code: "leitung" } roles { code: "team" })",
      &study);
  return study;
}

StudyCase Group() {
  StudyCase group;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/studies/s/cases/g1" kind: KIND_FOCUS_GROUP
         title { variants { language: "de" text: "Gruppe 1" } }
         guide: "programmes/p/engagements/e/studies/s/guides/eins"
         held_date { year: 2026 month: 8 day: 31 } duration_minutes: 110
         participants { pseudonym: "P01" role: "leitung" seat: 1 consent: CONSENT_QUOTES
           values { attribute: "alter" category: "ab40" }
           consent_date { year: 2026 month: 8 day: 31 } }
         participants { pseudonym: "P02" role: "team" seat: 2 consent: CONSENT_ANALYSIS }
         staff { pseudonym: "M1" role: ROLE_MODERATOR })",
      &group);
  return group;
}

TEST(CheckCase, FindsEachFaultOfAGroup) {
  EXPECT_TRUE(CheckCase(TheStudy(), Group()).empty());
  const auto first = [](StudyCase* c) { return c->mutable_participants(0); };
  const struct {
    std::function<void(StudyCase*)> fault;
    std::string field;
    std::string description = "";  // A part of it.
  } cases[] = {
      {[](StudyCase* c) { c->clear_title(); }, "title"},
      {[](StudyCase* c) { c->set_kind(StudyCase::KIND_PARTICIPATION_EVENT); }, "kind"},
      {[](StudyCase* c) { c->mutable_held_date()->set_day(32); }, "held_date"},
      {[](StudyCase* c) { c->set_duration_minutes(1441); }, "duration_minutes"},
      {[](StudyCase* c) { c->set_guide("programmes/p/engagements/e/studies/t/guides/eins"); },
       "guide", "belongs to another study"},
      {[](StudyCase* c) { c->set_guide("programmes/p/engagements/e/studies/s/unsinn"); }, "guide",
       "guides/{guide}"},
      {[](StudyCase* c) { c->set_guide("programmes/p/engagements/e/studies/s"); }, "guide"},
      {[](StudyCase* c) { c->mutable_participants()->RemoveLast(); }, "participants"},
      {[=](StudyCase* c) { first(c)->set_pseudonym("Anna"); }, "participants[0].pseudonym"},
      {[=](StudyCase* c) { first(c)->set_pseudonym("ANNA"); }, "participants[0].pseudonym"},
      {[=](StudyCase* c) { first(c)->set_pseudonym("P02"); }, "participants[1].pseudonym"},
      {[=](StudyCase* c) { first(c)->set_pseudonym("M1"); }, "staff[0].pseudonym"},
      {[=](StudyCase* c) { first(c)->set_role("Frau Meier"); }, "participants[0].role"},
      {[=](StudyCase* c) { first(c)->mutable_values(0)->set_category("Meier"); },
       "participants[0].values[0]"},
      {[=](StudyCase* c) { *first(c)->add_values() = first(c)->values(0); },
       "participants[0].values[1]"},
      {[=](StudyCase* c) { first(c)->set_seat(2); }, "participants[1].seat"},
      {[=](StudyCase* c) { first(c)->set_seat(100); }, "participants[0].seat"},
      {[=](StudyCase* c) { first(c)->mutable_consent_date()->set_year(2027); },
       "participants[0].consent_date"},
      {[](StudyCase* c) { c->mutable_staff(0)->set_role(CaseStaff::ROLE_NOTE_TAKER); }, "staff"},
      {[](StudyCase* c) { c->mutable_document()->set_citation("x"); }, "document",
       "does not belong to this kind"},
  };
  for (const auto& c : cases) {
    StudyCase group = Group();
    c.fault(&group);
    const auto violations = CheckCase(TheStudy(), group);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, "study_case." + c.field);
    EXPECT_THAT(violations[0].description, HasSubstr(c.description));
    EXPECT_EQ(violations[0].description.find("Meier"), std::string::npos) << "is not repeated";
  }
}

TEST(CheckCase, WhoAgreesAnewMayDoSoAfterTheCase) {
  StudyCase later = Group();
  later.mutable_participants(0)->mutable_consent_date()->set_month(10);
  StudyCase withdrawn = later;
  withdrawn.mutable_participants(0)->set_consent(Participant::CONSENT_WITHDRAWN);
  const StudyCase group = Group();
  StudyCase another_day = later;
  another_day.mutable_participants(0)->mutable_consent_date()->set_month(11);
  StudyCase held_later = later;
  held_later.mutable_held_date()->set_month(12);
  StudyCase without = group;
  without.mutable_participants()->DeleteSubrange(0, 1);
  const struct {
    const char* what;
    const StudyCase* before;
    bool is_right;
  } cases[] = {
      {"a new case", nullptr, false},
      {"had agreed", &group, false},
      {"was not there", &without, false},
      {"had taken it back", &withdrawn, true},
      {"agreed anew before", &later, true},
      {"on another day", &another_day, false},
      {"the day was not after the case", &held_later, false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CheckCase(TheStudy(), later, c.before).empty(), c.is_right) << c.what;
  }
}

TEST(LeaveOutLaterConsentDays, LeavesOutNoOthers) {
  const struct {
    const char* what;
    std::function<void(StudyCase*)> change;
    bool left_out;
  } cases[] = {
      {"on the day of the case", [](StudyCase*) {}, false},
      {"none", [](StudyCase* c) { c->mutable_participants(0)->clear_consent_date(); }, false},
      {"a month after it",
       [](StudyCase* c) { c->mutable_participants(0)->mutable_consent_date()->set_month(10); },
       true},
      {"taken back then",
       [](StudyCase* c) {
         c->mutable_participants(0)->mutable_consent_date()->set_month(10);
         c->mutable_participants(0)->set_consent(Participant::CONSENT_WITHDRAWN);
       },
       false},
      {"no real day",
       [](StudyCase* c) { c->mutable_participants(0)->mutable_consent_date()->set_month(13); },
       false},
      {"the case has no real day", [](StudyCase* c) { c->mutable_held_date()->set_month(0); },
       false},
  };
  for (const auto& c : cases) {
    StudyCase group = Group();
    c.change(&group);
    StudyCase expected = group;
    if (c.left_out) expected.mutable_participants(0)->clear_consent_date();
    EXPECT_EQ(LeaveOutLaterConsentDays(&group), c.left_out) << c.what;
    EXPECT_EQ(group.SerializeAsString(), expected.SerializeAsString()) << c.what;
  }
}

TEST(CheckCase, EachKindNeedsItsOwn) {
  const struct {
    const char* text;
    const char* field;             // Empty: nothing is wrong.
    const char* description = "";  // A part of it.
  } cases[] = {
      {R"(kind: KIND_INTERVIEW participants { pseudonym: "P1" role: "team" })", ""},
      {R"(kind: KIND_INTERVIEW)", "participants"},
      {R"(kind: KIND_DOCUMENT document { citation: "Leitbild 2020" criteria: "strategie" })", ""},
      {R"(kind: KIND_DOCUMENT)", "document", "missing; this kind of case needs it"},
      {R"(kind: KIND_DOCUMENT document { citation: "x" }
          guide: "programmes/p/engagements/e/studies/s/guides/eins")",
       "guide", "does not belong to this kind of case"},
      {R"(kind: KIND_OPEN_ANSWERS open_answers {
          wave: "programmes/p/engagements/e/surveys/u/waves/w" question_code: "Q 7" })",
       "open_answers.question_code"},
      {R"(kind: KIND_DOCUMENT document { })", "document.citation"},
      {R"(kind: KIND_DOCUMENT document { citation: "x" sha256: "abc" })", "document.sha256"},
      {R"(kind: KIND_DOCUMENT document { citation: "x" }
          participants { pseudonym: "P1" role: "team" })",
       "participants"},
      {R"(kind: KIND_OPEN_ANSWERS open_answers {
          wave: "programmes/p/engagements/e/surveys/u/waves/w" question_code: "Q7" })",
       ""},
      {R"(kind: KIND_OPEN_ANSWERS open_answers {
          wave: "programmes/p/engagements/f/surveys/u/waves/w" question_code: "Q7" })",
       "open_answers.wave"},
      {R"(kind: KIND_OPEN_ANSWERS)", "open_answers", "missing; this kind of case needs it"},
      // Who contributes to an event on cards and flip charts is mostly not known.
      {R"(kind: KIND_PARTICIPATION_EVENT)", ""},
      {R"(kind: KIND_PARTICIPATION_EVENT participants { pseudonym: "P1" role: "team" }
          participants { pseudonym: "P2" role: "leitung" } participants { pseudonym: "P3" role: "team" }
          staff { pseudonym: "M1" role: ROLE_MODERATOR })",
       ""},
      {R"(kind: KIND_PARTICIPATION_EVENT document { citation: "x" })", "document",
       "does not belong to this kind of case"},
  };
  Study study = TheStudy();
  study.add_kinds(StudyCase::KIND_PARTICIPATION_EVENT);
  for (const auto& c : cases) {
    StudyCase one = Group();
    for (const char* field : {"kind", "guide", "participants", "staff"}) {
      one.GetReflection()->ClearField(&one, one.GetDescriptor()->FindFieldByName(field));
    }
    ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(c.text, &one)) << c.text;
    const auto violations = CheckCase(study, one);
    ASSERT_EQ(violations.size(), *c.field == 0 ? 0u : 1u) << c.text;
    if (*c.field == 0) continue;
    EXPECT_EQ(violations[0].field, std::string("study_case.") + c.field);
    EXPECT_THAT(violations[0].description, HasSubstr(c.description));
  }
}

TEST(CheckCase, ADocumentMayBeDatedByYearOrMonth) {
  const struct {
    int year, month, day;
    bool good;
  } cases[] = {
      {2020, 0, 0, true},    {2020, 2, 0, true},   {2020, 2, 29, true},  {1, 0, 0, true},
      {1848, 3, 18, true},   {2200, 0, 0, true},   {2201, 0, 0, false},  {0, 0, 0, false},
      {0, 2, 3, false},      {-1, 0, 0, false},    {2020, 13, 0, false}, {2020, -1, 0, false},
      {2020, 0, 3, false},   {2021, 2, 29, false}, {2020, 2, -1, false}, {2020, 4, 31, false},
      {2020, 1, 400, false},
  };
  for (const auto& c : cases) {
    StudyCase document;
    google::protobuf::TextFormat::ParseFromString(
        R"(kind: KIND_DOCUMENT document { citation: "x" } held_date { year: 2026 month: 1 day: 1 }
           title { variants { language: "de" text: "Leitbild" } })",
        &document);
    auto* date = document.mutable_document()->mutable_publication_date();
    date->set_year(c.year);
    date->set_month(c.month);
    date->set_day(c.day);
    const auto violations = CheckCase(TheStudy(), document);
    ASSERT_EQ(violations.size(), c.good ? 0u : 1u) << date->ShortDebugString();
    if (!c.good) EXPECT_EQ(violations[0].field, "study_case.document.publication_date");
  }
}

TEST(CheckGuideFits, TheGuideIsForTheKind) {
  v1alpha::Guide guide;
  guide.add_kinds(StudyCase::KIND_INTERVIEW);
  const auto violations = CheckGuideFits(guide, Group());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "study_case.guide");
  guide.add_kinds(StudyCase::KIND_FOCUS_GROUP);
  EXPECT_TRUE(CheckGuideFits(guide, Group()).empty());
}

TEST(SetComputed, CountsFromTheDayOfTheCase) {
  v1alpha::StudyRetention retention;
  retention.set_names_months(6);
  StudyCase group = Group();
  SetComputed(retention, &group);
  EXPECT_EQ(types::ToCivil(group.names_due_date()), absl::CivilDay(2027, 3, 1));
  EXPECT_FALSE(group.has_material_due_date());
  EXPECT_FALSE(group.restricted());
  retention.set_material_months(12);
  group.set_kind(StudyCase::KIND_IN_DEPTH_INTERVIEW);
  SetComputed(retention, &group);
  EXPECT_EQ(types::ToCivil(group.material_due_date()), absl::CivilDay(2027, 9, 1));
  EXPECT_TRUE(group.restricted());
}

TEST(CheckTakesTexts, NeedsConsent) {
  EXPECT_TRUE(CheckTakesTexts(Group()).ok());
  StudyCase group = Group();
  group.mutable_participants(0)->clear_consent();
  EXPECT_EQ(rpc::ReasonOf(CheckTakesTexts(group)), type::v1alpha::ERROR_REASON_RELEASE_BLOCKED);
  group = Group();
  group.mutable_participants(0)->set_consent(Participant::CONSENT_WITHDRAWN);
  EXPECT_TRUE(CheckTakesTexts(group).ok());
  group.mutable_participants(1)->set_consent(Participant::CONSENT_WITHDRAWN);
  EXPECT_EQ(rpc::ReasonOf(CheckTakesTexts(group)), type::v1alpha::ERROR_REASON_RELEASE_BLOCKED);
  EXPECT_TRUE(CheckTakesTexts(StudyCase()).ok()) << "a document";
}

TEST(CheckTextsNotDue, StoresNoneOnTheirDay) {
  StudyCase group = Group();
  EXPECT_TRUE(CheckTextsNotDue(group, absl::CivilDay(2200, 1, 1)).empty()) << "no such day";
  *group.mutable_material_due_date() = types::ToDate(absl::CivilDay(2027, 9, 1));
  EXPECT_TRUE(CheckTextsNotDue(group, absl::CivilDay(2027, 8, 31)).empty());
  const auto violations = CheckTextsNotDue(group, absl::CivilDay(2027, 9, 1));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "parent");
}

TEST(CheckParticipantName, KeepsNoneForLongerThanItsDay) {
  StudyCase group = Group();
  *group.mutable_names_due_date() = types::ToDate(absl::CivilDay(2027, 3, 1));
  ParticipantName good;
  google::protobuf::TextFormat::ParseFromString(
      R"(pseudonym: "P01" person: "Anna Beispiel" erase_date { year: 2027 month: 1 day: 5 })",
      &good);
  const absl::CivilDay today(2026, 12, 24);
  EXPECT_TRUE(CheckParticipantName(group, good, today).empty());
  const struct {
    std::function<void(ParticipantName*)> fault;
    std::string field;
    absl::CivilDay today;
    std::string description = "";  // A part of it.
  } cases[] = {
      {[](ParticipantName* n) { n->set_pseudonym("P03"); }, "participant_name.pseudonym", today},
      {[](ParticipantName* n) { n->clear_person(); }, "participant_name.person", today},
      {[](ParticipantName* n) { n->set_person(std::string(201, 'a')); }, "participant_name.person",
       today},
      {[](ParticipantName* n) { n->set_contact("a\nb"); }, "participant_name.contact", today},
      {[](ParticipantName* n) { n->mutable_erase_date()->set_month(4); },
       "participant_name.erase_date", today, "give a day after today and not after 2027-03-01"},
      {[](ParticipantName* n) { n->mutable_erase_date()->set_year(2026); },
       "participant_name.erase_date", today},
      {[](ParticipantName*) {}, "parent", absl::CivilDay(2027, 3, 1)},
  };
  for (const auto& c : cases) {
    ParticipantName name = good;
    c.fault(&name);
    const auto violations = CheckParticipantName(group, name, c.today);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
    EXPECT_THAT(violations[0].description, HasSubstr(c.description));
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
