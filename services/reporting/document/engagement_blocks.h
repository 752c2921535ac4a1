#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// What the engagement service answered; each part is absent if it did not.
struct ProcessInputs {
  std::optional<engagement::v1alpha::Programme> programme;
  std::optional<engagement::v1alpha::Administration> administration;
  std::optional<engagement::v1alpha::Engagement> engagement;
};

// The section on the process, id `process`: key facts and a table of the phases.
// Nothing if all parts are absent.
std::optional<v1alpha::Section> ProcessSection(const ProcessInputs& inputs, Language language);

// Where the process stands, in sentences; empty without an engagement that has
// phases.
std::string ProcessSummary(const ProcessInputs& inputs, Language language);

// The phase of an id in words: its title; the id with a remark if it is no phase
// of the engagement; the id alone if the engagement is absent.
std::string PhaseName(const std::optional<engagement::v1alpha::Engagement>& engagement,
                      absl::string_view phase_id, Language language);

// What people call a programme: its short name, else its title.
std::string ProgrammeName(const engagement::v1alpha::Programme& programme, Language language);

}  // namespace lotse::reporting
