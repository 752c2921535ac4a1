#pragma once

#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/diff_documents.h"
#include "services/reporting/document/report_inputs.h"

// What became different since the version that was released before.
namespace lotse::reporting {

// What a document without its corrections says otherwise than the version before.
struct Corrections {
  DocumentDiff diff;
  // What is compared; for captions and titles.
  v1alpha::Document before;
  v1alpha::Document after;
};

// Compares a document with the version before; `own_sections` are the ids of the sections that
// tell of a document itself, its corrections and where it comes from, and are left out on both
// sides.
Corrections CompareWithPrevious(const v1alpha::Document& document,
                                const v1alpha::Document& previous,
                                const std::vector<std::string>& own_sections);

// Appends which version is replaced, why, and a table of the cells that changed.
void AppendCorrections(const ReportInputs& inputs, const Corrections& corrections,
                       v1alpha::Section& section);

}  // namespace lotse::reporting
