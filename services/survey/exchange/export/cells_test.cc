#include "services/survey/exchange/export/cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/exchange/export/export_testing.h"

namespace lotse::survey {
namespace {

class CellsTest : public testing::Test {
 protected:
  // The cells of a row with spaces between.
  std::string Cells(const std::string& answers, int broke_off_section = 0,
                    TableScope scope = {0, {0, 1}}) {
    CellReader reader(compiled_, columns_, std::move(scope));
    std::vector<Cell> cells;
    const std::string row = RowOf(*compiled_, answers, broke_off_section);
    EXPECT_TRUE(reader.Read(row, &cells));
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      shown.push_back(columns_[i].kind == ExportColumn::Kind::kText
                          ? absl::StrCat("'", cells[i].text, "'")
                          : absl::StrCat(cells[i].number));
    }
    return absl::StrJoin(shown, " ");
  }

  const v1alpha::Instrument instrument_ = AllKinds();
  const std::shared_ptr<const CompiledInstrument> compiled_ =
      std::make_shared<const CompiledInstrument>(instrument_);
  // dauer wege_amt wege_netz foto licht luft jahre saldo wunsch wunsch_text
  const std::vector<ExportColumn> columns_ = ContentOf(instrument_, 1, /*texts=*/true).columns;
};

TEST_F(CellsTest, AnswersHaveTheirValues) {
  EXPECT_EQ(Cells(R"(
      answers { code: "dauer" choice: "lang" }
      answers { code: "wege" choices { codes: "netz" } }
      answers { code: "foto" file { media_type: "image/png" size_bytes: 1 sha256: "0000000000000000000000000000000000000000000000000000000000000000" } }
      answers { code: "licht" choice: "-9" }
      answers { code: "luft" choice: "5" }
      answers { code: "jahre" integer: 12 }
      answers { code: "saldo" integer: -7 }
      answers { code: "wunsch" text: "mehr Grün" })"),
            "2 0 1 1 -9 5 12 -7 1 'mehr Grün'");
}

TEST_F(CellsTest, WhyThereIsNoAnswerIsKeptApart) {
  constexpr char kNothing[] = "-9007199254740996 -9 ''";
  constexpr char kBelow[] = "-9007199254740992 -7 ''";
  // Nobody is asked for ways unless it is `lang`.
  EXPECT_EQ(Cells(""), absl::StrCat("-9 -8 -8 -9 -99 -99 -9 ", kNothing));
  EXPECT_EQ(Cells(R"(answers { code: "dauer" choice: "kurz" })"),
            absl::StrCat("1 -8 -8 -9 -99 -99 -9 ", kNothing));
  EXPECT_EQ(Cells(R"(answers { code: "dauer" choice: "lang" })"),
            absl::StrCat("2 -9 -9 -9 -99 -99 -9 ", kNothing));
  // None of the options is an answer.
  EXPECT_EQ(
      Cells(R"(answers { code: "dauer" choice: "lang" } answers { code: "wege" choices {} })"),
      absl::StrCat("2 0 0 -9 -99 -99 -9 ", kNothing));
  EXPECT_EQ(Cells(R"(answers { code: "dauer" choice: "kurz" })", 1),
            absl::StrCat("1 -8 -8 -9 -97 -97 -7 ", kBelow));
  EXPECT_EQ(Cells(R"(answers { code: "dauer" choice: "kurz" })", 2),
            absl::StrCat("1 -8 -8 -9 -99 -99 -9 ", kNothing));
  // So few left that it is not told: they did not answer.
  EXPECT_EQ(Cells(R"(answers { code: "dauer" choice: "kurz" })", 1, {0, {0, 0}}),
            absl::StrCat("1 -8 -8 -9 -99 -99 -9 ", kNothing));
}

TEST_F(CellsTest, DamagedRowsAreFound) {
  CellReader reader(compiled_, columns_, {});
  std::vector<Cell> cells;
  const std::string row = RowOf(*compiled_, R"(answers { code: "wunsch" text: "ab" })");
  EXPECT_TRUE(reader.Read(row, &cells));
  for (const std::string& wrong :
       {std::string(), std::string("x"), row.substr(0, row.size() - 1), row + "c"}) {
    EXPECT_FALSE(reader.Read(wrong, &cells));
  }
}

}  // namespace
}  // namespace lotse::survey
