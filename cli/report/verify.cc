// lotse report verify: whether what is kept of a version is what was made, and would be made again.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
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

using reporting::v1alpha::VerifyReportVersionResponse;
using Check = VerifyReportVersionResponse::Check;

std::string ViewChecks(const VerifyReportVersionResponse& response, const ViewOptions& options) {
  std::vector<std::vector<std::string>> rows;
  for (const Check& check : response.checks()) {
    rows.push_back({check.same() ? Sign("+", "✓", options) : Sign("!", "✗", options),
                    Show(check.subject(), options), Show(check.frozen_sha256(), options)});
  }
  constexpr size_t kHash = 2;
  std::string text = rows.empty() ? "" : Columns(std::move(rows), kHash, 0, options);
  for (const Check& check : response.checks()) {
    if (check.same()) continue;
    const std::string found =
        check.found_sha256().empty()
            ? std::string(Either(options.language, " fehlt", " is missing"))
            : absl::StrCat(Either(options.language, " ist jetzt ", " is now "),
                           check.found_sha256());
    absl::StrAppend(&text, Show(absl::StrCat(check.subject(), found), options), "\n");
  }
  return text;
}

// Which Lotse made a version whose files would be made otherwise now, and what that tells. A build
// between two releases has the number of one of them, so the same number proves nothing.
std::string MeaningOfVersions(const VerifyReportVersionResponse& response,
                              absl::string_view language) {
  const std::string& made = response.made_with();
  const std::string& now = response.verified_with();
  if (made.empty()) {
    return absl::StrCat(
        Either(language, "Welches Lotse die Fassung erstellt hat, ist nicht bekannt; dieses ist ",
               "Which Lotse made the version is not known; this one is "),
        now,
        Either(language, ". Ein anderes kann Dateien anders geschrieben haben, ohne Schaden.",
               ". Another one may have written files otherwise, which is no damage."));
  }
  const std::string made_by = absl::StrCat(
      Either(language, "Erstellt hat die Fassung Lotse ", "The version was made by Lotse "), made);
  if (made != now) {
    return absl::StrCat(
        made_by, Either(language, ", dieses ist ", ", and this one is "), now,
        Either(language, ". Ein anderes kann Dateien anders schreiben, ohne Schaden.",
               ". Another one may write files otherwise, which is no damage."));
  }
  return absl::StrCat(
      made_by,
      Either(language,
             ", und so heißt auch dieses. Das ist ein Hinweis und kein Beweis: Ein Stand zwischen "
             "zwei Ausgaben kann anders schreiben.",
             ", as this one is called too. That is a sign and no proof: a build between two "
             "releases may write otherwise."));
}

// Who can tell more, of files and of the document of which they are made.
absl::string_view WhereToLook(absl::string_view language) {
  return Either(language,
                "Ob der Hash einer Datei oder des Dokuments geändert wurde, sagt das "
                "Änderungsprotokoll: lotse store verify.",
                "Whether the hash of a file or of the document was changed, the change log tells: "
                "lotse store verify.");
}

// What became of the files that were made anew; nothing where the service makes none.
std::string ViewRenderings(const VerifyReportVersionResponse& response,
                           const ViewOptions& options) {
  const struct {
    Check::Rendering rendering;
    const char* german;
    const char* english;
  } kinds[] = {
      {Check::RENDERING_SAME, "neu erstellt, wie damals: ", "made anew, as then: "},
      {Check::RENDERING_DIFFERS, "neu erstellt, anders: ", "made anew, otherwise: "},
      {Check::RENDERING_IMPOSSIBLE, "nicht neu zu erstellen: ", "cannot be made anew: "},
  };
  std::string text;
  for (const auto& kind : kinds) {
    std::vector<std::string> forms;
    for (const Check& check : response.checks()) {
      if (check.rendering() == kind.rendering) forms.push_back(Show(check.subject(), options));
    }
    if (forms.empty()) continue;
    absl::StrAppend(&text, Lines(Show(Either(options.language, kind.german, kind.english), options),
                                 absl::StrJoin(forms, ", "), options));
    if (kind.rendering != Check::RENDERING_DIFFERS) continue;
    absl::StrAppend(
        &text, Lines("", Show(MeaningOfVersions(response, options.language), options), options),
        Lines("", Show(WhereToLook(options.language), options), options));
  }
  return text;
}

}  // namespace

absl::Status RunReportVerify(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = CheckVersionName(name); !s.ok()) return s;
  reporting::v1alpha::VerifyReportVersionRequest request;
  request.set_name(name);
  VerifyReportVersionResponse response;
  Client client(invocation.settings);
  if (absl::Status s = client.Call(request, &response); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(response) << "\n";
  } else {
    out << ViewChecks(response, *options) << ViewRenderings(response, *options);
  }
  if (response.same()) return absl::OkStatus();
  return DamageError(absl::StrCat(name, ": what is kept is not what was made"));
}

}  // namespace lotse::cli
