#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::HasSubstr;

class NodeFunctions : public Household {};

TEST_F(NodeFunctions, Options) {
  const Case cases[] = {
      {"selected('a b c', 'b')", "true"},
      {"selected('a b c', 'bc')", "false"},
      {"selected('abc', 'b')", "false"},
      {"selected('a b', ' b ')", "true"},
      {"selected('  a   b ', 'b')", "true"},
      {"selected('a b', 'a b')", "false"},
      {"selected('', 'a')", "false"},
      {"selected('', '')", "true"},
      {"selected('a', '')", "false"},
      {"selected(${colours}, 'red')", "true"},
      {"selected(${colours}, 'green')", "false"},
      {"selected-at('zero one two', 1)", "one"},
      {"selected-at('zero one two', 3)", ""},
      {"selected-at('zero one two', -1)", ""},
      {"selected-at('', 0)", ""},
      {"selected-at('a b', 'x')", ""},
      {"selected-at(' a  b ', 1)", "b"},
      {"selected-at(${colours}, 0)", "red"},
      {"count-selected(${colours})", "2"},
      {"count-selected(' a ')", "1"},
      {"count-selected('')", "0"},
      {"count-selected('  ')", "0"},
      {"count-selected(' a  b ')", "2"},
      {"jr:choice-name(${colour}, '${colour}')", "Gr\u00FCn"},
      {"jr:choice-name(${colour}, ' ${colour} ')", "Gr\u00FCn"},
      {"jr:choice-name('red', ' /data/colour ')", "Rot"},
      {"jr:choice-name('red', ${colour})", "Rot"},
      {"jr:choice-name(selected-at(${colours}, 1), '${colours}')", "Blau"},
      {"jr:choice-name('pink', '${colour}')", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  EXPECT_THAT(Error("jr:choice-name('x', '${nothing}')"), HasSubstr("as '${code}'"));
  EXPECT_THAT(Error("jr:choice-name('x', 'a b')"), HasSubstr("as '${code}'"));
  EXPECT_THAT(Error("jr:choice-name('x', ${a})"), HasSubstr("the question `a` has no options"));
  EXPECT_THAT(Error("jr:choice-name('x', 1)"), HasSubstr("a question or repeat has to be named"));
}

TEST_F(NodeFunctions, CountsAndPlaces) {
  const Case cases[] = {
      {"count(${person})", "2"},
      {"count(${job})", "2"},
      {"count(${person}[age > 18])", "1"},
      {"count(${a} | ${n} | ${a})", "2"},
      {"count(instance('regions')/root/item)", "3"},
      {"count-non-empty(${a} | ${total})", "1"},
      {"count-non-empty(${person}/age)", "2"},
      {"position()", "1"},
      {"last()", "1"},
      {"position(${person}[called = 'Bo'])", "2"},
      {"position(${person}[3])", "NaN"},
      {"position(instance('regions')/root/item[name = 'zh'])", "2"},
      {"${person}[last()]/called", "Bo"},
      {"${person}[position() = 2]/called", "Bo"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  EXPECT_EQ(Text("position(..)", "age", 2), "2");
  EXPECT_EQ(Text("position(../..)", "title", 1, 2), "1");
  EXPECT_EQ(Text("position(..)", "title", 1, 2), "2");
  EXPECT_EQ(Text("position()", "age", 2), "2");
  EXPECT_EQ(Text("last()", "age", 2), "2");
  EXPECT_EQ(Text("position(current()/..)", "age", 2), "2");
  EXPECT_TRUE(Compiled("position(..)", "age")->reads_position());
  EXPECT_TRUE(Compiled("position()", "age")->reads_position());
  EXPECT_FALSE(Compiled("${person}[position() = 1]/age", "a")->reads_position());
  EXPECT_THAT(Error("count('a')"), HasSubstr("`count` takes a node set here, such as `${group}`"));
  EXPECT_THAT(Error("sum(1)"), HasSubstr("character 5: `sum` takes a node set"));
  EXPECT_THAT(Text("count(if(${n} = 7, 'x', ${person}))"),
              HasSubstr("count() got a value, and takes a node set"));
}

TEST_F(NodeFunctions, IndexedRepeat) {
  const Case cases[] = {
      {"indexed-repeat(${age}, ${person}, 1)", "36"},
      {"indexed-repeat(${age}, ${person}, 2)", "9"},
      {"indexed-repeat(${age}, ${person}, 3)", ""},
      {"indexed-repeat(${age}, ${person}, 0)", ""},
      {"indexed-repeat(${age}, ${person}, 'x')", ""},
      {"indexed-repeat(${age}, ${person}, count(${person}))", "9"},
      {"indexed-repeat(${title}, ${person}, 1, ${job}, 2)", "counter"},
      {"indexed-repeat(${title}, ${job}, 2, ${person}, 1)", "counter"},
      {"count(indexed-repeat(${title}, ${person}, 1))", "2"},
      {"indexed-repeat(/data/household/person/age, /data/household/person, 2)", "9"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  // The age of the person before.
  EXPECT_EQ(Text("indexed-repeat(${age}, ${person}, position(..) - 1)", "age", 2), "36");
  EXPECT_EQ(Text("indexed-repeat(${title}, ${job}, 2)", "called", 1), "counter");
  EXPECT_EQ(Text("indexed-repeat(${title}, ${person}, 1, ${job}, 1)", "called", 2), "poet");
  EXPECT_THAT(Error("indexed-repeat(${age}, ${job}, 1)"),
              HasSubstr("the repeat `job` is no repeat that the question `age` is in"));
  EXPECT_THAT(Error("indexed-repeat(${age}, ${household}, 1)"),
              HasSubstr("the group `household` is no repeat"));
  EXPECT_THAT(Error("indexed-repeat('x', ${person}, 1)"), HasSubstr("has to be named here"));
  EXPECT_THAT(Error("indexed-repeat(${person}[1]/age, ${person}, 1)"),
              HasSubstr("one question or repeat has to be named here"));
  EXPECT_THAT(Error("indexed-repeat(${age}, ${person})"), HasSubstr("got 2 arguments"));
  EXPECT_THAT(Error("indexed-repeat(${age}, ${person}, 1, ${job})"), HasSubstr("got 4 arguments"));
}

TEST_F(NodeFunctions, Lists) {
  const Case cases[] = {
      {"instance('regions')/root/item[name = 'zh']/label", "Z\u00FCrich"},
      {"join(' ', instance('regions')/root/item[country = 'de']/name)", "by be"},
      {"instance('regions')/root/item[country = 'de'][2]/label", "Berlin"},
      {"instance('regions')/root/item[3]/name", "be"},
      {"count(instance('regions')/root/item[name = 'x'])", "0"},
      {"instance('regions')/root/item[name = 'by']/../item[2]/name", "zh"},
      {"count(instance('regions')/root/item[1]/*)", "3"},
      {"instance('outside')/root/item[name = 'x']/anything", ""},
      {"pulldata('regions', 'label', 'name', 'be')", "Berlin"},
      {"pulldata('regions', 'name', 'country', 'de')", "by"},
      {"pulldata('regions', 'name', 'country', 'fr')", ""},
      {"pulldata('outside', 'population', 'name', 'x')", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  Set("a", "by");
  EXPECT_EQ(Text("instance('regions')/root/item[name = ${a}]/country"), "de");
  EXPECT_EQ(Text("instance('regions')/root/item[name = current()]/country"), "de");
  EXPECT_EQ(Text("instance('regions')/root/item[name = current()/../a]/country"), "de");
  EXPECT_EQ(Text("pulldata('regions', 'country', 'name', ${a})"), "de");
  // However the key is written: looked up, or compared row by row.
  const Case keys[] = {
      {"instance('regions')/root/item['de' = country][2]/name", "be"},
      {"instance('regions')/root/item[country = substr('xde', 1)][last()]/name", "be"},
      {"instance('regions')/root/item[name = /data/a]/name", "by"},
      {"instance('regions')/root/item[name = concat('b', 'e')]/name", "be"},
      {"instance('regions')/root/item[name = string()]/name", ""},
      {"instance('regions')/root/item[name = name]/name", "by"},
      {"instance('regions')/root/item[name = 1]/name", ""},
      {"instance('regions')/root/item[name = true()]/name", "by"},
      {"instance('regions')/root/item[label = 'Berlin']/name", "be"},
      {"instance('regions')/root/item[name = ${called}]/name", ""},
      {"instance('regions')/root/item[name = ${colour} or name = 'zh']/name", "zh"},
      {"instance('regions')/root/item[name = '2026-01-01']/name", ""},
      {"instance('regions')/root/item[name = if(position() = 3, 'be', '')]/name", "be"},
  };
  for (const Case& c : keys) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  const Case errors[] = {
      {"instance('region')/root/item", "there is no list `region`; did you mean regions?"},
      {"instance(${a})/root/item", "the list has to be named as a text in quotation marks"},
      {"instance('regions')/item", "there is no `item` in the list `regions`"},
      {"instance('regions')/root/item/size", "there is no `size` in the list `regions`; give one"},
      {"instance('regions')/..", "there is nothing above the list `regions`"},
      {"instance('regions')/root/item/label/x", "there is nothing in `label` of the list"},
      {"pulldata('x', 'a', 'b', 'c')", "there is no list `x`"},
      {"pulldata('x', 'a', 'b', 'c')",
       "put its rows into `choices`, or name its file, which has a column `name`, in a row "
       "`csv-external`, and give the file"},
      {"pulldata('regions', 'size', 'name', 'c')", "the list `regions` has no column `size`"},
      {"pulldata('regions', 'name', ${a}, 'c')", "the column has to be named as a text"},
  };
  for (const Case& c : errors) EXPECT_THAT(Error(c.expression), HasSubstr(c.value)) << c.expression;
}

// The largest list that a questionnaire may have.
TEST(LongLists, AreLookedThroughInFewSteps) {
  FormTreeBuilder builder;
  List towns;
  towns.code = "towns";
  towns.columns = {"name", "label"};
  for (int i = 0; i < 20'000; ++i) towns.rows.push_back({absl::StrCat("t", i), absl::StrCat(i)});
  const int list = builder.AddList(std::move(towns));
  builder.Add(kRootElement, "q", ElementType::kChoice, list);
  const absl::StatusOr<FormTree> tree = std::move(builder).Build();
  ASSERT_TRUE(tree.ok()) << tree.status();
  Instance instance(&*tree);
  instance.set_text(1, "t19999");
  for (const char* expression :
       {"instance('towns')/root/item[name = ${q}]/label",
        "pulldata('towns', 'label', 'name', ${q})", "jr:choice-name(${q}, '${q}')"}) {
    const auto program = Compile(expression, *tree, {1});
    ASSERT_TRUE(program.ok()) << program.status();
    EXPECT_EQ(EvaluateText(*program, {&instance, 1}, Environment(), 1500).value(), "19999");
    EXPECT_TRUE(absl::IsResourceExhausted(
        EvaluateText(*program, {&instance, 1}, Environment(), 1000).status()));
  }
}

// The orders that the tests of the ODK implementations give for six nodes A to F.
TEST(Randomize, IsTheShuffleOfTheOtherImplementations) {
  FormTreeBuilder builder;
  List letters;
  letters.code = "letters";
  letters.columns = {"name"};
  for (const char* letter : {"A", "B", "C", "D", "E", "F"}) letters.rows.push_back({letter});
  builder.AddList(std::move(letters));
  builder.Add(kRootElement, "q", ElementType::kText);
  const absl::StatusOr<FormTree> tree = std::move(builder).Build();
  ASSERT_TRUE(tree.ok()) << tree.status();
  const Instance instance(&*tree);
  KnownRandom random;
  Environment environment;
  environment.random = &random;
  const auto shuffled = [&](absl::string_view seed) {
    const auto program =
        Compile(absl::StrCat("join('', randomize(instance('letters')/root/item/name", seed, "))"),
                *tree, {1});
    EXPECT_TRUE(program.ok()) << program.status();
    return EvaluateText(*program, {&instance, 1}, environment).value();
  };
  const Case cases[] = {
      {", 42", "AFCBDE"},       {", '42'", "AFCBDE"}, {", -42", "EDAFBC"},
      {", 1", "BFEACD"},        {", 1.1", "BFEACD"},  {", 0", "CBEAFD"},
      {", 11111111", "ACDBFE"}, {", ''", "CBEAFD"},   {", 0 div 0", "CBEAFD"},
  };
  for (const Case& c : cases) EXPECT_EQ(shuffled(c.expression), c.value) << c.expression;
  // A text is a seed of its own.
  EXPECT_EQ(shuffled(", 'abc'"), shuffled(", 'abc'"));
  EXPECT_NE(shuffled(", 'abc'"), shuffled(", 'abd'"));
  EXPECT_EQ(shuffled(", 1 div 0").size(), 6u);
  EXPECT_EQ(shuffled(", -1 div 0").size(), 6u);
  std::string drawn = shuffled("");
  EXPECT_NE(drawn, shuffled(""));
  std::sort(drawn.begin(), drawn.end());
  EXPECT_EQ(drawn, "ABCDEF");
}

TEST_F(NodeFunctions, RandomizeSaysWhetherItIsDrawn) {
  EXPECT_TRUE(Compiled("randomize(${person})", "a")->reads_random());
  EXPECT_FALSE(Compiled("randomize(${person}, 1)", "a")->reads_random());
  EXPECT_EQ(Text("count(randomize(${person}, ${n})/age)"), "2");
  EXPECT_THAT(Error("randomize(1, 2)"), HasSubstr("takes a node set"));
}

TEST_F(NodeFunctions, Once) {
  EXPECT_EQ(Text("once('new')", "total"), "new");
  Set("total", "old");
  EXPECT_EQ(Text("once('new')", "total"), "old");
  EXPECT_EQ(Text("once(random())", "total"), "old");
}

}  // namespace
}  // namespace lotse::survey::logic
