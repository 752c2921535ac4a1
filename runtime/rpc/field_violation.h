#pragma once

#include <string>
#include <vector>

namespace lotse::rpc {

// One thing that is wrong with a request.
struct FieldViolation {
  // Path from the request, for example `wave.end_date` or `answers[2].choice`.
  std::string field;
  // What is wrong and what would be right. Never an answer of a respondent.
  std::string description;
  // The same in German, where a rule of the field is broken and not only the form of a
  // request; may be empty.
  std::string german = {};
};

using FieldViolations = std::vector<FieldViolation>;

}  // namespace lotse::rpc
