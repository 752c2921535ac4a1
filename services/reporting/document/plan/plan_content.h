#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"

// What a report says of the plan of an engagement: what was found, what shall be reached, what
// is done, what came of it. Each function appends blocks and sub-sections to a section that has
// its id and title, and appends nothing where there is nothing to show or nothing is known. Ids
// of tables, charts and sub-sections begin with the id of the section.
//
// No names of persons are shown: only units, bodies and functions. Figures of what an
// administration does itself (controlling) and of the state of a town (monitoring) never stand
// in one section, and no sentence says that the one brought about the other (D-184).
namespace lotse::reporting {

struct ReportInputs;

// What the stock-taking confirmed: strengths before needs (D-187), each with what shows it; then
// the needs that were derived.
void AppendFindings(const ReportInputs& inputs, v1alpha::Section& section);

// The tree of guiding, intermediate and action goals as a table, top down. Drafts and proposals
// stand in a stock-taking report only. Scope: controlling.
void AppendGoals(const ReportInputs& inputs, v1alpha::Section& section);

// How the measures stand: a box for each status and the table of all but ideas; then the effort
// that is planned for them. Scope: controlling.
void AppendMeasures(const ReportInputs& inputs, v1alpha::Section& section);

// Measures that are held up, late or given up, with what holds them up. Scope: controlling.
void AppendDeviations(const ReportInputs& inputs, v1alpha::Section& section);

// Indicators of what is done and taken up (steps 1 to 5 of the effect ladder, or none): each
// with its card, its values and a line. Scope: controlling.
void AppendControlling(const ReportInputs& inputs, v1alpha::Section& section);

// Indicators of the living situation and of society (steps 6 and 7), in the same form, with a
// note that such figures have many causes. Scope: monitoring.
void AppendMonitoring(const ReportInputs& inputs, v1alpha::Section& section);

// What bodies decided in the report's period, by day.
void AppendDecisions(const ReportInputs& inputs, v1alpha::Section& section);

// The bodies, how many functions sit in each, and how often they met in the report's period.
void AppendParticipation(const ReportInputs& inputs, v1alpha::Section& section);

// Open action items and milestones of measures that go on, by day.
void AppendNextSteps(const ReportInputs& inputs, v1alpha::Section& section);

// What becomes of what the engagement brought: the declaration, measures that go on, and action
// items that were handed over.
void AppendSustaining(const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
