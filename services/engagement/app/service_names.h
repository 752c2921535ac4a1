#pragma once

#include <string>
#include <vector>

namespace lotse::engagement {

// The full names of the gRPC services of lotse-engagement.
inline std::vector<std::string> ServiceNames() {
  std::vector<std::string> names;
  for (const char* name : {
           "ActionItem",       "Administration", "Agreement",   "Body",          "CodeList",
           "Decision",         "Engagement",     "Finding",     "Goal",          "Grant",
           "Indicator",        "Measure",        "Measurement", "MeetingRecord", "Milestone",
           "MunicipalService", "Need",           "OrgUnit",     "Phase",         "PhaseTemplate",
           "Programme",        "Territory",      "Track",       "UnitInterface",
       }) {
    names.push_back(std::string("lotse.engagement.v1alpha.") + name + "Service");
  }
  return names;
}

}  // namespace lotse::engagement
