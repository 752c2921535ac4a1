#include "services/survey/logic/program/drawn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

constexpr double kMany = Drawn::kMany;

// The questionnaire of logic_testing.h, in which `a` was drawn finely, `n` is one of 4 groups,
// `colour` has the moment, and each person an age that was drawn.
class DrawnValues : public Household {
 protected:
  DrawnValues() : elements_(tree_.elements().size()) {
    Drawn& a = elements_[Id("a")];
    a.by_chance = kMany;
    a.fraction = true;
    a.least = 0;
    a.most = 0.999;
    Drawn& n = elements_[Id("n")];
    n.by_chance = 4;
    n.whole = true;
    n.least = 0;
    n.most = 3;
    elements_[Id("colour")].by_moment = kMany;
    elements_[Id("age")].by_chance = 2;
  }

  Drawn Of(absl::string_view expression, absl::string_view code = "total") const {
    const absl::StatusOr<Program> program = Compiled(expression, code);
    EXPECT_TRUE(program.ok()) << program.status();
    if (!program.ok()) return {};
    return DrawnBy(*program, tree_, OriginsOf(*program, tree_, Id(code), ProgramUse::kValue),
                   elements_);
  }

  Origins From(absl::string_view expression, absl::string_view code = "total") const {
    return OriginsOf(*Compiled(expression, code), tree_, Id(code), ProgramUse::kValue);
  }

  std::vector<Drawn> elements_;
};

TEST_F(DrawnValues, AreCounted) {
  const struct {
    const char* expression;
    double by_chance;
    double by_moment = 1;
  } cases[] = {
      {"1 + 2", 1},
      {"${street}", 1},
      {"random()", kMany},
      {"uuid()", kMany},
      {"once(random() * 2)", kMany},
      {"uuid(1)", 62},
      {"random() < 0.5", 2},
      {"random() < 0.5 or random() < 0.1", 2},
      {"if(random() < 0.5, 'A', 'B')", 2},
      {"if(random() < 0.2, 'A', if(random() < 0.5, 'B', 'C'))", 3},
      {"if(${street} = 'x', ${n}, 7)", 4},
      {"int(random() * 4)", 4},
      {"int(random() * 10) + 1", 10},
      {"int(4 * random() + 1)", 5},  // It may be rounded up to 5.
      {"round(random() * 4)", 5},
      {"round(random(), 1)", 11},
      {"round(random(), ${street})", kMany},
      {"int(random() * 6 - 2)", 6},  // -2 to 3
      {"int(random() * -4)", 4},
      {"int(-random() * 4)", 4},
      {"int(random() * 100 div 25)", 4},
      {"int(random() * 100) mod 4", 4},
      {"int(random() * 4) * int(random() * 4)", 10},  // 0 to 9
      {"int(random() * ${street})", kMany},
      {"int(random() * min(count(${person}), 8))", 8},
      {"int(random() * max(2, 3))", 3},
      {"int(random() * max(0, min(${street}, 8)))", 8},
      {"int(random() * min(${street}, 8))", kMany},
      {"concat(int(random() * 4), '-', int(random() * 4))", 16},
      {"${a}", kMany},
      {"${a} * 2", kMany},
      {"concat('p', ${a})", kMany},
      {"digest(${a}, 'MD5')", kMany},
      {"${a} < 0.5", 2},
      {"int(${a} * 3)", 3},
      {"string-length(${a}) > 0", 2},
      {"coalesce(${street}, ${n})", 4},
      {"coalesce(${n}, ${street})", 4},
      {"concat(${n}, '/', ${n}, '/', ${n})", 4},
      {"concat(${n}, int(random() * 2))", 8},
      {"instance('regions')/root/item[position() = ${n} + 1]/label", 4},
      {"pulldata('regions', 'label', 'name', ${n})", 4},
      {"selected-at('x y z', ${n})", 4},
      {"instance('regions')/root/item[random() < 0.5]/label", kMany},
      {"count(${person})", 1},
      {"sum(${person}/age)", kMany},
      {"${household}", kMany},
      {"string(randomize(${person}/called))", kMany},
      {"string(randomize(${person}/called, ${n}))", 4},
      {"indexed-repeat(${called}, ${person}, ${n})", 4},
      {"today()", 1},
      {"now()", 1, kMany},
      {"date(now())", 1},
      {"now() > '2026-01-01'", 1, 2},
      {"${colour}", 1, kMany},
      {"if(${colour} = 'x', 'A', 'B')", 1, 2},
      {"concat(${n}, ${colour})", 4, kMany},
      {"string(now())", 1, kMany},
      {"date(decimal-date-time(now()) mod 1000)", 1, kMany},
      {"date(concat(now(), ''))", 1, kMany},
      {"date(${colour})", 1, kMany},  // Nothing says that it is a time.
      {"format-date(now(), '%Y-%m-%d')", 1},
      {"format-date(now(), '%H')", 1, kMany},
      {"format-date(now(), ${street})", 1, kMany},
      {"uuid(string-length(${colour}))", kMany, kMany},
      // What was empty, or no number, is one more.
      {"if(random() < 0.5, ${birth}, 1)", 2},
      {"if(random() < 0.5, int(${street}), 1)", 2},
      {"max(1, min(1, if(random() < 0.5, number(${street}), 1)))", 2},
  };
  for (const auto& c : cases) {
    const Drawn drawn = Of(c.expression);
    EXPECT_EQ(drawn.by_chance, c.by_chance) << c.expression;
    EXPECT_EQ(drawn.by_moment, c.by_moment) << c.expression;
  }
}

TEST_F(DrawnValues, OfTheSameInstanceAreThatOfOne) {
  EXPECT_EQ(Of("${age} + 1", "called").by_chance, 2);
  EXPECT_EQ(Of("../age", "called").by_chance, 2);
}

// What filters nodes can look at what they say.
TEST_F(DrawnValues, AreToldByWhichNodesThereAre) {
  const struct {
    const char* expression;
    double by_chance;
  } cases[] = {
      {"count(${a}[. * 2 mod 2 < 1])", kMany},
      {"count(${a}[string() != ''])", kMany},
      {"position(${a}[. < 0.5])", kMany},
      {"count(${person}[string(.) != ''])", kMany},
      {"count(${person}[age > 3])", kMany},
      {"count(${person}[called = 'x'])", 1},
      {"count(${person}[position() = 1])", 1},
      {"count(${person}[count(job[title = 'x']) > last()])", 1},
      {"count(${person}[count(job[. = ../age]) > 1])", kMany},
      {"count(if(${street} = 'x', ${a}, ${n})[. > 1])", kMany},
      {"if(${street} = 'x', ${a}, ${n})", kMany},
      {"count(${person}) + position(..)", 1},
      {"indexed-repeat(${called}, ${person}, 1)", 1},
      {"indexed-repeat(${age}, ${person}, 1)", kMany},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Of(c.expression).by_chance, c.by_chance) << c.expression;
  }
}

TEST_F(DrawnValues, AreToldByHowManyInstancesThereAre) {
  elements_[Id("person")].by_moment = 50;
  for (const char* expression :
       {"count(${person})", "count(${person}[called = 'x'])", "string(${household})"}) {
    EXPECT_GE(Of(expression).by_moment, 50) << expression;
  }
  EXPECT_EQ(Of("position(..)", "called").by_moment, 50);
  EXPECT_EQ(Of("last()", "called").by_moment, 50);
  EXPECT_EQ(Of("count(${job})", "called").by_moment, 1);
}

// Then each time that it is computed adds to it.
TEST_F(DrawnValues, AreManyOfWhatNamesItself) {
  for (const char* expression :
       {"coalesce(current(), ${n})", "concat(once(''), ${n})", "number(once(1)) + ${n}",
        "if(once(1) = 1, ${n}, 1)", "concat(string(current()), ${n})"}) {
    EXPECT_EQ(Of(expression).by_chance, kMany) << expression;
    EXPECT_TRUE(From(expression).keeps) << expression;
    EXPECT_FALSE(Of(expression).IsGroup()) << expression;
  }
  EXPECT_EQ(Of("${household}", "street").by_chance, kMany);
  EXPECT_TRUE(From("sum(/data)").reads_itself);
  // Nothing is drawn.
  for (const char* expression : {"coalesce(current(), ${street})", "number(once(${street})) + 1"}) {
    EXPECT_TRUE(Of(expression).IsNone()) << expression;
  }
  // They do not.
  for (const char* expression :
       {"${n}", "current()/../n", "if(${street} = 'x', once(${n}), '')",
        "coalesce(once(${n}), once(${street}))", "once(if(${street} = 'x', ${n}, 1))"}) {
    EXPECT_FALSE(From(expression).reads_itself) << expression;
    EXPECT_LE(Of(expression).by_chance, 5) << expression;
  }
  // What it kept may be of the other one.
  EXPECT_EQ(Of("if(${street} = 'x', once(${n}), int(random() * 6) + 10)").by_chance, 10);
}

// Of what nobody answers only these are stored, where nobody is to be known.
TEST_F(DrawnValues, AreGroupsIfTheyAreWholeNumbersBelowAHundred) {
  const struct {
    const char* expression;
    bool is_group;
    double groups;
  } cases[] = {
      {"int(random() * 4)", true, 4},
      {"once(int(random() * 100))", true, 100},
      {"int(random() * 200)", false, 100},
      {"int(random() * 4) + 98", false, 2},
      {"int(random() * 4) + 100", false, 0},
      {"int(random() * 4) - 2", false, 2},
      {"${n}", true, 4},
      {"random()", false, 0},
      {"random() * 4 + 1", false, 0},
      {"round(random(), 1)", false, 2},
      {"uuid()", false, 0},
      {"uuid(2)", false, 100},
      {"uuid(8)", false, 0},
      {"concat('g', int(random() * 4))", false, 0},
      {"concat(int(random() * 4), '')", false, 100},
      {"if(random() < 0.5, 'A', 'B')", false, 0},
      {"if(random() < 0.5, 1, 2)", true, 2},
      {"if(random() < 0.5, 'A', '1')", false, 100},
      {"random() < 0.5", false, 0},
      {"number(random() < 0.5)", true, 2},
      {"int(random() * 50) + random() * 0", false, 50},
      {"(random() * 100000000000000000000) mod 100", false, 100},
      {"random() div 1000000", false, 1},
      {"random() + random()", false, 2},
      {"random() * ${street}", false, 100},
      {"100 div random()", false, 100},
      {"substr(uuid(), 0, 8)", false, 0},
      {"substr(uuid(), 0, 2)", false, 100},
      {"substr(uuid(), ${street}, 8)", false, 100},
      {"translate(uuid(), '-', '')", false, 0},
      {"substr(translate(uuid(), '-', ''), 0, 12)", false, 0},
      {"translate(uuid(), '-abcdef', '')", false, 100},
      {"if(random() < 0.5, ${n}, 1)", false, 4},
      // Empty is no group.
      {"if(${street} = 'x', int(random() * 4), '')", true, 4},
      {"if(${street} = 'x', '', if(1 = ${street}, '', once(int(random() * 4))))", true, 4},
      {"if(random() < 0.5, int(random() * 4), '')", false, 4},
      {"if(${street} = 'x', uuid(), '')", false, 0},
      {"concat(if(${street} = 'x', uuid(), ''), '5')", false, 100},
      {"number(if(${street} = 'x', uuid(), ''))", false, 100},
  };
  for (const auto& c : cases) {
    const Drawn drawn = Of(c.expression);
    EXPECT_EQ(drawn.IsGroup(), c.is_group) << c.expression;
    EXPECT_EQ(drawn.Groups(), c.groups) << c.expression;
  }
}

// What is named again and again is looked at once each time: it does not double.
TEST_F(DrawnValues, TakeNoTimeInDeepExpressions) {
  std::string sum = "random()";
  std::string text = "uuid()";
  std::string first = "random()";
  std::string day = "random()";
  std::string choice = "random()";
  std::string part = "uuid()";
  std::string one = "${person}";
  for (int i = 0; i < 90; ++i) {
    sum = absl::StrCat("(", sum, " + 1)");
    text = absl::StrCat("concat('', ", text, ")");
    first = absl::StrCat("coalesce(", first, ", 1)");
    day = absl::StrCat("date(", day, ")");
    choice = absl::StrCat("if(1 = ${n}, ", choice, ", 1)");
    part = absl::StrCat("substr(", part, ", 0, 9)");
    if (i < 40) one = absl::StrCat("${person}[count(", one, ") > 1]");
  }
  for (const std::string& expression : {sum, text, first, day, choice, part}) {
    EXPECT_EQ(Of(expression).by_chance, kMany) << expression;
  }
  EXPECT_TRUE(Of(absl::StrCat("count(", one, ")")).IsNone());
  std::string many = "${household}";
  for (int i = 0; i < 1000; ++i) many += "|${household}";
  EXPECT_EQ(Of(many).by_chance, kMany);
}

TEST_F(DrawnValues, AGroupIsAllThatIsInIt) {
  for (const char* expression : {"${household}", "string(${household})", "sum(${household})"}) {
    EXPECT_EQ(Of(expression).by_chance, kMany) << expression;
    EXPECT_THAT(From(expression).elements, testing::Contains(Id("age"))) << expression;
  }
  // Nothing says that what is in it is computed before.
  EXPECT_TRUE(From("${household}").keeps);
  EXPECT_FALSE(From("concat(${household}, '')").keeps);
  // Its value is not taken.
  for (const char* expression :
       {"count(${household})", "/data/household/street", "position(${household})",
        "count(${person}[called = 'x'])", "indexed-repeat(${called}, ${person}, 1)"}) {
    EXPECT_THAT(From(expression).elements, testing::Not(testing::Contains(Id("age"))))
        << expression;
    EXPECT_FALSE(From(expression).keeps) << expression;
  }
}

TEST_F(DrawnValues, OnceKeepsAValue) {
  EXPECT_TRUE(From("if(1 = ${n}, once(${n}), 1)").keeps);
  EXPECT_FALSE(From("${n} + 1").keeps);
  EXPECT_TRUE(IsOnce(*Compiled("once(${n} + 1)", "total")));
  EXPECT_FALSE(IsOnce(*Compiled("once(${n}) + 1", "total")));
}

}  // namespace
}  // namespace lotse::survey::logic
