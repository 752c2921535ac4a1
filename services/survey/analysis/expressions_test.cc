// Tables of questions that expressions decide on, as they leave the tabulator.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/follow_ups_testing.h"

namespace lotse::survey {
namespace {

using v1alpha::FrequencyTable;
using v1alpha::TabulateWaveResponse;

using ExpressionTables = FollowUpsTest;

std::string Relevant(const std::string& expression) {
  return absl::StrCat("logic { relevant: \"", expression, "\" } ");
}

// What an expression says that a condition can say too is told as of a condition.
TEST_F(ExpressionTables, ExpressionsThatConditionsCanSayAreConditions) {
  const std::vector<Group> groups = {{30, "q=a"}, {20, "q=b f=a"}, {20, "q=b f=b"}, {60, "q=c"}};
  std::vector<Group> few = groups;
  few.push_back({3, "q=b"});
  for (const char* expression : {"selected(${q}, 'b')", "${q} = 'b'", "${q} = 'b' or 'b' = ${q}"}) {
    const std::vector<std::string> asked = {Ask("q") + Ask("f", Relevant(expression))};
    EXPECT_EQ(Shown(asked, groups), "q130 f40") << expression;
    EXPECT_EQ(Shown(asked, few), "q133 f-") << expression;
    // Of what a group or a page is asked because of, the questions in it are.
    const std::vector<std::string> grouped = {Ask("q") + "questions { code: 'g' kind: KIND_GROUP " +
                                              Relevant(expression) + Ask("f") + "} "};
    EXPECT_EQ(Shown(grouped, groups), "q130 f40") << expression;
    EXPECT_EQ(Shown(grouped, few), "q133 f-") << expression;
    const std::vector<std::string> paged = {
        Ask("q"), absl::StrCat("code: 's' relevant: \"", expression, "\" ", Ask("f"))};
    EXPECT_EQ(Shown(paged, groups), "q130 f40") << expression;
    EXPECT_EQ(Shown(paged, few), "q133 f-") << expression;
  }
}

// Whom any other expression asks is in no table, so the base would tell it: also where all of them
// answered, and also of what is asked because of such a question.
TEST_F(ExpressionTables, WhomOtherExpressionsAskIsNotTold) {
  const std::string number = "questions { code: 'n' kind: KIND_INTEGER class_bounds: 10 } ";
  const std::vector<Group> groups = {
      {30, "q=a n#5"}, {20, "q=b n#20 f=a"}, {20, "q=b n#30 f=b"}, {60, "q=c n#7"}};
  for (const char* expression :
       {"${n} > 10", "selected(${q}, 'b') and ${n} > 10", "not(${n} <= 10)",
        "${q} = 'b' or ${n} > 10", "string-length(${q}) = 1 and ${n} >= 20"}) {
    EXPECT_EQ(Shown({Ask("q") + number + Ask("f", Relevant(expression))}, groups), "q130 n130 f-")
        << expression;
    EXPECT_EQ(Shown({Ask("q") + number,
                     absl::StrCat("code: 's' relevant: \"", expression, "\" ", Ask("f"))},
                    groups),
              "q130 n130 f-")
        << expression;
  }
  // Both have to hold: the condition alone would be told.
  EXPECT_EQ(
      Shown({Ask("q") + number + Ask("f", If("q", "ANY_CHOSEN", "b") + Relevant("${n} > 10"))},
            groups),
      "q130 n130 f-");
  std::vector<Group> next = groups;
  for (Group& group : next) {
    if (group.answers.find("f=a") != std::string::npos) group.answers += " h=a";
  }
  EXPECT_EQ(Shown({Ask("q") + number + Ask("f", Relevant("${n} > 10")) +
                   Ask("h", If("f", "ANY_CHOSEN", "a"))},
                  next),
            "q130 n130 f- h-");
}

// 43 are from "b" and were offered "b" and "c" only. Were the table told, 3 of them would be known
// to have left it out.
TEST_F(ExpressionTables, WhatIsOfferedBecauseOfAnswersIsNotTold) {
  const auto asked = [](const std::string& filter) {
    return std::vector<std::string>{
        Ask("q") + Ask("f", absl::StrCat("logic { option_filter: \"", filter, "\" } "))};
  };
  const std::vector<Group> groups = {
      {30, "q=a f=a"}, {20, "q=b f=b"}, {20, "q=b f=c"}, {3, "q=b"}, {60, "q=c f=a"}};
  EXPECT_EQ(Shown(asked("name = 'a' or ${q} = 'b'"), groups), "q133 f-");
  EXPECT_EQ(Shown(asked("name != 'd'"), groups), "q133 f133") << "the same for all";
}

// An order of all options is no choice of one.
TEST_F(ExpressionTables, ARankingHasNoTable) {
  const TabulateWaveResponse tables =
      Tables({Ask("q") + Ask("r", "", "RANKING") + Ask("f", If("r", "ANSWERED"))},
             {{30, "q=a f=a"}, {30, "q=b f=b"}});
  EXPECT_EQ(tables.tables(1).not_shown(), FrequencyTable::NOT_SHOWN_NO_CLASSES);
  EXPECT_EQ(tables.tables(2).not_shown(), FrequencyTable::NOT_SHOWN_CONDITION);
}

// A response can have any number of values for what is in a repeat, and none is in a table.
TEST_F(ExpressionTables, RepeatsAreInNoTable) {
  const std::string people = "questions { code: 'p' kind: KIND_REPEAT " + Ask("r") + "} ";
  EXPECT_EQ(Shown({Ask("q") + people + Ask("f", Relevant("count(${p}) > 1"))},
                  {{30, "q=a"}, {30, "q=b"}}),
            "q60 f-");
}

}  // namespace
}  // namespace lotse::survey
