// Files of a questionnaire with groups, repeats and every kind of question.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/household_testing.h"
#include "services/survey/exchange/export/export_testing.h"
#include "tests/support/unzip.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_support::Unzipped;

std::vector<std::string> Names(const std::vector<ExportColumn>& columns) {
  std::vector<std::string> names;
  for (const ExportColumn& column : columns) names.push_back(column.name);
  return names;
}

FileContent AllOf(const v1alpha::Instrument& instrument, std::size_t rows, bool texts,
                  absl::Span<const std::string> erased = {}) {
  FileContent content;
  content.language = "de";
  const ColumnChoice choice = {erased, texts, "de", /*repeats=*/true};
  content.columns = ColumnsOf(instrument, choice);
  content.repeats = RepeatTablesOf(instrument, choice);
  content.rows = static_cast<std::int64_t>(rows);
  return content;
}

// The rows of answers, judged as if they were handed in.
std::vector<std::string> RowsOf(const CompiledInstrument& compiled,
                                const std::vector<std::string>& responses, int broke_off = 0) {
  std::vector<std::string> rows;
  for (const std::string& text : responses) {
    const JudgedAnswers judged = JudgeAnswers(compiled, ParseAnswers(text), broke_off, {});
    EXPECT_THAT(Lines(judged.violations), IsEmpty());
    rows.push_back(EncodeResponseRow(compiled, judged.answers, broke_off));
  }
  return rows;
}

// The zip with all tables.
std::string Zip(const v1alpha::Instrument& instrument, const FileContent& content,
                const std::vector<std::string>& rows,
                std::unique_ptr<ResponseFile> (*make)(const FileContent&) = &NewCsvFile,
                const TableScope& scope = {0, {0, 1}}) {
  const auto compiled = std::make_shared<const CompiledInstrument>(instrument);
  CellReader reader(compiled, content.columns, scope);
  const auto file = make(content);
  std::string out;
  std::vector<Cell> cells;
  for (const std::string& row : rows) {
    EXPECT_TRUE(reader.Read(row, &cells));
    EXPECT_TRUE(file->Add(cells, &out).ok());
  }
  for (std::size_t i = 0; i < content.repeats.size(); ++i) {
    EXPECT_TRUE(file->BeginRepeat(i, &out).ok());
    InstanceReader instances(compiled, content.repeats[i], scope);
    for (const std::string& row : rows) {
      EXPECT_TRUE(instances.Read(
          row, [&](absl::Span<const Cell> one) { EXPECT_TRUE(file->Add(one, &out).ok()); }));
    }
  }
  EXPECT_TRUE(file->Finish(&out).ok());
  return out;
}

const std::vector<std::string> kHouseholds = {
    R"(answers { code: "age" integer: 16 } answers { code: "canton" choice: "be" })",
    R"(answers { code: "age" integer: 41 }
       answers { code: "years" integer: 40 instances: 1 }
       answers { code: "years" integer: 9 instances: 2 }
       answers { code: "school" text: "=Nord" instances: 2 }
       answers { code: "pet" text: "Katze" instances: 2 instances: 1 }
       answers { code: "pet" text: "Hund" instances: 2 instances: 2 })",
    R"(answers { code: "age" integer: 20 } answers { code: "canton" choice: "zh" }
       answers { code: "town" choice: "uster" })"};

TEST(RepeatTables, HaveARowForEachInstance) {
  const v1alpha::Instrument form = HouseholdForm();
  const CompiledInstrument compiled(form);
  const auto rows = RowsOf(compiled, kHouseholds);
  const std::string zip = Zip(form, AllOf(form, rows.size(), true), rows);
  EXPECT_EQ(Unzipped(zip, "responses.csv"),
            "response,age,canton,town,sum,sum_text,people\r\n"
            "1,16,2,-9,-8,,-8\r\n"
            "2,41,-9,-8,1,90,2\r\n"
            "3,20,1,1,1,20,0\r\n");
  EXPECT_EQ(Unzipped(zip, "repeat_people.csv"),
            "response,people,years,school,school_text,is_child,is_child_text,pets\r\n"
            "2,1,40,-8,,1,no,0\r\n"
            "2,2,9,1,'=Nord,1,yes,2\r\n");
  EXPECT_EQ(Unzipped(zip, "repeat_pets.csv"),
            "response,people,pets,pet,pet_text\r\n"
            "2,2,1,1,Katze\r\n"
            "2,2,2,1,Hund\r\n");
  const std::string book = Unzipped(zip, "codebook.csv");
  for (const char* line :
       {"response,,,Nummer der Zeile in responses.csv,key,nominal,,,,,responses\r\n",
        "people,people,,people – Anzahl,count,scale,-8,,nicht gefragt,not_asked,responses\r\n",
        "sum_text,sum,,,calculation,nominal,,,,,responses\r\n",
        "people,people,,people – laufende Nummer,key,nominal,,,,,repeat_pets\r\n",
        "years,years,,Wie alt?,integer,scale,-9007199254740996,,keine Angabe,no_answer,"
        "repeat_people\r\n"}) {
    EXPECT_THAT(book, HasSubstr(line));
  }
}

TEST(RepeatTables, HaveNoTextsThatNobodyWants) {
  const v1alpha::Instrument form = HouseholdForm();
  const CompiledInstrument compiled(form);
  const auto rows = RowsOf(compiled, kHouseholds);
  const std::string zip = Zip(form, AllOf(form, rows.size(), false), rows);
  EXPECT_EQ(Unzipped(zip, "repeat_people.csv"),
            "response,people,years,school,is_child,pets\r\n2,1,40,-8,1,0\r\n2,2,9,1,1,2\r\n");
  for (const char* file : {"responses.csv", "repeat_people.csv", "repeat_pets.csv"}) {
    EXPECT_THAT(Unzipped(zip, file), Not(HasSubstr("Nord"))) << file;
    EXPECT_THAT(Unzipped(zip, file), Not(HasSubstr("Katze"))) << file;
    EXPECT_THAT(Unzipped(zip, file), Not(HasSubstr("90"))) << file;
  }
}

TEST(RepeatTables, LeaveOutWhatWasErased) {
  const v1alpha::Instrument form = HouseholdForm();
  const std::vector<std::string> erased = {"years", "pets", "pet"};
  const FileContent content = AllOf(form, 1, false, erased);
  ASSERT_EQ(content.repeats.size(), 1u);
  EXPECT_THAT(Names(content.repeats[0].columns),
              ElementsAre("response", "people", "school", "is_child"));
  // Positions of variables go on as if they were there.
  const CompiledInstrument compiled(form);
  for (const ExportColumn& column : content.repeats[0].columns) {
    if (column.kind == ExportColumn::Kind::kKey) continue;
    EXPECT_EQ(compiled.RepeatedPosition(column.code), column.variable) << column.name;
  }
  const std::vector<std::string> all = {"people"};
  EXPECT_THAT(Names(AllOf(form, 1, false, all).columns),
              ElementsAre("response", "age", "canton", "town", "sum"));
}

TEST(RepeatTables, TellNothingOfASectionThatWasLeft) {
  const v1alpha::Instrument form = HouseholdForm();
  const CompiledInstrument compiled(form);
  // The people are on the second page, which was not finished.
  auto rows = RowsOf(compiled, {kHouseholds[1]}, 2);
  const std::string zip = Zip(form, AllOf(form, 1, true), rows);
  EXPECT_EQ(Unzipped(zip, "repeat_people.csv"),
            "response,people,years,school,school_text,is_child,is_child_text,pets\r\n"
            "1,1,40,-8,,1,no,0\r\n1,2,9,1,'=Nord,1,yes,2\r\n")
      << "so few left that it is not told";
  const std::string told = Zip(form, AllOf(form, 1, true), rows, &NewCsvFile, {0, {0, 2}});
  EXPECT_EQ(Unzipped(told, "repeat_people.csv"),
            "response,people,years,school,school_text,is_child,is_child_text,pets\r\n");
  EXPECT_EQ(Unzipped(told, "responses.csv"),
            "response,age,canton,town,sum,sum_text,people\r\n1,41,-9,-8,-7,,-7\r\n");
  rows = RowsOf(compiled, {R"(answers { code: "age" integer: 41 })"}, 1);
  EXPECT_EQ(Unzipped(Zip(form, AllOf(form, 1, false), rows), "responses.csv"),
            "response,age,canton,town,sum,people\r\n"
            "1,41,-9,-8,-7,-7\r\n");
}

TEST(RepeatTables, DamagedRowsAreFound) {
  const v1alpha::Instrument form = HouseholdForm();
  const auto compiled = std::make_shared<const CompiledInstrument>(form);
  const auto rows = RowsOf(*compiled, {kHouseholds[1]});
  const FileContent content = AllOf(form, 1, true);
  InstanceReader reader(compiled, content.repeats[0], {});
  const auto take = [](absl::Span<const Cell>) {};
  EXPECT_TRUE(reader.Read(rows[0], take));
  for (std::size_t size = 0; size < rows[0].size(); ++size) {
    EXPECT_FALSE(reader.Read(absl::string_view(rows[0]).substr(0, size), take)) << size;
  }
}

TEST(RepeatTables, AreNotInASav) {
  const v1alpha::Instrument form = HouseholdForm();
  const ColumnChoice choice;
  EXPECT_THAT(Names(ColumnsOf(form, choice)),
              ElementsAre("age", "canton", "town", "sum", "people"));
  FileContent content;
  content.columns = ColumnsOf(form, choice);
  std::string out;
  EXPECT_FALSE(NewSavFile(content)->BeginRepeat(0, &out).ok());
}

// A number of each kind that is neither whole nor a choice.
v1alpha::Instrument OtherKinds() {
  return InstrumentOf(R"(
    sections {
      questions {
        code: "g" kind: KIND_GROUP
        questions { code: "preis" kind: KIND_DECIMAL text { variants { language: "de" text: "Preis" } } }
        questions { code: "tag" kind: KIND_DATE text { variants { language: "de" text: "Tag" } } }
      }
      questions { code: "zeit" kind: KIND_TIME text { variants { language: "de" text: "Zeit" } } }
      questions { code: "wann" kind: KIND_DATE_TIME text { variants { language: "de" text: "Wann" } } }
      questions {
        code: "rang" kind: KIND_RANKING text { variants { language: "de" text: "Rang" } }
        options { code: "a" label { variants { language: "de" text: "A" } } }
        options { code: "b" label { variants { language: "de" text: "B" } } }
        options { code: "c" label { variants { language: "de" text: "C" } } }
      }
      questions { code: "gelesen" kind: KIND_ACKNOWLEDGEMENT text { variants { language: "de" text: "Gelesen" } } }
      questions { code: "hinweis" kind: KIND_NOTE text { variants { language: "de" text: "Hinweis" } } }
      questions { code: "versteckt" kind: KIND_HIDDEN }
      questions { code: "beginn" kind: KIND_METADATA metadata: METADATA_START }
      questions { code: "doppelt" kind: KIND_CALCULATION logic { calculation: "${preis} * 2" } }
    })");
}

constexpr char kAll[] = R"(
    answers { code: "preis" decimal: -1234.5 }
    answers { code: "tag" date: "2026-03-02" }
    answers { code: "zeit" time: "14:30" }
    answers { code: "wann" date_time: "2026-03-02T14:30:00+01:00" }
    answers { code: "rang" ranking { codes: "c" codes: "a" codes: "b" } }
    answers { code: "gelesen" acknowledged: true }
    answers { code: "versteckt" content: "x" }
    answers { code: "beginn" content: "2026-03-02T14:00:00.000+01:00" })";

TEST(OtherKinds, HaveColumnsThatSayWhatTheyAre) {
  const v1alpha::Instrument instrument = OtherKinds();
  const CompiledInstrument compiled(instrument);
  const auto rows = RowsOf(compiled, {kAll, ""});
  const FileContent content = AllOf(instrument, rows.size(), true);
  const std::string zip = Zip(instrument, content, rows);
  EXPECT_EQ(Unzipped(zip, "responses.csv"),
            "preis,tag,tag_text,zeit,zeit_text,wann,wann_text,rang_a,rang_b,rang_c,gelesen,"
            "versteckt,versteckt_text,doppelt,doppelt_text\r\n"
            "-1234.5,1,2026-03-02,1,14:30,1,2026-03-02T14:30:00+01:00,2,3,1,1,1,x,1,-2469\r\n"
            "-9007199254740996,-9,,-9,,-9,,-9,-9,-9,-9,-9,,-9,\r\n");
  EXPECT_THAT(Unzipped(Zip(instrument, content, rows, &NewExcelFile), "responses.csv"),
              HasSubstr("\r\n-1234,5;1;2026-03-02;"));
  const std::string book = Unzipped(zip, "codebook.csv");
  for (const char* line :
       {"preis,preis,,Preis,decimal,scale,-9007199254740996,,keine Angabe,no_answer,responses\r\n",
        "tag,tag,,Tag,answered,nominal,1,,ein Tag,,responses\r\n",
        "tag_text,tag,,Tag,date,nominal,,,,,responses\r\n",
        "zeit_text,zeit,,Zeit,time,nominal,,,,,responses\r\n",
        "wann_text,wann,,Wann,date_time,nominal,,,,,responses\r\n",
        "rang_c,rang,c,Rang – C,ranking,ordinal,0,,ohne Rang,,responses\r\n",
        "gelesen,gelesen,,Gelesen,answered,nominal,1,,bestätigt,,responses\r\n",
        "versteckt_text,versteckt,,,hidden,nominal,,,,,responses\r\n"}) {
    EXPECT_THAT(book, HasSubstr(line));
  }
  EXPECT_THAT(book, Not(HasSubstr("beginn"))) << "when somebody answered is in no file";
}

TEST(OtherKinds, ADecimalIsNeverTakenForAMissingCode) {
  const v1alpha::Instrument instrument = OtherKinds();
  const CompiledInstrument compiled(instrument);
  const auto columns = ColumnsOf(instrument, {});
  for (const std::int64_t code : columns[0].missing) {
    const auto rows =
        RowsOf(compiled, {absl::StrCat("answers { code: 'preis' decimal: ", code, " }")});
    CellReader reader(std::make_shared<const CompiledInstrument>(instrument), columns, {});
    std::vector<Cell> cells;
    ASSERT_TRUE(reader.Read(rows[0], &cells));
    ASSERT_TRUE(cells[0].decimal.has_value());
    EXPECT_EQ(std::count(columns[0].missing.begin(), columns[0].missing.end(), *cells[0].decimal),
              0);
    EXPECT_NEAR(*cells[0].decimal, static_cast<double>(code), 5);
  }
}

}  // namespace
}  // namespace lotse::survey
