#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"

namespace lotse::perf {

// How much there is of what.
struct PortfolioSize {
  // Engagements as a town of 48,000 inhabitants has one in 14 months with four departments
  // and a fifth that joins: 5 tracks of 8 phases, 33 goals, 34 measures with 100 milestones,
  // 41 indicators (18 of them shared) with 170 measurements, 30 meeting records, 58
  // decisions, 140 action items, 30 needs, 40 findings, 12 exports and 12 imports.
  int engagements = 1;
  // Entries of the change log of each: what was created was saved again and again since.
  int entries = 8000;
};

// The programme that has them, in a store with 3,242 territories; they are `e000`, `e001`, … in it,
// and each belongs to the administration of the same number.
inline constexpr char kPortfolio[] = "programmes/rathaus";

// Makes a store in the new file `path` as the daemon would have it after ten months, up to
// `today`: resources, indexes, links and change log as every write makes them, in large
// transactions and without asking the rules. The same arguments make the same store, but
// for what is random in the log. Returns how many entries the change logs have. Ends the
// program if it cannot.
int64_t MakePortfolio(const std::string& path, const PortfolioSize& size, absl::CivilDay today);

}  // namespace lotse::perf
