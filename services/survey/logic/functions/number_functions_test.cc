#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::HasSubstr;

class NumberFunctions : public Household {};

TEST_F(NumberFunctions, ComputeWhatTheSpecificationSays) {
  const Case cases[] = {
      {"number('')", "NaN"},
      {"number(' 1.5 ')", "1.5"},
      {"number('1e3')", "NaN"},
      {"number(true())", "1"},
      {"number(1 = 2)", "0"},
      {"number(${person}/age)", "36"},
      {"number(${person}/job)", "NaN"},
      {"number()", "NaN"},
      {"number('1970-01-02')", "1"},
      {"number('2026-03-02')", "20514"},
      {"number('1970-01-01T12:00')", "0.5"},
      {"number('2026-02-30')", "NaN"},
      {"int(1.9)", "1"},
      {"int(-1.9)", "-1"},
      {"int('x')", "NaN"},
      {"int('7.5')", "7"},
      {"sum(${person}/age)", "45"},
      {"sum(${person}/job/title)", "NaN"},
      {"sum(${person}[called = 'x']/age)", "0"},
      {"min(3, 1, 2)", "1"},
      {"max(3, 1, 2)", "3"},
      {"min(${person}/age)", "9"},
      {"max(${person}/age, 40)", "40"},
      {"max(-1)", "-1"},
      {"min(${person}[called = 'x']/age)", "NaN"},
      {"max(1, 'x')", "NaN"},
      {"max('x', 1)", "NaN"},
      {"round(1.5)", "2"},
      {"round(-1.5)", "-2"},
      {"round(2.5)", "3"},
      {"round(0.001)", "0"},
      {"round(-1.05)", "-1"},
      {"round('a')", "NaN"},
      {"round(1.234, 2)", "1.23"},
      {"round(1.234, 5)", "1.234"},
      {"round(23.7825, 1)", "23.8"},
      {"round(2.15, 1)", "2.2"},
      {"round(-1.475, 2)", "-1.48"},
      {"round(33.33, -1)", "30"},
      {"round(626.3, -3)", "1000"},
      {"round(-50.55, -2)", "-100"},
      {"round(23.7825, -2)", "0"},
      {"round(1.5, 'x')", "NaN"},
      {"round(1.5, 400)", "1.5"},
      {"round(1.5, -400)", "0"},
      {"round(1 div 0)", "Infinity"},
      {"pow(2, 10)", "1024"},
      {"pow(2, -1)", "0.5"},
      {"pow(-1, 0.5)", "NaN"},
      {"abs(-1.5)", "1.5"},
      {"abs('x')", "NaN"},
      {"abs('-3')", "3"},
      {"pow(0, 0)", "1"},
      {"pow(4, 0.5)", "2"},
      {"sum(${person}/called)", "NaN"},
      {"exp('x')", "NaN"},
      {"round(exp(1), 5)", "2.71828"},
      {"exp10(-2)", "0.01"},
      {"exp10('')", "NaN"},
      {"log(-1)", "NaN"},
      {"log10(0)", "-Infinity"},
      {"log10('')", "NaN"},
      {"cos(pi())", "-1"},
      {"cos('x')", "NaN"},
      {"tan(0)", "0"},
      {"asin(0)", "0"},
      {"asin(2)", "NaN"},
      {"atan(0)", "0"},
      {"round(atan(1 div 0), 4)", "1.5708"},
      {"atan2(0, 1)", "0"},
      {"round(atan2(-1, 0), 4)", "-1.5708"},
      {"sqrt(16)", "4"},
      {"sqrt(-1)", "NaN"},
      {"exp(0)", "1"},
      {"exp10(3)", "1000"},
      {"log(1)", "0"},
      {"log(0)", "-Infinity"},
      {"log10(1000)", "3"},
      {"round(pi(), 5)", "3.14159"},
      {"sin(0)", "0"},
      {"round(sin(pi() div 2), 10)", "1"},
      {"cos(0)", "1"},
      {"round(tan(pi() div 4), 10)", "1"},
      {"round(asin(1), 4)", "1.5708"},
      {"acos(1)", "0"},
      {"acos(2)", "NaN"},
      {"round(atan(1), 4)", "0.7854"},
      {"round(atan2(1, -1), 4)", "2.3562"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(NumberFunctions, Truth) {
  const Case cases[] = {
      {"true()", "true"},
      {"false()", "false"},
      {"not(true())", "false"},
      {"not('false')", "false"},
      {"not('')", "true"},
      {"boolean(0)", "false"},
      {"boolean(-0)", "false"},
      {"boolean('x' + 1)", "false"},
      {"boolean(-1)", "true"},
      {"boolean('')", "false"},
      {"boolean('false')", "true"},
      {"boolean(${person})", "true"},
      {"boolean(${person}[3])", "false"},
      // There, though it is empty.
      {"boolean(${total})", "true"},
      {"boolean-from-string('true')", "true"},
      {"boolean-from-string('1')", "true"},
      {"boolean-from-string(1)", "true"},
      {"boolean-from-string('false')", "false"},
      {"boolean-from-string('TRUE')", "false"},
      {"boolean-from-string('')", "false"},
      {"boolean-from-string(true())", "true"},
      {"boolean-from-string(2)", "false"},
      {"checklist(-1, 2, 1, 1, 0)", "true"},
      {"checklist(-1, 1, 1, 1, 0)", "false"},
      {"checklist(2, -1, true(), 1)", "true"},
      {"checklist(3, -1, true(), 1)", "false"},
      {"checklist(-1, -1)", "true"},
      {"checklist(1, -1)", "false"},
      // Above 0 as a number.
      {"checklist(1, 1, 'yes', -3, '2')", "true"},
      {"checklist(2, 2, ${person}/age)", "true"},
      {"weighted-checklist(3, 3, 1, 1, 1, 2)", "true"},
      {"weighted-checklist(3, 3, 1, 1, 0, 2)", "false"},
      {"weighted-checklist(-1, 2, 1, 1, 1, 2)", "false"},
      {"weighted-checklist(45, 45, ${person}/age, ${person}/age)", "true"},
      {"weighted-checklist(0, 0)", "true"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  EXPECT_THAT(Error("weighted-checklist(1, 2, 3)"), HasSubstr("got 3 arguments"));
}

// A condition that was stored is the text `false`, which is true.
TEST_F(NumberFunctions, AStoredFalseIsTrue) {
  Set("total", Text("1 > 2"));
  EXPECT_EQ(Text("if(${total}, 'yes', 'no')"), "yes");
  EXPECT_EQ(Text("if(boolean-from-string(${total}), 'yes', 'no')"), "no");
  EXPECT_EQ(Text("if(${total} = 'true', 'yes', 'no')"), "no");
}

TEST_F(NumberFunctions, IfComputesOneBranch) {
  const Case cases[] = {
      {"if(true(), 1, 2)", "1"},
      {"if(false(), 1, 2)", "2"},
      {"if(${n} = 7, 'seven', 'other')", "seven"},
      {"if('', 1, 2) + 1", "3"},
      // The type is that of the branch.
      {"not(if(${n} = 7, false(), ''))", "true"},
      {"count(if(${n} = 7, ${person}, ${job}))", "2"},
      {"if(${n} = 7, 'ok', digest('a', ${a}))", "ok"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(NumberFunctions, Random) {
  for (int i = 0; i < 100; ++i) {
    const double number = std::atof(Text("random()").c_str());
    EXPECT_GE(number, 0);
    EXPECT_LT(number, 1);
  }
  EXPECT_NE(Text("random()"), Text("random()"));
  EXPECT_TRUE(Compiled("random()", "a")->reads_random());
}

}  // namespace
}  // namespace lotse::survey::logic
