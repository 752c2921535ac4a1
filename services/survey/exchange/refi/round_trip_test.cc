// What is written is read back as it was, and the schemas of the standard accept it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/refi/codebook.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/refi_testing.h"

namespace lotse::survey::refi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The schema `name` of the reference data; empty if it is not there.
std::string Schema(const std::string& name) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  const std::string path =
      absl::StrCat(folder != nullptr ? folder : "../shared/reference", "/qda/", name);
  return std::filesystem::exists(path) ? path : "";
}

// What xmllint says of `xml`; empty if the schema accepts it.
std::string Complaints(const std::string& schema, const std::string& xml) {
  const std::string file = absl::StrCat(testing::TempDir(), "/refi.xml");
  std::ofstream(file, std::ios::binary) << xml;
  const std::string said = absl::StrCat(file, ".said");
  const int code = std::system(
      absl::StrCat("xmllint --nonet --noout --schema '", schema, "' '", file, "' 2> '", said, "'")
          .c_str());
  if (code == 0) return "";
  std::ifstream in(said, std::ios::binary);
  return absl::StrCat(code, ": ", std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string XmlOf(const std::string& archive) {
  const auto opened = ZipArchive::Open(archive, kProjectLimits);
  return opened.ok() ? (*opened)->Read(kProjectPart).value_or("") : "";
}

TEST(RefiRoundTrip, RandomProjectsComeBackAsTheyWere) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Project project = RandomProject(seed).Make();
    const auto archive = WriteProject(project);
    ASSERT_TRUE(archive.ok()) << seed << ": " << archive.status();
    const auto read = ReadProject(*archive);
    ASSERT_TRUE(read.ok()) << seed << ": " << read.status();
    EXPECT_THAT(Told(read->findings), IsEmpty()) << seed;
    EXPECT_EQ(read->project, project) << seed;
    EXPECT_EQ(WriteProject(read->project).value_or(""), *archive) << seed;
  }
}

TEST(RefiRoundTrip, TheSchemasAcceptWhatIsWritten) {
  const std::string project_schema = Schema("Project.xsd"),
                    codebook_schema = Schema("Codebook.xsd");
  if (project_schema.empty()) GTEST_SKIP() << "no reference data: the schemas are not there";
  for (unsigned seed = 0; seed < 12; ++seed) {
    const Project project = RandomProject(seed).Make();
    const auto archive = WriteProject(project);
    ASSERT_TRUE(archive.ok()) << archive.status();
    EXPECT_EQ(Complaints(project_schema, XmlOf(*archive)), "") << seed;
    Codebook codebook = {"Lotse", project.codes, {}};
    for (const Set& set : project.sets)
      codebook.sets.push_back({set.guid, set.name, "", set.codes, {}, {}});
    const auto xml = WriteCodebook(codebook);
    ASSERT_TRUE(xml.ok()) << xml.status();
    EXPECT_EQ(Complaints(codebook_schema, *xml), "") << seed;
    const auto read = ReadCodebook(*xml);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->codebook, codebook) << seed;
  }
  EXPECT_NE(Complaints(project_schema, "<Project xmlns=\"urn:QDA-XML:project:1.0\"/>"), "");
}

// All elements that are kept as they are, with each attribute.
constexpr char kKept[] = R"(<Project xmlns="urn:QDA-XML:project:1.0" name="p">
<Sources>
<PDFSource guid="00000000-0000-4000-8000-000000000001" path="absolute:///a.pdf" currentPath="x"><Description>d</Description><PDFSelection guid="00000000-0000-4000-8000-000000000002" page="0" firstX="1" firstY="2" secondX="3" secondY="4"><Representation guid="00000000-0000-4000-8000-000000000003"><PlainTextContent>a&#13;
b</PlainTextContent></Representation></PDFSelection><Representation guid="00000000-0000-4000-8000-000000000004"><PlainTextContent/></Representation></PDFSource>
<AudioSource guid="00000000-0000-4000-8000-000000000005" path="relative://a.m4a"><Transcript guid="00000000-0000-4000-8000-000000000006"><PlainTextContent>x</PlainTextContent><SyncPoint guid="00000000-0000-4000-8000-000000000007" timeStamp="1" position="0"/><TranscriptSelection guid="00000000-0000-4000-8000-000000000008" fromSyncPoint="00000000-0000-4000-8000-000000000007"/></Transcript><AudioSelection guid="00000000-0000-4000-8000-000000000009" begin="0" end="1"/></AudioSource>
<VideoSource guid="00000000-0000-4000-8000-000000000010"><VideoSelection guid="00000000-0000-4000-8000-000000000011" begin="0" end="1"/></VideoSource>
<PictureSource guid="00000000-0000-4000-8000-000000000012"><TextDescription guid="00000000-0000-4000-8000-000000000013"><PlainTextContent>x</PlainTextContent></TextDescription><PictureSelection guid="00000000-0000-4000-8000-000000000014" firstX="0" firstY="0" secondX="1" secondY="1"/></PictureSource>
</Sources>
<Graphs><Graph guid="00000000-0000-4000-8000-000000000015"><Vertex guid="00000000-0000-4000-8000-000000000016" firstX="0" firstY="0" shape="Oval" color="#fff"/><Edge guid="00000000-0000-4000-8000-000000000017" sourceVertex="00000000-0000-4000-8000-000000000016" targetVertex="00000000-0000-4000-8000-000000000016" direction="OneWay" lineStyle="solid"/></Graph></Graphs>
</Project>)";

TEST(RefiRoundTrip, WhatIsKeptIsWrittenBack) {
  const auto read = ReadProject(kKept);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), IsEmpty());
  ASSERT_EQ(read->project.media.size(), 4u);
  ASSERT_EQ(read->project.graphs.size(), 1u);
  const auto archive = WriteProject(read->project);
  ASSERT_TRUE(archive.ok()) << archive.status();
  const auto again = ReadProject(*archive);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->project, read->project);
  for (const MediaSource& media : read->project.media) {
    EXPECT_THAT(std::string(kKept), testing::HasSubstr(media.xml));
  }
  if (const std::string schema = Schema("Project.xsd"); !schema.empty()) {
    EXPECT_EQ(Complaints(schema, kKept), "");
    EXPECT_EQ(Complaints(schema, XmlOf(*archive)), "");
  }
}

TEST(RefiRoundTrip, NamesWithColonsAndBackslashesComeBack) {
  Project project = RandomProject(5).Make();
  project.texts[0].plain_text_path = "internal://Gruppe\\Interview 10:30.txt";
  project.files.push_back({"sources/Interview 10:30.mp3", "x"});
  const auto archive = WriteProject(project);
  ASSERT_TRUE(archive.ok()) << archive.status();
  const auto read = ReadProject(*archive);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Told(read->findings), IsEmpty());
  EXPECT_EQ(read->project.texts, project.texts);
  EXPECT_THAT(read->project.files, testing::Contains(project.files.back()));
}

TEST(RefiRoundTrip, ReferencesThatLeadNowhereAreWritten) {
  Project project = RandomProject(5).Make();
  project.note_refs.assign(301, Guid(9999));
  const auto archive = WriteProject(project);
  ASSERT_TRUE(archive.ok()) << archive.status();
  const auto read = ReadProject(*archive);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->project, project);
  EXPECT_EQ(read->findings.size(), 301u);  // 300, and how many are not listed.
}

TEST(RefiRoundTrip, WhatTheFormatCannotCarryIsRefused) {
  const auto refusal = [](const auto& change) {
    Project project = RandomProject(5).Make();
    change(&project);
    return std::string(WriteProject(project).status().message());
  };
  EXPECT_EQ(refusal([](Project*) {}), "");
  EXPECT_THAT(refusal([](Project* p) { p->name = "\x01"; }), testing::HasSubstr("control"));
  // With the place: of a code, and of a text behind whose selections it stands.
  EXPECT_THAT(refusal([](Project* p) {
                p->codes.resize(1);
                p->codes[0].guid = Guid(9999);
                p->codes[0].description = "a\fb";
              }),
              testing::StartsWith(absl::StrCat(Guid(9999), ": `Description` has a character")));
  EXPECT_THAT(refusal([](Project* p) {
                p->texts[0].guid = Guid(9999);
                p->texts[0].values = {{Guid(9998), true, VariableType::kText, "\v"}};
              }),
              testing::StartsWith(absl::StrCat(Guid(9999), ": `TextValue` has a character")));
  EXPECT_THAT(refusal([](Project* p) { p->description = "\f"; }),
              testing::StartsWith("`Description`"));
  EXPECT_THAT(refusal([](Project* p) { p->codes[0].guid = "x"; }), testing::HasSubstr("guid"));
  EXPECT_THAT(refusal([](Project* p) { p->codes[0].guid = p->texts[0].guid; }),
              testing::HasSubstr("twice"));
  EXPECT_THAT(
      refusal([](Project* p) { p->texts[0].codings = {{Guid(9999), "", "", Guid(9998), {}}}; }),
      testing::HasSubstr("no code of the file"));
  EXPECT_THAT(refusal([](Project* p) {
                p->texts[0].selections = {{Guid(9999), "", {1, 1}, {}, "", {}, {}}};
              }),
              testing::HasSubstr("is empty or not in the text"));
  // The words of a text never decide.
  EXPECT_THAT(refusal([](Project* p) { p->codes[0].color = "which is not in the file"; }),
              testing::HasSubstr("The attribute `color`"));
  // Nor does it matter how many findings there were before.
  EXPECT_THAT(refusal([](Project* p) {
                p->note_refs.assign(301, Guid(9999));
                p->links[0].color = "red";
              }),
              testing::MatchesRegex("00000000-0000-4000-8000-0+[0-9]+: The attribute `color`.*"));
  EXPECT_THAT(refusal([](Project* p) { p->files.push_back({"../x", ""}); }),
              testing::HasSubstr("no path of a file"));
  for (const char* const path : {"SOURCES/tafel.png", "sources\\Tafel.png"}) {
    EXPECT_THAT(refusal([&](Project* p) { p->files.push_back({path, ""}); }),
                testing::HasSubstr("two files"));
  }
  const std::string paths[] = {"",        "..\\..\\x", "\\x",  "C:\\x", "c:x",
                               "folder/", "folder\\",  "../x", "/x",    std::string("x\0y", 3)};
  for (const std::string& path : paths) {
    EXPECT_THAT(refusal([&](Project* p) { p->files.push_back({path, ""}); }),
                testing::HasSubstr("no path of a file"))
        << path;
    if (path == "/x") continue;  // As `x`, which programs also write so.
    EXPECT_THAT(refusal([&](Project* p) {
                  p->texts[0].plain_text_path = absl::StrCat("internal://", path);
                }),
                testing::AnyOf(testing::HasSubstr("is no path of"), testing::HasSubstr("control")))
        << path;
  }
  EXPECT_THAT(refusal([](Project* p) { p->media[0].xml = "<x/>"; }),
              testing::HasSubstr("standard"));
}

}  // namespace
}  // namespace lotse::survey::refi
