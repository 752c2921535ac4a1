#pragma once

#include "cli/args.h"

// The flags and the help of `lotse seed`, for the table of commands.
namespace lotse::cli {

inline constexpr FlagSpec kSeedFlags[] = {
    {"data", "DIR", "where data and logs lie, as for lotse dev (lotse-data)"},
    {"bin", "DIR", "where the services' programs lie (beside this one)"},
    {"start", "DATE", "first day of a month (so that the last month is over)"},
    {"until", "DATE", "plays to the end of this day only"},
    {"clock-file", "FILE", "plays against a service that runs; see above"},
    {"after", "DATE", "leaves out the steps up to this day; with --clock-file"},
};

inline constexpr char kSeedHelp[] =
    R"(Fills the engagement service of a new data folder with a made-up story, each step with
its date, and says how many of each kind there are now. lotse dev serves it. What lies
ahead is not played: with a later --start the story has come as far as today. Stories:

  scenario-a   a town, 14 months, four departments and later a fifth: goals, measures,
               indicators, gates, decisions, and what went another way than planned

With --clock-file nothing is started: the steps are played against the engagement service
at --engagement, whose setting development_clock_file is the same file; this sets the
clock to each day. With --after and --until a test goes through a story piece by piece.

  lotse seed scenario-a --data=lotse-data --start=2025-09-01
)";

}  // namespace lotse::cli
