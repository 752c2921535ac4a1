#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/report_inputs.h"

// Made-up inputs for tests, of every kind that a report can meet.
namespace lotse::reporting {

// A text in German and English.
lotse::type::v1alpha::Text MakeText(const std::string& german, const std::string& english);

// A day.
google::type::Date MakeDate(int year, int month, int day);

// A single choice with these counts, coded `1`, `2`, … and labelled `Label 1`,
// …; -1 is a protected row. `base` and `missing` are set, the shares follow.
survey::v1alpha::FrequencyTable MakeTable(const std::string& code, const std::vector<int>& counts,
                                          int base, int missing);

// A closed wave of the phase `bestand` with two parts: single choices with and without protected
// rows, a matrix, a multiple choice, a free text, a number without classes and a question with too
// few answers.
survey::v1alpha::TabulateWaveResponse SampleWave();

// An engagement with one track, `verwaltung`, of three phases: one completed, one active,
// one planned.
ProcessInputs SampleProcess();

// A phase of a track of this engagement, with a title in both languages.
engagement::v1alpha::Phase MakePhase(const std::string& track, const std::string& id,
                                     const std::string& german, const std::string& english,
                                     engagement::v1alpha::Phase::State state);

// The same with a second track, `jugend`, in which the phase `auftakt` was passed with a
// condition, `bestand` is overdue at the gate and stale, and `ziele` was skipped.
ProcessInputs SampleProcessOfTwoTracks();

// A report of all of them, with a source for each.
ReportInputs SampleInputs(Language language);

// A report of a kind with all that it can show: the same, a plan, an agreement, a release, released
// material, a text that people wrote, and where a change log stood. The three kinds are the
// fixtures by which renderings and hashes are tested.
ReportInputs SampleReport(Language language, v1alpha::Report::Kind kind);

}  // namespace lotse::reporting
