#include "services/survey/logic/program/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/logic/logic_testing.h"
#include "services/survey/logic/program/program_code.h"

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Compiling : public Household {
 protected:
  std::vector<std::string> Reads(absl::string_view expression, absl::string_view code = "a") {
    const absl::StatusOr<Program> program = Compiled(expression, code);
    EXPECT_TRUE(program.ok()) << program.status();
    std::vector<std::string> codes;
    for (const ElementId id : program->reads()) codes.push_back(tree_.element(id).code);
    return codes;
  }

  std::vector<std::string> Warnings(absl::string_view expression) {
    const absl::StatusOr<Program> program = Compiled(expression, "a");
    EXPECT_TRUE(program.ok()) << program.status();
    return {program->warnings().begin(), program->warnings().end()};
  }
};

TEST_F(Compiling, SaysWhatIsNotThere) {
  const Case cases[] = {
      {"1 +", "character 4: found the end"},
      {"${agee}", "character 1: there is no question or group `agee`; did you mean age?"},
      {"1 + ${household2}",
       "character 5: there is no question or group `household2`; did you mean "
       "household?"},
      {"../nothing", "character 4: there is no `nothing` in the questionnaire; give one of a, n,"},
      {"${person}/nam", "there is no `nam` in the repeat `person`; give one of called, age, job"},
      {"${person}/agee", "did you mean age?"},
      {"${a}/b", "there is nothing in the question `a`"},
      {"../..", "character 4: there is nothing above the questionnaire"},
      {"b/c", "there is nothing in the question `a`; write `${code}` for a question"},
      {"parent::x", "there is no `x` above the question `a`; give data"},
      {"self::b", "there is no `b` at the question `a`"},
      {"${person}[name = 1]", "there is no `name` in the repeat `person`"},
      {"/other/a", "a path from `/` begins with `/data`; write `${code}` for a question"},
      {"/*/a", "a path from `/` begins with `/data`"},
      {"/data/b", "character 7: there is no `b` in the questionnaire"},
      {"1/a", "character 1: a node set has to stand before `/`, and this is a value"},
      {"'x'[1]", "a node set has to stand before `[`"},
      {"(1 + 2)[1]", "a node set has to stand before `[`"},
      {"concat('a')/b", "a node set has to stand before `/`"},
      {"${a} | 1", "character 8: `|` joins node sets, and this is a value"},
      {"position(1)", "`position` takes a node, and this is a value"},
      {"current()/nothing", "there is nothing in the question `a`"},
      {"if(1, ${a}, 'x')/b", "a node set has to stand before `/`"},
      {"${a} = (1 + ${x})", "character 13: there is no question or group `x`"},
  };
  for (const Case& c : cases) EXPECT_THAT(Error(c.expression), HasSubstr(c.value)) << c.expression;
  // Positions count characters, not bytes.
  EXPECT_THAT(Error("'\u00E4\u00F6' = ${x}"), HasSubstr("character 8: "));
}

TEST_F(Compiling, SaysWhatIsRead) {
  EXPECT_THAT(Reads("${n} + ${birth} + ${n}"), ElementsAre("n", "birth"));
  EXPECT_THAT(Reads(". > 1"), ElementsAre("a"));
  EXPECT_THAT(Reads("string()"), ElementsAre("a"));
  EXPECT_THAT(Reads("1 + 2"), IsEmpty());
  EXPECT_THAT(Reads("sum(${age})"), ElementsAre("household", "person", "age"));
  EXPECT_THAT(Reads("../called", "age"), ElementsAre("person", "called"));
  EXPECT_THAT(Reads("${called}", "age"), ElementsAre("called"));
  EXPECT_THAT(Reads("count(${person}[age > ${n}])"),
              ElementsAre("n", "household", "person", "age"));
  EXPECT_THAT(Reads("instance('regions')/root/item[name = ${a}]/label", "n"), ElementsAre("a"));
  EXPECT_THAT(Reads("pulldata('regions', 'label', 'name', ${a})", "n"), ElementsAre("a"));
  EXPECT_THAT(Reads("indexed-repeat(${age}, ${person}, ${n})"),
              ElementsAre("n", "household", "person", "age"));
  EXPECT_THAT(Reads("string(${household})"),
              ElementsAre("household", "street", "person", "called", "age", "job", "title"));
  EXPECT_THAT(Reads("if(${n}, ${a}, ${birth})", "total"), ElementsAre("a", "n", "birth"));
  // That it keeps what it has makes no circle.
  EXPECT_THAT(Reads("once(${n})", "a"), ElementsAre("n"));
}

TEST_F(Compiling, WarnsOfWhatIsProbablyNotMeant) {
  EXPECT_THAT(Warnings("${household} = 'x'"),
              ElementsAre(HasSubstr("character 1: the group `household` has no value of its own")));
  EXPECT_THAT(Warnings("concat('a', ${person})"), ElementsAre(HasSubstr("the repeat `person`")));
  EXPECT_THAT(Warnings("1 + ${household}"), ElementsAre(HasSubstr("character 5: ")));
  EXPECT_THAT(Warnings("count(${person}) > 1 and boolean(${household})"), IsEmpty());
  EXPECT_THAT(Warnings("${colour} = 'pink'"),
              ElementsAre("character 13: `pink` is no option of the question `colour`"));
  EXPECT_THAT(Warnings("'pink' != ${colour}"), ElementsAre(HasSubstr("`pink` is no option")));
  EXPECT_THAT(Warnings("selected(${colours}, 'pink')"), ElementsAre(HasSubstr("`pink`")));
  EXPECT_THAT(Warnings("selected(${colours}, 'red') and ${colour} != '' and ${colour} = 'red'"),
              IsEmpty());
  EXPECT_THAT(Warnings("${colours} = 'red blue'"), IsEmpty());
  EXPECT_THAT(Warnings("if(${n} = 1, 2, null)"),
              ElementsAre(HasSubstr("character 17: `null` is taken as empty, because nothing is "
                                    "called so here; write '' for a text")));
  EXPECT_THAT(Warnings("${colour} = red"), ElementsAre(HasSubstr("write 'red' for a text")));
  EXPECT_EQ(Text("if(1 = 2, 2, null)"), "");
  for (const char* alone : {"not(${n})", "${n} or 1 = 1", "if(${n}, 1, 2)"}) {
    EXPECT_THAT(Warnings(alone), ElementsAre(HasSubstr("`${n}` alone is true also without an "
                                                       "answer; write `${n} != ''`")))
        << alone;
  }
  EXPECT_THAT(Warnings("not(${person}) and boolean(${n}) and count(${person}[age and job]) > 1"),
              IsEmpty());
}

TEST_F(Compiling, WarnsOfTextsWhereNumbersAreAsked) {
  EXPECT_THAT(Warnings("${n} = 'x'"),
              ElementsAre("character 8: `x` is no number, and the question `n` takes nothing else; "
                          "write a number, or '' for no answer"));
  for (const char* wrong :
       {"'x' != ${n}", "${n} > 'x'", "'1,5' <= ${n}", "${total} = '1e3'", "../n = 'x'",
        "count(${person}[age = 'x']) > 1", "${n} = 1 or ${n} = '+1'"}) {
    EXPECT_THAT(Warnings(wrong), ElementsAre(HasSubstr("` is no number, and the question `")))
        << wrong;
  }
  // `.` is the number itself.
  EXPECT_EQ(Compiled(". = 'x'", "n")->warnings().size(), 1u);
  for (const char* right :
       {"${n} = ''", "${n} = ' -1.5 '", "'7' = ${n}", "${n} > '2026-01-01'", "${n} = ${a}",
        "${a} = 'x'", "${birth} = 'x'", "${colour} = 'red'", "concat(${n}, '') = 'x'"}) {
    EXPECT_THAT(Warnings(right), IsEmpty()) << right;
  }
}

TEST_F(Compiling, ComputesConstants) {
  const auto is_constant = [this](absl::string_view expression) {
    const absl::StatusOr<Program> program = Compiled(expression, "a");
    EXPECT_TRUE(program.ok()) << program.status();
    const ProgramCode& code = program->code();
    return code.instructions[code.root].op == Op::kConstant;
  };
  for (const char* constant :
       {"1", "1 + 2 * 3", "-(1 + 1)", "concat('a', 'b')", "if(1 = 1, 'a', 'b')", "not(true())",
        "regex('a', 'b')", "date('2026-01-01') + 7", "coalesce('', 'a')", "1 = 1 and 2 = 2",
        "round(pi() * 100) div 100", "digest('a', 'MD5')"}) {
    EXPECT_TRUE(is_constant(constant)) << constant;
  }
  for (const char* variable :
       {"${a}", ".", "today()", "random()", "uuid()", "concat(${a}, 'b')", "1 + ${n}",
        // What clocks show depends on where they are.
        "number('2026-01-01T10:00Z')", "'2026-01-01T10:00Z' = '2026-01-01T11:00+01:00'",
        "format-date('2026-01-01', '%b')", "decimal-time('10:00Z')", "once(1)"}) {
    EXPECT_FALSE(is_constant(variable)) << variable;
  }
}

TEST_F(Compiling, KnowsTypes) {
  const std::pair<const char*, ValueType> cases[] = {
      {"1", ValueType::kNumber},
      {"'a'", ValueType::kText},
      {"${a}", ValueType::kNodes},
      {"${n} > 1", ValueType::kBoolean},
      {"${n} + 1", ValueType::kNumber},
      {"-${n}", ValueType::kNumber},
      {"${n} or 1", ValueType::kBoolean},
      {"concat(${a}, 1)", ValueType::kText},
      {"count(${person})", ValueType::kNumber},
      {"if(${n}, 1, 2)", ValueType::kNumber},
      {"if(${n}, 1, 'a')", ValueType::kAny},
      {"randomize(${person})", ValueType::kNodes},
      {"today()", ValueType::kText},
  };
  for (const auto& [expression, type] : cases) {
    EXPECT_EQ(Compiled(expression, "a")->type(), type) << expression;
  }
}

TEST_F(Compiling, AFilterOfOptionsHasColumns) {
  const Scope scope = {Id("a"), *tree_.FindList("regions")};
  EXPECT_TRUE(Compile("country = ${a} and name != 'zh'", tree_, scope).ok());
  const auto wrong = Compile("size = 1", tree_, scope);
  EXPECT_THAT(
      std::string(wrong.status().message()),
      HasSubstr("there is no `size` in the list `regions`; give one of name, label, country"));
  const Scope open = {Id("a"), *tree_.FindList("outside")};
  EXPECT_TRUE(Compile("size = 1", tree_, open).ok());
}

}  // namespace
}  // namespace lotse::survey::logic
