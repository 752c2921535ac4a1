#include "runtime/rpc/grpc_status.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::rpc {
namespace {

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status out;
  EXPECT_TRUE(out.ParseFromString(status.error_details()));
  return out;
}

TEST(ToGrpcStatus, OkStaysOk) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "survey.lotse").ok()); }

TEST(ToGrpcStatus, CarriesReasonDomainAndMetadata) {
  const grpc::Status status = ToGrpcStatus(NotFound("programmes/x"), "engagement.lotse");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const google::rpc::Status details = Details(status);
  ASSERT_EQ(details.details_size(), 1);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(info.domain(), "engagement.lotse");
  EXPECT_EQ(info.metadata().at("resource"), "programmes/x");
  EXPECT_EQ(details.message(), status.error_message());
}

TEST(ToGrpcStatus, KeepsUnderTheCapAndErrorInfoFirst) {
  FieldViolations violations;
  for (int i = 0; i < 20; ++i) {
    violations.push_back({absl::StrCat("answers[", i, "]"), std::string(400, 'x')});
  }
  const grpc::Status status = ToGrpcStatus(InvalidFields(violations), "survey.lotse");
  EXPECT_LE(status.error_details().size(), kMaxStatusBytes);
  const google::rpc::Status details = Details(status);
  ASSERT_EQ(details.details_size(), 2);
  EXPECT_TRUE(details.details(0).Is<google::rpc::ErrorInfo>());
  google::rpc::BadRequest kept;
  ASSERT_TRUE(details.details(1).UnpackTo(&kept));
  EXPECT_GE(kept.field_violations_size(), 1);
  EXPECT_LT(kept.field_violations_size(), 20);
}

TEST(ToGrpcStatus, CutsLongMessagesBetweenCharacters) {
  std::string umlauts;
  for (int i = 0; i < 600; ++i) umlauts += "ä";
  const grpc::Status status = ToGrpcStatus(absl::InternalError(umlauts), "survey.lotse");
  EXPECT_EQ(status.error_message(), umlauts.substr(0, 512) + "...");
}

TEST(FromGrpcStatus, TakesBackWhatWasSent) {
  const absl::Status sent = InvalidFields({{"a", "wrong"}, {"b", "wrong"}});
  const absl::Status taken = FromGrpcStatus(ToGrpcStatus(sent, "survey.lotse"));
  EXPECT_EQ(taken.code(), sent.code());
  EXPECT_EQ(taken.message(), sent.message());
  EXPECT_EQ(ReasonOf(taken), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace lotse::rpc
