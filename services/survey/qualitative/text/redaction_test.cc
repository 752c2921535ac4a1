#include "services/survey/qualitative/text/redaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Redaction, KeepsCodingsAndNothingOfTheNames) {
  // Positions: Frau 0, Müller 5 to 11, aus 12, Köln 16 to 20, und 21, Müller 25 to 31.
  const IndexedText before = Indexed("Frau Müller aus Köln und Müller sagt ja");
  const RedactedText redacted =
      Value(Redact(before, {{{5, 11}, "[Name 1]"}, {{16, 20}, "[Ort 1]"}, {{25, 31}, "[Name 1]"}}));
  EXPECT_EQ(redacted.text.utf8(), "Frau [Name 1] aus [Ort 1] und [Name 1] sagt ja");
  EXPECT_THAT(redacted.left, ElementsAre());
  const struct {
    TextSpan span;
    const char* text;
  } cases[] = {
      {{0, 11}, "Frau [Name 1]"},
      {{5, 11}, "[Name 1]"},
      {{6, 8}, "[Name 1]"},
      {{8, 18}, "[Name 1] aus [Ort 1]"},
      {{21, 24}, "und"},
      {{32, 39}, "sagt ja"},
      {{12, 36}, "aus [Ort 1] und [Name 1] sagt"},
      {{11, 12}, " "},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(redacted.text.At(redacted.edit.Move(c.span).span), c.text);
  }
  for (const Replacement& one : redacted.edit.replacements()) {
    EXPECT_THAT(one.text, testing::AnyOf("[Name 1]", "[Ort 1]"));
  }
}

TEST(Redaction, SaysWhatIsLeft) {
  const IndexedText before = Indexed("Müller, MÜLLER und Müllers Hund");
  const RedactedText redacted = Value(Redact(before, {{{0, 6}, "[Name 1]"}}));
  EXPECT_EQ(redacted.text.utf8(), "[Name 1], MÜLLER und Müllers Hund");
  EXPECT_THAT(redacted.left,
              ElementsAre(FoundWords{{10, 16}, 0, true}, FoundWords{{21, 28}, 0, false}));
}

TEST(Redaction, FindsTheWordsOfWordings) {
  const IndexedText before = Indexed(
      "Frau Anna Weber sagt. Weber ging. Anna blieb. kam.Weber d'Weber Frau Bo Webers Muller Bote");
  const RedactedText redacted = Value(Redact(before, {{{0, 15}, "[Name 1]"}}));
  std::vector<std::string> left;
  for (const FoundWords& one : redacted.left) {
    EXPECT_EQ(one.term, 0u);
    left.push_back(absl::StrCat(one.is_whole ? "" : "~", redacted.text.At(one.span)));
  }
  EXPECT_THAT(left, ElementsAre("Weber", "Anna", "Weber", "Weber", "~Webers"));
  const IndexedText short_name = Indexed("Bo Müller und Bo, Bote, Muller");
  left.clear();
  for (const FoundWords& one : Value(Redact(short_name, {{{0, 9}, "[Name 1]"}})).left) {
    left.push_back(absl::StrCat(one.span.begin, one.is_whole ? "" : "~"));
  }
  EXPECT_THAT(left, ElementsAre("13", "23"));
}

TEST(Redaction, ASpanOverAPartOfAMentionCoversItsLabel) {
  const IndexedText before = Indexed("[Weber] ja [Ort 1]");
  const RedactedText redacted =
      Value(Redact(before, {{{0, 7}, "[Name 1]"}, {{11, 18}, "[Name 1]"}}));
  for (const TextSpan span : {TextSpan{0, 1}, {0, 2}, {6, 7}, {11, 12}, {17, 18}, {13, 14}}) {
    EXPECT_EQ(redacted.text.At(redacted.edit.Move(span).span), "[Name 1]") << span.begin;
  }
}

TEST(Redaction, WordingsHaveALimit) {
  std::string utf8;
  std::vector<Mention> mentions;
  for (std::size_t i = 0; i <= kMaxRedactionWordings; ++i) {
    const auto begin = static_cast<int64_t>(utf8.size());
    absl::StrAppend(&utf8, "n", i, "x");
    mentions.push_back({{begin, static_cast<int64_t>(utf8.size())}, "[Person 1]"});
    utf8 += ' ';
  }
  const IndexedText text = Indexed(utf8);
  EXPECT_THAT(Refusal(Redact(text, mentions)),
              HasSubstr("more than 5000 different wordings in one redaction"));
  mentions.pop_back();
  EXPECT_TRUE(Redact(text, mentions).ok());
}

TEST(Redaction, SearchesForAllWordings) {
  std::string utf8;
  std::vector<Mention> mentions;
  for (int i = 0; i < 2'500; ++i) {
    const auto begin = static_cast<int64_t>(utf8.size());
    absl::StrAppend(&utf8, "n", i, "x");
    mentions.push_back(
        {{begin, static_cast<int64_t>(utf8.size())}, absl::StrCat("[Name ", i, "]")});
    utf8 += ' ';
  }
  utf8 += "n2400x";
  const RedactedText redacted = Value(Redact(Indexed(utf8), mentions));
  ASSERT_EQ(redacted.left.size(), 1u);
  EXPECT_EQ(redacted.left[0].term, 2'400u);
}

TEST(Redaction, RefusesWrongMentionsAndLabels) {
  const IndexedText before = Indexed("Geheim und Köln");
  const struct {
    std::vector<Mention> mentions;
    const char* message;
  } cases[] = {
      {{{{3, 3}, "[Name 1]"}}, "mention 1: begin and end are both 3"},
      {{{{11, 16}, "[Ort]"}}, "mention 1: position 16 lies behind the end"},
      {{{{0, 6}, "[Name 1]"}, {{5, 7}, "[Name 2]"}},
       "mention 2: it begins at 5, before the end of the one before"},
      {{{{0, 6}, "Name 1"}}, "mention 1: its label is not of the form `[Name 1]`"},
      {{{{0, 6}, "[]"}}, "its label is not of the form"},
      {{{{0, 6}, "[ ]"}}, "its label is not of the form"},
      {{{{0, 6}, "[a]b]"}}, "its label is not of the form"},
      {{{{0, 6}, "[a\nb]"}}, "its label is not of the form"},
      {{{{0, 6}, ""}}, "its label is not of the form"},
      {{{{0, 6}, absl::StrCat("[", std::string(63, 'x'), "]")}},
       "its label has 65 code points; at most 64"},
      {{{{0, 6}, "[Stadt KÖLN]"}, {{11, 15}, "[Ort 1]"}},
       "mention 1: its label has a redacted word in it"},
      {{{{0, 6}, "[Geheims Frau]"}}, "mention 1: its label has a redacted word in it"},
      {{{{0, 6}, "[Fraugeheim]"}}, "mention 1: its label has a redacted word in it"},
      {{{{0, 6}, "[Ge-Heim]"}}, "mention 1: its label has a redacted word in it"},
      {{{{0, 6}, "[Ort 1]"}, {{11, 15}, "[Kolner]"}}, "mention 2: its label has a redacted word"},
      {std::vector<Mention>(kMaxMentions + 1), "10001 mentions; at most 10000"},
  };
  for (const auto& c : cases) {
    const auto redacted = Redact(before, c.mentions);
    EXPECT_TRUE(absl::IsInvalidArgument(redacted.status()));
    EXPECT_THAT(Refusal(redacted), HasSubstr(c.message));
    EXPECT_THAT(Refusal(redacted), testing::Not(HasSubstr("Geheim")));
  }
  EXPECT_TRUE(Redact(before, {{{0, 6}, "[Å 1]"}}).ok());
}

}  // namespace
}  // namespace lotse::survey::qualitative
