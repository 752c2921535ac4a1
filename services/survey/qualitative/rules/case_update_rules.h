#pragma once

#include "absl/time/civil_time.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey::qualitative {

// What is wrong with changing a case from `before` to `after`, with paths from `study_case`, beyond
// what CheckCase finds in `after` by itself: who took their consent back stays in the case under
// their pseudonym, since by it alone is known what they said. They may agree anew, on a later day
// than the one that is given. Where their pseudonym was erased, as many have to be entered anew as
// people who took their consent back, under pseudonyms that nobody else had.
rpc::FieldViolations CheckCaseUpdate(const v1alpha::StudyCase& before,
                                     const v1alpha::StudyCase& after);

// What is wrong with another day of a case, with paths from `study_case`; of both was computed
// until when they are kept (SetComputed): names or texts that were kept would be due on the day
// `today`, and gone before anybody sees that it was a slip.
rpc::FieldViolations CheckNotDueAtOnce(const v1alpha::StudyCase& before,
                                       const v1alpha::StudyCase& after, absl::CivilDay today);

}  // namespace lotse::survey::qualitative
