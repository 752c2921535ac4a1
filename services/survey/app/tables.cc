#include "services/survey/app/tables.h"

#include <algorithm>

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

}  // namespace lotse::survey
