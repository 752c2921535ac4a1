#include "services/survey/qualitative/material/text_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

class TextRowsTest : public MaterialTest {
 protected:
  // The turns that a text has after it got those of `turns`.
  std::vector<StoredTurn> TurnsAfter(const std::vector<StoredTurn>& turns) {
    const StoredText text = *Find("t1");
    Add([&](sql::Connection& connection) {
      const TextChange change = {"t1", text.revision, text.content, text.code_points, turns, 18};
      return ChangeText(connection, change, [](TextSpan span) { return std::optional(span); })
          .status();
    });
    return Find("t1")->turns;
  }
};

TEST_F(TextRowsTest, AChangedTextHasTheTurnsThatItGets) {
  Store(TextOf("t1", "Hallo allerseits, guten Tag"));
  Store(TextOf("t2", "Hallo allerseits"));
  const StoredTurn first = {{0, 5}, "P01", 0, 900};
  const std::vector<StoredTurn> other = Find("t2")->turns;
  for (const std::vector<StoredTurn>& turns : std::vector<std::vector<StoredTurn>>{
           {first, {{6, 16}, "P02"}, {{18, 27}, "P03"}},
           {first, {{6, 16}, "P02"}, {{18, 27}, "P03"}},  // as they are
           {first, {{6, 17}, "P02"}, {{19, 27}, "P03"}},  // behind the first
           {first, {{6, 17}, "P02"}, {{19, 27}, "P01"}},  // another speaker
           {first, {{5, 17}, "P02"}, {{19, 27}, "P01"}},  // one begins before
           {{{0, 5}, "P01", 1, 900}, {{5, 17}, "P02"}},   // all, and one fewer
           {{{0, 5}, "P01", 1, 900}},
           {first, {{6, 27}, "P02"}},
           {}}) {
    EXPECT_EQ(TurnsAfter(turns), turns);
  }
  EXPECT_EQ(Find("t2")->turns, other);
}

}  // namespace
}  // namespace lotse::survey::qualitative
