#include "services/survey/qualitative/coding/codebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/survey/qualitative/coding/codebook_diff.h"
#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Codebook, IsCheckedAsAWhole) {
  EXPECT_THAT(Told(CheckCodebook({})), IsEmpty());
  EXPECT_THAT(Told(CheckCodebook(SmallCodebook())), IsEmpty());
  const struct {
    std::function<void(Codebook*)> change;
    const char* told;
  } cases[] = {
      {[](Codebook* b) { b->codes[1].id = ""; }, "codebook.codes[1].name: not an id"},
      {[](Codebook* b) { b->codes[1].id = "a b"; }, "codebook.codes[1].name: not an id"},
      {[](Codebook* b) { b->codes[2].id = "sprache"; }, "codebook.codes[2].name: comes twice"},
      {[](Codebook* b) { b->codes[4].name = " \xc2\xa0"; }, "codebook.codes[4].label: not a label"},
      {[](Codebook* b) { b->codes[4].name = "a\nb"; }, "codebook.codes[4].label: not a label"},
      {[](Codebook* b) { b->codes[4].name = "\xff"; }, "codebook.codes[4].label: not a label"},
      {[](Codebook* b) { b->codes[4].name = std::string(301, 'n'); },
       "codebook.codes[4].label: not a label; give one line of 1 to 300"},
      {[](Codebook* b) { b->codes[2].name = " SPRACHE "; }, "codebook.codes[2].label: comes twice"},
      {[](Codebook* b) { b->codes[4].parent = "x"; },
       "codebook.codes[4].parent: is not in the codebook"},
      {[](Codebook* b) { b->codes[4].parent = "haltung"; },
       "codebook.codes[4].parent: makes a circle"},
      {[](Codebook* b) { b->codes[0].parent = "amt"; }, "codebook.codes[0].parent: makes a circle"},
      {[](Codebook* b) { b->codes[1].retired = true; },
       "codebook.codes[3].retired: is in use below a code that is not"},
      {[](Codebook* b) { b->codes[4].colour = "1A7F37"; }, "codebook.codes[4].color: not a colo"},
      {[](Codebook* b) { b->codes[4].colour = "#1A7F37"; }, "codebook.codes[4].color: not a colo"},
      {[](Codebook* b) { b->codes[4].definition = std::string(8193, 'd'); },
       "codebook.codes[4].definition: give UTF-8 of at most 8192"},
      {[](Codebook* b) { b->codes[4].definition = "a\fb"; },
       "codebook.codes[4].definition: give UTF-8 of at most 8192 bytes, without control"},
      {[](Codebook* b) { b->codes[4].examples = {"ja\v"}; },
       "codebook.codes[4].examples[0]: give UTF-8 of 1 to 1000 bytes, without control"},
      {[](Codebook* b) { b->codes[4].examples = {"ja", ""}; },
       "codebook.codes[4].examples[1]: give UTF-8"},
      {[](Codebook* b) { b->codes[4].examples.assign(21, "e"); },
       "codebook.codes[4].examples: too many"},
      {[](Codebook* b) { b->codes.resize(2001); }, "codebook.codes: too many; give at most 2000"},
  };
  for (const auto& c : cases) {
    Codebook book = SmallCodebook();
    c.change(&book);
    const std::vector<std::string> told = Told(CheckCodebook(book));
    ASSERT_FALSE(told.empty()) << c.told;
    EXPECT_THAT(told[0], HasSubstr(c.told));
  }
}

TEST(Codebook, WhatIsStoredMayHaveWhatNoneMayGetAnyMore) {
  Codebook book = SmallCodebook();
  book.codes[4].definition = "a\fb\v";
  book.codes[4].examples = {"\x01"};
  EXPECT_THAT(Told(CheckCodebook(book, CodeTexts::kStored)), IsEmpty());
  book.codes[4].definition = std::string("a\0b", 3);
  EXPECT_THAT(Told(CheckCodebook(book, CodeTexts::kStored)), testing::SizeIs(1));
}

TEST(Codebook, IsAsDeepAsTheLimitAndNoDeeper) {
  Codebook book;
  for (int i = 0; i <= kMaxCodeDepth; ++i) {
    book.codes.push_back({.id = absl::StrCat("c", i),
                          .parent = i == 0 ? "" : absl::StrCat("c", i - 1),
                          .name = "x"});
  }
  EXPECT_THAT(Told(CheckCodebook(book)),
              ElementsAre(HasSubstr("codebook.codes[10].parent: too deep")));
  book.codes.pop_back();
  EXPECT_THAT(Told(CheckCodebook(book)), IsEmpty());
}

TEST(CodeTree, FindsItsWay) {
  const Codebook book = SmallCodebook();
  const CodeTree tree(book);
  EXPECT_EQ(tree.Find("amt")->name, "Amtssprache");
  EXPECT_EQ(tree.Find("x"), nullptr);
  EXPECT_THAT(tree.Family("zugang"), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(tree.Family("x"), IsEmpty());
  EXPECT_TRUE(tree.IsWithin("amt", "zugang"));
  EXPECT_FALSE(tree.IsWithin("zugang", "amt"));
  EXPECT_FALSE(tree.IsWithin("amt", ""));
  EXPECT_EQ(tree.DepthOf("amt"), 3);
  EXPECT_EQ(tree.HeightOf("zugang"), 3);
  EXPECT_EQ(tree.HeightOf("amt"), 1);
  EXPECT_EQ(tree.FindByName("zugang", "wEGE ")->id, "wege");
  EXPECT_EQ(tree.FindByName("", "Wege"), nullptr);
  EXPECT_EQ(tree.PathOf("amt"), "Zugang > Sprache > Amtssprache");
}

TEST(InOrder, PutsEachBehindTheOneItIsBelow) {
  const Codebook book = {1,
                         {{.id = "ab", .parent = "a", .name = "ab"},
                          {.id = "b", .parent = "", .name = "b"},
                          {.id = "a", .parent = "", .name = "a"},
                          {.id = "aba", .parent = "ab", .name = "aba"},
                          {.id = "aa", .parent = "a", .name = "aa"}}};
  std::vector<std::string> ids;
  for (const Code* const code : InOrder(book)) ids.push_back(code->id);
  EXPECT_THAT(ids, ElementsAre("b", "a", "ab", "aba", "aa"));
  EXPECT_THAT(InOrder({}), IsEmpty());
}

TEST(CodebookDiff, SaysWhatIsDifferent) {
  const Codebook before = SmallCodebook();
  EXPECT_TRUE(DiffOf(before, before).empty());
  Codebook after = before;
  after.codes.erase(after.codes.begin() + 3);
  after.codes[1].name = "Sprachen";
  after.codes[1].colour = "#000000";
  after.codes.push_back({.id = "neu", .parent = "", .name = "Neu"});
  const CodebookDiff diff = DiffOf(before, after);
  ASSERT_THAT(diff.added, testing::SizeIs(1));
  EXPECT_EQ(diff.added[0].id, "neu");
  ASSERT_THAT(diff.gone, testing::SizeIs(1));
  EXPECT_EQ(diff.gone[0].id, "amt");
  ASSERT_THAT(diff.different, testing::SizeIs(1));
  EXPECT_EQ(diff.different[0].before.name, "Sprache");
  EXPECT_THAT(diff.different[0].fields,
              ElementsAre(CodeDifference::Field::kName, CodeDifference::Field::kColour));
  EXPECT_FALSE(diff.reordered);
  std::swap(after.codes[0], after.codes[1]);
  EXPECT_TRUE(DiffOf(before, after).reordered);
}

}  // namespace
}  // namespace lotse::survey::qualitative
