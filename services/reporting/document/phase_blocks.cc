#include "services/reporting/document/phase_blocks.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/table_sources.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::GateCriterion;
using engagement::v1alpha::GateDeliverable;
using engagement::v1alpha::GateVerdict;
using engagement::v1alpha::Phase;
using engagement::v1alpha::PhaseCriterion;
using engagement::v1alpha::Track;

// The track that a phase belongs to, by its name.
std::string TrackOf(const Phase& phase) {
  return phase.name().substr(0, phase.name().rfind("/phases/"));
}

std::string TrackTitle(const ProcessInputs& inputs, const std::string& name, Language language) {
  if (inputs.tracks.has_value()) {
    for (const Track& track : *inputs.tracks) {
      if (track.name() == name) return TextOr(track.title(), language, LastPartOf(name));
    }
  }
  return LastPartOf(name);
}

std::string PhaseTitle(const Phase& phase, Language language) {
  return TextOr(phase.title(), language, LastPartOf(phase.name()));
}

// Where a track stands among those that are known; behind them all if it is not.
size_t PlaceOf(const ProcessInputs& inputs, const std::string& track) {
  if (!inputs.tracks.has_value()) return 0;
  const auto found = std::find_if(inputs.tracks->begin(), inputs.tracks->end(),
                                  [&](const Track& t) { return t.name() == track; });
  return static_cast<size_t>(found - inputs.tracks->begin());
}

// All phases, track by track.
std::vector<Phase> PhasesInOrder(const ProcessInputs& inputs) {
  std::vector<Phase> phases = inputs.phases.value_or(std::vector<Phase>());
  const auto key = [&inputs](const Phase& phase) {
    const std::string track = TrackOf(phase);
    return std::make_tuple(PlaceOf(inputs, track), track, phase.position(), phase.name());
  };
  std::sort(phases.begin(), phases.end(),
            [&key](const Phase& a, const Phase& b) { return key(a) < key(b); });
  return phases;
}

size_t NumberOfTracks(const std::vector<Phase>& phases) {
  std::set<std::string> tracks;
  for (const Phase& phase : phases) tracks.insert(TrackOf(phase));
  return tracks.size();
}

// The last decision at the gate; UNSPECIFIED if there is none that counts. One that let the phase
// pass counts while the phase is completed, and no more when it was opened again; one that did not
// counts while it is worked on, and at the gate.
GateVerdict LastVerdict(const Phase& phase) {
  if (phase.verdicts().empty()) return {};
  const GateVerdict& last = phase.verdicts(phase.verdicts_size() - 1);
  const bool counts =
      last.verdict() == GateVerdict::VERDICT_FAILED
          ? phase.state() == Phase::STATE_ACTIVE || phase.state() == Phase::STATE_IN_GATE
          : phase.state() == Phase::STATE_COMPLETED;
  return counts ? last : GateVerdict();
}

// Whether a phase is overdue on the day of the report (domain, invariant 17).
bool IsOverdue(const Phase& phase, const StatusDay& on) {
  return SignalOf(phase, on) == v1alpha::Status::SIGNAL_CRITICAL;
}

// How its gate was passed, and whether it has to be looked at again.
std::string GateInWords(const Phase& phase, Language language) {
  const Wording& words = WordingOf(language);
  const ReportWording& report_words = ReportWordingOf(language);
  std::vector<std::string> parts;
  const GateVerdict verdict = LastVerdict(phase);
  switch (verdict.verdict()) {
    case GateVerdict::VERDICT_PASSED:
      parts.push_back(report_words.gate_passed);
      break;
    case GateVerdict::VERDICT_PASSED_WITH_CONDITIONS: {
      const int64_t number = verdict.conditions_size();
      parts.push_back(absl::Substitute(FormFor(words.gate_with_conditions, number),
                                       FormatInteger(language, number)));
      break;
    }
    case GateVerdict::VERDICT_WAIVED:
      parts.push_back(words.gate_waived);
      break;
    case GateVerdict::VERDICT_FAILED:
      parts.push_back(report_words.gate_failed);
      break;
    default:
      break;
  }
  if (phase.stale()) parts.push_back(words.phase_stale);
  return absl::StrJoin(parts, ", ");
}

// The share of the gate that is there. What the service finds out by itself is not counted, as it
// is looked at when it is decided.
v1alpha::Cell DoneCell(const Phase& phase) {
  int64_t all = phase.deliverables_size();
  int64_t done = std::count_if(
      phase.deliverables().begin(), phase.deliverables().end(),
      [](const GateDeliverable& d) { return d.state() == GateDeliverable::STATE_APPROVED; });
  for (const GateCriterion& criterion : phase.criteria()) {
    if (criterion.check() != PhaseCriterion::CHECK_MANUAL &&
        criterion.check() != PhaseCriterion::CHECK_UNSPECIFIED) {
      continue;
    }
    ++all;
    if (criterion.result() == GateCriterion::RESULT_MET) ++done;
  }
  const std::optional<int64_t> per_mille = RoundPerMille(done, all);
  if (!per_mille.has_value()) return MissingCell(v1alpha::Missing::REASON_UNDEFINED);
  return ShareCell(MakeShare(done, all, static_cast<int32_t>(*per_mille)));
}

// Two days of which either may be absent. `open` is how the first is told alone.
std::string Days(const google::type::Date& first, const google::type::Date& last, const char* open,
                 Language language) {
  const Wording& words = WordingOf(language);
  const std::string from = FormatDate(language, first);
  const std::string to = FormatDate(language, last);
  if (from.empty() && to.empty()) return "";
  if (to.empty()) return absl::Substitute(open, from);
  if (from.empty()) return absl::Substitute(words.until_day, to);
  return from == to ? from : absl::Substitute(words.period, from, to);
}

// The titles of all phases in `state`, with their tracks if there are several.
std::string TitlesIn(Phase::State state, const std::vector<Phase>& phases, bool with_tracks,
                     const ProcessInputs& inputs, Language language) {
  std::vector<std::string> titles;
  for (const Phase& phase : phases) {
    if (phase.state() != state) continue;
    titles.push_back(absl::Substitute(WordingOf(language).quoted, PhaseTitle(phase, language)));
    if (with_tracks) {
      absl::StrAppend(&titles.back(), " (", TrackTitle(inputs, TrackOf(phase), language), ")");
    }
  }
  return JoinList(titles, language);
}

// What a table of these phases needs to be explained.
void AddNotes(const std::vector<Phase>& phases, const StatusDay& on, Language language,
              v1alpha::Table& table) {
  const Wording& words = WordingOf(language);
  const auto any = [&phases](const auto& holds) {
    return std::any_of(phases.begin(), phases.end(), holds);
  };
  table.add_notes(ReportWordingOf(language).done_note);
  if (any([](const Phase& p) {
        return LastVerdict(p).verdict() == GateVerdict::VERDICT_PASSED_WITH_CONDITIONS;
      })) {
    table.add_notes(words.gate_with_conditions_note);
  }
  if (any([&on](const Phase& p) { return IsOverdue(p, on); })) {
    table.add_notes(words.phase_overdue_note);
  }
  if (any([](const Phase& p) { return p.stale(); })) table.add_notes(words.phase_stale_note);
  table.add_notes(words.phase_dash_note);
}

// Whether a day is planned for the start, and one for the end that is not before it.
bool IsPlanned(const Phase& phase) {
  return IsFullDate(phase.planned_start_date()) && IsFullDate(phase.planned_end_date()) &&
         types::ToCivil(phase.planned_start_date()) <= types::ToCivil(phase.planned_end_date());
}

// Draws the table, if there is something to draw and no phase ends before it begins.
void AppendTimeline(const ReportInputs& inputs, const std::vector<Phase>& phases,
                    const v1alpha::Table& table, v1alpha::Section& section) {
  std::optional<absl::CivilDay> first;
  std::optional<absl::CivilDay> last;
  for (const Phase& phase : phases) {
    if (!IsFullDate(phase.planned_start_date()) || !IsFullDate(phase.planned_end_date())) continue;
    if (!IsPlanned(phase)) return;
    const absl::CivilDay start = types::ToCivil(phase.planned_start_date());
    const absl::CivilDay end = types::ToCivil(phase.planned_end_date());
    first = std::min(first.value_or(start), start);
    last = std::max(last.value_or(end), end);
  }
  if (!first.has_value()) return;
  const Language language = inputs.language;
  const ReportWording& words = ReportWordingOf(language);
  const auto done = std::count_if(phases.begin(), phases.end(), [](const Phase& p) {
    return p.state() == Phase::STATE_COMPLETED;
  });
  const std::string description = RowsInWords(table, {2, 3, 1, 4}, language);
  v1alpha::Chart& chart =
      AddChart(absl::StrCat(section.section_id(), "-timeline"), words.timeline_title,
               table.table_id(), v1alpha::Chart::FORM_TIMELINE, {2, 3, 4, 1}, section);
  chart.set_alt_text(absl::Substitute(
      words.timeline_alt, FormatDate(language, types::ToDate(*first)),
      FormatDate(language, types::ToDate(*last)), FormatDate(language, inputs.as_of_date),
      FormatInteger(language, done), FormatInteger(language, static_cast<int64_t>(phases.size()))));
  chart.set_long_description(description);
}

v1alpha::Table PhaseTable(const ReportInputs& inputs, const std::vector<Phase>& phases,
                          bool with_tracks) {
  const Language language = inputs.language;
  const Wording& words = WordingOf(language);
  const ReportWording& report_words = ReportWordingOf(language);
  const StatusDay on = StatusDayOf(inputs);
  v1alpha::Table table;
  table.set_caption(words.phases_caption);
  table.add_columns(words.phase_column);
  for (const char* column :
       {words.state_column, report_words.planned_first_column, report_words.planned_last_column,
        report_words.done_column, words.actual_column, report_words.gate_column}) {
    table.add_columns(column);
  }
  for (const Phase& phase : phases) {
    v1alpha::Row& row = *table.add_rows();
    // All tracks have phases of the same titles, and a row is known by its heading.
    const std::string title = PhaseTitle(phase, language);
    *row.add_cells() =
        TextCell(with_tracks ? absl::StrCat(TrackTitle(inputs.process, TrackOf(phase), language),
                                            ": ", title)
                             : title);
    for (const v1alpha::Cell& cell :
         {StandingCell(phase, inputs, on), DateCell(phase.planned_start_date()),
          DateCell(phase.planned_end_date()), DoneCell(phase),
          TextCell(Days(phase.start_date(), phase.complete_date(), words.since_day, language)),
          TextCell(GateInWords(phase, language))}) {
      *row.add_cells() = cell;
    }
    ShowsResource(phase, row);
  }
  AddNotes(phases, on, language, table);
  NameSources(inputs, {"phases"}, table);
  return table;
}

}  // namespace

void AppendPhases(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<Phase> phases = PhasesInOrder(inputs.process);
  if (phases.empty()) return;
  const bool with_tracks = NumberOfTracks(phases) > 1;
  if (with_tracks) AddParagraph(WordingOf(inputs.language).tracks_intro, section);
  v1alpha::Table table = PhaseTable(inputs, phases, with_tracks);
  table.set_table_id(absl::StrCat(section.section_id(), "-phases"));
  AppendTimeline(inputs, phases, table, section);
  *section.add_blocks()->mutable_table() = table;
}

std::string ProcessSummary(const ReportInputs& inputs) {
  const std::vector<Phase> phases = PhasesInOrder(inputs.process);
  if (phases.empty()) return "";
  const Language language = inputs.language;
  const StatusDay on = StatusDayOf(inputs);
  const Wording& words = WordingOf(language);
  const size_t tracks = NumberOfTracks(phases);
  const auto count = [&](const auto& holds) {
    return std::count_if(phases.begin(), phases.end(), holds);
  };
  const auto completed = count([](const Phase& p) { return p.state() == Phase::STATE_COMPLETED; });
  std::vector<std::string> sentences = {
      absl::Substitute(tracks > 1 ? words.phases_done_in_tracks : words.phases_done,
                       FormatInteger(language, completed), FormatInteger(language, phases.size()),
                       FormatInteger(language, tracks))};
  const auto add_number = [&](const char* words_of_it, int64_t number) {
    if (number == 0) return;
    sentences.push_back(absl::Substitute(words_of_it, FormatInteger(language, number)));
  };
  add_number(words.phases_skipped,
             count([](const Phase& p) { return p.state() == Phase::STATE_SKIPPED; }));
  const auto titles = [&](Phase::State state) {
    return TitlesIn(state, phases, tracks > 1, inputs.process, language);
  };
  const std::string active = titles(Phase::STATE_ACTIVE);
  const std::string in_gate = titles(Phase::STATE_IN_GATE);
  if (!active.empty()) sentences.push_back(absl::Substitute(words.phases_active, active));
  if (!in_gate.empty()) sentences.push_back(absl::Substitute(words.phases_in_gate, in_gate));
  if (active.empty() && in_gate.empty()) sentences.push_back(words.phase_none_active);
  add_number(words.phases_overdue, count([&on](const Phase& p) { return IsOverdue(p, on); }));
  add_number(words.phases_stale, count([](const Phase& p) { return p.stale(); }));
  return absl::StrJoin(sentences, " ");
}

std::string TrackNames(const ProcessInputs& inputs, Language language) {
  if (!inputs.tracks.has_value() || inputs.tracks->size() < 2) return "";
  std::vector<std::string> titles;
  for (const Track& track : *inputs.tracks) {
    titles.push_back(TrackTitle(inputs, track.name(), language));
  }
  return JoinList(titles, language);
}

std::string PhaseName(const ProcessInputs& inputs, absl::string_view phase_id, Language language) {
  if (!inputs.phases.has_value()) return std::string(phase_id.data(), phase_id.size());
  const std::vector<Phase> phases = PhasesInOrder(inputs);
  auto found = std::find_if(phases.begin(), phases.end(),
                            [&](const Phase& phase) { return phase.phase_id() == phase_id; });
  if (found == phases.end()) {
    found = std::find_if(phases.begin(), phases.end(),
                         [&](const Phase& phase) { return LastPartOf(phase.name()) == phase_id; });
  }
  if (found != phases.end()) return PhaseTitle(*found, language);
  return absl::Substitute(WordingOf(language).phase_not_of_engagement, phase_id);
}

}  // namespace lotse::reporting
