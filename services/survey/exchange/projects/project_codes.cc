#include "services/survey/exchange/projects/project_codes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/uuid.h"
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
  ReadOwn();
  AddSets(project);
  for (const refi::Code& top : project.codes) {
    const size_t codebook = CodebookOf(top, project);
    codebooks_[codebook].is_there ? TakeOwn(top, codebook) : AddTop(top, codebook);
  }
  if (other_.has_value() && choices_.head.codebook_id().empty()) {
    FailAt(project.codes[0].guid,
           "Say in `codebook_id` which codebook the codes become; they are in none.", &findings_);
  }
}

void ProjectCodes::ReadOwn() {
  if (choices_.own == nullptr) return;
  for (const auto& named : choices_.own->codebooks) {
    const CodebookMaterial& codebook = named.second;
    for (size_t i = 0; i < codebook.codes.codes.size(); ++i) {
      const Code& code = codebook.codes.codes[i];
      // As MakeProject gives them.
      std::vector<std::string> guids = {UuidOf(absl::StrCat(codebook.guid, "/codes/", code.id))};
      if (types::IsUuid(code.id)) guids.push_back(code.id);
      for (const std::string& guid : guids) {
        own_of_.try_emplace(guid, &codebook);
        own_codes_.try_emplace(absl::StrCat(codebook.guid, "/", guid), i);
      }
      own_names_.try_emplace(absl::StrCat(codebook.guid, "/", code.parent, "/", code.name), i);
    }
  }
}

size_t ProjectCodes::AddOwn(const CodebookMaterial& own) {
  const auto [place, is_new] = own_.try_emplace(own.guid, codebooks_.size());
  if (is_new) codebooks_.push_back(own);
  return place->second;
}

size_t ProjectCodes::CodebookOf(const refi::Code& top, const refi::Project& project) {
  if (const auto set = set_of_.find(top.guid); set != set_of_.end()) return set->second;
  // Programs may lose sets.
  if (const auto own = own_of_.find(top.guid); own != own_of_.end()) return AddOwn(*own->second);
  return OtherCodebook(project);
}

void ProjectCodes::AddSets(const refi::Project& project) {
  for (const refi::Set& set : project.sets) {
    if (set.description != kCodebookSet) continue;
    sets_.insert(set.guid);
    CodebookMaterial made;
    made.guid = set.guid;
    made.id = CodebookIdOf(set.guid);
    made.title = set.name;
    size_t place = codebooks_.size();
    if (choices_.own != nullptr) {
      const auto own = choices_.own->codebooks.find(set.guid);
      if (own != choices_.own->codebooks.end()) place = AddOwn(own->second);
    }
    for (const std::string& code : set.codes) set_of_.try_emplace(code, place);
    for (const std::string& note : set.notes) {
      noted_.push_back({note, {MemoSubject::Kind::kCodebook, set.guid, ""}});
    }
    if (place == codebooks_.size()) codebooks_.push_back(std::move(made));
  }
}

size_t ProjectCodes::OtherCodebook(const refi::Project& project) {
  if (other_.has_value()) return *other_;
  if (choices_.own != nullptr) {
    for (const auto& own : choices_.own->codebooks) {
      if (own.second.id == choices_.head.codebook_id()) return AddOwn(own.second);
    }
  }
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

// `parent`: the id of the code above in the study; nullopt if that is not there.
std::optional<size_t> ProjectCodes::FindOwn(const refi::Code& code,
                                            const std::optional<std::string>& parent,
                                            const std::string& codebook_guid) const {
  const auto known = own_codes_.find(absl::StrCat(codebook_guid, "/", code.guid));
  if (known != own_codes_.end()) return known->second;
  if (!parent.has_value()) return std::nullopt;
  const auto named = own_names_.find(absl::StrCat(codebook_guid, "/", *parent, "/", code.name));
  if (named == own_names_.end()) return std::nullopt;
  return named->second;
}

void ProjectCodes::TakeOwn(const refi::Code& top, size_t codebook) {
  struct Left {
    const refi::Code* code = nullptr;
    std::optional<std::string> parent;
  };
  std::vector<Left> left;
  left.push_back(Left{&top, std::string()});
  while (!left.empty()) {
    const Left next = std::move(left.back());
    left.pop_back();
    const refi::Code& code = *next.code;
    std::optional<std::string> id;
    if (const auto at = FindOwn(code, next.parent, codebooks_[codebook].guid)) {
      const Code& own = codebooks_[codebook].codes.codes[*at];
      places_[code.guid] = {codebook, *at};
      id = own.id;
      if (own.name != code.name || own.definition != code.description ||
          next.parent != own.parent) {
        WarnAt(code.guid, "The code is otherwise in the study; it stays as it is there.",
               &findings_);
      }
      Code noted;  // Of the notes only memos are taken.
      noted.id = own.id;
      TakeNotes(code, codebooks_[codebook], &noted);
    } else {
      missing_[code.guid] = false;
      for (const std::string& note : code.note_refs) notes_.Take(note);
    }
    for (auto below = code.codes.rbegin(); below != code.codes.rend(); ++below) {
      left.push_back(Left{&*below, id});
    }
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
  if (place == places_.end()) {
    const auto missing = missing_.find(code_guid);
    if (missing != missing_.end() && !std::exchange(missing->second, true)) {
      FailAt(code_guid,
             "The codebook of the study has no such code; add one of this name there, below the "
             "same code, and send the file again.",
             &findings_);
    }
    return std::nullopt;
  }
  CodebookMaterial& codebook = codebooks_[place->second.first];
  Code& code = codebook.codes.codes[place->second.second];
  if (!code.codable && !codebook.is_there) {
    WarnAt(code_guid, "The code became one for codings: it has some.", &findings_);
    code.codable = true;
  }
  return CodePlace{codebook.guid, code.id};
}

absl::flat_hash_map<std::string, ProjectCodes::CodePlace> ProjectCodes::AllPlaces() const {
  absl::flat_hash_map<std::string, CodePlace> all;
  for (const auto& [guid, place] : places_) {
    const CodebookMaterial& codebook = codebooks_[place.first];
    all[guid] = {codebook.guid, codebook.codes.codes[place.second].id};
  }
  return all;
}

std::vector<CodebookMaterial> ProjectCodes::Take() && {
  for (const auto& [guid, asked] : missing_) {
    if (asked) continue;
    WarnAt(guid, "The codebook of the study has no such code; it was left out with its notes.",
           &findings_);
  }
  for (const CodebookMaterial& each : codebooks_) {
    if (each.is_there) continue;
    const std::vector<int> lines(each.codes.codes.size());
    for (v1alpha::ImportFinding& wrong : BrokenRules(each.codes, lines)) {
      findings_.Add(std::move(wrong));
    }
  }
  return std::move(codebooks_);
}

}  // namespace lotse::survey::projects
