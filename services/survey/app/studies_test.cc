#include "services/survey/app/studies.h"

#include <gmock/gmock.h>

#include <fstream>

#include "runtime/types/date.h"
#include "services/survey/app/study_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using v1alpha::Study;
using v1alpha::StudyCase;

absl::CivilDay DayOf(const google::type::Date& date) { return types::ToCivil(date); }

TEST_F(StudyTest, ACaseHasWhatFollowsFromItsStudy) {
  MakeCase();
  EXPECT_FALSE(case_.restricted());
  EXPECT_EQ(DayOf(case_.names_due_date()), absl::CivilDay(2021, 7, 11));
  EXPECT_EQ(DayOf(case_.material_due_date()), absl::CivilDay(2023, 1, 11));
  StudyCase later = case_;
  later.mutable_held_date()->set_day(12);
  ASSERT_EQ(UpdateCase(later), kOk) << status_;
  EXPECT_EQ(DayOf(case_.names_due_date()), absl::CivilDay(2021, 7, 13));
  auto q = CaseRequest("tief");
  q.mutable_study_case()->set_kind(StudyCase::KIND_IN_DEPTH_INTERVIEW);
  q.mutable_study_case()->clear_guide();
  q.mutable_study_case()->mutable_participants()->RemoveLast();
  ASSERT_EQ(Run(q, &case_), kOk) << status_;
  EXPECT_TRUE(case_.restricted());
}

TEST_F(StudyTest, ACaseHasToFitItsStudyAndItsGuide) {
  MakeCase();
  auto q = CaseRequest("zwei");
  q.mutable_study_case()->set_kind(StudyCase::KIND_INTERVIEW);
  EXPECT_EQ(Run(q, &case_), kInvalid) << "no kind of the study";
  q = CaseRequest("zwei");
  q.mutable_study_case()->mutable_participants(0)->set_role("Frau Meier");
  EXPECT_EQ(Run(q, &case_), kInvalid) << "no role of the study";
  EXPECT_THAT(std::string(status_.message()), testing::Not(HasSubstr("Meier")));
  q = CaseRequest("zwei");
  q.mutable_study_case()->set_kind(StudyCase::KIND_IN_DEPTH_INTERVIEW);
  q.mutable_study_case()->mutable_participants()->RemoveLast();
  EXPECT_EQ(Run(q, &case_), kInvalid) << "the guide is for groups";
  q = CaseRequest("zwei");
  q.mutable_study_case()->set_guide(std::string(kStudy) + "/guides/fehlt");
  EXPECT_EQ(Run(q, &case_), kInvalid) << "there is no such guide";
  q = CaseRequest("zwei");
  q.set_parent("programmes/p/engagements/e/studies/fehlt");
  EXPECT_EQ(Run(q, &case_), kNotFound);
}

TEST_F(StudyTest, ACaseOfSomebodyWithoutConsentIsNotStored) {
  MakeCase();
  auto q = CaseRequest("zwei");
  q.mutable_study_case()->mutable_participants(1)->clear_consent();
  StudyCase made;
  EXPECT_EQ(Run(q, &made), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("participants[1].consent"));
  StudyCase changed = case_;
  changed.mutable_participants(0)->clear_consent();
  EXPECT_EQ(UpdateCase(changed), kInvalid) << "nobody's consent is lost by leaving it out";
}

TEST_F(StudyTest, WhoTookTheirConsentBackStaysInTheCase) {
  MakeCase();
  StudyCase changed = case_;
  changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  const StudyCase withdrawn = case_;
  changed = withdrawn;
  changed.mutable_participants(0)->set_pseudonym("P03");
  EXPECT_EQ(UpdateCase(changed), kInvalid) << "P01 would be nobody who is known";
  changed = withdrawn;
  changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_QUOTES);
  EXPECT_EQ(UpdateCase(changed), kInvalid) << "on which day?";
  *changed.mutable_participants(0)->mutable_consent_date() =
      types::ToDate(absl::CivilDay(2021, 1, 14));  // After the case.
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  changed = case_;
  changed.mutable_title()->mutable_variants(0)->set_text("Gruppe 1, Teams");
  EXPECT_EQ(UpdateCase(changed), kOk) << status_;
}

TEST_F(StudyTest, AGuideIsNotDeletedWhileACaseFollowedIt) {
  MakeCase();
  EXPECT_EQ(guide_.content_sha256().size(), 64u);
  const std::string hash = guide_.content_sha256(), etag = guide_.etag();
  auto q = GuideRequest("zwei");
  q.mutable_guide()->set_replaces(kGuide);
  ASSERT_EQ(Run(q, &guide_), kOk) << status_;
  EXPECT_EQ(guide_.content_sha256(), hash) << "what it replaces is not asked";
  EXPECT_EQ(ByName<v1alpha::DeleteGuideRequest>(kGuide, etag, &guide_), kInUse);
  q = GuideRequest("drei");
  q.mutable_guide()->mutable_sections(0)->mutable_questions(0)->set_code("anders");
  ASSERT_EQ(Run(q, &guide_), kOk) << status_;
  EXPECT_NE(guide_.content_sha256(), hash);
  q.mutable_guide()->set_version("2");
  EXPECT_EQ(Run(q, &guide_), kExists) << "it never changes";
}

TEST_F(StudyTest, WhatCasesStandOnIsNotTakenOut) {
  MakeStudy();
  Study study = study_;
  study.mutable_roles()->RemoveLast();
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  ASSERT_EQ(Run(GuideRequest(), &guide_), kOk) << status_;
  ASSERT_EQ(Run(CaseRequest(), &case_), kOk) << status_;
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  study = study_;
  study.mutable_kinds()->RemoveLast();
  EXPECT_EQ(UpdateStudy(study), kWrongState) << "the deleted case can be restored";
  study = study_;
  study.set_blind(true);
  EXPECT_EQ(UpdateStudy(study), kOk) << status_;
  EXPECT_FALSE(studies_->HasFiles(kStudy)) << "nothing is made by asking";
}

TEST_F(StudyTest, CodersAndBlindModeHangOnCodings) {
  MakeCase();
  Study study = study_;
  study.mutable_coders(0)->set_coder_id("zwei");
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  study.mutable_coders(0)->set_coder_id("eins");
  study.clear_etag();
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  Code();
  study = study_;
  study.clear_coders();
  EXPECT_EQ(UpdateStudy(study), kWrongState);
  study = study_;
  study.set_blind(true);
  EXPECT_EQ(UpdateStudy(study), kWrongState);
  study = study_;
  study.mutable_coders(0)->set_retired(true);
  EXPECT_EQ(UpdateStudy(study), kOk) << status_;
  // Where it cannot be told whether there are codings, what hangs on them is refused, and only
  // that.
  studies_.reset();
  std::ofstream(qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy).material)
      << std::string(5000, 'x');
  studies_ = std::make_unique<qualitative::StudyStore>(qualitative::StudyFolders{folder_, folder_},
                                                       /*writes=*/1024);
  AddStudyRules(studies_.get(), standard_.get());
  study = study_;
  study.set_blind(true);
  EXPECT_EQ(UpdateStudy(study), type::v1alpha::ERROR_REASON_STORE_CORRUPT);
  study = study_;
  study.set_phase_id("diagnose");
  EXPECT_EQ(UpdateStudy(study), kOk) << status_;
}

// The day is what the period counts from: a slip would erase all of the case within a minute.
TEST_F(StudyTest, ACaseIsNotMovedToADayOnWhichItWouldBeErased) {
  MakeCase();
  StudyCase slip = case_;
  slip.mutable_held_date()->set_year(2012);
  StudyCase refused;
  v1alpha::UpdateStudyCaseRequest q;
  *q.mutable_study_case() = slip;
  EXPECT_EQ(Run(q, &refused), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("held_date"));
  slip.mutable_held_date()->set_year(2020);
  slip.mutable_held_date()->set_month(8);
  EXPECT_EQ(UpdateCase(slip), kOk) << status_;
}

TEST_F(StudyTest, ALongerPeriodNeedsAReason) {
  MakeStudy();
  Study study = study_;
  study.mutable_retention()->set_material_months(36);
  ASSERT_EQ(UpdateStudy(study), kOk) << status_ << ": nobody took part yet";
  ASSERT_EQ(Run(GuideRequest(), &guide_), kOk) << status_;
  ASSERT_EQ(Run(CaseRequest(), &case_), kOk) << status_;
  study = study_;
  study.mutable_retention()->set_material_months(0);
  EXPECT_EQ(UpdateStudy(study), kInvalid);
  study.mutable_retention()->set_reason("Beschluss des Lenkungskreises");
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  study = study_;
  study.mutable_retention()->set_names_months(12);
  EXPECT_EQ(UpdateStudy(study), kInvalid) << "it was for another period";
}

TEST_F(StudyTest, AnotherPeriodIsThatOfAllCases) {
  MakeCase();
  ASSERT_EQ(Run(CaseRequest("weg"), &case_), kOk) << status_;
  const std::string gone = case_.name();
  ASSERT_EQ(ByName<v1alpha::DeleteStudyCaseRequest>(gone.c_str(), case_.etag(), &case_), kOk);
  Study study = study_;
  study.mutable_retention()->set_names_months(2);
  study.mutable_retention()->set_material_months(0);
  study.mutable_retention()->set_reason("Beschluss des Lenkungskreises");
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  for (const std::string& name : {std::string(kCase), gone}) {
    ASSERT_EQ(ByName<v1alpha::GetStudyCaseRequest>(name.c_str(), &case_), kOk);
    EXPECT_EQ(DayOf(case_.names_due_date()), absl::CivilDay(2021, 3, 11)) << name;
    EXPECT_FALSE(case_.has_material_due_date()) << name;
  }
  EXPECT_TRUE(case_.has_delete_time());
  const std::string etag = case_.etag();
  study = study_;
  study.set_phase_id("diagnose");
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::GetStudyCaseRequest>(gone.c_str(), &case_), kOk);
  EXPECT_EQ(case_.etag(), etag) << "nothing else changes cases";
}

}  // namespace
}  // namespace lotse::survey
