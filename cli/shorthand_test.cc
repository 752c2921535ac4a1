#include "cli/shorthand.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>

#include "cli/catalog.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::CreateGoalRequest;
using engagement::v1alpha::CreateMeasurementRequest;
using engagement::v1alpha::CreateMeasureRequest;
using ::testing::HasSubstr;

const ScriptFrame& Frame() {
  static const auto* frame =
      new ScriptFrame{absl::CivilMonth(2024, 10),
                      {{"programme", "p"}, {"administration", "a"}, {"engagement", "e"}}};
  return *frame;
}

// Writes `json` out and reads it as a request.
template <class Request>
absl::StatusOr<Request> Read(const std::string& json) {
  google::protobuf::Struct fields;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &fields).ok()) << json;
  if (absl::Status s = WriteOut(*Request::descriptor(), Frame(), &fields); !s.ok()) return s;
  std::string written;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(fields, &written).ok());
  Request request;
  const auto parsed = google::protobuf::util::JsonStringToMessage(written, &request);
  EXPECT_TRUE(parsed.ok()) << written << "\n" << parsed.ToString();
  return request;
}

TEST(ScriptDayTest, CountsMonthsFromTheFirst) {
  EXPECT_EQ(*ScriptDay("1-1", Frame()), absl::CivilDay(2024, 10, 1));
  EXPECT_EQ(*ScriptDay("14-30", Frame()), absl::CivilDay(2025, 11, 30));
  EXPECT_EQ(*ScriptDay("5-31", Frame()), absl::CivilDay(2025, 2, 28))
      << "the last of a shorter month";
  EXPECT_EQ(*ScriptDay("0-15", Frame()), absl::CivilDay(2024, 9, 15));
  EXPECT_EQ(*ScriptDay("-1-2", Frame()), absl::CivilDay(2024, 8, 2));
  for (const char* text : {"", "-", "8", "8-", "8-0", "8-32", "x-1", "1-x"}) {
    EXPECT_FALSE(ScriptDay(text, Frame()).ok()) << text;
  }
}

TEST(ScriptNameTest, PutsTheFrameBefore) {
  EXPECT_EQ(*ScriptName("engagement.lotse/Phase", false, "t/ph", Frame()),
            "programmes/p/engagements/e/tracks/t/phases/ph");
  EXPECT_EQ(*ScriptName("engagement.lotse/OrgUnit", false, "u", Frame()),
            "administrations/a/orgUnits/u");
  EXPECT_EQ(*ScriptName("engagement.lotse/Engagement", false, "other", Frame()),
            "programmes/p/engagements/other");
  EXPECT_EQ(*ScriptName("engagement.lotse/Goal", true, "", Frame()), "programmes/p/engagements/e");
  EXPECT_EQ(*ScriptName("engagement.lotse/Goal", false, "programmes/p/goals/g", Frame()),
            "programmes/p/goals/g");
  EXPECT_FALSE(ScriptName("engagement.lotse/Phase", false, "t", Frame()).ok());
  EXPECT_FALSE(ScriptName("engagement.lotse/Phase", false, "t/ph/x", Frame()).ok());
  EXPECT_FALSE(ScriptName("engagement.lotse/Nothing", false, "x", Frame()).ok());
}

TEST(WriteOutTest, GoesByTheTypeOfTheField) {
  const auto read = Read<CreateGoalRequest>(R"({"goalId": "g", "goal": {
    "title": "Ziel", "level": "LEVEL_ACTION", "parentGoal": "above", "dueDate": "2-3",
    "needs": "n1 | n2", "contentLevel": "c-01-v1/product", "description": "-",
    "targetGroups": ["c-05-v1/offer-migrants"]}})");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->parent(), "programmes/p/engagements/e");
  const auto& goal = read->goal();
  EXPECT_EQ(goal.title().variants(0).text(), "Ziel");
  EXPECT_EQ(goal.title().variants(0).language(), "de");
  EXPECT_EQ(goal.parent_goal(), "programmes/p/engagements/e/goals/above");
  EXPECT_EQ(goal.due_date().year() * 10000 + goal.due_date().month() * 100 + goal.due_date().day(),
            20241103);
  EXPECT_THAT(goal.needs(), testing::ElementsAre("programmes/p/engagements/e/needs/n1",
                                                 "programmes/p/engagements/e/needs/n2"));
  EXPECT_EQ(goal.content_level().list() + " " + goal.content_level().code(),
            "codeLists/c-01-v1 product");
  EXPECT_EQ(goal.target_groups(0).code(), "offer-migrants");
  EXPECT_FALSE(goal.has_description()) << "a hyphen is nothing";
}

TEST(WriteOutTest, EffortOfSeveralMonths) {
  const auto read = Read<CreateMeasureRequest>(
      R"({"measureId": "m", "measure": {"efforts": "u 3-4 2.5 | v 5 1"}})");
  ASSERT_TRUE(read.ok()) << read.status();
  std::string efforts;
  for (const auto& effort : read->measure().efforts()) {
    efforts += effort.org_unit() + " " + std::to_string(effort.year()) + "-" +
               std::to_string(effort.month()) + " " + effort.days().value() + "\n";
  }
  EXPECT_EQ(efforts,
            "administrations/a/orgUnits/u 2024-12 2.5\n"
            "administrations/a/orgUnits/u 2025-1 2.5\n"
            "administrations/a/orgUnits/v 2025-2 1\n");
}

TEST(WriteOutTest, ParentThatTheFrameDoesNotSay) {
  const auto read = Read<CreateMeasurementRequest>(
      R"({"parent": "i", "measurementId": "q1", "measurement": {"value": "2.50"}})");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->parent(), "programmes/p/engagements/e/indicators/i");
  EXPECT_EQ(read->measurement().value().value(), "2.50");
  // Without it nothing is made up.
  EXPECT_EQ(Read<CreateMeasurementRequest>(R"({"measurementId": "q1"})")->parent(), "");
}

TEST(WriteOutTest, NamesWhatIsWrong) {
  for (const auto& [json, said] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"goals": {}})", "CreateGoalRequest has no field goals"},
           {R"({"goal": {"titel": "x"}})", "goal: Goal has no field titel"},
           {R"({"goal": {"dueDate": "tomorrow"}})", "goal: dueDate: tomorrow is no day"},
           {R"({"goal": {"contentLevel": "product"}})", "give LIST/CODE"},
           {R"({"goal": {"parentGoal": "a/b"}})", "has too many ids"}}) {
    const auto read = Read<CreateGoalRequest>(json);
    ASSERT_FALSE(read.ok()) << json;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(said));
  }
}

}  // namespace
}  // namespace lotse::cli
