#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_template.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "services/reporting/document/corrections.h"
#include "services/reporting/document/message.h"
#include "services/reporting/document/report_inputs.h"

// How a template becomes the sections of a document.
namespace lotse::reporting {

// A text of a template as it is read in the language of the report, with its arguments filled in;
// empty if a value that it needs is not known. INVALID_ARGUMENT names `where`.
absl::StatusOr<std::string> FillIn(const lotse::type::v1alpha::Text& text,
                                   const ReportInputs& inputs, const MessageArguments& arguments,
                                   absl::string_view where);

// Adds the sections of a template to a document: in each its intro, what people wrote for it, its
// content, its sub-sections. One without content is left out or says so, as its condition wants.
// `corrections` is null while there is no version to compare with.
absl::Status AddSections(const v1alpha::ReportTemplate& report_template, const ReportInputs& inputs,
                         const MessageArguments& arguments, const Corrections* corrections,
                         v1alpha::Document& document);

}  // namespace lotse::reporting
