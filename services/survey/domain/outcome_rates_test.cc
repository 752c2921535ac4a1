#include "services/survey/domain/outcome_rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lotse::survey {
namespace {

using testing::Each;
using testing::ElementsAre;
using types::Decimal;
using v1alpha::OutcomeRates;

constexpr auto kNobody = v1alpha::FIGURE_ABSENT_NOBODY_INVITED;
constexpr auto kUnknown = v1alpha::FIGURE_ABSENT_ELIGIBILITY_UNKNOWN;

std::vector<std::string> Fractions(const OutcomeRates& rates) {
  std::vector<std::string> fractions;
  for (const auto& rate : rates.rates()) fractions.push_back(rate.fraction());
  return fractions;
}
std::vector<std::string> Percents(const OutcomeRates& rates) {
  std::vector<std::string> percents;
  for (const auto& rate : rates.rates()) percents.push_back(rate.percent().value());
  return percents;
}
std::vector<v1alpha::FigureAbsent> Absent(const OutcomeRates& rates) {
  std::vector<v1alpha::FigureAbsent> absent;
  for (const auto& rate : rates.rates()) {
    EXPECT_EQ(rate.has_percent(), rate.absent() == v1alpha::FIGURE_ABSENT_UNSPECIFIED);
    EXPECT_EQ(rate.fraction().empty(), !rate.has_percent());
    absent.push_back(rate.absent());
  }
  return absent;
}

// All calculated by hand.
TEST(OutcomeRates, AreThoseOfTheStandard) {
  const struct {
    const char* name;
    Dispositions people;
    std::optional<Decimal> e;
    const char* used_e;
    const char* e_fraction;
    std::vector<std::string> fractions, percents;
  } cases[] = {
      // K = 800, U = 200.
      {"e is given",
       {600, 100, 40, 50, 10, 200, 30},
       Decimal::FromMillionths(500'000),
       "0.5",
       "1/2",
       {"3/5", "7/10", "2/3", "7/9", "3/4", "7/8"},
       {"60", "70", "66.7", "77.8", "75", "87.5"}},
      {"who broke off counts as who refused",
       {600, 100, 15, 50, 10, 200, 30, 25},
       Decimal::FromMillionths(500'000),
       "0.5",
       "1/2",
       {"3/5", "7/10", "2/3", "7/9", "3/4", "7/8"},
       {"60", "70", "66.7", "77.8", "75", "87.5"}},
      // e = 800 / 1000, and 800 + 0.8 * 200 = 960.
      {"e is estimated",
       {600, 100, 40, 50, 10, 200, 200},
       std::nullopt,
       "0.8",
       "4/5",
       {"3/5", "7/10", "5/8", "35/48", "3/4", "7/8"},
       {"60", "70", "62.5", "72.9", "75", "87.5"}},
      {"all unknown ones belong to it if nobody is known not to",
       {1, 0, 0, 1, 0, 1, 0},
       std::nullopt,
       "1",
       "1",
       {"1/3", "1/3", "1/3", "1/3", "1/2", "1/2"},
       {"33.3", "33.3", "33.3", "33.3", "50", "50"}},
      {"none of them do",
       {1, 0, 0, 1, 0, 1, 0},
       Decimal(),
       "0",
       "0",
       {"1/3", "1/3", "1/2", "1/2", "1/2", "1/2"},
       {"33.3", "33.3", "50", "50", "50", "50"}},
      {"nobody answered, of people who are known",
       {0, 0, 3, 0, 0, 0, 0},
       std::nullopt,
       "1",
       "1",
       {"0", "0", "0", "0", "0", "0"},
       {"0", "0", "0", "0", "0", "0"}},
      // 1/2000 is 0.05 %; 1999/2000 is 99.95 %.
      {"halves are rounded up",
       {1, 1998, 1, 0, 0, 0, 0},
       std::nullopt,
       "1",
       "1",
       {"1/2000", "1999/2000", "1/2000", "1999/2000", "1/2000", "1999/2000"},
       {"0.1", "100", "0.1", "100", "0.1", "100"}},
      // e is 2/3, which six digits do not hold: 2 + 3 * 2/3 = 4 exactly.
      {"the exact e is used",
       {2, 0, 0, 0, 0, 3, 1},
       std::nullopt,
       "0.666667",
       "2/3",
       {"2/5", "2/5", "1/2", "1/2", "1", "1"},
       {"40", "40", "50", "50", "100", "100"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const OutcomeRates rates = RatesOf(c.people, c.e);
    EXPECT_EQ(Fractions(rates), c.fractions);
    EXPECT_EQ(Percents(rates), c.percents);
    EXPECT_EQ(rates.e().value(), c.used_e);
    EXPECT_EQ(rates.e_fraction(), c.e_fraction);
    EXPECT_EQ(rates.e_source(), c.e.has_value() ? OutcomeRates::E_SOURCE_GIVEN
                                                : OutcomeRates::E_SOURCE_PROPORTIONAL_ALLOCATION);
    EXPECT_THAT(Absent(rates), Each(v1alpha::FIGURE_ABSENT_UNSPECIFIED));
    for (int i = 0; i < rates.rates_size(); ++i) EXPECT_EQ(rates.rates(i).kind(), i + 1);
  }
}

TEST(OutcomeRates, AreAbsentWhereTheyAreNotDefined) {
  const auto absent = [](const Dispositions& people, std::optional<Decimal> e = std::nullopt) {
    return Absent(RatesOf(people, e));
  };
  EXPECT_THAT(absent({}), Each(kNobody));
  EXPECT_THAT(absent({.not_eligible = 5}), Each(kNobody));
  const auto there = v1alpha::FIGURE_ABSENT_UNSPECIFIED;
  EXPECT_THAT(absent({.unknown = 5}),
              ElementsAre(there, there, kUnknown, kUnknown, kUnknown, kUnknown));
  EXPECT_THAT(absent({.unknown = 5}, Decimal()),
              ElementsAre(there, there, kUnknown, kUnknown, kUnknown, kUnknown));
  EXPECT_THAT(absent({.unknown = 5}, Decimal::FromInt(1)),
              ElementsAre(there, there, there, there, kUnknown, kUnknown));
  // All who are known do not belong to it: by proportional allocation nobody does.
  EXPECT_THAT(absent({.unknown = 5, .not_eligible = 2}),
              ElementsAre(there, there, kUnknown, kUnknown, kUnknown, kUnknown));
  EXPECT_EQ(RatesOf({.unknown = 5}, std::nullopt).e_absent(), kUnknown);
  EXPECT_EQ(RatesOf({}, std::nullopt).e_absent(), kUnknown);
  const OutcomeRates none = AbsentRates(v1alpha::FIGURE_ABSENT_PROTECTED);
  ASSERT_EQ(none.rates_size(), 6);
  EXPECT_THAT(Absent(none), Each(v1alpha::FIGURE_ABSENT_PROTECTED));
}

TEST(OutcomeRates, HoldTheLargestCounts) {
  constexpr int64_t kMost = 1'000'000'000;
  const OutcomeRates rates =
      RatesOf({kMost, kMost, kMost, kMost, kMost, kMost, kMost}, Decimal::FromMillionths(999'999));
  // 10^9 / (5 * 10^9 + 0.999999 * 10^9).
  EXPECT_EQ(rates.rates(2).fraction(), "1000000/5999999");
  EXPECT_EQ(rates.rates(5).fraction(), "2/5");
}

// The rows of a CSV file of the reference data without its first; none if it is not there.
std::vector<std::string> ReferenceRows(absl::string_view file) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  std::ifstream in(absl::StrCat(folder != nullptr ? folder : "../shared/reference", "/", file));
  std::vector<std::string> rows;
  for (std::string line; std::getline(in, line);) rows.push_back(line);
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

// A set of dispositions whose rates another program calculated.
TEST(OutcomeRatesReference, AreThoseOfAnotherProgram) {
  std::map<std::string, int64_t> n;
  for (const std::string& row : ReferenceRows("stats/aapor_small/data.csv")) {
    const std::vector<std::string> cells = absl::StrSplit(row, ',');
    ASSERT_TRUE(absl::SimpleAtoi(cells.at(1), &n[cells[0]])) << row;
  }
  if (n.empty()) GTEST_SKIP() << "no reference data: stats/aapor_small cannot be opened";
  const OutcomeRates rates = RatesOf({n["\"I\""], n["\"P\""], n["\"R\""], n["\"NC\""], n["\"O\""],
                                      n["\"UH\""] + n["\"UO\""], n["\"NE\""]},
                                     std::nullopt);
  std::map<std::string, std::string> found = {{"e_proportional_allocation", rates.e_fraction()}};
  for (int i = 0; i < 6; ++i) found[absl::StrCat("RR", i + 1)] = rates.rates(i).fraction();
  int compared = 0;
  for (const std::string& line : ReferenceRows("stats/aapor_small/expected.json")) {
    const std::vector<std::string> parts =
        absl::StrSplit(line, absl::ByAnyChar("\":, "), absl::SkipEmpty());
    double expected = 0;
    if (parts.size() != 2 || !found.contains(parts[0])) continue;
    ASSERT_TRUE(absl::SimpleAtod(parts[1], &expected)) << line;
    const std::vector<std::string> fraction = absl::StrSplit(found[parts[0]], '/');
    ASSERT_EQ(fraction.size(), 2u) << parts[0];
    EXPECT_NEAR(std::stod(fraction[0]) / std::stod(fraction[1]), expected, 1e-14) << parts[0];
    ++compared;
  }
  EXPECT_EQ(compared, 7);
}

// The youth survey of Uster: 600 were invited; those who answered are the rows of the file.
TEST(OutcomeRatesReference, OfTheYouthSurveyOfUster) {
  const auto answered =
      static_cast<int64_t>(ReferenceRows("uster-2021/opendata_jugendbefragung.csv").size());
  if (answered == 0) GTEST_SKIP() << "no reference data: uster-2021 cannot be opened";
  EXPECT_EQ(answered, 213);
  const OutcomeRates rates = RatesOf({.complete = answered, .unknown = 600 - answered}, {});
  EXPECT_THAT(Fractions(rates), ElementsAre("71/200", "71/200", "71/200", "71/200", "1", "1"));
  EXPECT_THAT(Percents(rates), ElementsAre("35.5", "35.5", "35.5", "35.5", "100", "100"));
}

}  // namespace
}  // namespace lotse::survey
