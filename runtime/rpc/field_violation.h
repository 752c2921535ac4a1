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
};

using FieldViolations = std::vector<FieldViolation>;

}  // namespace lotse::rpc
