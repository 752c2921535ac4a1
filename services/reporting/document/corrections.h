#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/diff_documents.h"
#include "services/reporting/document/report_inputs.h"

// What became different since the version that was released before.
namespace lotse::reporting {

// What a document says otherwise than the version before.
struct Corrections {
  DocumentDiff diff;
  // What is compared; for captions and titles.
  v1alpha::Document before;
  v1alpha::Document after;
};

// Compares a document with the version before; see DiffDocuments.
Corrections CompareWithPrevious(const v1alpha::Document& document,
                                const v1alpha::Document& previous);

// Appends which version is replaced, why, a table of title, subtitle, period and imprint as far as
// they changed, and a table of the cells that changed. Their earlier values are told where there is
// a value now, and where the version before was not withdrawn: what is protected, erased or taken
// back is not told again.
void AppendCorrections(const ReportInputs& inputs, const Corrections& corrections,
                       v1alpha::Section& section);

}  // namespace lotse::reporting
