// What another program's project holds beyond the model of a study, read and written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/survey/exchange/projects/foreign_testing.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/exchange/projects/read_project.h"
#include "services/survey/exchange/projects/write_project.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/refi_testing.h"

namespace lotse::survey::projects {
namespace {

using refi::Guid;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using On = qualitative::ForeignPlace::Kind;

class ForeignPartsTest : public testing::Test {
 protected:
  void SetUp() override {
    google::protobuf::TextFormat::ParseFromString(
        R"pb(name: "programmes/p/engagements/e/studies/s"
             coders { coder_id: "eins" subject: "sub-1" }
             attributes {
               code: "alter"
               categories { code: "u40" }
             }
             roles { code: "team" })pb",
        &study_);
    google::protobuf::TextFormat::ParseFromString(
        R"pb(codebook_id: "buch"
             coder: "eins"
             text_kind: KIND_TRANSCRIPT
             language: "de"
             new_case {
               kind: KIND_INTERVIEW
               title { variants { language: "de" text: "Interview" } }
               held_date { year: 2021 month: 1 day: 10 }
             })pb",
        &head_);
    project_.codes.push_back({Guid(2), "Zugang", true, "", "", {}, {}});
    refi::Text text;
    text.guid = Guid(3);
    text.text = "Wir reden.";
    text.selections.push_back({Guid(4), "", {0, 3}, {}, "", {}, {}});
    text.selections[0].codings.push_back({Guid(5), "", "", Guid(2), {}});
    text.selections.push_back({Guid(6), "", {4, 9}, {}, "", {}, {}});
    project_.texts.push_back(text);
    refi::Text note;
    note.guid = Guid(7);
    note.text = "Warum?";
    project_.notes.push_back(note);
  }
  StudyMaterial Read() {
    FindingList findings;
    StudyMaterial material = ReadMaterial(project_, {study_, head_, own_coder_, cases_}, &findings);
    told_.clear();
    for (const v1alpha::ImportFinding& each : std::move(findings).Take()) {
      told_.push_back(absl::StrCat(each.code(), " ", each.message()));
    }
    return material;
  }
  // With a participant who has an attribute of the study.
  StudyMaterial ReadWithAttribute() {
    StudyMaterial material = Read();
    EXPECT_EQ(material.cases.size(), 1u);
    auto& person = *material.cases.at(0).content.add_participants();
    person.set_pseudonym("P01");
    person.set_role("team");
    auto& value = *person.add_values();
    value.set_attribute("alter");
    value.set_category("u40");
    return material;
  }
  // The project that the study hands out after it read this one.
  refi::Project Through() {
    FindingList ignored;
    return MakeProject(Read(), &ignored);
  }
  void AddVariable(int number, const std::string& name) {
    project_.variables.push_back({Guid(number), name, refi::VariableType::kText, ""});
  }
  static refi::VariableValue Value(int variable, const std::string& value) {
    return {Guid(variable), true, refi::VariableType::kText, value};
  }

  v1alpha::Study study_;
  v1alpha::ImportStudyRequest::Head head_;
  std::string own_coder_;
  std::map<std::string, v1alpha::StudyCase> cases_;
  refi::Project project_;
  std::vector<std::string> told_;
};

TEST_F(ForeignPartsTest, SetsLinksVariablesAndCasesComeBack) {
  project_.sets.push_back({Guid(10), "Menge", "Wichtig", {Guid(2)}, {Guid(3)}, {Guid(7)}});
  project_.links.push_back({Guid(11), "weil", "OneWay", "#12abef", Guid(5), Guid(7), {}});
  AddVariable(12, "Beruf");
  project_.cases.push_back({Guid(13), "Weber", "", {Guid(2)}, {Value(12, "Koch")}, {Guid(3)}, {}});
  project_.texts[0].values.push_back(Value(12, "laut"));
  project_.notes[0].values.push_back(Value(12, "leise"));
  const refi::Project through = Through();
  for (int number = 10; number < 14; ++number) {
    EXPECT_THAT(told_, Not(Contains(HasSubstr(Guid(number))))) << number;
  }
  EXPECT_THAT(through.sets, Contains(project_.sets[0]));
  EXPECT_THAT(through.links, Contains(project_.links[0]));
  EXPECT_THAT(through.variables, Contains(project_.variables[0]));
  EXPECT_THAT(through.cases, Contains(project_.cases[0]));
  EXPECT_THAT(through.texts[0].values, Contains(Value(12, "laut")));
  EXPECT_THAT(through.notes[0].values, Contains(Value(12, "leise")));
  const auto written = refi::WriteProject(through);
  EXPECT_TRUE(written.ok()) << written.status();
}

TEST_F(ForeignPartsTest, PartsOfTextsAreSelectionsWithoutACoding) {
  project_.cases.push_back({Guid(13), "Weber", "", {}, {}, {}, {Guid(4), Guid(6)}});
  const StudyMaterial material = Read();
  ASSERT_EQ(material.foreign.size(), 1u);
  EXPECT_EQ(material.foreign[0].coder, "eins");
  ASSERT_EQ(material.foreign[0].ties.size(), 2u);
  EXPECT_EQ(material.foreign[0].ties[0].place,
            (qualitative::ForeignPlace{On::kPart, Guid(3), "", {0, 3}}));
  const refi::Project first = Through();
  project_ = first;
  head_.clear_codebook_id();
  const refi::Project again = Through();
  EXPECT_EQ(again.texts, first.texts) << "nothing is added each time";
  EXPECT_EQ(again.cases, first.cases);
}

TEST_F(ForeignPartsTest, ACaseThatLiesOnNothingIsLeftOutWithWhatItHas) {
  AddVariable(12, "Beruf");
  project_.cases.push_back({Guid(13), "Frau Weber", "", {Guid(2)}, {Value(12, "Koch")}, {}, {}});
  project_.links.push_back({Guid(14), "", "", "", Guid(13), Guid(3), {}});
  EXPECT_THAT(Read().foreign, IsEmpty());
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(13), " The case was left out"))));
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(14), " It was left out"))));
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(12), " It was left out"))));
  for (const std::string& each : told_) EXPECT_THAT(each, Not(HasSubstr("Weber"))) << each;
}

TEST_F(ForeignPartsTest, WhatRefersToWhatIsNotTakenLosesThat) {
  project_.media.push_back({refi::MediaKind::kAudio, Guid(20), "", "", "<AudioSource/>"});
  project_.sets.push_back({Guid(10), "Menge", "", {}, {Guid(20), Guid(3)}, {}});
  project_.links.push_back({Guid(11), "", "", "", Guid(20), Guid(3), {}});
  const StudyMaterial material = Read();
  ASSERT_EQ(material.foreign.size(), 1u);
  EXPECT_EQ(material.foreign[0].ties.size(), 1u);
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(10), " Members"))));
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(11), " The link was left out"))));
}

TEST_F(ForeignPartsTest, NothingIsTakenIfTheCallSaysSo) {
  head_.set_leave_out_foreign(true);
  AddVariable(12, "Beruf");
  project_.sets.push_back({Guid(10), "Menge", "", {}, {Guid(3)}, {}});
  project_.links.push_back({Guid(11), "", "", "", Guid(3), Guid(2), {}});
  project_.cases.push_back({Guid(13), "Weber", "", {}, {Value(12, "Koch")}, {Guid(3)}, {}});
  EXPECT_THAT(Read().foreign, IsEmpty());
  for (const int number : {10, 11, 12, 13}) {
    EXPECT_THAT(told_,
                Contains(absl::StrCat(Guid(number), " It was left out, as the call asks for.")));
  }
}

TEST_F(ForeignPartsTest, CasesAndSetsDoNotHoldOneAnother) {
  project_.cases.push_back({Guid(13), "Weber", "", {}, {}, {Guid(14)}, {}});
  project_.cases.push_back({Guid(14), "Frau Weber", "", {}, {}, {Guid(13), Guid(14)}, {}});
  project_.cases.push_back({Guid(15), "Wer redet", "", {}, {}, {Guid(3)}, {}});
  project_.sets.push_back({Guid(16), "a", "", {}, {Guid(17), Guid(3)}, {}});
  project_.sets.push_back({Guid(17), "b", "", {}, {Guid(16), Guid(15)}, {}});
  const StudyMaterial material = Read();
  std::vector<std::string> kept;
  for (const qualitative::ForeignThing& thing : material.foreign) {
    kept.push_back(absl::StrCat(thing.name, " ", thing.ties.size(), " ", thing.needed));
  }
  EXPECT_THAT(kept, testing::UnorderedElementsAre("Wer redet 1 1", "a 1 1", "b 1 1"));
  for (const int number : {13, 14}) {
    EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(number), " The case was left out"))));
  }
  for (const int number : {16, 17}) {
    EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(Guid(number), " Members"))));
  }
}

TEST_F(ForeignPartsTest, MoreThanAStudyKeepsIsNotRead) {
  AddVariable(12, "Beruf");
  project_.texts[0].values.assign(qualitative::kMaxForeignTies, Value(12, "laut"));
  EXPECT_EQ(Read().foreign.size(), 1u);
  project_.notes[0].values.push_back(Value(12, "leise"));
  EXPECT_THAT(Read().foreign, IsEmpty());
  EXPECT_THAT(told_, Contains(HasSubstr("more than 50000 values")));
  project_.texts[0].values.clear();
  project_.links.resize(qualitative::kMaxForeignThings);
  EXPECT_THAT(Read().foreign, IsEmpty());
  EXPECT_THAT(told_, Contains(HasSubstr("more than 10000 sets")));
}

TEST_F(ForeignPartsTest, AnAttributeOfTheStudyIsKeptWhereNoParticipantHasIt) {
  AddVariable(12, "alter");
  EXPECT_THAT(Read().foreign, IsEmpty());
  project_.cases.push_back({Guid(13), "Weber", "", {}, {Value(12, "u40")}, {Guid(3)}, {}});
  EXPECT_EQ(Read().foreign.size(), 2u);
  const refi::Project through = Through();
  EXPECT_THAT(through.cases, Contains(project_.cases[0]));
  EXPECT_THAT(through.variables, Contains(project_.variables[0]));
}

TEST_F(ForeignPartsTest, ACaseWithTheGuidOfACodeIsACase) {
  project_.cases.push_back({Guid(2), "Zugang", "", {Guid(2)}, {}, {Guid(3)}, {}});
  const StudyMaterial material = Read();
  ASSERT_EQ(material.foreign.size(), 1u);
  EXPECT_EQ(material.foreign[0].ties[0].place.kind, On::kCode);
  FindingList ignored;
  const auto written = refi::WriteProject(MakeProject(material, &ignored));
  EXPECT_TRUE(written.ok()) << written.status();
}

TEST_F(ForeignPartsTest, AGuidOfTheStudyStopsNoFile) {
  StudyMaterial material = Read();
  qualitative::ForeignThing& set = material.foreign.emplace_back();
  set.guid = Guid(3);  // As the text.
  set.name = "Menge";
  set.ties.push_back(TieTo({On::kText, Guid(3)}));
  FindingList ignored;
  const auto written = refi::WriteProject(MakeProject(material, &ignored));
  EXPECT_TRUE(written.ok()) << written.status();
}

// A value of the variable of the study itself has the guid that ExportStudy gives it.
TEST_F(ForeignPartsTest, AVariableOfTheProjectIsThereOnce) {
  StudyMaterial material = ReadWithAttribute();
  qualitative::ForeignThing& variable = material.foreign.emplace_back();
  variable.kind = qualitative::ForeignThing::Kind::kVariable;
  variable.guid = GuidOfVariable("alter");
  variable.name = "alter";
  variable.ties.push_back(ValueOf({On::kText, Guid(3)}, "u40"));
  FindingList ignored;
  const refi::Project made = MakeProject(material, &ignored);
  int variables = 0;
  for (const refi::Variable& each : made.variables) variables += each.name == "alter" ? 1 : 0;
  EXPECT_EQ(variables, 1);
  EXPECT_THAT(made.texts[0].values,
              Contains(refi::VariableValue{GuidOfVariable("alter"), true, refi::VariableType::kText,
                                           "u40"}));
}

TEST_F(ForeignPartsTest, ValuesOfTwoCodersAreBothThere) {
  StudyMaterial material = ReadWithAttribute();
  for (const char* const coder : {"zwei", "eins"}) {
    qualitative::ForeignThing& variable = material.foreign.emplace_back();
    variable.kind = qualitative::ForeignThing::Kind::kVariable;
    variable.coder = coder;
    variable.guid = GuidOfVariable("alter");
    variable.name = "alter";
    variable.ties.push_back(ValueOf({On::kText, Guid(3)}, coder));
  }
  FindingList ignored;
  const refi::Project made = MakeProject(material, &ignored);
  std::vector<std::string> values;
  for (const refi::VariableValue& each : made.texts[0].values) values.push_back(each.value);
  EXPECT_THAT(values, Contains("eins"));
  EXPECT_THAT(values, Contains("zwei"));
  EXPECT_THAT(made.texts[0].values,
              Contains(refi::VariableValue{GuidOfVariable("alter"), true, refi::VariableType::kText,
                                           "eins"}));
  const auto written = refi::WriteProject(made);
  EXPECT_TRUE(written.ok()) << written.status();
}

}  // namespace
}  // namespace lotse::survey::projects
