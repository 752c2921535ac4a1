#pragma once

#include "absl/strings/string_view.h"
#include "google/type/decimal.pb.h"
#include "runtime/rpc/field_violation.h"

// Checks of amounts of work and of shares. Each adds what is wrong to `violations`.
namespace lotse::engagement {

// Working days of a unit in a month: 0 to 1000.
void CheckDays(absl::string_view field, const google::type::Decimal& days,
               rpc::FieldViolations* violations);

// A share in per cent: 0 to 100.
void CheckShare(absl::string_view field, const google::type::Decimal& percent,
                rpc::FieldViolations* violations);

// A month, at `path`.year and `path`.month: years from 1900 to 2200.
void CheckMonth(absl::string_view path, int year, int month, rpc::FieldViolations* violations);

}  // namespace lotse::engagement
