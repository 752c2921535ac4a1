#include "services/survey/logic/syntax/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/logic/syntax/printer.h"

namespace lotse::survey::logic {
namespace {

using testing::HasSubstr;

std::string Printed(absl::string_view text) {
  const absl::StatusOr<ExpressionPtr> parsed = Parse(text);
  return parsed.ok() ? Print(**parsed) : std::string(parsed.status().message());
}

struct Form {
  std::string written;
  std::string printed;
};

TEST(Parser, PrintsTheCanonicalForm) {
  const Form forms[] = {
      {"1", "1"},
      {" .5 ", "0.5"},
      {"1.", "1"},
      {"007", "7"},
      {"1.50", "1.5"},
      {"'a\"b'", "'a\"b'"},
      {"\"it's\"", "\"it's\""},
      {"${a}", "${a}"},
      {"${ a }", "${a}"},
      {".", "."},
      {"..", ".."},
      {"self::node()", "."},
      {"parent::node()", ".."},
      {"parent :: node ( )", ".."},
      {"self::node()[1]", "self::node()[1]"},
      {"child::a", "a"},
      {"child::node()", "node()"},
      {"parent::a", "parent::a"},
      {"../a/b[2]/*", "../a/b[2]/*"},
      {"/data/a", "/data/a"},
      {"current()/../a", "current()/../a"},
      {"instance('x')/root/item[name=current()/../b]/label",
       "instance('x')/root/item[name = current()/../b]/label"},
      {"${p}[position()=1]/age", "${p}[position() = 1]/age"},
      {"jr:choice-name(${a},'${a}')", "jr:choice-name(${a}, '${a}')"},
      {"1 or 2 or 3", "1 or 2 or 3"},
      {"(1 or 2) or 3", "(1 or 2) or 3"},
      {"1 or (2 or 3)", "1 or (2 or 3)"},
      {"1 or 2 and 3", "1 or 2 and 3"},
      {"(1 or 2) and 3", "(1 or 2) and 3"},
      {"1=2!=3", "1 = 2 != 3"},
      {"1=(2!=3)", "1 = (2 != 3)"},
      {"1<2=3>4", "1 < 2 = 3 > 4"},
      {"1-2-3", "1 - 2 - 3"},
      {"1-(2-3)", "1 - (2 - 3)"},
      {"1+2*3", "1 + 2 * 3"},
      {"(1+2)*3", "(1 + 2) * 3"},
      {"- - 1", "--1"},
      {"-(1+2)", "-(1 + 2)"},
      {"-a|b", "-a | b"},
      {"(-1)*2", "-1 * 2"},
      {"a|b|c", "a | b | c"},
      {"(a|b)[1]", "(a | b)[1]"},
      {"(a|b)/c", "(a | b)/c"},
      {"(a/b)[1]/c", "(a/b)[1]/c"},
      {"(a)[1]", "(a)[1]"},
      {"a[b][c=1]", "a[b][c = 1]"},
      {"concat('a',1,b)", "concat('a', 1, b)"},
      {"if ( a , b , c )", "if(a, b, c)"},
  };
  for (const Form& form : forms) {
    EXPECT_EQ(Printed(form.written), form.printed) << form.written;
    EXPECT_EQ(Printed(form.printed), form.printed) << form.written;
  }
}

// Section 3.7 of XPath 1.0.
TEST(Parser, TellsNamesFromOperators) {
  const Form forms[] = {
      {"* * *", "* * *"},
      {"4 * 2", "4 * 2"},
      {"div div div", "div div div"},
      {"and and and", "and and and"},
      {"or or mod mod or", "or or mod mod or"},
      {"a-b", "a-b"},
      {"a -b", "a - b"},
      {"a - b", "a - b"},
      {"${a}-1", "${a} - 1"},
      {"2-1", "2 - 1"},
      {"a.b", "a.b"},
      {"../or", "../or"},
      {"(or)", "or"},
      {"a[div]", "a[div]"},
      {"child::div", "div"},
      {"-div", "-div"},
      {". * 2", ". * 2"},
      {".. div 2", ".. div 2"},
      {"f(*)", "f(*)"},
      {"node", "node"},
      {"text", "text"},
      {"'a' mod'b'", "'a' mod 'b'"},
      {"1 div2", "character 3: found `div2` where an operator has to stand, such as `and` or `=`"},
  };
  for (const Form& form : forms) EXPECT_EQ(Printed(form.written), form.printed) << form.written;
}

TEST(Parser, SaysWhatIsWrongAndWhatIsRight) {
  const Form forms[] = {
      {"", "the expression is empty"},
      {" \n", "the expression is empty"},
      {"1 +", "character 4: found the end; an answer `${code}`, a number"},
      {"(1", "character 3: found the end; `)` has to close the parenthesis"},
      {"1)", "character 2: found `)`; an operator such as `and`"},
      {"f(1", "character 4: found the end; `)` has to close `f(`"},
      {"f(1 2)", "character 5: found `2`; `)` has to close `f(`"},
      {"a[1", "character 4: found the end; `]` has to close the bracket"},
      {"a b", "character 3: found `b` where an operator has to stand"},
      {"\u00E4 'x'", "character 3: found a text; an operator"},
      {"${a} ${b}", "character 6: found `${b}`; an operator"},
      {"'abc", "character 1: the text that begins here does not end; a '"},
      {"\u201Eabc\u201C", "a typographic quotation mark; write ' or \""},
      {"a = \u2018b\u2019", "character 5: a typographic quotation mark"},
      {"1 \u2013 2", "a dash; write the minus sign"},
      {"1\u00A0+ 2", "character 2: a no-break space; write a space"},
      {"name\u00A0= 2", "character 5: a no-break space; write a space"},
      {"name\u201D", "character 5: a typographic quotation mark"},
      {"a == 1", "character 3: there is no `==`; write `=`"},
      {"a && b", "there is no `&&`; write `and`"},
      {"a &lt; b", "write `and`, and `<` for `&lt;`"},
      {"a || b", "there is no `||`; write `or`"},
      {"a <> b", "there is no `<>`; write `!=`"},
      {"!a", "character 1: `!` alone means nothing"},
      {"a # b", "character 3: a character that begins nothing"},
      {"@a", "attributes are not supported"},
      {"//a", "character 1: `//` is not supported; write `${code}`"},
      {"a//b", "character 2: `//` is not supported"},
      {"/", "character 2: found the end; a name has to follow `/`"},
      {"/data/", "a name, `*` or `node()` has to stand here"},
      {"a/1", "character 3: found `1`; a name"},
      {"$a", "there are no variables; write `${code}`"},
      {"${a", "`${` is not closed"},
      {"${}", "the code of a question has to stand in `${...}`"},
      {"${a b}", "only the code of a question may stand"},
      {"${last-saved#a}", "answers of an earlier response"},
      {"preceding-sibling::a", "found `preceding-sibling`; there are the axes"},
      {"ancestor::a", "there are the axes `child`, `parent` and `self`"},
      {"text()", "`text()` is not supported; the answer itself is `.`"},
      {".[1]", "`.` and `..` take no `[...]`"},
      {"node(1)", "`)` has to close `node(`"},
      {"jr:", "a name has to follow `:`"},
      {"1a", "character 2: a name cannot begin with a digit"},
      {std::string(400, '9'), "the number is too large"},
      {"\xFF", "not UTF-8"},
  };
  for (const Form& form : forms) {
    const absl::StatusOr<ExpressionPtr> parsed = Parse(form.written);
    ASSERT_FALSE(parsed.ok()) << form.written;
    EXPECT_TRUE(absl::IsInvalidArgument(parsed.status()));
    EXPECT_THAT(std::string(parsed.status().message()), HasSubstr(form.printed)) << form.written;
  }
}

std::string Repeated(absl::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) absl::StrAppend(&out, text);
  return out;
}

TEST(Parser, HasLimits) {
  const auto nested = [](int depth) { return Repeated("(", depth) + "1" + Repeated(")", depth); };
  EXPECT_EQ(Printed(nested(kMaxNesting)), "1");
  EXPECT_THAT(Printed(nested(kMaxNesting + 1)), HasSubstr("in one another"));
  EXPECT_THAT(Printed(Repeated("-", kMaxNesting + 1) + "1"), HasSubstr("in one another"));
  EXPECT_THAT(Printed(Repeated("a[", 5000)), HasSubstr("in one another"));
  EXPECT_THAT(Printed(Repeated("f(", 5000)), HasSubstr("in one another"));

  EXPECT_TRUE(Parse("1" + Repeated("+1", kMaxHeight - 1)).ok());
  EXPECT_THAT(Printed("1" + Repeated("+1", kMaxHeight)), HasSubstr("operators in a row"));
  // Chains of these do not grow in height.
  EXPECT_TRUE(Parse("1" + Repeated(" or 1", 3000)).ok());

  EXPECT_TRUE(Parse(std::string(kMaxExpressionBytes - 1, ' ') + "1").ok());
  EXPECT_THAT(Printed(std::string(kMaxExpressionBytes, ' ') + "1"),
              HasSubstr("has 16385 bytes; it may have 16384"));
}

// Draws expressions of the grammar.
class Drawn {
 public:
  explicit Drawn(unsigned seed) : random_(seed) {}

  std::string Expression(int depth) {
    switch (depth <= 0 ? Below(5) : Below(12)) {
      case 0:
        return absl::StrCat(Below(1000) / 8.0);
      case 1:
        return absl::StrCat("'", Below(9), "'");
      case 2:
        return absl::StrCat("${", Name(), "}");
      case 3:
        return Step(0);
      case 4:
        return "..";
      case 5:
        return absl::StrCat("-", Operand(depth));
      case 6:
        return absl::StrCat("(", Nodes(depth), ")[", Expression(depth - 1), "]/", Step(depth - 1));
      case 7:
        return absl::StrCat(Nodes(depth), " | ", Nodes(depth));
      case 8:
        return absl::StrCat(Name(), "(", Expression(depth - 1), ", ", Expression(depth - 1), ")");
      case 9:
        return absl::StrCat("(", Expression(depth - 1), ")");
      default: {
        const char* const signs[] = {" or ", " and ", "=",   "!=",  "<",     "<=",   ">",
                                     ">=",   " + ",   " - ", " * ", " div ", " mod "};
        return absl::StrCat(Operand(depth), signs[Below(13)], Operand(depth));
      }
    }
  }

 private:
  unsigned Below(unsigned limit) { return random_() % limit; }
  std::string Name() {
    const char* const names[] = {"a", "or", "div", "b-c", "_d", "mod"};
    return names[Below(6)];
  }
  std::string Operand(int depth) {
    return Below(2) == 0 ? Expression(depth - 1) : absl::StrCat("(", Expression(depth - 1), ")");
  }
  std::string Step(int depth) {
    const char* const axes[] = {"", "child::", "parent::", "self::"};
    const std::string test = Below(4) == 0 ? "node()" : Below(4) == 0 ? "*" : Name();
    return absl::StrCat(axes[Below(4)], test,
                        depth > 0 ? absl::StrCat("[", Expression(depth - 1), "]") : "");
  }
  std::string Nodes(int depth) { return absl::StrCat(Step(depth - 1), "/", Step(depth - 1)); }

  std::minstd_rand random_;
};

TEST(Printer, WhatIsPrintedIsReadAsTheSame) {
  int read = 0;
  for (unsigned seed = 1; seed <= 5000; ++seed) {
    const std::string text = Drawn(seed).Expression(5);
    const absl::StatusOr<ExpressionPtr> once = Parse(text);
    ASSERT_TRUE(once.ok()) << text << ": " << once.status();
    const std::string printed = Print(**once);
    const absl::StatusOr<ExpressionPtr> again = Parse(printed);
    ASSERT_TRUE(again.ok()) << text << " -> " << printed << ": " << again.status();
    EXPECT_TRUE(Same(**once, **again)) << text << " -> " << printed;
    EXPECT_EQ(Print(**again), printed);
    ++read;
  }
  EXPECT_EQ(read, 5000);
}

TEST(Same, TellsExpressionsApart) {
  const std::vector<std::string> different = {"1",    "2",     "'1'",   "${a}",  "a",    "b",
                                              ".",    "..",    "/a",    "a()",   "a(1)", "a[1]",
                                              "a[2]", "1 + 2", "1 - 2", "a | b", "a/b",  "(a)[1]"};
  for (const std::string& x : different) {
    for (const std::string& y : different) {
      EXPECT_EQ(Same(**Parse(x), **Parse(y)), x == y) << x << " and " << y;
    }
  }
}

}  // namespace
}  // namespace lotse::survey::logic
