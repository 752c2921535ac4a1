#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "cli/channel.h"
#include "google/type/date.pb.h"

// Today as the service counts it. Its clock decides what is due, overdue or still to come, and
// in development it is another than that of this machine.
namespace lotse::cli {

// Asked with a question about an engagement or a programme. Absent where the caller may read
// neither the engagement nor another one of the programme, or the service is so old that it
// does not tell its day. Errors of calls but those.
absl::StatusOr<absl::optional<google::type::Date>> ServerDay(Client* client,
                                                             const std::string& name);

// UsageError if the service says that `day`, which `flag` gave, is still to come.
absl::Status CheckNotToCome(Client* client, const std::string& name, const std::string& flag,
                            const google::type::Date& day);

}  // namespace lotse::cli
