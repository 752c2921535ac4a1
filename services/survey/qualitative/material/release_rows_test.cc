// What releases of material rest on.
#include "services/survey/qualitative/material/release_rows.h"

#include <gmock/gmock.h>

#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Unit = StoredThemeCount::Unit;

class ReleaseRowsTest : public MaterialTest {
 protected:
  void Keep(const std::string& wording, TextSpan span) {
    Add([&](sql::Connection& connection) {
      KeepQuoteSource(connection, {"r", wording, "t1", span, "sub-1"});
      return absl::OkStatus();
    });
  }
  std::vector<StoredQuoteSource> Sources() {
    std::vector<StoredQuoteSource> sources;
    Read([&](sql::Connection& connection) {
      sources = QuoteSources(connection, "r");
      return absl::OkStatus();
    });
    return sources;
  }
  std::vector<StoredThemeCount> Counts() {
    std::vector<StoredThemeCount> counts;
    Read([&](sql::Connection& connection) {
      counts = AllThemeCounts(connection);
      return absl::OkStatus();
    });
    return counts;
  }
};

TEST_F(ReleaseRowsTest, WhereAQuoteIsFromIsKnownByItsWording) {
  Store(TextOf("t1", "Hallo allerseits"));
  Keep("a", {0, 5});
  Keep("b", {6, 16});
  Keep("a", {6, 16});
  ASSERT_THAT(Sources(), SizeIs(2));
  EXPECT_EQ(Sources()[0].wording_sha256, "a");
  EXPECT_EQ(Sources()[0].span, (TextSpan{6, 16})) << "the last word counts";
  EXPECT_EQ(Sources()[0].chooser, "sub-1");
  EXPECT_FALSE(Sources()[0].changed);
}

TEST_F(ReleaseRowsTest, WhatStandsOnOtherWordsIsMarked) {
  Store(TextOf("t1", "Grüße, Anna und Ben"));
  Keep("a", {0, 5});    // Grüße
  Keep("b", {7, 11});   // Anna
  Keep("c", {16, 19});  // Ben
  const auto move = [](TextSpan span) -> std::optional<TextSpan> {
    if (span.begin == 7) return TextSpan{7, 10};
    if (span.begin == 16) return TextSpan{15, 18};
    return span;
  };
  ASSERT_TRUE(Change(1, "Grüße, P01 und Ben", move).ok());
  ASSERT_THAT(Sources(), SizeIs(3));
  EXPECT_FALSE(Sources()[0].changed);
  EXPECT_TRUE(Sources()[1].changed) << "the name was taken out";
  EXPECT_FALSE(Sources()[2].changed) << "only moved";
  EXPECT_EQ(Sources()[2].span, (TextSpan{15, 18}));
  const auto stay = [](TextSpan span) { return std::optional<TextSpan>(span); };
  ASSERT_TRUE(Change(2, "Grüße, P01 und Bea", stay).ok());
  EXPECT_TRUE(Sources()[1].changed) << "nobody looked at it since";
  EXPECT_TRUE(Sources()[2].changed) << "as many letters, but others";
  Keep("c", {15, 18});
  EXPECT_FALSE(Sources()[2].changed) << "somebody looked at it";
}

TEST_F(ReleaseRowsTest, WithTheTextItsSourcesGo) {
  Store(TextOf("t1", "Hallo allerseits"));
  Keep("a", {0, 5});
  ASSERT_TRUE(files_
                  ->Overwrite([](sql::Connection& connection) {
                    EXPECT_TRUE(RemoveText(connection, "t1"));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(Sources(), IsEmpty());
}

TEST_F(ReleaseRowsTest, CountsOfARelease) {
  const StoredThemeCount first{"r", Unit::kParticipants, "buch/wege", 5, 42, 17, true};
  const StoredThemeCount second{"s", Unit::kCases, "buch/wege", 4, 12, 3, false};
  Add([&](sql::Connection& connection) {
    KeepThemeCounts(connection, "r", {{"r", Unit::kCases, "buch/haltung", 3, 12, 6, true}});
    KeepThemeCounts(connection, "r", {first});
    KeepThemeCounts(connection, "s", {second});
    return absl::OkStatus();
  });
  EXPECT_THAT(Counts(), ElementsAre(second, first)) << "in the order of their times";
  Add([&](sql::Connection& connection) {
    RemoveThemeCounts(connection, "s");
    return absl::OkStatus();
  });
  EXPECT_THAT(Counts(), ElementsAre(first));
}

}  // namespace
}  // namespace lotse::survey::qualitative
