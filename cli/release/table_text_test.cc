#include "cli/release/table_text.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/release/table_text_testing.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Table;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Table Parse(const std::string& text) {
  Table table;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &table)) << text;
  return table;
}

TableContext Context() {
  TableContext context;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(code: "F1"
           question { variants { language: "de" text: "Waren Sie schon einmal im Rathaus?" } })pb",
      &context.variables["F1"]));
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(code: "amt"
           question { variants { language: "de" text: "In welchem Amt?" } })pb",
      &context.variables["amt"]));
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(code: "alter"
           categories {
             code: "2"
             label { variants { language: "de" text: "25 bis 49" } }
           }
           categories {
             code: "3"
             label { variants { language: "de" text: "ab 50" } }
           })pb",
      &context.variables["alter"]));
  context.minimum_base = 10;
  return context;
}

TEST(TableTextTest, ACrosstabIsAsTheDocumentShowsIt) {
  std::stringstream document;
  document << std::ifstream("docs/disclosure-control.md").rdbuf();
  const std::string text = ViewTable(Parse(kCrosstab), "t0002", Context(), ViewOptions());
  EXPECT_THAT(document.str(), HasSubstr(absl::StrCat("```text\n", text, "```")));
}

TEST(TableTextTest, OneWay) {
  EXPECT_EQ(ViewTable(Parse(kOneWay), "", Context(), ViewOptions()),
            "F1\n"
            "  F1  Waren Sie schon einmal im Rathaus?\n"
            "  nur: alter = 25 bis 49 oder ab 50\n"
            "  n = 374\n"
            "                 Anzahl     %  % aller\n"
            "  ja                118  33,7     31,6  █████████████▌\n"
            "  nein              232  66,3     62,0  ██████████████████████████▌\n"
            "  ─────────────\n"
            "  keine Antwort      24            6,4\n"
            "  ─────────────\n"
            "  gesamt            374\n"
            "\n"
            "  Lage der Antworten\n"
            "  alle: n 350; Mittelwert 1,66 [1,61; 1,71]; Median 2,00; NPS – (a)\n"
            "\n"
            "  (a) die äußerste Klasse hat keine Mitte; --scores nennt eine\n");
}

TEST(TableTextTest, BatteriesReliabilityAndReach) {
  EXPECT_EQ(ViewTable(Parse(kBattery), "", Context(), ViewOptions()),
            "B1, B2\n"
            "  n = 240\n"
            "\n"
            "  == unter 25 ==\n"
            "                     Anzahl  % Zeile\n"
            "  Ich werde ernst genommen\n"
            "    stimmt              200    100,0  ██████████████████████████████████████████\n"
            "    (nicht gefragt)      40\n"
            "  Ich kann mitreden\n"
            "    stimmt               50     25,0  ██████████▌\n"
            "    (nicht gefragt)     190\n"
            "\n"
            "  Lage der Antworten\n"
            "  Ich werde ernst genommen: n 200; Mittelwert 3,42\n"
            "  Ich kann mitreden: n 50; Mittelwert – (a)\n"
            "\n"
            "  Wie die Fragen zusammenhängen\n"
            "  Cronbachs Alpha über 2 Fragen: paarweise 0,81; wer alle beantwortet hat 0,80;\n"
            "  standardisiert 0,82\n"
            "\n"
            "  Wer erreicht wurde\n"
            "  weiblich (Grundgesamtheit 1200): Teilnahme 9,2 % [7,7; 11,0]; Verhältnis der\n"
            "  Anteile 0,75; Abstand -12,5 Punkte; Parität 0,70 [0,60; 0,81]; ! unter vier\n"
            "  Fünfteln; es fehlen 37,5 Personen\n"
            "\n"
            "  (a) alle haben denselben Wert\n");
}

TEST(TableTextTest, TheLayerOfAllTogetherHasAHeading) {
  Table table = Parse(kBattery);
  *table.add_layers() = table.layers(0);
  table.mutable_layers(1)->clear_category();
  const std::string text = ViewTable(table, "", Context(), ViewOptions());
  EXPECT_THAT(text,
              AllOf(HasSubstr("\n  == unter 25 ==\n"), HasSubstr("\n  == alle zusammen ==\n")));
}

TEST(TableTextTest, ARefusalForEffortAsksForLessAtOnce) {
  Table table = Parse(kOneWay);
  table.set_refusal(Table::REFUSAL_EFFORT);
  EXPECT_THAT(
      ViewTable(table, "", Context(), ViewOptions()),
      AllOf(HasSubstr("Weniger Tabellen in einem Aufruf"), Not(HasSubstr("zusammen gebraucht"))));
}

TEST(TableTextTest, AProtectedCountHasNoBarAndNoFigure) {
  for (const absl::string_view line :
       absl::StrSplit(ViewTable(Parse(kCrosstab), "", Context(), ViewOptions()), '\n')) {
    if (!absl::StrContains(line, "▒ geschützt") || absl::StrContains(line, ":")) continue;
    EXPECT_THAT(std::string(line), AllOf(Not(HasSubstr("█")), Not(HasSubstr("–"))));
    EXPECT_TRUE(absl::EndsWith(line, "▒ geschützt")) << line;
  }
}

TEST(TableTextTest, StaysWithinTheTerminal) {
  for (const int width : {60, 80, 132}) {
    for (const char* table : {kCrosstab, kOneWay, kBattery}) {
      for (const bool ascii : {false, true}) {
        Table parsed = Parse(table);
        parsed.mutable_rows(0)->mutable_label()->mutable_variants(0)->set_text(
            "eine sehr lange Antwort, die auf keinem schmalen Terminal in eine Zeile passen wird");
        if (parsed.columns_size() > 0) {
          parsed.mutable_columns(0)->mutable_label()->mutable_variants(0)->set_text(
              "Amt für Bauen, Wohnen, Verkehr, Grünflächen und Bestattungswesen");
        }
        ViewOptions options;
        options.width = width;
        options.ascii = ascii;
        const std::string text = ViewTable(parsed, "t0001", Context(), options);
        for (const absl::string_view line : absl::StrSplit(text, '\n')) {
          EXPECT_LE(DisplayWidth(line), width) << line;
        }
        if (!ascii) continue;
        for (const char c : text) EXPECT_LT(static_cast<unsigned char>(c), 0x80) << text;
      }
    }
  }
}

TEST(TableTextTest, SpeaksEnglish) {
  ViewOptions options;
  options.language = "en";
  EXPECT_THAT(
      ViewTable(Parse(kCrosstab), "", Context(), options),
      AllOf(HasSubstr("▒ protected"), HasSubstr("count"), HasSubstr("42.6"), HasSubstr("no answer"),
            HasSubstr("made of protected counts"), Not(HasSubstr("geschützt"))));
}

TEST(TableTextTest, ARefusalSaysTheRuleAndWhatWouldBeRight) {
  for (int value = 1; value < Table::Refusal_ARRAYSIZE; ++value) {
    Table table;
    table.mutable_spec()->add_variables("F1");
    table.set_refusal(static_cast<Table::Refusal>(value));
    for (const char* language : {"de", "en"}) {
      ViewOptions options;
      options.language = language;
      TableContext context = Context();
      context.minimum_base = 20;
      const std::string text = ViewTable(table, "t0001", context, options);
      EXPECT_THAT(text, AllOf(HasSubstr("t0001  F1\n"), HasSubstr("▒ N"), Not(HasSubstr("n = "))));
      const std::vector<std::string> lines = absl::StrSplit(text, '\n');
      ASSERT_GE(lines.size(), 5) << text;
      EXPECT_EQ(lines[lines.size() - 2].substr(0, 4), "    ") << text;
    }
  }
}

TEST(TableTextTest, OfTooFewPeopleOnlyAnotherReleaseCanTell) {
  Table table;
  table.mutable_spec()->add_variables("F1");
  table.set_refusal(Table::REFUSAL_BASE_TOO_SMALL);
  const struct {
    int minimum_base;
    const char* language;
    const char* rule;
    const char* advice;  // nullptr: none
  } cases[] = {
      {11, "de", "(mindestens 11)", "Eine Freigabe, die weniger Personen verlangt"},
      {11, "en", "(11 at least)", "A release that demands fewer people"},
      {10, "de", "(mindestens 10)", nullptr},
      {10, "en", "(10 at least)", nullptr},
      {0, "de", "weniger Personen gezählt", "weniger als 10 kann keine"},
      {0, "en", "than the release demands.", "none can demand fewer than 10"},
  };
  for (const auto& c : cases) {
    TableContext context = Context();
    context.minimum_base = c.minimum_base;
    ViewOptions options;
    options.language = c.language;
    const std::string text = ViewTable(table, "t0001", context, options);
    EXPECT_THAT(text, HasSubstr(c.rule));
    EXPECT_THAT(text, Not(HasSubstr("ilter"))) << "it has none";
    if (c.advice != nullptr) {
      EXPECT_THAT(text, HasSubstr(c.advice));
    } else {
      EXPECT_THAT(text, AllOf(Not(HasSubstr("Freigabe, die")), Not(HasSubstr("A release that"))));
    }
  }
}

}  // namespace
}  // namespace lotse::cli
