#include "services/survey/app/all_cases.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/survey/app/study_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using v1alpha::StudyCase;

class AllCasesTest : public StudyTest {
 protected:
  // Names of the cases that are given, with a mark behind the deleted ones, until there are `most`.
  std::vector<std::string> Names(const std::string& filter, size_t most = 10) {
    std::vector<std::string> names;
    const absl::Status read = store_->Read([&](Tx& tx) {
      return ForAllCases(tx, kStudy, filter, [&](StudyCase& each) {
        names.push_back(each.name() + (each.has_delete_time() ? " deleted" : ""));
        return names.size() < most ? absl::OkStatus() : absl::CancelledError("enough");
      });
    });
    EXPECT_EQ(absl::IsCancelled(read), names.size() >= most) << read;
    return names;
  }
};

TEST_F(AllCasesTest, DeletedOnesAreGivenToo) {
  MakeCase();
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  auto deep = CaseRequest("tief");
  deep.mutable_study_case()->set_kind(StudyCase::KIND_IN_DEPTH_INTERVIEW);
  deep.mutable_study_case()->clear_guide();
  deep.mutable_study_case()->mutable_participants()->RemoveLast();
  ASSERT_EQ(Run(deep, &case_), kOk) << status_;
  const std::string group = std::string(kCase) + " deleted";
  EXPECT_THAT(Names(""), ElementsAre(group, case_.name()));
  EXPECT_THAT(Names("restricted = true"), ElementsAre(case_.name()));
  EXPECT_THAT(Names("", 1), ElementsAre(group)) << "an error ends it";
}

}  // namespace
}  // namespace lotse::survey
