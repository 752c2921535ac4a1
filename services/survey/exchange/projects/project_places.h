#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/exchange/projects/project_people.h"
#include "services/survey/exchange/projects/read_project.h"

namespace lotse::survey::projects {

// In which cases the texts of a project belong: where the caller says, else where a case of the
// project says, else each in one of its own.
class ProjectPlaces {
 public:
  // An ERROR for each place that the caller names and that is not clear.
  ProjectPlaces(const refi::Project& project, const ProjectChoices& choices,
                const ProjectCases& cases, FindingList* findings);

  // The guid of the case of a text. An ERROR if there is none.
  std::string CaseOf(const refi::Text& text);

  // The cases that the caller named, and those that were made.
  std::vector<CaseMaterial> TakeMade() && { return std::move(made_); }

 private:
  // The texts of the project, by what a caller may call them.
  struct NamedTexts {
    absl::flat_hash_map<std::string, const refi::Text*> by_guid;
    absl::flat_hash_map<std::string, std::vector<const refi::Text*>> by_name;
  };

  void AddPlace(const v1alpha::SourcePlace& place, const NamedTexts& texts,
                const std::string& path);
  std::string MakeCase(const refi::Text& text);

  const ProjectChoices& choices_;
  const ProjectCases& cases_;
  FindingList& findings_;
  absl::flat_hash_map<std::string, std::string> named_;  // By the guid of the text.
  absl::flat_hash_map<std::string, std::string> guids_;  // Of the cases that are there, by id.
  std::vector<CaseMaterial> made_;
  int numbered_ = 0;
};

}  // namespace lotse::survey::projects
