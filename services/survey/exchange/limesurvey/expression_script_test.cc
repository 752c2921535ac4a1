#include "services/survey/exchange/limesurvey/expression_script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey::limesurvey {
namespace {

using Kind = Expression::Kind;
using testing::HasSubstr;

// The tree with all its parentheses.
std::string Tree(const Expression& e) {
  if (e.kind == Kind::kText) return absl::StrCat("'", e.value, "'");
  if (e.kind == Kind::kNumber || e.kind == Kind::kName) return e.value;
  std::string parts;
  for (const Expression& part : e.parts) {
    absl::StrAppend(&parts, parts.empty() ? "" : " ", Tree(part));
  }
  return absl::StrCat("(", e.value, parts.empty() ? "" : " ", parts, ")");
}

TEST(ExpressionScript, ReadsWhatBindsToWhat) {
  const struct {
    const char* script;
    const char* tree;
  } cases[] = {
      {"Q1.NAOK == \"Y\"", "(== Q1.NAOK 'Y')"},
      {"Q1 eq 'a' AND Q2 ne 'b'", "(and (== Q1 'a') (!= Q2 'b'))"},
      {"a lt 1 || b LE 2 or c gt 3 || d ge 4", "(or (< a 1) (<= b 2) (> c 3) (>= d 4))"},
      {"a && b || c && d", "(or (and a b) (and c d))"},
      {"a and (b or c) and d", "(and a (or b c) d)"},
      {"a == b != c", "(!= (== a b) c)"},
      {"a < 1 == b > 2", "(== (< a 1) (> b 2))"},
      {"1 + 2 * 3 - 4 / 5", "(- (+ 1 (* 2 3)) (/ 4 5))"},
      {"!a and !!b", "(and (! a) (! (! b)))"},
      {"-1.5 + +.5", "(+ (- 1.5) (+ .5))"},
      {"!is_empty(Q1.NAOK)", "(! (is_empty Q1.NAOK))"},
      {"Sum(a, b , 3)", "(sum a b 3)"},
      {"pi()", "(pi)"},
      {"245554X1X2.NAOK == '3'", "(== 245554X1X2.NAOK '3')"},
      {"12X3X4SQ001#1", "12X3X4SQ001#1"},
      {"TOKEN:ATTRIBUTE_1", "TOKEN:ATTRIBUTE_1"},
      {"that.Q_1.sq_a.NAOK", "that.Q_1.sq_a.NAOK"},
      {"Q_gefl\u00FC == 'Y'", "(== Q_gefl\u00FC 'Y')"},
      {R"("say \"so\"" == 'it\'s')", R"((== 'say "so"' 'it's'))"},
      {R"(regexMatch('/^\d{5}$/', self))", R"((regexmatch '/^\d{5}$/' self))"},
      {"\n a\t==\n1 ", "(== a 1)"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<Expression> tree = ParseExpressionScript(c.script);
    ASSERT_TRUE(tree.ok()) << c.script << ": " << tree.status();
    EXPECT_EQ(Tree(*tree), c.tree) << c.script;
  }
}

TEST(ExpressionScript, SaysWhatIsWrong) {
  std::string deep;
  for (int i = 0; i < kMaxScriptDepth + 2; ++i) deep += "(";
  std::string signs(kMaxScriptDepth + 2, '!');
  std::string many = "a";
  for (int i = 0; i < kMaxScriptParts; ++i) many += "+a";
  const struct {
    std::string script;
    const char* message;
  } cases[] = {
      {"", "ends where a value is expected"},
      {"a ==", "ends where a value is expected"},
      {"a = 1", "write `==` to compare"},
      {"a b", "`b` stands where an operator is expected"},
      {"(a", "a `)` is missing"},
      {"a)", "`)` stands where an operator is expected"},
      {"sum(a,", "ends where a value is expected"},
      {"sum(a,)", "an argument is missing behind `,`"},
      {"sum(a", "a `)` is missing"},
      {"* 2", "`*` stands where a value is expected"},
      {"'a", "no closing quotation mark"},
      {"a ? b", "`?` has no meaning"},
      {deep + "a", "nested more than 64 deep"},
      {signs + "a", "nested more than 64 deep"},
      {many, "more than 1000 parts"},
      {std::string(kMaxScriptBytes + 1, ' '), "it has 16385 bytes, at most 16384"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ParseExpressionScript(c.script).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << c.script.substr(0, 20);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message)) << c.script.substr(0, 20);
  }
}

}  // namespace
}  // namespace lotse::survey::limesurvey
