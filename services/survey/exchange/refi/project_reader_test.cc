#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/survey/exchange/refi/codebook.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/refi_testing.h"

namespace lotse::survey::refi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A project with this text as a file and these elements in its source.
std::string WithText(const std::string& text, const std::string& inside,
                     const std::string& origin = "") {
  return Zip(
      {{"project.qde",
        absl::StrCat("<Project name='p' origin='", origin, "'>\n<CodeBook><Codes><Code guid='",
                     Guid(1), "' name='c' isCodable='1'/></Codes></CodeBook>\n<Sources>",
                     "<TextSource guid='{", Guid(2), "}' plainTextPath='internal://a.txt'>\n",
                     inside, "</TextSource></Sources></Project>")},
       {"Sources/A.txt", text}});
}

std::string Selection(int begin, int end) {
  return absl::StrCat("<PlainTextSelection guid='", Guid(10 + begin), "' startPosition='", begin,
                      "' endPosition='", end, "'/>");
}

// So many attributes of different names, none of which is of the standard.
std::string Attributes(int number) {
  std::string attributes;
  for (int i = 0; i < number; ++i) absl::StrAppend(&attributes, " a", i, "=''");
  return attributes;
}

ProjectResult Value(const std::string& bytes) {
  auto read = ReadProject(bytes);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ProjectResult();
}

TEST(RefiProject, PositionsCountCodePoints) {
  const ProjectResult read = Value(WithText("a\r\n😀b", Selection(3, 4)));
  EXPECT_THAT(Told(read.findings), IsEmpty());
  ASSERT_EQ(read.project.texts.size(), 1u);
  EXPECT_EQ(read.project.texts[0].guid, Guid(2));
  EXPECT_EQ(read.project.texts[0].text, "a\r\n😀b");
  EXPECT_EQ(read.project.texts[0].selections[0].span, (TextSpan{3, 4}));
}

TEST(RefiProject, AtlasCountsLineEndsOnce) {
  const ProjectResult read = Value(WithText("a\r\nb\r\nc", Selection(2, 5), "ATLAS.ti 24"));
  EXPECT_THAT(Told(read.findings), ElementsAre(HasSubstr("WARNING 3 ATLAS.ti counts")));
  EXPECT_EQ(read.project.texts[0].selections[0].span, (TextSpan{3, 7}));
}

TEST(RefiProject, WrongSelectionsAreFoundAndNothingIsRead) {
  for (const auto& [begin, end, what] :
       {std::tuple(0, 4, "the text has 3"), {2, 1, "does not end before"}}) {
    const ProjectResult read = Value(WithText("abc", "\n" + Selection(begin, end)));
    EXPECT_THAT(Told(read.findings), ElementsAre(HasSubstr(what)));
    EXPECT_THAT(Told(read.findings), ElementsAre(HasSubstr("ERROR 5 ")));
    EXPECT_EQ(read.project, Project());
  }
  const ProjectResult empty = Value(WithText("abc", Selection(1, 1)));
  EXPECT_THAT(Told(empty.findings), ElementsAre(HasSubstr("WARNING 4 The selection is empty")));
  EXPECT_EQ(empty.project.texts[0].empty_selections.size(), 1u);
}

TEST(RefiProject, WhatOtherProgramsWriteIsPutRightAndTold) {
  struct {
    const char* xml;
    const char* finding;
  } const cases[] = {
      {"<Sets/>", ""},
      {"<Users><User guid='x'/></Users>", "ERROR 1 `User` needs the attribute `guid` with a UUID"},
      {"<Foreign/>", "WARNING 1 The element `Foreign` in `Project` is not in the standard"},
      {"<Sets/><Users/><Graphs><Graph guid='00000000-0000-4000-8000-000000000001' x='1'/></Graphs>",
       "WARNING 1 The attribute `x` of `Graph` is not in the standard"},
      {"<Description>d</Description><Links><Link guid='00000000-0000-4000-8000-000000000001'/>"
       "</Links>",
       "NOTE 1 The elements in `Project` were put in the order"},
      {"<Links><Link guid='00000000-0000-4000-8000-000000000001' color='red'/></Links>",
       "WARNING 1 The attribute `color` of `Link` is `red` and was left out; it should be "
       "`#RRGGBB`"},
      {"<Links><Link guid='00000000-0000-4000-8000-000000000001' "
       "originGUID='00000000-0000-4000-8000-000000000002'/></Links>",
       "WARNING 1 `originGUID` of `Link` refers to 00000000-0000-4000-8000-000000000002, which is "
       "not in the file"},
      {"<Sources><TextSource guid='00000000-0000-4000-8000-000000000001'><Coding "
       "guid='00000000-0000-4000-8000-000000000002'><CodeRef "
       "targetGUID='00000000-0000-4000-8000-000000000003'/></Coding></TextSource></Sources>",
       "ERROR 1 The coding refers to"},
      {"<Sources><TextSource guid='00000000-0000-4000-8000-000000000001' "
       "plainTextPath='internal://../../etc/passwd'/></Sources>",
       "ERROR 1 The archive has no text"},
      {"<Sources><TextSource guid='00000000-0000-4000-8000-000000000001' "
       "plainTextPath='absolute:///a.txt'/></Sources>",
       "WARNING 1 The text lies outside of the archive"},
      {"<Cases><Case guid='00000000-0000-4000-8000-000000000001'/><Case "
       "guid='00000000-0000-4000-8000-000000000001'/></Cases>",
       "ERROR 1 The guid is there twice"},
      {"<Variables><Variable guid='00000000-0000-4000-8000-000000000001' name='v' "
       "typeOfVariable='Integer'/></Variables><Cases><Case "
       "guid='00000000-0000-4000-8000-000000000002'><VariableValue><VariableRef "
       "targetGUID='00000000-0000-4000-8000-000000000001'/><IntegerValue>viel</IntegerValue>"
       "</VariableValue></Case></Cases>",
       "WARNING 1 The value `viel` should be a whole number; it was kept as a text"},
      // What is left out as a whole is not told of in parts.
      {"<Variables><Variable guid='00000000-0000-4000-8000-000000000001' name='v' "
       "typeOfVariable='Integer'/></Variables><Cases><Case "
       "guid='00000000-0000-4000-8000-000000000002'><VariableValue><VariableRef "
       "targetGUID='00000000-0000-4000-8000-000000000001'/><IntegerValue>1</IntegerValue>"
       "<IntegerValue>viel</IntegerValue></VariableValue></Case></Cases>",
       "WARNING 1 A second `IntegerValue` in `VariableValue` was left out"},
  };
  for (const auto& one : cases) {
    const ProjectResult read =
        Value(absl::StrCat("<q:Project xmlns:q='u' name='p'>", "", "</q:Project>"));
    EXPECT_THAT(Told(read.findings), IsEmpty());
    const ProjectResult other = Value(absl::StrCat("<Project name='p'>", one.xml, "</Project>"));
    if (*one.finding == '\0') {
      EXPECT_THAT(Told(other.findings), IsEmpty()) << one.xml;
    } else {
      EXPECT_THAT(Told(other.findings), ElementsAre(HasSubstr(one.finding))) << one.xml;
    }
    const auto written = WriteProject(other.project);
    EXPECT_TRUE(written.ok()) << one.xml << written.status();
  }
}

// Of one thing there is one finding: nothing says that it was read beside what says that it was
// not.
TEST(RefiProject, WhatIsWrongWithATextIsToldOnce) {
  const auto text = [](const char* path, const char* inside) {
    return absl::StrCat("<Project name='p'><Sources><TextSource guid='", Guid(1),
                        "' plainTextPath='", path, "'>", inside,
                        "</TextSource></Sources></Project>");
  };
  const std::string selection = Selection(0, 2);
  const std::string no_end =
      absl::StrCat("<PlainTextSelection guid='", Guid(9), "' startPosition='0'/>");
  struct {
    std::string xml;
    std::string file;
    const char* finding;
  } const cases[] = {
      {text("internal://b.txt", "<PlainTextContent>abc</PlainTextContent>"), "abc",
       "ERROR 1 The archive has no text `internal://b.txt`"},
      {text("internal://b.txt", selection.c_str()), "abc",
       "ERROR 1 The archive has no text `internal://b.txt`"},
      {text("internal://a.txt", selection.c_str()), "\xff",
       "ERROR 1 The text `internal://a.txt` is not UTF-8"},
      {text("internal://a.txt", no_end.c_str()), "abc",
       "ERROR 1 `PlainTextSelection` needs the attribute `endPosition`"},
      {text("internal://a.txt", "<PlainTextContent>xyz</PlainTextContent>"), "abc",
       "WARNING 1 The text stands in the project and in a file; that of the file was read"},
      {text("relative:///a.txt", "<PlainTextContent>xyz</PlainTextContent>"), "abc",
       "WARNING 1 The text stands in the project and outside of the archive"},
  };
  for (const auto& one : cases) {
    const ProjectResult read = Value(Zip({{"project.qde", one.xml}, {"sources/a.txt", one.file}}));
    EXPECT_THAT(Told(read.findings), ElementsAre(HasSubstr(one.finding))) << one.xml;
  }
}

TEST(RefiProject, ArchivesMayHaveBackslashes) {
  const std::string xml =
      absl::StrCat("<Project name='p'><Sources><TextSource guid='", Guid(1),
                   "' plainTextPath='internal://A.txt'/><PDFSource guid='", Guid(2),
                   "' path='internal://b\\c.pdf'/></Sources></Project>");
  const ProjectResult read =
      Value(Zip({{"project.qde", xml}, {"Sources\\a.txt", "Hallo"}, {"sources\\B\\c.pdf", "x"}}));
  EXPECT_THAT(Told(read.findings), IsEmpty());
  ASSERT_EQ(read.project.texts.size(), 1u);
  EXPECT_EQ(read.project.texts[0].text, "Hallo");
  EXPECT_THAT(read.project.files, ElementsAre(File{"sources/B/c.pdf", "x"}));
  const auto again = ReadProject(WriteProject(read.project).value_or(""));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->project, read.project);
}

TEST(RefiProject, TextsOutsideOfTheArchiveCanBeGiven) {
  const std::string xml = absl::StrCat("<Project name='p'><Sources><TextSource guid='", Guid(1),
                                       "' plainTextPath='relative:///a.txt'/></Sources></Project>");
  const auto read = ReadProject(xml, {{"relative:///a.txt", "\xEF\xBB\xBFHallo"}});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), IsEmpty());
  EXPECT_EQ(read->project.texts[0].text, "Hallo");
  EXPECT_TRUE(read->project.texts[0].byte_order_mark);
}

// Each source has a copy, so that a small project could ask for any number of a large text.
TEST(RefiProject, TextsOutsideOfTheArchiveHaveALimitTogether) {
  const std::string path = "relative:///a.txt";
  const ExternalFiles files = {{path, std::string(1u << 20, 'a')}};
  std::string xml = "<Project name='p'><Sources>";
  for (std::size_t i = 0; i < (kMaxExternalBytes >> 20) + 1; ++i) {
    absl::StrAppend(&xml, "\n<TextSource guid='", Guid(static_cast<int>(i)), "' plainTextPath='",
                    path, "'/>");
  }
  const auto read = ReadProject(xml + "</Sources></Project>", files);
  ASSERT_TRUE(read.ok()) << read.status();
  // All but the last fit in.
  EXPECT_THAT(Told(read->findings),
              ElementsAre(HasSubstr("ERROR 66 With `relative:///a.txt` the texts outside of the "
                                    "archive have more than 67108864 bytes together")));
  EXPECT_EQ(read->project, Project());
}

TEST(RefiProject, HostileFilesAreRefusedWithThePlace) {
  std::string deep, deep_end;
  for (int i = 0; i < 100'000; ++i) deep += "<a>", deep_end += "</a>";
  std::string codes;
  for (int i = 0; i < kMaxCodeDepth + 1; ++i) {
    codes += absl::StrCat("<Code guid='", Guid(i), "' name='n' isCodable='true'>");
  }
  for (int i = 0; i < kMaxCodeDepth + 1; ++i) codes += "</Code>";
  struct {
    std::string bytes;
    const char* refusal;
  } const cases[] = {
      {"", "neither an archive"},
      {"PK", "the archive is damaged"},
      {Zip({{"a", ""}}), "the archive has no `project.qde`"},
      {Zip({{"project.qde", "<Project name='p'/>"}, {"../x", ""}}), "leads out of the archive"},
      {Zip({{"project.qde", "<Project name='p'/>"}, {"PROJECT.qde", ""}}), "it is there twice"},
      {Zip({{"project.qde", std::string(4 << 20, ' ')}}), "more than 100 times its size"},
      {"<Project name='p'>\n<a></Project>", "line 2: not well-formed"},
      {"<CodeBook/>", "a file of this kind begins with `Project`"},
      {"<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><Project name='&c;'/>",
       "a document type declaration"},
      {"<Project name='p'>\n&#0;</Project>", "line 2: a character reference names no character"},
      {absl::StrCat("<Project>", deep, deep_end, "</Project>"),
       "line 1: elements in more than 80 levels"},
      {absl::StrCat("<Project name='p'>\n<Graphs ", Attributes(80'000), "/></Project>"),
       "line 2: an element with more than 64 attributes"},
      {"<Project name='p'>\n<Graphs/>\n<x><y name='a' z='' name='b'/></x></Project>",
       "line 3: not well-formed XML (the attribute `name` twice in one element)"},
      {"<Project name='a' name='b'/>", "line 1: not well-formed XML (the attribute `name` twice"},
  };
  for (const auto& one : cases) {
    const auto read = ReadProject(one.bytes);
    EXPECT_TRUE(absl::IsInvalidArgument(read.status())) << one.refusal << read.status();
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(one.refusal));
  }
  EXPECT_THAT(Told(Value(absl::StrCat("<Project name='p'><CodeBook><Codes>", codes,
                                      "</Codes></CodeBook></Project>"))
                       .findings),
              ElementsAre(HasSubstr("ERROR 1 Codes in more than 64 levels")));
}

TEST(RefiProject, AttributesAreReadUpToTheirNumber) {
  const auto project = [](int more) {
    return absl::StrCat("<Project name='p'", Attributes(more), "/>");
  };
  EXPECT_EQ(Value(project(63)).findings.size(), 63u);
  EXPECT_THAT(std::string(ReadProject(project(64)).status().message()),
              HasSubstr("more than 64 attributes"));
}

// The names of all that has the guid are kept, and gone through for each reference to it.
TEST(RefiProject, OneGuidForAllTakesNoLongerThanTheFileIsLong) {
  std::string users, references;
  for (int i = 0; i < 100'000; ++i) {
    absl::StrAppend(&users, "<User guid='", Guid(1), "'/>");
    absl::StrAppend(&references, "<Coding guid='", Guid(1), "'><CodeRef targetGUID='", Guid(1),
                    "'/></Coding>");
  }
  const auto start = absl::Now();
  const ProjectResult read =
      Value(absl::StrCat("<Project name='p'><Users>", users, "</Users><Sources><TextSource guid='",
                         Guid(2), "'>", references, "</TextSource></Sources></Project>"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(60));
  EXPECT_EQ(read.project, Project());
  EXPECT_EQ(read.findings.back().message(),
            "299699 more findings of this severity are not listed.");
}

TEST(RefiCodebook, OfTaguetteIsRead) {
  // As its function for .qdc writes it: flat, with an empty list of sets.
  const auto read = ReadCodebook(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" "
      "origin=\"Taguette 1.4\"><Codes><Code guid=\"0D9B1E2A-93A7-5D3B-8A0E-1B2C3D4E5F60\" "
      "name=\"Zugang.Sprache\" isCodable=\"true\"/></Codes><Sets/></CodeBook>");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), IsEmpty());
  ASSERT_EQ(read->codebook.codes.size(), 1u);
  EXPECT_EQ(read->codebook.codes[0].name, "Zugang.Sprache");
  EXPECT_EQ(read->codebook.codes[0].guid, "0d9b1e2a-93a7-5d3b-8a0e-1b2c3d4e5f60");
}

TEST(RefiCodebook, EmptyOnesAreToldAndNotWritten) {
  const auto read = ReadCodebook("<CodeBook><Codes/></CodeBook>");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), ElementsAre("WARNING 1 The codebook has no code."));
  EXPECT_THAT(std::string(WriteCodebook(read->codebook).status().message()), HasSubstr("no code"));
}

}  // namespace
}  // namespace lotse::survey::refi
