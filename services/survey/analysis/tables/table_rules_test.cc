#include "services/survey/analysis/tables/table_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/analysis/tables/table_cells.h"
#include "services/survey/analysis/tables/tables_testing.h"

namespace lotse::survey::tables {
namespace {

using testing::HasSubstr;
using v1alpha::Release;
using v1alpha::TableSpec;

// EveryKind, a scale of 0 to 10, and questions with many options.
v1alpha::Instrument Questionnaire() {
  v1alpha::Instrument instrument = EveryKind();
  auto* section = instrument.mutable_sections(0);
  const auto add = [&](const char* code, int options) {
    auto* question = section->add_questions();
    question->set_code(code);
    question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
    for (int i = 0; i < options; ++i) question->add_options()->set_code(absl::StrCat(i));
  };
  add("recommend", 11);
  add("street", 200);
  for (const char* code : {"house", "house_b", "house_c"}) add(code, 60);
  add("only", 1);
  return instrument;
}

class TableRules : public testing::Test {
 protected:
  TableRules() : instrument_(Questionnaire()), variables_(instrument_) {
    for (const char* code : {"unit", "age", "ways", "house", "street", "led", "only"}) {
      release_.add_break_variables(code);
    }
  }

  rpc::FieldViolations Check(const std::string& spec) const {
    return CheckTableSpec(Parse<TableSpec>(spec), "tables[1]", variables_, release_);
  }

  const v1alpha::Instrument instrument_;
  const TableVariables variables_;
  Release release_;
};

TEST_F(TableRules, TakeWhatFits) {
  const char* const specs[] = {
      "variables: 'unit'",
      "variables: 'ways' variables: 'unit' statistics: STATISTIC_SHARES",
      "variables: 'last' variables: 'unit' variables: 'age' statistics: STATISTIC_ASSOCIATION",
      "variables: 'last' filters { variable: 'ways' options: 'bus' options: 'car' }"
      "  filters { variable: 'age' options: '50' }",
      "variables: 'age' statistics: STATISTIC_LOCATION statistics: STATISTIC_TOP_BOX top_box: 1",
      "variables: 'car_age' statistics: STATISTIC_LOCATION scores { option: 'min' score: 1 }"
      "  scores { option: '8' score: 10 }",
      "variables: 'led' statistics: STATISTIC_LOCATION scores { option: 'yes' score: 1 }",
      "battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_RELIABILITY"
      "  scores { option: '1' score: -0.5 } scores { option: '2' score: 126.5 }",
      "variables: 'recommend' statistics: STATISTIC_NET_PROMOTER",
      "battery: 'grid_a' battery: 'grid_b' variables: 'unit' statistics: STATISTIC_RELIABILITY"
      "  reversed: 'grid_b' statistics: STATISTIC_LOCATION",
      "variables: 'unit' statistics: STATISTIC_REACH reference { option: 'a' population: 9 }"
      "  reference { option: 'c' population: 100 } parity_reference: 'c'",
  };
  for (const char* spec : specs) {
    const rpc::FieldViolations found = Check(spec);
    EXPECT_TRUE(found.empty()) << spec << ": " << found[0].field << " " << found[0].description;
  }
}

struct Wrong {
  const char* spec;
  const char* field;
  const char* description;
};

TEST_F(TableRules, SayWhatIsWrongAndWhatWouldBeRight) {
  const Wrong cases[] = {
      {"", "variables", "missing; name one to three variables, or a battery"},
      {"variables: 'unit' variables: 'age' variables: 'led' variables: 'house'", "variables",
       "too many; name one to three"},
      {"variables: 'units'", "variables[0]", "did you mean unit?"},
      {"variables: 'shoe_size_of'", "variables[0]", "give one of unit, ways, age, led"},
      {"variables: 'why'", "variables[0]", "cannot span a table: a text"},
      {"variables: 'grid'", "variables[0]", "a matrix; give the codes of its items"},
      {"variables: 'unit' variables: 'last'", "variables[1]",
       "not among the break_variables of the release; give one of unit, age"},
      {"variables: 'unit' variables: 'ways'", "variables[1]",
       "a multiple choice can only be the first variable"},
      {"variables: 'unit' variables: 'unit'", "variables[1]", "give each variable once"},
      {"variables: 'last' variables: 'unit' variables: 'age'"
       " filters { variable: 'led' options: 'yes' }",
       "filters", "has 4 dimensions; leave out all but 3"},
      {"variables: 'last' filters { variable: 'led' options: 'yes' }"
       " filters { variable: 'unit' options: 'a' } filters { variable: 'age' options: '50' }",
       "filters", "too many; give at most 2"},
      {"variables: 'led' filters { variable: 'led' options: 'yes' }", "filters[0].variable",
       "give each variable once"},
      {"variables: 'led' filters { variable: 'last' options: '1' }", "filters[0].variable",
       "not among the break_variables"},
      {"variables: 'led' filters { variable: 'unit' }", "filters[0].options", "missing"},
      {"variables: 'led' filters { variable: 'unit' options: 'a' options: 'a' }",
       "filters[0].options[1]", "give each option once"},
      {"variables: 'led' filters { variable: 'unit' options: 'd' }", "filters[0].options[0]",
       "no option of unit; give one of a, b, c"},
      {"variables: 'led' filters { variable: 'age' options: 'min' }", "filters[0].options[0]",
       "no option of age; give one of 10, 30, 50"},
      {"variables: 'led' filters { variable: 'unit' options: ['a', 'b', 'c'] }",
       "filters[0].options", "all options; leave some out"},
      {"battery: 'grid_a'", "battery", "give 2 to 50 items"},
      {"battery: 'grid_a' battery: 'grid_a'", "battery[1]", "give each variable once"},
      {"battery: 'grid_a' battery: 'led'", "battery[1]", "has other options than grid_a"},
      {"battery: 'grid_a' battery: 'ways'", "battery[1]", "not a choice of one option"},
      {"battery: 'grid_a' battery: 'grid_c'", "battery[1]", "did you mean grid_"},
      {"battery: 'grid_a' battery: 'grid_b' variables: 'unit' variables: 'age'", "variables",
       "beside a battery name one at most"},
      {"battery: 'grid_a' battery: 'grid_b' variables: 'last'", "variables[0]",
       "not among the break_variables"},
      {"variables: 'street' variables: 'house'", "", "has 12261 cells"},
      {"variables: 'street' filters { variable: 'house' options: ['1', '2'] }", "",
       "at most 10000 can be protected"},
  };
  for (const Wrong& wrong : cases) {
    const rpc::FieldViolations found = Check(wrong.spec);
    ASSERT_EQ(found.size(), 1u) << wrong.spec;
    const std::string field(wrong.field);
    EXPECT_EQ(found[0].field, field.empty() ? "tables[1]" : absl::StrCat("tables[1].", field));
    EXPECT_THAT(found[0].description, HasSubstr(wrong.description));
  }
}

TEST_F(TableRules, SayWhichStatisticDoesNotFit) {
  const Wrong cases[] = {
      {"variables: 'unit' statistics: 99", "statistics[0]", "unknown"},
      {"variables: 'unit' statistics: STATISTIC_UNSPECIFIED", "statistics[0]", "unknown"},
      {"variables: 'unit' statistics: STATISTIC_SHARES statistics: STATISTIC_SHARES",
       "statistics[1]", "give each statistic once"},
      {"variables: 'unit' statistics: STATISTIC_ASSOCIATION", "statistics[0]",
       "needs two variables"},
      {"variables: 'ways' variables: 'unit' statistics: STATISTIC_ASSOCIATION", "statistics[0]",
       "not for a multiple choice"},
      {"battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_ASSOCIATION", "statistics[0]",
       "needs two variables"},
      {"variables: 'ways' statistics: STATISTIC_LOCATION", "statistics[0]",
       "not for a multiple choice"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION", "scores",
       "the codes of unit are no whole numbers"},
      {"variables: 'unit' scores { option: 'a' score: 1 }", "scores", "no statistic uses them"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION scores { option: 'd' score: 1 }",
       "scores[0].option", "give one of a, b, c"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION scores { option: 'a' score: 1 }"
       " scores { option: 'a' score: 2 }",
       "scores[1].option", "give each option once"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION scores { option: 'a' score: 1000001 }",
       "scores[0].score", "give -1000000 to 1000000"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION scores { option: 'a' score: 0.0625 }",
       "scores[0].score", "at most three digits behind the point"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION scores { option: 'a' score: nan }",
       "scores[0].score", "give -1000000 to 1000000"},
      {"variables: 'unit' statistics: STATISTIC_LOCATION scores { option: 'a' score: -inf }",
       "scores[0].score", "give -1000000 to 1000000"},
      {"variables: 'grid_a' statistics: STATISTIC_NET_PROMOTER", "scores",
       "needs the scores 0 to 10"},
      {"variables: 'grid_a' statistics: STATISTIC_TOP_BOX top_box: 3", "top_box",
       "there are 3 scores; give 1 to 2"},
      {"variables: 'grid_a' statistics: STATISTIC_TOP_BOX top_box: -1", "top_box",
       "give 1 or more"},
      {"variables: 'only' statistics: STATISTIC_TOP_BOX", "top_box", "all have the same score"},
      {"variables: 'grid_a' top_box: 1", "top_box", "only for STATISTIC_TOP_BOX"},
      {"variables: 'grid_a' statistics: STATISTIC_RELIABILITY", "statistics[0]", "needs a battery"},
      {"battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_RELIABILITY"
       " scores { option: '1' score: 0 } scores { option: '2' score: 255 }",
       "scores", "may be 254 above the smallest"},
      {"battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_RELIABILITY"
       " scores { option: '1' score: 0.001 } scores { option: '2' score: 1 }",
       "scores", "as many smaller steps"},
      {"battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_RELIABILITY"
       " filters { variable: 'unit' options: 'a' } filters { variable: 'age' options: '50' }",
       "statistics[0]", "leave out a filter, or the statistic"},
      {"battery: 'house' battery: 'house_b' battery: 'house_c' statistics: STATISTIC_RELIABILITY",
       "battery", "give fewer items"},
      {"battery: 'grid_a' battery: 'grid_b' reversed: 'grid_a'", "reversed", "leave it out"},
      {"battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_LOCATION reversed: 'led'",
       "reversed[0]", "no item of the battery; give one of grid_a, grid_b"},
      {"battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_LOCATION reversed: 'grid_a'"
       " reversed: 'grid_a'",
       "reversed[1]", "give each item once"},
      {"variables: 'unit' statistics: STATISTIC_REACH", "reference", "missing"},
      {"variables: 'ways' statistics: STATISTIC_REACH reference { option: 'car' population: 3 }",
       "statistics[0]", "of which each person gives one answer"},
      {"variables: 'unit' reference { option: 'a' population: 3 }", "reference",
       "only for STATISTIC_REACH"},
      {"variables: 'unit' parity_reference: 'a'", "parity_reference", "only for STATISTIC_REACH"},
      {"variables: 'unit' statistics: STATISTIC_REACH reference { option: 'x' population: 3 }",
       "reference[0].option", "give one of a, b, c"},
      {"variables: 'unit' statistics: STATISTIC_REACH reference { option: 'a' population: 3 }"
       " reference { option: 'b' population: -1 }",
       "reference[1].population", "give 0 to 1000000000"},
      {"variables: 'unit' statistics: STATISTIC_REACH reference { option: 'a' }", "reference",
       "nobody belongs to the population"},
      {"variables: 'unit' statistics: STATISTIC_REACH reference { option: 'a' population: 3 }"
       " parity_reference: 'b'",
       "parity_reference", "no category with people in the reference; give a"},
  };
  for (const Wrong& wrong : cases) {
    const rpc::FieldViolations found = Check(wrong.spec);
    ASSERT_EQ(found.size(), 1u) << wrong.spec;
    EXPECT_EQ(found[0].field, absl::StrCat("tables[1].", wrong.field)) << wrong.spec;
    EXPECT_THAT(found[0].description, HasSubstr(wrong.description)) << wrong.spec;
  }
}

TEST_F(TableRules, SayEverythingAtOnce) {
  const rpc::FieldViolations found =
      Check("variables: 'unti' variables: 'last' filters { variable: 'agee' options: '1' }");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_THAT(found[0].description, HasSubstr("did you mean unit?"));
  EXPECT_EQ(found[1].field, "tables[1].variables[1]");
  EXPECT_EQ(found[2].field, "tables[1].filters[0].variable");
}

TEST_F(TableRules, RepeatNothingOfWhatWasGiven) {
  TableSpec spec;
  spec.add_variables(std::string(100'000, '<'));
  spec.add_filters()->set_variable("unit");
  for (int i = 0; i < 5000; ++i) spec.mutable_filters(0)->add_options("<script>");
  const auto found = CheckTableSpec(spec, "tables[0]", variables_, release_);
  EXPECT_LE(found.size(), 1000u);
  for (const auto& violation : found) {
    EXPECT_THAT(violation.description, testing::Not(HasSubstr("<")));
    EXPECT_LT(violation.description.size(), 500u);
  }
}

TEST_F(TableRules, WithoutBreakVariablesNothingIsBrokenDown) {
  release_.clear_break_variables();
  EXPECT_TRUE(Check("variables: 'unit'").empty());
  const auto found = Check("variables: 'unit' variables: 'age'");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].description, HasSubstr("the release has no break_variables"));
}

TEST_F(TableRules, CountCellsAsManyAsThereCanBe) {
  const std::pair<const char*, int64_t> cases[] = {
      {"variables: 'unit'", 4},
      {"variables: 'led' variables: 'unit'", 16},
      {"variables: 'unit' filters { variable: 'led' options: 'yes' }", 4},
      {"battery: 'house' battery: 'house_b'", 122},
      {"battery: 'house' battery: 'house_b' statistics: STATISTIC_RELIABILITY", 122 + 61 * 61},
  };
  for (const auto& [spec, cells] : cases) {
    EXPECT_EQ(CellsOf(Parse<TableSpec>(spec), variables_), cells) << spec;
  }
}

TEST_F(TableRules, LimitWhatACallAndAWaveMayHave) {
  EXPECT_TRUE(CheckCells(100'000, 900'000, 100'000).empty());
  EXPECT_TRUE(CheckCells(100'000, 1'000'001, 0).empty()) << "they are all there already";
  ASSERT_EQ(CheckCells(100'001, 0, 1).size(), 1u);
  EXPECT_THAT(CheckCells(100'001, 0, 1)[0].description, HasSubstr("ask for fewer tables"));
  ASSERT_EQ(CheckCells(2, 999'999, 2).size(), 1u);
  EXPECT_EQ(CheckCells(2, 999'999, 2)[0].field, "tables");
  EXPECT_THAT(CheckCells(2, 999'999, 2)[0].description, HasSubstr("it takes 1000000"));
  EXPECT_TRUE(CheckReplyBytes(32 << 20).empty());
  ASSERT_EQ(CheckReplyBytes((32 << 20) + 1).size(), 1u);
  EXPECT_THAT(CheckReplyBytes((32 << 20) + 1)[0].description, HasSubstr("fewer tables at once"));
}

}  // namespace
}  // namespace lotse::survey::tables
