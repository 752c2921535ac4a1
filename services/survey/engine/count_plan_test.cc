#include "services/survey/engine/count_plan.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "lotse/survey/v1alpha/survey.pb.h"
#include "services/survey/engine/quota_testing.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::SubmitResponseRequest;
using v1alpha::Wave;

std::vector<size_t> GroupsOf(const std::string& answers) {
  SubmitResponseRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(answers, &request)) << answers;
  return CountPlan(QuotaWave().quotas()).GroupsOf(request.answers());
}

TEST(CountPlan, AGroupIsThoseForWhomAllConditionsHold) {
  EXPECT_THAT(GroupsOf(""), IsEmpty());
  EXPECT_THAT(GroupsOf(R"(answers { code: "alter" choice: "u25" })"), IsEmpty());
  EXPECT_THAT(GroupsOf(R"(answers { code: "alter" choice: "u30" }
                          answers { code: "ort_a" choice: "ja" })"),
              ElementsAre(0));
  EXPECT_THAT(GroupsOf(R"(answers { code: "alter" choice: "ab30" }
                          answers { code: "ort_a" choice: "ja" }
                          answers { code: "teams" choices { codes: "amt" codes: "hof" } })"),
              ElementsAre(1));
  EXPECT_THAT(GroupsOf(R"(answers { code: "alter" choice: "u25" }
                          answers { code: "ort_a" choice: "ja" }
                          answers { code: "teams" choices { codes: "hof" } })"),
              ElementsAre(0, 1));
  EXPECT_THAT(GroupsOf(R"(answers { code: "teams" choices {} }
                          answers { code: "andere" choice: "u25" })"),
              IsEmpty());
}

TEST(CountPlan, KnowsPlansThatCountTheSame) {
  Wave wave = QuotaWave();
  const CountPlan plan(wave.quotas());
  ASSERT_EQ(plan.groups().size(), 2u);
  EXPECT_EQ(plan.groups()[0].code, "jung");
  EXPECT_EQ(plan.groups()[0].limit, 50);
  EXPECT_TRUE(plan.groups()[0].refuses);
  EXPECT_FALSE(plan.groups()[1].refuses);
  EXPECT_EQ(CountPlan(wave.quotas()).fingerprint(), plan.fingerprint());
  wave.mutable_quotas(1)->mutable_conditions(0)->set_options(0, "amt");
  EXPECT_NE(CountPlan(wave.quotas()).fingerprint(), plan.fingerprint());
}

}  // namespace
}  // namespace lotse::survey
