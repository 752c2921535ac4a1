#include "runtime/rpc/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::rpc {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

template <class Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", detail.GetDescriptor()->full_name()));
  EXPECT_TRUE(payload.has_value()) << status;
  if (payload.has_value()) {
    EXPECT_TRUE(detail.ParseFromString(std::string(*payload)));
  }
  return detail;
}

// The comment above each value of the enum, from the source.
std::vector<std::string> Comments() {
  std::ifstream file("proto/lotse/type/v1alpha/error_reason.proto");
  std::vector<std::string> out;
  std::string line, comment;
  while (std::getline(file, line)) {
    absl::string_view text = absl::StripLeadingAsciiWhitespace(line);
    if (absl::ConsumePrefix(&text, "//")) {
      absl::StrAppend(&comment, text);
      continue;
    }
    if (absl::StartsWith(text, "ERROR_REASON_")) out.push_back(comment);
    comment.clear();
  }
  return out;
}

TEST(Reasons, EachHasCodeTextsAndComment) {
  const auto* reasons = type::v1alpha::ErrorReason_descriptor();
  const std::vector<std::string> comments = Comments();
  ASSERT_EQ(comments.size(), static_cast<size_t>(reasons->value_count()));
  std::set<std::string> texts;
  for (int i = 1; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<ErrorReason>(reasons->value(i)->number());
    const type::v1alpha::ErrorMeaning& meaning = MeaningOf(reason);
    SCOPED_TRACE(NameOf(reason));
    const auto& option = reasons->value(i)->options().GetExtension(type::v1alpha::meaning);
    EXPECT_EQ(meaning.SerializeAsString(), option.SerializeAsString());
    EXPECT_NE(meaning.code(), google::rpc::OK);
    EXPECT_EQ(static_cast<int>(CodeOf(reason)), static_cast<int>(meaning.code()));
    EXPECT_EQ(CodeOf(reason) == absl::StatusCode::kInternal,
              reason == type::v1alpha::ERROR_REASON_INTERNAL);
    for (const std::string& text : {meaning.de(), meaning.en()}) {
      EXPECT_THAT(text, EndsWith("."));
      EXPECT_LE(text.size(), 200);
      EXPECT_TRUE(texts.insert(text).second) << "twice: " << text;
    }
    EXPECT_THAT(comments[i], HasSubstr("Example: "));
  }
}

TEST(Reasons, HaveTheirCodes) {
  using Code = absl::StatusCode;
  const std::pair<ErrorReason, Code> cases[] = {
      {type::v1alpha::ERROR_REASON_INVALID_FIELDS, Code::kInvalidArgument},
      {type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND, Code::kNotFound},
      {type::v1alpha::ERROR_REASON_RESOURCE_EXISTS, Code::kAlreadyExists},
      {type::v1alpha::ERROR_REASON_ETAG_MISMATCH, Code::kAborted},
      {type::v1alpha::ERROR_REASON_WRONG_STATE, Code::kFailedPrecondition},
      {type::v1alpha::ERROR_REASON_OVERLOADED, Code::kResourceExhausted},
      {type::v1alpha::ERROR_REASON_SHUTTING_DOWN, Code::kUnavailable},
      {type::v1alpha::ERROR_REASON_STORE_CORRUPT, Code::kDataLoss},
      {type::v1alpha::ERROR_REASON_CALLER_GONE, Code::kDeadlineExceeded},
      {type::v1alpha::ERROR_REASON_PERMISSION_MISSING, Code::kPermissionDenied},
      // What is no reason.
      {type::v1alpha::ERROR_REASON_UNSPECIFIED, Code::kInternal},
      {static_cast<ErrorReason>(-1), Code::kInternal},
      {static_cast<ErrorReason>(1 << 20), Code::kInternal},
  };
  for (const auto& [reason, code] : cases) EXPECT_EQ(CodeOf(reason), code) << NameOf(reason);
}

TEST(Error, CarriesReasonCodeAndMetadata) {
  const absl::Status status =
      Error(type::v1alpha::ERROR_REASON_VALUE_TAKEN, "taken", {{"field", "a"}, {"resource", "b"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_VALUE_TAKEN);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "VALUE_TAKEN");
  EXPECT_EQ(info.metadata().at("field"), "a");
  EXPECT_EQ(info.metadata().at("resource"), "b");
}

TEST(RetryLater, SaysWhen) {
  const absl::Status status = RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED, "full", 3);
  EXPECT_EQ(DetailOf<google::rpc::RetryInfo>(status).retry_delay().seconds(), 3);
}

TEST(NotFound, NamesTheResource) {
  const absl::Status status = NotFound("programmes/vopi");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "programmes/vopi does not exist");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).metadata().at("resource"), "programmes/vopi");
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(status).resource_name(), "programmes/vopi");
}

TEST(Preconditions, ListsWhatStandsInTheWayAtOnce) {
  std::vector<Obstacle> obstacles;
  EXPECT_TRUE(Preconditions(type::v1alpha::ERROR_REASON_GATE_BLOCKED, obstacles).ok());
  for (int i = 0; i < 30; ++i) {
    obstacles.push_back({absl::StrCat("e/phases/p#criterion-", i),
                         {"ist nicht erfüllt; prüfen", "is not met; check it"}});
  }
  const absl::Status status = Preconditions(type::v1alpha::ERROR_REASON_GATE_BLOCKED, obstacles);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "e/phases/p#criterion-0 is not met; check it (and 29 more)");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).metadata().at("violations"), "30");
  const auto failure = DetailOf<google::rpc::PreconditionFailure>(status);
  ASSERT_EQ(failure.violations_size(), kMaxListedViolations);
  EXPECT_EQ(failure.violations(19).type(), "GATE_BLOCKED");
  EXPECT_EQ(failure.violations(19).subject(), "e/phases/p#criterion-19");
  EXPECT_EQ(failure.violations(19).description(), "is not met; check it");
  // The same in German, by the last parts of the names.
  const auto german = DetailOf<google::rpc::LocalizedMessage>(status);
  EXPECT_EQ(german.locale(), "de");
  const std::vector<std::string> lines = absl::StrSplit(german.message(), '\n');
  ASSERT_EQ(lines.size(), static_cast<size_t>(kMaxListedViolations));
  EXPECT_EQ(lines[19], "phases/p#criterion-19 ist nicht erfüllt; prüfen");
}

TEST(InvalidFields, SaysInGermanWhichRuleIsBroken) {
  const absl::Status status =
      InvalidFields({{"goal.parent", "is no Leitziel; give one", "ist kein Leitziel; eines nennen"},
                     {"goal.title", "missing"}});
  EXPECT_EQ(status.message(), "goal.parent: is no Leitziel; give one (and 1 more)");
  const auto german = DetailOf<google::rpc::LocalizedMessage>(status);
  EXPECT_EQ(german.locale(), "de");
  EXPECT_EQ(german.message(), "goal.parent: ist kein Leitziel; eines nennen");
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(status).field_violations_size(), 2);
}

TEST(Precondition, SaysWhatStandsInTheWay) {
  const absl::Status status = Precondition(
      type::v1alpha::ERROR_REASON_RESOURCE_IN_USE, "administrations/a",
      {"wird begleitet", "is accompanied"}, {{"referrer", "programmes/p/engagements/e"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "administrations/a is accompanied");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).metadata().at("referrer"),
            "programmes/p/engagements/e");
  const auto failure = DetailOf<google::rpc::PreconditionFailure>(status);
  ASSERT_EQ(failure.violations_size(), 1);
  EXPECT_EQ(failure.violations(0).type(), "RESOURCE_IN_USE");
  EXPECT_EQ(failure.violations(0).subject(), "administrations/a");
  EXPECT_EQ(failure.violations(0).description(), "is accompanied");
  EXPECT_EQ(DetailOf<google::rpc::LocalizedMessage>(status).message(),
            "administrations/a wird begleitet");
}

TEST(PermissionMissing, NamesThePermission) {
  const absl::Status status = PermissionMissing(type::v1alpha::PERMISSION_BLOB_READ);
  EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).metadata().at("permission"), "BLOB_READ");
}

TEST(InvalidFields, NoneIsOk) { EXPECT_TRUE(InvalidFields({}).ok()); }

TEST(InvalidFields, ListsTheFirstAndCountsAll) {
  FieldViolations violations;
  for (int i = 0; i < 25; ++i) violations.push_back({absl::StrCat("answers[", i, "]"), "wrong"});
  const absl::Status status = InvalidFields(violations);
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(status).field_violations_size(),
            kMaxListedViolations);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).metadata().at("violations"), "25");
  EXPECT_EQ(status.message(), "answers[0]: wrong (and 24 more)");
}

TEST(ReasonOf, PlainStatusHasNone) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), type::v1alpha::ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace lotse::rpc
