// lotse report diff: in what two versions differ.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/output.h"
#include "cli/report/commands.h"
#include "cli/report/names.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::ChangedCell;
using reporting::v1alpha::ChangedText;
using reporting::v1alpha::DiffReportVersionsRequest;
using reporting::v1alpha::DiffReportVersionsResponse;

// What a part of a report outside its sections is called.
absl::string_view PartWord(ChangedText::Part part, absl::string_view language) {
  switch (part) {
    case ChangedText::PART_TITLE:
      return Either(language, "Titel", "title");
    case ChangedText::PART_SUBTITLE:
      return Either(language, "Untertitel", "subtitle");
    case ChangedText::PART_START_DATE:
      return Either(language, "erster Tag", "first day");
    case ChangedText::PART_END_DATE:
      return Either(language, "letzter Tag", "last day");
    case ChangedText::PART_PUBLISHER:
      return Either(language, "Herausgeber", "publisher");
    case ChangedText::PART_CONTACT:
      return Either(language, "Kontakt", "contact");
    case ChangedText::PART_BARRIER_CONTACT:
      return Either(language, "Barrieren melden", "report barriers");
    case ChangedText::PART_FUNDER_STATEMENTS:
      return Either(language, "Förderung", "funding");
    default:
      return Either(language, "anderes", "something else");
  }
}

std::string ViewDiff(const std::string& name, const DiffReportVersionsResponse& diff,
                     const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  const std::string arrow = Show(" → ", options);
  std::string text =
      Lines("",
            absl::StrCat(Show(IdOf(diff.base()), options), arrow, Show(IdOf(name), options), ": ",
                         diff.cell_count(), say(" Zellen anders", " cells differ")),
            options);
  if (!diff.changed_sections().empty()) {
    absl::StrAppend(&text,
                    Lines(say("Abschnitte: ", "sections: "),
                          Show(absl::StrJoin(diff.changed_sections(), ", "), options), options));
  }
  const auto shown = [&](const std::string& value) {
    return value.empty() ? say("nichts", "nothing") : Show(value, options);
  };
  for (const ChangedText& changed : diff.changed_texts()) {
    absl::StrAppend(
        &text, Lines("",
                     absl::StrCat(Show(PartWord(changed.part(), options.language), options), ": ",
                                  shown(changed.before()), arrow, shown(changed.after())),
                     options));
  }
  std::string table;
  for (const ChangedCell& cell : diff.cells()) {
    if (cell.table_id() != table) absl::StrAppend(&text, Show(cell.table_id(), options), "\n");
    table = cell.table_id();
    absl::StrAppend(
        &text, Lines("  ",
                     absl::StrCat(Show(cell.row(), options), " / ", Show(cell.column(), options),
                                  ": ", shown(cell.before()), arrow, shown(cell.after())),
                     options));
  }
  const int left_out = diff.cell_count() - diff.cells_size();
  if (left_out > 0) absl::StrAppend(&text, say("und weitere: ", "and more: "), left_out, "\n");
  return text;
}

// The version that --base names: by its whole name, or its last part.
absl::StatusOr<std::string> ReadBase(const Args& args, const std::string& name) {
  const std::string given = args.Get("base");
  if (given.empty()) return given;
  const std::string base = given.find('/') == std::string::npos
                               ? absl::StrCat(ReportOf(name), "/versions/", given)
                               : given;
  if (absl::Status s = CheckVersionName(base); !s.ok()) return s;
  if (ReportOf(base) == ReportOf(name)) return base;
  return UsageError("--base: give another version of the same report");
}

}  // namespace

absl::Status RunReportDiff(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = CheckVersionName(name); !s.ok()) return s;
  const absl::StatusOr<std::string> base = ReadBase(invocation.args, name);
  if (!base.ok()) return base.status();
  DiffReportVersionsRequest request;
  request.set_name(name);
  request.set_base(*base);
  DiffReportVersionsResponse diff;
  Client client(invocation.settings);
  if (absl::Status s = client.Call(request, &diff); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(diff) << "\n";
  } else {
    out << ViewDiff(name, diff, *options);
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
