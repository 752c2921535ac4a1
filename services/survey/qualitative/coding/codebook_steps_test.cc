#include "services/survey/qualitative/coding/codebook_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/coding/codebook_diff.h"
#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

Code New(std::string id, std::string parent = "") {
  return {.id = id, .parent = parent, .name = "Neu " + id};
}

CodebookChange Taken(const CodebookStep& step, const std::vector<Coding>& codings = {},
                     const Codebook& book = SmallCodebook()) {
  CodebookChange change;
  EXPECT_THAT(Told(TakeStep(book, codings, step, &change)), IsEmpty());
  return change;
}

TEST(CodebookSteps, AreRefusedForAReason) {
  const std::vector<Coding> codings = SmallCorpus().codings;
  Code short_name = New("n");
  short_name.name = " ";
  Code heading = New("n");
  heading.codable = false;
  Code same_name = New("n", "zugang");
  same_name.name = "wege";
  const struct {
    CodebookStep step;
    const char* told;
  } cases[] = {
      {AddCode{New("wege")}, "code.code_id: is used already"},
      {AddCode{New("n", "x")}, "code.code.parent: is not in the codebook"},
      {AddCode{same_name}, "code.code: is refused, since of what comes of it codebook.codes[5].l"},
      {AddCode{New("a b")}, "code.code_id: not an id"},
      {AddCode{short_name}, "code.code.label: not a label"},
      {ReviseCode{New("x")}, "code_id: is not in the codebook"},
      {ReviseCode{{.id = "wege", .name = " "}}, "code.label: not a label"},
      {ReviseCode{{.id = "wege", .name = "SPRACHE"}}, "comes twice below the same parent"},
      {ReviseCode{{.id = "wege", .name = "Wege"}}, "code: changes nothing"},
      {ReviseCode{{.id = "wege", .name = "W", .codable = false}}, "code.codable: has codings"},
      {ReviseCode{{.id = "wege", .name = "W", .colour = "rot"}}, "code.color: not a colour"},
      {MoveCode{"zugang", "amt"}, "parent_code_id: is the code itself or below it"},
      {MoveCode{"zugang", "zugang"}, "parent_code_id: is the code itself or below it"},
      {MoveCode{"wege", "x"}, "parent_code_id: is not in the codebook"},
      {MergeCodes{{}, "wege"}, "merged_code_ids: give 1 to 200"},
      {MergeCodes{{"wege"}, "wege"}, "merged_code_ids[0]: is the code that it goes into"},
      {MergeCodes{{"sprache"}, "amt"}, "merged_code_ids[0]: is the code that it goes into, or ab"},
      {MergeCodes{{"amt", "amt"}, "wege"}, "merged_code_ids[1]: comes twice"},
      {MergeCodes{{"wege"}, "zugang"}, "code_id: only groups other codes"},
      {SplitCode{"wege", {}, {}, true}, "codes: give 1 to 50"},
      {SplitCode{"wege", {New("n")}, {}, true}, "assignments: leaves out 2 of 2 codings"},
      {SplitCode{"wege", {New("n")}, {{"k2", "n"}}, true}, "assignments: leaves out 1 of 2 codin"},
      {SplitCode{"wege", {New("n")}, {{"k1", "n"}}}, "names a coding that is not one of the code"},
      {SplitCode{"wege", {New("n")}, {{"k2", "amt"}, {"k6", "n"}}}, "names a code that is not"},
      {SplitCode{"wege", {heading}, {{"k2", "n"}, {"k6", "n"}}}, "names a code that is not"},
      {SplitCode{"wege", {New("n"), New("n")}, {}}, "codes[1].code_id: is used already"},
      {SplitCode{"sprache", {New("n")}, {{"k1", "n"}, {"k3", "n"}}, true},
       "retire: the code has o"},
      {RetireCode{"wege", false}, "code_id: changes nothing"},
  };
  for (const auto& c : cases) {
    CodebookChange change;
    change.added = {"as before"};
    const std::vector<std::string> told = Told(TakeStep(SmallCodebook(), codings, c.step, &change));
    ASSERT_THAT(told, testing::SizeIs(1)) << c.told;
    EXPECT_THAT(told[0], HasSubstr(c.told));
    EXPECT_THAT(change.added, ElementsAre("as before"));
  }
}

TEST(CodebookSteps, OfWhoCodesBlindDoNotTellOfOthers) {
  const Codebook book = Taken(RetireCode{"haltung"}).codebook;
  const char* const unseen = "in a blind study you do not see those of others";
  const struct {
    CodebookStep step;
    std::string path;  // Empty: nothing is wrong.
  } cases[] = {
      {SplitCode{"wege", {New("n")}, {}, true}, "retire"},
      {SplitCode{"wege", {New("n")}, {}}, ""},
      {ReviseCode{{.id = "wege", .name = "W", .codable = false}}, "code.codable"},
      {ReviseCode{{.id = "wege", .name = "W"}}, ""},
      {ReviseCode{{.id = "zugang", .name = "Z", .codable = false}}, ""},  // As it is.
      {ReviseCode{{.id = "x", .name = "X", .codable = false}}, ""},       // TakeStep tells it.
      {MergeCodes{{"wege"}, "zugang"}, "code_id"},
      {MergeCodes{{"wege"}, "amt"}, ""},
      {MergeCodes{{"haltung"}, "amt"}, "merged_code_ids"},
      {MergeCodes{{"haltung", "wege"}, "amt"}, ""},
      {MergeCodes{{}, "amt"}, ""},
      {MergeCodes{{"x"}, "amt"}, ""},
      {RetireCode{"wege"}, ""},
      {MoveCode{"wege", ""}, ""},
      {AddCode{New("n")}, ""},
  };
  for (const auto& c : cases) {
    const rpc::FieldViolations found = CheckBlind(book, c.step);
    ASSERT_EQ(found.size(), c.path.empty() ? 0U : 1U) << c.path << c.step.index();
    if (c.path.empty()) continue;
    EXPECT_EQ(found[0].field, c.path);
    EXPECT_THAT(found[0].description, HasSubstr(unseen));
    EXPECT_THAT(found[0].german, HasSubstr("der anderen sehen Sie nicht"));
  }
}

TEST(CodebookSteps, PutNothingUnderWhatIsRetired) {
  const std::vector<Coding> codings = SmallCorpus().codings;
  const Codebook book = Taken(RetireCode{"sprache"}, codings).codebook;
  const struct {
    CodebookStep step;
    const char* path;
  } cases[] = {
      {AddCode{New("n", "sprache")}, "code.code.parent"},
      {MoveCode{"wege", "sprache"}, "parent_code_id"},
      {MoveCode{"wege", "amt"}, "parent_code_id"},
      {MergeCodes{{"wege"}, "sprache"}, "code_id"},
      {MergeCodes{{"haltung"}, "amt"}, "code_id"},
      {SplitCode{"sprache", {New("n", "sprache")}, {}}, "codes[0].code.parent"},
  };
  for (const auto& c : cases) {
    CodebookChange change;
    EXPECT_THAT(Told(TakeStep(book, codings, c.step, &change)),
                ElementsAre(absl::StrCat(c.path,
                                         ": is retired; give a code that is in use, or "
                                         "take it back into use first")));
    EXPECT_EQ(change.codebook, Codebook{});
  }
  EXPECT_THAT(Told(CheckCodebook(Taken(MoveCode{"amt", "zugang"}, codings, book).codebook)),
              IsEmpty());
  EXPECT_FALSE(CodeTree(Taken(MergeCodes{{"sprache"}, "wege"}, codings, book).codebook)
                   .Find("wege")
                   ->retired);
}

TEST(CodebookSteps, CanBeUndoneByWhatTheyChanged) {
  const std::vector<Coding> codings = SmallCorpus().codings;
  const CodebookStep steps[] = {AddCode{New("n", "zugang")},
                                ReviseCode{{.id = "wege", .name = "Zugangswege"}},
                                MoveCode{"amt", ""},
                                MergeCodes{{"sprache"}, "wege"},
                                SplitCode{"wege", {New("n", "wege"), New("m")}, {{"k2", "n"}}},
                                RetireCode{"zugang"}};
  for (const CodebookStep& step : steps) {
    const CodebookChange change = Taken(step, codings);
    EXPECT_EQ(change.codebook.version, 2) << step.index();
    EXPECT_EQ(Undone(change.codebook, change.before, change.added), SmallCodebook())
        << step.index();
  }
  const CodebookChange change = Taken(ReviseCode{{.id = "wege", .name = "Zugangswege"}});
  ASSERT_THAT(change.before, testing::SizeIs(1));
  EXPECT_EQ(change.before[0].name, "Wege");
  EXPECT_THAT(change.added, IsEmpty());
}

TEST(CodebookSteps, AMergeTakesCodingsAndCodesBelowAlong) {
  const std::vector<Coding> codings = {
      CodingOf("k1", "sprache", "t", {0, 5}, "a", 2), CodingOf("k2", "wege", "t", {0, 5}, "a", 1),
      CodingOf("k3", "sprache", "t", {0, 5}, "b", 1), CodingOf("k4", "haltung", "t", {0, 5})};
  const CodebookChange change = Taken(MergeCodes{{"sprache"}, "wege"}, codings);
  const CodeTree tree(change.codebook);
  EXPECT_TRUE(tree.Find("sprache")->retired);
  EXPECT_FALSE(tree.Find("amt")->retired);
  EXPECT_EQ(tree.Find("amt")->parent, "wege");
  EXPECT_THAT(change.recoding.codes, UnorderedElementsAre(Pair("k3", "wege")));
  EXPECT_THAT(change.recoding.gone, UnorderedElementsAre(Pair("k1", "k2")));
  std::map<std::string, std::string> codes;
  for (const Coding& coding : Recoded(codings, change.recoding)) codes[coding.id] = coding.code;
  EXPECT_THAT(codes, ElementsAre(Pair("k2", "wege"), Pair("k3", "wege"), Pair("k4", "haltung")));
}

// What the step has nothing to do with stays, even where it should not be there.
TEST(CodebookSteps, LeaveWhatWasThereTwiceBefore) {
  std::vector<Coding> codings = {
      CodingOf("k1", "haltung", "t", {0, 5}, "a", 1),
      CodingOf("k2", "haltung", "t", {0, 5}, "a", 2), CodingOf("k3", "amt", "t", {0, 5}, "a", 3),
      CodingOf("k4", "amt", "t", {0, 5}, "a", 4), CodingOf("k5", "wege", "t", {7, 9}, "a", 5)};
  const CodebookStep step = MergeCodes{{"amt"}, "wege"};
  EXPECT_THAT(Taken(step, codings).recoding.gone, IsEmpty());
  codings.push_back(CodingOf("k6", "wege", "t", {0, 5}, "a", 0));
  EXPECT_THAT(Taken(step, codings).recoding.gone,
              UnorderedElementsAre(Pair("k3", "k6"), Pair("k4", "k6")));
  codings[5].time_ms = 9;
  EXPECT_THAT(Taken(step, codings).recoding.gone, UnorderedElementsAre(Pair("k6", "k3")));
}

TEST(CodebookSteps, ASplitDealsCodingsOut) {
  const std::vector<Coding> codings = SmallCorpus().codings;
  const CodebookChange whole = Taken(
      SplitCode{"wege", {New("n", "zugang"), New("m")}, {{"k2", "n"}, {"k6", "m"}}, true}, codings);
  EXPECT_TRUE(CodeTree(whole.codebook).Find("wege")->retired);
  EXPECT_THAT(whole.recoding.codes, UnorderedElementsAre(Pair("k2", "n"), Pair("k6", "m")));
  const CodebookChange kept = Taken(SplitCode{"wege", {New("n", "wege")}, {{"k2", "n"}}}, codings);
  EXPECT_EQ(CodeTree(kept.codebook).Find("n")->parent, "wege");
  EXPECT_FALSE(CodeTree(kept.codebook).Find("wege")->retired);
  EXPECT_THAT(kept.recoding.codes, UnorderedElementsAre(Pair("k2", "n")));
}

TEST(CodebookSteps, RetireAndReinstateWhatIsBelow) {
  const CodebookChange out = Taken(RetireCode{"sprache"});
  const CodeTree tree(out.codebook);
  EXPECT_TRUE(tree.Find("sprache")->retired && tree.Find("amt")->retired);
  EXPECT_FALSE(tree.Find("zugang")->retired);
  CodebookChange change;
  EXPECT_THAT(Told(TakeStep(out.codebook, {}, RetireCode{"amt", false}, &change)),
              ElementsAre(HasSubstr("is below a code that is retired")));
  const CodebookChange back = Taken(RetireCode{"sprache", false}, {}, out.codebook);
  EXPECT_EQ(back.codebook.codes, SmallCodebook().codes);
}

TEST(CodebookSteps, ARevisionKeepsThePlace) {
  Code said{.id = "wege", .parent = "amt", .name = "Wege", .definition = "d", .colour = "#00aaff"};
  said.retired = true;
  const CodebookChange change = Taken(ReviseCode{said});
  const CodebookDiff diff = DiffOf(SmallCodebook(), change.codebook);
  ASSERT_THAT(diff.different, testing::SizeIs(1));
  EXPECT_THAT(diff.different[0].fields,
              ElementsAre(CodeDifference::Field::kDefinition, CodeDifference::Field::kColour));
}

// Over steps at random no coding is lost or without a code, and none is there twice.
TEST(CodebookSteps, KeepEveryCodingOnItsWords) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    CorpusInput input = RandomCorpus(seed, 2, 10, 60, 12);
    std::mt19937 random(seed);
    const auto any = [&](const Codebook& book) {
      return book.codes[random() % book.codes.size()].id;
    };
    Codebook book = input.codebook;
    std::vector<Coding> codings = input.codings;
    int taken = 0;
    for (int i = 0; i < 60; ++i) {
      CodebookStep step = MoveCode{any(book), any(book)};
      if (i % 3 == 1) step = MergeCodes{{any(book)}, any(book)};
      if (i % 3 == 2) {
        const std::string code = any(book);
        SplitCode split{code, {New(absl::StrCat("n", i))}, {}};
        for (const Coding& coding : codings) {
          if (coding.code == code && random() % 2 == 0) split.goes_to[coding.id] = split.into[0].id;
        }
        step = split;
      }
      CodebookChange change;
      if (!TakeStep(book, codings, step, &change).empty()) continue;
      ++taken;
      EXPECT_THAT(Told(CheckCodebook(change.codebook)), IsEmpty());
      EXPECT_EQ(Undone(change.codebook, change.before, change.added), book);
      const std::vector<Coding> next = Recoded(codings, change.recoding);
      EXPECT_EQ(next.size() + change.recoding.gone.size(), codings.size());
      EXPECT_LE(DoubledCodings(next).size(), DoubledCodings(codings).size());
      const CodeTree tree(change.codebook);
      for (const Coding& coding : next) EXPECT_NE(tree.Find(coding.code), nullptr);
      for (const auto& [gone, kept] : change.recoding.gone) {
        EXPECT_FALSE(change.recoding.gone.contains(kept)) << gone;
      }
      book = change.codebook;
      codings = next;
    }
    EXPECT_GT(taken, 10);
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
