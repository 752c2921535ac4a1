#include "services/survey/logic/program/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Evaluating : public Household {};

TEST_F(Evaluating, Operators) {
  const Case cases[] = {
      {"1 + 2 * 3", "7"},
      {"(1 + 2) * 3", "9"},
      {"10 - 2 - 3", "5"},
      {"7 div 2", "3.5"},
      {"1 div 0", "Infinity"},
      {"-1 div 0", "-Infinity"},
      {"0 div 0", "NaN"},
      {"5 mod 2", "1"},
      {"5 mod -2", "1"},
      {"-5 mod 2", "-1"},
      {"-5 mod -2", "-1"},
      {"1.5 mod 0.5", "0"},
      {"5 mod 0", "NaN"},
      {"--1", "1"},
      {"-'x'", "NaN"},
      {"-'7'", "-7"},
      {"'3' + '4'", "7"},
      {"true() + true()", "2"},
      {"'' + 1", "NaN"},
      {"${n} + 1", "8"},
      {"${total} + 1", "NaN"},
      {"0.1 + 0.2", "0.30000000000000004"},
      {"1 or 0", "true"},
      {"0 or ''", "false"},
      {"1 and 'false'", "true"},
      {"1 and ''", "false"},
      {"1 or digest('a', ${a})", "true"},
      {"0 and digest('a', ${a})", "false"},
      {"1 = 1 = 1", "true"},
      {"2 = 2 = 0", "false"},
      {"3 > 2 > 1", "false"},
      {"1 < 2 = true()", "true"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

// Section 3.4 of XPath 1.0.
TEST_F(Evaluating, Comparisons) {
  const Case cases[] = {
      {"1 = '1'", "true"},
      {"1 = '1.0'", "true"},
      {"'1' = '1.0'", "false"},
      {"'a' = 'A'", "false"},
      {"'a' < 'b'", "false"},
      {"'1' < '2'", "true"},
      {"'10' < '9'", "false"},
      {"1 = true()", "true"},
      {"2 = true()", "true"},
      {"'x' = true()", "true"},
      {"'' = false()", "true"},
      {"'false' = true()", "true"},
      {"true() > false()", "true"},
      {"0 div 0 = 0 div 0", "false"},
      {"0 div 0 != 0 div 0", "true"},
      {"0 div 0 < 1", "false"},
      {"-0 = 0", "true"},
      {"'' = 0", "false"},
      {"'' != 0", "true"},
      // Node sets: whether one of them does.
      {"${person}/age = 36", "true"},
      {"${person}/age = 9", "true"},
      {"${person}/age != 9", "true"},
      {"not(${person}/age = 10)", "true"},
      {"${person}/age > 30", "true"},
      {"30 < ${person}/age", "true"},
      {"40 < ${person}/age", "false"},
      {"40 >= ${person}/age", "true"},
      {"36 <= ${person}/age", "true"},
      {"${person}/called = 'Bo'", "true"},
      {"'Bo' != ${person}/called", "true"},
      {"${person}/called = ${person}/called", "true"},
      {"${person}/called != ${person}/called", "true"},
      {"${person}/age < ${person}/age", "true"},
      {"${a} != ${a}", "false"},
      {"${person} = true()", "true"},
      {"${person}[3] = false()", "true"},
      {"${person}[3]/age = ''", "false"},
      {"${person}[3]/age != ''", "false"},
      {"${total} = ''", "true"},
      {"${total} = 0", "false"},
      {"${total} < 1", "false"},
      {"${n} = 7", "true"},
      {"${n} = '7'", "true"},
      {"${n} = '7.0'", "false"},
      {"${birth} = '1990-05-06T00:00:00'", "true"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(Evaluating, Paths) {
  const Case cases[] = {
      {".", "x y"},
      {"current()", "x y"},
      {"../n", "7"},
      {"./../n", "7"},
      {"/data/n", "7"},
      {"/data/household/street", "Hauptstr. 1"},
      {"../household/person[2]/called", "Bo"},
      {"../household/person[age < 18]/called", "Bo"},
      {"../household/person[age < 18 and called = 'Ada']/called", ""},
      {"../household/person[job]/called", "Ada"},
      {"../household/person[not(job)]/called", "Bo"},
      {"../household/person/job[2]/title", "counter"},
      {"../household/person/job[title = 'counter']/../called", "Ada"},
      {"(../household/person/age)[2]", "9"},
      {"count(../household/person/job/..)", "1"},
      {"count(../household/*)", "3"},
      {"count(../household/node())", "3"},
      {"count(../*)", "7"},
      {"../child::household/child::person[position() = last()]/child::age", "9"},
      {"self::a", "x y"},
      {"self::node()[. = 'x y']", "x y"},
      {"self::*", "x y"},
      {"parent::node()/n", "7"},
      {"parent::data/n", "7"},
      {"${person}[called = current()]/age", ""},
      {"${person}[2][1]/called", "Bo"},
      {"${person}[1][2]/called", ""},
      {"${person}[age = 36][called = 'Ada']/job[1]/title", "poet"},
      {"${person}[count(job) = 2]/called", "Ada"},
      {"join(' ', ${title} | ${a} | ${called})", "x y Ada poet counter Bo"},
      {"join(' ', (${n} | ${a})[1])", "x y"},
      {"string(${household})", "Hauptstr. 1Ada36poetcounterBo9"},
      {"count(${person}/job | ${person})", "4"},
      {"count(current()/..)", "1"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(Evaluating, ReferencesFindTheNearestInstance) {
  EXPECT_EQ(Text("${called}", "age", 1), "Ada");
  EXPECT_EQ(Text("${called}", "age", 2), "Bo");
  EXPECT_EQ(Text("${called}", "title", 1, 2), "Ada");
  EXPECT_EQ(Text("/data/household/person/called", "age", 2), "Bo");
  EXPECT_EQ(Text("/data/household/person[1]/called", "age", 2), "Ada");
  EXPECT_EQ(Text("${street}", "title", 1, 1), "Hauptstr. 1");
  EXPECT_EQ(Text("${a}", "age", 2), "x y");
  // From outside: all of them, as a text the first.
  EXPECT_EQ(Text("${age}", "street"), "36");
  EXPECT_EQ(Text("sum(${age})", "street"), "45");
  EXPECT_EQ(Text("sum(${age})", "called", 2), "9");
  // A repeat is all its instances, also from within.
  EXPECT_EQ(Text("count(${person})", "age", 2), "2");
  EXPECT_EQ(Text("sum(${person}/age)", "called", 2), "45");
  EXPECT_EQ(Text("count(${person})", "person", 2), "2");
  // Those of the same person only.
  EXPECT_EQ(Text("count(${job})", "age", 1), "2");
  EXPECT_EQ(Text("count(${job})", "age", 2), "0");
  EXPECT_EQ(Text("${person}[position() = position(current()/..) - 1]/age", "age", 2), "36");
  EXPECT_EQ(Text("../age", "called", 2), "9");
  EXPECT_EQ(Text("../../person[position() = 1]/age", "called", 2), "36");
  EXPECT_EQ(Text("../title", "title", 1, 2), "counter");
  EXPECT_EQ(Text("."), "x y");
  EXPECT_EQ(Text(". * 2", "age", 2), "18");
}

TEST_F(Evaluating, NodesThatAreNotAskedAreLeftOut) {
  EXPECT_EQ(Text("count(${person})"), "2");
  const NodeId bo = instance_.Children(At("household"), Id("person"))[1];
  instance_.set_relevant(bo, false);
  EXPECT_EQ(Text("count(${person})"), "1");
  EXPECT_EQ(Text("sum(${age})"), "36");
  EXPECT_EQ(Text("indexed-repeat(${age}, ${person}, 2)"), "");
  EXPECT_EQ(Text("string(${household})"), "Hauptstr. 1Ada36poetcounter");
  EXPECT_EQ(Text("count(${n} | ${a})"), "2");
  instance_.set_relevant(At("n"), false);
  EXPECT_EQ(Text("count(${n})"), "0");
  EXPECT_EQ(Text("sum(${n})"), "0");
  EXPECT_EQ(Text("count(${n} | ${a})"), "1");
  EXPECT_EQ(Text("(${n} | ${a}) = 7"), "false");
  instance_.set_relevant(At("household"), false);
  EXPECT_EQ(Text("count(${person})"), "0");
  EXPECT_EQ(Text("count(${street})"), "0");
  EXPECT_EQ(Text("count(../household)"), "0");
}

// As JavaRosa and the engine of ODK Web Forms have it: the value of a question that is not asked is
// the empty text, whatever was answered before.
TEST_F(Evaluating, WhatIsNotAskedIsEmpty) {
  const Case cases[] = {
      {"${n} = ''", "true"},
      {"${n} != 'yes'", "true"},
      {"${n} != 7", "true"},
      {"${n} = 7", "false"},
      {"${n} < 8", "false"},
      {"not(${n} = 7)", "true"},
      {"7 != ${n}", "true"},
      {"../n != 7", "true"},
      {"/data/n != 7", "true"},
      {"current()/../n != 7", "true"},
      {"if(true(), ${n}, ${a}) != 7", "true"},
      {"if(${n} = 7, 'x', ${n}) = ''", "true"},
      {"${n} = ${total}", "true"},
      {"${n} = true()", "false"},
      {"coalesce(${n}, 'none')", "none"},
      {"string(${n})", ""},
      {"number(${n})", "NaN"},
      {"boolean(${n})", "false"},
      {"../n + 1", "NaN"},
      {"-${n}", "NaN"},
      {"max(${n}, 1)", "NaN"},
      {"join('-', ${n}, ${a})", "-x y"},
      {"selected(${n}, '7')", "false"},
      {"string-length(${n})", "0"},
      {"count(instance('regions')/root/item[country = ${n}])", "0"},
      {"count(instance('regions')/root/item[country != ${n}])", "3"},
      // What is in an instance of a repeat is empty there; from outside it is left out.
      {"count(${person}[age != 9])", "2"},
      {"${age} != 36", "false"},
      {"${person}/age != 36", "false"},
      {"${person}[2]/age != 36", "false"},
      {"indexed-repeat(${age}, ${person}, 2) != 36", "false"},
  };
  instance_.set_relevant(At("n"), false);
  instance_.set_relevant(At("age", 2), false);
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  EXPECT_EQ(Text("${age} != 36", "called", 2), "true");
  EXPECT_EQ(Text("../age = ''", "called", 2), "true");
  EXPECT_EQ(Text("${title} = ''", "age", 2), "false");
  // A group that is not asked, and a question in it.
  instance_.set_relevant(At("household"), false);
  EXPECT_EQ(Text("${household} = ''"), "true");
  EXPECT_EQ(Text("${street} = ''"), "true");
  EXPECT_EQ(Text("../household/street != 'Hauptstr. 1'"), "true");
}

TEST_F(Evaluating, FiltersOptions) {
  const Scope scope = {Id("a"), *tree_.FindList("regions")};
  const auto offered = [&](absl::string_view filter) {
    const auto program = Compile(filter, tree_, scope);
    EXPECT_TRUE(program.ok()) << program.status();
    std::string codes;
    const ListTable& list = tree_.list(scope.list);
    for (std::size_t row = 0; row < list.rows(); ++row) {
      const Site site = {&instance_, At("a"), static_cast<int>(row)};
      if (*EvaluateBoolean(*program, site, environment_)) {
        absl::StrAppend(&codes, list.Cell(row, 0), " ");
      }
    }
    return codes;
  };
  EXPECT_EQ(offered("country = 'de'"), "by be ");
  EXPECT_EQ(offered("name != 'zh' and label != 'Bayern'"), "be ");
  EXPECT_EQ(offered("position() < 3"), "by zh ");
  EXPECT_EQ(offered("position() = last()"), "be ");
  EXPECT_EQ(offered("string-length(./label) > 6"), "");
  Set("a", "ch");
  EXPECT_EQ(offered("country = ${a}"), "zh ");
  EXPECT_EQ(offered("country = current()"), "zh ");
  EXPECT_EQ(offered("country = current()/../a"), "zh ");
}

TEST_F(Evaluating, GivesWhatIsAskedFor) {
  const Program nodes = *Compiled("${person}/age", "a");
  const Site site = {&instance_, At("a")};
  EXPECT_EQ(EvaluateNumber(nodes, site, environment_).value(), 36);
  EXPECT_EQ(EvaluateText(nodes, site, environment_).value(), "36");
  EXPECT_TRUE(EvaluateBoolean(nodes, site, environment_).value());
  EXPECT_THAT(EvaluateNodes(nodes, site, environment_).value(),
              ElementsAre(Node::OfResponse(At("age", 1)), Node::OfResponse(At("age", 2))));
  const Program text = *Compiled("'x'", "a");
  EXPECT_TRUE(std::isnan(EvaluateNumber(text, site, environment_).value()));
  EXPECT_TRUE(absl::IsInvalidArgument(EvaluateNodes(text, site, environment_).status()));
}

TEST_F(Evaluating, HasABudget) {
  const NodeId household = At("household");
  for (int i = 0; i < 2000; ++i) instance_.AddInstance(household, Id("person"));
  const Site site = {&instance_, At("a")};
  const Program count = *Compiled("count(${person})", "a");
  EXPECT_EQ(EvaluateNumber(count, site, environment_).value(), 2002);
  EXPECT_TRUE(absl::IsResourceExhausted(EvaluateNumber(count, site, environment_, 1000).status()));
  // Every person with every other: 4 million.
  const Program square = *Compiled("count(${person}[count(${person}/age) > 0])", "a");
  const auto refused = EvaluateNumber(square, site, environment_);
  EXPECT_TRUE(absl::IsResourceExhausted(refused.status()));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("takes more steps than it may"));
  const Program pairs = *Compiled("${person}/age < ${person}/called", "a");
  EXPECT_TRUE(absl::IsResourceExhausted(EvaluateBoolean(pairs, site, environment_).status()));
}

TEST_F(Evaluating, HasALimitOfText) {
  Set("a", std::string(600'000, 'x'));
  EXPECT_THAT(Text("concat(${a}, ${a})"), HasSubstr("a text of more than 1048576 bytes"));
  EXPECT_THAT(Text("join(${a}, 'a', 'b', 'c')"), HasSubstr("a text of more than 1048576 bytes"));
  EXPECT_EQ(Text("string-length(concat(${a}, 'y'))"), "600001");
}

TEST_F(Evaluating, TakesTheHighestExpressions) {
  std::string sum = "${n}", chain = "0", nested = "${n}";
  for (int i = 1; i < 600; ++i) sum += " + ${n}";
  for (int i = 0; i < 3000; ++i) chain += " or 0";
  for (int i = 0; i < 99; ++i) nested = "if(1 = 2, 0, " + nested + ")";
  EXPECT_EQ(Text(sum), "4200");
  EXPECT_EQ(Text(chain), "false");
  EXPECT_EQ(Text(nested), "7");
}

TEST_F(Evaluating, ErrorsHoldNoAnswers) {
  Set("a", "secret");
  for (const char* expression : {"digest('x', ${a})", "regex('x', concat('(', ${a}))",
                                 "format-date(today(), concat('%Q', ${a}))"}) {
    const auto program = Compiled(expression, "n");
    const auto status = EvaluateText(*program, {&instance_, At("n")}, environment_).status();
    EXPECT_FALSE(status.ok()) << expression;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret"))) << expression;
  }
}

}  // namespace
}  // namespace lotse::survey::logic
