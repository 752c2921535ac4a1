#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The files of waves in a data folder of lotse-survey. An anonymous wave has two: its answers
// and the ledger of its invitations (services/survey/responses/wave_pair.h). Others have their
// responses and invitations, and the key of their survey, which may lie in a folder apart
// (services/survey/responses/personal_wave.h). Qualitative studies have their material, and the
// names behind its pseudonyms, which may lie in that folder too
// (services/survey/qualitative/material/study_files.h).
namespace lotse::cli {

// Whether a file holds something of a wave that is not anonymous, or of a study. Each is copied
// whole and by itself.
bool IsPersonalFile(absl::string_view file);

// Whether a file leads from answers to people: invitations, the key of a survey, or the names of a
// study.
bool IsKeysFile(absl::string_view file);

// The files in the order in which they are copied while a daemon uses them. What leads to people
// comes first: a response whose invitation came later does no harm, and material that came after
// the names is no sign that either was lost.
std::vector<std::string> InOrderOfCopy(std::vector<std::string> files);

// What is wrong with such a file, which is whole by itself; nullopt if nothing is.
// SQLite::Exception as GuardFile wants it.
std::optional<std::string> FaultOfPersonal(const std::string& path);

// Whether a file of a data folder belongs to a wave, and which of the two it is.
bool IsWaveFile(absl::string_view file);
bool IsWaveAnswers(absl::string_view file);
// The other of the two.
std::string LedgerOf(absl::string_view answers);
std::string AnswersOf(absl::string_view ledger);

// Copies both files of a wave in one state while a daemon may be using them; for a folder
// whose files count as copies only once all are there. A copy of a wave that is under way has only
// what may be seen of it: the newest answers are not in it, and of the invitations that were used
// lately it does not tell so. Paths of the answers; the ledgers lie beside them.
absl::Status BackupWave(const std::string& from, const std::string& to);

// What is wrong with the files of a wave as a pair; nullopt if nothing is. The path of the
// answers, each file whole by itself. FileError through GuardFile.
std::optional<std::string> FaultOfWave(const std::string& answers);

}  // namespace lotse::cli
