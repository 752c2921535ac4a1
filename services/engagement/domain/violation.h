#pragma once

#include <string>
#include <utility>

#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a field, in both languages: what is the case and what would be right.
// Both go on from "<field>: ". Who breaks a rule is a person more often than a program, so
// every violation of this service is made here; tests/structure looks for others.
inline rpc::FieldViolation Violation(std::string field, rpc::Wording wording) {
  return {std::move(field), std::move(wording.en), std::move(wording.de)};
}

}  // namespace lotse::engagement
