#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "google/rpc/status.pb.h"

namespace lotse::cli {

// What the program ends with. Scripts decide by it: numbers never change their
// meaning. `lotse help exit-codes` prints them.
enum class ExitCode : int {
  kOk = 0,
  kRefused = 1,      // a service refused the call, or what was asked for does not exist
  kUsage = 2,        // the command line is wrong
  kUnreachable = 3,  // a service cannot be reached, timed out or did not start
  kFile = 4,         // a local file cannot be read or written
  kData = 5,         // the content of a file is wrong, wholly or in part
};

// One thing that is wrong, and where: a field of a request, a column of a table.
struct Problem {
  std::string where;
  std::string what;
};

// The command line is wrong.
absl::Status UsageError(absl::string_view message);
// A local file cannot be read or written; `error_number` is an errno.
absl::Status FileError(absl::string_view path, int error_number);
// The same for another reason; the message names the file, `code` says what kind of
// reason it is.
absl::Status FileError(absl::string_view message,
                       absl::StatusCode code = absl::StatusCode::kFailedPrecondition);
// The content of a file is wrong; all problems at once.
absl::Status DataError(absl::string_view message, const std::vector<Problem>& problems = {});
// The same of a store: what was right once is damaged.
absl::Status DamageError(absl::string_view message, const std::vector<Problem>& problems = {});
// A process or a service is not there.
absl::Status UnreachableError(absl::string_view message);
// A call that did not end with OK. `peer` names service and address, `timeout`
// is what the call was given. UNAVAILABLE without details comes from the
// connection and DEADLINE_EXCEEDED from the clock: both are kUnreachable;
// everything else was said by the service.
absl::Status CallError(const grpc::Status& status, absl::string_view peer, absl::Duration timeout);

// The same error with one more line in its message.
absl::Status WithLine(const absl::Status& status, absl::string_view line);

// The same error in other words, with `name` where its details name `asked`: for a call that
// the program makes with a name that nobody typed.
absl::Status InOtherWords(const absl::Status& status, absl::string_view message,
                          absl::string_view asked, absl::string_view name);

// What the program ends with for this status.
ExitCode ExitCodeOf(const absl::Status& status);

// The google.rpc.Status that came with the error, empty if there was none.
google::rpc::Status DetailsOf(const absl::Status& status);

// The ErrorInfo's reason, for example `WAVE_NOT_OPEN`; empty if there is none.
std::string ReasonOf(const absl::Status& status);

// How long the service asks to wait before the same call is sent again; absent
// if it did not ask.
absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// The details as lines for a person, one per violation.
std::vector<std::string> DescribeDetails(const google::rpc::Status& details);

// The whole error as one JSON object on one line, without a line end.
std::string FailureJson(const absl::Status& status);

}  // namespace lotse::cli
