#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/survey/v1alpha/consent_text.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/logic/questionnaire/form_program.h"

// What has to be there before people are asked
// (docs/adr/0019-field-period-and-release.md).
namespace lotse::survey {

// What is wrong with the statement how the staff council was involved by itself, with paths
// from `staff_council`. What is missing in it stands against the release and is no fault.
rpc::FieldViolations CheckStaffCouncil(const v1alpha::StaffCouncilInvolvement& staff_council);

// All that stands against releasing the wave on the day `today`: no population, no data
// protection notice, nothing that tells how the staff council was involved, or with `reason`
// why it is not concerned, no basis for what is asked, an end that is over. A pilot needs the
// same.
std::vector<rpc::Obstacle> StandsAgainstRelease(
    const v1alpha::Wave& wave, const v1alpha::StaffCouncilInvolvement& staff_council,
    v1alpha::WaveRelease::SpecialCategoryBasis basis, absl::string_view reason,
    const google::type::Date& today);

// What stands against releasing an anonymous wave with this questionnaire: questions that would
// store more of what is drawn, or of the moment, than can be hidden (stored_draws.h). None of any
// other wave. `program` are its expressions; null if it has none.
std::vector<rpc::Obstacle> DrawsAgainstRelease(const v1alpha::Wave& wave,
                                               const v1alpha::Instrument& instrument,
                                               const logic::FormProgram* program);

// Whether a questionnaire asks for data of a special category (Art. 9(1) GDPR).
bool AsksSpecialCategories(const v1alpha::Instrument& instrument);

// Why a wave with this questionnaire may ask for data of special categories. `consent` is
// its consent text, null if it has none. A wave that is anonymous by design may also where
// no consent covers it; UNSPECIFIED: any other may not.
v1alpha::WaveRelease::SpecialCategoryBasis BasisOf(const v1alpha::Wave& wave,
                                                   const v1alpha::Instrument& instrument,
                                                   const v1alpha::ConsentText* consent);

}  // namespace lotse::survey
