#include "services/survey/exchange/xforms/path_rewriter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xforms/itemset.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PathRewriterTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(
        "<data><a/><g><b/><my-name/></g><p><age/><name/><sub><x/><pet><kind/></pet></sub></p>"
        "<q><age/></q><meta><instanceID/></meta></data>");
    ASSERT_TRUE(source.ok());
    source_ = *std::move(source);
    FindingList findings;
    absl::StatusOr<std::unique_ptr<FormTree>> tree =
        FormTree::Read(source_->root(), *source_, &findings);
    ASSERT_TRUE(tree.ok());
    tree_ = *std::move(tree);
    for (const char* repeat : {"/data/p", "/data/p/sub/pet", "/data/q"}) {
      tree_->Resolve(repeat, nullptr)->is_repeat = true;
    }
    lists_["my-list"] = {"my_list", "r", "i"};
  }

  std::string Rewritten(const std::string& expression, const std::string& context) {
    const absl::StatusOr<RewrittenXpath> result =
        PathRewriter(tree_.get(), &lists_).Rewrite(expression, *tree_->Resolve(context, nullptr));
    if (!result.ok()) return absl::StrCat("! ", result.status().message());
    missing_ = result->missing;
    return result->text;
  }

  std::unique_ptr<XmlSource> source_;
  std::unique_ptr<FormTree> tree_;
  ListNames lists_;
  std::vector<std::string> missing_;
};

TEST_F(PathRewriterTest, PathsBecomeCodes) {
  const struct {
    const char* context;
    const char* expression;
    const char* rewritten;
  } cases[] = {
      // Absolute paths, and the spacing of everything else.
      {"/data/a", " /data/a ", "${a}"},
      {"/data/a", "selected( /data/g/b , 'x')and .>3", "selected(${b}, 'x') and . > 3"},
      {"/data/a", "-/data/a*-2 div 3 mod 4|.", "-${a} * -2 div 3 mod 4 | ."},
      {"/data/a", "if (/data/a!=\"it's\",1.5,.5)", "if(${a} != \"it's\", 1.5, .5)"},
      {"/data/a", "/data/g/my-name", "${my_name}"},
      {"/data/a", "/data/q/age", "${q_age}"},
      {"/data/a", "count(/data/p)", "count(${p})"},
      {"/data/a", "/data/p/sub/../age", "${age}"},
      {"/data/a", "/x:data/x:g/x:b", "${b}"},
      {"/data/a", "div div mod", "'' div ''"},
      // Relative ones that mean the same.
      {"/data/g/b", "../my-name", "${my_name}"},
      {"/data/g/b", "../../a", "${a}"},
      {"/data/p/age", "../name = ../../a", "${name} = ${a}"},
      {"/data/p/sub/x", "../../name", "${name}"},
      {"/data/p/sub/pet/kind", "../../x", "${x}"},
      {"/data/p/age", "sum(../../q/age)", "sum(${q_age})"},
      {"/data/a", "./../g/b", "${b}"},
      // Relative ones that mean this instance, or all of them.
      {"/data/p/age", "position(..)", "position(..)"},
      {"/data/p/sub/x", "position(../..)", "position(../..)"},
      {"/data/p/age", "sum(../../p/age)", "sum(../../p/age)"},
      {"/data/p/sub/pet/kind", "../../../../p/sub/pet/kind", "../../../../p/sub/pet/kind"},
      {"/data/p/age", ". > 3 and ./. < 5", ". > 3 and . < 5"},
      // Predicates.
      {"/data/a", "/data/p[1]/age", "${p}[1]/age"},
      {"/data/a", "/data/p[position() = 2]/sub/pet[kind = 'cat']/kind",
       "${p}[position() = 2]/sub/pet[kind = 'cat']/kind"},
      {"/data/a", "/data/p[./age > /data/a]/name", "${p}[age > ${a}]/name"},
      {"/data/a", "/data/p[age>3][name=''][1]/age", "${p}[age > 3][name = ''][1]/age"},
      {"/data/a", "/data/q[age = current()]/..", "${q}[q_age = current()]/.."},
      {"/data/p/age", "/data/p[age > current()/../name]", "${p}[age > ${name}]"},
      {"/data/p/age", "/data/p[age > current()/../age]", "${p}[age > current()]"},
      {"/data/p/age", "count(../../p[age = current()/../../p/age])",
       "count(../../p[age = current()/../../p/age])"},
      {"/data/a", "indexed-repeat(/data/p/age, /data/p, 2)", "indexed-repeat(${age}, ${p}, 2)"},
      // Lists.
      {"/data/a", "instance('my-list')/r/i[name = /data/g/b and up = current()/../g/b]/label",
       "instance('my_list')/root/item[name = ${b} and up = ${b}]/label"},
      {"/data/a", "jr:itext(instance('my-list')/r/i[name='x']/itextId)",
       "instance('my_list')/root/item[name = 'x']/label"},
      {"/data/a", "concat(jr:itext('a'), jr:itext(instance('my-list')/r/i[jr:itext('b')]/itextId))",
       "concat(instance('itext')/root/item[id = 'a']/label, "
       "instance('my_list')/root/item[instance('itext')/root/item[id = 'b']/label]/label)"},
      // Texts of which the id is computed: what is relative leads there from within a predicate.
      {"/data/a", "jr:itext(/data/g/b)", "instance('itext')/root/item[id = string(${b})]/label"},
      {"/data/a", "concat('<', jr:itext(concat('t', .)), '>', .)",
       "concat('<', instance('itext')/root/item[id = string(concat('t', current()))]/label, '>', "
       ".)"},
      {"/data/p/age", "jr:itext(concat(../name, position(..)))",
       "instance('itext')/root/item[id = string(concat(${name}, position(current()/..)))]/label"},
      {"/data/p/age", "jr:itext(/data/q[age = 1]/age) != ''",
       "instance('itext')/root/item[id = string(${q}[q_age = 1]/q_age)]/label != ''"},
      {"/data/a", "jr:itext(instance('my-list')/r/i[name = current()]/text)",
       "instance('itext')/root/item[id = string(instance('my_list')/root/item[name = "
       "current()]/text)]/label"},
      {"/data/a", "jr:choice-name( /data/a ,' /data/a ')", "jr:choice-name(${a}, '${a}')"},
      {"/data/a", "concat('/data/a', '/data/a')", "concat('/data/a', '/data/a')"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Rewritten(c.expression, c.context), c.rewritten) << c.expression;
  }
}

TEST_F(PathRewriterTest, AnEmptyTextStandsForANodeThatIsMissing) {
  EXPECT_EQ(Rewritten("/data/g/none = 3 or null/x", "/data/a"), "'' = 3 or ''");
  EXPECT_THAT(missing_, ElementsAre("/data/g/none", "/data/a/null/x"));
  EXPECT_EQ(Rewritten("/other/a", "/data/a"), "''");
  EXPECT_THAT(missing_, ElementsAre("/other/a"));
}

TEST_F(PathRewriterTest, WhatFormsDoNotHaveIsRefused) {
  const struct {
    const char* expression;
    const char* message;
  } cases[] = {
      {"//a", "`//`"},
      {"/data//a", "`//`"},
      {"/data/*", "`*`"},
      {"/data/@id", "`@`"},
      {"child::a", "`::`"},
      {"$a", "`$a` cannot stand"},
      {"${a}", "variable"},
      {"/data", "no question stands for /data"},
      {"/", "ends with `/`"},
      {"/data/a/", "ends with `/`"},
      {"/data/meta/instanceID", "no question stands for /data/meta/instanceID"},
      {"../../..", "above the root"},
      {"instance('none')/root/item", "no option list for instance('none')"},
      {"instance('my-list')/r/i/itextId", "itextId"},
      {"/data/p[jr:itext(age) = 'x']", "within [...] jr:itext() takes the id of a text"},
      {"instance('my-list')/r/i[jr:itext(up)]", "within [...] jr:itext() takes"},
      {"jr:itext(if(/data/a, instance('my-list')/r/i/itextId, 'x'))", "itextId"},
      {"jr:itext()", "jr:itext() needs the id of a text"},
      {"jr:itext(concat('p', position()))", "give `position()` what it is of"},
      {"jr:itext(/data/a", "not closed"},
      {"'open", "no end"},
      {"(1", "not closed"},
      {"(1]", "do not match"},
      {"1)", "do not match"},
      {"[1]", "no path"},
      {"a b", "an operator is missing before `b`"},
      {"1 2", "an operator is missing before `2`"},
      {".. ../c", "an operator is missing before `..`"},
      {"1 'x'", "an operator is missing before `'x'`"},
      {"1 (2)", "an operator is missing before `(`"},
      {"= 1", "an operand is missing before `=`"},
      {"1 + = 2", "an operand is missing before `=`"},
      {"(1 +)", "an operand is missing behind `+`"},
      {"1 and", "an operand is missing behind `and`"},
      {"1 # 2", "`# 2` cannot stand"},
      {"/data/none[1]", "no node /data/none"},
      {"/data/p[1]/none", "no node /data/p/none"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Rewritten(c.expression, "/data/a"), HasSubstr(c.message)) << c.expression;
  }
  EXPECT_THAT(Rewritten(absl::StrCat(std::string(70'000, ' '), "1"), "/data/a"),
              HasSubstr("give at most 65536"));
  EXPECT_THAT(Rewritten(absl::StrCat("'", std::string(17'000, 'x'), "'"), "/data/a"),
              HasSubstr("give at most 16384"));
}

TEST_F(PathRewriterTest, InAFilterNamesAreColumns) {
  const PathRewriter rewriter(tree_.get(), &lists_);
  const FormNode& node = *tree_->Resolve("/data/p/age", nullptr);
  const absl::StatusOr<RewrittenXpath> filter =
      rewriter.RewriteFilter("age=/data/a and ./name != '' and up = current()/../name", node);
  ASSERT_TRUE(filter.ok()) << filter.status();
  EXPECT_EQ(filter->text, "age = ${a} and ./name != '' and up = ${name}");
}

TEST(ParseItemset, TakesItApart) {
  const struct {
    const char* nodeset;
    const char* parts;
  } cases[] = {
      {"instance('a')/root/item", "a"},
      {" instance( \"a\" )/r/i[ x = 1 ]", "a|x = 1"},
      {"instance('a')/root/item[x = count(/d[1])][y]", "a|x = count(/d[1])|y"},
      {"randomize(instance('a')/root/item[x])", "random a|x"},
      {"randomize(instance('a')/root/item, concat(1, /data/s))", "random(concat(1, /data/s)) a"},
      {"/data/p[x]", "!"},
      {"instance('a')/root", "!"},
      {"instance('a')/root/item[x", "!"},
      {"instance('a')/root/item[]", "!"},
      {"randomize()", "!"},
      {"", "!"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<Itemset> itemset = ParseItemset(c.nodeset);
    std::string parts = "!";
    if (itemset.ok()) {
      parts = itemset->randomized ? "random" : "";
      if (!itemset->seed.empty()) absl::StrAppend(&parts, "(", itemset->seed, ")");
      absl::StrAppend(&parts, parts.empty() ? "" : " ", itemset->instance);
      for (const std::string& filter : itemset->filters) absl::StrAppend(&parts, "|", filter);
    }
    EXPECT_EQ(parts, c.parts) << c.nodeset;
  }
}

TEST(QuotedXpath, ChoosesTheQuotes) {
  EXPECT_EQ(QuotedXpath("a"), "'a'");
  EXPECT_EQ(QuotedXpath("it's"), "\"it's\"");
  EXPECT_EQ(QuotedXpath("'\"'"), "concat('', \"'\", '\"', \"'\", '')");
}

}  // namespace
}  // namespace lotse::survey::xforms
