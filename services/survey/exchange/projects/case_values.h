#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "services/survey/exchange/projects/project_words.h"

// What is known of cases and of those who took part, as values of variables.
namespace lotse::survey::projects {

// The values of a case without those who took part.
NamedValues ValuesOfCase(const v1alpha::StudyCase& study_case);
// The same back; false if they are no values of a case: without a kind or a real day. `study` is
// the name of the study that the case shall be in.
bool ReadCase(const NamedValues& values, absl::string_view study, v1alpha::StudyCase* study_case);

// The values of a participant, with those of the attributes of the study by their codes, and of
// somebody of the staff.
NamedValues ValuesOfParticipant(const v1alpha::Participant& participant);
NamedValues ValuesOfStaff(const v1alpha::CaseStaff& staff);

// Adds a participant, or somebody of the staff, to a case; false if the values are of neither.
// Of values that are no categories of the study's attributes the names of the variables are added
// to `unknown`.
bool ReadPerson(const v1alpha::Study& study, absl::string_view pseudonym, const NamedValues& values,
                v1alpha::StudyCase* study_case, std::vector<std::string>* unknown);

}  // namespace lotse::survey::projects
