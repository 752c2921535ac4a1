#include "cli/form/page.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_split.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

TEST(PageTest, FurtherLinesStandBelowTheFirstWord) {
  Page page(40);
  page.Gap();
  page.Add(2, "1) ", "ein Text, der länger ist als eine Zeile von vierzig Spalten");
  page.Gap();
  page.Gap();
  page.Add(0, "", "");
  page.Add(0, "x ", "");
  EXPECT_EQ(page.Take(),
            "  1) ein Text, der länger ist als eine\n     Zeile von vierzig Spalten\n\nx\n");
  EXPECT_EQ(page.Take(), "");
}

TEST(PageTest, KeepsLineEndsAndNothingElseThatFormats) {
  Page page(80);
  page.Add(1, "", "eins <b>zwei</b>\n\ndrei\tvier\x1b[2J");
  EXPECT_EQ(page.Take().find('\x1b'), std::string::npos);
  page.Add(1, "", "eins <b>zwei</b>\n\ndrei");
  EXPECT_EQ(page.Take(), " eins zwei\n drei\n");
}

TEST(PageTest, StaysWithinItsWidthHoweverDeep) {
  Page page(Page::WidthFor(10));
  EXPECT_EQ(page.width(), 40);
  EXPECT_EQ(Page::WidthFor(200), 80);
  for (int indent = 0; indent < 60; indent += 7) {
    page.Add(indent, "1.1.1.1  ", "äöü 東京都は日本の首都です und mehr davon 😀😀😀");
  }
  for (const absl::string_view line : absl::StrSplit(page.Take(), '\n')) {
    EXPECT_LE(DisplayWidth(line), 40) << line;
  }
}

}  // namespace
}  // namespace lotse::cli
