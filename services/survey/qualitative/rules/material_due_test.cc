#include "services/survey/qualitative/rules/material_due.h"

#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::Study;
using v1alpha::StudyCase;

constexpr auto kWrong = type::v1alpha::ERROR_REASON_WRONG_STATE;

// Noon in Berlin.
absl::Time Noon(absl::CivilDay day) {
  return absl::FromCivil(day, types::BerlinTime()) + absl::Hours(12);
}

StudyCase CaseWith(absl::CivilDay names, std::optional<absl::CivilDay> material,
                   std::optional<absl::Time> deleted) {
  StudyCase study_case;
  *study_case.mutable_names_due_date() = types::ToDate(names);
  if (material) *study_case.mutable_material_due_date() = types::ToDate(*material);
  if (deleted) *study_case.mutable_delete_time() = types::ToTimestamp(*deleted);
  return study_case;
}

TEST(MaterialDue, FollowsTheDatesOfTheCase) {
  const absl::CivilDay names(2021, 7, 11), material(2023, 1, 11);
  const StudyCase kept = CaseWith(names, std::nullopt, std::nullopt);
  EXPECT_EQ(NamesDueDay(kept), names);
  EXPECT_EQ(MaterialDueDay(kept), std::nullopt) << "when somebody asks for it";
  EXPECT_EQ(MaterialDueDay(CaseWith(names, material, std::nullopt)), material);
}

TEST(MaterialDue, IsNoLaterThanTheTimeToUndelete) {
  const absl::CivilDay names(2021, 7, 11), material(2023, 1, 11), ends(2021, 3, 4);
  const absl::Time deleted = Noon(absl::CivilDay(2021, 2, 1));
  EXPECT_EQ(NamesDueDay(CaseWith(names, material, deleted)), ends);
  EXPECT_EQ(MaterialDueDay(CaseWith(names, material, deleted)), ends);
  EXPECT_EQ(MaterialDueDay(CaseWith(names, std::nullopt, deleted)), ends);
  const absl::CivilDay sooner(2021, 2, 10);
  EXPECT_EQ(NamesDueDay(CaseWith(sooner, sooner, deleted)), sooner);
  EXPECT_EQ(MaterialDueDay(CaseWith(sooner, sooner, deleted)), sooner);
}

// The day is that in Berlin: half an hour before midnight there it is 22:30 in UTC.
TEST(MaterialDue, CountsDaysInBerlin) {
  const absl::Time late = absl::FromCivil(absl::CivilDay(2021, 2, 2), types::BerlinTime());
  const absl::CivilDay far(2030, 1, 1);
  EXPECT_EQ(NamesDueDay(CaseWith(far, far, late - absl::Minutes(30))), absl::CivilDay(2021, 3, 4));
  EXPECT_EQ(NamesDueDay(CaseWith(far, far, late)), absl::CivilDay(2021, 3, 5));
}

TEST(MaterialDue, IsNotedOnceADay) {
  StudyCase study_case;
  EXPECT_TRUE(NoteMaterialErased(Noon(absl::CivilDay(2021, 2, 1)), &study_case));
  const auto first = study_case.material_erase_time().seconds();
  EXPECT_FALSE(NoteMaterialErased(Noon(absl::CivilDay(2021, 2, 1)) + absl::Hours(1), &study_case));
  EXPECT_EQ(study_case.material_erase_time().seconds(), first);
  EXPECT_TRUE(NoteMaterialErased(Noon(absl::CivilDay(2021, 2, 2)), &study_case));
  EXPECT_GT(study_case.material_erase_time().seconds(), first);
}

TEST(StudyPurge, IsCertified) {
  Study study;
  study.set_name("programmes/p/engagements/e/studies/s");
  *study.mutable_delete_time() = types::ToTimestamp(Noon(absl::CivilDay(2021, 2, 1)));
  study.mutable_retention()->set_names_months(6);
  EXPECT_EQ(StudyDueDay(study), absl::CivilDay(2021, 3, 4));
  EXPECT_TRUE(CheckRestorable(study).ok());
  const absl::Time due = Noon(absl::CivilDay(2021, 3, 4));
  EXPECT_EQ(rpc::ReasonOf(PurgeStudy(due - absl::Hours(24), 3, &study)), kWrong);
  EXPECT_FALSE(study.has_purge());
  ASSERT_TRUE(PurgeStudy(due, 3, &study).ok());
  EXPECT_EQ(study.purge().texts(), 3);
  EXPECT_EQ(study.purge().certificate_sha256(), *StudyCertificateHash(study));
  EXPECT_EQ(rpc::ReasonOf(CheckRestorable(study)), kWrong);
  EXPECT_EQ(rpc::ReasonOf(PurgeStudy(due, 3, &study)), kWrong) << "once";
  Study other = study;
  other.mutable_retention()->set_reason("weg");
  EXPECT_EQ(*StudyCertificateHash(other), study.purge().certificate_sha256());
  other.mutable_purge()->set_texts(4);
  EXPECT_NE(*StudyCertificateHash(other), study.purge().certificate_sha256());
}

TEST(StudyPurge, IsNotOfOneThatIsThere) {
  Study study;
  EXPECT_EQ(StudyDueDay(study), std::nullopt);
  EXPECT_EQ(rpc::ReasonOf(PurgeStudy(Noon(absl::CivilDay(2021, 3, 4)), 0, &study)), kWrong);
}

TEST(StudyPurge, SaysNothingOfTextsThatCouldNotBeCounted) {
  Study study;
  *study.mutable_delete_time() = types::ToTimestamp(Noon(absl::CivilDay(2021, 2, 1)));
  ASSERT_TRUE(PurgeStudy(Noon(absl::CivilDay(2021, 4, 1)), std::nullopt, &study).ok());
  EXPECT_FALSE(study.purge().has_texts());
}

}  // namespace
}  // namespace lotse::survey::qualitative
