#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/answers.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/csv.h"
#include "cli/mapping.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"

// What the commands share that send the records of a table as answers.
namespace lotse::cli {

// One response, and where it stands in the table.
struct Outgoing {
  survey::v1alpha::SubmitResponseRequest request;
  int line = 0;
  int record = 0;  // Its number, see CsvRecord.
};

// What became of the records.
struct Outcome {
  int records = 0;
  int sent = 0;          // stored now
  int duplicate = 0;     // stored before
  int refused = 0;       // by the service, with the two below
  int conflicting = 0;   // stored before with other answers
  int erased = 0;        // stored before and erased since
  int unmapped = 0;      // not sent, because a cell cannot be mapped
  int open = 0;          // without an invitation
  bool is_sent = false;  // false: nothing was to be sent
  std::vector<CellProblem> problems;
  // Numbers of the records that may be corrected and sent under other ids: those that are
  // unmapped or were refused, but for the conflicting and the erased ones.
  std::set<int> failed;
};

// A table and what else the records are made of.
struct AnswerTable {
  CsvTable table;
  bool json_lines = false;  // The form of the file.
  // SHA-256 of the file.
  std::string sha256;
  // nullopt: none was given, and the columns are named by codes (code_columns.h).
  std::optional<Mapping> mapping;
  // Of invitations, one for each record; none where they are not in a file of their own.
  std::vector<std::string> tokens;
};

// Reads mapping (--mapping, which may be absent), table and tokens (--tokens). `json_lines`: the
// table has an object on each line, whose keys are its columns. UsageError, FileError, DataError.
absl::StatusOr<AnswerTable> ReadAnswerTable(const Args& args, bool json_lines);

// What is done with the columns, by the mapping or by codes; told in `language`, de or en.
PlanResult PlanOf(const AnswerTable& input, const survey::v1alpha::Instrument& instrument,
                  absl::string_view language);

// A wave with its questionnaire.
struct AskedWave {
  survey::v1alpha::Wave wave;
  survey::v1alpha::Instrument instrument;
};

// Errors of Client::Call.
absl::StatusOr<AskedWave> FetchAsked(Client* client, const std::string& wave);

// UsageError, told in `language`, if the wave takes answers with invitations and the table has
// none.
absl::Status CheckHasTokens(const survey::v1alpha::Wave& wave, const AnswerTable& input,
                            const ImportPlan& plan, absl::string_view language);

// Maps all records, in the order of their response ids, which has nothing to do with their
// order in the table: when an answer arrives tells nothing about where it stands. Those
// with a wrong cell are left out and noted.
std::vector<Outgoing> MapRecords(const AnswerTable& input, const ImportPlan& plan,
                                 const std::string& wave, absl::string_view language,
                                 Outcome* outcome);

// Sends all responses over a stream and counts what became of them; what the service is
// too busy for is sent again after the wait that it asks for. An error that is not about one
// response ends it; what was stored before stays counted.
absl::Status SendAll(const Invocation& invocation, Client* client, const ImportPlan& plan,
                     absl::string_view language, const std::vector<Outgoing>& responses,
                     Outcome* outcome);

// Whether what was not stored now may be stored all the same: a run came before, perhaps with
// another mapping, and there are no invitations by which the service would know it again.
bool MayBeStored(const Outcome& outcome);

// Sentences about the records that are conflicting or erased; empty if none is.
std::string ToldOfStoredBefore(absl::string_view language, const Outcome& outcome);

// Checks that WriteRefused could write there, before anything is sent: nothing has these names.
// FileError.
absl::Status CheckRefusedFile(const std::string& path, const AnswerTable& input);

// Writes the records that may be corrected (Outcome::failed) into a file of their own, in the
// form of the table and with its columns, for the owner only; tokens that came from a file of
// their own into another one beside it. Nothing if there are none. FileError: then neither file is
// there.
absl::Status WriteRefused(const std::string& path, const AnswerTable& input,
                          const Outcome& outcome);

// Prints problems, with what is the same once, and the counts; with --json an object.
void PrintOutcome(const Invocation& invocation, absl::string_view language, Outcome* outcome);

// Prints what is allowed and easily overlooked.
void PrintWarnings(const std::vector<Problem>& warnings, absl::string_view language,
                   const Invocation& invocation);

}  // namespace lotse::cli
