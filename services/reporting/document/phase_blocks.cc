#include "services/reporting/document/phase_blocks.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::GateVerdict;
using engagement::v1alpha::Phase;
using engagement::v1alpha::Track;

// The last part of a name.
std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// The track that a phase belongs to, by its name.
std::string TrackOf(const Phase& phase) {
  return phase.name().substr(0, phase.name().rfind("/phases/"));
}

std::string TrackTitle(const ProcessInputs& inputs, const std::string& name, Language language) {
  if (inputs.tracks.has_value()) {
    for (const Track& track : *inputs.tracks) {
      if (track.name() == name) return TextOr(track.title(), language, LastPart(name));
    }
  }
  return LastPart(name);
}

std::string PhaseTitle(const Phase& phase, Language language) {
  return TextOr(phase.title(), language, LastPart(phase.name()));
}

// Where a track stands among those that are known; behind them all if it is not.
size_t PlaceOf(const ProcessInputs& inputs, const std::string& track) {
  if (!inputs.tracks.has_value()) return 0;
  const auto found = std::find_if(inputs.tracks->begin(), inputs.tracks->end(),
                                  [&](const Track& t) { return t.name() == track; });
  return static_cast<size_t>(found - inputs.tracks->begin());
}

// All phases, track by track.
std::vector<Phase> InOrder(const ProcessInputs& inputs) {
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

// A symbol of its own shape and a word: the state is never told by colour.
std::string StateName(Phase::State state, const Wording& words) {
  switch (state) {
    case Phase::STATE_PLANNED:
      return words.phase_planned;
    case Phase::STATE_READY:
      return words.phase_ready;
    case Phase::STATE_ACTIVE:
      return words.phase_in_work;
    case Phase::STATE_IN_GATE:
      return words.phase_in_gate;
    case Phase::STATE_COMPLETED:
      return words.phase_completed;
    case Phase::STATE_REOPENED:
      return words.phase_reopened;
    case Phase::STATE_SKIPPED:
      return words.phase_skipped;
    default:
      return words.phase_state_unknown;
  }
}

// Whether the engagement is over; not if it is not known.
bool IsOver(const ProcessInputs& inputs) {
  using engagement::v1alpha::Engagement;
  if (!inputs.engagement.has_value()) return false;
  const Engagement::State state = inputs.engagement->state();
  return state == Engagement::STATE_CLOSED || state == Engagement::STATE_ARCHIVED ||
         state == Engagement::STATE_CANCELLED;
}

// The decision that completed a phase; UNSPECIFIED if it is not complete.
GateVerdict LastVerdict(const Phase& phase) {
  if (phase.state() != Phase::STATE_COMPLETED || phase.verdicts().empty()) return {};
  return phase.verdicts(phase.verdicts_size() - 1);
}

// The state, and whatever else there is to know about it.
std::string StateInWords(const ProcessInputs& inputs, const Phase& phase,
                         const google::type::Date& as_of, Language language) {
  const Wording& words = WordingOf(language);
  std::vector<std::string> parts = {StateName(phase.state(), words)};
  const GateVerdict verdict = LastVerdict(phase);
  if (verdict.verdict() == GateVerdict::VERDICT_PASSED_WITH_CONDITIONS) {
    const int64_t number = verdict.conditions_size();
    parts.push_back(absl::Substitute(FormFor(words.gate_with_conditions, number),
                                     FormatInteger(language, number)));
  }
  if (verdict.verdict() == GateVerdict::VERDICT_WAIVED) parts.push_back(words.gate_waived);
  if (IsOverdue(inputs, phase, as_of)) parts.push_back(words.phase_overdue);
  if (phase.stale()) parts.push_back(words.phase_stale);
  return absl::StrJoin(parts, ", ");
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

// What a table of these phases needs to be explained.
void AddNotes(const ProcessInputs& inputs, const std::vector<Phase>& phases,
              const google::type::Date& as_of, bool any_dash, Language language,
              v1alpha::Table& table) {
  const Wording& words = WordingOf(language);
  bool conditions = false;
  bool overdue = false;
  bool stale = false;
  for (const Phase& phase : phases) {
    conditions =
        conditions || LastVerdict(phase).verdict() == GateVerdict::VERDICT_PASSED_WITH_CONDITIONS;
    overdue = overdue || IsOverdue(inputs, phase, as_of);
    stale = stale || phase.stale();
  }
  if (conditions) table.add_notes(words.gate_with_conditions_note);
  if (overdue) table.add_notes(words.phase_overdue_note);
  if (stale) table.add_notes(words.phase_stale_note);
  if (any_dash) table.add_notes(words.phase_dash_note);
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

}  // namespace

bool IsOverdue(const ProcessInputs& inputs, const Phase& phase, const google::type::Date& day) {
  if (IsOver(inputs)) return false;
  if (phase.state() == Phase::STATE_COMPLETED || phase.state() == Phase::STATE_SKIPPED) {
    return false;
  }
  if (!IsFullDate(phase.planned_end_date()) || !IsFullDate(day)) return false;
  return types::ToCivil(phase.planned_end_date()) < types::ToCivil(day);
}

void AppendPhases(const ProcessInputs& inputs, const google::type::Date& as_of, Language language,
                  v1alpha::Section& section) {
  const std::vector<Phase> phases = InOrder(inputs);
  if (phases.empty()) return;
  const Wording& words = WordingOf(language);
  const bool with_tracks = NumberOfTracks(phases) > 1;
  if (with_tracks) AddParagraph(words.tracks_intro, section);
  v1alpha::Table& table = AddTable("process-phases", words.phases_caption, {}, section);
  table.add_columns(words.phase_column);
  if (with_tracks) table.add_columns(words.track_column);
  for (const char* column : {words.state_column, words.planned_column, words.actual_column}) {
    table.add_columns(column);
  }
  bool any_dash = false;
  for (const Phase& phase : phases) {
    const std::string planned =
        Days(phase.planned_start_date(), phase.planned_end_date(), words.from_day, language);
    const std::string actual =
        Days(phase.start_date(), phase.complete_date(), words.since_day, language);
    v1alpha::Row& row = *table.add_rows();
    *row.add_cells() = TextCell(PhaseTitle(phase, language));
    if (with_tracks) *row.add_cells() = TextCell(TrackTitle(inputs, TrackOf(phase), language));
    for (const std::string& text :
         {StateInWords(inputs, phase, as_of, language), planned, actual}) {
      *row.add_cells() = TextCell(text);
    }
    any_dash = any_dash || planned.empty() || actual.empty();
  }
  AddNotes(inputs, phases, as_of, any_dash, language, table);
}

std::string ProcessSummary(const ProcessInputs& inputs, const google::type::Date& as_of,
                           Language language) {
  const std::vector<Phase> phases = InOrder(inputs);
  if (phases.empty()) return "";
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
    return TitlesIn(state, phases, tracks > 1, inputs, language);
  };
  const std::string active = titles(Phase::STATE_ACTIVE);
  const std::string in_gate = titles(Phase::STATE_IN_GATE);
  if (!active.empty()) sentences.push_back(absl::Substitute(words.phases_active, active));
  if (!in_gate.empty()) sentences.push_back(absl::Substitute(words.phases_in_gate, in_gate));
  if (active.empty() && in_gate.empty()) sentences.push_back(words.phase_none_active);
  add_number(words.phases_overdue,
             count([&](const Phase& p) { return IsOverdue(inputs, p, as_of); }));
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
  const std::vector<Phase> phases = InOrder(inputs);
  auto found = std::find_if(phases.begin(), phases.end(),
                            [&](const Phase& phase) { return phase.phase_id() == phase_id; });
  if (found == phases.end()) {
    found = std::find_if(phases.begin(), phases.end(),
                         [&](const Phase& phase) { return LastPart(phase.name()) == phase_id; });
  }
  if (found != phases.end()) return PhaseTitle(*found, language);
  return absl::Substitute(WordingOf(language).phase_not_of_engagement, phase_id);
}

}  // namespace lotse::reporting
