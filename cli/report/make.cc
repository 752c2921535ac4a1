// lotse report make.
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/engagement/field_words.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/report/assemble.h"
#include "cli/report/commands.h"
#include "cli/report/fetch.h"
#include "cli/report/view.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::Document;
using reporting::v1alpha::ReportVersion;

// What became of the report, in a line.
std::string ViewReport(const MadeReport& made, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::string did = say("vorhanden ", "is there ");
  if (made.created) did = say("angelegt  ", "made     ");
  if (!made.changed.empty()) did = say("geändert  ", "changed  ");
  std::vector<std::string> words;
  for (const std::string& field : made.changed) {
    words.push_back(Show(FieldWord(field, options.language), options));
  }
  return absl::StrCat(did, Show(made.report.name(), options), words.empty() ? "" : ": ",
                      absl::StrJoin(words, ", "), "\n");
}

std::string ResultJson(const MadeReport& made, const ReportVersion& version,
                       const Document& document, const std::optional<WrittenFile>& file) {
  JsonObject result;
  result.AddRaw("report", JsonValueOf(made.report))
      .Add("created", made.created)
      .AddRaw("changed", JsonStrings(made.changed))
      .AddRaw("version", JsonValueOf(version))
      .AddRaw("sources", SourcesJson(document));
  if (file.has_value()) result.AddRaw("file", FileJson(*file));
  return result.str() + "\n";
}

// Public bodies have to name whom to tell of barriers (BITV 2.0, section 7).
void TellOfImprint(const Document& document, const ViewOptions& options, std::ostream& err) {
  if (!document.imprint().barrier_contact().empty()) return;
  err << Show(Either(
                  options.language,
                  "Hinweis: kein Kontakt für Barrieren; `imprint` einer eigenen Vorlage nennt ihn "
                  "(docs/reports.md)",
                  "Note: no contact for barriers; `imprint` of a template of your own names it "
                  "(docs/reports.md)"),
              options)
      << "\n";
}

// What a version says, for its sources, and its file if one is wanted.
absl::Status Fetch(Client* client, const ReportVersion& version, std::optional<WantedFile> wanted,
                   Document* document, std::optional<WrittenFile>* file) {
  reporting::v1alpha::GetDocumentRequest get;
  get.set_name(version.name());
  if (absl::Status s = client->Call(get, document); !s.ok()) return s;
  if (!wanted.has_value()) return absl::OkStatus();
  absl::StatusOr<WrittenFile> written = FetchFile(client, version.name(), *std::move(wanted));
  if (!written.ok()) return written.status();
  *file = *std::move(written);
  return absl::OkStatus();
}

}  // namespace

absl::Status RunReportMake(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<WantedReport> wanted = ReadWantedReport(args);
  if (!wanted.ok()) return wanted.status();
  if (args.Has("format") && !args.Has("out")) {
    return UsageError("--format is for --out: the form of the file that is written");
  }
  std::optional<WantedFile> wanted_file;
  if (args.Has("out")) {
    // Before anything is made.
    absl::StatusOr<WantedFile> begun = BeginFile(args);
    if (!begun.ok()) return begun.status();
    wanted_file.emplace(*std::move(begun));
  }
  std::ostream& out = invocation.environment.out;
  const bool json = invocation.settings.json;
  Client client(invocation.settings);
  MadeReport made;
  if (absl::Status s = PutReport(&client, *wanted, &made); !s.ok()) return s;
  if (!json) out << ViewReport(made, *options) << std::flush;
  ReportVersion version;
  absl::Status status =
      AssembleVersion(invocation, &client, made.report, args.Get("reason"), &version);
  if (status.ok()) status = CheckMade(client, version);
  if (!status.ok()) return status;
  Document document;
  std::optional<WrittenFile> file;
  status = Fetch(&client, version, std::move(wanted_file), &document, &file);
  if (!status.ok()) {
    return WithLine(status,
                    absl::StrCat(version.name(), " is made; get it with lotse report export ",
                                 version.name(), " --out=FILE"));
  }
  if (json) {
    out << ResultJson(made, version, document, file);
    return absl::OkStatus();
  }
  out << ViewVersion(version, *options) << ViewSources(document, *options);
  if (file.has_value()) out << ViewFile(*file, *options);
  TellOfImprint(document, *options, invocation.environment.err);
  return absl::OkStatus();
}

}  // namespace lotse::cli
