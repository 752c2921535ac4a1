#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/projects/case_values.h"
#include "services/survey/exchange/projects/read_project.h"
#include "services/survey/qualitative/foreign/foreign.h"

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

  // Whose import it is, as far as it has no user: the coder of the head, or the caller; empty if
  // nothing says who.
  std::string OfImport() const;
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

// The values that variables have, by their names: of those of ExportStudy (project_words.h) and
// those that are attributes of the study.
class ProjectValues {
 public:
  ProjectValues(const refi::Project& project, const v1alpha::Study& study);

  NamedValues Of(const std::vector<refi::VariableValue>& values) const;
  // Whether a variable with this guid is one of them; and whether it is one of ExportStudy.
  bool Has(const std::string& guid) const { return names_.contains(guid); }
  bool IsWord(const std::string& guid) const;

 private:
  absl::flat_hash_map<std::string, std::string> names_;  // By the guid of the variable.
};

// Reads the cases that ExportStudy wrote, with those who took part. Others are told apart.
class ProjectCases {
 public:
  ProjectCases(const refi::Project& project, const ProjectValues& values,
               const ProjectChoices& choices, FindingList* findings);

  // In the order of the project.
  std::vector<CaseMaterial> Take() && { return std::move(cases_); }
  // The guid of the case that a text is in; empty if no case says so.
  std::string CaseOf(const std::string& text_guid) const;
  bool Has(const std::string& case_guid) const { return places_.contains(case_guid); }

  // Which case or which person each of the others is, by guid.
  const absl::flat_hash_map<std::string, qualitative::ForeignPlace>& known() const {
    return known_;
  }
  // Those of other programs.
  const std::vector<const refi::Case*>& foreign() const { return foreign_; }

 private:
  // The case of the study that it is; null if it is none.
  const v1alpha::StudyCase* OwnCase(const std::string& guid) const;
  bool IsCase(const refi::Case& one, const NamedValues& values) const;
  void AddCase(const refi::Case& one, const NamedValues& values);
  void AddPerson(const refi::Case& one, const NamedValues& values, const std::string& case_guid);
  void AddForeign(const refi::Case& one, const NamedValues& values);
  void WarnOfRest(const refi::Case& one);
  void AddOwnPeople();

  const ProjectChoices& choices_;
  FindingList& findings_;
  std::vector<CaseMaterial> cases_;
  absl::flat_hash_map<std::string, size_t> places_;         // Of cases, by guid.
  absl::flat_hash_map<std::string, std::string> texts_in_;  // The case of a text.
  absl::flat_hash_map<std::string, qualitative::ForeignPlace> known_;
  // Those who took part in cases of the study, by the guids that ExportStudy gives them.
  absl::flat_hash_map<std::string, qualitative::ForeignPlace> own_people_;
  std::vector<const refi::Case*> foreign_;
};

}  // namespace lotse::survey::projects
