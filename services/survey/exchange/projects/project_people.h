#pragma once

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/projects/case_values.h"
#include "services/survey/exchange/projects/read_project.h"

// Who coded, and who took part, in a project that is read.
namespace lotse::survey::projects {

// A finding of a project: in its XML, at the element with this guid.
void WarnAt(absl::string_view guid, absl::string_view message, FindingList* findings);
void FailAt(absl::string_view guid, absl::string_view message, FindingList* findings);
// The same of something that is not read at all: nothing else is told of it then.
void WarnOfWhole(absl::string_view guid, absl::string_view message, FindingList* findings);
void FailOfWhole(absl::string_view guid, absl::string_view message, FindingList* findings);

// The coders of the study that the users of a project are.
class ProjectCoders {
 public:
  ProjectCoders(const refi::Project& project, const ProjectChoices& choices, FindingList* findings);

  // The coder of something by its user, which may be empty. An ERROR, once for each user, if
  // nothing says who it is.
  std::optional<std::string> Find(const std::string& user);

 private:
  void AddUser(const refi::User& user);
  bool IsCoder(absl::string_view id) const;

  const ProjectChoices& choices_;
  FindingList& findings_;
  absl::flat_hash_map<std::string, std::string> coders_;  // By the guid of the user.
  absl::flat_hash_set<std::string> told_;
};

// The values that variables have, by their names; of those that nothing is known of a WARNING.
class ProjectValues {
 public:
  ProjectValues(const refi::Project& project, const v1alpha::Study& study, FindingList* findings);

  NamedValues Of(const std::vector<refi::VariableValue>& values) const;

 private:
  absl::flat_hash_map<std::string, std::string> names_;  // By the guid of the variable.
};

// Reads the cases that ExportStudy wrote, with those who took part; of others a WARNING.
class ProjectCases {
 public:
  ProjectCases(const refi::Project& project, const ProjectValues& values,
               const ProjectChoices& choices, FindingList* findings);

  // In the order of the project.
  std::vector<CaseMaterial> Take() && { return std::move(cases_); }
  // The guid of the case that a text is in; empty if no case says so.
  std::string CaseOf(const std::string& text_guid) const;
  bool Has(const std::string& case_guid) const { return places_.contains(case_guid); }

 private:
  // The case of the study that it is; null if it is none.
  const v1alpha::StudyCase* OwnCase(const std::string& guid) const;
  bool IsCase(const refi::Case& one, const NamedValues& values) const;
  void AddCase(const refi::Case& one, const NamedValues& values);
  void AddPerson(const refi::Case& one, const NamedValues& values, const std::string& case_guid);
  void WarnOfRest(const refi::Case& one);

  const ProjectChoices& choices_;
  FindingList& findings_;
  std::vector<CaseMaterial> cases_;
  absl::flat_hash_map<std::string, size_t> places_;         // Of cases, by guid.
  absl::flat_hash_map<std::string, std::string> texts_in_;  // The case of a text.
};

}  // namespace lotse::survey::projects
