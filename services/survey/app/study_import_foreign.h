#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/study_import.h"
#include "services/survey/app/study_import_there.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/words_left_out.h"
#include "services/survey/qualitative/foreign/foreign.h"

// What a project of another program holds beyond a study, on its way in.
namespace lotse::survey {

// What the parts of a project are in the study, by their guids. Parts that are an ERROR already are
// not there.
struct ForeignTargets {
  const absl::flat_hash_map<std::string, v1alpha::StudyCase>& cases;
  const absl::flat_hash_map<std::string, std::string>& texts;      // Ids of their cases.
  const absl::flat_hash_map<std::string, std::string>& codebooks;  // Their ids.
  // Whether the caller may lay something on a case.
  absl::FunctionRef<bool(const v1alpha::StudyCase&)> may_touch;
};

// Takes the things of a project into `made`, which has all else of it; what is not as it should be
// is among the findings.
void TakeForeign(const StudyFileReading& reading, std::vector<qualitative::ForeignThing> things,
                 const ForeignTargets& targets, const StoredParts& stored, StudyImport* made);

// Adds the cases that things lie on by themselves.
void AddForeignCases(const std::vector<qualitative::ForeignThing>& things,
                     absl::flat_hash_set<std::string>* case_ids);

// Stores what of them is new, inside a transaction over the material that has all else of the file
// by now. PERMISSION_MISSING; ETAG_MISMATCH if it is more than a study keeps by now;
// RELEASE_BLOCKED if something new is about words that are left out, or about somebody who took
// consent back.
absl::Status WriteForeign(sql::Connection& connection, const StudyReach& reach,
                          WordsLeftOut& left_out,
                          const std::vector<qualitative::ForeignThing>& things);

}  // namespace lotse::survey
