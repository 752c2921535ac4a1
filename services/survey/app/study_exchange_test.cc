// A study as a project of REFI-QDA, through the stores.
#include "services/survey/app/study_exchange.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/app/study_exchange_testing.h"
#include "services/survey/exchange/projects/project_words.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto kUnreadable = type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE;

TEST_F(StudyExchangeTest, AStudyComesBackInAnEmptyOne) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_THAT(Told(file_.findings), ElementsAre(HasSubstr("WARNING 1 guides of the study")));
  EXPECT_EQ(file_.file_name, "s.qdpx");
  const std::string bytes = file_.bytes;
  const refi::Project project = Project();
  EXPECT_EQ(project.texts.size(), 1u);
  MakeEmptyStudy();
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty());
  EXPECT_EQ(imported_.study_cases_size(), 1);
  EXPECT_EQ(imported_.codebooks_size(), 1);
  EXPECT_EQ(imported_.texts(), 1);
  EXPECT_EQ(imported_.codings(), 3);
  EXPECT_EQ(imported_.memos(), 6);
  const std::string told = imported_.SerializeAsString();
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  EXPECT_EQ(Project(), project);
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << "sent again" << status_;
  EXPECT_EQ(imported_.SerializeAsString(), told);
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  EXPECT_EQ(Project(), project);
}

TEST_F(StudyExchangeTest, NoSubjectOfACoderLeaves) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  for (const refi::User& user : Project().users) {
    EXPECT_THAT(user.name, testing::AnyOf("eins", "zwei"));
  }
}

TEST_F(StudyExchangeTest, WhatIsOnlyTriedIsNotStored) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string bytes = file_.bytes;
  MakeEmptyStudy();
  auto head = Head();
  head.set_validate_only(true);
  ASSERT_EQ(ImportFile(head, bytes), kOk) << status_;
  EXPECT_EQ(imported_.codings(), 3);
  EXPECT_TRUE(IsEmptyStudy());
}

TEST_F(StudyExchangeTest, ARefusedFileLeavesNothing) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string bytes = file_.bytes;
  const refi::Project project = Project();
  MakeEmptyStudy();
  EXPECT_EQ(ImportFile(Head(), "PK"), kUnreadable);
  EXPECT_EQ(ImportFile(Head(), "<Project>x"), kUnreadable);
  EXPECT_EQ(ImportFile(Head(), bytes.substr(0, bytes.size() / 2)), kUnreadable);
  const struct {
    const char* why;
    std::function<void(refi::Project*)> change;
  } cases[] = {
      {"a coder that is none", [](auto* p) { p->users[0].name = "Frau Weber"; }},
      {"a case that is none", [](auto* p) { p->cases[0].values.clear(); }},
      {"a speaker who is none", [](auto* p) { p->texts[0].selections[0].name = "Weber"; }},
      {"turns that overlap", [](auto* p) { p->texts[0].selections[0].span.end = 20; }},
      {"two codes of one name", [](auto* p) { p->codes[1].name = p->codes[0].name; }},
      {"a memo that is too long", [](auto* p) { p->notes[0].text = std::string(70'000, 'x'); }},
  };
  for (const auto& c : cases) {
    refi::Project changed = project;
    c.change(&changed);
    const auto file = refi::WriteProject(changed);
    ASSERT_TRUE(file.ok()) << c.why << file.status();
    ASSERT_EQ(ImportFile(Head(), *file), kOk) << c.why << status_;
    EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("ERROR"))) << c.why;
    for (const std::string& told : Told(imported_.findings())) {
      EXPECT_THAT(told, Not(HasSubstr("Weber"))) << c.why;
    }
    EXPECT_EQ(imported_.texts(), 0) << c.why;
    EXPECT_TRUE(IsEmptyStudy()) << c.why;
  }
}

TEST_F(StudyExchangeTest, ACaseWhoseTextsAreDueIsNamed) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project project = Project();
  std::string guid;
  for (refi::Case& one : project.cases) {
    for (refi::VariableValue& each : one.values) {
      if (each.variable != projects::GuidOfVariable(projects::kCaseHeld)) continue;
      each.value = "2018-01-10";
      guid = one.guid;
    }
  }
  const auto file = refi::WriteProject(project);
  ASSERT_TRUE(file.ok()) << file.status();
  MakeEmptyStudy();
  ASSERT_EQ(ImportFile(Head(), *file), kOk) << status_;
  ASSERT_EQ(imported_.findings_size(), 1);
  EXPECT_EQ(imported_.findings(0).code(), guid);
  EXPECT_THAT(Told(imported_.findings()),
              Contains(HasSubstr("ERROR The texts of the case `case-")));
  EXPECT_TRUE(IsEmptyStudy());
}

TEST_F(StudyExchangeTest, ACaseThatIsRefusedIsNamed) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project project = Project();
  // An interview with one person; the guide is for groups.
  std::string other;
  for (refi::Case& one : project.cases) {
    if (one.name == "P02") other = one.guid;
    for (refi::VariableValue& each : one.values) {
      if (each.variable != projects::GuidOfVariable(projects::kCaseKind)) continue;
      each.value = "IN_DEPTH_INTERVIEW";
    }
  }
  std::erase_if(project.cases, [&](const refi::Case& one) { return one.guid == other; });
  std::erase_if(project.links, [&](const refi::Link& link) { return link.origin == other; });
  const auto file = refi::WriteProject(project);
  ASSERT_TRUE(file.ok()) << file.status();
  MakeEmptyStudy();
  EXPECT_EQ(ImportFile(Head(), *file), kInvalid) << status_;
  EXPECT_THAT(std::string(status_.message()),
              testing::StartsWith(absl::StrCat(kEmptyStudy, "/cases/case-")));
  EXPECT_THAT(std::string(status_.message()), HasSubstr("#guide: "));
  EXPECT_TRUE(IsEmptyStudy());
}

TEST_F(StudyExchangeTest, WhatOneStoreRefusesIsInNeither) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string bytes = file_.bytes;
  MakeEmptyStudy();
  // Another case has the id that the one of the file would get.
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
  const std::string name = imported_.study_cases(0);
  v1alpha::CreateStudyRequest study;
  study.set_parent(kEngagement);
  study.set_study_id("y");
  *study.mutable_study() = study_;
  study.mutable_study()->clear_name();
  v1alpha::Study made;
  ASSERT_EQ(Run(study, &made), kOk) << status_;
  auto other = CaseRequest(name.substr(name.rfind('/') + 1).c_str());
  other.set_parent("programmes/p/engagements/e/studies/y");
  other.mutable_study_case()->clear_guide();
  other.mutable_study_case()->set_duration_minutes(5);
  v1alpha::StudyCase case_made;
  ASSERT_EQ(Run(other, &case_made), kOk) << status_;
  constexpr char kOther[] = "programmes/p/engagements/e/studies/y";
  EXPECT_EQ(ImportFile(Head(kOther), bytes), kExists);
  ASSERT_EQ(Export(kOther), kOk) << status_;
  EXPECT_TRUE(Project().texts.empty());
  EXPECT_TRUE(Project().codes.empty());
  EXPECT_EQ(CasesOf(kOther), 1);
}

TEST_F(StudyExchangeTest, WhoCodesBlindHandsOutTheirOwn) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string bytes = file_.bytes;
  MakeEmptyStudy();
  MakeBlind(kEmptyStudy);
  cause_.actor = "sub-1";
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("blind"))) << "those of zwei";
  cause_.actor = "sub-9";
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty());
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  EXPECT_EQ(Project().users.size(), 2u);
  cause_.actor = "sub-2";
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  ASSERT_EQ(Project().users.size(), 1u);
  EXPECT_EQ(Project().users[0].name, "zwei");
}

TEST_F(StudyExchangeTest, WhatIsRestrictedIsLeftOutAndRefused) {
  MakeMaterial();
  MakeRestricted();
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_THAT(Told(file_.findings), Contains(HasSubstr("MATERIAL_RESTRICTED")));
  EXPECT_EQ(Project().texts.size(), 1u);
  auto head = Head(kStudy);
  auto& place = *head.add_places();
  place.set_source(Uuid(100));
  place.set_study_case_id("tief");
  EXPECT_EQ(ImportFile(head, file_.bytes), kPermission);
}

TEST_F(StudyExchangeTest, WhatWasTakenBackDoesNotLeave) {
  MakeMaterial();
  v1alpha::StudyCase changed = case_;
  changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_EQ(Project().texts[0].text, "Wie geht es?\n███████████");
  EXPECT_THAT(Told(file_.findings), Contains(HasSubstr("consent")));
  changed = case_;
  changed.mutable_participants(1)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  ASSERT_EQ(Export(), kOk) << status_;
  MakeEmptyStudy();
  EXPECT_EQ(ImportFile(Head(), file_.bytes), kReleaseBlocked);
  EXPECT_TRUE(IsEmptyStudy());
}

TEST_F(StudyExchangeTest, NorDoesWhatLiesOnIt) {
  MakeMaterial();
  cause_.actor = "sub-1";
  ASSERT_EQ(Note(absl::StrCat(kStudy, "/codings/", Uuid(2))), kOk) << status_;
  for (const int end : {3, 14}) {  // Of M1 alone, and of both.
    v1alpha::CreateStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(300 + end));
    q.mutable_memo()->set_subject(TextName());
    q.mutable_memo()->mutable_range()->set_end(end);
    q.mutable_memo()->set_text_revision(1);
    q.mutable_memo()->set_content(absl::StrCat("Bis ", end));
    q.mutable_memo()->set_coder("eins");
    v1alpha::StudyMemo made;
    ASSERT_EQ(Call(&CreateStudyMemo, q, &made), kOk) << status_;
  }
  cause_.actor = "tester";
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_THAT(Told(file_.findings), ElementsAre(HasSubstr("WARNING 1 guides of the study")));
  v1alpha::StudyCase changed = case_;
  changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_THAT(Told(file_.findings), Contains(HasSubstr("2 codings and 2 memos were left out")));
  const refi::Project project = Project();
  std::vector<std::string> codings;
  for (const refi::TextSelection& selection : project.texts[0].selections) {
    for (const refi::Coding& coding : selection.codings) codings.push_back(coding.guid);
  }
  EXPECT_THAT(codings, testing::ElementsAre(Uuid(1)));
  std::vector<std::string> notes;
  for (const refi::Text& note : project.notes) {
    if (note.name == "Memo") notes.push_back(note.text);
  }
  EXPECT_THAT(notes,
              testing::UnorderedElementsAre("Fällt auf 1", "Fällt auf 2", "Fällt auf 3",
                                            "Fällt auf 4", "Fällt auf 5", "Fällt auf 6", "Bis 3"));
  ASSERT_EQ(Export(kStudy, v1alpha::ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  EXPECT_THAT(file_.bytes, HasSubstr("Fällt auf 6"));
  EXPECT_THAT(file_.bytes, Not(HasSubstr("Fällt auf 7")));
  EXPECT_THAT(file_.bytes, Not(HasSubstr("Haltung")));
  EXPECT_THAT(file_.bytes, Not(HasSubstr("zwei")));
}

TEST_F(StudyExchangeTest, WhoMakesCasesNeedsTheRight) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  MakeEmptyStudy();
  HaveRole(type::v1alpha::ROLE_AUDITOR);
  EXPECT_EQ(ImportFile(Head(), file_.bytes), kPermission);
}

TEST_F(StudyExchangeTest, WhatDoesNotFitIsRefused) {
  MakeMaterial();
  EXPECT_EQ(Export(kStudy, v1alpha::ExportStudyRequest::FORMAT_UNSPECIFIED), kInvalid);
  EXPECT_EQ(Export("programmes/p/engagements/e/studies/x"), kNotFound);
  auto head = Head(kStudy);
  head.set_format(v1alpha::ImportStudyRequest::FORMAT_UNSPECIFIED);
  EXPECT_EQ(ImportFile(head, "x"), kInvalid);
  head = Head(kStudy);
  head.set_sha256("x");
  EXPECT_EQ(ImportFile(head, "x"), kInvalid);
  head = Head(kStudy);
  head.set_format(v1alpha::ImportStudyRequest::FORMAT_CODINGS_CSV);
  EXPECT_EQ(ImportFile(head, "x"), kInvalid) << "without a codebook";
  EXPECT_EQ(CheckImportMessage({}, true).size(), 1u);
  v1alpha::ImportStudyRequest message;
  *message.mutable_head() = Head();
  EXPECT_EQ(CheckImportMessage(message, false).size(), 1u);
  message.set_piece(std::string(kMaxStudyPieceBytes + 1, 'x'));
  EXPECT_EQ(CheckImportMessage(message, true).size(), 1u);
}

}  // namespace
}  // namespace lotse::survey
