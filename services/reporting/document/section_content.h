#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_template.pb.h"
#include "services/reporting/document/corrections.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends what stands in a section of a template beside what people wrote; nothing if there is
// nothing to show. `levels` is how many levels of headings fit below the section. `corrections` is
// null while there is no version to compare with.
void AppendContent(v1alpha::TemplateSection::Content content, const ReportInputs& inputs,
                   int levels, const Corrections* corrections, v1alpha::Section& section);

}  // namespace lotse::reporting
