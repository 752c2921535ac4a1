#include "cli/script.h"

#include <gmock/gmock.h>

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::StatusOr<std::vector<ScriptStep>> Read(std::vector<sql::EmbeddedFile> files) {
  static const auto* frame =
      new ScriptFrame{absl::CivilMonth(2024, 10), {{"programme", "p"}, {"engagement", "e"}}};
  return ReadScript(files, *frame);
}

// Day, method and name or id of each step.
std::vector<std::string> Told(const std::vector<ScriptStep>& steps) {
  std::vector<std::string> told;
  for (const ScriptStep& step : steps) {
    std::string id = step.phase;
    for (const char* field : {"name", "needId"}) {
      const auto found = step.request.fields().find(field);
      if (found != step.request.fields().end()) id = found->second.string_value();
    }
    told.push_back(absl::FormatCivilTime(step.day) + " " + step.method->name() + " " + id);
  }
  return told;
}

constexpr char kTemplates[] = R"({"templates": {"need": [
  {"day": "$made", "call": "CreateNeed", "with": {"needId": "$id", "need": {"title": "Der $id, $priority", "priority": "$priority"}}},
  {"day": "$gone", "call": "DeleteNeed", "with": {"name": "$id"}}]}})";

TEST(ScriptTest, StepsComeByDayAndThenByPlace) {
  const auto steps = Read({{"0", kTemplates}, {"1", R"({"play": [
    {"template": "need", "same": {"made": "2-1"}, "columns": ["id", "priority", "gone"],
     "rows": [["b", 2, "3-1"], ["a", 1, "-"]]},
    {"day": "1-5", "call": "MoveEngagement", "with": {"name": "e", "step": "ENGAGEMENT_STEP_QUALIFY"}},
    {"day": "2-1", "gate": "t/ph", "open": "x y"}]})"}});
  ASSERT_TRUE(steps.ok()) << steps.status();
  EXPECT_THAT(Told(*steps),
              ElementsAre("2024-10-05 MoveEngagement programmes/p/engagements/e",
                          "2024-11-01 CreateNeed b", "2024-11-01 CreateNeed a",
                          "2024-11-01 UpdatePhase programmes/p/engagements/e/tracks/t/phases/ph",
                          "2024-12-01 DeleteNeed programmes/p/engagements/e/needs/b"));
  EXPECT_THAT((*steps)[3].open, ElementsAre("x", "y"));
  EXPECT_EQ((*steps)[1].where, "1, item 1, row b");
  // A cell keeps its type where it stands alone.
  const auto& need = (*steps)[1].request.fields().at("need").struct_value().fields();
  EXPECT_EQ(need.at("priority").number_value(), 2);
}

TEST(ScriptTest, NamesThePlaceOfWhatIsWrong) {
  for (const auto& [play, said] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"play": [)", "1: no JSON"},
           {R"({"play": [{"template": "goal"}]})", "1, item 1: no template goal"},
           {R"({"play": [{"template": "need", "columns": ["id"], "rows": [["a", "b"]]}]})",
            "1, item 1, row a: has 2 cells, not 1"},
           {R"({"play": [{"template": "need", "columns": ["id"], "rows": [["a"]]}]})",
            "nothing stands for $"},
           {R"({"play": [{"day": "1-1", "call": "CreateThing"}]})", "1, item 1: "},
           {R"({"play": [{"day": "soon", "call": "CreateNeed"}]})", "soon is no day"},
           {R"({"play": [{"day": "1-1", "call": "CreateNeed", "with": {"nedId": "x"}}]})",
            "CreateNeedRequest has no field nedId"}}) {
    const auto steps = Read({{"0", kTemplates}, {"1", play}});
    ASSERT_FALSE(steps.ok()) << play;
    EXPECT_THAT(std::string(steps.status().message()), HasSubstr(said));
  }
}

}  // namespace
}  // namespace lotse::cli
