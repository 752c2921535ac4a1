#include "cli/engagement/measurement_rows.h"

#include <gmock/gmock.h>

#include "absl/strings/str_join.h"
#include "cli/failure.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kOwner[] = "programmes/p/engagements/e";

absl::StatusOr<MeasurementRows> Read(const std::string& text) {
  return ReadMeasurementRows(*ParseCsv(text), kOwner);
}

std::string ProblemsOf(const std::string& text) {
  const absl::StatusOr<MeasurementRows> read = Read(text);
  if (read.ok()) return "none";
  return absl::StrJoin(DescribeDetails(DetailsOf(read.status())), "\n");
}

TEST(MeasurementRowsTest, ReadsNumbersWithPointOrComma) {
  EXPECT_EQ(*ReadNumber("1250"), "1250");
  EXPECT_EQ(*ReadNumber("-3.50"), "-3.5");
  EXPECT_EQ(*ReadNumber("12,5"), "12.5");
  for (const char* text : {"", "1.250,5", "1,250.5", "1 250", "1e3", "+1", "12,", "zwölf"}) {
    EXPECT_FALSE(ReadNumber(text).ok()) << text;
  }
}

TEST(MeasurementRowsTest, RefusesWhatMayBeThousands) {
  const std::pair<const char*, const char*> kAmbiguous[] = {
      {"2.000", "'2.000' may mean thousands or decimals; write 2000 for the one or 2.0 for the"},
      {"12.500", "write 12500 for the one or 12.5 for the other"},
      {"1,234", "write 1234 for the one or 1.2340 for the other"},
      {"-100,010", "write -100010 for the one or -100.01 for the other"},
  };
  for (const auto& [text, message] : kAmbiguous) {
    EXPECT_THAT(std::string(ReadNumber(text).status().message()), HasSubstr(message));
  }
  EXPECT_EQ(*ReadNumber("2.0"), "2");
  EXPECT_EQ(*ReadNumber("1.2340"), "1.234");
  EXPECT_EQ(*ReadNumber("0.500"), "0.5");
  EXPECT_EQ(*ReadNumber("1250.125"), "1250.125");
  EXPECT_EQ(*ReadNumber("12.50"), "12.5");
  EXPECT_THAT(ProblemsOf("indicator;period;value\ni;2026;12.500\n"),
              HasSubstr("line 2, column value: '12.500' may mean thousands"));
}

TEST(MeasurementRowsTest, ReadsIndicators) {
  EXPECT_EQ(*ReadIndicator("i", "programmes/p"), "programmes/p/indicators/i");
  EXPECT_EQ(*ReadIndicator("programmes/q/indicators/i", kOwner), "programmes/q/indicators/i");
  EXPECT_FALSE(ReadIndicator("i", "").ok());
  EXPECT_FALSE(ReadIndicator("programmes/p", kOwner).ok());
}

TEST(MeasurementRowsTest, ReadsATableInEitherLanguage) {
  const absl::StatusOr<MeasurementRows> read =
      Read("Kennzahl;Zeitraum;Wert;Nicht_messbar;Amt\ni;2026-Q1;12,5;;50\nk;2026; ;Umbau;\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(read->rows, SizeIs(2));
  EXPECT_EQ(read->rows[0].indicator, "programmes/p/engagements/e/indicators/i");
  EXPECT_EQ(read->rows[0].value, "12.5");
  EXPECT_THAT(read->rows[0].not_measurable, IsEmpty());
  EXPECT_EQ(DayText(read->rows[0].period.last), "2026-03-31");
  EXPECT_EQ(read->rows[1].line, 3);
  EXPECT_THAT(read->rows[1].value, IsEmpty());
  EXPECT_EQ(read->rows[1].not_measurable, "Umbau");
  EXPECT_THAT(read->unread, ElementsAre("Amt"));
  EXPECT_TRUE(Read("INDICATOR,period,value\ni,2026,1\n").ok());
}

TEST(MeasurementRowsTest, SaysAllThatIsWrongAtOnce) {
  const std::string problems = ProblemsOf(
      "indicator,period,value,not_measurable\n"
      "i,2026,1,\n"
      "i,2026,2,\n"
      "J J,2026-Q9,x,\n"
      "k,2026,1,why\n"
      "l,2026,,\n"
      "m,2026,1\n");
  EXPECT_THAT(problems, HasSubstr("line 3: line 2 has a value of this indicator and period"));
  EXPECT_THAT(problems, HasSubstr("line 4, column indicator: 'J J' is no name"));
  EXPECT_THAT(problems, HasSubstr("line 4, column period: '2026-Q9' is not a period"));
  EXPECT_THAT(problems, HasSubstr("line 4, column value: 'x' is not a number"));
  EXPECT_THAT(problems, HasSubstr("line 5, column value: give either"));
  EXPECT_THAT(problems, HasSubstr("line 6, column value: give either"));
  EXPECT_THAT(problems, HasSubstr("line 7: 3 fields; the header has 4"));
}

TEST(MeasurementRowsTest, WhatCannotBeReadIsNoDouble) {
  EXPECT_THAT(ProblemsOf("indicator,period,value\ni,Mai,1\ni,Mai,2\ni,2026,3\n"),
              AllOf(StartsWith("line 2, column period: 'Mai' is not a period; write "),
                    HasSubstr("\nline 3, column period: 'Mai' is not a period; write "),
                    Not(HasSubstr("already"))));
}

TEST(MeasurementRowsTest, NeedsItsColumnsOnce) {
  const auto message = [](const char* text) { return std::string(Read(text).status().message()); };
  EXPECT_THAT(message("indicator,value\n"), HasSubstr("no column period"));
  EXPECT_THAT(message("period,value\n"), HasSubstr("no column indicator"));
  EXPECT_THAT(message("indicator,period\n"), HasSubstr("no column value"));
  EXPECT_THAT(message("indicator,period,value,wert\n"), HasSubstr("two columns say the value"));
}

}  // namespace
}  // namespace lotse::cli
