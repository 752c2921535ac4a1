#include "services/survey/app/case_fields.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

constexpr char kCaseName[] = "programmes/p/engagements/e/studies/s/cases/case-1";

TEST(NameCase, SaysOfWhichCaseTheFieldsAre) {
  const absl::Status named =
      NameCase(kCaseName, rpc::InvalidFields({{"study_case.open_answers.wave", "is not there"},
                                              {"study_case_id", "taken: so", "vergeben: so"},
                                              {"parent", "due", "fällig"}}));
  EXPECT_EQ(rpc::ReasonOf(named), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  const std::string name = kCaseName;
  EXPECT_EQ(named.message(), name + "#open_answers.wave: is not there (and 2 more)");
  google::rpc::BadRequest wrong;
  const auto fields = named.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(fields.has_value() && wrong.ParseFromString(std::string(*fields)));
  ASSERT_EQ(wrong.field_violations_size(), 3);
  EXPECT_EQ(wrong.field_violations(0).field(), name + "#open_answers.wave");
  EXPECT_EQ(wrong.field_violations(0).description(), "is not there");
  EXPECT_EQ(wrong.field_violations(1).field(), name + "#study_case_id");
  EXPECT_EQ(wrong.field_violations(2).field(), name);
  google::rpc::LocalizedMessage german;
  const auto lines = named.GetPayload("type.googleapis.com/google.rpc.LocalizedMessage");
  ASSERT_TRUE(lines.has_value() && german.ParseFromString(std::string(*lines)));
  EXPECT_EQ(german.locale(), "de");
  EXPECT_EQ(german.message(), name + "#study_case_id: vergeben: so\n" + name + ": fällig");
}

TEST(NameCase, LeavesWhatIsNoField) {
  const absl::Status gone = rpc::NotFound(kCaseName);
  EXPECT_EQ(NameCase("x", gone), gone);
  EXPECT_TRUE(NameCase("x", absl::OkStatus()).ok());
}

}  // namespace
}  // namespace lotse::survey
