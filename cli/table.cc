// lotse table: the one-way tables of a closed wave; those of a release are in release/tabulate.cc.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/engagement/view.h"
#include "cli/failure.h"
#include "cli/release/commands.h"
#include "cli/release/spec.h"
#include "cli/table_view.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::FrequencyTable;
using lotse::survey::v1alpha::TabulateWaveRequest;
using lotse::survey::v1alpha::TabulateWaveResponse;

// Keeps the tables with one of the codes. UsageError for a code without a table.
absl::Status KeepCodes(const std::vector<std::string>& codes, TabulateWaveResponse* tables) {
  std::vector<std::string> known;
  for (const FrequencyTable& table : tables->tables()) {
    known.push_back(table.code());
    if (!table.matrix_code().empty()) known.push_back(table.matrix_code());
  }
  const auto& erased = tables->wave().erased_codes();
  for (const std::string& code : codes) {
    if (std::find(erased.begin(), erased.end(), code) != erased.end()) {
      return UsageError(absl::StrCat("the answers to '", code,
                                     "' were erased of everybody; there are no figures of it"));
    }
    if (std::find(known.begin(), known.end(), code) == known.end()) {
      return UsageError(
          absl::StrCat("the questionnaire has no '", code, "'", DidYouMean(code, known)));
    }
  }
  const auto is_wanted = [&](const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  TabulateWaveResponse kept;
  for (const FrequencyTable& table : tables->tables()) {
    if (is_wanted(table.code()) || is_wanted(table.matrix_code())) *kept.add_tables() = table;
  }
  tables->mutable_tables()->Swap(kept.mutable_tables());
  return absl::OkStatus();
}

}  // namespace

absl::Status RunTable(const Invocation& invocation) {
  const Args& args = invocation.args;
  if (IsRelease(args.positional[0])) return RunReleaseTable(invocation);
  for (const FlagSpec& flag : TableSpecFlags()) {
    if (args.Has(flag.name)) {
      return UsageError(absl::StrCat("--", flag.name,
                                     " is for tables of a release; give its name in place of that "
                                     "of the wave. See lotse help table"));
    }
  }
  const absl::StatusOr<ViewOptions> view = ReadViewOptions(invocation);
  if (!view.ok()) return view.status();
  TabulateWaveRequest request;
  request.set_name(args.positional[0]);
  TabulateWaveResponse tables;
  Client client(invocation.settings);
  if (absl::Status called = client.Call(request, &tables); !called.ok()) return called;

  const std::vector<std::string> codes(args.positional.begin() + 1, args.positional.end());
  if (!codes.empty()) {
    if (absl::Status kept = KeepCodes(codes, &tables); !kept.ok()) return kept;
  }
  Environment& environment = invocation.environment;
  if (invocation.settings.json) {
    environment.out << MessageJson(tables, false);
    return absl::OkStatus();
  }
  TableViewOptions options;
  options.language = view->language;
  options.width = args.Has("width") ? view->width : environment.columns;
  options.ascii = view->ascii;
  environment.out << ViewTables(tables, options);
  return absl::OkStatus();
}

}  // namespace lotse::cli
