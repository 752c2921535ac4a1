#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "services/survey/app/study_import.h"
#include "services/survey/exchange/projects/read_project.h"
#include "services/survey/exchange/projects/study_material.h"
#include "services/survey/qualitative/foreign/foreign.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/text_rows.h"

// What of a project the study has already: the project was made of the study, or came before.
namespace lotse::survey {

// The cases and codebooks of the study as a project names them. A case that an import made is none
// of them: the same file makes it again. STORE_CORRUPT.
absl::StatusOr<projects::OwnMaterial> ReadOwnMaterial(const StudyFileReading& reading);

// What is stored of the texts and memos of a project, with all that is coded in these texts.
struct StoredParts {
  absl::flat_hash_map<std::string, qualitative::StoredText> texts;      // By id.
  absl::flat_hash_map<std::string, qualitative::StoredMemo> memos;      // By id.
  absl::flat_hash_map<std::string, qualitative::StoredCoding> codings;  // By id.
  absl::flat_hash_set<std::string> said;                                // Of all codings.
  // What other programs have beyond the study, of all coders.
  std::vector<qualitative::ForeignThing> foreign;
  // The cases of these texts as the store has them, by id, deleted ones too.
  absl::flat_hash_map<std::string, v1alpha::StudyCase> cases;
};

// What a coding says, whatever its id and time: two that say the same are one.
std::string SaidBy(const qualitative::StoredCoding& coding);

// STORE_CORRUPT.
absl::StatusOr<StoredParts> ReadStoredParts(const StudyFileReading& reading,
                                            const projects::StudyMaterial& material);

// Notes that the study was read. Findings tell what stands in it, also of a trial and of a file
// that is refused: whoever guesses again and again reads it, so it is noted before anything is
// compared.
absl::Status NoteStudyRead(const StudyFileReading& reading);

}  // namespace lotse::survey
