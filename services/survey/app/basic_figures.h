#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "services/survey/analysis/columns/row_fingerprint.h"
#include "services/survey/analysis/told_break_offs.h"
#include "services/survey/app/basic_figures.pb.h"
#include "services/survey/app/use_cases.h"

// The figures of a closed wave that come first: the one-way tables of TabulateWave, and what the
// collection report tells of those who broke off. All releases are protected beside them, so they
// must not become others when somebody of a personal wave withdraws: they are counted once, when
// they are first told, the first release is begun or the responses are first exported, and kept as
// they were told (docs/adr/0024-figures-of-closed-waves.md). They lie among the values of the
// store, with what tells whether the answers are still the same; nobody can ask for that.
namespace lotse::survey {

using stored::BasicFigures;

// What is kept of a wave; nullopt if nothing was told yet. STORE_CORRUPT.
absl::StatusOr<std::optional<BasicFigures>> FindBasicFigures(Tx& tx, const std::string& wave);

// The same, counted and kept first if need be. The wave is one that can be tabulated; errors as
// those of CheckCanBeTabulated if it is not any more, of reading its answers and of writing.
absl::StatusOr<BasicFigures> FreezeBasicFigures(resource::Store& store, ResponseStore& responses,
                                                const OnBehalf& caller, const v1alpha::Wave& wave,
                                                const v1alpha::Instrument& instrument);

// Forgets what was kept, with the answers.
void ForgetBasicFigures(Tx& tx, const std::string& wave);

// Forgets by what the answers of single people could be worked out once they are gone; there are
// no new tables of the wave then. Before they are erased, so that a crash leaves nothing, and after
// it, as figures may have been kept meanwhile. Of somebody who withdraws only after it, since by a
// wrong code nothing may be forgotten; if that is cut off, it is done at the start (retention.h).
// The log of the store has it until it is emptied (FieldPeriods). In a write. STORE_CORRUPT.
absl::Status ForgetFingerprint(Tx& tx, const std::string& wave);
// The same of the questions of `wave` that were erased of everybody, and their tables; there are
// tables of others. With the note, as figures that are kept later are kept without them.
absl::Status ForgetErasedVariables(Tx& tx, const CompiledInstrument& instrument,
                                   const v1alpha::Wave& wave);

// What is told of it: all but the tables of questions that were erased meanwhile of everybody.
v1alpha::TabulateWaveResponse ToldOf(const BasicFigures& figures, const v1alpha::Wave& wave);

// Who broke off, and who is in the tables because of it.
ToldBreakOffs BreakOffsOf(const BasicFigures& figures, const v1alpha::Instrument& instrument);
// Drafts that were never handed in, by section.
std::vector<int64_t> DraftsOf(const BasicFigures& figures, const v1alpha::Instrument& instrument);

// By position in the questionnaire: whether the answers to a variable were erased of everybody, or
// who is asked it depends on such a variable, so that it cannot be counted any more.
std::vector<bool> ErasedVariables(const CompiledInstrument& instrument, const v1alpha::Wave& wave);

// SNAPSHOT_CHANGED unless the answers are those that the figures were made of, but for what was
// erased of everybody: whoever had figures from before and after somebody withdrew could tell what
// that one said.
absl::Status CheckSnapshot(const BasicFigures& figures, const RowFingerprint& answers,
                           const CompiledInstrument& instrument, const v1alpha::Wave& wave);
absl::Status SnapshotChanged(const v1alpha::Wave& wave);

}  // namespace lotse::survey
