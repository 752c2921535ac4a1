#include "services/reporting/render/markup.h"

#include <string>

#include "gtest/gtest.h"

namespace lotse::reporting {
namespace {

TEST(VisibleTextTest, ShowsWhatCouldDeceive) {
  const struct {
    std::string text;
    std::string visible;
  } cases[] = {
      {"Größe\t1\n2 \U0001F642", "Größe\t1\n2 \U0001F642"},
      {"a\u202Eb", "a[U+202E]b"},
      {"\u202A\u202B\u202C\u202D", "[U+202A][U+202B][U+202C][U+202D]"},
      {"\u2066x\u2069", "[U+2066]x[U+2069]"},
      {"\u200F \u05D0", "\u200F \u05D0"},  // a mark and a letter deceive nobody
      {std::string("\0\x1b\x7f", 3), "[U+0000][U+001B][U+007F]"},
      {"\u0080\u0085\u009F\u00A0", "[U+0080][U+0085][U+009F]\u00A0"},
      {"\uFFFF \U0001FFFE \uFDD0", "[U+FFFF] [U+1FFFE] [U+FDD0]"},
      {"a\r\nb\rc", "a\nb\nc"},
      {"a\xff\xc3", "a\uFFFD\uFFFD"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(VisibleText(c.text), c.visible);
    EXPECT_EQ(VisibleText(c.visible), c.visible);
  }
}

TEST(MarkupWriterTest, EscapesTextAndValues) {
  MarkupWriter out;
  out.Leaf("p", {{"title", "\"'<&>"}}, "\"'<&>]]>{{x}}");
  EXPECT_EQ(std::move(out).Finish(),
            "<p title=\"&quot;&#39;&lt;&amp;&gt;\">&quot;&#39;&lt;&amp;&gt;]]&gt;{{x}}</p>");
}

TEST(MarkupWriterTest, AStyleCannotEndItself) {
  MarkupWriter out;
  out.Style("p::before { content: \"</style>&\"; }");
  EXPECT_EQ(std::move(out).Finish(),
            "<style>p::before { content: \"\\3c /style\\3e \\26 \"; }</style>");
}

TEST(MarkupWriterTest, ClosesWhatIsOpen) {
  MarkupWriter out;
  out.Doctype();
  out.Open("ul", {{"id", "a"}, {"class", "b"}});
  out.Open("li");
  out.Text("x");
  out.Void("br", {});
  EXPECT_EQ(std::move(out).Finish(),
            "<!DOCTYPE html>\n<ul id=\"a\" class=\"b\"><li>x<br /></li></ul>");
}

}  // namespace
}  // namespace lotse::reporting
