#include "services/survey/app/tables.h"

#include <algorithm>
#include <utility>

namespace lotse::survey {

std::vector<int64_t> OfSections(const BySection& counts, const v1alpha::Instrument& instrument) {
  std::vector<int64_t> ordered(instrument.sections_size());
  for (const auto& [section, count] : counts) {
    if (section >= 1 && section <= instrument.sections_size()) ordered[section - 1] = count;
  }
  return ordered;
}

ToldBreakOffs ToldOfClosed(const BreakOffCounts& counts, const v1alpha::Instrument& instrument,
                           int64_t responses) {
  const std::vector<int64_t> broke_off = OfSections(counts.handed_in, instrument);
  int64_t complete = responses;
  for (const int64_t count : broke_off) complete -= count;
  // One that was withdrawn meanwhile may be missing.
  return ToldBreakOffs::OfClosed(broke_off, std::max<int64_t>(complete, 0));
}

absl::Status Tabulate(ResponseStore& responses, const v1alpha::Wave& wave,
                      const v1alpha::Instrument& instrument, const sql::Patience& patience,
                      v1alpha::TabulateWaveResponse* tables) {
  // Who is in which table depends on how many broke off where, so these are counted first.
  const auto counts = responses.BreakOffs(wave.name());
  if (!counts.ok()) return counts.status();
  const auto there = responses.Count(wave.name());
  if (!there.ok()) return there.status();
  const ToldBreakOffs told = ToldOfClosed(*counts, instrument, *there);
  Tabulator tabulator(instrument, ScopeOf(told, wave.partial_from_section()));
  const absl::Status counted = responses.ForEach(
      wave.name(), CompiledInstrument(instrument), patience,
      [&](const Answers& answers, int section) { tabulator.Add(answers, section); });
  if (!counted.ok()) return counted;
  std::move(tabulator).Finish(wave.invited_count(), tables);
  return absl::OkStatus();
}

}  // namespace lotse::survey
