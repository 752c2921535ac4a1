#include "services/survey/exchange/codebooks/codebook_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "runtime/types/uuid.h"
#include "services/survey/exchange/codebooks/code_ids.h"

namespace lotse::survey {
namespace {

using qualitative::Code;
using qualitative::Codebook;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using v1alpha::CODEBOOK_FORMAT_CSV;
using v1alpha::CODEBOOK_FORMAT_CSV_EXCEL;
using v1alpha::CODEBOOK_FORMAT_QDC;

constexpr char kName[] = "programmes/p/engagements/e/studies/s/codebooks/b";
constexpr char kUuid[] = "0f8b6a1e-3c5d-4e7f-8a9b-0c1d2e3f4a5b";

std::vector<std::string> Told(const std::vector<v1alpha::ImportFinding>& findings) {
  std::vector<std::string> told;
  for (const v1alpha::ImportFinding& one : findings) {
    told.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(one.severity()).substr(9),
                                " ", one.line(), " ", one.code(), " ", one.message()));
  }
  return told;
}

Codebook Book() {
  return {0,
          {{.id = "zugang", .name = "Zugang", .definition = "Wie man\nhinkommt", .codable = false},
           {.id = kUuid,
            .parent = "zugang",
            .name = "=Wege",
            .examples = {"zu Fuß", "mit dem \"Bus\""},
            .colour = "#1a7f37"},
           {.id = "haltung", .name = "Haltung"}}};
}

TEST(CodebookFile, TablesComeBackAsTheyWere) {
  for (const auto format : {CODEBOOK_FORMAT_CSV, CODEBOOK_FORMAT_CSV_EXCEL}) {
    const WrittenCodebook written = WriteCodebookFile(format, kName, Book());
    EXPECT_THAT(Told(written.findings), IsEmpty());
    const auto read = ReadCodebookFile(format, written.content);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_THAT(Told(read->findings), IsEmpty());
    EXPECT_EQ(read->codebook, Book());
    EXPECT_EQ(WriteCodebookFile(format, kName, Book()).content, written.content);
  }
}

TEST(CodebookFile, QdcKeepsWhatItHasAPlaceFor) {
  Codebook book = Book();
  book.codes[2].retired = true;
  const WrittenCodebook written = WriteCodebookFile(CODEBOOK_FORMAT_QDC, kName, book);
  EXPECT_THAT(Told(written.findings),
              ElementsAre(HasSubstr("WARNING 0  Of 1 codes the format cannot say"),
                          HasSubstr("Of 1 codes examples were left out"),
                          HasSubstr("Of 2 codes the id is no UUID")));
  const auto read = ReadCodebookFile(CODEBOOK_FORMAT_QDC, written.content);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(read->codebook.codes, SizeIs(3));
  const Code& way = read->codebook.codes[1];
  EXPECT_EQ(way.id, kUuid);
  EXPECT_EQ(way.parent, read->codebook.codes[0].id);
  EXPECT_EQ(way.name, "=Wege");
  EXPECT_EQ(way.colour, "#1a7f37");
  EXPECT_FALSE(read->codebook.codes[0].codable);
  EXPECT_EQ(WriteCodebookFile(CODEBOOK_FORMAT_QDC, kName, book).content, written.content);
}

TEST(CodebookFile, WhatWasStoredBeforeAndXmlCannotCarryIsReplaced) {
  Codebook book = Book();
  book.codes[0].definition = "a\fb";
  const WrittenCodebook written = WriteCodebookFile(CODEBOOK_FORMAT_QDC, kName, book);
  EXPECT_THAT(written.content, HasSubstr("a\uFFFDb"));
  EXPECT_THAT(Told(written.findings), testing::Contains(HasSubstr("XML cannot carry")));
}

TEST(CodebookFile, WithoutACodeThereIsNoQdc) {
  const WrittenCodebook written = WriteCodebookFile(CODEBOOK_FORMAT_QDC, kName, {});
  EXPECT_EQ(written.content, "");
  EXPECT_THAT(Told(written.findings), ElementsAre(HasSubstr("ERROR")));
  EXPECT_NE(WriteCodebookFile(CODEBOOK_FORMAT_CSV, kName, {}).content, "");
}

TEST(CodebookFile, IdsAreMadeOfNames) {
  const auto read = ReadCodebookFile(
      CODEBOOK_FORMAT_CSV, "id,name,parent,color\n1,Zugang,,#ABC\n2,Wege,1,\n,wege,,\nwege,W,,\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(read->codebook.codes, SizeIs(4));
  EXPECT_EQ(read->codebook.codes[0].id, "zugang");
  EXPECT_EQ(read->codebook.codes[0].colour, "#aabbcc");
  EXPECT_EQ(read->codebook.codes[1].id, "wege-2");
  EXPECT_EQ(read->codebook.codes[1].parent, "zugang");
  EXPECT_EQ(read->codebook.codes[2].id, "wege-3");
  EXPECT_EQ(read->codebook.codes[3].id, "wege");
  EXPECT_THAT(Told(read->findings), ElementsAre(HasSubstr("NOTE 2 zugang The id `1` became"),
                                                HasSubstr("NOTE 3 wege-2 The id `2` became")));
}

TEST(CodebookFile, OurRulesAreFindings) {
  std::string deep = "id,name,parent\nc0,N0,\n";
  for (int i = 1; i <= qualitative::kMaxCodeDepth; ++i) {
    absl::StrAppend(&deep, "c", i, ",N", i, ",c", i - 1, "\n");
  }
  const struct {
    std::string content;
    const char* told;
  } cases[] = {
      {deep, "ERROR 12 c10 `codebook.codes[10].parent` too deep"},
      {"name\nWege\nWEGE\n", "ERROR 3 wege-2 `codebook.codes[1].label` comes twice"},
      {absl::StrCat("name\n", std::string(301, 'n'), "\n"),
       "`codebook.codes[0].label` not a label"},
      {"name,parent\nA,B\n", "ERROR 2"},
  };
  for (const auto& c : cases) {
    const auto read = ReadCodebookFile(CODEBOOK_FORMAT_CSV, c.content);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_THAT(Told(read->findings), ElementsAre(HasSubstr(c.told)));
    EXPECT_EQ(read->codebook, Codebook{});
  }
  EXPECT_FALSE(ReadCodebookFile(CODEBOOK_FORMAT_CSV, "farbe\nrot\n").ok());
  EXPECT_FALSE(ReadCodebookFile(CODEBOOK_FORMAT_QDC, "<x/>").ok());
}

TEST(CodebookFile, OurRulesNameRowAndColumn) {
  const struct {
    std::string rows;
    int line;
    const char* column;
  } cases[] = {
      {"a,Wege,,\nb,WEGE,,\n", 3, "Name"},
      {absl::StrCat("a,Wege,", std::string(20'000, 'x'), ",\n"), 2, "Beschreibung"},
      {absl::StrCat("a,Wege,,", std::string(20'000, 'x'), "\n"), 2, "Beispiele"},
      {"A,Wege,,\n", 2, "Nr"},
  };
  for (const auto& c : cases) {
    const auto read = ReadCodebookFile(CODEBOOK_FORMAT_CSV,
                                       absl::StrCat("Nr,Name,Beschreibung,Beispiele\n", c.rows));
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_THAT(read->findings, SizeIs(1)) << c.column;
    EXPECT_EQ(read->findings[0].line(), c.line) << c.column;
    EXPECT_EQ(read->findings[0].column(), c.column);
  }
}

TEST(CodeIds, AreIdsWhateverTheName) {
  absl::flat_hash_set<std::string> taken;
  for (const auto& [name, id] : std::vector<std::pair<std::string, std::string>>{
           {"Zugang zu Ämtern", "zugang-zu-aemtern"},
           {" Größe – ẞ ", "groesse-ss"},
           {"2. Ordnung", "code-2-ordnung"},
           {"你好", "code"},
           {"", "code-2"},
           {"\xff", "code-3"},
           {"zugang zu aemtern", "zugang-zu-aemtern-2"}}) {
    EXPECT_EQ(CodeIdOf(name, &taken), id) << name;
    EXPECT_TRUE(qualitative::IsCodeId(id)) << id;
  }
  const std::string longest = CodeIdOf(std::string(400, 'x'), &taken);
  EXPECT_TRUE(qualitative::IsCodeId(longest)) << longest;
  EXPECT_TRUE(types::IsUuid(UuidOf(kName)));
  EXPECT_EQ(UuidOf(kName), UuidOf(kName));
  EXPECT_NE(UuidOf(kName), UuidOf("x"));
}

}  // namespace
}  // namespace lotse::survey
