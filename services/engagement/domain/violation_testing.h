#pragma once

#include <gtest/gtest.h>

#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// Each violation says in both languages what is wrong, and in each something of its own.
inline void ExpectBothLanguages(const rpc::FieldViolations& violations) {
  for (const rpc::FieldViolation& violation : violations) {
    EXPECT_NE(violation.description, "") << violation.field;
    EXPECT_NE(violation.german, "") << violation.field << ": " << violation.description;
    EXPECT_NE(violation.german, violation.description) << violation.field;
  }
}

}  // namespace lotse::engagement
