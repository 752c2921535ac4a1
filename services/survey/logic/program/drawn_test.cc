#include "services/survey/logic/program/drawn.h"

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
    return program.ok() ? DrawnBy(*program, tree_, elements_) : Drawn();
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
  for (int i = 0; i < 90; ++i) {
    sum = absl::StrCat("(", sum, " + 1)");
    text = absl::StrCat("concat('', ", text, ")");
  }
  EXPECT_EQ(Of(sum).by_chance, kMany);
  EXPECT_EQ(Of(text).by_chance, kMany);
}

TEST_F(DrawnValues, AGroupIsAllThatIsInIt) {
  for (const char* expression : {"${household}", "string(${household})", "sum(${household})"}) {
    EXPECT_EQ(Of(expression).by_chance, kMany) << expression;
    EXPECT_TRUE(NamesGroup(*Compiled(expression, "total"), tree_)) << expression;
  }
  for (const char* expression : {"${street}", "concat(${a}, ${n})", "/data/household/street"}) {
    EXPECT_FALSE(NamesGroup(*Compiled(expression, "total"), tree_)) << expression;
  }
}

TEST_F(DrawnValues, OnceKeepsAValue) {
  EXPECT_TRUE(KeepsValue(*Compiled("1 + once(${n})", "total")));
  EXPECT_FALSE(KeepsValue(*Compiled("${n} + 1", "total")));
}

}  // namespace
}  // namespace lotse::survey::logic
