#pragma once

#include <vector>

#include "runtime/rpc/field_violation.h"
#include "services/survey/exchange/import_result.h"

namespace lotse::survey {

// Rules that a questionnaire breaks as findings of its import, with the place in the source where
// `result` knows it: the row or line of the question or list, and in a table the column; of an
// option that came from a file the row or line there. The field of each is named as
// `instrument.…`.
std::vector<v1alpha::ImportFinding> RuleFindings(const rpc::FieldViolations& violations,
                                                 v1alpha::ImportFinding::Severity severity,
                                                 const ImportResult& result);

// Adds findings to those of `result`, in the order of the source.
void AddFindings(std::vector<v1alpha::ImportFinding> findings, ImportResult* result);

}  // namespace lotse::survey
