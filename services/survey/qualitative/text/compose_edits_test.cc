#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_edit.h"
#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using Replacements = std::vector<Replacement>;

TEST(ComposeEdits, MakesOneEditOfTwo) {
  const IndexedText before = Indexed("abcdefghij");
  const struct {
    const char* what;
    Replacements first;
    Replacements second;  // Of what the first makes.
    Replacements both;
  } cases[] = {
      {"nothing", {}, {}, {}},
      {"first only", {{{1, 2}, "ÄÖ"}}, {}, {{{1, 2}, "ÄÖ"}}},
      {"second only", {}, {{{1, 2}, "ÄÖ"}}, {{{1, 2}, "ÄÖ"}}},
      {"apart", {{{1, 2}, "XYZ"}}, {{{8, 9}, "W"}}, {{{1, 2}, "XYZ"}, {{6, 7}, "W"}}},
      {"before", {{{5, 6}, "XYZ"}}, {{{0, 1}, ""}}, {{{0, 1}, ""}, {{5, 6}, "XYZ"}}},
      {"inside what was written", {{{1, 2}, "XYZ"}}, {{{2, 3}, "ß"}}, {{{1, 2}, "XßZ"}}},
      {"over the begin", {{{3, 4}, "XY"}}, {{{2, 4}, "-"}}, {{{2, 4}, "-Y"}}},
      {"over the end", {{{3, 4}, "XY"}}, {{{4, 6}, "-"}}, {{{3, 5}, "X-"}}},
      {"all of it", {{{3, 4}, "XY"}}, {{{1, 7}, "-"}}, {{{1, 6}, "-"}}},
      {"taken back", {{{3, 3}, "XY"}}, {{{3, 5}, ""}}, {}},
      {"two deletions", {{{3, 5}, ""}}, {{{2, 4}, ""}}, {{{2, 6}, ""}}},
      {"insertion where was deleted", {{{3, 5}, ""}}, {{{3, 3}, "-"}}, {{{3, 5}, "-"}}},
      {"adjacent", {{{3, 5}, "X"}}, {{{4, 5}, "Y"}}, {{{3, 6}, "XY"}}},
      {"over two", {{{1, 2}, "XX"}, {{4, 5}, ""}}, {{{2, 7}, "-"}}, {{{1, 7}, "X-"}}},
      {"at the end", {{{10, 10}, "X"}}, {{{11, 11}, "Y"}}, {{{10, 10}, "XY"}}},
  };
  for (const auto& c : cases) {
    const TextEdit first = Value(TextEdit::Make(before, c.first));
    const IndexedText between = Value(first.Apply(before));
    const TextEdit second = Value(TextEdit::Make(between, c.second));
    const TextEdit both = TextEdit::Compose(first, second);
    EXPECT_EQ(both.replacements(), c.both) << c.what;
    EXPECT_EQ(Value(both.Apply(before)).utf8(), Value(second.Apply(between)).utf8()) << c.what;
    EXPECT_EQ(both.size_after(), second.size_after()) << c.what;
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
