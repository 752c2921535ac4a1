#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/survey/app/study_exchange_testing.h"
#include "services/survey/app/study_texts.h"
#include "services/survey/exchange/projects/project_words.h"

// What the tests of what only other programs have share.
namespace lotse::survey {

class StudyForeignTest : public StudyExchangeTest {
 protected:
  static refi::Set SetOf(int number, const std::string& name,
                         const std::vector<std::string>& texts) {
    refi::Set set;
    set.guid = Uuid(number);
    set.name = name;
    set.sources = texts;
    return set;
  }
  static refi::Link LinkOf(int number, const std::string& from, const std::string& to) {
    refi::Link link;
    link.guid = Uuid(number);
    link.name = "weil";
    link.direction = "OneWay";
    link.origin = from;
    link.target = to;
    return link;
  }
  static refi::VariableValue Value(const std::string& value) {
    return {Uuid(912), true, refi::VariableType::kText, value};
  }
  // The project of the study with a set, two links, a variable and a case of another program.
  refi::Project Foreign() {
    EXPECT_EQ(Export(), kOk) << status_;
    refi::Project project = Project();
    project.sets.push_back(SetOf(910, "Silberzunges Texte", {Uuid(100)}));
    project.sets.back().codes = {CodeNamed(&project.codes, "Wege")->guid};
    project.links.push_back(LinkOf(911, Uuid(1), Uuid(100)));  // Of what M1 says.
    project.links.push_back(LinkOf(914, Uuid(2), Uuid(100)));  // Of what P01 says.
    project.variables.push_back({Uuid(912), "Beruf", refi::VariableType::kText, ""});
    refi::Case weber;
    weber.guid = Uuid(913);
    weber.name = "Silberzunge";
    weber.source_refs = {Uuid(100)};
    weber.values = {Value("Köchin")};
    project.cases.push_back(weber);
    for (refi::Case& each : project.cases) {
      if (each.name == "P01") each.values.push_back(Value("Koch"));
    }
    return project;
  }
  static std::string Written(const refi::Project& project) {
    const auto file = refi::WriteProject(project);
    EXPECT_TRUE(file.ok()) << file.status();
    return file.ok() ? *file : "";
  }
  ErrorReason ComeHome(const refi::Project& project, const char* study = kStudy) {
    return ImportFile(Head(study), Written(project));
  }
  // Names of the sets of other programs, as the study hands them out.
  std::vector<std::string> Sets(const char* study = kStudy) {
    EXPECT_EQ(Export(study), kOk) << status_;
    std::vector<std::string> names;
    for (const refi::Set& set : Project().sets) {
      if (set.description != projects::kCodebookSet) names.push_back(set.name);
    }
    return names;
  }
  std::vector<std::string> Links() {
    EXPECT_EQ(Export(), kOk) << status_;
    std::vector<std::string> guids;
    for (const refi::Link& link : Project().links) {
      if (link.name == "weil") guids.push_back(link.guid);
    }
    return guids;
  }
  std::vector<std::string> Values() {
    EXPECT_EQ(Export(), kOk) << status_;
    std::vector<std::string> values;
    for (const refi::Case& each : Project().cases) {
      for (const refi::VariableValue& value : each.values) {
        if (value.variable == Uuid(912)) values.push_back(value.value);
      }
    }
    return values;
  }
  void Withdraw() {
    v1alpha::StudyCase changed = case_;
    changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
    ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  }
  // Takes `danke` out of the text; one more set has it in its name.
  v1alpha::StudyTextResult RedactThanks(bool elsewhere) {
    MakeMaterial();
    refi::Project project = Foreign();
    project.sets.push_back(SetOf(930, "Wer danke sagt", {Uuid(100)}));
    EXPECT_EQ(ComeHome(project), kOk) << status_;
    v1alpha::RedactStudyTextRequest q;
    q.set_parent(kCase);
    q.set_text_id(Uuid(100));
    q.set_revision(1);
    q.set_elsewhere(elsewhere);
    auto& replacement = *q.add_replacements();
    replacement.mutable_range()->set_begin(18);
    replacement.mutable_range()->set_end(23);
    replacement.set_replacement("[Wort 1]");
    v1alpha::StudyTextResult result;
    EXPECT_EQ(Call(&RedactStudyText, q, &result), kOk) << status_;
    return result;
  }
  // Whether `bytes` stand in any file.
  bool IsInFiles(const std::string& bytes) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content((std::istreambuf_iterator<char>(file)), {});
      if (absl::StrContains(content, bytes)) return true;
    }
    return false;
  }
};

}  // namespace lotse::survey
