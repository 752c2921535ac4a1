#include "cli/engagement/server_day.h"

#include "absl/strings/str_cat.h"
#include "cli/engagement/days.h"
#include "cli/failure.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::ListDueItemsRequest;
using engagement::v1alpha::ListDueItemsResponse;
using google::type::Date;

absl::StatusOr<absl::optional<Date>> Ask(Client* client, const std::string& parent) {
  ListDueItemsRequest request;
  request.set_parent(parent);
  request.set_page_size(1);
  ListDueItemsResponse reply;
  const absl::Status asked = client->Call(request, &reply);
  absl::optional<Date> day;
  if (absl::IsPermissionDenied(asked) || absl::IsNotFound(asked)) return day;
  if (!asked.ok()) return asked;
  if (reply.has_today()) day = reply.today();
  return day;
}

}  // namespace

absl::StatusOr<absl::optional<Date>> ServerDay(Client* client, const std::string& name) {
  const std::string all = absl::StrCat(types::Prefix(name, 1), "/engagements/-");
  if (name == types::Prefix(name, 1)) return Ask(client, all);
  const absl::StatusOr<absl::optional<Date>> day = Ask(client, name);
  // Who may not read this one may read another.
  return !day.ok() || day->has_value() ? day : Ask(client, all);
}

absl::Status CheckNotToCome(Client* client, const std::string& name, const std::string& flag,
                            const Date& day) {
  const absl::StatusOr<absl::optional<Date>> today = ServerDay(client, name);
  if (!today.ok()) return today.status();
  if (!today->has_value() || types::ToCivil(day) <= types::ToCivil(**today)) {
    return absl::OkStatus();
  }
  return UsageError(absl::StrCat("--", flag, ": ", DayText(day),
                                 " is still to come; for the service it is ", DayText(**today)));
}

}  // namespace lotse::cli
