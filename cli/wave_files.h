#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The files of waves in a data folder of lotse-survey. An anonymous wave has two: its answers
// and the ledger of its invitations (services/survey/responses/wave_pair.h). Others have their
// responses and invitations, and the key of their survey, which may lie in a folder apart
// (services/survey/responses/personal_wave.h).
namespace lotse::cli {

// Whether a file holds something of a wave that is not anonymous. Each is copied by itself,
// invitations before responses: a response whose invitation came later does no harm.
bool IsPersonalFile(absl::string_view file);

// Whether a file leads from answers to people: invitations, or the key of a survey.
bool IsKeysFile(absl::string_view file);

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
