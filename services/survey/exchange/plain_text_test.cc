#include "services/survey/exchange/plain_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "runtime/types/utf8.h"
#include "services/survey/engine/text_rules.h"

namespace lotse::survey {
namespace {

TEST(PlainText, OfHtml) {
  const struct {
    const char* html;
    const char* text;
    bool had_markup;
  } cases[] = {
      {"", "", false},
      {"Gr\u00F6\u00DFe  in\n\tMetern ", "Gr\u00F6\u00DFe in Metern", false},
      {"<p>Wie alt bist du [in Jahren]?</p>", "Wie alt bist du [in Jahren]?", true},
      {"Eins.<p>Zwei.</p><p>Drei.</p>", "Eins. Zwei. Drei.", true},
      {"schon mal <u>online</u> bel\u00E4stigt", "schon mal online bel\u00E4stigt", true},
      {"<b>fe</b>tt", "fett", true},
      {"a<br/>b<BR>c", "a b c", true},
      {"<a href=\"x>y\">z", "y\">z", true},
      {"j\u00FCnger als < 18 > 12", "j\u00FCnger als < 18 > 12", false},
      {"<p", "<p", false},
      {"a<!-- weg --> b", "a b", true},
      {"a<!-- offen", "a offen", true},
      {"<script>alert(1)</script>Titel<style>p{}</style>", "Titel", true},
      {"Bildung &amp; Kultur&nbsp;&ndash; f&uuml;r alle", "Bildung & Kultur \u2013 f\u00FCr alle",
       false},
      {"&#228;&#xE4;&#X1F600;", "\u00E4\u00E4\U0001F600", false},
      {"&unbekannt; &#0; &#xD800; &#1114112; &", "&unbekannt; &#0; &#xD800; &#1114112; &", false},
      {"&lt;b&gt;doppelt&lt;/b&gt;", "doppelt", true},
      {"&amp;auml;", "&auml;", false},
      {"\u00A0\u2003x\u00A0", "x", false},
      {"a\x01z", "a z", false},
  };
  for (const auto& c : cases) {
    const PlainText plain = ToPlainText(c.html);
    EXPECT_EQ(plain.text, c.text) << c.html;
    EXPECT_EQ(plain.had_markup, c.had_markup) << c.html;
    EXPECT_FALSE(plain.had_bad_bytes) << c.html;
  }
}

TEST(PlainText, ReplacesBytesThatAreNotUtf8) {
  const PlainText plain = ToPlainText("M\xFCnster");
  EXPECT_EQ(plain.text, "M\uFFFDnster");
  EXPECT_TRUE(plain.had_bad_bytes);
  EXPECT_EQ(WithoutBadBytes("a\xED\xA0\x80z"), "a\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(WithoutBadBytes(" \u00E4 "), " \u00E4 ");
}

TEST(PlainText, RemovesWhatOnlyAppearsWhenOtherMarkupIsGone) {
  EXPECT_EQ(ToPlainText("<<b>b>x").text, "x");
  EXPECT_FALSE(types::HasMarkup(ToPlainText("&lt;<i>b&gt;x").text));
}

// Each of these is quadratic for a reader that searches an end anew for every
// beginning: minutes instead of milliseconds.
TEST(PlainText, TakesLinearTime) {
  for (const char* piece : {"<!--", "<b", "<script>", "<<<", "&amp;", "&lt;b&gt;"}) {
    std::string html;
    while (html.size() < 2'000'000) html += piece;
    const auto start = std::chrono::steady_clock::now();
    ToPlainText(html);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << piece;
  }
}

}  // namespace
}  // namespace lotse::survey
