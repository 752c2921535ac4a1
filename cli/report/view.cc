#include "cli/report/view.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/days.h"
#include "cli/engagement/words.h"
#include "cli/moment.h"
#include "cli/output.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::AssemblyProgress;
using reporting::v1alpha::Document;
using reporting::v1alpha::ReportVersion;
using reporting::v1alpha::Source;

// So much of a hash tells one from the other.
constexpr size_t kShortHash = 12;
constexpr size_t kHash = 64;

// The revision that stands in a document: a number, or of a list a hash.
std::string RevisionText(const Source& source, const ViewOptions& options) {
  std::string revision = Show(source.revision(), options);
  if (revision.size() == kHash) {
    revision = absl::StrCat(revision.substr(0, kShortHash), Sign("...", "…", options));
  }
  return absl::StrCat("Revision ", revision);
}

std::string SourceText(const Source& source, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  if (source.state() == Source::STATE_REACHED) return RevisionText(source, options);
  if (source.revision().empty()) {
    return say("nicht erreicht; fehlt im Bericht", "not reached; missing in the report");
  }
  return absl::StrCat(say("nicht erreicht; zuletzt ", "not reached; last "),
                      RevisionText(source, options), say(" vom ", " of "),
                      DayText(source.last_reached_date()));
}

}  // namespace

bool WasMade(const ReportVersion& version) { return !version.content_sha256().empty(); }

std::string StandingOf(const ReportVersion& version, absl::string_view language) {
  std::string text = Word(version.state(), language);
  if (!version.has_progress()) return text;
  const AssemblyProgress& progress = version.progress();
  absl::StrAppend(&text, ": ", Word(progress.step(), language));
  if (progress.total() == 0) return text;
  return absl::StrCat(text, ", ", progress.done(), Either(language, " von ", " of "),
                      progress.total());
}

std::string ViewVersion(const ReportVersion& version, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::vector<std::pair<std::string, std::string>> facts;
  const auto add = [&](absl::string_view german, absl::string_view english,
                       const std::string& what) {
    if (!what.empty()) facts.emplace_back(absl::StrCat("  ", say(german, english)), what);
  };
  const auto moment = [](const google::protobuf::Timestamp& time) {
    return time.seconds() == 0 ? "" : MomentText(types::FromTimestamp(time));
  };
  add("Art", "kind", Show(Word(version.settings().kind(), options.language), options));
  add("Stand", "state", Show(StandingOf(version, options.language), options));
  if (version.has_failure()) {
    add("gescheitert an", "failed with",
        Show(absl::StrCat(version.failure().reason(), ": ", version.failure().message()), options));
  }
  add("zeigt den", "shows", DayText(version.as_of_date()));
  add("freigegeben am", "released on", moment(version.release_time()));
  add("ersetzt durch", "replaced by", Show(version.replaced_by(), options));
  add("zurückgezogen", "withdrawn", ShowText(version.withdraw_reason(), options));
  add("berichtigt", "corrected", ShowText(version.correction_reason(), options));
  if (version.has_correction_reason()) {
    add("geänderte Zellen", "changed cells", absl::StrCat(version.changed_cells()));
  }
  if (WasMade(version) && version.content_sha256() == version.previous_sha256()) {
    add("Inhalt", "content",
        say("derselbe wie in der Fassung davor", "the same as in the version before"));
  }
  std::string text;
  if (!version.title().empty()) text = Lines("", Show(version.title(), options), options);
  absl::StrAppend(&text, Show(version.name(), options), "\n", Facts(facts, options));
  // It is never broken, so that it can be compared with another one.
  if (WasMade(version)) {
    absl::StrAppend(&text, "  SHA-256 ", Show(version.content_sha256(), options), "\n");
  }
  return text;
}

std::string ViewSources(const Document& document, const ViewOptions& options) {
  std::vector<std::pair<std::string, std::string>> facts;
  // No name is cut: those of one engagement differ at their ends alone.
  for (const Source& source : document.sources()) {
    const bool reached = source.state() == Source::STATE_REACHED;
    facts.emplace_back(
        absl::StrCat("    ", reached ? Sign("+", "✓", options) : Sign("!", "✗", options), "  ",
                     Show(source.service(), options)),
        absl::StrCat(Show(source.resource(), options), ": ", SourceText(source, options)));
  }
  if (facts.empty()) return "";
  return absl::StrCat("  ", Show(Either(options.language, "Quellen", "sources"), options), "\n",
                      Facts(facts, options));
}

std::string SourcesJson(const Document& document) {
  std::vector<std::string> sources;
  for (const Source& source : document.sources()) sources.push_back(JsonValueOf(source));
  return absl::StrCat("[", absl::StrJoin(sources, ","), "]");
}

}  // namespace lotse::cli
