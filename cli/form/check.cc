// lotse form check: what is found in the file of a questionnaire, and whether it can be published.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/form/commands.h"
#include "cli/form/form_size.h"
#include "cli/form/page.h"
#include "cli/form/source.h"
#include "cli/json.h"
#include "cli/text.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/forms/rule_findings.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ImportFinding;

struct Row {
  std::string severity;
  std::string place;
  std::string message;
};

// Severity, place and message beside one another, or the message below if that leaves it no room.
void AddRows(const std::vector<Row>& rows, Page* page) {
  constexpr int kLeastRoom = 36, kGap = 2;
  int severity = 0, place = 0;
  for (const Row& row : rows) {
    severity = std::max(severity, DisplayWidth(row.severity) + kGap);
    place = std::max(place, DisplayWidth(Printable(row.place)) + kGap);
  }
  const bool beside = page->width() - severity - place >= kLeastRoom;
  for (const Row& row : rows) {
    const std::string lead = PadRight(row.severity, severity);
    if (beside) {
      page->Add(0, absl::StrCat(lead, PadRight(Printable(row.place), place)), row.message);
      continue;
    }
    if (!row.place.empty()) page->Add(0, lead, row.place);
    page->Add(row.place.empty() ? 0 : severity, row.place.empty() ? lead : "", row.message);
  }
}

std::vector<Row> RowsOf(const std::vector<ImportFinding>& findings, absl::string_view language) {
  std::vector<Row> rows;
  for (const ImportFinding& finding : findings) {
    rows.push_back({Word(finding.severity(), language), PlaceOf(finding, language),
                    finding.code().empty()
                        ? finding.message()
                        : absl::StrCat(finding.code(), ": ", finding.message())});
  }
  return rows;
}

// Refusals at their places in the file. A column of a table says which field it is; where there is
// none, the path does.
std::vector<Row> RowsOfRefusals(const FormSource& source, const rpc::FieldViolations& refusals,
                                absl::string_view language) {
  const std::vector<ImportFinding> findings =
      survey::RuleFindings(refusals, ImportFinding::SEVERITY_ERROR, source.result);
  std::vector<Row> rows = RowsOf(findings, language);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!findings[i].column().empty()) continue;
    absl::StrAppend(&rows[i].place, rows[i].place.empty() ? "" : ", ", refusals[i].field);
  }
  return rows;
}

int Errors(const std::vector<ImportFinding>& findings) {
  return static_cast<int>(
      std::count_if(findings.begin(), findings.end(), [](const ImportFinding& finding) {
        return finding.severity() == ImportFinding::SEVERITY_ERROR;
      }));
}

std::string Summary(const FormSize& size, absl::string_view language) {
  std::vector<std::string> kinds;
  for (const auto& [kind, count] : size.kinds) {
    kinds.push_back(absl::StrCat(count, " ", Word(kind, language)));
  }
  return absl::StrCat(size.sections, Either(language, " Abschnitte, ", " sections, "),
                      size.questions, Either(language, " Fragen (", " questions ("),
                      absl::StrJoin(kinds, ", "),
                      Either(language, "), Sprachen: ", "), languages: "),
                      size.languages.empty() ? "-" : absl::StrJoin(size.languages, ", "), "; ",
                      size.expressions, Either(language, " Ausdrücke", " expressions"));
}

std::string CheckJson(const FormSource& source, const rpc::FieldViolations& refusals) {
  std::vector<std::string> findings, refused;
  for (const ImportFinding& finding : source.result.findings) {
    findings.push_back(JsonValueOf(finding));
  }
  for (const rpc::FieldViolation& refusal : refusals) {
    refused.push_back(
        JsonObject().Add("field", refusal.field).Add("description", refusal.description).str());
  }
  const FormSize size = SizeOf(source.result.instrument);
  JsonObject kinds;
  for (const auto& [kind, count] : size.kinds) {
    kinds.Add(survey::v1alpha::Question::Kind_Name(kind), count);
  }
  return JsonObject()
      .Add("format", NameOf(source.format))
      .AddRaw("findings", absl::StrCat("[", absl::StrJoin(findings, ","), "]"))
      .AddRaw("refusals", absl::StrCat("[", absl::StrJoin(refused, ","), "]"))
      .Add("sections", size.sections)
      .Add("questions", size.questions)
      .AddRaw("kinds", kinds.str())
      .AddRaw("languages", JsonStrings(size.languages))
      .Add("expressions", size.expressions)
      .str();
}

void PrintCheck(const FormSource& source, const rpc::FieldViolations& refusals,
                const Environment& environment) {
  const std::string language = OwnLanguage(source);
  Page page(Page::WidthFor(environment.columns));
  AddRows(RowsOf(source.result.findings, language), &page);
  if (!refusals.empty()) {
    page.Gap();
    page.Add(0, "",
             Either(language, "Beim Veröffentlichen würde abgelehnt:", "Publishing would refuse:"));
    AddRows(RowsOfRefusals(source, refusals, language), &page);
  }
  page.Gap();
  page.Add(0, absl::StrCat(NameOf(source.format), ": "),
           Summary(SizeOf(source.result.instrument), language));
  environment.out << page.Take();
}

}  // namespace

absl::Status RunFormCheck(const Invocation& invocation) {
  const absl::StatusOr<FormSource> source = ReadFormSource(invocation.args);
  if (!source.ok()) return source.status();
  const int errors = Errors(source->result.findings);
  // What was not read rightly says nothing more.
  rpc::FieldViolations refusals;
  if (errors == 0) refusals = survey::CheckInstrument(source->result.instrument);
  if (invocation.settings.json) {
    invocation.environment.out << CheckJson(*source, refusals) << "\n";
  } else {
    PrintCheck(*source, refusals, invocation.environment);
  }
  const int all = errors + static_cast<int>(refusals.size());
  if (all == 0) return absl::OkStatus();
  const std::string language = OwnLanguage(*source);
  return DataError(absl::StrCat(
      all, all == 1
               ? Either(language, " Fehler: so ist es kein Fragebogen, der gestellt werden kann",
                        " error: it cannot be asked like this")
               : Either(language, " Fehler: so ist es kein Fragebogen, der gestellt werden kann",
                        " errors: it cannot be asked like this")));
}

}  // namespace lotse::cli
