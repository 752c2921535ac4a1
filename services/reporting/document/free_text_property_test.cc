#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/free_text.h"

namespace lotse::reporting {
namespace {

using v1alpha::Block;
using v1alpha::Span;

std::string Letters(absl::string_view text) {
  std::string out;
  for (char c : text) {
    if (absl::ascii_isalpha(c)) out += c;
  }
  return out;
}

// The letters that a reader can see or follow, in the order of the source: those of a link
// before those of its address, which is not there twice where it is the text.
template <class List>
void AppendLetters(const List& spans, std::string* out) {
  for (int i = 0; i < spans.size(); ++i) {
    const Span& span = spans[i];
    *out += Letters(span.text());
    const bool ends = i + 1 == spans.size() || spans[i + 1].link() != span.link();
    if (ends && !absl::StrContains(span.text(), span.link())) *out += Letters(span.link());
  }
}

template <class List>
void ExpectWhole(const List& spans, const std::string& source) {
  EXPECT_FALSE(spans.empty()) << source;
  for (const Span& span : spans) {
    EXPECT_FALSE(span.text().empty()) << source;
    EXPECT_TRUE(types::IsUtf8(span.text())) << source;
    EXPECT_TRUE(span.link().empty() || absl::StartsWith(span.link(), "https://") ||
                absl::StartsWith(span.link(), "mailto:"))
        << source;
  }
}

std::string LettersOf(const std::string& source) {
  std::string out;
  for (const Block& block : ParseFreeText(source)) {
    if (block.has_paragraph()) {
      ExpectWhole(block.paragraph().spans(), source);
      AppendLetters(block.paragraph().spans(), &out);
    }
    for (const auto& item : block.list().items()) {
      ExpectWhole(item.spans(), source);
      AppendLetters(item.spans(), &out);
    }
  }
  return out;
}

// A word of letters that no other number gives.
std::string Word(int number) {
  std::string out;
  for (; number > 0; number /= 26) out += static_cast<char>('a' + number % 26);
  return out + "Q";
}

// Whatever is written: no letter is lost, none comes twice, and none changes its place.
TEST(ParseFreeText, LosesNothing) {
  constexpr const char* kPieces[] = {
      "*",      "**",        "_",         "[",     "]",     "](https://", "[",      "](https://",
      "[",      "](mailto:", "](http://", ")",     "(",     "!",          "![",     "`",
      "``",     "```\n",     "~~~\n",     "<",     ">",     "<!--",       "-->",    "<?",
      "<div>",  "</p>",      "\n",        "\n",    "\n\n",  "  \n",       "\\\n",   "\\",
      "\n- ",   "\n* ",      "\n+ ",      "\n1. ", "\n2) ", "\n  - ",     "\n    ", "\n# ",
      "\n> ",   "\n===",     "\n---",     "\n***", "&amp;", "&",          ":",      "]: ",
      "|",      "\t",        " ",         " ",     "\r\n",  "\"",         "'",      "\u00e4",
      "\u202e",
  };
  std::mt19937 random(7);  // NOLINT: the same texts each time.
  int links = 0;
  int lists = 0;
  for (int text = 0; text < 20'000; ++text) {
    std::string source;
    const int pieces = 1 + static_cast<int>(random() % 30);
    for (int i = 0; i < pieces; ++i) {
      const absl::string_view piece = kPieces[random() % std::size(kPieces)];
      absl::StrAppend(&source, piece, random() % 2 == 0 ? Word(i + 1) : "");
      if (absl::StartsWith(piece, "](") && random() % 2 == 0) source += ')';
    }
    EXPECT_EQ(LettersOf(source), Letters(source)) << source;
    for (const Block& block : ParseFreeText(source)) {
      lists += block.has_list();
      for (const Span& span : block.paragraph().spans()) links += !span.link().empty();
    }
    if (HasFailure()) return;
  }
  // The texts do have what could go wrong.
  EXPECT_GT(links, 100);
  EXPECT_GT(lists, 1000);
}

std::string Repeated(absl::string_view text, size_t bytes) {
  std::string out;
  while (out.size() + text.size() <= bytes) absl::StrAppend(&out, text);
  return out;
}

// Texts on which parsers of CommonMark were slow.
TEST(ParseFreeText, TakesNoLongerForTextsThatAreMeantToBeSlow) {
  std::vector<std::string> texts;
  for (const char* piece : {">",
                            "> ",
                            "[",
                            "![",
                            "]",
                            "*",
                            "_",
                            "*a ",
                            "*a_ ",
                            "**a *a ",
                            "a**b",
                            "`",
                            "`a",
                            "<",
                            "<!--",
                            "<?",
                            "<a ",
                            "<![CDATA[",
                            "&",
                            "&#",
                            "[a](",
                            "[a](b",
                            "[a](<b",
                            "![[]()",
                            "- ",
                            "* a\n",
                            "-\n",
                            "1. ",
                            "[a]: b\n",
                            "[a]: ",
                            "\\",
                            "*_",
                            "**_ ",
                            "[](",
                            ")",
                            "| ",
                            "    ",
                            "\n",
                            "> a\n",
                            "* * * ",
                            "![l\n<A ",
                            "x**x_ ",
                            "[](https://x)",
                            "<https://x>",
                            "[a](https://(",
                            "](https://",
                            "a\n=\n",
                            "*[a](https://x)_",
                            "<https:",
                            "[*a](https://x) b*"}) {
    texts.push_back(Repeated(piece, kMaxMarkedBytes));
  }
  const size_t half = kMaxMarkedBytes / 2;
  for (const char* opening : {"- ", "> ", "1. ", "* ", "[", "*", "`", "    "}) {
    for (const char* rest : {"\n", "a\n", "]", "](https://x)", "a*", "\n\n"}) {
      texts.push_back(Repeated(opening, half) + "x\n" + Repeated(rest, half));
    }
  }
  std::string stairs;
  std::string ticks;
  std::string deep;
  for (size_t i = 0; i < 430; ++i) absl::StrAppend(&stairs, std::string(i, ' '), "- a\n");
  for (size_t i = 1; i < 440; ++i) absl::StrAppend(&ticks, std::string(i, '`'), " ");
  for (size_t i = 0; i < 48; ++i) absl::StrAppend(&deep, std::string(2 * i, ' '), "- a\n");
  texts.insert(texts.end(),
               {stairs, ticks, deep + Repeated("\n", half), deep + Repeated("a\n", half)});
  for (const std::string& text : texts) {
    const auto start = std::chrono::steady_clock::now();
    ParseFreeText(text);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    // It takes some hundredths; those that are slow took seconds to minutes.
    EXPECT_LT(took.count(), 3) << text.substr(0, 20) << " … " << text.substr(text.size() / 2, 20);
  }
}

}  // namespace
}  // namespace lotse::reporting
