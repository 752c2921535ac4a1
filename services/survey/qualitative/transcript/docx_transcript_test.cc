#include "services/survey/qualitative/transcript/docx_transcript.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/transcript/docx_testing.h"
#include "services/survey/qualitative/transcript/transcript_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string P(absl::string_view content) { return absl::StrCat("<w:p>", content, "</w:p>"); }
std::string R(absl::string_view text) {
  return absl::StrCat("<w:r><w:t xml:space='preserve'>", text, "</w:t></w:r>");
}

TEST(DocxTranscript, ReadsParagraphsAsTurns) {
  const std::string heading =
      P(absl::StrCat("<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>", R("Gruppe 3")));
  const Transcript transcript = Value(ReadDocxTranscript(
      Docx(absl::StrCat(
          heading,
          P(absl::StrCat("<w:r><w:rPr><w:b/></w:rPr><w:t>I:</w:t><w:tab/></w:r>",
                         R("Grüße #00:00:"), R("05-0#"))),
          P(""),
          P(absl::StrCat(R("B1: Scho\u0308n "), "<w:ins>", R("sehr"), "</w:ins><w:del>",
                         "<w:r><w:delText>nicht</w:delText></w:r></w:del>", "<w:hyperlink>",
                         R(" gut"), "</w:hyperlink>")),
          P(R("und<w:br/>mehr")), P("<w:r><w:t>I: ja</w:t><w:br/><w:t>doch</w:t></w:r>"),
          P(R("B1: gut")))),
      {}));
  EXPECT_THAT(Turns(transcript),
              ElementsAre("? Gruppe 3", "I [-5000] Grüße", "B1 Scho\u0308n sehr gut\nund",
                          "I ja\ndoch", "B1 gut"));
  EXPECT_THAT(FindingsOf(transcript), ElementsAre(HasSubstr("WARNING 4 A tracked deletion")));
}

TEST(DocxTranscript, ReadsTables) {
  const auto row = [](const std::vector<std::string>& cells) {
    std::string xml = "<w:tr>";
    for (const std::string& cell : cells) absl::StrAppend(&xml, "<w:tc>", P(R(cell)), "</w:tc>");
    return xml + "</w:tr>";
  };
  const Transcript transcript = Value(
      ReadDocxTranscript(Docx(absl::StrCat("<w:tbl>", row({"00:00:05", "I", "Ja: so"}),
                                           row({"00:00:07", "B1", "Nein"}), row({"", "I:", "Gut"}),
                                           row({"", "B1", "Ja"}), "</w:tbl>")),
                         {}));
  EXPECT_THAT(Turns(transcript),
              ElementsAre("I [5000-] Ja: so", "B1 [7000-] Nein", "I Gut", "B1 Ja"));
}

TEST(DocxTranscript, SaysWhatItLeavesOut) {
  const struct {
    const char* content;
    const char* finding;
  } cases[] = {
      {"<w:r><w:footnoteReference/></w:r>", "A footnote was left out"},
      {"<w:r><w:endnoteReference/></w:r>", "An endnote"},
      {"<w:r><w:commentReference/></w:r>", "A comment"},
      {"<w:r><w:drawing><w:p><w:r><w:t>x</w:t></w:r></w:p></w:drawing></w:r>", "A picture or"},
      {"<mc:AlternateContent><mc:Choice><w:r><w:pict/></w:r></mc:Choice><mc:Fallback><w:r>"
       "<w:t>x</w:t></w:r></mc:Fallback></mc:AlternateContent>",
       "A picture or"},
      {"<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom>", "Moved text"},
      {"<w:r><w:sym/></w:r>", "A character of a font"},
      {"<w:r><w:object/></w:r>", "An embedded object"},
  };
  for (const auto& c : cases) {
    const Transcript transcript =
        Value(ReadDocxTranscript(Docx(P("<w:r><w:t>ja</w:t></w:r>") + P(c.content)), {}));
    EXPECT_EQ(transcript.text.utf8(), "ja") << c.content;
    EXPECT_THAT(FindingsOf(transcript),
                ElementsAre(HasSubstr(absl::StrCat("WARNING 2 ", c.finding))));
  }
  DocumentParts parts = DocumentWith(P(R("ja")));
  parts.emplace_back("word/header1.xml", "<a/>");
  EXPECT_THAT(FindingsOf(Value(ReadDocxTranscript(ZipOf(parts), {}))),
              ElementsAre(HasSubstr("NOTE 0 What stands at the top or foot")));
}

TEST(DocxTranscript, DamagedAndHostileFilesAreRefused) {
  const auto with = [](absl::string_view name, absl::string_view content) {
    DocumentParts parts = DocumentWith("");
    for (auto& [part, text] : parts) {
      if (part == name) text = std::string(content);
    }
    if (name.find("evil") != absl::string_view::npos) parts.emplace_back(name, content);
    return ZipOf(parts);
  };
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<a>";
  for (int i = 0; i < 50'000; ++i) deep += "</a>";
  const struct {
    std::string bytes;
    const char* message;
  } cases[] = {
      {"", "the archive is damaged"},
      {"I: ja", "the archive is damaged"},
      {ZipOf({{"a", "b"}}), "an archive that is no text document"},
      {ZipOf({{"mimetype", "x"}, {"content.xml", "<a/>"}}), "an OpenDocument file (.odt)"},
      {with("word/document.xml", "<w:document>"),
       "part `word/document.xml`: line 1: not well-formed"},
      {with("word/document.xml", "<w:document/>"), "the document has no body"},
      {with("word/document.xml", "<workbook/>"), "the file is no text document"},
      {with("word/document.xml", "<!DOCTYPE a><w:document/>"), "a document type declaration"},
      {with("../evil.xml", "x"), "part `../evil.xml`: its path leads out of the archive"},
      {with("word/document.xml", std::string((16u << 20) + 1, ' ')), "it would have 16777217"},
      {with("word/document.xml", std::string(2 << 20, ' ')), "more than 100 times its size"},
      {Docx(deep), "elements lie more than 100 deep in one another"},
      {Docx(P(R(std::string(kMaxLineBytes + 1, 'x')))), "paragraph 1: it has 262145 bytes"},
      {Docx(P(R("ja")) + P(R("I: a&#1;b"))), "paragraph 2: a control character"},
      {Docx(P(R("ja")) + P(R("I: a&#x0B;b"))), "paragraph 2: a control character"},
      {std::string(kMaxTranscriptBytes + 1, 'x'), "the file has 8388609 bytes"},
  };
  for (const auto& c : cases) {
    const auto transcript = ReadDocxTranscript(c.bytes, {});
    EXPECT_TRUE(absl::IsInvalidArgument(transcript.status()));
    EXPECT_THAT(Refusal(transcript), HasSubstr(c.message));
    EXPECT_THAT(Refusal(transcript), testing::Not(HasSubstr("workbook")));
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
