#include "runtime/rpc/grpc_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/utf8.h"

namespace lotse::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::StartsWith;

constexpr char kDomain[] = "survey.lotse";

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status out;
  EXPECT_TRUE(out.ParseFromString(status.error_details()));
  return out;
}

// The names of the details in their order.
std::vector<std::string> Names(const google::rpc::Status& status) {
  std::vector<std::string> out;
  for (const auto& detail : status.details()) {
    out.push_back(detail.type_url().substr(detail.type_url().rfind('.') + 1));
  }
  return out;
}

template <class Detail>
Detail At(const google::rpc::Status& status, int index) {
  Detail out;
  EXPECT_TRUE(status.details(index).UnpackTo(&out));
  return out;
}

std::string Repeat(absl::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) absl::StrAppend(&out, text);
  return out;
}

// An error with every detail there is.
absl::Status Full(absl::string_view text, int violations) {
  absl::Status status = Precondition(type::v1alpha::ERROR_REASON_OVERLOADED, "subject",
                                     {"geht nicht", std::string(text)});
  for (const absl::Status& other :
       {RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED, "", 1), NotFound("resource"),
        InvalidFields(FieldViolations(violations, {"field", std::string(text)}))}) {
    other.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
      if (!status.GetPayload(url).has_value()) status.SetPayload(url, payload);
    });
  }
  return status;
}

TEST(ToGrpcStatus, OkStaysOk) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), kDomain).ok()); }

TEST(ToGrpcStatus, CarriesReasonDomainMetadataAndTexts) {
  const grpc::Status status = ToGrpcStatus(NotFound("programmes/x"), "engagement.lotse");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const google::rpc::Status details = Details(status);
  EXPECT_EQ(details.code(), static_cast<int>(grpc::StatusCode::NOT_FOUND));
  EXPECT_EQ(details.message(), status.error_message());
  ASSERT_THAT(Names(details),
              ElementsAre("ErrorInfo", "LocalizedMessage", "LocalizedMessage", "ResourceInfo"));
  const auto info = At<google::rpc::ErrorInfo>(details, 0);
  EXPECT_EQ(info.reason(), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(info.domain(), "engagement.lotse");
  EXPECT_EQ(info.metadata().at("resource"), "programmes/x");
  const auto de = At<google::rpc::LocalizedMessage>(details, 1);
  EXPECT_EQ(de.locale(), "de");
  EXPECT_EQ(de.message(), "Das Gesuchte gibt es nicht.");
  const auto en = At<google::rpc::LocalizedMessage>(details, 2);
  EXPECT_EQ(en.locale(), "en");
  EXPECT_EQ(en.message(), "What was looked for does not exist.");
}

TEST(ToGrpcStatus, PutsDetailsInOrder) {
  for (int i = 0; i < 20; ++i) {  // Abseil gives payloads in no order.
    EXPECT_THAT(Names(Details(ToGrpcStatus(Full("text", 2), kDomain))),
                ElementsAre("ErrorInfo", "RetryInfo", "LocalizedMessage", "LocalizedMessage",
                            "PreconditionFailure", "ResourceInfo", "BadRequest"));
  }
}

TEST(ToGrpcStatus, ListsAsManyObstaclesAsFit) {
  std::vector<Obstacle> obstacles;
  for (int i = 0; i < 20; ++i) {
    obstacles.push_back({absl::StrCat("a/b/c/", i), {Repeat("lang ", 10), Repeat("long ", 20)}});
  }
  const auto details = Details(
      ToGrpcStatus(Preconditions(type::v1alpha::ERROR_REASON_GATE_BLOCKED, obstacles), kDomain));
  EXPECT_LE(details.ByteSizeLong(), kMaxStatusBytes);
  ASSERT_THAT(Names(details), ElementsAre("ErrorInfo", "LocalizedMessage", "LocalizedMessage",
                                          "PreconditionFailure"));
  const auto failure = At<google::rpc::PreconditionFailure>(details, 3);
  EXPECT_GT(failure.violations_size(), 2);
  EXPECT_LT(failure.violations_size(), 20);
  // The German text has a line for each that is listed.
  const auto german = At<google::rpc::LocalizedMessage>(details, 1);
  const std::vector<std::string> lines = absl::StrSplit(german.message(), '\n');
  ASSERT_EQ(lines.size(), static_cast<size_t>(failure.violations_size()) + 1);
  EXPECT_EQ(lines[0], MeaningOf(type::v1alpha::ERROR_REASON_GATE_BLOCKED).de());
  EXPECT_EQ(lines[2], absl::StrCat("c/1 ", Repeat("lang ", 10)));
  EXPECT_EQ(At<google::rpc::LocalizedMessage>(details, 2).message(),
            MeaningOf(type::v1alpha::ERROR_REASON_GATE_BLOCKED).en());
  EXPECT_EQ(At<google::rpc::ErrorInfo>(details, 0).metadata().at("violations"), "20");
}

TEST(ToGrpcStatus, ListsAsManyFieldsAsFitInBothLanguages) {
  FieldViolations violations;
  for (int i = 0; i < 20; ++i) {
    violations.push_back({absl::StrCat("goal.x", i), Repeat("long ", 20), Repeat("lang ", 20)});
  }
  const auto details = Details(ToGrpcStatus(InvalidFields(violations), kDomain));
  EXPECT_LE(details.ByteSizeLong(), kMaxStatusBytes);
  ASSERT_THAT(Names(details),
              ElementsAre("ErrorInfo", "LocalizedMessage", "LocalizedMessage", "BadRequest"));
  const auto bad = At<google::rpc::BadRequest>(details, 3);
  EXPECT_GT(bad.field_violations_size(), 2);
  EXPECT_LT(bad.field_violations_size(), 20);
  const auto german = At<google::rpc::LocalizedMessage>(details, 1);
  const std::vector<std::string> lines = absl::StrSplit(german.message(), '\n');
  ASSERT_EQ(lines.size(), static_cast<size_t>(bad.field_violations_size()) + 1);
  EXPECT_EQ(lines[1], absl::StrCat("goal.x0: ", Repeat("lang ", 20)));
}

TEST(ToGrpcStatus, DropsViolationsFirstAndThenDetailsFromTheEnd) {
  const struct {
    int text_bytes;
    std::vector<std::string> names;
    int min_violations, max_violations;
  } cases[] = {
      {5,
       {"RetryInfo", "LocalizedMessage", "LocalizedMessage", "PreconditionFailure", "ResourceInfo",
        "BadRequest"},
       20,
       20},
      {100,
       {"RetryInfo", "LocalizedMessage", "LocalizedMessage", "PreconditionFailure", "ResourceInfo",
        "BadRequest"},
       5,
       15},
      // Message and precondition take what there is.
      {600,
       {"RetryInfo", "LocalizedMessage", "LocalizedMessage", "PreconditionFailure", "ResourceInfo"},
       0,
       0},
      {2000, {"RetryInfo", "LocalizedMessage", "LocalizedMessage"}, 0, 0},
  };
  for (auto c : cases) {
    SCOPED_TRACE(c.text_bytes);
    const grpc::Status status = ToGrpcStatus(Full(Repeat("ä", c.text_bytes / 2), 20), kDomain);
    EXPECT_LE(status.error_details().size(), kMaxStatusBytes);
    const google::rpc::Status details = Details(status);
    c.names.insert(c.names.begin(), "ErrorInfo");
    EXPECT_EQ(Names(details), c.names);
    int violations = 0;
    google::rpc::BadRequest kept;
    for (const auto& detail : details.details()) {
      if (detail.UnpackTo(&kept)) violations = kept.field_violations_size();
    }
    EXPECT_GE(violations, c.min_violations);
    EXPECT_LE(violations, c.max_violations);
  }
}

TEST(ToGrpcStatus, ErrorInfoStaysWhateverItsMetadata) {
  const std::string name = Repeat("ä", 5000);
  const absl::Status long_error =
      Error(type::v1alpha::ERROR_REASON_VALUE_TAKEN, name,
            {{"field", name}, {"resource", name}, {"path", name}, {"referrer", name}});
  for (const absl::Status& error : {long_error, NotFound(name)}) {
    const grpc::Status status = ToGrpcStatus(error, kDomain);
    EXPECT_LE(status.error_details().size(), kMaxStatusBytes);
    const auto info = At<google::rpc::ErrorInfo>(Details(status), 0);
    EXPECT_EQ(info.reason(), NameOf(ReasonOf(error)));
    for (const auto& [key, value] : info.metadata()) {
      EXPECT_THAT(value, StartsWith(Repeat("ä", 100))) << key;
      EXPECT_TRUE(types::IsUtf8(value)) << key;
    }
  }
}

TEST(ToGrpcStatus, CutsLongMessagesBetweenCharacters) {
  const grpc::Status even = ToGrpcStatus(absl::InternalError(Repeat("ä", 600)), kDomain);
  EXPECT_EQ(even.error_message(), Repeat("ä", 256) + "...");
  const grpc::Status odd = ToGrpcStatus(absl::InternalError("x" + Repeat("ä", 600)), kDomain);
  EXPECT_EQ(odd.error_message(), "x" + Repeat("ä", 255) + "...");
}

TEST(ToGrpcStatus, WithoutReasonThereAreNoTexts) {
  EXPECT_EQ(Details(ToGrpcStatus(absl::UnavailableError("peer"), kDomain)).details_size(), 0);
}

TEST(FromGrpcStatus, TakesBackWhatWasSent) {
  for (const absl::Status& sent :
       {InvalidFields({{"a", "wrong"}, {"b", "wrong"}}), NotFound("programmes/x"),
        RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED, "full", 1)}) {
    const grpc::Status status = ToGrpcStatus(sent, kDomain);
    const absl::Status taken = FromGrpcStatus(status);
    EXPECT_EQ(taken.code(), sent.code());
    EXPECT_EQ(taken.message(), sent.message());
    EXPECT_EQ(ReasonOf(taken), ReasonOf(sent));
    EXPECT_FALSE(taken.GetPayload("type.googleapis.com/google.rpc.LocalizedMessage").has_value());
    // Sent on, it is the same again, with one text for each locale.
    EXPECT_EQ(Names(Details(ToGrpcStatus(taken, kDomain))), Names(Details(status)));
  }
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(FromGrpcStatus, KeepsTheGermanLines) {
  const absl::Status sent =
      Preconditions(type::v1alpha::ERROR_REASON_GATE_BLOCKED,
                    {{"p/1#a", {"fehlt; liefern", "is missing; deliver it"}},
                     {"p/1#b", {"ist offen; schließen", "is open; close it"}}});
  const grpc::Status status = ToGrpcStatus(sent, kDomain);
  const grpc::Status again = ToGrpcStatus(FromGrpcStatus(status), kDomain);
  EXPECT_EQ(Details(again).DebugString(), Details(status).DebugString());
  EXPECT_THAT(At<google::rpc::LocalizedMessage>(Details(again), 1).message(),
              EndsWith("\np/1#a fehlt; liefern\np/1#b ist offen; schließen"));
}

}  // namespace
}  // namespace lotse::rpc
