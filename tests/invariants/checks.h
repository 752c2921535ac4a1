#pragma once

#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "tests/invariants/house.h"
#include "tests/invariants/state.h"

// The invariants of the domain, looked for in what is stored and answered: written from their
// wording, and not with the rules that are to keep them. Each adds a line for what is broken, with
// the number of the invariant.
//
//    1  owners, also of entries of the log   CheckBelongs, CheckCommand
//    2  one agreement in force               CheckFrame
//    3  an engagement in its programme       CheckFrame
//    4  goal tree, what a measure serves     CheckChain
//    5  adopted action goals                 CheckChain
//    6  units and functions                  CheckChain, CheckBelongs
//    7  gates                                CheckGates, CheckTemplate
//    8  nothing before its gate              CheckGates; what was approved stays: CheckChain
//    9  minutes and decisions                CheckFinal
//   11  achievement                          CheckAchievements
//   12  accumulation and aggregation         CheckAchievements, CheckTogether, CheckValues
//   13  versions of definitions              CheckValues
//   14  locked values                        CheckValues
//   16  deleting is a state                  CheckCommand
//   17  overdue                              CheckOverdue, CheckDueValues
//   18  opening a phase again                CheckStale; deletes nothing: CheckCommand
//   19  who, why, once, not over others      CheckCommand, CheckTrial, CheckRepeated, CheckReused
//   23  capacity                             CheckCapacity, CheckGates
//   25  the end                              CheckFrame
//
// Not here, for there are no commands about it: attendance (10), personal data and small cells
// (15), stakeholders at a date (20), retention (24), official keys (21: territory_import_test.cc).
// Reports that are the same again (22), and that keep the revision that they pinned (14), are made
// by another service.
namespace lotse::invariants {

// A command that was refused changes nothing; what was done is in the log of its owner, with who
// did it, for which request and why (1, 19); deleting is a state that a delete alone makes (16),
// and revisions only grow; no command without the right etag is done (19).
void CheckCommand(const Step& step, Faults* faults);
// What is only tried (`validate_only`) changes nothing, and is answered as it is when it is done
// right after (19).
void CheckTrial(const Step& trial, const Step& earnest, Faults* faults);
// A request that is sent again is answered as before and changes nothing; another one with its
// `request_id` is refused (19).
void CheckRepeated(const Step& first, const Step& again, Faults* faults);
void CheckReused(const Step& step, Faults* faults);
// Nothing of an engagement refers to another one, or to units of another administration
// (1, 6).
void CheckBelongs(const Step& step, Faults* faults);
// The agreement and how long an engagement is (2, 3), and its end (25).
void CheckFrame(const Step& step, Faults* faults);
// Gates (7, and 23 for the capacity that one asks for), and what is adopted or approved before
// they were passed (8).
void CheckGates(const Step& step, Faults* faults);
// What a gate asks for comes from the template and stays, also where a phase is split (7).
void CheckTemplate(const Step& step, Faults* faults);
// What stands on a phase that was opened again is stale; nothing else is, and it stays so until
// somebody looks at it (18).
void CheckStale(const Step& step, Faults* faults);
// Goals and measures (4, 5, 6), and that what was approved stays as it was (8).
void CheckChain(const Step& step, Faults* faults);
// Minutes and decisions (9).
void CheckFinal(const Step& step, Faults* faults);
// Locked values (14), definitions and their versions (13), and what is odd about values (12).
void CheckValues(const Step& step, Faults* faults);
// What is asked and answered from a state: what is overdue (17), capacity (23),
// achievements (11, 12).
void CheckOverdue(const State& state, House* house, Faults* faults);
void CheckCapacity(const State& state, House* house, Faults* faults);
void CheckAchievements(const State& state, House* house, Faults* faults);
// Values that are due (17).
void CheckDueValues(const State& state, House* house, Faults* faults);
// What sites make together by the declared rule (12).
void CheckTogether(const State& state, House* house, Faults* faults);

// What several checks know of the domain.

// Whether an adopted action goal has all that it needs (5).
bool IsComplete(const State& state, const engagement::v1alpha::Goal& goal);
// Whether a measure was approved and not cancelled since.
bool IsApproved(const engagement::v1alpha::Measure& measure);
// Months and units for which more is planned than the unit can give, as `UNIT YEAR-MONTH`.
std::vector<std::string> Overloads(const State& state, const std::string& engagement);

}  // namespace lotse::invariants
