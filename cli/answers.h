#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>
#include <vector>

#include "cli/csv.h"
#include "cli/mapping.h"
#include "lotse/survey/v1alpha/response_service.pb.h"

namespace lotse::cli {

// A cell, or a whole record, that cannot be mapped.
struct CellProblem {
  int line = 0;        // in the file, from 1
  std::string column;  // empty: the record as a whole
  std::string what;
};

// Maps one record to answers, in the order of the columns; those of a multiple
// choice are joined where its first column stands. Missing cells give no
// answer; of a multiple choice there is none if all its columns are missing.
// Returns what is wrong with the record, and what would be right, in `language` (`de`, else
// English); it must not be sent then.
std::vector<CellProblem> MapRecord(
    const ImportPlan& plan, const CsvRecord& record, absl::string_view language,
    google::protobuf::RepeatedPtrField<lotse::survey::v1alpha::Answer>* answers);

// The number of the section in which a record that MapRecord found right broke off; 0 if it is
// complete.
int BrokeOffSectionOf(const ImportPlan& plan, const CsvRecord& record);

// The token of an invitation that a record has; empty without a column for it.
std::string TokenOf(const ImportPlan& plan, const CsvRecord& record);

}  // namespace lotse::cli
