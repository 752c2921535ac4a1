// lotse report show.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/engagement/days.h"
#include "cli/engagement/pages.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/report/commands.h"
#include "cli/report/names.h"
#include "cli/report/view.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::Document;
using reporting::v1alpha::ListReportVersionsRequest;
using reporting::v1alpha::ListReportVersionsResponse;
using reporting::v1alpha::Report;
using reporting::v1alpha::ReportVersion;

// So much of a hash tells one version from the other.
constexpr size_t kShortHash = 12;

std::string ViewReport(const Report& report, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::vector<std::pair<std::string, std::string>> facts;
  const auto add = [&](absl::string_view german, absl::string_view english,
                       const std::string& what) {
    if (!what.empty()) facts.emplace_back(absl::StrCat("  ", say(german, english)), what);
  };
  add("Titel", "title", ShowText(report.title(), options));
  add("Art", "kind", Show(Word(report.kind(), options.language), options));
  add("Sprache", "language", Show(report.language(), options));
  add("Vorlage", "template",
      report.template_().empty() ? say("die übliche", "the usual one")
                                 : Show(report.template_(), options));
  if (report.has_start_date() || report.has_end_date()) {
    add("Zeitraum", "period", PeriodText(report.start_date(), report.end_date(), options.ascii));
  }
  for (const std::string& wave : report.waves()) add("Erhebung", "wave", Show(wave, options));
  for (const std::string& release : report.releases()) {
    add("Tabellen aus", "tables of", Show(release, options));
  }
  for (const std::string& material : report.material_releases()) {
    add("Material", "material", Show(material, options));
  }
  std::vector<std::string> sections;
  for (const auto& text : report.texts()) sections.push_back(Show(text.section_id(), options));
  add("Texte zu", "texts for", absl::StrJoin(sections, ", "));
  add("gelöscht", "deleted", report.has_delete_time() ? say("ja", "yes") : "");
  add("es gilt", "counts",
      report.released_version().empty() ? say("keine Fassung", "no version")
                                        : Show(report.released_version(), options));
  return absl::StrCat(Show(report.name(), options), "\n", Facts(facts, options));
}

// A line for each version: last part of its name, state, day, hash, changed cells.
std::string ViewVersions(const std::vector<ReportVersion>& versions, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::vector<std::vector<std::string>> rows;
  for (const ReportVersion& version : versions) {
    std::string changed;
    if (version.has_correction_reason()) {
      changed = absl::StrCat(version.changed_cells(), say(" Zellen anders", " cells differ"));
    }
    if (version.has_failure()) changed = Show(version.failure().reason(), options);
    rows.push_back({Show(IdOf(version.name()), options),
                    Show(Word(version.state(), options.language), options),
                    DayText(version.as_of_date()),
                    Show(version.content_sha256().substr(0, kShortHash), options), changed});
  }
  constexpr size_t kState = 1;
  constexpr int kIndent = 2;
  return rows.empty() ? "" : Columns(std::move(rows), kState, kIndent, options);
}

absl::Status ShowReport(const Invocation& invocation, const ViewOptions& options) {
  Client client(invocation.settings);
  reporting::v1alpha::GetReportRequest get;
  get.set_name(invocation.args.positional[0]);
  Report report;
  if (absl::Status s = client.Call(get, &report); !s.ok()) return s;
  ListReportVersionsRequest list;
  list.set_parent(report.name());
  list.set_order_by("number");
  std::vector<ReportVersion> versions;
  absl::Status read = EachPage<ListReportVersionsResponse>(&client, list, [&](const auto& page) {
    versions.insert(versions.end(), page.versions().begin(), page.versions().end());
  });
  if (!read.ok()) return read;
  std::ostream& out = invocation.environment.out;
  if (!invocation.settings.json) {
    out << ViewReport(report, options) << ViewVersions(versions, options);
    return absl::OkStatus();
  }
  std::vector<std::string> all;
  for (const ReportVersion& version : versions) all.push_back(JsonValueOf(version));
  out << JsonObject()
             .AddRaw("report", JsonValueOf(report))
             .AddRaw("versions", absl::StrCat("[", absl::StrJoin(all, ","), "]"))
             .str()
      << "\n";
  return absl::OkStatus();
}

absl::Status ShowVersion(const Invocation& invocation, const ViewOptions& options) {
  Client client(invocation.settings);
  reporting::v1alpha::GetReportVersionRequest get;
  get.set_name(invocation.args.positional[0]);
  ReportVersion version;
  if (absl::Status s = client.Call(get, &version); !s.ok()) return s;
  Document document;
  if (WasMade(version)) {
    reporting::v1alpha::GetDocumentRequest get_document;
    get_document.set_name(version.name());
    // What a draft says, and its sources, are for those who write it or decide on it.
    const absl::Status got = client.Call(get_document, &document);
    if (!got.ok() && ReasonOf(got) != "PERMISSION_MISSING") return got;
  }
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonObject()
               .AddRaw("version", JsonValueOf(version))
               .AddRaw("sources", SourcesJson(document))
               .str()
        << "\n";
  } else {
    out << ViewVersion(version, options) << ViewSources(document, options);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunReportShow(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (IsReport(name)) return ShowReport(invocation, *options);
  if (absl::Status s = CheckVersionName(name); !s.ok()) {
    return WithLine(s, "or of a report, without the version");
  }
  return ShowVersion(invocation, *options);
}

}  // namespace lotse::cli
