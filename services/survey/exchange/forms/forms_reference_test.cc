#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/same_questions.h"
#include "services/survey/exchange/tables/csv_tables.h"

// Published questionnaires that are there in several formats are the same ones, whatever they are
// read from.

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;
using v1alpha::ImportFinding;
using v1alpha::Instrument;
using v1alpha::Question;

std::string PathOf(absl::string_view file) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  return absl::StrCat(folder != nullptr ? folder : "../shared/reference", "/", file);
}

std::optional<std::string> BytesOf(absl::string_view file) {
  std::ifstream stream(PathOf(file), std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

class FormsReference : public testing::Test {
 protected:
  void SetUp() override {
    if (!BytesOf("questionnaires/xlsform/testA.xlsx")) {
      GTEST_SKIP() << "no reference data: " << PathOf("questionnaires") << " cannot be opened";
    }
  }

  // The questionnaire of a file, and how many errors were found.
  static ImportResult Read(absl::string_view file) {
    const std::optional<std::string> bytes = BytesOf(file);
    if (!bytes) {
      ADD_FAILURE() << PathOf(file) << " is not there";
      return {};
    }
    const std::optional<FormFormat> format = FormatOf(*bytes);
    EXPECT_TRUE(format.has_value()) << file;
    absl::StatusOr<ImportResult> result = ReadForm(
        format.value_or(v1alpha::ImportInstrumentRequest::FORMAT_UNSPECIFIED), *bytes, "de");
    EXPECT_TRUE(result.ok()) << file << ": " << result.status();
    return result.ok() ? *std::move(result) : ImportResult();
  }

  static Instrument InstrumentOf(absl::string_view file) { return Read(file).instrument; }

  static int Errors(const ImportResult& result) {
    int errors = 0;
    for (const ImportFinding& finding : result.findings) {
      errors += finding.severity() == ImportFinding::SEVERITY_ERROR;
    }
    return errors;
  }

  static std::vector<std::string> Differences(const Instrument& left, const Instrument& right) {
    std::vector<std::string> lines;
    for (const QuestionDifference& d : CompareQuestions(left, right)) {
      lines.push_back(absl::StrCat(d.left, "|", d.right, "|", d.what));
    }
    return lines;
  }
};

TEST_F(FormsReference, AWorkbookAndItsXFormAskTheSame) {
  for (const auto& [workbook, xform] :
       {std::pair("mitwirken_umfrage", "mitwirken_umfrage.converted"),
        {"testA", "testA.converted"},
        {"socio-economic-survey-v20240515", "socio-economic-survey-v20240515"}}) {
    const Instrument left =
        InstrumentOf(absl::StrCat("questionnaires/xlsform/", workbook, ".xlsx"));
    const Instrument right = InstrumentOf(absl::StrCat("questionnaires/xform/", xform, ".xml"));
    EXPECT_THAT(Differences(left, right), IsEmpty()) << workbook;
  }
}

// Codes and kinds; its texts are in other languages first.
TEST_F(FormsReference, TheLargestWorkbookAndItsXFormAskTheSame) {
  const auto asked = [](absl::string_view file) {
    const Instrument instrument = InstrumentOf(file);
    std::vector<std::string> lines;
    for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
      lines.push_back(
          absl::StrCat(placed.question->code(), " ", Question::Kind_Name(placed.question->kind())));
    }
    return lines;
  };
  EXPECT_THAT(asked("questionnaires/xlsform/whova_form.xlsx"),
              UnorderedElementsAreArray(asked("questionnaires/xform/whova_form.xml")));
}

// But for four texts with Markdown, which LimeSurvey has not.
TEST_F(FormsReference, AWorkbookAndLimesurveyAskTheSame) {
  const Instrument workbook = InstrumentOf("questionnaires/xlsform/mitwirken_umfrage.xlsx");
  const Instrument table = InstrumentOf("questionnaires/limesurvey/mitwirken.limesurvey.tsv");
  std::vector<std::string> left, right;
  for (const QuestionDifference& d : CompareQuestions(workbook, table)) {
    EXPECT_TRUE(d.left.empty() || d.right.empty()) << d.left << " " << d.right << " " << d.what;
    (d.left.empty() ? right : left).push_back(d.left.empty() ? d.right : d.left);
  }
  EXPECT_THAT(left, ElementsAre("welcome", "viele_ehrenamt_komm", "viele_hauptamt_komm",
                                "abschluss_danke"));
  EXPECT_THAT(right,
              ElementsAre("welcome", "vieleehrenamtkomm", "vielehauptamtkomm", "abschlussdanke"));
}

// The real ones can be stored as they are, also where notes are required (the verbal autopsy).
TEST_F(FormsReference, WhatIsReadWithoutAnErrorCanBeStored) {
  for (const char* file :
       {"xlsform/mitwirken_umfrage.xlsx", "xlsform/socio-economic-survey-v20240515.xlsx",
        "xlsform/testA.xlsx", "xlsform/whova_form.xlsx", "xform/mitwirken_umfrage.converted.xml",
        "xform/socio-economic-survey-v20240515.xml", "xform/testA.converted.xml",
        "xform/whova_form.xml", "limesurvey/citric_432535.lss", "limesurvey/citric_answers.lss",
        "limesurvey/citric_survey.lss", "limesurvey/uk_rse_core_survey.lss"}) {
    const ImportResult result = Read(absl::StrCat("questionnaires/", file));
    EXPECT_EQ(Errors(result), 0) << file;
    for (const rpc::FieldViolation& violation : CheckInstrument(result.instrument)) {
      ADD_FAILURE() << file << ": " << violation.field << ": " << violation.description;
    }
  }
}

TEST_F(FormsReference, NotesThatAreRequiredAreKeptWithANote) {
  for (const char* file : {"xlsform/whova_form.xlsx", "xform/whova_form.xml"}) {
    const ImportResult result = Read(absl::StrCat("questionnaires/", file));
    int notes = 0;
    for (const ImportFinding& finding : result.findings) {
      notes +=
          finding.severity() == ImportFinding::SEVERITY_NOTE &&
          finding.message() == "A note that is required stops everybody who is shown it; kept.";
    }
    EXPECT_GT(notes, 5) << file;
    const CompiledInstrument compiled(result.instrument);
    EXPECT_TRUE(compiled.SectionOfStop("Id10008_check").has_value()) << file;
  }
}

// White space as one space.
std::string Plain(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \n\t"), absl::SkipEmpty()), " ");
}

// What the published data of a questionnaire have a column for: each question, item of a matrix and
// option of a multiple choice, as it may be worded there.
struct Column {
  std::string code;
  std::set<std::string> wordings;
};

std::vector<Column> ColumnsOf(const Instrument& instrument) {
  std::vector<Column> columns;
  for (const auto& section : instrument.sections()) {
    for (const Question& question : section.questions()) {
      const std::string text = Plain(question.text().variants(0).text());
      const auto add = [&](absl::string_view code, const type::v1alpha::Text& part) {
        const std::string inner = Plain(part.variants(0).text());
        columns.push_back(
            {absl::StrCat(question.code(), "/", code), {inner, absl::StrCat(text, " / ", inner)}});
      };
      const bool multiple = question.kind() == Question::KIND_MULTIPLE_CHOICE;
      for (const v1alpha::Item& item : question.items()) add(item.code(), item.text());
      if (multiple) {
        for (const v1alpha::Option& option : question.options()) add(option.code(), option.label());
      }
      if (question.items().empty() && !multiple) columns.push_back({question.code(), {text}});
    }
  }
  return columns;
}

// The questionnaire of a survey on paper, and the code book and the data that came of it.
TEST_F(FormsReference, AQuestionnaireOnPaperAndItsDataAgree) {
  const Instrument instrument = InstrumentOf("uster-2021/fragebogen_QUExml.xml");
  const auto book =
      ReadCsvTables({{"questions", BytesOf("uster-2021/variablen_fragen.csv").value_or("")},
                     {"data", BytesOf("uster-2021/opendata_jugendbefragung.csv").value_or("")}});
  ASSERT_TRUE(book.ok()) << book.status();
  ASSERT_THAT(book->sheets, SizeIs(2));
  const std::vector<TableRow>& questions = book->sheets[0].rows;
  const TableRow& heading = book->sheets[1].rows.at(0);
  ASSERT_EQ(questions.size() - 1, heading.cells.size());

  std::vector<Column> columns = ColumnsOf(instrument);
  std::vector<std::string> unknown;
  for (std::size_t i = 1; i < questions.size(); ++i) {
    EXPECT_EQ(questions[i].cells.at(0).text, heading.cells[i - 1].text);
    const std::string wording = Plain(questions[i].cells.at(1).text);
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
      return column.wordings.count(wording) != 0;
    });
    if (found == columns.end()) {
      unknown.push_back(absl::StrCat(questions[i].cells[0].text, ": ", wording));
    } else {
      columns.erase(found);
    }
  }
  EXPECT_THAT(unknown, IsEmpty());
  std::vector<std::string> unpublished;
  for (const Column& column : columns) unpublished.push_back(column.code);
  // Free texts, what was drawn among those who took part, and who chose "other".
  EXPECT_THAT(unpublished, ElementsAre("Z3Schuleother", "B1Unsicher/B", "B1Unsicherother",
                                       "C1Unsicher", "C2Probleme", "C3Polizei", "E2Substanz",
                                       "F1Bemerkung", "G07Q20", "Email"));
}

}  // namespace
}  // namespace lotse::survey
