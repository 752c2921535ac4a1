#include "runtime/rpc/error.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::rpc {
namespace {

TEST(Error, CarriesReasonAndCode) {
  const absl::Status status = NotFound("programmes/vopi");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(status.message(), "programmes/vopi does not exist");
}

TEST(Error, EveryReasonHasACodeOfItsOwnMeaning) {
  const auto* reasons = type::v1alpha::ErrorReason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<ErrorReason>(reasons->value(i)->number());
    const bool internal = reason == type::v1alpha::ERROR_REASON_INTERNAL;
    EXPECT_EQ(CodeOf(reason) == absl::StatusCode::kInternal, internal) << NameOf(reason);
  }
}

TEST(InvalidFields, NoneIsOk) { EXPECT_TRUE(InvalidFields({}).ok()); }

TEST(InvalidFields, ListsTheFirstAndCountsAll) {
  FieldViolations violations;
  for (int i = 0; i < 25; ++i) violations.push_back({absl::StrCat("answers[", i, "]"), "wrong"});
  const absl::Status status = InvalidFields(violations);
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload.has_value());
  ASSERT_TRUE(details.ParseFromString(std::string(*payload)));
  EXPECT_EQ(details.field_violations_size(), kMaxListedViolations);
  EXPECT_EQ(status.message(), "answers[0]: wrong (and 24 more)");
}

TEST(ReasonOf, PlainStatusHasNone) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), type::v1alpha::ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace lotse::rpc
