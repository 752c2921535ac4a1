#include "services/reporting/document/free_text.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/document/inline_text.h"

namespace lotse::reporting {
namespace {

using v1alpha::Block;
using v1alpha::Span;

// Spans in a writing of their own: `e(stressed)`, `s(important)`, `<address>(linked)`; a line
// feed is `/`.
template <class List>
std::string ShownSpans(const List& spans) {
  std::string out;
  for (const Span& span : spans) {
    std::string text;
    for (char c : span.text()) text += c == '\n' ? '/' : c;
    if (!span.link().empty()) text = absl::StrCat("<", span.link(), ">(", text, ")");
    if (span.mark() == Span::MARK_EMPHASIS) text = absl::StrCat("e(", text, ")");
    if (span.mark() == Span::MARK_STRONG) text = absl::StrCat("s(", text, ")");
    out += text;
  }
  return out;
}

// Blocks one after the other: `p:` and its text, `-:` or `1:` and the items, between `|`.
std::string Shown(absl::string_view source) {
  std::vector<std::string> blocks;
  for (const Block& block : ParseFreeText(source)) {
    if (block.has_paragraph()) {
      EXPECT_EQ(block.paragraph().text(), "");
      EXPECT_FALSE(block.paragraph().spans().empty());
      blocks.push_back(absl::StrCat("p:", ShownSpans(block.paragraph().spans())));
    } else {
      std::vector<std::string> items;
      for (const auto& item : block.list().items()) items.push_back(ShownSpans(item.spans()));
      blocks.push_back(
          absl::StrCat(block.list().numbered() ? "1:" : "-:", absl::StrJoin(items, "|")));
    }
  }
  return absl::StrJoin(blocks, "\n");
}

struct Case {
  std::string source;
  std::string shown;
};

void ExpectShown(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(Shown(c.source), c.shown) << c.source;
}

TEST(ParseFreeText, ReadsParagraphsAndMarks) {
  ExpectShown({
      {"", ""},
      {" \n\t\n  ", ""},
      {"Ein Satz.", "p:Ein Satz."},
      {"Ein\nSatz.\n\nNoch\n einer.\n", "p:Ein Satz.\np:Noch einer."},
      {"Ein\r\nSatz.\r\rNoch einer.", "p:Ein Satz.\np:Noch einer."},
      {"*a* _b_ **c** __d__ *e **f** g*", "p:e(a) e(b) s(c) s(d) e(e )s(f)e( g)"},
      {"2 * 3 * 4, snake_case_name, ***", "p:2 * 3 * 4, snake_case_name, ***"},
      {"*offen", "p:*offen"},
      {"hart  \nweich\nhart\\\nEnde", "p:hart/weich hart/Ende"},
      {"\\*a\\* \\[b](https://x.example) \\\\ \\a", "p:*a* [b](https://x.example) \\ \\a"},
      {"*„Zitat“* *(Klammer)* *\"q\"*", "p:e(„Zitat“) e((Klammer)) e(\"q\")"},
  });
}

TEST(ParseFreeText, ReadsLinksToTheWebAndToMailboxes) {
  ExpectShown({
      {"[Uster](https://uster.example/a?b=1&c=2#d)",
       "p:<https://uster.example/a?b=1&c=2#d>(Uster)"},
      {"[a](HTTPS://x.example)", "p:<HTTPS://x.example>(a)"},
      {"[a](mailto:b@x.example), [c](https://x.example/A_(B)_*C*).",
       "p:<mailto:b@x.example>(a), <https://x.example/A_(B)_*C*>(c)."},
      {"**[a *b*](https://x.example)**", "p:s(<https://x.example>(a b))"},
      {"[a *b*](https://x.example)", "p:<https://x.example>(a )e(<https://x.example>(b))"},
      {"[](https://x.example) [ ](https://y.example)",
       "p:<https://x.example>(https://x.example) <https://y.example>( https://y.example)"},
      {"<https://x.example/_a_?b&amp;c> <mailto:b@x.example>",
       "p:<https://x.example/_a_?b&amp;c>(https://x.example/_a_?b&amp;c) "
       "<mailto:b@x.example>(mailto:b@x.example)"},
      {"[a](https://x.example/\\(b)", "p:<https://x.example/(b>(a)"},
      {"[a [b](https://x.example) c](https://y.example)",
       "p:[a <https://x.example>(b) c](https://y.example)"},
      {"[a [b](https://x.example) c](<https://y.example>)",
       "p:[a <https://x.example>(b) c](<https://y.example>)"},
      {"[a](<https://x.example/b_c_>)", "p:<https://x.example/b_c_>(a)"},
      {"[ä](https://x.example/Köln)", "p:<https://x.example/Köln>(ä)"},
  });
}

TEST(ParseFreeText, LeavesOtherLinksAsTheyAreWritten) {
  for (const char* source : {
           "[a](javascript:alert(1))",
           "[a](JavaScript:x)",
           "[a](data:text/html,x)",
           "[a](http://x.example)",
           "[a](/etc/passwd)",
           "[a](//x.example)",
           "[a](#b)",
           "[a]()",
           "[a](https:)",
           "[a](https://)",
           "[a](https:x)",
           "[a](mailto:)",
           "[a]( https://x.example)",
           "[a](https://x.example 'title')",
           "[a](https://x.example \"title\")",
           "[a](<https://x.example)",
           "[a](<https://x y>)",
           "[a][b]",
           "[a][]",
           "[a]",
           "[a](https://x.example",
           "[a](https://x.example/(b)",
           "a](https://x.example)",
           "[a](https://x.example/\u202eb)",
           "[a](https://x.example/\u200bb)",
           "[a](https://x.example/\u00a0b)",
           "[a](https://x.example/\x01)",
           "![Bild](https://x.example/a.png)",
           "![a",
           "<http://x.example>",
           "<b@x.example>",
           "<https://>",
           "<https://x.example",
           "[^1]",
           "https://x.example",
           "www.x.example",
           "[a](&#x6A;avascript:x)",
           "[a](java\\script:x)",
           "[a](j&#97;vascript:x)",
       }) {
    EXPECT_EQ(Shown(source), absl::StrCat("p:", source));
  }
  // The address is the longest that a link may have, and one longer.
  const std::string address = "https://" + std::string(kMaxAddressBytes - 8, 'x');
  EXPECT_EQ(Shown("[a](" + address + ")"), "p:<" + address + ">(a)");
  EXPECT_EQ(Shown("[a](" + address + "x)"), "p:[a](" + address + "x)");
  EXPECT_EQ(Shown("<" + address + ">"), "p:<" + address + ">(" + address + ")");
  EXPECT_EQ(Shown("<" + address + "x>"), "p:<" + address + "x>");
}

TEST(ParseFreeText, LeavesMarksAloneInWhatIsNoneOfThem) {
  ExpectShown({
      {"[![*a*](https://x.example/a.png)](https://y.example)",
       "p:<https://y.example>(![)e(<https://y.example>(a))<https://y.example>("
       "](https://x.example/a.png))"},
      {"`*a*` ``b ` *c*`` `d *e*", "p:`*a*` ``b ` *c*`` `d e(e)"},
      {"`[a](https://x.example)`", "p:`[a](https://x.example)`"},
      {"\\`*a*\\`", "p:`e(a)`"},
      {"<b>*a*</b> <!-- *b* --> <a href=\"https://x.example\">c</a>",
       "p:<b>e(a)</b> <!-- e(b) --> <a href=\"https://x.example\">c</a>"},
      {"&lt;b&gt; &amp; &#x202e; &copy;", "p:&lt;b&gt; &amp; &#x202e; &copy;"},
      {"~~a~~ a\\|b --- 'q' \"q\" ...", "p:~~a~~ a|b --- 'q' \"q\" ..."},
      {"{engagement} =1+1 @a #read(\"/etc/passwd\") {{x}}",
       "p:{engagement} =1+1 @a #read(\"/etc/passwd\") {{x}}"},
  });
}

TEST(ParseFreeText, ReadsLists) {
  ExpectShown({
      {"- a\n- *b*\n- c\n  d", "-:a|e(b)|c d"},
      {"* a\n* b", "-:a|b"},
      {"+ a\n\n+ b", "-:a|b"},
      {"1. a\n2. b", "1:a|b"},
      {"1) a\n1) b\n1) c", "1:a|b|c"},
      {"a\n- b\n- c\n\nd", "p:a\n-:b|c\np:d"},
      {"- a\n* b", "-:a\n-:b"},
      {"- a  \n  b\n\n  c", "-:a/b/c"},
      {"- a\nfaul", "-:a faul"},
      {"- [a](https://x.example)", "-:<https://x.example>(a)"},
      {" - a\n - b", "-:a|b"},
      // A list within an item stays in it, as it is written; so does what else is in an item.
      {"- a\n  - *b*\n  - c\n    1. d\n- e", "-:a/- *b*/- c/  1. d|e"},
      {"1. a\n   - b\n2. c", "1:a/- b|c"},
      {"- - a\n  - b\n- c", "-:- a/- b|c"},
      {"- # a\n- b", "-:# a|b"},
      {"- a\n\n  > b\n  > c\n\n  *d*", "-:a/> b/> c/e(d)"},
      {"-     *a*\n- b", "-:*a*|b"},
      // Numbers that are not counted from 1, and items without text.
      {"3. a\n4. b", "p:3. a/4. b"},
      {"1. a\n3. *b*", "p:1. a/3. *b*"},
      {"2026. Das Jahr", "p:2026. Das Jahr"},
      {"- a\n-\n- b", "p:- a/-/- b"},
      {"99999999999. a", "p:99999999999. a"},
  });
}

TEST(ParseFreeText, KeepsOtherBlocksAsTheyAreWritten) {
  ExpectShown({
      {"# *a*\n\nb", "p:# *a*\np:b"},
      {"*a*\n===\nb", "p:*a*/===\np:b"},
      {"a\n\n---\n\n* * *\n\nb", "p:a\np:---\np:* * *\np:b"},
      {"> *a*\nfaul\n>\n> b\n\nc", "p:> *a*/faul/>/> b\np:c"},
      {"a\n\n    *b*\n\n      c\n\nd", "p:a\np:    *b*//      c\np:d"},
      {"```c\n*a*\n\n[b](https://x.example)\n```\n*c*",
       "p:```c/*a*//[b](https://x.example)/```\np:e(c)"},
      {"~~~\n*offen*\n- a", "p:~~~/*offen*/- a"},
      {"<div>\n*a*\n</div>\n\n*b*", "p:<div>/*a*/</div>\np:e(b)"},
      {"<script>alert(1)</script>\n*a*", "p:<script>alert(1)</script>\np:e(a)"},
      {"<!-- a\n\n*b* -->\nc", "p:<!-- a//*b* -->\np:c"},
      {"[a]: https://x.example 'title'\n\n[a]", "p:[a]: https://x.example 'title'\np:[a]"},
      {"[a]: https://x.example\nb [a][a]", "p:[a]: https://x.example b [a][a]"},
      {"- [a]: https://x.example\n- b", "-:[a]: https://x.example|b"},
      {"| a | b |\n| - | - |\n| *c* | d |", "p:| a | b | | - | - | | e(c) | d |"},
      {"a\n    - b\n    # c\n    ***", "p:a - b # c ***"},
      {"a\n    * b", "p:a * b"},
  });
}

TEST(ParseFreeText, KeepsCharactersThatShowNothing) {
  ExpectShown({
      {"a\u202eb\u2066c\u200bd\u00a0e", "p:a\u202eb\u2066c\u200bd\u00a0e"},
      {"a\x01z\x1b[31mb\x7f", "p:a\x01z\x1b[31mb\x7f"},
      {std::string("a\0b", 3), "p:a\uFFFDb"},
      {"a\xff\xc3", "p:a\uFFFD\uFFFD"},
      {"a\u2028b", "p:a\u2028b"},
      {"\uFEFF*a*\uFEFF\n\n\uFEFF\uFEFFb\n- \uFEFFc",
       "p:\uFEFFe(a)\uFEFF\np:\uFEFF\uFEFFb\n-:\uFEFFc"},
  });
}

TEST(ParseFreeText, ReadsUpToItsLimits) {
  const std::string filled(kMaxMarkedBytes - 3, 'x');
  EXPECT_EQ(Shown("*" + filled + "y*"), "p:e(" + filled + "y)");
  EXPECT_EQ(Shown("*" + filled + "y*z"), "p:*" + filled + "y*z");
  EXPECT_EQ(Shown("*a*\n*b*\n \n" + filled + "\n"), "p:*a*/*b*\np:" + filled);
  // The depth of blocks, by their marks and by white space.
  EXPECT_EQ(Shown(absl::StrCat(std::string(49, '>'), "*a*\n\n*b*")),
            absl::StrCat("p:", std::string(49, '>'), "*a*\np:e(b)"));
  EXPECT_EQ(Shown(absl::StrCat(std::string(51, '>'), "*a*\n\n*b*")),
            absl::StrCat("p:", std::string(51, '>'), "*a*\np:*b*"));
  EXPECT_EQ(Shown("*a*\n" + std::string(101, ' ') + "b"), "p:e(a) b");
  EXPECT_EQ(Shown("*a*\n" + std::string(102, ' ') + "b"), "p:*a*/" + std::string(102, ' ') + "b");
  EXPECT_EQ(Shown("*a*\n\n" + std::string(90, '-')), "p:e(a)\np:" + std::string(90, '-'));
}

}  // namespace
}  // namespace lotse::reporting
