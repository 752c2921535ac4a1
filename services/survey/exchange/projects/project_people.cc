#include "services/survey/exchange/projects/project_people.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/refi/project_file.h"

namespace lotse::survey::projects {
namespace {

Place InProject() { return {0, std::string(refi::kProjectPart), ""}; }

bool IsWordOfOurs(absl::string_view name) {
  const auto words = ProjectWords();
  return std::any_of(words.begin(), words.end(),
                     [&](const ProjectWord& word) { return word.name == name; });
}

bool TookPart(const v1alpha::StudyCase& content, absl::string_view pseudonym) {
  const auto is_it = [&](const auto& each) { return each.pseudonym() == pseudonym; };
  return std::any_of(content.participants().begin(), content.participants().end(), is_it) ||
         std::any_of(content.staff().begin(), content.staff().end(), is_it);
}

bool IsAttribute(const v1alpha::Study& study, absl::string_view name) {
  return std::any_of(study.attributes().begin(), study.attributes().end(),
                     [&](const auto& each) { return each.code() == name; });
}

}  // namespace

void WarnAt(absl::string_view guid, absl::string_view message, FindingList* findings) {
  findings->Warn(InProject(), guid, message);
}

void FailAt(absl::string_view guid, absl::string_view message, FindingList* findings) {
  findings->Fail(InProject(), guid, message);
}

void WarnOfWhole(absl::string_view guid, absl::string_view message, FindingList* findings) {
  findings->WarnInstead(InProject(), guid, message);
}

void FailOfWhole(absl::string_view guid, absl::string_view message, FindingList* findings) {
  findings->FailInstead(InProject(), guid, message);
}

ProjectCoders::ProjectCoders(const refi::Project& project, const ProjectChoices& choices,
                             FindingList* findings)
    : choices_(choices), findings_(*findings) {
  for (const refi::User& user : project.users) AddUser(user);
  const std::string& rest = choices.head.coder().empty() ? choices.own_coder : choices.head.coder();
  if (IsCoder(rest)) coders_[""] = rest;
}

void ProjectCoders::AddUser(const refi::User& user) {
  for (const v1alpha::FileCoder& each : choices_.head.coders()) {
    if (each.user() != user.guid && each.user() != user.name) continue;
    if (IsCoder(each.coder_id())) coders_[user.guid] = each.coder_id();
    return;
  }
  if (IsCoder(user.name)) coders_[user.guid] = user.name;
}

bool ProjectCoders::IsCoder(absl::string_view id) const {
  const auto& coders = choices_.study.coders();
  return std::any_of(coders.begin(), coders.end(),
                     [&](const auto& each) { return each.coder_id() == id; });
}

std::string ProjectCoders::OfImport() const {
  const auto found = coders_.find("");
  return found == coders_.end() ? "" : found->second;
}

std::optional<std::string> ProjectCoders::Find(const std::string& user) {
  const auto found = coders_.find(user);
  if (found != coders_.end()) return found->second;
  if (told_.insert(user).second) {
    FailAt(user,
           user.empty() ? "Something has no user; say in `coder` whose it is, or code yourself."
                        : "The user is no coder of the study; say in `coders` who it is.",
           &findings_);
  }
  return std::nullopt;
}

ProjectValues::ProjectValues(const refi::Project& project, const v1alpha::Study& study) {
  for (const refi::Variable& variable : project.variables) {
    if (IsWordOfOurs(variable.name) || IsAttribute(study, variable.name)) {
      names_[variable.guid] = variable.name;
    }
  }
}

bool ProjectValues::IsWord(const std::string& guid) const {
  const auto name = names_.find(guid);
  return name != names_.end() && IsWordOfOurs(name->second);
}

NamedValues ProjectValues::Of(const std::vector<refi::VariableValue>& values) const {
  NamedValues named;
  for (const refi::VariableValue& value : values) {
    const auto name = names_.find(value.variable);
    if (name != names_.end() && value.has_value) named[name->second] = value.value;
  }
  return named;
}

ProjectCases::ProjectCases(const refi::Project& project, const ProjectValues& values,
                           const ProjectChoices& choices, FindingList* findings)
    : choices_(choices), findings_(*findings) {
  AddOwnPeople();
  std::vector<NamedValues> named;
  for (const refi::Case& one : project.cases) {
    named.push_back(values.Of(one.values));
    if (IsCase(one, named.back())) AddCase(one, named.back());
  }
  absl::flat_hash_map<std::string, std::string> case_of;  // Of somebody.
  for (const refi::Link& link : project.links) {
    if (link.name == kPersonLink) case_of[link.origin] = link.target;
  }
  for (size_t i = 0; i < project.cases.size(); ++i) {
    const refi::Case& one = project.cases[i];
    if (!IsCase(one, named[i])) AddPerson(one, named[i], case_of[one.guid]);
  }
}

void ProjectCases::AddOwnPeople() {
  if (choices_.own == nullptr) return;
  for (const auto& named : choices_.own->cases) {
    const std::string& guid = named.first;
    const auto add = [&](const std::string& pseudonym) {
      own_people_[GuidOfPerson(guid, pseudonym)] = {qualitative::ForeignPlace::Kind::kPerson, guid,
                                                    pseudonym};
    };
    for (const auto& each : named.second.participants()) add(each.pseudonym());
    for (const auto& each : named.second.staff()) add(each.pseudonym());
  }
}

std::string ProjectCases::CaseOf(const std::string& text_guid) const {
  const auto found = texts_in_.find(text_guid);
  return found == texts_in_.end() ? "" : found->second;
}

const v1alpha::StudyCase* ProjectCases::OwnCase(const std::string& guid) const {
  if (choices_.own == nullptr) return nullptr;
  const auto found = choices_.own->cases.find(guid);
  return found == choices_.own->cases.end() ? nullptr : &found->second;
}

// Programs may lose the values of variables, and a case of the study is one without them.
bool ProjectCases::IsCase(const refi::Case& one, const NamedValues& values) const {
  return values.contains(std::string(kCaseKind)) || OwnCase(one.guid) != nullptr;
}

void ProjectCases::AddCase(const refi::Case& one, const NamedValues& values) {
  CaseMaterial made;
  made.guid = one.guid;
  if (const v1alpha::StudyCase* const own = OwnCase(one.guid)) {
    made.is_there = true;
    made.content = *own;
  } else {
    if (!ReadCase(values, choices_.study.name(), &made.content)) {
      return FailAt(one.guid, "The case has no kind and no day that there are.", &findings_);
    }
    made.content.set_name(absl::StrCat(choices_.study.name(), "/cases/", CaseIdOf(one.guid)));
    made.content.mutable_title()->mutable_variants(0)->set_text(one.name);
  }
  WarnOfRest(one);
  for (const std::string& text : one.source_refs) texts_in_.try_emplace(text, one.guid);
  places_[one.guid] = cases_.size();
  known_[one.guid] = {qualitative::ForeignPlace::Kind::kCase, one.guid};
  cases_.push_back(std::move(made));
}

void ProjectCases::AddPerson(const refi::Case& one, const NamedValues& values,
                             const std::string& case_guid) {
  const auto place = places_.find(case_guid);
  if (place == places_.end()) return AddForeign(one, values);
  const qualitative::ForeignPlace person = {qualitative::ForeignPlace::Kind::kPerson, case_guid,
                                            one.name};
  v1alpha::StudyCase& content = cases_[place->second].content;
  // Who took part in a case of the study is said there, with their consent as it is now.
  if (cases_[place->second].is_there) {
    if (TookPart(content, one.name)) known_[one.guid] = person;
    return;
  }
  std::vector<std::string> unknown;
  if (!ReadPerson(choices_.study, one.name, values, &content, &unknown)) {
    return WarnOfWhole(one.guid, "The case was left out: it is nobody who took part.", &findings_);
  }
  known_[one.guid] = person;
  for (const std::string& name : unknown) {
    WarnAt(one.guid,
           absl::StrCat("The value of `", name, "` is no category of it; it was left out."),
           &findings_);
  }
  WarnOfRest(one);
}

void ProjectCases::AddForeign(const refi::Case& one, const NamedValues& values) {
  // Programs may lose the link of somebody to their case.
  if (const auto own = own_people_.find(one.guid); own != own_people_.end()) {
    known_[one.guid] = own->second;
    return;
  }
  const bool is_ours = std::any_of(values.begin(), values.end(),
                                   [](const auto& value) { return IsWordOfOurs(value.first); });
  if (is_ours) {
    return WarnOfWhole(
        one.guid, "The case was left out: it does not say of which conversation or document it is.",
        &findings_);
  }
  foreign_.push_back(&one);
}

void ProjectCases::WarnOfRest(const refi::Case& one) {
  if (!one.description.empty()) WarnAt(one.guid, "The description was left out.", &findings_);
  if (!one.code_refs.empty()) {
    WarnAt(one.guid, "Codes of a case were left out: parts of texts are coded.", &findings_);
  }
}

}  // namespace lotse::survey::projects
