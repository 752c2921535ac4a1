#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/survey/qualitative/text/redaction.h"
#include "services/survey/qualitative/text/text_edit.h"
#include "services/survey/qualitative/text/text_testing.h"
#include "services/survey/qualitative/text/units.h"

// Through random corrections and redactions, codings stay on their words. Every word of a text is
// unlike all others, and the words that a coding covers are told by what they are, not by where
// they are.

namespace lotse::survey::qualitative {
namespace {

using Random = std::mt19937_64;

std::size_t Below(std::size_t limit, Random* random) { return (*random)() % limit; }

// A word that is like no other, nor begins one, of letters of many kinds only.
std::string NewWord(Random* random) {
  static int number = 0;
  const char* const parts[] = {"ü",        "ß", "Straße",       kDecomposed, "n",
                               "e\u0301o", "A", "\u0916\u093F", "Ж",         "x\u0323\u0307"};
  std::string word = "w";
  for (const char digit : std::to_string(++number)) word += static_cast<char>('a' + digit - '0');
  word += 'q';
  for (std::size_t i = Below(4, random); i > 0; --i) word += parts[Below(std::size(parts), random)];
  return word;
}

std::string Gap(Random* random) {
  const std::string gaps[] = {" ",
                              "  ",
                              ", ",
                              "\n",
                              absl::StrCat(" ", kFamily, " "),
                              absl::StrCat(" ", kFlag, kFlag, " "),
                              "\r\n",
                              " … "};
  return gaps[Below(std::size(gaps), random)];
}

std::string NewText(std::size_t words, Random* random) {
  std::string utf8;
  for (std::size_t i = 0; i < words; ++i) utf8 += NewWord(random) + Gap(random);
  return utf8;
}

struct Coding {
  TextSpan span;
  std::vector<std::string> words;
};

std::vector<std::string> WordsIn(const IndexedText& text, TextSpan span) {
  std::vector<std::string> words;
  for (const TextSpan& word : Words(text)) {
    if (word.begin >= span.begin && word.end <= span.end) words.emplace_back(text.At(word));
  }
  return words;
}

// Codings from a word to one behind it.
std::vector<Coding> NewCodings(const IndexedText& text, Random* random) {
  const std::vector<TextSpan> words = Words(text);
  std::vector<Coding> codings;
  for (int i = 0; i < 12 && !words.empty(); ++i) {
    const std::size_t first = Below(words.size(), random);
    const std::size_t last = first + Below(std::min<std::size_t>(5, words.size() - first), random);
    const TextSpan span = {words[first].begin, words[last].end};
    codings.push_back({span, WordsIn(text, span)});
  }
  return codings;
}

// Corrections of whole words: another one, several, or none.
std::vector<Replacement> NewCorrections(const IndexedText& text, Random* random) {
  std::vector<Replacement> corrections;
  for (const TextSpan& word : Words(text)) {
    if (Below(5, random) != 0) continue;
    std::string fresh;
    for (std::size_t i = Below(3, random); i > 0; --i) {
      absl::StrAppend(&fresh, fresh.empty() ? "" : " ", NewWord(random));
    }
    corrections.push_back({word, fresh});
  }
  return corrections;
}

// What a coding covers after `edit`: the words that it covered, but for those that were replaced,
// in the place of which is what replaced them.
std::vector<std::string> Expected(const IndexedText& before, const Coding& coding,
                                  const std::vector<Replacement>& corrections) {
  std::vector<std::string> expected;
  for (const TextSpan& word : Words(before)) {
    if (word.begin < coding.span.begin || word.end > coding.span.end) continue;
    const auto correction =
        std::find_if(corrections.begin(), corrections.end(),
                     [&word](const Replacement& one) { return one.span == word; });
    if (correction == corrections.end()) {
      expected.emplace_back(before.At(word));
    } else if (!correction->text.empty()) {
      for (const absl::string_view part : absl::StrSplit(correction->text, ' ')) {
        expected.emplace_back(part);
      }
    }
  }
  return expected;
}

void ExpectOnBoundaries(const IndexedText& text, TextSpan span) {
  ASSERT_LE(0, span.begin);
  ASSERT_LE(span.begin, span.end);
  ASSERT_LE(span.end, text.size());
  EXPECT_TRUE(text.IsBoundary(span.begin) && text.IsBoundary(span.end));
}

TEST(TextProperties, CodingsStayOnTheirWordsThroughCorrections) {
  Random random(11);
  for (int round = 0; round < 150; ++round) {
    IndexedText text = Indexed(NewText(1 + Below(60, &random), &random));
    std::vector<Coding> codings = NewCodings(text, &random);
    for (int step = 0; step < 5; ++step) {
      const std::vector<Replacement> corrections = NewCorrections(text, &random);
      const TextEdit edit = Value(TextEdit::Make(text, corrections));
      const IndexedText after = Value(edit.Apply(text));
      for (Coding& coding : codings) {
        const MovedSpan moved = edit.Move(coding.span);
        ExpectOnBoundaries(after, moved.span);
        coding.words = Expected(text, coding, corrections);
        ASSERT_EQ(WordsIn(after, moved.span), coding.words);
        if (moved.fate == MovedSpan::Fate::kKept) {
          ASSERT_EQ(after.At(moved.span), text.At(coding.span));
        }
        coding.span = moved.span;
      }
      codings.erase(
          std::remove_if(codings.begin(), codings.end(),
                         [](const Coding& one) { return one.span.begin == one.span.end; }),
          codings.end());
      text = after;
    }
  }
}

TEST(TextProperties, CodingsStayThroughRedactionsAndNoNameDoes) {
  Random random(12);
  for (int round = 0; round < 100; ++round) {
    const IndexedText text = Indexed(NewText(1 + Below(60, &random), &random));
    std::vector<Mention> mentions;
    std::vector<std::string> names;
    for (const TextSpan& word : Words(text)) {
      if (Below(4, &random) != 0) continue;
      names.emplace_back(text.At(word));
      mentions.push_back({word, absl::StrCat("[Name", names.size(), "]")});
    }
    const std::vector<Coding> codings = NewCodings(text, &random);
    const RedactedText redacted = Value(Redact(text, mentions));
    EXPECT_TRUE(redacted.left.empty());
    for (const std::string& name : names) {
      EXPECT_EQ(redacted.text.utf8().find(name), std::string::npos);
    }
    for (const Coding& coding : codings) {
      std::vector<std::string> expected = coding.words;
      for (std::string& word : expected) {
        const auto name = std::find(names.begin(), names.end(), word);
        if (name != names.end()) word = absl::StrCat("Name", name - names.begin() + 1);
      }
      const MovedSpan moved = redacted.edit.Move(coding.span);
      ExpectOnBoundaries(redacted.text, moved.span);
      EXPECT_NE(moved.fate, MovedSpan::Fate::kLost);
      EXPECT_EQ(WordsIn(redacted.text, moved.span), expected);
    }
  }
}

// Replacements at any boundaries, which need not be those of words.
std::vector<Replacement> AnyReplacements(const IndexedText& text, Random* random) {
  std::vector<Replacement> replacements;
  int64_t at = 0;
  while (at <= text.size()) {
    int64_t begin = text.BoundaryBehind(
        std::min<int64_t>(text.size(), at + static_cast<int64_t>(Below(20, random))));
    const int64_t end = text.BoundaryBehind(
        std::min<int64_t>(text.size(), begin + static_cast<int64_t>(Below(6, random))));
    replacements.push_back({{begin, end}, Below(3, random) == 0 ? "" : NewWord(random)});
    at = end + 1;
  }
  return replacements;
}

TEST(TextProperties, TwoEditsAreOne) {
  Random random(13);
  int applied = 0;
  for (int round = 0; round < 400; ++round) {
    const IndexedText before = Indexed(NewText(1 + Below(12, &random), &random));
    const TextEdit first = Value(TextEdit::Make(before, AnyReplacements(before, &random)));
    const auto between = first.Apply(before);
    if (!between.ok()) continue;  // Something would become one character.
    const TextEdit second = Value(TextEdit::Make(*between, AnyReplacements(*between, &random)));
    const auto after = second.Apply(*between);
    if (!after.ok()) continue;
    ++applied;
    const TextEdit both = TextEdit::Compose(first, second);
    ASSERT_EQ(Value(both.Apply(before)).utf8(), after->utf8());
    for (int64_t begin = 0; begin < before.size(); ++begin) {
      for (int64_t end = begin + 1; end <= std::min(begin + 9, before.size()); ++end) {
        const MovedSpan one = first.Move({begin, end});
        const MovedSpan two = second.Move(one.span);
        const MovedSpan composed = both.Move({begin, end});
        if (one.fate == MovedSpan::Fate::kLost) continue;
        ASSERT_LE(composed.span.begin, two.span.begin);
        ASSERT_GE(composed.span.end, two.span.end);
        if (one.fate == MovedSpan::Fate::kKept && two.fate == MovedSpan::Fate::kKept) {
          ASSERT_EQ(composed, two);
        }
      }
    }
  }
  EXPECT_GT(applied, 300);
}

}  // namespace
}  // namespace lotse::survey::qualitative
