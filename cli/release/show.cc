// lotse release show and check.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/release/commands.h"
#include "cli/release/load.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CheckReleaseResponse;
using survey::v1alpha::Release;
using survey::v1alpha::ReleasedTable;

constexpr int kPage = 100;

// The tables of a release a page after the other; `take` has each one.
template <class Take>
absl::Status ForEachTable(const std::string& release, Client* client, Take take) {
  survey::v1alpha::ListReleasedTablesRequest list;
  list.set_parent(release);
  list.set_page_size(kPage);
  survey::v1alpha::ListReleasedTablesResponse page;
  do {
    page.Clear();
    if (absl::Status s = client->Call(list, &page); !s.ok()) return s;
    for (const ReleasedTable& table : page.tables()) take(table);
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return absl::OkStatus();
}

// Of --table: a number, or the last part of the table's name. UsageError.
absl::StatusOr<std::string> TableId(const Args& args) {
  const std::string given = args.Get("table");
  int number = 0;
  const bool has_letter = !given.empty() && given[0] == 't';
  if (!absl::SimpleAtoi(has_letter ? given.substr(1) : given, &number) || number < 1) {
    return UsageError("--table: give the number of a table in the release, from 1");
  }
  return absl::StrFormat("t%04d", number);
}

absl::Status ShowOne(const Invocation& invocation, const ViewOptions& options) {
  const absl::StatusOr<std::string> id = TableId(invocation.args);
  if (!id.ok()) return id.status();
  Client client(invocation.settings);
  survey::v1alpha::GetReleasedTableRequest get;
  get.set_name(absl::StrCat(invocation.args.positional[0], "/tables/", *id));
  ReleasedTable table;
  if (absl::Status s = client.Call(get, &table); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(table) << "\n";
    return absl::OkStatus();
  }
  Release release;
  TableContext context;
  absl::Status loaded = LoadRelease(invocation.args.positional[0], &client, &release, &context);
  if (!loaded.ok()) return loaded;
  out << ViewTable(table.table(), *id, context, options);
  return absl::OkStatus();
}

std::string ViewCheck(const CheckReleaseResponse& check, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  const auto verdict = [&](bool good) {
    return good ? absl::StrCat(Sign("+ ", "✓ ", options), say("ja", "yes"))
                : absl::StrCat(Sign("! ", "✗ ", options), say("NEIN", "NO"));
  };
  return Facts(
      {{say("Tabellen", "tables"),
        absl::StrCat(check.published_tables(), say(" veröffentlicht, ", " published, "),
                     check.refused_tables(), say(" abgelehnt", " refused"))},
       {say("Zellen", "cells"),
        absl::StrCat(check.shown_cells(), say(" gezeigt, ", " shown, "), check.protected_cells(),
                     say(" geschützt", " protected"))},
       {say("Anzahlen stimmen mit den Antworten überein", "counts agree with the answers"),
        verdict(check.counts_agree())},
       {say("Geschütztes lässt sich nicht errechnen", "nothing protected can be worked out"),
        check.not_settled() ? say("? zu aufwendig, um es zu prüfen", "? too much work to tell")
                            : verdict(check.protection_holds())},
       {say("Tabellen sind die veröffentlichten (SHA-256)", "tables are those published (SHA-256)"),
        verdict(check.hash_agrees())},
       {say("bestanden", "passed"), verdict(check.passed())}},
      options);
}

}  // namespace

absl::Status RunReleaseShow(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = CheckReleaseName(name); !s.ok()) return s;
  if (invocation.args.Has("table")) return ShowOne(invocation, *options);
  Client client(invocation.settings);
  Release release;
  TableContext context;
  if (absl::Status s = LoadRelease(name, &client, &release, &context); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    std::vector<std::string> tables;
    absl::Status listed = ForEachTable(
        name, &client, [&](const ReleasedTable& table) { tables.push_back(JsonValueOf(table)); });
    if (!listed.ok()) return listed;
    out << JsonObject()
               .AddRaw("release", JsonValueOf(release))
               .AddRaw("tables", absl::StrCat("[", absl::StrJoin(tables, ","), "]"))
               .str()
        << "\n";
    return absl::OkStatus();
  }
  out << ViewRelease(release, *options);
  return ForEachTable(name, &client, [&](const ReleasedTable& table) {
    out << "\n" << ViewTable(table.table(), Show(IdOf(table.name()), *options), context, *options);
  });
}

absl::Status RunReleaseCheck(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = CheckReleaseName(name); !s.ok()) return s;
  survey::v1alpha::CheckReleaseRequest request;
  request.set_name(name);
  CheckReleaseResponse check;
  Client client(invocation.settings);
  if (absl::Status s = client.Call(request, &check); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(check) << "\n";
  } else {
    out << ViewCheck(check, *options);
  }
  if (check.passed()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Show(Either(options->language, "die Prüfung ist nicht bestanden; nichts davon weitergeben",
                  "the check is not passed; give none of it away"),
           *options));
}

}  // namespace lotse::cli
