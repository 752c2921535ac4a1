#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/survey/exchange/projects/read_project.h"

// The codebooks of a project that is read.
namespace lotse::survey::projects {

// The notes of a project: which were read, so that the others are told.
class ProjectNotes {
 public:
  explicit ProjectNotes(const refi::Project& project);

  // A note that nobody took; null if there is none. It is taken then.
  const refi::Text* Take(const std::string& guid);
  // The notes of something that are called so; they are taken then, the others stay in `guids`.
  std::vector<const refi::Text*> TakeNamed(absl::string_view name, std::vector<std::string>* guids);

 private:
  absl::flat_hash_map<std::string, const refi::Text*> notes_;
};

class ProjectCodes {
 public:
  // Codes of a set that ExportStudy wrote are a codebook, and all others are one: that of the study
  // if it has it already. Its codes are known by their guids, or by their names below the same
  // code.
  ProjectCodes(const refi::Project& project, const ProjectChoices& choices, ProjectNotes* notes,
               FindingList* findings);

  struct CodePlace {
    std::string codebook_guid;
    std::string code_id;
  };
  // Where a code is; nullopt if there is none, which is an ERROR if the study has the codebook. A
  // code of a new codebook takes codings from then on.
  std::optional<CodePlace> Use(const std::string& code_guid);
  // Where each code is, by guid; those that the study does not take are not there.
  absl::flat_hash_map<std::string, CodePlace> AllPlaces() const;

  // The codebooks, after the rules for them: what they break is an ERROR.
  std::vector<CodebookMaterial> Take() &&;

  // Notes of codes and codebooks that are memos.
  struct Noted {
    std::string note_guid;
    MemoSubject subject;
  };
  const std::vector<Noted>& noted() const { return noted_; }
  // Whether a set is a codebook.
  bool IsCodebook(const std::string& set_guid) const { return sets_.contains(set_guid); }

 private:
  void ReadOwn();
  size_t AddOwn(const CodebookMaterial& own);
  void AddSets(const refi::Project& project);
  size_t CodebookOf(const refi::Code& top, const refi::Project& project);
  std::optional<size_t> FindOwn(const refi::Code& code, const std::optional<std::string>& parent,
                                const std::string& codebook_guid) const;
  void TakeOwn(const refi::Code& top, size_t codebook);
  void AddTop(const refi::Code& top, size_t codebook);
  void TakeNotes(const refi::Code& code, const CodebookMaterial& codebook, qualitative::Code* made);
  size_t OtherCodebook(const refi::Project& project);

  const ProjectChoices& choices_;
  ProjectNotes& notes_;
  FindingList& findings_;
  std::vector<CodebookMaterial> codebooks_;
  absl::flat_hash_set<std::string> sets_;
  absl::flat_hash_map<std::string, size_t> set_of_;  // The codebook of a code of a set.
  std::optional<size_t> other_;                      // Of codes that are in none.
  absl::flat_hash_map<std::string, std::pair<size_t, size_t>> places_;  // Of codes, by guid.
  std::vector<Noted> noted_;
  // Codebooks that the study has, by guid; and in which of them is the code with a guid.
  absl::flat_hash_map<std::string, size_t> own_;
  absl::flat_hash_map<std::string, const CodebookMaterial*> own_of_;
  // Places of their codes by codebook and guid, and by codebook, id of the code above, and name.
  absl::flat_hash_map<std::string, size_t> own_codes_;
  absl::flat_hash_map<std::string, size_t> own_names_;
  // Codes that such a codebook has not, by guid, and whether one was asked for.
  std::map<std::string, bool> missing_;
};

}  // namespace lotse::survey::projects
