// lotse release make.
#include <algorithm>
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
#include "cli/release/codes.h"
#include "cli/release/commands.h"
#include "cli/release/load.h"
#include "cli/release/spec.h"
#include "cli/text.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CreateReleaseRequest;
using survey::v1alpha::Release;
using survey::v1alpha::Table;
using survey::v1alpha::TableSpec;

// Tables of one call of Tabulate.
constexpr size_t kBatch = 500;

absl::StatusOr<Release::Audience> ReadAudience(const Args& args) {
  static const std::vector<std::pair<std::string, Release::Audience>> kWords = {
      {"institute", Release::AUDIENCE_INSTITUTE},
      {"steering-group", Release::AUDIENCE_STEERING_GROUP},
      {"administration", Release::AUDIENCE_ADMINISTRATION},
      {"public", Release::AUDIENCE_PUBLIC}};
  const std::string given = args.Get("audience");
  std::vector<std::string> words;
  for (const auto& [word, audience] : kWords) {
    if (word == given) return audience;
    words.push_back(word);
  }
  return UsageError(
      given.empty()
          ? absl::StrCat("--audience is missing; give one of ", absl::StrJoin(words, ", "))
          : absl::StrCat("--audience: '", given, "' is none", DidYouMean(given, words),
                         "; give one of ", absl::StrJoin(words, ", ")));
}

absl::StatusOr<int32_t> ReadThreshold(const Args& args, const std::string& flag) {
  int32_t number = 0;
  if (args.Has(flag) && (!absl::SimpleAtoi(args.Get(flag), &number) || number < 1)) {
    return UsageError(absl::StrCat("--", flag, ": give a number of people"));
  }
  return number;
}

absl::StatusOr<CreateReleaseRequest> ReadRelease(const Args& args, const ViewOptions& options) {
  CreateReleaseRequest request;
  request.set_parent(args.positional[0]);
  request.set_release_id(args.positional[1]);
  request.set_request_id(types::NewRandomUuid());
  Release& release = *request.mutable_release();
  if (args.Get("title").empty()) return UsageError("--title is missing: what is it for?");
  auto* title = release.mutable_title()->add_variants();
  title->set_language(options.language);
  title->set_text(args.Get("title"));
  const auto audience = ReadAudience(args);
  if (!audience.ok()) return audience.status();
  release.set_audience(*audience);
  const auto base = ReadThreshold(args, "minimum-base");
  if (!base.ok()) return base.status();
  release.set_minimum_base(*base);
  const auto cell = ReadThreshold(args, "minimum-cell");
  if (!cell.ok()) return cell.status();
  release.set_minimum_cell(*cell);
  const std::vector<std::string> breaks = ReadCodeLists(args, "break");
  release.mutable_break_variables()->Assign(breaks.begin(), breaks.end());
  const std::vector<std::string> sensitive = ReadCodeLists(args, "sensitive");
  release.mutable_sensitive_variables()->Assign(sensitive.begin(), sensitive.end());
  return request;
}

// All tables in the order of `specs`, in as few calls as possible: what is asked for together
// is protected together, which hides less.
absl::StatusOr<std::vector<Table>> Tabulate(const std::string& release,
                                            const std::vector<TableSpec>& specs, Client* client) {
  std::vector<Table> tables;
  for (size_t from = 0; from < specs.size(); from += kBatch) {
    survey::v1alpha::TabulateRequest request;
    request.set_name(release);
    const size_t end = std::min(from + kBatch, specs.size());
    for (size_t i = from; i < end; ++i) *request.add_tables() = specs[i];
    survey::v1alpha::TabulateResponse response;
    if (absl::Status s = client->Call(request, &response); !s.ok()) return s;
    for (Table& table : *response.mutable_tables()) tables.push_back(std::move(table));
  }
  return tables;
}

bool IsRefused(const Table& table) { return table.refusal() != Table::REFUSAL_UNSPECIFIED; }

std::string ResultJson(const Release& release, const std::vector<Table>& tables) {
  std::vector<std::string> refused;
  for (const Table& table : tables) {
    if (IsRefused(table)) refused.push_back(JsonValueOf(table));
  }
  return JsonObject()
      .AddRaw("release", JsonValueOf(release))
      .Add("published", static_cast<int64_t>(tables.size() - refused.size()))
      .AddRaw("refused", absl::StrCat("[", absl::StrJoin(refused, ","), "]"))
      .str();
}

std::string ViewResult(const std::vector<Table>& tables, const TableContext& context,
                       const ViewOptions& options) {
  const auto refused = std::count_if(tables.begin(), tables.end(), IsRefused);
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::string text =
      Lines("",
            absl::StrCat(tables.size() - refused, say(" veröffentlicht, ", " published, "), refused,
                         say(" abgelehnt", " refused")),
            options);
  for (const Table& table : tables) {
    if (IsRefused(table)) absl::StrAppend(&text, "\n", ViewTable(table, "", context, options));
  }
  return text;
}

// Checks what the tables name, and loads what they need to be shown. A release that is made for
// tables that cannot be is there, empty, and its thresholds never change.
absl::Status CheckSpecs(const Args& args, const std::vector<TableSpec>& specs,
                        absl::string_view language, Client* client, TableContext* context) {
  if (absl::Status s = LoadVariables(args.positional[0], client, context); !s.ok()) return s;
  const std::vector<Problem> wrong =
      WrongCodes(specs, context->variables, ReadCodeLists(args, "break"), language);
  if (wrong.empty()) return absl::OkStatus();
  return DataError(absl::StrCat(args.Get("tables"),
                                Either(language,
                                       ": diese Tabellen kann es nicht geben; nichts "
                                       "wurde angelegt. lotse variables nennt die Codes",
                                       ": there can be no such tables; nothing was made. lotse "
                                       "variables tells the codes")),
                   wrong);
}

}  // namespace

absl::Status RunReleaseMake(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  if (absl::Status s = CheckWaveName(args.positional[0]); !s.ok()) return s;
  const absl::StatusOr<CreateReleaseRequest> create = ReadRelease(args, *options);
  if (!create.ok()) return create.status();
  if (!args.Has("tables")) {
    return UsageError("--tables is missing: the file that says which; see lotse help release make");
  }
  const absl::StatusOr<std::vector<TableSpec>> specs = ReadSpecFile(args.Get("tables"));
  if (!specs.ok()) return specs.status();

  Client client(invocation.settings);
  TableContext context;
  if (absl::Status s = CheckSpecs(args, *specs, options->language, &client, &context); !s.ok()) {
    return s;
  }
  Release release;
  if (absl::Status s = client.Call(*create, &release); !s.ok()) return s;
  const std::string name = release.name();
  const absl::StatusOr<std::vector<Table>> tables = Tabulate(name, *specs, &client);
  if (!tables.ok()) {
    return WithLine(tables.status(), absl::StrCat("the release ", name,
                                                  " is there, and open; the "
                                                  "same command again goes on with it"));
  }
  survey::v1alpha::GetReleaseRequest get;
  get.set_name(name);
  if (absl::Status s = client.Call(get, &release); !s.ok()) return s;
  context.minimum_base = release.minimum_base();
  // Other tables can be added to it still.
  const bool is_empty = std::all_of(tables->begin(), tables->end(), IsRefused);
  if (!args.Has("open") && !is_empty) {
    survey::v1alpha::FreezeReleaseRequest freeze;
    freeze.set_name(name);
    freeze.set_etag(release.etag());
    freeze.set_request_id(types::NewRandomUuid());
    if (absl::Status s = client.Call(freeze, &release); !s.ok()) return s;
  }
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << ResultJson(release, *tables) << "\n";
  } else {
    out << ViewRelease(release, *options) << "\n" << ViewResult(*tables, context, *options);
  }
  if (!args.Has("open") && is_empty && !invocation.settings.json) {
    invocation.environment.err
        << Show(Either(options->language,
                       "Nicht eingefroren, denn keine dieser Tabellen wurde veröffentlicht; andere "
                       "lassen sich noch hinzufügen.",
                       "Not frozen, as none of these tables was published; others can still be "
                       "added."),
                *options)
        << "\n";
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
