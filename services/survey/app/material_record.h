#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/material/release_rows.h"
#include "services/survey/qualitative/material/study_store.h"
#include "services/survey/qualitative/rules/quote_rules.h"

// What the use cases of releases of material have in common.
namespace lotse::survey {

// A study with its cases.
struct StudyRecord {
  v1alpha::Study study;
  std::vector<v1alpha::StudyCase> cases;    // That are not deleted, by their names.
  std::vector<v1alpha::StudyCase> deleted;  // Those that are.

  // The case with this id that is not deleted; null if there is none.
  const v1alpha::StudyCase* Find(absl::string_view case_id) const;
  // Whether another record says the same.
  bool IsAsIn(const StudyRecord& other) const;
};

// RESOURCE_NOT_FOUND, RESOURCE_DELETED (the study).
absl::Status LoadRecord(Tx& tx, const std::string& study, StudyRecord* record);

// What may stand in no wording of the study. `files` may be null. STORE_CORRUPT, STORE_UNAVAILABLE.
absl::StatusOr<qualitative::Untold> UntoldOf(const StudyRecord& record,
                                             qualitative::StudyFiles* files,
                                             const sql::Patience& patience);

// All codes of a study, as one codebook: its ids are as StoredCoding.code_id has them.
struct StudyCodes {
  qualitative::Codebook codes;
  // By the id of the codebook.
  absl::flat_hash_map<std::string, int64_t> revisions;

  // By the name of a code; null if there is none.
  const qualitative::Code* Find(const std::string& study, const std::string& name) const;
};

// Inside a transaction over the material. STORE_CORRUPT.
absl::StatusOr<StudyCodes> ReadCodes(sql::Connection& connection);
// `files` may be null.
absl::StatusOr<StudyCodes> ReadCodes(qualitative::StudyFiles* files, const sql::Patience& patience);

// Where a quote is from, with who speaks there.
struct QuotePart {
  qualitative::StoredQuoteSource source;
  std::string case_id;
  std::string language;               // Of the text.
  std::vector<std::string> speakers;  // Pseudonyms, each once; one is empty if it is not known.
};
// By the hash of the wording.
using QuoteParts = absl::flat_hash_map<std::string, QuotePart>;

// Inside a transaction over the material.
QuoteParts ReadParts(sql::Connection& connection, absl::string_view release_id);
// `files` may be null.
absl::StatusOr<QuoteParts> ReadParts(qualitative::StudyFiles* files, const sql::Patience& patience,
                                     absl::string_view release_id);

// Adds what stands against the release of a quote: of where it is from, of who speaks there, and
// of who chose and approved it.
void AddQuoteObstacles(const StudyRecord& record, const v1alpha::MaterialRelease& release,
                       int quote, const QuoteParts& parts, std::vector<rpc::Obstacle>* obstacles);

}  // namespace lotse::survey
