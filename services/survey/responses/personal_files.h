#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/engine/answer_files.h"
#include "services/survey/responses/personal_rows.h"

// The contents of the files that people answered with in a personal wave
// (docs/adr/0023-file-answers.md). They lie beside the rows, which stay small, under the
// person and the hash: the same file of two people is stored twice, so that nothing tells that
// they sent the same, and one of them can go. Anonymous waves have none. Each function works
// inside a transaction over the file, and throws as sql::Connection does.
namespace lotse::survey {

// Fills in the sizes of the files that are meant by their hashes. They have to be stored of
// this person and have come with this token: who issues tokens must not find out which files
// somebody sent. INVALID_FIELDS names all that are not, or do not suit their question.
absl::Status FindFiles(sql::Connection& connection, const std::optional<Person>& person,
                       const CompiledInstrument& instrument, const std::vector<HandedInFile>& files,
                       Answers* answers);

// Makes the files of a person those that their row and its former versions name: stores of
// `came` what is named, and deletes what nothing names any more. Whether something was
// deleted. STORE_CORRUPT if a row does not fit to the questionnaire.
absl::StatusOr<bool> KeepFiles(sql::Connection& connection, const CompiledInstrument& instrument,
                               absl::string_view pseudonym, const std::vector<HandedInFile>& came);

// Deletes all files of a person.
void RemoveFiles(sql::Connection& connection, absl::string_view pseudonym);

// The content of a file of a person; `sha256` in hexadecimal digits.
std::optional<std::string> FileContent(sql::Connection& connection, absl::string_view pseudonym,
                                       absl::string_view sha256);

// How many files there are.
int64_t CountFiles(sql::Connection& connection);

}  // namespace lotse::survey
