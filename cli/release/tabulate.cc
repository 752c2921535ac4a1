// lotse table of a release.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/failure.h"
#include "cli/output.h"
#include "cli/release/codes.h"
#include "cli/release/commands.h"
#include "cli/release/load.h"
#include "cli/release/spec.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Release;
using survey::v1alpha::TableSpec;

}  // namespace

absl::Status RunReleaseTable(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  if (args.positional.size() == 1 && !args.Has("battery")) {
    for (const FlagSpec& flag : TableSpecFlags()) {
      if (args.Has(flag.name)) {
        return UsageError(
            absl::StrCat("--", flag.name, " needs a table: give the code of its rows"));
      }
    }
    return RunReleaseShow(invocation);
  }
  const absl::StatusOr<TableSpec> spec = ReadTableSpec(args);
  if (!spec.ok()) return spec.status();
  Client client(invocation.settings);
  Release release;
  TableContext context;
  if (absl::Status s = LoadRelease(args.positional[0], &client, &release, &context); !s.ok()) {
    return s;
  }
  const std::vector<Problem> unknown = UnknownCodes(*spec, context.variables, "en");
  if (!unknown.empty()) return UsageError(absl::StrCat(unknown[0].what, "; see lotse variables"));
  survey::v1alpha::TabulateRequest request;
  request.set_name(release.name());
  *request.add_tables() = *spec;
  survey::v1alpha::TabulateResponse tables;
  if (absl::Status s = client.Call(request, &tables); !s.ok()) return s;
  if (tables.tables_size() != 1) {
    return absl::InternalError("the service answered with another number of tables than one");
  }
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(tables.tables(0)) << "\n";
  } else {
    out << ViewTable(tables.tables(0), "", context, *options);
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
