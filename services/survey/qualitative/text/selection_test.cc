#include "services/survey/qualitative/text/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = SelectionProblem::Kind;

TEST(Selection, EachFaultIsSaidWithItsPlace) {
  // Positions: x 0, the family 1 to 6, ä (two code points) 6 to 8, y 8.
  const IndexedText text = Indexed(absl::StrCat("x", kFamily, kDecomposed, "y"));
  const struct {
    TextSpan span;
    std::vector<std::pair<Kind, int64_t>> problems;
    const char* message;
  } cases[] = {
      {{0, 9}, {}, ""},
      {{1, 6}, {}, ""},
      {{6, 8}, {}, ""},
      {{3, 3}, {{Kind::kEmpty, 3}}, "begin and end are both 3; select at least one character"},
      {{6, 1}, {{Kind::kReversed, 1}}, "the end 1 lies before the begin 6"},
      {{-1, 1}, {{Kind::kNegative, -1}}, "the begin -1 is below 0"},
      {{8, 10}, {{Kind::kBeyondEnd, 10}}, "position 10 lies behind the end of the text; it has 9"},
      {{12, 11}, {{Kind::kReversed, 11}, {Kind::kBeyondEnd, 12}}, "the end 11 lies before"},
      {{2, 6},
       {{Kind::kInsideCluster, 2}},
       "the begin 2 lies inside one character, which is at [1, 6); give 1 or 6"},
      {{2, 7}, {{Kind::kInsideCluster, 2}, {Kind::kInsideCluster, 7}}, "the begin 2 lies inside"},
  };
  for (const auto& c : cases) {
    std::vector<std::pair<Kind, int64_t>> problems;
    std::string first;
    for (const SelectionProblem& problem : CheckSelection(text, c.span)) {
      if (first.empty()) first = problem.message;
      problems.emplace_back(problem.kind, problem.position);
    }
    EXPECT_EQ(problems, c.problems);
    EXPECT_THAT(first, testing::HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
