// lotse form check and show.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/fake_services.h"
#include "cli/form/commands.h"
#include "cli/form/form_testing.h"
#include "cli/help.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FormCommandsTest : public ::testing::Test {
 protected:
  CliResult Run(const std::string& command, const std::string& name, const std::string& content,
                std::vector<std::string> flags = {}) {
    std::vector<std::string> words = {"form", command, folder_.Write(name, content)};
    words.insert(words.end(), flags.begin(), flags.end());
    return services_.Run(words);
  }

  TestFolder folder_;
  FakeServices services_;
};

TEST_F(FormCommandsTest, ChecksWhatIsRight) {
  const CliResult result = Run("check", "form.md", kHouseholdForm);
  EXPECT_EQ(result.exit, 0) << result.err << result.out;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("xlsform: "), HasSubstr(" Fragen ("), HasSubstr("1 Wiederholung"),
                    HasSubstr("Sprachen: de, en"), HasSubstr("Ausdrücke")));
  const CliResult json = Run("check", "form.md", kHouseholdForm, {"--json"});
  EXPECT_EQ(json.exit, 0);
  EXPECT_THAT(json.out,
              AllOf(HasSubstr(R"({"format":"xlsform","findings":[)"), HasSubstr(R"("refusals":[])"),
                    HasSubstr(R"("KIND_REPEAT":1)"), HasSubstr(R"("languages":["de","en"])")));
}

TEST_F(FormCommandsTest, TakesListsFromFiles) {
  const std::string form =
      "| survey |\n| | type | name | label |\n"
      "| | select_one_from_file orte.csv | ort | Wo wohnen Sie? |\n"
      "| settings |\n| | form_title |\n| | Orte |\n";
  const CliResult missing = Run("check", "form.md", form);
  EXPECT_EQ(missing.exit, 5);
  EXPECT_THAT(missing.out, AllOf(HasSubstr("survey, Zeile 3"), HasSubstr("`orte.csv`")));
  const std::string file = folder_.Write("orte.csv", "name,label\nc,Celle\nu,Uelzen\n");
  const CliResult shown = Run("show", "form.md", form, {"--file=" + file});
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_THAT(shown.out, AllOf(HasSubstr("Celle"), HasSubstr("Uelzen")));
  EXPECT_EQ(Run("check", "form.md", form, {"--file=none.csv"}).exit, 4);
  const CliResult unnamed = Run("check", "form.md", form, {"--file="});
  EXPECT_EQ(unnamed.exit, 2);
  EXPECT_THAT(unnamed.err, HasSubstr("--file: give the name of a file with options"));
  const std::string other = folder_.Write("b.csv", "name\nc\n");
  EXPECT_THAT(Run("show", "form.md", form, {"--file=" + other}).err,
              HasSubstr(absl::StrCat("form.md --file=", other, " tells which")));
  EXPECT_EQ(services_
                .Run({"import", "questionnaire", folder_.Write("form.md", form), "--parent=p",
                      "--id=i", "--file=" + file})
                .exit,
            5);
  ASSERT_EQ(services_.import_request.files_size(), 1);
  EXPECT_EQ(services_.import_request.files(0).name(), "orte.csv");
  EXPECT_THAT(services_.import_request.files(0).content(), HasSubstr("Celle"));
}

TEST_F(FormCommandsTest, TellsErrorsWithTheirPlaces) {
  const std::string wrong =
      "| survey |\n| | type | name | label | relevant |\n"
      "| | integer | age | Alter? | |\n| | text | a | A? | ${gone} = 1 |\n| | txet | b | B? | |\n";
  const CliResult result = Run("check", "form.md", wrong);
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Fehler"), HasSubstr("survey, Zeile "), HasSubstr("txet")));
  const CliResult english = Run("check", "form.md", wrong, {"--language=en"});
  EXPECT_THAT(english.out, AllOf(HasSubstr("error"), HasSubstr("survey, row ")));
  const CliResult shown = Run("show", "form.md", wrong);
  EXPECT_EQ(shown.exit, 5);
  EXPECT_THAT(shown.err, HasSubstr("lotse form check"));
  EXPECT_THAT(shown.out, IsEmpty());
}

TEST_F(FormCommandsTest, TellsWhatPublishingWouldRefuse) {
  const CliResult result =
      Run("check", "form.md",
          "| survey |\n| | type | name | label | calculation |\n"
          "| | integer | age | Alter? | |\n"
          "| | calculate | a | | ${b} + 1 |\n| | calculate | b | | ${a} + 1 |\n"
          "| settings |\n| | form_title |\n| | Kreis |\n");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, AllOf(HasSubstr("Beim Veröffentlichen würde abgelehnt"),
                                HasSubstr("calculation"), HasSubstr("->")));
}

TEST_F(FormCommandsTest, TellsRefusalsWithPlaceAndCode) {
  const std::string form =
      "| survey |\n| | type | name | label | relevant |\n"
      "| | select_one_from_file orte.csv | ort | Ort? | |\n"
      "| | text | a | A? | today() > 1 |\n"
      "| settings |\n| | form_title |\n| | Orte |\n";
  const std::string right = folder_.Write("orte.csv", "name,label\nc,Celle\n");
  const CliResult expression = Run("check", "form.md", form, {"--language=en", "--file=" + right});
  EXPECT_EQ(expression.exit, 5);
  EXPECT_THAT(expression.out, ContainsRegex("survey, row [0-9]+, relevant +a: who is asked"));
  const CliResult json = Run("check", "form.md", form, {"--json", "--file=" + right});
  EXPECT_THAT(json.out, HasSubstr(R"({"field":"sections[0].questions[1].logic.relevant",)"
                                  R"("description":"`a`: who is asked)"));
  const std::string wrong = folder_.Write("orte.csv", "name,label\nc,<b>Celle</b>\n");
  const CliResult option = Run("check", "form.md", form, {"--language=en", "--file=" + wrong});
  EXPECT_EQ(option.exit, 5);
  EXPECT_THAT(option.out, ContainsRegex("orte.csv, row 2, label +orte: has markup"));
}

TEST_F(FormCommandsTest, FilesThatAreNoQuestionnaire) {
  const struct {
    const char* name;
    std::string content;
    int exit;
    const char* error;
  } cases[] = {
      {"empty.xlsx", "", 5, "the file is empty"},
      {"noise.bin", std::string("\x00\x01\x7f\xff\x80", 5), 5, "give --format"},
      {"old.xls", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0'), 5,
       ".xls"},
      {"broken.xlsx", "PK\x03\x04 broken", 5, "xlsform"},
      {"other.xml", "<html></html>", 5, "xforms"},
      {"large.csv", std::string(4u << 20, 'a'), 5, "too large"},
  };
  for (const auto& c : cases) {
    for (const char* command : {"check", "show"}) {
      const CliResult result = Run(command, c.name, c.content);
      EXPECT_EQ(result.exit, c.exit) << c.name;
      EXPECT_THAT(result.err, HasSubstr(c.error)) << c.name;
      EXPECT_THAT(result.out, IsEmpty()) << c.name;
    }
  }
  EXPECT_EQ(services_.Run({"form", "check", folder_.path()}).exit, 4);
  EXPECT_EQ(services_.Run({"form", "check", folder_.path() + "/gone.xlsx"}).exit, 4);
  EXPECT_EQ(Run("check", "form.md", kHouseholdForm, {"--format=word"}).exit, 2);
  EXPECT_EQ(Run("check", "form.md", kHouseholdForm, {"--language=!"}).exit, 2);
}

TEST_F(FormCommandsTest, ShowsItAsOnPaper) {
  const CliResult result = Run("show", "form.md", kHouseholdForm);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Haushalt\n========\n"), HasSubstr("1.1   Wie heißen Sie? *\n"),
                    HasSubstr("Der Vorname genügt."), HasSubstr("Zulässig: Bitte 14 bis 110."),
                    HasSubstr("Nur falls: 1.2 mindestens 18\n"), HasSubstr("( ) Ja\n"),
                    HasSubstr("[ ] Französisch\n"), HasSubstr("= „Ja“ oder 1.2 unter 18"),
                    HasSubstr("So oft ausfüllen"), HasSubstr("(ganze Zahl)"),
                    HasSubstr("* eine Antwort ist nötig"), Not(HasSubstr("sum("))));
  for (const absl::string_view line : absl::StrSplit(result.out, '\n')) {
    EXPECT_LE(DisplayWidth(line), 80) << line;
  }
  const CliResult english =
      Run("show", "form.md", kHouseholdForm, {"--language=en", "--with-codes"});
  EXPECT_THAT(english.out, AllOf(HasSubstr("How old are you, ${name}? * [age]"),
                                 HasSubstr("Only if: 1.2 at least 18"), HasSubstr("( ) Yes [y]"),
                                 HasSubstr("calculation: sum(${years}) + ${age}")));
  const CliResult french = Run("show", "form.md", kHouseholdForm, {"--language=fr"});
  EXPECT_EQ(french.exit, 0);
  EXPECT_THAT(french.err, HasSubstr("there is only de, en"));
}

TEST_F(FormCommandsTest, EachHasAnExampleAndIsListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : FormCommands()) {
    EXPECT_THAT(command.description, HasSubstr(absl::StrCat("\n  lotse ", command.name, " ")));
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
    for (const absl::string_view line : absl::StrSplit(HelpForCommand(command), '\n')) {
      EXPECT_LE(DisplayWidth(line), 92) << line;
    }
  }
}

}  // namespace
}  // namespace lotse::cli
