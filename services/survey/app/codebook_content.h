#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/codebook.pb.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/stored_codebook.pb.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/material/codebook_rows.h"

// Codebooks as the files of a study keep them: as v1alpha::Codebook without name and revision, and
// with the ids of codes as their names. Functions with a connection work inside a transaction over
// the material (study_files.h).
namespace lotse::survey {

// Id of a codebook, or of a code, in a name.
std::string LastPart(const std::string& name);

std::string CodebookName(absl::string_view study, absl::string_view codebook_id);

// A code of a codebook as StoredCoding.code_id has it: a study has several codebooks.
std::string CodeKey(absl::string_view codebook_id, absl::string_view code_id);
// The name of the code back.
std::string CodeName(absl::string_view study, absl::string_view code_key);

// Code and message: of what is asked for, the last part of the name is the id.
qualitative::Code ToCode(const v1alpha::StudyCode& code);
v1alpha::StudyCode ToMessage(const qualitative::Code& code);

// The codes of a codebook, as it was asked for or is stored.
qualitative::Codebook CodesOf(const v1alpha::Codebook& codebook);
void SetCodes(const qualitative::Codebook& codes, v1alpha::Codebook* codebook);

// Bytes to keep.
std::string ContentOf(v1alpha::Codebook codebook);

// A stored codebook with its revision. STORE_CORRUPT.
absl::StatusOr<v1alpha::Codebook> ParseCodebook(const qualitative::StoredCodebook& stored);
// Reads a codebook with its revision, as it is; nullopt if there is none. STORE_CORRUPT.
absl::StatusOr<std::optional<v1alpha::Codebook>> ReadCodebook(sql::Connection& connection,
                                                              absl::string_view codebook_id);
// As it was at a revision from 1, or as it is at 0. RESOURCE_NOT_FOUND of `name`, INVALID_FIELDS of
// `revision`.
absl::StatusOr<v1alpha::Codebook> ReadCodebookAt(sql::Connection& connection,
                                                 const std::string& name, int64_t revision);

// Reads a kept step. STORE_CORRUPT.
absl::StatusOr<stored::StoredCodebookChange> ParseChange(absl::string_view change);

// Takes out of what a kept step tells the codings that the caller does not see, by who gave them
// and the case that they are in.
using SeesCodings = absl::FunctionRef<bool(absl::string_view coder, absl::string_view case_id)>;
void LeaveOutUnseen(SeesCodings sees, stored::StoredCodebookChange* kept);

// Makes of what is stored what is told: with whole names, and codes behind the ones that they are
// below.
void TellCodebook(const std::string& name, v1alpha::Codebook* codebook);
void TellChange(const std::string& name, v1alpha::CodebookChange* change);

}  // namespace lotse::survey
