#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <ostream>

#include "lotse/survey/v1alpha/import_finding.pb.h"

namespace lotse::cli {

// Prints findings in English, one a line: how grave it is, the place if there is one, the code, and
// what it is.
void PrintFindings(
    const google::protobuf::RepeatedPtrField<survey::v1alpha::ImportFinding>& findings,
    std::ostream& out);

}  // namespace lotse::cli
