#include <gmock/gmock.h>

#include "cli/fake_services.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(DescribeTest, ShowsFieldsWithTypesAndAnnotations) {
  const CliResult result = RunCli({"describe", "Wave"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(StartsWith("message lotse.survey.v1alpha.Wave\n"),
                                ContainsRegex("  name +string +IDENTIFIER\n"),
                                ContainsRegex("  response_count +optional int32 +OUTPUT_ONLY\n"),
                                ContainsRegex("  instrument .*REQUIRED, IMMUTABLE, names a "
                                              "survey.lotse/Instrument\n")));
}

TEST(DescribeTest, ShowsOneofsRepeatedFieldsAndMessages) {
  const CliResult result = RunCli({"describe", "v1alpha.Answer"});
  EXPECT_THAT(result.out, ContainsRegex("  choice +string +one of value\n"));
  EXPECT_THAT(RunCli({"describe", "SubmitResponseRequest"}).out,
              HasSubstr("repeated lotse.survey.v1alpha.Answer"));
}

TEST(DescribeTest, ShowsRequestAndReplyOfAMethod) {
  const CliResult result = RunCli({"describe", "SurveyService/GetWave"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("request: message lotse.survey.v1alpha.GetWaveRequest"),
                                HasSubstr("reply: message lotse.survey.v1alpha.Wave")));
}

TEST(DescribeTest, ShowsValuesOfAnEnumeration) {
  EXPECT_THAT(RunCli({"describe", "Wave.State"}).out, HasSubstr("  STATE_OPEN\n"));
}

TEST(DescribeTest, AsksForMoreOfAnAmbiguousName) {
  const CliResult result = RunCli({"describe", "State"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("ambiguous"), HasSubstr("lotse.survey.v1alpha.Wave.State"),
                    HasSubstr("lotse.engagement.v1alpha.Phase.State")));
}

TEST(DescribeTest, WithJsonGivesOneDocument) {
  EXPECT_THAT(RunCli({"describe", "GetWaveRequest", "--json"}).out,
              R"({"message":"lotse.survey.v1alpha.GetWaveRequest","fields":[{"name":"name",)"
              R"("jsonName":"name","type":"string","notes":["REQUIRED",)"
              R"("names a survey.lotse/Wave"]}]})"
              "\n");
}

}  // namespace
}  // namespace lotse::cli
