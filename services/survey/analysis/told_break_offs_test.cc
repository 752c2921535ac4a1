#include "services/survey/analysis/told_break_offs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/disclosure.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;

std::string Text(std::optional<int64_t> count) {
  return count.has_value() ? absl::StrCat(*count) : "-";
}

// What is told, in short: who reached each section and the end, and who broke off.
std::string Told(const ToldBreakOffs& told) {
  std::string text;
  for (int section = 1; section <= told.sections(); ++section) {
    absl::StrAppend(&text, Text(told.Reached(section)), " (", Text(told.BrokeOff(section)), ") ");
  }
  return absl::StrCat(text, Text(told.Reached(told.sections() + 1)));
}

TEST(ToldBreakOffs, OfAClosedWaveCarryWhatIsSmall) {
  const struct {
    std::vector<int64_t> broke_off;
    int64_t complete;
    const char* told;
  } cases[] = {
      {{0, 0, 0}, 40, "40 (0) 40 (0) 40 (0) 40"},
      {{5, 0, 7}, 40, "52 (5) 47 (0) 47 (7) 40"},
      // As if nobody had broken off.
      {{1, 0, 3}, 40, "44 (0) 44 (0) 44 (0) 44"},
      // Told one section too late, and one of them as complete.
      {{4, 2, 1}, 40, "47 (0) 47 (6) 41 (0) 41"},
      {{4, 0, 1}, 40, "45 (0) 45 (0) 45 (5) 40"},
      {{6, 4, 5}, 40, "55 (6) 49 (0) 49 (9) 40"},
      // All of them: it would be known of each.
      {{0, 12, 0}, 0, "12 (0) 12 (-) - (-) -"},
      {{0, 12, 3}, 0, "15 (0) 15 (-) - (-) -"},
      {{0, 12, 0}, 4, "16 (0) 16 (-) - (-) -"},
      {{5, 12, 0}, 4, "21 (5) 16 (-) - (-) -"},
      {{0, 12, 0}, 9, "21 (0) 21 (-) - (-) -"},
      {{0, 12, 0}, 10, "22 (0) 22 (12) 10 (0) 10"},
      {{0, 5, 0}, 1, "6 (-) - (-) - (-) -"},
      {{0, 0, 0}, 3, "3 (-) - (-) - (-) -"},
      {{0, 0, 0}, 0, "0 (-) - (-) - (-) -"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Told(ToldBreakOffs::OfClosed(c.broke_off, c.complete)), c.told);
  }
}

TEST(ToldBreakOffs, ArePartialFromASectionOn) {
  const auto told = ToldBreakOffs::OfClosed({6, 4, 5, 8}, 40);
  ASSERT_EQ(Told(told), "63 (6) 57 (0) 57 (9) 48 (8) 40");
  const struct {
    int from;
    int64_t break_offs, partials;
    int left_out;
  } cases[] = {{0, 23, 0, 4}, {1, 0, 23, 0}, {2, 6, 17, 1}, {3, 6, 17, 1}, {4, 15, 8, 3}};
  for (const auto& c : cases) {
    EXPECT_EQ(told.BreakOffs(c.from), c.break_offs) << c.from;
    EXPECT_EQ(told.Partials(c.from), c.partials) << c.from;
    EXPECT_EQ(told.LeftOut(c.from), c.left_out) << c.from;
  }
  const auto hidden = ToldBreakOffs::OfClosed({6, 9, 0}, 2);
  ASSERT_EQ(Told(hidden), "17 (6) 11 (-) - (-) -");
  EXPECT_EQ(hidden.BreakOffs(2), 6);
  EXPECT_EQ(hidden.Partials(2), std::nullopt);
  EXPECT_EQ(hidden.BreakOffs(3), std::nullopt);
}

TEST(ToldBreakOffs, SayWhoIsInWhichTable) {
  const auto told = ToldBreakOffs::OfClosed({6, 4, 5, 8}, 40);
  const TableScope all = ScopeOf(told, 1);
  EXPECT_EQ(all.left_out, 0);
  EXPECT_THAT(all.left_until, ElementsAre(1, 1, 3, 4));
  const TableScope late = ScopeOf(told, 4);
  EXPECT_EQ(late.left_out, 3);
  EXPECT_THAT(late.left_until, ElementsAre(3, 3, 3, 4));
  const TableScope none = ScopeOf(told, 0);
  EXPECT_EQ(none.left_out, 4);
  EXPECT_THAT(none.left_until, ElementsAre(4, 4, 4, 4));
  EXPECT_THAT(ScopeOf(ToldBreakOffs::OfClosed({1, 3}, 40), 0).left_until, ElementsAre(0, 0));
}

TEST(ToldBreakOffs, SayOfWhichSectionsItIsToldHowManyFinishedThem) {
  const struct {
    std::vector<int64_t> broke_off;
    int64_t complete;
    int partial_from;
    int protected_from;
  } cases[] = {
      {{6, 4, 5, 8}, 40, 1, 0},
      {{6, 4, 5, 8}, 40, 0, 0},
      {{0, 12, 0, 0}, 4, 1, 2},
      {{0, 12, 0, 0}, 10, 1, 0},
      {{0, 0, 0, 0}, 3, 1, 1},
      // Those who broke off before the third section are in no table: of the 4 who are left
      // nothing is told, in none of them.
      {{0, 12, 0, 0}, 4, 3, 1},
  };
  for (const auto& c : cases) {
    const TableScope scope =
        ScopeOf(ToldBreakOffs::OfClosed(c.broke_off, c.complete), c.partial_from);
    EXPECT_EQ(scope.protected_from, c.protected_from) << testing::PrintToString(c.broke_off);
    for (int section = 1; section <= 4; ++section) {
      EXPECT_EQ(scope.TellsFinished(section), c.protected_from == 0 || section < c.protected_from);
    }
  }
}

TEST(TableScope, SaysWhoIsAmongThoseOfASection) {
  const TableScope scope = {.left_out = 1, .left_until = {1, 2}};
  struct Case {
    int broke_off;
    bool in_no_table;
    std::vector<bool> finished;
  };
  // Of the sections 1 and 2, and of one that the scope says nothing of.
  for (const Case& c : std::vector<Case>{{0, false, {true, true, true}},
                                         {1, true, {false, false, false}},
                                         {2, false, {true, false, true}},
                                         {3, false, {true, true, true}}}) {
    EXPECT_EQ(scope.InNoTable(c.broke_off), c.in_no_table) << c.broke_off;
    for (int section = 1; section <= 3; ++section) {
      EXPECT_EQ(scope.Finished(c.broke_off, section), c.finished[section - 1])
          << c.broke_off << " " << section;
    }
  }
  EXPECT_FALSE(TableScope().InNoTable(1));
}

// Everything that looks the same, whoever knows the rule.
class AttackTest : public testing::Test {
 protected:
  // Broke off in each of three sections, and complete.
  using Counts = std::vector<int64_t>;

  void SetUp() override {
    // All that the report tells of: fewer are too few.
    for (int64_t all = kMinimumBase; all <= 30; ++all) {
      for (int64_t a = 0; a <= all; ++a) {
        for (int64_t b = 0; a + b <= all; ++b) {
          for (int64_t c = 0; a + b + c <= all; ++c) Look({a, b, c, all - a - b - c});
        }
      }
    }
  }
  // How many answered is known.
  void Look(const Counts& counts) {
    const auto told = ToldBreakOffs::OfClosed({counts[0], counts[1], counts[2]}, counts[3]);
    looks_[absl::StrCat(counts[0] + counts[1] + counts[2] + counts[3], ": ", Told(told))].push_back(
        counts);
  }

  std::map<std::string, std::vector<Counts>> looks_;
};

TEST_F(AttackTest, NoSmallCountOrSumOfNeighboursBecomesKnown) {
  for (const auto& [look, possible] : looks_) {
    for (size_t first = 0; first < 4; ++first) {
      for (size_t last = first; last < 4; ++last) {
        std::set<int64_t> sums;
        for (const Counts& counts : possible) {
          int64_t sum = 0;
          for (size_t i = first; i <= last; ++i) sum += counts[i];
          sums.insert(sum);
        }
        const bool can_be_small = std::any_of(
            sums.begin(), sums.end(), [](int64_t sum) { return sum > 0 && sum < kMinimumCell; });
        if (!can_be_small) continue;
        ASSERT_GE(sums.size(), 4u) << look << ", " << first << " to " << last;
        ASSERT_GE(*sums.rbegin() - *sums.begin(), 3) << look << ", " << first << " to " << last;
      }
    }
  }
}

TEST_F(AttackTest, NoDifferenceOfToldNumbersIsSmall) {
  for (const auto& [look, possible] : looks_) {
    const Counts& counts = possible[0];
    const auto told = ToldBreakOffs::OfClosed({counts[0], counts[1], counts[2]}, counts[3]);
    for (int section = 1; section <= 4; ++section) {
      for (int other = section; other <= 4; ++other) {
        if (!told.Reached(section).has_value() || !told.Reached(other).has_value()) continue;
        const int64_t difference = *told.Reached(section) - *told.Reached(other);
        EXPECT_TRUE(difference == 0 || difference >= kMinimumCell) << look;
      }
      const int64_t told_there = told.Reached(section).value_or(0);
      EXPECT_TRUE(told_there == 0 || told_there >= kMinimumBase) << look;
    }
  }
}

// The tables of a section are of exactly those who are told to have gone on behind it.
TEST_F(AttackTest, TablesAreOfThoseWhoAreTold) {
  for (const auto& [look, possible] : looks_) {
    for (const Counts& counts : possible) {
      const auto told = ToldBreakOffs::OfClosed({counts[0], counts[1], counts[2]}, counts[3]);
      for (int section = 1; section <= 3; ++section) {
        if (!told.Reached(section + 1).has_value()) continue;
        int64_t in_table = counts[3];
        const int left_until = ScopeOf(told, 1).left_until[section - 1];
        for (int at = left_until + 1; at <= 3; ++at) in_table += counts[at - 1];
        ASSERT_EQ(in_table, told.Reached(section + 1)) << look;
      }
    }
  }
}

}  // namespace
}  // namespace lotse::survey
