#include "cli/failure.h"

#include <errno.h>
#include <gmock/gmock.h>

#include "google/rpc/error_details.pb.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A status as a service sends it.
grpc::Status FromService(grpc::StatusCode code,
                         const std::vector<const google::protobuf::Message*>& details) {
  google::rpc::Status status;
  status.set_code(code);
  for (const auto* detail : details) status.add_details()->PackFrom(*detail);
  return grpc::Status(code, "said no", status.SerializeAsString());
}

TEST(FailureTest, ExitCodesTellWhoseFaultItIs) {
  google::rpc::ErrorInfo info;
  info.set_reason("STORE_UNAVAILABLE");
  const absl::Duration second = absl::Seconds(1);
  const struct {
    const char* what;
    absl::Status status;
    ExitCode exit;
  } cases[] = {
      {"ok", absl::OkStatus(), ExitCode::kOk},
      {"usage", UsageError("x"), ExitCode::kUsage},
      {"file", FileError("x", ENOENT), ExitCode::kFile},
      {"data", DataError("x"), ExitCode::kData},
      {"unreachable", UnreachableError("x"), ExitCode::kUnreachable},
      {"connection", CallError(grpc::Status(grpc::UNAVAILABLE, "refused"), "s", second),
       ExitCode::kUnreachable},
      {"clock", CallError(grpc::Status(grpc::DEADLINE_EXCEEDED, ""), "s", second),
       ExitCode::kUnreachable},
      {"a service that says it is unavailable",
       CallError(FromService(grpc::UNAVAILABLE, {&info}), "s", second), ExitCode::kRefused},
      {"refused", CallError(grpc::Status(grpc::NOT_FOUND, ""), "s", second), ExitCode::kRefused},
      {"details that are none",
       CallError(grpc::Status(grpc::NOT_FOUND, "", "\xff\xff"), "s", second), ExitCode::kRefused},
  };
  for (const auto& c : cases) EXPECT_EQ(ExitCodeOf(c.status), c.exit) << c.what;
}

TEST(FailureTest, LocalFaultsHaveAFittingCode) {
  const std::pair<absl::Status, absl::StatusCode> cases[] = {
      {FileError("x", ENOENT), absl::StatusCode::kNotFound},
      {FileError("x", EACCES), absl::StatusCode::kPermissionDenied},
      {FileError("x", ENOSPC), absl::StatusCode::kResourceExhausted},
      {FileError("x", EIO), absl::StatusCode::kUnavailable},
      {FileError("x"), absl::StatusCode::kFailedPrecondition},
      {DataError("x"), absl::StatusCode::kInvalidArgument},
      {DamageError("x"), absl::StatusCode::kDataLoss},
  };
  for (const auto& [status, code] : cases) EXPECT_EQ(status.code(), code) << status;
  EXPECT_EQ(ExitCodeOf(DamageError("x")), ExitCode::kData);
}

TEST(FailureTest, ALineMoreKeepsTheRest) {
  const absl::Status status = WithLine(DataError("x", {{"a", "b"}}), "y");
  EXPECT_EQ(status.message(), "x\ny");
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kData);
  EXPECT_THAT(DescribeDetails(DetailsOf(status)), ElementsAre("a: b"));
}

TEST(FailureTest, AResourceWithoutTypeHasNoParentheses) {
  google::rpc::ResourceInfo resource;
  resource.set_resource_name("programmes/p");
  google::rpc::Status details;
  details.add_details()->PackFrom(resource);
  EXPECT_THAT(DescribeDetails(details), ElementsAre("resource: programmes/p"));
  resource.set_resource_type("engagement.lotse/Programme");
  details.mutable_details(0)->PackFrom(resource);
  EXPECT_THAT(DescribeDetails(details),
              ElementsAre("resource: programmes/p (engagement.lotse/Programme)"));
}

TEST(FailureTest, DescribesEveryKindOfDetail) {
  google::rpc::ErrorInfo info;
  info.set_reason("ETAG_MISMATCH");
  info.set_domain("survey.lotse");
  (*info.mutable_metadata())["b"] = "2";
  (*info.mutable_metadata())["a"] = "1";
  google::rpc::PreconditionFailure precondition;
  auto* violation = precondition.add_violations();
  violation->set_subject("w");
  violation->set_type("STATE");
  violation->set_description("is closed\x1b[2J");
  google::rpc::ResourceInfo resource;
  resource.set_resource_name("w");
  resource.set_resource_type("survey.lotse/Wave");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(250'000'000);
  google::rpc::QuotaFailure other;
  const absl::Status status =
      CallError(FromService(grpc::ABORTED, {&info, &precondition, &resource, &retry, &other}), "s",
                absl::Seconds(1));
  EXPECT_THAT(DescribeDetails(DetailsOf(status)),
              ElementsAre("reason: ETAG_MISMATCH (survey.lotse), a=1, b=2",
                          "w: is closed\xef\xbf\xbd[2J (STATE)", "resource: w (survey.lotse/Wave)",
                          "try again in 250ms",
                          "a detail of type type.googleapis.com/google.rpc.QuotaFailure"));
  EXPECT_EQ(ReasonOf(status), "ETAG_MISMATCH");
  EXPECT_EQ(*RetryDelayOf(status), absl::Milliseconds(250));
}

TEST(FailureTest, WithoutDetailsThereIsNothingToSay) {
  const absl::Status status = UsageError("x");
  EXPECT_THAT(DescribeDetails(DetailsOf(status)), IsEmpty());
  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_FALSE(RetryDelayOf(status).has_value());
}

TEST(FailureTest, JsonHasProblemsAndNamesUnknownDetails) {
  EXPECT_EQ(FailureJson(DataError("bad \"x\"", {{"a", "wrong"}})),
            R"({"error":{"exitCode":5,"code":"INVALID_ARGUMENT","message":"bad \"x\"","details":[)"
            R"({"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":)"
            R"([{"field":"a","description":"wrong"}]}]}})");
  google::rpc::Status details;
  details.add_details()->set_type_url("type.googleapis.com/unknown.Type");
  const absl::Status status = CallError(
      grpc::Status(grpc::INTERNAL, "x", details.SerializeAsString()), "s", absl::Seconds(1));
  EXPECT_THAT(FailureJson(status), HasSubstr(R"([{"@type":"type.googleapis.com/unknown.Type"}])"));
}

}  // namespace
}  // namespace lotse::cli
