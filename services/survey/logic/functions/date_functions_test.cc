#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::HasSubstr;

// In Berlin it is half past midnight of the next day.
class DateFunctions : public Household {};

TEST_F(DateFunctions, ComputeWhatTheSpecificationSays) {
  const Case cases[] = {
      {"today()", "2026-03-03"},
      {"now()", "2026-03-03T00:30:15.250+01:00"},
      {"date('2026-03-02')", "2026-03-02"},
      {"date('2026-3-2')", "2026-03-02"},
      {"date('2026-13-2')", ""},
      {"date('2026-03-02T10:00:00')", "2026-03-02"},
      {"date('2026-03-02T23:30:00Z')", "2026-03-03"},
      {"date(0)", "1970-01-01"},
      {"date(1.9)", "1970-01-02"},
      {"date(-1)", "1969-12-31"},
      {"date('20514')", "2026-03-02"},
      {"date('')", ""},
      {"date('not a date')", ""},
      {"date(true())", ""},
      {"date('x' + 1)", ""},
      {"date(1e0)",
       "character 7: a name cannot begin with a digit; leave a space, or name it "
       "otherwise"},
      {"date(100000000)", ""},
      {"date(${birth})", "1990-05-06"},
      {"date(today() + 1)", "2026-03-04"},
      {"date('2026-10-24' + 2)", "2026-10-26"},
      {"date(decimal-date-time('2026-10-31') - 7)", "2026-10-24"},
      {"decimal-date-time('1970-01-02')", "1"},
      {"decimal-date-time('1970-01-01T12:00')", "0.5"},
      {"decimal-date-time('1970-01-01T23:00:00Z')", "1"},
      {"decimal-date-time(7.5)", "7.5"},
      {"decimal-date-time('x')", "NaN"},
      {"decimal-date-time('')", "NaN"},
      {"decimal-time('12:00')", "0.5"},
      {"decimal-time('18:00:00.000')", "0.75"},
      {"decimal-time('06:00:00.000+01:00')", "0.25"},
      {"decimal-time('x')", "NaN"},
      {"decimal-time('25:00')", "NaN"},
      {"format-date('2026-03-02', '%d.%m.%Y')", "02.03.2026"},
      {"format-date('2026-03-02', '%e.%n.%y')", "2.3.26"},
      {"format-date('2026-03-02', '%a %b')", "Mo M\u00E4r"},
      {"format-date('x', '%Y')", ""},
      {"format-date('', '%Y')", ""},
      {"format-date(20514, '%Y-%m-%d')", "2026-03-02"},
      {"format-date(today(), '%Y')", "2026"},
      {"format-date-time('2026-03-02T09:08:07.065', '%H:%M:%S,%3')", "09:08:07,065"},
      {"format-date-time(now(), '%h')", "0"},
      {"format-date-time('2026-03-02', '%H:%M')", "00:00"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(DateFunctions, DaysCompareAndCompute) {
  const Case cases[] = {
      {"${birth} < today()", "true"},
      {"today() > '2026-03-02'", "true"},
      {"today() >= '2026-03-03'", "true"},
      {"today() <= '2026-03-02'", "false"},
      {"now() > today()", "true"},
      {"now() < today() + 1", "true"},
      {"'2026-03-02' + 1", "20515"},
      {"1 + '2026-03-02'", "20515"},
      {"'2026-03-02' - '2026-02-28'", "2"},
      {"int((today() - ${birth}) div 365.25)", "35"},
      {"date('2026-03-02') = '2026-03-02'", "true"},
      {"10 + date('2012-07-24') = date('2012-08-03')", "true"},
      // The same moment in two forms.
      {"'2026-03-02' = '2026-03-02T00:00:00.000+01:00'", "true"},
      {"'2026-03-02' != '2026-03-02T00:00:00.000+01:00'", "false"},
      {"'2026-03-02T10:00Z' = '2026-03-02T11:00+01:00'", "true"},
      {"'2026-03-02' = '2026-03-03'", "false"},
      // No days, though they look like it.
      {"'2026-02-30' = '2026-02-30'", "true"},
      {"'2026-02-30' = '2026-03-02'", "false"},
      // Times of day are texts: decimal-time() compares them.
      {"'10:00' < '11:00'", "false"},
      {"decimal-time('10:00') < decimal-time('11:00')", "true"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(DateFunctions, SayWhatTheyRead) {
  EXPECT_TRUE(Compiled("today() > '2026-01-01'", "a")->reads_clock());
  EXPECT_TRUE(Compiled("now()", "a")->reads_clock());
  EXPECT_FALSE(Compiled("date('2026-01-01')", "a")->reads_clock());
}

TEST_F(DateFunctions, AFormatIsChecked) {
  EXPECT_THAT(Error("format-date(${birth}, '%d.%Q')"),
              HasSubstr("character 23: the format has `%Q`; there are %Y"));
  EXPECT_THAT(Error("format-date-time(${birth}, '%')"), HasSubstr("the format has `%`"));
  Set("a", "%Q");
  EXPECT_THAT(Text("format-date(${birth}, ${a})"), HasSubstr("a sign behind it that is unknown"));
}

}  // namespace
}  // namespace lotse::survey::logic
