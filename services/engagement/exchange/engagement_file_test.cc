#include "services/engagement/exchange/engagement_file.h"

#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/match.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "lotse/engagement/v1alpha/goal.pb.h"

namespace lotse::engagement {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1alpha::Goal;
using v1alpha::TransferHead;

Goal SomeGoal() {
  Goal goal;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/goals/g" level: LEVEL_ACTION version: 3 etag: "7"
         title { variants { language: "de" text: "zwei\nZeilen \"so\" \\ =1 ä 😀" } }
         create_time { seconds: 1784844000 nanos: 123456000 })",
      &goal));
  return goal;
}

TransferHead SomeHead() {
  TransferHead head;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(format: "lotse-engagement" version: 1 engagement: "programmes/p/engagements/e"
         own_count: 1)",
      &head));
  return head;
}

TEST(EngagementFile, WhatIsWrittenIsReadUnchanged) {
  for (const bool outside : {false, true}) {
    std::string line = ResourceLine(SomeGoal(), outside);
    ASSERT_EQ(line.find('\n'), line.size() - 1) << "one resource, one line";
    line.pop_back();
    const auto read = ParseEngagementLine(line);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->outside, outside);
    ASSERT_NE(read->resource, nullptr);
    EXPECT_TRUE(MessageDifferencer::Equals(*read->resource, SomeGoal()));
  }
  std::string line = HeadLine(SomeHead());
  line.pop_back();
  const auto read = ParseEngagementLine(line);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->resource, nullptr);
  EXPECT_TRUE(MessageDifferencer::Equals(read->head, SomeHead()));
}

TEST(EngagementFile, WhatIsNoLineIsRefusedAndNotRepeated) {
  const std::string secret = "Geheimnis";
  const std::string cases[] = {
      "",
      secret,
      "{}",
      R"({"own": {}})",
      R"({"own": {"@type": "type.googleapis.com/lotse.engagement.v1alpha.Geheimnis"}})",
      R"({"own": {"@type": "type.googleapis.com/lotse.engagement.v1alpha.Goal", "Geheimnis": 1}})",
      R"({"own": {"@type": "example.com/lotse.engagement.v1alpha.Goal"}})",
      R"({"own": {"@type": "type.googleapis.com/lotse.engagement.v1alpha.Goal", "name": 7}})",
      R"({"Geheimnis": 1})",
      "{\"head\": {\"actor\": \"\xff\"}}",
      std::string(kMaxLineBytes + 1, ' '),
      std::string(100000, '['),
  };
  for (const std::string& line : cases) {
    const auto read = ParseEngagementLine(line);
    ASSERT_TRUE(absl::IsInvalidArgument(read.status())) << line.substr(0, 100);
    EXPECT_FALSE(absl::StrContains(read.status().message(), secret)) << read.status();
  }
}

TEST(EngagementFile, Heads) {
  EXPECT_TRUE(CheckHead(SomeHead()).empty());
  const std::pair<const char*, std::function<void(TransferHead*)>> cases[] = {
      {"head.format", [](TransferHead* h) { h->set_format("other"); }},
      {"head.version", [](TransferHead* h) { h->set_version(2); }},
      {"head.engagement", [](TransferHead* h) { h->set_engagement("programmes/p"); }},
      {"head.outside_count", [](TransferHead* h) { h->set_outside_count(-1); }},
      {"head.own_count", [](TransferHead* h) { h->set_own_count(0); }},
  };
  for (const auto& [field, spoil] : cases) {
    TransferHead head = SomeHead();
    spoil(&head);
    const auto violations = CheckHead(head);
    ASSERT_EQ(violations.size(), 1u) << field;
    EXPECT_EQ(violations[0].field, field);
  }
}

}  // namespace
}  // namespace lotse::engagement
