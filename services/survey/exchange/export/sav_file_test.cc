// What is written is read again: by ReadStat itself, by PSPP and by R's foreign, which are
// programs of other people and know nothing of how it was written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <readstat.h>

#include <cstdio>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/survey/analysis/statistics/association.h"
#include "services/survey/analysis/statistics/statistics_testing.h"
#include "services/survey/exchange/export/export_testing.h"
#include "services/survey/exchange/export/sav_dictionary.h"
#include "tests/support/unzip.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing_support::InFile;
using testing_support::OutputOf;

// All that ReadStat tells of a file.
struct Read {
  std::vector<std::string> variables;
  std::vector<std::string> rows;
  std::map<std::string, std::vector<std::string>> labels;
};

int TakeVariable(int, readstat_variable_t* variable, const char* labels, void* context) {
  std::string missing;
  for (int i = 0; i < readstat_variable_get_missing_ranges_count(variable); ++i) {
    absl::StrAppend(&missing, " ",
                    readstat_double_value(readstat_variable_get_missing_range_lo(variable, i)));
  }
  const char* const label = readstat_variable_get_label(variable);
  static_cast<Read*>(context)->variables.push_back(absl::StrCat(
      readstat_variable_get_name(variable), ": ", label == nullptr ? "" : label, missing,
      " measure ", readstat_variable_get_measure(variable), labels == nullptr ? " no labels" : ""));
  return READSTAT_HANDLER_OK;
}

int TakeValue(int row, readstat_variable_t* variable, readstat_value_t value, void* context) {
  auto& rows = static_cast<Read*>(context)->rows;
  rows.resize(row + 1);
  if (!rows[row].empty()) rows[row] += " ";
  if (readstat_value_type(value) == READSTAT_TYPE_STRING) {
    absl::StrAppend(&rows[row], "'", readstat_string_value(value), "'");
  } else {
    absl::StrAppend(&rows[row], static_cast<std::int64_t>(readstat_double_value(value)));
  }
  return READSTAT_HANDLER_OK;
}

int TakeLabel(const char* labels, readstat_value_t value, const char* label, void* context) {
  static_cast<Read*>(context)->labels[labels].push_back(
      absl::StrCat(readstat_double_value(value), "=", label));
  return READSTAT_HANDLER_OK;
}

Read ReadBack(const std::string& path) {
  Read read;
  readstat_parser_t* const parser = readstat_parser_init();
  readstat_set_variable_handler(parser, &TakeVariable);
  readstat_set_value_handler(parser, &TakeValue);
  readstat_set_value_label_handler(parser, &TakeLabel);
  EXPECT_EQ(readstat_parse_sav(parser, path.c_str(), &read), READSTAT_OK);
  readstat_parser_free(parser);
  return read;
}

std::vector<std::string> RowsOfAllKinds(const v1alpha::Instrument& instrument) {
  const CompiledInstrument compiled(instrument);
  return {
      RowOf(compiled, R"(
          answers { code: "dauer" choice: "lang" }
          answers { code: "wege" choices { codes: "netz" } }
          answers { code: "licht" choice: "-9" } answers { code: "luft" choice: "5" }
          answers { code: "jahre" integer: 12 } answers { code: "saldo" integer: -9007199254740991 }
          answers { code: "wunsch" text: "mehr Grün 👍" })"),
      RowOf(compiled, R"(answers { code: "dauer" choice: "kurz" })", 1),
  };
}

TEST(SavFile, ReadStatReadsWhatWasWritten) {
  const auto instrument = AllKinds();
  const auto rows = RowsOfAllKinds(instrument);
  const std::string path = InFile(
      "all.sav", Written(instrument, ContentOf(instrument, rows.size(), true), rows, &NewSavFile));
  const Read read = ReadBack(path);
  std::remove(path.c_str());
  EXPECT_THAT(
      read.variables,
      ElementsAre(
          "dauer: Wie lange schon? -9 -8 -7 measure 1",
          "wege_amt: Welche Wege? – Amt -9 -8 -7 measure 1",
          "wege_netz: Welche Wege? – Netz; \"online\" -9 -8 -7 measure 1",
          "foto: Ein Foto -9 -8 -7 measure 1", "licht: Wie ist – das Licht? -99 -98 -97 measure 2",
          "luft: Wie ist – die Luft? -99 -98 -97 measure 2", "jahre: Jahre -9 -8 -7 measure 3",
          "saldo: Saldo -9.0072e+15 -9.0072e+15 -9.0072e+15 measure 3",
          "wunsch: Ein Wunsch -9 -8 -7 measure 1", "wunsch_text: Ein Wunsch measure 1 no labels"));
  EXPECT_THAT(read.rows, ElementsAre("2 0 1 -9 -9 5 12 -9007199254740991 1 'mehr Grün 👍'",
                                     "1 -8 -8 -9 -97 -97 -7 -9007199254740992 -7 ''"));
  // Options of a multiple choice share theirs, and so do items of a matrix.
  EXPECT_EQ(read.labels.size(), 7u);
}

TEST(SavFile, WhatIsTooLongIsCutBetweenCharacters) {
  v1alpha::Instrument instrument;
  auto* section = instrument.add_sections();
  auto* question = section->add_questions();
  question->set_code("a");
  question->set_kind(v1alpha::Question::KIND_TEXT);
  question->set_maximum_bytes(100'000);
  const std::string umlauts = [] {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "ü";
    return text;
  }();
  auto* variant = question->mutable_text()->add_variants();
  variant->set_language("de");
  variant->set_text(umlauts);
  const CompiledInstrument compiled(instrument);
  std::vector<std::string> texts, rows;
  for (const int bytes : {1, 254, 255, 256, 257, 511, 10'000, 32'766, 32'767, 32'768, 99'998}) {
    std::string text;
    while (static_cast<int>(text.size()) + 2 <= bytes) text += "ä";
    while (static_cast<int>(text.size()) < bytes) text += "x";
    texts.push_back(text);
    v1alpha::SubmitResponseRequest request;
    auto* answer = request.add_answers();
    answer->set_code("a");
    answer->set_text(text);
    rows.push_back(EncodeResponseRow(compiled, request.answers()));
  }
  const std::string path = InFile(
      "long.sav", Written(instrument, ContentOf(instrument, rows.size(), true), rows, &NewSavFile));
  const Read read = ReadBack(path);
  std::remove(path.c_str());
  std::string half;
  for (int i = 0; i < 126; ++i) half += "ü";
  EXPECT_EQ(read.variables[1], absl::StrCat("a_text: ", half, "... measure 1 no labels"));
  ASSERT_EQ(read.rows.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string expected = texts[i];
    // 32,763 bytes would end inside a character.
    if (expected.size() > 32'766) expected = expected.substr(0, 32'762) + "...";
    EXPECT_EQ(read.rows[i], absl::StrCat("1 '", expected, "'")) << texts[i].size();
  }
}

// Random answers, and what is wanted to know of them.
class OtherPrograms : public testing::Test {
 protected:
  void SetUp() override {
    instrument_ = AllKinds();
    // As long as texts are where a question does not say: 40 segments of a .sav.
    instrument_.mutable_sections(1)->mutable_questions(3)->set_maximum_bytes(0);
    const CompiledInstrument compiled(instrument_);
    std::mt19937 random(20261126);
    std::vector<std::string> rows;
    for (int i = 0; i < 500; ++i) {
      const bool is_long = random() % 3 == 0;
      std::string answers;
      if (random() % 10 != 0) {
        absl::StrAppend(&answers, "answers { code: 'dauer' choice: '", is_long ? "lang" : "kurz",
                        "' } ");
        if (is_long && random() % 5 != 0) {
          absl::StrAppend(&answers, "answers { code: 'wege' choices { ",
                          random() % 2 == 0 ? "codes: 'amt' " : "",
                          random() % 3 == 0 ? "codes: 'netz' " : "", "} } ");
        }
      }
      const int broke_off = random() % 8 == 0 ? 1 : 0;
      if (broke_off == 0 && random() % 6 != 0) {
        const int light = random() % (is_long ? 3 : 2);
        absl::StrAppend(&answers, "answers { code: 'licht' choice: '",
                        light == 0   ? "1"
                        : light == 1 ? "5"
                                     : "-9",
                        "' } ", "answers { code: 'jahre' integer: ", random() % 40, " } ",
                        "answers { code: 'wunsch' text: 'Größe ", random() % 1000, "' } ");
      }
      rows.push_back(RowOf(compiled, answers, broke_off));
    }
    content_ = ContentOf(instrument_, rows.size(), /*texts=*/true);
    path_ = InFile("random.sav", Written(instrument_, content_, rows, &NewSavFile));
    CellReader reader(std::make_shared<const CompiledInstrument>(instrument_), content_.columns,
                      TableScope{0, {0, 1}});
    for (const std::string& row : rows) {
      std::vector<Cell>& cells = cells_.emplace_back();
      ASSERT_TRUE(reader.Read(row, &cells));
    }
  }
  void TearDown() override { std::remove(path_.c_str()); }

  // Counts of dauer (rows) and licht among those who answered both.
  std::vector<std::int64_t> Counts() const {
    std::vector<std::int64_t> counts(6);
    for (const auto& cells : cells_) {
      const auto licht = cells[4].number;
      if (cells[0].number < 0 || licht < -9) continue;
      ++counts[(cells[0].number - 1) * 3 + (licht == -9 ? 0 : licht == 1 ? 1 : 2)];
    }
    return counts;
  }
  // How many have this number in a column.
  std::int64_t CountOf(std::size_t column, std::int64_t number) const {
    std::int64_t count = 0;
    for (const auto& cells : cells_) count += cells[column].number == number ? 1 : 0;
    return count;
  }

  v1alpha::Instrument instrument_;
  FileContent content_;
  std::string path_;
  std::vector<std::vector<Cell>> cells_;
};

// The number behind the first comma of the line that begins with `name`, after `from`.
double NumberIn(const std::string& csv, const std::string& name, std::size_t number) {
  for (const absl::string_view line : absl::StrSplit(csv, '\n')) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    if (fields[0] != name || fields.size() <= number) continue;
    return std::strtod(fields[number].c_str(), nullptr);
  }
  ADD_FAILURE() << "no line of " << name << " in\n" << csv;
  return 0;
}

TEST_F(OtherPrograms, PsppFindsTheSame) {
  if (OutputOf("pspp --version").empty()) GTEST_SKIP() << "PSPP is not installed";
  const std::string syntax =
      InFile("read.sps", absl::StrCat("GET FILE='", path_, "'.\nDISPLAY DICTIONARY.\n",
                                      "MRSETS /DISPLAY NAME=ALL.\n",
                                      "SET FORMAT=F20.10.\n"
                                      "CROSSTABS /TABLES=dauer BY licht /STATISTICS=CHISQ.\n"
                                      "FREQUENCIES /VARIABLES=licht wege_amt.\n"));
  const std::string out = InFile("read.csv", "");
  EXPECT_THAT(OutputOf(absl::StrCat("pspp -o ", out, " -O format=csv ", syntax, " 2>&1")),
              Not(HasSubstr("warning")));
  std::ifstream file(out);
  const std::string told((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::remove(syntax.c_str());
  std::remove(out.c_str());

  const auto counts = Counts();
  const auto ours = statistics::AssociationOf(statistics::Crosstab(counts, 3));
  EXPECT_NEAR(NumberIn(told, "Pearson Chi-Square", 1), ours.chi_square.value(), 0.005) << told;
  EXPECT_EQ(NumberIn(told, "Pearson Chi-Square", 2), static_cast<double>(ours.df));
  EXPECT_EQ(NumberIn(told, "N of Valid Cases", 1), static_cast<double>(ours.n));
  // Labels, and what is missing, are known to it.
  EXPECT_THAT(told, HasSubstr("Wie ist – das Licht?"));
  EXPECT_THAT(told, HasSubstr(absl::StrCat("keine Angabe,", CountOf(4, -99))));
  EXPECT_THAT(told, HasSubstr(absl::StrCat("nicht erreicht,", CountOf(4, -97))));
  EXPECT_THAT(told, HasSubstr(absl::StrCat("nicht gefragt,", CountOf(1, -8))));
  // The set of the multiple choice.
  EXPECT_THAT(told, HasSubstr("$wege"));
  EXPECT_THAT(told, HasSubstr("Welche Wege?"));
  EXPECT_THAT(told, HasSubstr("wege_amt"));
}

TEST_F(OtherPrograms, RFindsTheSame) {
  if (OutputOf("Rscript -e 'library(foreign); cat(1)' 2>/dev/null").empty()) {
    GTEST_SKIP() << "R is not installed, or not its package foreign";
  }
  const std::string script =
      InFile("read.R",
             absl::StrCat("suppressWarnings({\n"
                          "d <- foreign::read.spss('",
                          path_,
                          "', to.data.frame = TRUE,\n"
                          "  use.value.labels = FALSE, use.missings = TRUE, reencode = 'UTF-8')\n"
                          "t <- table(d$dauer, d$licht)\n"
                          "cat(t[1, ], t[2, ], sep = ' '); cat('\\n')\n"
                          "cat(sprintf('%.9f\\n', chisq.test(t, correct = FALSE)$statistic))\n"
                          "cat(sum(d$jahre, na.rm = TRUE), sum(is.na(d$jahre)), '\\n')\n"
                          "cat(sum(nchar(trimws(d$wunsch_text))), '\\n')\n})\n"));
  const std::vector<std::string> told =
      absl::StrSplit(OutputOf(absl::StrCat("Rscript --vanilla ", script)), '\n');
  std::remove(script.c_str());
  ASSERT_GE(told.size(), 4u);
  const auto counts = Counts();
  EXPECT_EQ(told[0], absl::StrJoin(counts, " "));
  const auto ours = statistics::AssociationOf(statistics::Crosstab(counts, 3));
  EXPECT_NEAR(std::strtod(told[1].c_str(), nullptr), ours.chi_square.value(), 1e-7);
  std::int64_t years = 0, without = 0, letters = 0;
  for (const auto& cells : cells_) {
    (cells[6].number < 0 ? without : years) += cells[6].number < 0 ? 1 : cells[6].number;
    // Two letters of `Größe` have two bytes.
    letters += cells[9].text.empty() ? 0 : static_cast<std::int64_t>(cells[9].text.size()) - 2;
  }
  EXPECT_EQ(told[2], absl::StrCat(years, " ", without, " "));
  EXPECT_EQ(told[3], absl::StrCat(letters, " "));
}

TEST(SavDictionary, RefusesWhatIsNone) {
  const MultipleResponseSet set = {"a", "A", {0}};
  for (const std::string& wrong :
       {std::string(), std::string(176, ' '), std::string(500, '\x02')}) {
    std::string dictionary = wrong;
    EXPECT_FALSE(MendDictionary({{"a_1", 0}}, {set}, &dictionary).ok());
    EXPECT_EQ(dictionary, wrong);
  }
}

}  // namespace
}  // namespace lotse::survey
