#include "services/survey/engine/versions/ranges.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

v1alpha::Question Parse(const char* text) {
  v1alpha::Question question;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &question)) << text;
  return question;
}

TEST(RangesTest, WiderNarrowerReversed) {
  const struct {
    const char* was;
    const char* is;
    RangeChange change;
    RangeChange back;
  } cases[] = {
      {"kind: KIND_INTEGER", "kind: KIND_INTEGER", RangeChange::kNone, RangeChange::kNone},
      {"kind: KIND_INTEGER minimum: 0 maximum: 10", "kind: KIND_INTEGER minimum: 0 maximum: 11",
       RangeChange::kWider, RangeChange::kNarrower},
      {"kind: KIND_INTEGER minimum: 0", "kind: KIND_INTEGER", RangeChange::kWider,
       RangeChange::kNarrower},
      {"kind: KIND_INTEGER minimum: 0 maximum: 10", "kind: KIND_INTEGER minimum: 1 maximum: 20",
       RangeChange::kNarrower, RangeChange::kNarrower},
      {"kind: KIND_TEXT", "kind: KIND_TEXT maximum_bytes: 10000", RangeChange::kNone,
       RangeChange::kNone},
      {"kind: KIND_TEXT maximum_bytes: 500", "kind: KIND_TEXT", RangeChange::kWider,
       RangeChange::kNarrower},
      {"kind: KIND_FILE media_types: 'image/png'",
       "kind: KIND_FILE media_types: 'image/jpeg' media_types: 'image/png'", RangeChange::kWider,
       RangeChange::kNarrower},
      {"kind: KIND_FILE media_types: 'image/png' maximum_file_bytes: 1000",
       "kind: KIND_FILE media_types: 'image/jpeg'", RangeChange::kNarrower, RangeChange::kNarrower},
      {"kind: KIND_DECIMAL scale { start: '0' end: '1' step: '0.5' }",
       "kind: KIND_DECIMAL scale { start: '0.0' end: '1' step: '0.1' }", RangeChange::kWider,
       RangeChange::kNarrower},
      {"kind: KIND_DECIMAL scale { start: '1' end: '5' step: '1' }",
       "kind: KIND_DECIMAL scale { start: '5' end: '1' step: '1' }", RangeChange::kReversed,
       RangeChange::kReversed},
      {"kind: KIND_DECIMAL scale { start: '1' end: '5' step: '2' }",
       "kind: KIND_DECIMAL scale { start: '0' end: '6' step: '2' }", RangeChange::kNarrower,
       RangeChange::kNarrower},
      {"kind: KIND_INTEGER scale { start: '1' end: '5' step: '1' }", "kind: KIND_INTEGER",
       RangeChange::kWider, RangeChange::kNarrower},
      {"kind: KIND_INTEGER scale { start: 'x' end: '5' step: '1' }",
       "kind: KIND_INTEGER scale { start: 'y' end: '5' step: '1' }", RangeChange::kNarrower,
       RangeChange::kNarrower},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CompareRanges(Parse(c.was), Parse(c.is)), c.change) << c.was << " | " << c.is;
    EXPECT_EQ(CompareRanges(Parse(c.is), Parse(c.was)), c.back) << c.is << " | " << c.was;
  }
}

TEST(RangesTest, SaysWhatIsTaken) {
  EXPECT_EQ(RangeText(Parse("kind: KIND_DATE")), "");
  EXPECT_EQ(RangeText(Parse("kind: KIND_INTEGER minimum: -1 maximum: 7")), "from -1 to 7");
  EXPECT_EQ(RangeText(Parse("kind: KIND_TEXT maximum_bytes: 20")), "at most 20 bytes");
  EXPECT_EQ(RangeText(Parse("kind: KIND_FILE media_types: 'image/png' maximum_file_bytes: 9")),
            "image/png, at most 9 bytes");
}

}  // namespace
}  // namespace lotse::survey
