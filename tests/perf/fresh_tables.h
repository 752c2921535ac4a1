#pragma once

#include "tests/perf/rows.h"

namespace lotse::perf {

// What somebody waits for who asks lotse-survey for 20 tables of a wave of 100,000 people that was
// just closed: with the figures that come first, the fingerprint of the answers, the image, the
// protection beside all that was given away, and the commit. False: not all of it was given.
bool FreshTables(const Rows& rows);

}  // namespace lotse::perf
