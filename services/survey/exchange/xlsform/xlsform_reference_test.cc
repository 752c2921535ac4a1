#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/tables/csv_tables.h"
#include "services/survey/exchange/tables/table_source.h"
#include "services/survey/exchange/tables/xlsx_writer.h"
#include "services/survey/exchange/xlsform/reference_testing.h"
#include "services/survey/exchange/xlsform/xlsform_testing.h"
#include "services/survey/exchange/xlsform/xlsform_writer.h"

// Reads real forms of CorrelAid, ODK, Enketo, TEN SING and the WHO. The expected counts were taken
// from the files by other means.

namespace lotse::survey {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using v1alpha::ImportFinding;
using v1alpha::Question;

// What is counted of a form.
struct Counts {
  std::map<std::string, int> kinds;
  int relevant = 0;
  int constraints = 0;
  int calculations = 0;
  int required = 0;
  int hints = 0;
  int read_only = 0;
  int options = 0;
};

Counts CountsOf(const ImportResult& result) {
  Counts counts;
  for (const auto& section : result.instrument.sections()) {
    counts.kinds["SECTION"] += section.code().empty() ? 0 : 1;
    counts.relevant += section.relevant().empty() ? 0 : 1;
  }
  ForEachQuestion(result.instrument, [&counts](const Question& question) {
    ++counts.kinds[Question::Kind_Name(question.kind()).substr(5)];
    counts.relevant += question.logic().relevant().empty() ? 0 : 1;
    counts.constraints += question.logic().constraint().empty() ? 0 : 1;
    counts.calculations += question.logic().calculation().empty() ? 0 : 1;
    counts.read_only += question.logic().read_only_if().empty() ? 0 : 1;
    counts.required += question.required() ? 1 : 0;
    counts.hints += question.has_hint() ? 1 : 0;
  });
  for (const auto& list : result.instrument.option_lists()) counts.options += list.options_size();
  return counts;
}

// How often each message of a severity comes, without the places.
std::map<std::string, int> Tally(const ImportResult& result, ImportFinding::Severity severity) {
  std::map<std::string, int> tally;
  for (const ImportFinding& finding : result.findings) {
    if (finding.severity() == severity) ++tally[finding.message()];
  }
  return tally;
}

class XlsformReference : public testing::Test {
 protected:
  // A form; nothing, with a skip, where the reference data is absent.
  std::optional<ImportResult> ReadWorkbook(absl::string_view file, const XlsformOptions& options) {
    const std::optional<std::string> bytes = ReferenceFile(absl::StrCat("xlsform/", file));
    if (!bytes) return std::nullopt;
    const absl::StatusOr<TableBook> book = ReadTables(*bytes);
    EXPECT_TRUE(book.ok()) << book.status();
    if (!book.ok()) return std::nullopt;
    ImportResult result = ReadXlsform(*book, options);
    ExpectSameAfterWriting(result);
    return result;
  }

  std::optional<ImportResult> ReadPair(absl::string_view stem, const XlsformOptions& options) {
    const auto survey = ReferenceFile(absl::StrCat("tables/", stem, "_survey.csv"));
    const auto choices = ReferenceFile(absl::StrCat("tables/", stem, "_choices.csv"));
    if (!survey || !choices) return std::nullopt;
    const auto book = ReadCsvTables({{"survey", *survey}, {"choices", *choices}});
    EXPECT_TRUE(book.ok()) << book.status();
    if (!book.ok()) return std::nullopt;
    ImportResult result = ReadXlsform(*book, options);
    ExpectSameAfterWriting(result);
    return result;
  }

  // What is written is read as the same, from the tables, a workbook and CSV files.
  static void ExpectSameAfterWriting(const ImportResult& result) {
    const TableBook written = WriteXlsform(result.instrument);
    EXPECT_THAT(written.findings, IsEmpty());
    const absl::StatusOr<std::string> workbook = WriteXlsx(written);
    ASSERT_TRUE(workbook.ok()) << workbook.status();
    for (const absl::StatusOr<TableBook>& book :
         {absl::StatusOr<TableBook>(written), ReadTables(*workbook),
          ReadCsvTables(WriteCsvTables(written))}) {
      ASSERT_TRUE(book.ok()) << book.status();
      const ImportResult again = ReadXlsform(*book, {"en", "", ""});
      EXPECT_THAT(Errors(again), IsEmpty());
      EXPECT_EQ(again.instrument.DebugString(), result.instrument.DebugString());
    }
  }
};

#define SKIP_WITHOUT(result) \
  if (!(result)) GTEST_SKIP() << "no reference data: " << ReferencePath("") << " cannot be opened"

TEST_F(XlsformReference, SurveyOfMigrantOrganisations) {
  const auto result = ReadWorkbook("mitwirken_umfrage.xlsx", {"de", "", ""});
  SKIP_WITHOUT(result);
  const Counts counts = CountsOf(*result);
  EXPECT_THAT(counts.kinds,
              UnorderedElementsAre(std::pair("SECTION", 9), std::pair("NOTE", 4),
                                   std::pair("SINGLE_CHOICE", 8), std::pair("MULTIPLE_CHOICE", 12),
                                   std::pair("TEXT", 16), std::pair("INTEGER", 2)));
  EXPECT_EQ(counts.relevant, 14);
  EXPECT_EQ(counts.constraints, 1);
  EXPECT_EQ(counts.required, 7);
  EXPECT_EQ(counts.options, 97);
  EXPECT_EQ(result->instrument.option_lists_size(), 17);
  EXPECT_EQ(Wordings(result->instrument.title()),
            "de=Bedarfserhebung f\u00FCr Migrant*innenorganisationen in Sachsen");
  EXPECT_EQ(result->instrument.form_id(), "bedarfserhebung_mo_sachsen");
  EXPECT_EQ(result->instrument.style(), "pages");
  EXPECT_EQ(Find(*result, "email").logic().constraint(),
            "regex(., '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$')");
  EXPECT_EQ(Find(*result, "gesetz_veraenderung_text").logic().relevant(),
            "${wissen_gesetz} = 'ja' and (${veraenderung_gesetz_art} = 'ja_haben' or "
            "${veraenderung_gesetz_art} = 'ja_zusammenarbeit')");
  EXPECT_EQ(Wordings(Find(*result, "kooperation_optin").hint()),
            "de=Freiwillig \u2013 keine Auswirkung auf die Verg\u00FCtung.");
  EXPECT_THAT(Errors(*result), IsEmpty());
  EXPECT_THAT(Warnings(*result),
              ElementsAre(HasSubstr("survey!label::Deutsch (de):57 datenschutz_hinweis: HTML was"),
                          HasSubstr("survey!label::Deutsch (de):60 abschluss_danke: HTML was")));
}

TEST_F(XlsformReference, VerbalAutopsyOfTheWho) {
  const auto result = ReadWorkbook("whova_form.xlsx", {"en", "", ""});
  SKIP_WITHOUT(result);
  const Counts counts = CountsOf(*result);
  EXPECT_THAT(counts.kinds,
              UnorderedElementsAre(
                  std::pair("SECTION", 3), std::pair("GROUP", 28), std::pair("SINGLE_CHOICE", 331),
                  std::pair("MULTIPLE_CHOICE", 8), std::pair("INTEGER", 89),
                  std::pair("DECIMAL", 2), std::pair("TEXT", 30), std::pair("NOTE", 16),
                  std::pair("DATE", 9), std::pair("CALCULATION", 42), std::pair("METADATA", 3)));
  EXPECT_EQ(counts.relevant, 420);
  EXPECT_EQ(counts.constraints, 93);
  EXPECT_EQ(counts.calculations, 42);
  EXPECT_EQ(counts.required, 447 - 12 - 2) << "but for calculations and groups";
  EXPECT_EQ(counts.options, 296);
  EXPECT_THAT(Errors(*result), IsEmpty());
  EXPECT_EQ(Wordings(result->instrument.title()), "en=2016 WHO Verbal Autopsy Form 1.5.2");
  EXPECT_EQ(Find(*result, "Id10120").logic().calculation(),
            "if(selected(${isNeonatal}, '1'),${Id10120_0}, if(${id10120_unit}='days', "
            "${Id10120_1},if(${id10120_unit}='months', ${Id10121} * 30, ${Id10122} * 365)))");
}

TEST_F(XlsformReference, SocioEconomicSurveyInTwoLanguages) {
  const auto result = ReadWorkbook("socio-economic-survey-v20240515.xlsx", {"en", "", ""});
  SKIP_WITHOUT(result);
  const Counts counts = CountsOf(*result);
  EXPECT_THAT(counts.kinds,
              UnorderedElementsAre(std::pair("SECTION", 2), std::pair("REPEAT", 1),
                                   std::pair("GROUP", 2), std::pair("SINGLE_CHOICE", 8),
                                   std::pair("MULTIPLE_CHOICE", 3), std::pair("TEXT", 6)));
  EXPECT_EQ(counts.relevant, 4);
  EXPECT_EQ(counts.constraints, 3);
  EXPECT_EQ(counts.required, 11);
  EXPECT_EQ(counts.read_only, 1);
  EXPECT_EQ(counts.hints, 3);
  EXPECT_EQ(counts.options, 235);
  EXPECT_EQ(result->instrument.option_lists_size(), 30);
  EXPECT_EQ(Wordings(Find(*result, "firstNameFM").text()), "en=First name fr=Pr\u00E9nom");
  EXPECT_EQ(Find(*result, "district").logic().option_filter(), "region=${region}");
  EXPECT_EQ(Find(*result, "se_list").logic().relevant(), "false()");
  EXPECT_THAT(Errors(*result), IsEmpty());
  EXPECT_THAT(Warnings(*result), IsEmpty());
  EXPECT_THAT(Notes(*result),
              ElementsAre(HasSubstr("survey!label::French (fr):4 : 20 cells of this column are "
                                    "computed by formulas"),
                          HasSubstr("choices!label::French (fr):2 : 235 cells of this column")));
}

TEST_F(XlsformReference, AllTypesOfQuestions) {
  const auto result = ReadWorkbook("all-question-types-v2024091201-3.xlsx", {"en", "", ""});
  SKIP_WITHOUT(result);
  const Counts counts = CountsOf(*result);
  EXPECT_THAT(
      counts.kinds,
      UnorderedElementsAre(std::pair("SECTION", 10), std::pair("NOTE", 3), std::pair("TEXT", 7),
                           std::pair("INTEGER", 4 + 5), std::pair("DECIMAL", 3 + 1),
                           std::pair("FILE", 8 + 2 + 2 + 2), std::pair("DATE", 11),
                           std::pair("TIME", 1), std::pair("DATE_TIME", 2),
                           std::pair("SINGLE_CHOICE", 14), std::pair("MULTIPLE_CHOICE", 11),
                           std::pair("RANKING", 1), std::pair("ACKNOWLEDGEMENT", 1)));
  EXPECT_EQ(counts.options, 30);
  EXPECT_THAT(Errors(*result), IsEmpty());
  const auto warnings = Tally(*result, ImportFinding::SEVERITY_WARNING);
  EXPECT_EQ(warnings.at("A bar code (`barcode`) is not supported; the question was left out."), 2);
  EXPECT_EQ(warnings.at("A place on the map (`geopoint`) is not supported; the question was left "
                        "out."),
            3);
  EXPECT_EQ(Find(*result, "url").logic().initial_value(), "'http://getodk.org/'");
  EXPECT_EQ(Find(*result, "image_custom_app").settings().at("app"),
            "com.jeyluta.timestampcamerafree");
  EXPECT_EQ(Find(*result, "map").option_list(), "cities");
}

TEST_F(XlsformReference, EvaluationOfAWorkshop) {
  const auto result = ReadWorkbook("testA.xlsx", {"de", "", ""});
  SKIP_WITHOUT(result);
  const Counts counts = CountsOf(*result);
  EXPECT_THAT(counts.kinds,
              UnorderedElementsAre(std::pair("SECTION", 6), std::pair("NOTE", 3),
                                   std::pair("SINGLE_CHOICE", 14), std::pair("MULTIPLE_CHOICE", 1),
                                   std::pair("TEXT", 4), std::pair("INTEGER", 2)));
  EXPECT_EQ(counts.relevant, 2);
  EXPECT_EQ(counts.hints, 3) << "and one of a group";
  EXPECT_EQ(counts.options, 46);
  EXPECT_EQ(Find(*result, "attribution_beruf").scale().end(), "100");
  EXPECT_EQ(result->instrument.version(), "2.2");
  EXPECT_THAT(Errors(*result), IsEmpty());
  EXPECT_THAT(Warnings(*result),
              ElementsAre(HasSubstr("There is no title; `form_id` stands for it."),
                          HasSubstr("survey!hint:13 wirkung: It has no meaning for this type")));
}

TEST_F(XlsformReference, TwoYearsOfOneQuestionnaireAsCsv) {
  for (const char* stem : {"tensing_2024_tn", "tensing_2025_tn"}) {
    const auto result = ReadPair(stem, {"de", "TEN SING", "NA"});
    SKIP_WITHOUT(result);
    const Counts counts = CountsOf(*result);
    EXPECT_THAT(
        counts.kinds,
        UnorderedElementsAre(std::pair("SECTION", 8), std::pair("GROUP", 2), std::pair("NOTE", 8),
                             std::pair("SINGLE_CHOICE", 31), std::pair("MULTIPLE_CHOICE", 7),
                             std::pair("TEXT", 9), std::pair("INTEGER", 1), std::pair("DECIMAL", 1),
                             std::pair("METADATA", 2)));
    EXPECT_EQ(counts.relevant, 6);
    EXPECT_EQ(counts.options, 165);
    EXPECT_THAT(Errors(*result), IsEmpty());
  }
}

TEST_F(XlsformReference, MissingCellsOfRHaveToBeNamed) {
  const auto survey = ReferenceFile("tables/tensing_2024_tn_survey.csv");
  SKIP_WITHOUT(survey);
  const auto book = ReadCsvTables({{"survey", *survey}});
  ASSERT_TRUE(book.ok());
  EXPECT_THAT(Errors(ReadXlsform(*book, {"de", "T", ""})),
              testing::Contains(HasSubstr("`NA` is no expression. If a program such as R wrote it "
                                          "for an empty cell, say so")));
}

}  // namespace
}  // namespace lotse::survey
