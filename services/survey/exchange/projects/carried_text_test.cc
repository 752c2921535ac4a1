#include "services/survey/exchange/projects/carried_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/exchange/projects/write_project.h"
#include "services/survey/exchange/refi/project_file.h"

namespace lotse::survey::projects {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kBook[] = "00000001-0000-4000-8000-000000000000";
constexpr char kMemo[] = "00000002-0000-4000-8000-000000000000";
constexpr char kCode[] = "00000003-0000-4000-8000-000000000000";
constexpr char kReplaced[] = "a\uFFFDb";

std::vector<std::string> Told(FindingList findings) {
  std::vector<std::string> told;
  for (const v1alpha::ImportFinding& each : std::move(findings).Take()) {
    told.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(each.severity()).substr(9),
                                " ", each.code(), " ", each.message()));
  }
  return told;
}

TEST(CarriedTextTest, WhatWasStoredBeforeLeavesAsAReplacement) {
  StudyMaterial material;
  material.title = "Wie arbeitet das Haus?";
  CodebookMaterial& book = material.codebooks.emplace_back();
  book.guid = kBook;
  book.title = "Themen";
  qualitative::Code code;
  code.id = kCode;
  code.name = "Wege";
  code.definition = "a\vb";
  code.examples = {"a\fb"};
  book.codes.codes.push_back(code);
  MemoMaterial& memo = material.memos.emplace_back();
  memo.guid = kMemo;
  memo.coder = "eins";
  memo.content = "a\fb";
  FindingList findings;
  const refi::Project project = MakeProject(material, &findings);
  ASSERT_EQ(project.notes.size(), 2u);
  for (const refi::Text& note : project.notes) EXPECT_EQ(note.text, kReplaced);
  EXPECT_EQ(project.codes.at(0).description, kReplaced);
  const std::vector<std::string> told = Told(std::move(findings));
  EXPECT_EQ(told.size(), 3u);
  EXPECT_THAT(told, testing::Contains(HasSubstr(absl::StrCat("WARNING ", kMemo))));
  EXPECT_THAT(told, testing::Contains(HasSubstr(absl::StrCat("WARNING ", kCode))));
  const auto archive = refi::WriteProject(project);
  EXPECT_TRUE(archive.ok()) << archive.status();
}

TEST(CarriedTextTest, WhatXmlCarriesStaysAsItIs) {
  refi::Project project;
  project.name = "Wege\tund \U0001F600\r\n";
  project.notes.emplace_back().text = "Zwei\nZeilen";
  project.texts.emplace_back().text = "a\fb";  // In a file of its own.
  const refi::Project before = project;
  FindingList findings;
  CarryInXml(&project, &findings);
  EXPECT_EQ(project, before);
  EXPECT_THAT(Told(std::move(findings)), IsEmpty());
  project.cases.emplace_back().name = "a\x01";
  project.cases[0].guid = kBook;
  FindingList one;
  CarryInXml(&project, &one);
  EXPECT_EQ(project.cases[0].name, "a\uFFFD");
  EXPECT_THAT(Told(std::move(one)), ElementsAre(HasSubstr(absl::StrCat("WARNING ", kBook))));
}

TEST(CarriedTextTest, WhatCameOfOtherProgramsIsCarriedToo) {
  refi::Project project;
  project.variables.push_back({kBook, "a\fb", refi::VariableType::kText, "a\fb"});
  refi::Link& link = project.links.emplace_back();
  link.name = "a\fb";
  refi::Set& set = project.sets.emplace_back();
  set.description = "a\fb";
  refi::Text& note = project.notes.emplace_back();
  note.values.push_back({kBook, true, refi::VariableType::kText, "a\fb"});
  project.cases.emplace_back().description = "a\fb";
  FindingList findings;
  CarryInXml(&project, &findings);
  EXPECT_EQ(project.variables[0].name, kReplaced);
  EXPECT_EQ(project.variables[0].description, kReplaced);
  EXPECT_EQ(link.name, kReplaced);
  EXPECT_EQ(set.description, kReplaced);
  EXPECT_EQ(note.values[0].value, kReplaced);
  EXPECT_EQ(project.cases[0].description, kReplaced);
}

}  // namespace
}  // namespace lotse::survey::projects
