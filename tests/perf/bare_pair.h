#pragma once

#include <string>

namespace lotse::perf {

// How many responses a second a bare program stores in a pair of files like that of a
// wave, with the same statements and journals: in groups of `batch`, each in a savepoint,
// each with an invitation that it uses up. `responses` of them, in the new folder `folder`,
// each of `row_bytes`.
double BarePairPerSecond(const std::string& folder, int responses, int batch, int row_bytes);

}  // namespace lotse::perf
