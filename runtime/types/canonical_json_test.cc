#include "runtime/types/canonical_json.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "runtime/types/date.h"

namespace lotse::types {
namespace {

namespace v1alpha = reporting::v1alpha;

using ::testing::HasSubstr;

std::string Json(const google::protobuf::Message& message) {
  const absl::StatusOr<std::string> json = CanonicalJson(message);
  return json.ok() ? *json : json.status().ToString();
}

TEST(CanonicalJsonTest, SortsKeysAndLeavesOutWhatIsAbsent) {
  v1alpha::Document document;
  EXPECT_EQ(Json(document), "{}");
  document.set_title("T");
  document.set_language("de");
  *document.mutable_as_of_date() = ToDate(absl::CivilDay(2026, 11, 22));
  v1alpha::Section* section = document.add_sections();
  section->set_section_id("a");
  section->add_blocks()->mutable_paragraph()->set_kind(v1alpha::Paragraph::KIND_NOTE);
  EXPECT_EQ(Json(document),
            R"({"asOfDate":{"day":22,"month":11,"year":2026},"language":"de",)"
            R"("sections":[{"blocks":[{"paragraph":{"kind":"KIND_NOTE"}}],"sectionId":"a"}],)"
            R"("title":"T"})");
}

TEST(CanonicalJsonTest, WritesWhatIsSetToItsDefault) {
  v1alpha::Cell cell;
  cell.set_integer(0);
  EXPECT_EQ(Json(cell), R"({"integer":0})");
  cell.mutable_protected_();
  EXPECT_EQ(Json(cell), R"({"protected":{}})");
  survey::v1alpha::FrequencyRow row;
  row.set_count(0);
  EXPECT_EQ(Json(row), R"({"count":0})");
}

TEST(CanonicalJsonTest, EscapesWhatRfc8785EscapesAndNothingElse) {
  const struct {
    std::string text;
    std::string json;
  } cases[] = {
      {"\"\\/", R"("\"\\/")"},
      {"\b\t\n\f\r", R"("\b\t\n\f\r")"},
      {std::string("\0\x01\x1f\x7f", 4), "\"\\u0000\\u0001\\u001f\x7f\""},
      {"Größe € \U0001F642 \u202E", "\"Größe € \U0001F642 \u202E\""},
      {"</script>", "\"</script>\""},
  };
  for (const auto& c : cases) {
    google::protobuf::StringValue value;
    value.set_value(c.text);
    EXPECT_EQ(Json(value), "{\"value\":" + c.json + "}");
  }
}

TEST(CanonicalJsonTest, WritesEveryKindOfScalar) {
  google::protobuf::BytesValue bytes;
  bytes.set_value("\xff");
  EXPECT_EQ(Json(bytes), R"({"value":"/w=="})");
  google::protobuf::BoolValue truth;
  truth.set_value(true);
  EXPECT_EQ(Json(truth), R"({"value":true})");
  google::protobuf::UInt32Value small;
  small.set_value(4294967295u);
  EXPECT_EQ(Json(small), R"({"value":4294967295})");
  google::protobuf::Int32Value negative;
  negative.set_value(-7);
  EXPECT_EQ(Json(negative), R"({"value":-7})");
}

TEST(CanonicalJsonTest, RefusesIntegersThatANumberCannotHold) {
  google::protobuf::Int64Value value;
  const int64_t limit = (int64_t{1} << 53) - 1;
  value.set_value(limit);
  EXPECT_EQ(Json(value), R"({"value":9007199254740991})");
  value.set_value(-limit);
  EXPECT_EQ(Json(value), R"({"value":-9007199254740991})");
  for (const int64_t outside : {limit + 1, -limit - 1}) {
    value.set_value(outside);
    EXPECT_EQ(CanonicalJson(value).status().code(), absl::StatusCode::kInvalidArgument);
  }
  google::protobuf::UInt64Value large;
  large.set_value(uint64_t{1} << 63);
  EXPECT_THAT(Json(large), HasSubstr("value is not within"));
}

TEST(CanonicalJsonTest, WritesNumbersWithTheFewestDigits) {
  const struct {
    double number;
    std::string json;
  } cases[] = {
      {0, R"({})"},
      {-0.0, R"({"value":0})"},
      {1.5, R"({"value":1.5})"},
      {-0.5, R"({"value":-0.5})"},
      {3, R"({"value":3})"},
      {100, R"({"value":100})"},
      {0.1 + 0.2, R"({"value":0.30000000000000004})"},
      {1e-6, R"({"value":0.000001})"},
      {9007199254740991, R"({"value":9007199254740991})"},
  };
  google::protobuf::DoubleValue value;
  for (const auto& c : cases) {
    value.set_value(c.number);
    EXPECT_EQ(Json(value), c.json);
  }
  for (const double refused : {1e-7, -1e-7, 1e16, std::numeric_limits<double>::infinity(),
                               std::numeric_limits<double>::quiet_NaN()}) {
    value.set_value(refused);
    EXPECT_THAT(Json(value), HasSubstr("value is neither 0 nor within")) << refused;
  }
}

TEST(CanonicalJsonTest, WritesMapsInTheOrderOfTheirKeys) {
  google::protobuf::Struct map;
  EXPECT_EQ(Json(map), "{}");
  for (const char* key : {"z", "ä", "a", "", "B", "m"}) {
    (*map.mutable_fields())[key].set_bool_value(false);
  }
  EXPECT_EQ(Json(map), R"({"fields":{"":{"boolValue":false},"B":{"boolValue":false},)"
                       R"("a":{"boolValue":false},"m":{"boolValue":false},"z":{"boolValue":false},)"
                       R"("ä":{"boolValue":false}}})");
  google::protobuf::Struct other = map;
  (*other.mutable_fields())["a"].Clear();
  EXPECT_THAT(Json(other), HasSubstr(R"("a":{},"m")"));
}

TEST(CanonicalJsonTest, RefusesWhatHasNoCanonicalForm) {
  google::protobuf::FloatValue real;
  real.set_value(0.5);
  EXPECT_THAT(Json(real), HasSubstr("value is a floating-point number of 32 bits"));

  google::protobuf::Struct map;
  (*map.mutable_fields())["k"].set_number_value(1e-7);
  EXPECT_THAT(Json(map), HasSubstr("fields[k].number_value is neither 0 nor within"));

  google::protobuf::StringValue broken;
  broken.set_value("\xff");
  EXPECT_THAT(Json(broken), HasSubstr("value is not UTF-8"));

  v1alpha::Document document;
  document.add_sections();
  v1alpha::Section* section = document.add_sections();
  section->add_blocks()->mutable_paragraph()->set_kind(static_cast<v1alpha::Paragraph::Kind>(77));
  EXPECT_THAT(Json(document),
              HasSubstr("sections[1].blocks[0].paragraph.kind has no name for number 77"));

  v1alpha::Section unknown;
  unknown.GetReflection()->MutableUnknownFields(&unknown)->AddVarint(999, 1);
  EXPECT_THAT(Json(unknown), HasSubstr("has unknown fields"));
}

}  // namespace
}  // namespace lotse::types
