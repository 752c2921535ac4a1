// What a project is told of, both ways.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/projects/read_project.h"
#include "services/survey/exchange/projects/write_project.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/refi_testing.h"

namespace lotse::survey::projects {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::ImportFinding;

// What is left out is not told to be kept as well, by those who read the file before.
TEST(ProjectFindings, OfEachThingThatIsLeftOutThereIsOne) {
  const auto guid = [](int number) { return absl::StrCat(" guid='", refi::Guid(number), "' "); };
  const std::string nobody = absl::StrCat("='", refi::Guid(99), "'");
  const std::string xml = absl::StrCat(
      "<Project name='p' origin='X'><Sources>\n<TextSource", guid(1),
      "plainTextPath='relative:///a.txt'><PlainTextSelection", guid(20),
      "startPosition='0' endPosition='3'/></TextSource>\n<TextSource", guid(21),
      "><PlainTextContent>abc</PlainTextContent><PlainTextSelection", guid(2),
      "startPosition='1' endPosition='1'/></TextSource>\n<AudioSource", guid(3),
      "path='internal://a.m4a'/></Sources>\n<Notes><Note", guid(4),
      "plainTextPath='relative:///n.txt'/></Notes>\n<Links><Link", guid(5), "originGUID", nobody,
      "/></Links>\n<Sets><Set", guid(6), "name='s'><MemberSource targetGUID", nobody,
      "/></Set></Sets>\n<Graphs><Graph", guid(7), "x='1'/></Graphs></Project>");
  const auto file = refi::ReadProject(refi::Zip({{"project.qde", xml}}));
  ASSERT_TRUE(file.ok()) << file.status();
  const v1alpha::Study study = {};
  v1alpha::ImportStudyRequest::Head head;
  head.set_leave_out_foreign(true);
  const std::string own_coder = {};
  const std::map<std::string, v1alpha::StudyCase> cases = {};
  FindingList findings;
  for (const ImportFinding& each : file->findings) findings.Add(each);
  ReadMaterial(file->project, {study, head, own_coder, cases}, &findings);
  std::map<std::string, std::vector<std::string>> told;
  for (const ImportFinding& each : std::move(findings).Take()) {
    told[each.code()].push_back(absl::StrCat(each.line(), " ", each.message()));
  }
  const struct {
    int number;
    const char* finding;
  } wanted[] = {
      {1, "2 The text is not in the archive"},
      {2, "3 A selection without a character"},
      {3, "4 The source is no text"},
      {4, "5 The note was left out"},
      {5, "6 It was left out"},
      {6, "7 It was left out"},
      {7, "8 The drawing was left out"},
  };
  for (const auto& c : wanted) {
    EXPECT_THAT(told[refi::Guid(c.number)], ElementsAre(HasSubstr(c.finding))) << c.number;
  }
}

TEST(ProjectFindings, GuidesHaveNoPlace) {
  for (const int guides : {0, 2}) {
    StudyMaterial material;
    material.guides = guides;
    FindingList findings;
    MakeProject(material, &findings);
    const auto told = std::move(findings).Take();
    if (guides == 0) {
      EXPECT_THAT(told, IsEmpty());
      continue;
    }
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].severity(), ImportFinding::SEVERITY_WARNING);
    EXPECT_THAT(told[0].message(), HasSubstr("2 guides of the study were not written"));
  }
}

}  // namespace
}  // namespace lotse::survey::projects
