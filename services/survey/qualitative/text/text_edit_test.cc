#include "services/survey/qualitative/text/text_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "services/survey/qualitative/text/text_testing.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {
namespace {

using testing::HasSubstr;
using Fate = MovedSpan::Fate;

TEST(TextEdit, SpansMoveByTheRules) {
  // Positions: "eins zwei drei": eins 0 to 4, zwei 5 to 9, drei 10 to 14.
  const IndexedText before = Indexed("eins zwei drei");
  const struct {
    const char* what;
    std::vector<Replacement> replacements;
    TextSpan span;
    const char* text;  // What the span covers afterwards.
    Fate fate;
  } cases[] = {
      {"nothing", {}, {5, 9}, "zwei", Fate::kKept},
      {"behind a longer text", {{{0, 4}, "Fünfzig"}}, {5, 9}, "zwei", Fate::kKept},
      {"behind a shorter text", {{{0, 5}, ""}}, {5, 9}, "zwei", Fate::kKept},
      {"before it", {{{10, 14}, "vier"}}, {5, 9}, "zwei", Fate::kKept},
      {"adjacent on both sides", {{{4, 5}, "–"}, {{9, 10}, "–"}}, {5, 9}, "zwei", Fate::kKept},
      {"insertions at its ends", {{{5, 5}, "X"}, {{9, 9}, "Y"}}, {5, 9}, "zwei", Fate::kKept},
      {"insertion inside", {{{7, 7}, "X"}}, {5, 9}, "zwXei", Fate::kChanged},
      {"a word of it", {{{5, 9}, "ZWO"}}, {5, 14}, "ZWO drei", Fate::kChanged},
      {"all of it", {{{5, 9}, "ZWO"}}, {5, 9}, "ZWO", Fate::kChanged},
      {"a part of what is replaced", {{{5, 9}, "ZWO"}}, {6, 8}, "ZWO", Fate::kChanged},
      {"over its begin", {{{3, 7}, "XY"}}, {5, 9}, "XYei", Fate::kChanged},
      {"over its end", {{{7, 12}, "XY"}}, {5, 9}, "zwXY", Fate::kChanged},
      {"over both ends", {{{2, 6}, "X"}, {{8, 11}, "Y"}}, {5, 9}, "XweY", Fate::kChanged},
      {"deleted at its begin", {{{3, 7}, ""}}, {5, 9}, "ei", Fate::kChanged},
      {"deleted wholly", {{{4, 9}, ""}}, {5, 9}, "", Fate::kLost},
      {"deleted in parts", {{{5, 7}, ""}, {{7, 9}, ""}}, {5, 9}, "", Fate::kLost},
      {"the same text", {{{5, 9}, "zwei"}}, {6, 8}, "we", Fate::kKept},
      {"a paragraph with one word changed",
       {{{0, 14}, "eins zwo drei"}},
       {10, 14},
       "drei",
       Fate::kKept},
      {"a paragraph, its changed word",
       {{{0, 14}, "eins zwoo drei"}},
       {5, 9},
       "zwoo",
       Fate::kChanged},
  };
  for (const auto& c : cases) {
    const TextEdit edit = Value(TextEdit::Make(before, c.replacements));
    const IndexedText after = Value(edit.Apply(before));
    const MovedSpan moved = edit.Move(c.span);
    EXPECT_EQ(after.At(moved.span), c.text) << c.what;
    EXPECT_EQ(moved.fate, c.fate) << c.what;
    EXPECT_EQ(after.size(), edit.size_after()) << c.what;
  }
}

TEST(TextEdit, WrongReplacementsAreNamed) {
  const IndexedText before = Indexed(absl::StrCat("x", kFamily, "geheim"));
  const struct {
    std::vector<Replacement> replacements;
    const char* message;
  } cases[] = {
      {{{{-1, 1}, ""}}, "replacement 1: [-1, 1) is no stretch of a text"},
      {{{{2, 1}, ""}}, "replacement 1: [2, 1) is no stretch"},
      {{{{0, 13}, ""}}, "replacement 1: position 13 lies behind the end of the text; it has 12"},
      {{{{0, 3}, ""}}, "replacement 1: position 3 lies inside one character; give 1 or 6"},
      {{{{6, 8}, "a"}, {{7, 9}, "b"}},
       "replacement 2: it begins at 7, before the end 8 of the one before"},
      {{{{7, 8}, "a"}, {{0, 1}, "b"}}, "replacement 2: it begins at 0, before the end 8"},
      {{{{6, 6}, "a"}, {{6, 6}, "b"}}, "replacement 2: a second insertion at 6"},
      {{{{0, 1}, "\xFF"}}, "replacement 1: its text, line 1, position 0: a byte that is not UTF-8"},
      {std::vector<Replacement>(kMaxReplacements + 1), "50001 replacements; at most 50000"},
  };
  for (const auto& c : cases) {
    const auto edit = TextEdit::Make(before, c.replacements);
    EXPECT_TRUE(absl::IsInvalidArgument(edit.status()));
    EXPECT_THAT(Refusal(edit), HasSubstr(c.message));
    EXPECT_THAT(Refusal(edit), testing::Not(HasSubstr("geheim")));
  }
}

TEST(TextEdit, NothingBecomesOneCharacterWithWhatStandsBesideIt) {
  const struct {
    std::string before;
    Replacement replacement;
  } cases[] = {
      {"ab", {{1, 1}, "\u0308"}},                          // An accent on the a.
      {absl::StrCat("a", kFlag), {{1, 1}, "\U0001F1EB"}},  // Other flags.
      {"\U0001F469\u200D \U0001F467", {{2, 3}, ""}},       // A family by deletion.
      {"a\n", {{1, 1}, "\r"}},                             // One line end of two.
      {absl::StrCat("x", "\u200D", "z\U0001F467"), {{2, 3}, "\u0308"}},
  };
  for (const auto& c : cases) {
    const IndexedText before = Indexed(c.before);
    const auto after = Value(TextEdit::Make(before, {c.replacement})).Apply(before);
    EXPECT_THAT(Refusal(after), HasSubstr("it would become one character with what stands beside"))
        << c.before;
  }
  const IndexedText before = Indexed("ab");
  EXPECT_EQ(Value(Value(TextEdit::Make(before, {{{0, 1}, kDecomposed}})).Apply(before)).utf8(),
            absl::StrCat(kDecomposed, "b"));
}

TEST(TextEdit, IsOfOneText) {
  const TextEdit edit = Value(TextEdit::Make(Indexed("abc"), {{{0, 1}, "x"}}));
  EXPECT_TRUE(absl::IsFailedPrecondition(edit.Apply(Indexed("ab")).status()));
  const IndexedText large = Indexed(std::string(kMaxTextCodePoints, 'a'));
  const auto grown = Value(TextEdit::Make(large, {{{1, 1}, "b"}})).Apply(large);
  EXPECT_THAT(Refusal(grown), HasSubstr("the text has more than 2000000 code points"));
}

// As a two-hour interview is corrected: the limit of the requirement, with a factor for builds
// without optimization and busy machines.
TEST(TextEdit, ManyCodingsMoveAtOnce) {
  std::string utf8;
  for (int i = 0; i < 20'000; ++i) absl::StrAppend(&utf8, i % 9 == 0 ? "größer " : "wort ");
  const IndexedText before = Indexed(utf8);
  const std::vector<TextSpan> words = Words(before);
  ASSERT_EQ(words.size(), 20'000u);
  const auto start = std::chrono::steady_clock::now();
  const TextEdit edit = Value(TextEdit::Make(before, {{words[10'000], "Berichtigung"}}));
  const IndexedText after = Value(edit.Apply(before));
  for (std::size_t i = 10'001; i < 10'501; ++i) {
    ASSERT_EQ(after.At(edit.Move(words[i]).span), before.At(words[i]));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(500));
}

}  // namespace
}  // namespace lotse::survey::qualitative
