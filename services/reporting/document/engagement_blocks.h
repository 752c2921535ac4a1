#pragma once

#include <optional>
#include <string>

#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/process_inputs.h"

namespace lotse::reporting {

// The section on the process as it stands on `as_of`, id `process`: key facts and a
// table of the phases. Nothing if programme, administration and engagement are absent.
std::optional<v1alpha::Section> ProcessSection(const ProcessInputs& inputs,
                                               const google::type::Date& as_of, Language language);

// What people call a programme: its short name, else its title.
std::string ProgrammeName(const engagement::v1alpha::Programme& programme, Language language);

}  // namespace lotse::reporting
