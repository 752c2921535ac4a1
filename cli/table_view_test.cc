#include "cli/table_view.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/str_split.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

lotse::survey::v1alpha::TabulateWaveResponse Parse(const std::string& text) {
  lotse::survey::v1alpha::TabulateWaveResponse tables;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &tables));
  return tables;
}

constexpr char kTables[] = R"pb(
  wave { name: "programmes/p/engagements/e/surveys/s/waves/w" }
  instrument_title { variants { language: "de" text: "Jugendbefragung" } }
  response_rate { invited: 600 responses: 213 rate_per_mille: 355 }
  disclosure_rule { minimum_base: 10 minimum_cell: 5 }
  tables {
    code: "G"
    question { variants { language: "de" text: "Geschlecht" } }
    base: 213
    base_is_all: true
    protected_count: 6
    rows {
      code: "w"
      label { variants { language: "de" text: "weiblich" } }
      count: 110
      share_per_mille: 516
    }
    rows {
      code: "n"
      label { variants { language: "de" text: "non-binär" } }
    }
  })pb";

TEST(TableViewTest, ShowsATable) {
  TableViewOptions options;
  options.width = 50;
  options.ascii = true;
  EXPECT_EQ(ViewTables(Parse(kTables), options),
            "Jugendbefragung\n"
            "programmes/p/engagements/e/surveys/s/waves/w\n"
            "Rücklauf: 213 von 600 (35,5 %)\n"
            "Geschützt: weniger Antwortende als 10; Anzahlen\n"
            "unter 5.\n"
            "\n"
            "G Geschlecht\n"
            "  n = 213 (Anteile an allen Antwortenden; die Zahl\n"
            "  ohne Antwort ist geschützt)\n"
            "  weiblich         110   51,6 %  #########\n"
            "  non-binär  geschützt\n"
            "  geschützte Zeilen und ohne Antwort zusammen: 6\n");
}

TEST(TableViewTest, SpeaksEnglish) {
  TableViewOptions options;
  options.language = "en";
  EXPECT_THAT(ViewTables(Parse(kTables), options),
              AllOf(HasSubstr("Response rate: 213 of 600 (35.5%)"), HasSubstr("  protected\n"),
                    HasSubstr("51.6%"), Not(HasSubstr("geschützt"))));
}

TEST(TableViewTest, StaysWithinTheTerminal) {
  for (const int width : {40, 61, 80, 200}) {
    TableViewOptions options;
    options.width = width;
    auto tables = Parse(kTables);
    tables.mutable_tables(0)->mutable_rows(0)->mutable_label()->mutable_variants(0)->set_text(
        "eine sehr lange Antwort, die auf keinem schmalen Terminal in eine Zeile passen wird");
    tables.mutable_tables(0)->mutable_rows(0)->set_share_per_mille(1000);
    for (const auto line : absl::StrSplit(ViewTables(tables, options), '\n')) {
      if (absl::string_view(line).substr(0, 10) == "programmes") continue;  // a name is not broken
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
  }
}

TEST(TableViewTest, ResponseRates) {
  const std::pair<const char*, const char*> cases[] = {
      {"response_rate { }", "Rücklauf: geschützt (zu wenige Antworten)\n"},
      {"response_rate { responses: 213 }", "Rücklauf: 213 (Zahl der Eingeladenen unbekannt)\n"},
      {"response_rate { responses: 30 invited: 30 rate_per_mille: 1000 }",
       "Rücklauf: 30 von 30 (100,0 %)\n"},
      {"response_rate { responses: 31 invited: 30 rate_per_mille: 1033 }",
       "Rücklauf: nicht bestimmbar (mehr Antwortbögen als Einladungen: 31 zu 30)\n"},
  };
  for (const auto& [proto, line] : cases) {
    EXPECT_THAT(ViewTables(Parse(proto), {}), HasSubstr(line)) << proto;
  }
}

TEST(TableViewTest, MoreResponsesThanInvitationsGiveNoRate) {
  TableViewOptions options;
  options.language = "en";
  const std::string view = ViewTables(
      Parse("response_rate { responses: 31 invited: 30 rate_per_mille: 1033 }"), options);
  EXPECT_THAT(view, HasSubstr("Response rate: cannot be determined (more responses than "
                              "invitations: 31 to 30)\n"));
  EXPECT_THAT(view, Not(HasSubstr("%")));
}

TEST(TableViewTest, SaysWhyThereAreNoFigures) {
  const std::pair<const char*, const char*> cases[] = {
      {"NOT_SHOWN_BASE_TOO_SMALL", "zu wenige Personen"}, {"NOT_SHOWN_FREE_TEXT", "freie Texte"},
      {"NOT_SHOWN_NO_CLASSES", "keine Klassen"},          {"NOT_SHOWN_FILE", "Dateien"},
      {"NOT_SHOWN_CONDITION", "früheren Antworten"},
  };
  for (const auto& [reason, text] : cases) {
    const std::string view =
        ViewTables(Parse(std::string("tables { code: 'Q' not_shown: ") + reason + " }"), {});
    EXPECT_THAT(view, AllOf(HasSubstr(text), Not(HasSubstr("n =")))) << reason;
  }
}

constexpr char kMatrix[] = R"pb(
  tables {
    code: "M1"
    matrix_code: "M"
    base: 20
    missing: 3
    section { variants { text: "Teil" } }
    question { variants { text: "Wie oft" } }
    item { variants { text: "im Park" } }
  }
  tables {
    code: "M2"
    matrix_code: "M"
    base: 20
    missing: 0
    multiple_choice: true
    section { variants { text: "Teil" } }
    question { variants { text: "Wie oft" } }
    item { variants { text: "am Bahnhof" } }
  })pb";

TEST(TableViewTest, MatrixAndSectionStandOnce) {
  const std::string view = ViewTables(Parse(kMatrix), {});
  EXPECT_THAT(view, HasSubstr("== Teil ==\n"
                              "\n"
                              "M Wie oft\n"
                              "\n"
                              "  M1 im Park\n"
                              "  n = 20, ohne Antwort: 3\n"
                              "\n"
                              "  M2 am Bahnhof\n"
                              "  n = 20, ohne Antwort: 0; Mehrfachnennungen möglich\n"));
  EXPECT_EQ(view.find("Wie oft"), view.rfind("Wie oft"));
}

TEST(TableViewTest, WhoDidNotReachAQuestionStandsBesideItsBase) {
  auto tables = Parse(kMatrix);
  tables.mutable_tables(1)->set_not_reached(13);
  EXPECT_THAT(ViewTables(tables, {}),
              AllOf(HasSubstr("  n = 20, ohne Antwort: 3\n"),
                    HasSubstr("  n = 20, ohne Antwort: 0; vorher abgebrochen: 13; Mehrfach")));
}

TEST(TableViewTest, TextsCannotReachTheTerminalRaw) {
  auto tables = Parse(kTables);
  tables.mutable_tables(0)->mutable_question()->mutable_variants(0)->set_text("a\x1b[2J\nb");
  EXPECT_THAT(ViewTables(tables, {}), AllOf(HasSubstr("a\uFFFD[2J b"), Not(HasSubstr("\x1b"))));
}

TEST(BarTest, IsAsLongAsTheShare) {
  const struct {
    int per_mille;
    int width;
    bool ascii;
    const char* bar;
  } cases[] = {
      {0, 10, false, ""},    {1, 10, false, "▏"},     {500, 2, false, "█"}, {1000, 3, false, "███"},
      {562, 2, false, "█▏"}, {938, 1, false, "█"},    {937, 1, false, "▉"}, {2000, 2, false, "██"},
      {-5, 2, false, ""},    {500, 0, false, ""},     {1, 10, true, "#"},   {250, 10, true, "###"},
      {249, 10, true, "##"}, {1000, 4, true, "####"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Bar(c.per_mille, c.width, c.ascii), c.bar) << c.per_mille << " of " << c.width;
  }
}

TEST(FormatTest, PerMille) {
  EXPECT_EQ(FormatPerMille(479, "de"), "47,9 %");
  EXPECT_EQ(FormatPerMille(5, "de"), "0,5 %");
  EXPECT_EQ(FormatPerMille(1000, "en"), "100.0%");
}

}  // namespace
}  // namespace lotse::cli
