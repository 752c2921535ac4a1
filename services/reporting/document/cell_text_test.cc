#include "services/reporting/document/cell_text.h"

#include <cstdint>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Missing;
using v1alpha::Status;

TEST(CellTextTest, WritesNumbersInBothLanguages) {
  const struct {
    int64_t unscaled;
    int digits;
    const char* unit;
    const char* german;
    const char* english;
  } cases[] = {
      {0, 0, "", "0", "0"},
      {0, 2, "", "0,00", "0.00"},
      {12345, 1, "", "1.234,5", "1,234.5"},
      {-12345, 1, "",
       "\u2212"
       "1.234,5",
       "\u2212"
       "1,234.5"},
      {5, 1, "", "0,5", "0.5"},
      {-5, 1, "",
       "\u2212"
       "0,5",
       "\u2212"
       "0.5"},
      {-5, 3, "",
       "\u2212"
       "0,005",
       "\u2212"
       "0.005"},
      {1000001, 6, "", "1,000001", "1.000001"},
      {355, 1, "%", "35,5\u00a0%", "35.5%"},
      {1038, 0, "Personen", "1.038\u00a0Personen", "1,038\u00a0Personen"},
      {INT64_MAX, 0, "", "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
      {INT64_MIN, 6, "",
       "\u2212"
       "9.223.372.036.854,775808",
       "\u2212"
       "9,223,372,036,854.775808"},
  };
  for (const auto& c : cases) {
    v1alpha::Number number;
    number.set_unscaled(c.unscaled);
    number.set_digits(c.digits);
    number.set_unit(c.unit);
    EXPECT_EQ(CellText(NumberCell(number), Language::kGerman), c.german);
    EXPECT_EQ(CellText(NumberCell(number), Language::kEnglish), c.english);
  }
}

TEST(CellTextTest, WritesEveryKindOfCell) {
  const struct {
    Cell cell;
    const char* german;
    const char* english;
  } cases[] = {
      {TextCell("so"), "so", "so"},
      {IntegerCell(1183), "1.183", "1,183"},
      {ShareCell(MakeShare(420, 1183, 355)), "35,5\u00a0%", "35.5%"},
      {ProtectedCell(), "geschützt", "protected"},
      {DateCell(MakeDate(2026, 3, 1)),
       "1.\u00a0März\u00a0"
       "2026",
       "1\u00a0March\u00a0"
       "2026"},
      {StatusCell(Status::SIGNAL_DONE, "fertig"),
       "✓\u00a0"
       "fertig",
       "✓\u00a0"
       "fertig"},
      {MissingCell(Missing::REASON_NOT_COLLECTED), "–", "–"},
      {Cell(), "–", "–"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CellText(c.cell, Language::kGerman), c.german);
    EXPECT_EQ(CellText(c.cell, Language::kEnglish), c.english);
  }
}

TEST(CellTextTest, EachSignalHasASignOfItsOwn) {
  std::set<std::string> seen;
  for (int i = Status::SIGNAL_NOT_BEGUN; i <= Status::Signal_MAX; ++i) {
    const std::string sign = SignOf(static_cast<Status::Signal>(i));
    EXPECT_NE(sign, "") << i;
    EXPECT_TRUE(seen.insert(sign).second) << sign;
  }
  EXPECT_STREQ(SignOf(Status::SIGNAL_UNSPECIFIED), "");
}

}  // namespace
}  // namespace lotse::reporting
