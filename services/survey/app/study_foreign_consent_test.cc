// What another program has beyond a study, once somebody took their consent back.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "services/survey/app/study_foreign_testing.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// It is stored until the case is due, as what they said is.
TEST_F(StudyForeignTest, WhoHasNoPseudonymAnyMoreIsLeftOut) {
  MakeMaterial();
  ASSERT_EQ(ComeHome(Foreign()), kOk) << status_;
  EXPECT_THAT(Values(), UnorderedElementsAre("Koch", "Köchin"));
  v1alpha::StudyCase changed = case_;
  changed.mutable_participants(0)->set_pseudonym("P09");
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  EXPECT_THAT(Values(), ElementsAre("Köchin"));
}

TEST_F(StudyForeignTest, WhatIsAboutHiddenWordsIsLeftOutAndDoesNotComeIn) {
  MakeMaterial();
  ASSERT_EQ(ComeHome(Foreign()), kOk) << status_;
  Withdraw();
  EXPECT_THAT(Links(), ElementsAre(Uuid(911))) << "that of what M1 says";
  EXPECT_THAT(Values(), ElementsAre("Köchin"));
  EXPECT_THAT(Told(file_.findings), Contains(HasSubstr("lack what is about")));
  const refi::Project out = Project();
  ASSERT_EQ(ComeHome(out), kOk) << "what is there stays" << status_;
  refi::Project linked = out;
  refi::TextSelection selection;
  selection.guid = Uuid(950);
  selection.span = {13, 16};
  linked.texts[0].selections.push_back(selection);
  linked.links.push_back(LinkOf(951, Uuid(950), Uuid(100)));
  EXPECT_EQ(ComeHome(linked), kReleaseBlocked) << status_;
  refi::Project valued = out;
  for (refi::Case& each : valued.cases) {
    if (each.name == "P01") each.values.push_back(Value("Koch"));
  }
  EXPECT_EQ(ComeHome(valued), kOk) << "it is there, and hidden" << status_;
  EXPECT_THAT(Values(), ElementsAre("Köchin"));
  valued.variables.push_back({Uuid(915), "Amt", refi::VariableType::kText, ""});
  for (refi::Case& each : valued.cases) {
    if (each.name != "P01") continue;
    each.values.push_back({Uuid(915), true, refi::VariableType::kText, "Leitung"});
  }
  EXPECT_EQ(ComeHome(valued), kReleaseBlocked) << status_;
}

TEST_F(StudyForeignTest, WhereAllTookTheirConsentBackNothingAboutTheTextIsHandedOut) {
  MakeMaterial();
  const refi::Project project = Foreign();
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  v1alpha::StudyCase changed = case_;
  for (auto& each : *changed.mutable_participants()) {
    each.set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  }
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  EXPECT_THAT(Sets(), IsEmpty());
  EXPECT_THAT(Links(), IsEmpty());
  EXPECT_THAT(Values(), IsEmpty()) << "nor the case of the other program with its name";
  refi::Project out = Project();
  for (const refi::Case& each : out.cases) EXPECT_NE(each.name, "Silberzunge");
  out.cases.push_back(project.cases.back());
  out.cases.back().guid = Uuid(960);
  out.cases.back().values.clear();
  EXPECT_EQ(ComeHome(out), kReleaseBlocked) << status_;
}

TEST_F(StudyForeignTest, NothingNewComesOntoACaseThatIsHidden) {
  MakeMaterial();
  refi::Project project = Foreign();
  refi::TextSelection selection;
  selection.guid = Uuid(950);
  selection.span = {13, 16};
  refi::Case one;
  one.guid = Uuid(960);
  one.name = "Wer dankt";
  one.selection_refs = {Uuid(950)};
  project.texts[0].selections.push_back(selection);
  project.cases.push_back(one);
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  Withdraw();
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project out = Project();
  for (const refi::Case& each : out.cases) EXPECT_NE(each.guid, Uuid(960));
  out.texts[0].selections.push_back(selection);
  out.cases.push_back(one);
  EXPECT_EQ(ComeHome(out), kOk) << "it is there" << status_;
  out.cases.back().values.push_back(Value("Koch"));
  EXPECT_EQ(ComeHome(out), kReleaseBlocked) << status_;
}

}  // namespace
}  // namespace lotse::survey
