#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "cli/channel.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"

// Today as the service counts it. Its clock decides what is due, overdue or still to come, and
// in development it is another than that of this machine.
namespace lotse::cli {

// The day on which the service answered, by something that is due and the days until then.
google::type::Date DayOfAnswer(const engagement::v1alpha::DueItem& item);

// The same, asked with a question about an engagement or a programme. Absent where the service
// does not tell it: nothing there, nor in the programme, is due within a year, or the caller
// may not read it. Errors of calls but those.
absl::StatusOr<absl::optional<google::type::Date>> ServerDay(Client* client,
                                                             const std::string& name);

// UsageError if the service says that `day`, which `flag` gave, is still to come.
absl::Status CheckNotToCome(Client* client, const std::string& name, const std::string& flag,
                            const google::type::Date& day);

}  // namespace lotse::cli
