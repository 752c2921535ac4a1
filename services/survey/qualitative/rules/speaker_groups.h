#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"

// By what participants are found and counted.
namespace lotse::survey::qualitative {

// The group of those of whom an attribute is not known. No role or category has this code.
inline constexpr char kNoGroup[] = "-";

// The group of somebody: the category of an attribute, or kNoGroup; without one their role.
std::string GroupOf(const v1alpha::Participant& participant, absl::string_view attribute);

// All groups there can be, in the order of the study; kNoGroup last.
std::vector<std::string> GroupsOf(const v1alpha::Study& study, absl::string_view attribute);

// A group as it is told.
std::string ToldGroup(absl::string_view group);

// Whether all of a filter holds for somebody.
bool Matches(const v1alpha::SpeakerFilter& filter, const v1alpha::Participant& participant);

// Whether nothing that somebody said is analysed.
bool HasWithdrawn(const v1alpha::Participant& participant);

}  // namespace lotse::survey::qualitative
