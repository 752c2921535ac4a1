#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/codings/codebook_rows.h"
#include "services/survey/exchange/codings/coding_rows.h"
#include "services/survey/exchange/codings/csv_columns.h"
#include "services/survey/exchange/codings/taguette.h"

namespace lotse::survey::codings {
namespace {

using qualitative::TextSpan;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Told(const std::vector<v1alpha::ImportFinding>& findings) {
  std::vector<std::string> told;
  for (const v1alpha::ImportFinding& one : findings) {
    told.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(one.severity()).substr(9),
                                " ", one.line(), " ", one.message()));
  }
  return told;
}

// The fenced block of docs/qda-exchange.md behind the line `<!-- NAME -->`.
std::string Example(const std::string& name) {
  std::ifstream file("docs/qda-exchange.md", std::ios::binary);
  const std::string page(std::istreambuf_iterator<char>(file), {});
  const std::size_t mark = page.find(absl::StrCat("<!-- ", name, " -->"));
  const std::size_t begin = page.find('\n', page.find("```", mark)) + 1;
  EXPECT_NE(mark, std::string::npos) << name;
  return mark == std::string::npos ? "" : page.substr(begin, page.find("```", begin) - begin);
}

const std::map<std::string, std::string>& Texts() {
  static const auto* const texts =
      new std::map<std::string, std::string>{{"Gruppe 1", "A: Grüße 😀!\r\nB: =Ja, \"gern\"; so."}};
  return *texts;
}

std::vector<CodingRow> Rows() {
  return {{"Gruppe 1", {3, 10}, "Grüße 😀", {"Zugang", "Sprache > \\ Schrift"}, "k1", "'x"},
          {"Gruppe 1", {9, 17}, "😀!\r\nB: =", {"Ton"}, "k2", "=1+1"},
          {"Gruppe 1", {16, 31}, "=Ja, \"gern\"; so", {"Ton"}, "", ""}};
}

TEST(Codings, ComeBackAsTheyWere) {
  for (const Profile profile : {Profile::kPlain, Profile::kExcel}) {
    const auto read = ReadCodings(WriteCodings(Rows(), profile), Texts());
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_THAT(Told(read->findings), IsEmpty());
    EXPECT_EQ(read->rows, Rows());
  }
}

TEST(Codings, AreWrittenAsTheDocumentsSay) {
  std::string written = WriteCodings({Rows()[0]}, Profile::kPlain);
  written.erase(std::remove(written.begin(), written.end(), '\r'), written.end());
  EXPECT_EQ(written, Example("codings.csv"));
}

TEST(Codings, WrongRowsAreFoundAndNothingIsRead) {
  struct {
    const char* row;
    const char* column;
    const char* finding;
  } const cases[] = {
      {"Gruppe 2,0,1,,a", "Dokument", "ERROR 2 Not read: there is no text `Gruppe 2`"},
      {"Gruppe 1,1,1,,a", "Ende", "`end` is larger"},
      {"Gruppe 1,1,x,,a", "Ende", "`end` is larger"},
      {"Gruppe 1,-1,1,,a", "Anfang", "`end` is larger"},
      {"Gruppe 1,x,1,,a", "Anfang", "`end` is larger"},
      {"Gruppe 1,0,99,,a", "Ende", "ends at 99; the text has 32 characters"},
      {"Gruppe 1,0,1,B,a", "Zitat", "the quote is not what the text has there"},
      {"Gruppe 1,0,1,A,", "Code", "the code is missing"},
  };
  for (const auto& one : cases) {
    const auto read = ReadCodings(
        absl::StrCat("Dokument,Anfang,Ende,Zitat,Code\n", one.row, "\nGruppe 1,0,1,A,a\n"),
        Texts());
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_THAT(Told(read->findings), ElementsAre(HasSubstr(one.finding)));
    EXPECT_EQ(read->findings[0].column(), one.column) << one.row;
    EXPECT_THAT(read->rows, IsEmpty());
  }
  EXPECT_THAT(std::string(ReadCodings("text,begin\n", {}).status().message()),
              HasSubstr("line 1: the column `end` is missing"));
  EXPECT_THAT(std::string(ReadCodings("", {}).status().message()), HasSubstr("empty"));
  EXPECT_THAT(std::string(ReadCodings("text,text,begin,end,code\n", {}).status().message()),
              HasSubstr("two columns for `text`"));
}

TEST(Codings, TellWhatTheColumnsAreCalled) {
  const auto read = ReadCodings("text,begin,end,Kode,Notiz\nGruppe 1,0,1,a,\n", Texts());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->headings.code, "Kode");
  EXPECT_EQ(read->headings.coder, "") << "there is none";
  EXPECT_EQ(read->headings.memo, "Notiz");
}

TEST(Codings, NameTheirTexts) {
  EXPECT_THAT(TextsNamedIn("text,begin\nGruppe 1,0\n'=A,1\nGruppe 1,2\n").value(),
              ElementsAre("'=A", "=A", "Gruppe 1"));
  EXPECT_THAT(TextsNamedIn("id;document;tag;content\n1;Gruppe 2;Wege;x\n").value(),
              ElementsAre("Gruppe 2"));
  EXPECT_THAT(TextsNamedIn("text,begin\n").value(), IsEmpty());
  EXPECT_EQ(TextsNamedIn("x\n1\n"), std::nullopt);
  EXPECT_EQ(TextsNamedIn(""), std::nullopt);
}

TEST(CodebookRows, AreReadAsTheDocumentsSay) {
  const auto read = ReadCodebookRows(Example("codebook.csv"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), IsEmpty());
  ASSERT_EQ(read->rows.size(), 3u);
  EXPECT_EQ(read->rows[1].name, "Sprache");
  EXPECT_EQ(read->rows[1].parent, 0);
  EXPECT_EQ(read->rows[1].examples, "„Das Formular gibt es nur auf Deutsch.“");
  EXPECT_FALSE(read->rows[0].is_codable);
  EXPECT_EQ(read->rows[2].color, "#1f77b4");
}

TEST(CodebookRows, OfTaguetteAreRead) {
  const auto read = ReadCodebookRows(Example("taguette-codebook.csv"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), IsEmpty());
  ASSERT_EQ(read->rows.size(), 2u);
  EXPECT_EQ(read->rows[1].name, "Zugang.Sprache");
  EXPECT_EQ(read->rows[1].parent, 0);
}

TEST(CodebookRows, WrongTreesAreFound) {
  struct {
    const char* rows;
    const char* finding;
  } const cases[] = {
      {"1,a,2\n2,b,1\n", "below itself"},
      {"1,a,1\n", "below itself"},
      {"1,a,9\n", "There is no code `9`"},
      {"1,a,\n1,b,\n", "The id `1` is there twice"},
      {"1,a,\n2,a,\n", "two codes `a` in the same place"},
      {"1,,\n", "The code has no name"},
      {"1,o,\n2,p,\n3,a,1\n4,a,2\n5,b,a\n", "more than one code `a`"},
  };
  for (const auto& one : cases) {
    const auto read = ReadCodebookRows(absl::StrCat("id,name,Oberkode\n", one.rows));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_THAT(Told(read->findings), testing::Contains(HasSubstr(one.finding))) << one.rows;
    EXPECT_THAT(read->rows, IsEmpty());
  }
}

// Of rows that contradict one another the later one is told, and where the other is.
TEST(CodebookRows, FindingsNameRowAndColumn) {
  struct {
    const char* rows;
    int line;
    const char* column;
    const char* finding;
  } const cases[] = {
      {"1;a;9;;\n", 2, "Oberkode", "There is no code `9`"},
      {"1;a;1;;\n", 2, "Oberkode", "below itself"},
      {"1;a;;;\n1;b;;;\n", 3, "Nr", "The id `1` is there twice, first in line 2"},
      {"1;a;;;\n2;a;;;\n", 3, "Name", "in the same place, the first in line 2"},
      // It is nowhere, so not in the place of the other one.
      {"1;a;;;\n2;a;9;;\n", 3, "Oberkode", "There is no code `9`"},
      {"1;;;;\n", 2, "Name", "The code has no name"},
      {"1;a;;rot;\n", 2, "Farbe", "The color `rot` was left out"},
      {"1;a;;;vielleicht\n", 2, "kodierbar", "Whether the code can be given"},
  };
  for (const auto& one : cases) {
    const auto read =
        ReadCodebookRows(absl::StrCat("Nr;Name;Oberkode;Farbe;kodierbar\n", one.rows));
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_EQ(read->findings.size(), 1u) << one.rows;
    EXPECT_EQ(read->findings[0].line(), one.line) << one.rows;
    EXPECT_EQ(read->findings[0].column(), one.column) << one.rows;
    EXPECT_THAT(read->findings[0].message(), HasSubstr(one.finding)) << one.rows;
  }
}

TEST(Taguette, HighlightsAreFoundInTheirTexts) {
  const std::map<std::string, std::string> texts = {
      {"gruppe1.txt", "Ich fand  das\r\nFormular 😀 nicht. Nicht auf Deutsch. Nicht."}};
  const auto read = ReadHighlights(Example("taguette-highlights.csv"), texts);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings),
              ElementsAre(HasSubstr("WARNING 4 The highlight stands in the text more than once")));
  EXPECT_EQ(read->findings[0].column(), "content");
  EXPECT_EQ(read->tag_heading, "tag");
  ASSERT_EQ(read->highlights.size(), 2u);
  EXPECT_EQ(read->highlights[0].span, (TextSpan{4, 25}));
  EXPECT_THAT(read->highlights[0].tags, ElementsAre("Zugang", "Zugang.Sprache"));
  EXPECT_THAT(read->highlights[0].tag_lines, ElementsAre(2, 3));
  EXPECT_EQ(read->highlights[1].span, (TextSpan{33, 38}));
}

TEST(Taguette, HighlightsWithTheSameWordsHaveEachTheirPlace) {
  const std::map<std::string, std::string> texts = {{"a", "ja nein ja  nein\nja"}, {"b", "ja"}};
  const auto read = ReadHighlights(
      "id,document,tag,content\n1,a,t,ja\n2,a,t,ja\n2,a,u,ja\n3,a,t,ja nein\n4,a,t,ja\n"
      "5,a,t,ja\u00A0nein\n6,b,t,ja\n7,b,u,ja\n",
      texts);
  ASSERT_TRUE(read.ok()) << read.status();
  std::vector<TextSpan> spans;
  for (const Highlight& each : read->highlights) spans.push_back(each.span);
  EXPECT_THAT(spans, ElementsAre(TextSpan{0, 2}, TextSpan{8, 10}, TextSpan{0, 7}, TextSpan{17, 19},
                                 TextSpan{8, 16}, TextSpan{0, 2}, TextSpan{0, 2}));
  EXPECT_THAT(
      Told(read->findings),
      ElementsAre(HasSubstr("WARNING 2 "), HasSubstr("place 2 was taken"), HasSubstr("WARNING 5 "),
                  HasSubstr("place 3 was taken"), HasSubstr("WARNING 7 ")));
  const auto more = ReadHighlights(
      "id,document,tag,content\n1,a,t,nein\n2,a,t,nein\n3,a,t,nein\n4,a,t,nein\n", texts);
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_THAT(more->highlights, IsEmpty());
  EXPECT_THAT(Told(more->findings),
              ElementsAre(HasSubstr("WARNING 2 "), HasSubstr("WARNING 3 "),
                          HasSubstr("ERROR 4 There are more highlights"), HasSubstr("ERROR 5 ")));
}

TEST(Taguette, WhatDoesNotFitIsFound) {
  const std::map<std::string, std::string> texts = {{"a", "abc"}};
  struct {
    const char* rows;
    const char* column;
    const char* finding;
  } const cases[] = {
      {"1,b,t,abc\n", "Document", "There is no text `b`"},
      {"1,a,t,abd\n", "Content", "does not stand"},
      {"1,a,t,abc\n1,a,u,ab\n", "ID", "id of another highlight"},
  };
  for (const auto& one : cases) {
    const auto read = ReadHighlights(absl::StrCat("ID,Document,Tag,Content\n", one.rows), texts);
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_THAT(Told(read->findings), ElementsAre(HasSubstr(one.finding)));
    EXPECT_EQ(read->findings[0].column(), one.column) << one.rows;
    EXPECT_THAT(read->highlights, IsEmpty());
  }
}

}  // namespace
}  // namespace lotse::survey::codings
