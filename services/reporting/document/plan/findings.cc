// What the stock-taking found, and the needs that follow from it.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Evidence;
using engagement::v1alpha::Finding;
using engagement::v1alpha::Need;

// What a piece of evidence is called: a wave and released material by its title, anything else by
// the end of its name. That of a case or code of a study is not shown: it may lead to a person, and
// was not released.
std::string SourceName(const Evidence& evidence, const ReportInputs& inputs) {
  const std::string& name = evidence.source().name();
  for (const survey::v1alpha::MaterialRelease& of : inputs.materials) {
    if (of.name() == name) {
      return TextOr(of.title(), inputs.language, PlanWordingOf(inputs.language).evidence_of_study);
    }
  }
  if (absl::StrContains(name, "/studies/")) {
    return PlanWordingOf(inputs.language).evidence_of_study;
  }
  for (const survey::v1alpha::TabulateWaveResponse* of : WavesOf(inputs)) {
    if (of->wave().name() == name) return TitleOf(of->wave(), inputs.language);
  }
  return LastPartOf(name);
}

// The evidence of a finding as a list in words.
std::string SourcesOf(const Finding& finding, const ReportInputs& inputs) {
  std::vector<std::string> sources;
  for (const Evidence& evidence : finding.evidence()) {
    const std::string source = SourceName(evidence, inputs);
    const std::string note = TextOr(evidence.note(), inputs.language, "");
    sources.push_back(source.empty() || note.empty() ? absl::StrCat(source, note)
                                                     : absl::StrCat(source, " (", note, ")"));
  }
  return absl::StrJoin(sources, "; ");
}

bool IsShownBy(const Finding& finding, const std::string& source) {
  return std::any_of(finding.evidence().begin(), finding.evidence().end(),
                     [&source](const Evidence& e) { return e.source().name() == source; });
}

std::vector<const Finding*> ConfirmedOf(Finding::Kind kind, const ReportInputs& inputs) {
  std::vector<const Finding*> findings = InOrder(inputs.process.findings);
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [kind](const Finding* finding) {
                                  return finding->kind() != kind ||
                                         finding->state() != Finding::STATE_VALIDATED;
                                }),
                 findings.end());
  return findings;
}

// Appends the table of the confirmed findings of a kind, if there are any.
void AppendConfirmed(Finding::Kind kind, absl::string_view id, const char* caption,
                     const ReportInputs& inputs, v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const std::vector<const Finding*> findings = ConfirmedOf(kind, inputs);
  if (findings.empty()) return;
  v1alpha::Table& table = AddTable(absl::StrCat(section.section_id(), id), caption,
                                   {words.finding_column, words.statement_column,
                                    words.evidence_column, words.evidence_sources_column},
                                   section);
  for (const Finding* finding : findings) {
    AddRow({TextCell(TitleOf(*finding, inputs.language)),
            KnownTextCell(TextOr(finding->statement(), inputs.language, "")),
            IntegerCell(finding->evidence_size()), KnownTextCell(SourcesOf(*finding, inputs))},
           table);
    ShowsResource(*finding, *table.mutable_rows()->rbegin());
  }
  NameSources(inputs, {"findings"}, table);
  for (const survey::v1alpha::TabulateWaveResponse* of : WavesOf(inputs)) {
    const std::string& name = of->wave().name();
    if (std::any_of(findings.begin(), findings.end(),
                    [&name](const Finding* finding) { return IsShownBy(*finding, name); })) {
      NameSources(inputs, {name}, table);
    }
  }
  for (const survey::v1alpha::MaterialRelease& of : inputs.materials) {
    if (std::any_of(findings.begin(), findings.end(),
                    [&of](const Finding* finding) { return IsShownBy(*finding, of.name()); })) {
      NameSources(inputs, {of.name()}, table);
    }
  }
}

// How many findings nobody has confirmed or turned down yet.
int64_t NumberOfUnconfirmed(const ReportInputs& inputs) {
  const std::vector<const Finding*> findings = InOrder(inputs.process.findings);
  return std::count_if(findings.begin(), findings.end(), [](const Finding* finding) {
    return finding->state() == Finding::STATE_DRAFT;
  });
}

v1alpha::Cell PriorityCell(const Need& need) {
  return need.priority() == 0 ? MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED)
                              : IntegerCell(need.priority());
}

void AppendNeeds(const ReportInputs& inputs, v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  std::vector<const Need*> needs = InOrder(inputs.process.needs);
  if (needs.empty()) return;
  const auto rank = [](const Need* need) { return need->priority() == 0 ? 6 : need->priority(); };
  std::stable_sort(needs.begin(), needs.end(),
                   [&rank](const Need* a, const Need* b) { return rank(a) < rank(b); });
  const ByName<Finding> findings = MakeByName(inputs.process.findings);
  v1alpha::Table& table = AddTable(
      absl::StrCat(section.section_id(), "-needs"), words.needs_caption,
      {words.need_column, words.statement_column, words.priority_column, words.derived_from_column},
      section);
  for (const Need* need : needs) {
    std::vector<std::string> from;
    for (const std::string& finding : need->findings()) {
      from.push_back(TitleIn(findings, finding, inputs.language));
    }
    AddRow({TextCell(TitleOf(*need, inputs.language)),
            KnownTextCell(TextOr(need->statement(), inputs.language, "")), PriorityCell(*need),
            KnownTextCell(absl::StrJoin(from, "; "))},
           table);
    ShowsResource(*need, *table.mutable_rows()->rbegin());
  }
  table.add_notes(words.priority_note);
  NameSources(inputs, {"findings", "needs"}, table);
}

}  // namespace

void AppendFindings(const ReportInputs& inputs, v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  AppendConfirmed(Finding::KIND_POTENTIAL, "-strengths", words.strengths_caption, inputs, section);
  AppendConfirmed(Finding::KIND_NEED, "-lacks", words.lacks_caption, inputs, section);
  if (const int64_t unconfirmed = NumberOfUnconfirmed(inputs); unconfirmed > 0) {
    AddParagraph(absl::Substitute(FormFor(words.unconfirmed_note, unconfirmed),
                                  FormatInteger(inputs.language, unconfirmed)),
                 section, v1alpha::Paragraph::KIND_NOTE);
  }
  AppendNeeds(inputs, section);
}

}  // namespace lotse::reporting
