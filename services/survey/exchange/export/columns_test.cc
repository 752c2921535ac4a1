#include "services/survey/exchange/export/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/exchange/export/column_names.h"
#include "services/survey/exchange/export/export_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;

std::string Shown(const ExportColumn& column) {
  std::vector<std::string> values;
  for (const ColumnValue& value : column.values) {
    values.push_back(absl::StrCat(value.value, "=", value.label));
  }
  return absl::StrCat(column.name, ": ", column.label, " [", absl::StrJoin(values, ", "), "] ",
                      column.kind == ExportColumn::Kind::kText
                          ? absl::StrCat("text of ", column.maximum_bytes)
                          : absl::StrJoin(column.missing, " "));
}

std::vector<std::string> Shown(const v1alpha::Instrument& instrument, const ColumnChoice& choice) {
  std::vector<std::string> shown;
  for (const ExportColumn& column : ColumnsOf(instrument, choice)) shown.push_back(Shown(column));
  return shown;
}

TEST(Columns, FollowTheQuestionnaire) {
  ColumnChoice choice;
  choice.texts = true;
  EXPECT_THAT(
      Shown(AllKinds(), choice),
      ElementsAre(
          "dauer: Wie lange schon? [1=kürzer, 2=länger] -9 -8 -7",
          "wege_amt: Welche Wege? – Amt [0=nicht gewählt, 1=gewählt] -9 -8 -7",
          "wege_netz: Welche Wege? – Netz; \"online\" [0=nicht gewählt, 1=gewählt] -9 -8 -7",
          "foto: Ein Foto [1=eine Datei] -9 -8 -7",
          // -9 is an option.
          "licht: Wie ist – das Licht? [1=gut, 5=schlecht, -9=weiß nicht] -99 -98 -97",
          "luft: Wie ist – die Luft? [1=gut, 5=schlecht, -9=weiß nicht] -99 -98 -97",
          "jahre: Jahre [] -9 -8 -7",
          // Below all that can be answered, and exact as doubles.
          "saldo: Saldo [] -9007199254740996 -9007199254740994 -9007199254740992",
          "wunsch: Ein Wunsch [1=ein Text] -9 -8 -7", "wunsch_text: Ein Wunsch [] text of 300"));
}

TEST(Columns, LeaveOutWhatWasErasedAndTextsThatNobodyWants) {
  const std::vector<std::string> erased = {"wege", "luft", "foto"};
  ColumnChoice choice;
  choice.erased = erased;
  choice.language = "en";
  EXPECT_THAT(
      Shown(AllKinds(), choice),
      ElementsAre("dauer: How long? [1=shorter, 2=länger] -9 -8 -7",
                  "licht: Wie ist – das Licht? [1=gut, 5=schlecht, -9=weiß nicht] -99 -98 -97",
                  "jahre: Jahre [] -9 -8 -7",
                  "saldo: Saldo [] -9007199254740996 -9007199254740994 -9007199254740992",
                  "wunsch: Ein Wunsch [1=a text] -9 -8 -7"));
  // Positions of variables go on as if they were there.
  const auto columns = ColumnsOf(AllKinds(), choice);
  const CompiledInstrument compiled(AllKinds());
  for (const ExportColumn& column : columns) {
    EXPECT_EQ(compiled.Position(column.code), column.variable) << column.name;
  }
  EXPECT_TRUE(SetsOf(AllKinds(), "de", columns).empty());
}

TEST(Columns, MissingCodesAreOutsideOfTheRange) {
  struct Case {
    std::string range;
    std::int64_t no_answer;
  };
  for (const Case& c : std::vector<Case>{{"minimum: -6", -9},
                                         {"minimum: -7", -99},
                                         {"minimum: -100 maximum: 5", -999},
                                         {"maximum: -10", -9},
                                         {"maximum: -9", -9'007'199'254'740'996},
                                         {"minimum: -999999", -9'999'999},
                                         {"minimum: -9007199254740991", -9'007'199'254'740'996}}) {
    const auto columns =
        ColumnsOf(InstrumentOf(absl::StrCat("sections { questions { code: 'a' kind: KIND_INTEGER ",
                                            c.range, " } }")),
                  {});
    EXPECT_EQ(columns[0].missing[0], c.no_answer) << c.range;
    for (const std::int64_t code : columns[0].missing) {
      EXPECT_EQ(static_cast<std::int64_t>(static_cast<double>(code)), code);
    }
  }
}

TEST(Columns, CodesAreNumbersOnlyIfAllAre) {
  struct Case {
    std::vector<std::string> codes;
    std::vector<std::int64_t> values;
  };
  for (const Case& c : std::vector<Case>{{{"3", "0", "-1"}, {3, 0, -1}},
                                         {{"3", "x"}, {1, 2}},
                                         {{"01", "1"}, {1, 2}},
                                         {{"+1", "2"}, {1, 2}},
                                         {{"-0", "1"}, {1, 2}},
                                         {{"999999999", "1"}, {999'999'999, 1}},
                                         {{"1000000000", "5"}, {1, 2}}}) {
    v1alpha::Instrument instrument;
    auto* question = instrument.add_sections()->add_questions();
    question->set_code("a");
    question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
    for (const std::string& code : c.codes) question->add_options()->set_code(code);
    const auto columns = ColumnsOf(instrument, {});
    std::vector<std::int64_t> values;
    for (const ColumnValue& value : columns[0].values) values.push_back(value.value);
    EXPECT_EQ(values, c.values) << absl::StrJoin(c.codes, " ");
  }
}

TEST(Columns, OptionsOfAMultipleChoiceAreASet) {
  const auto columns = ColumnsOf(AllKinds(), {});
  const auto sets = SetsOf(AllKinds(), "de", columns);
  ASSERT_EQ(sets.size(), 1u);
  EXPECT_EQ(sets[0].name, "wege");
  EXPECT_EQ(sets[0].label, "Welche Wege?");
  EXPECT_THAT(sets[0].columns, ElementsAre(1, 2));
}

TEST(Columns, NamesSuitEveryProgram) {
  ColumnNames names;
  const std::string longest(64, 'x');
  const std::pair<std::string, std::string> cases[] = {
      {"alter", "alter"},
      {"Alter", "Alter_2"},
      {"q1_trifft zu", "q1_trifft_zu"},
      {"q1_trifft-zu", "q1_trifft_zu_2"},
      {"q_ä", "q___"},
      {"not", "not_2"},
      {"With", "With_2"},
      {"1", "v1"},
      {"", "v"},
      {longest, longest},
      {absl::StrCat(longest, "y"), absl::StrCat(std::string(62, 'x'), "_2")},
      {absl::StrCat(longest, "z"), absl::StrCat(std::string(62, 'x'), "_3")},
  };
  for (const auto& [wanted, name] : cases) EXPECT_EQ(names.Take(wanted), name) << wanted;
}

}  // namespace
}  // namespace lotse::survey
