// lotse engagement status, lotse engagement gantt: where an engagement stands.
#include <utility>
#include <vector>

#include "cli/channel.h"
#include "cli/engagement/commands.h"
#include "cli/engagement/course.h"
#include "cli/engagement/days.h"
#include "cli/engagement/gantt.h"
#include "cli/engagement/pages.h"
#include "cli/engagement/status_view.h"
#include "cli/engagement/view.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: everything that is asked comes from there.

constexpr int kDays = 30;

absl::StatusOr<Outlook> LoadOutlook(Client* client, const std::string& name, int days) {
  Outlook outlook;
  outlook.days = days;
  ListGapsRequest gaps;
  gaps.set_parent(name);
  absl::Status read = EachPage<ListGapsResponse>(client, gaps, [&](const auto& page) {
    outlook.gaps.insert(outlook.gaps.end(), page.gaps().begin(), page.gaps().end());
  });
  if (!read.ok()) return read;
  ListDueItemsRequest due;
  due.set_parent(name);
  due.set_days(days);
  read = EachPage<ListDueItemsResponse>(client, due, [&](const auto& page) {
    outlook.due.insert(outlook.due.end(), page.items().begin(), page.items().end());
  });
  if (!read.ok()) return read;
  std::vector<DueMeasurement> values;
  ListDueMeasurementsRequest measurements;
  measurements.set_parent(name);
  read = EachPage<ListDueMeasurementsResponse>(client, measurements, [&](const auto& page) {
    values.insert(values.end(), page.due_measurements().begin(), page.due_measurements().end());
  });
  if (read.ok()) {
    outlook.measurements = std::move(values);
  } else if (!absl::IsPermissionDenied(read)) {
    return read;
  }
  GetCapacityRequest capacity;
  capacity.set_name(name);
  read = EachPage<GetCapacityResponse>(client, capacity, [&](const auto& page) {
    outlook.capacity.insert(outlook.capacity.end(), page.rows().begin(), page.rows().end());
  });
  if (!read.ok()) return read;
  return outlook;
}

}  // namespace

absl::Status RunEngagementStatus(const Invocation& invocation) {
  const std::string& name = invocation.args.positional[0];
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<absl::optional<google::type::Date>> as_of = AsOfDay(invocation.args);
  if (!as_of.ok()) return as_of.status();
  const absl::StatusOr<int> days = DaysFlag(invocation.args, kDays);
  if (!days.ok()) return days.status();
  Client client(invocation.settings);
  const absl::StatusOr<Course> course = LoadCourse(&client, name, *as_of);
  if (!course.ok()) return course.status();
  absl::optional<Outlook> outlook;
  if (!as_of->has_value()) {
    absl::StatusOr<Outlook> loaded = LoadOutlook(&client, name, *days);
    if (!loaded.ok()) return loaded.status();
    outlook = *std::move(loaded);
  }
  invocation.environment.out << (invocation.settings.json ? StatusJson(*course, outlook)
                                                          : ViewStatus(*course, outlook, *options));
  return absl::OkStatus();
}

absl::Status RunEngagementGantt(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<absl::optional<google::type::Date>> as_of = AsOfDay(invocation.args);
  if (!as_of.ok()) return as_of.status();
  Client client(invocation.settings);
  const absl::StatusOr<Course> course = LoadCourse(&client, invocation.args.positional[0], *as_of);
  if (!course.ok()) return course.status();
  invocation.environment.out << (invocation.settings.json ? StatusJson(*course, absl::nullopt)
                                                          : ViewGantt(*course, *options));
  return absl::OkStatus();
}

}  // namespace lotse::cli
