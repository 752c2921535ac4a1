#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/failure.h"
#include "cli/mapping.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// From what a cell says to the code of an option. An empty code: the label
// belongs to several options, and the mapping does not decide.
using LabelTable = std::map<std::string, std::string>;

// What is done with the cells of one column.
struct ColumnPlan {
  enum class Kind {
    kIgnore,
    kChoice,   // a single choice or an item of a matrix
    kOption,   // one option of a multiple choice
    kChoices,  // codes of all chosen options of a multiple choice
    kRanking,  // codes of all options, in order
    kInteger,
    kDecimal,
    kText,
    kDate,
    kTime,
    kDateTime,
    kAcknowledged,
    kContent,   // what a client sets without asking
    kCount,     // how many instances a repeat has
    kToken,     // the token of an invitation
    kBrokeOff,  // number of the section in which it broke off
  };
  Kind kind = Kind::kIgnore;
  std::string column;                  // its name in the header
  std::string code;                    // of the question or item
  std::string option;                  // kOption: of the option
  LabelTable labels;                   // kChoice; kChoices and kRanking: from code to code
  std::set<std::string> selected;      // kOption
  std::set<std::string> not_selected;  // kOption
  std::vector<int> instances = {};     // of the repeats around it
};

// How each record of a table becomes the answers of one person.
struct ImportPlan {
  std::vector<ColumnPlan> columns;  // in the order of the header
  std::set<std::string> missing;    // cells that mean "no answer"
};

// A plan and what is to be said about it. With problems it must not be used.
struct PlanResult {
  ImportPlan plan;
  std::vector<Problem> problems;
  // What is allowed and easily overlooked: a question without a column.
  std::vector<Problem> warnings;
};

// Reads a mapping. DataError: not JSON, an unknown field, not UTF-8.
absl::StatusOr<Mapping> ParseMapping(absl::string_view json);

// Checks a mapping against the questionnaire and the header of the table. All
// problems are found at once: a column of the mapping that the table does not
// have, a column of the table without mapping, two columns for the same answer,
// a code, an option or an instance that the questionnaire does not have, labels of a
// question without options, a question without a column that is required of everybody.
// They are told in `language`, de or en.
PlanResult MakePlan(const Mapping& mapping, const lotse::survey::v1alpha::Instrument& instrument,
                    const std::vector<std::string>& header, absl::string_view language);

}  // namespace lotse::cli
