#include "services/survey/exchange/projects/project_codes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/codebooks/codebook_file.h"
#include "services/survey/exchange/codebooks/refi_codes.h"
#include "services/survey/exchange/projects/project_people.h"
#include "services/survey/exchange/projects/project_words.h"

namespace lotse::survey::projects {

using qualitative::Code;

ProjectNotes::ProjectNotes(const refi::Project& project) {
  for (const refi::Text& note : project.notes) notes_[note.guid] = &note;
}

const refi::Text* ProjectNotes::Take(const std::string& guid) {
  const auto found = notes_.find(guid);
  return found == notes_.end() ? nullptr : std::exchange(found->second, nullptr);
}

std::vector<const refi::Text*> ProjectNotes::TakeNamed(absl::string_view name,
                                                       std::vector<std::string>* guids) {
  std::vector<const refi::Text*> taken;
  std::vector<std::string> rest;
  for (std::string& guid : *guids) {
    const auto found = notes_.find(guid);
    if (found == notes_.end() || found->second == nullptr || found->second->name != name) {
      rest.push_back(std::move(guid));
      continue;
    }
    taken.push_back(std::exchange(found->second, nullptr));
  }
  guids->swap(rest);
  return taken;
}

ProjectCodes::ProjectCodes(const refi::Project& project, const ProjectChoices& choices,
                           ProjectNotes* notes, FindingList* findings)
    : choices_(choices), notes_(*notes), findings_(*findings) {
  AddSets(project);
  for (const refi::Code& top : project.codes) {
    const auto set = set_of_.find(top.guid);
    AddTop(top, set != set_of_.end() ? set->second : OtherCodebook(project));
  }
  if (other_.has_value() && choices_.head.codebook_id().empty()) {
    FailAt(project.codes[0].guid,
           "Say in `codebook_id` which codebook the codes become; they are in none.", &findings_);
  }
}

void ProjectCodes::AddSets(const refi::Project& project) {
  for (const refi::Set& set : project.sets) {
    if (set.description != kCodebookSet) continue;
    sets_.insert(set.guid);
    CodebookMaterial made;
    made.guid = set.guid;
    made.id = CodebookIdOf(set.guid);
    made.title = set.name;
    for (const std::string& code : set.codes) set_of_.try_emplace(code, codebooks_.size());
    for (const std::string& note : set.notes) {
      noted_.push_back({note, {MemoSubject::Kind::kCodebook, set.guid, ""}});
    }
    codebooks_.push_back(std::move(made));
  }
}

size_t ProjectCodes::OtherCodebook(const refi::Project& project) {
  if (other_.has_value()) return *other_;
  CodebookMaterial made;
  made.id = choices_.head.codebook_id();
  made.guid = UuidOf(absl::StrCat("lotse/codebooks/", made.id, "/", project.codes[0].guid));
  // Not the name of the project, which may be that of a person.
  made.title = made.id.empty() ? "Codebook" : made.id;
  other_ = codebooks_.size();
  codebooks_.push_back(std::move(made));
  return *other_;
}

void ProjectCodes::AddTop(const refi::Code& top, size_t codebook) {
  std::vector<Code>& codes = codebooks_[codebook].codes.codes;
  const size_t first = codes.size();
  AddRefiCode(top, "", &codes);
  // The same in the same order, once more: for what our codes have and those of the file have not.
  std::vector<const refi::Code*> left = {&top};
  for (size_t i = first; i < codes.size(); ++i) {
    const refi::Code& code = *left.back();
    left.pop_back();
    for (auto below = code.codes.rbegin(); below != code.codes.rend(); ++below) {
      left.push_back(&*below);
    }
    places_[code.guid] = {codebook, i};
    TakeNotes(code, codebooks_[codebook], &codes[i]);
  }
}

void ProjectCodes::TakeNotes(const refi::Code& code, const CodebookMaterial& codebook, Code* made) {
  std::vector<std::string> guids = code.note_refs;
  for (const refi::Text* const example : notes_.TakeNamed(kExampleNote, &guids)) {
    made->examples.push_back(example->text);
  }
  made->retired = !notes_.TakeNamed(kRetiredNote, &guids).empty();
  for (std::string& guid : guids) {
    noted_.push_back({std::move(guid), {MemoSubject::Kind::kCode, codebook.guid, made->id}});
  }
}

std::optional<ProjectCodes::CodePlace> ProjectCodes::Use(const std::string& code_guid) {
  const auto place = places_.find(code_guid);
  if (place == places_.end()) return std::nullopt;
  CodebookMaterial& codebook = codebooks_[place->second.first];
  Code& code = codebook.codes.codes[place->second.second];
  if (!code.codable) {
    WarnAt(code_guid, "The code became one for codings: it has some.", &findings_);
    code.codable = true;
  }
  return CodePlace{codebook.guid, code.id};
}

std::vector<CodebookMaterial> ProjectCodes::Take() && {
  for (const CodebookMaterial& each : codebooks_) {
    const std::vector<int> lines(each.codes.codes.size());
    for (v1alpha::ImportFinding& wrong : BrokenRules(each.codes, lines)) {
      findings_.Add(std::move(wrong));
    }
  }
  return std::move(codebooks_);
}

}  // namespace lotse::survey::projects
