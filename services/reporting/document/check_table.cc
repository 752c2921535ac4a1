#include "services/reporting/document/check_table.h"

#include <cstdint>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/canonical_json.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Missing;
using v1alpha::Row;
using v1alpha::Section;
using v1alpha::Share;
using v1alpha::Status;
using v1alpha::Table;

constexpr int kMostNumberDigits = 6;

// The document is frozen as JSON, which holds no larger numbers exactly.
void CheckExact(int64_t value, const std::string& path, Problems& problems) {
  if (value < -types::kLargestExact || value > types::kLargestExact) {
    problems.Add(path, absl::StrCat("is ", value, ", not within ±", types::kLargestExact));
  }
}

void CheckShare(const Share& share, const std::string& path, Problems& problems) {
  if (share.denominator() <= 0) {
    return problems.Add(In(path, "denominator"), "is not greater than 0");
  }
  if (share.numerator() < 0) return problems.Add(In(path, "numerator"), "is negative");
  CheckExact(share.numerator(), In(path, "numerator"), problems);
  CheckExact(share.denominator(), In(path, "denominator"), problems);
  const std::optional<int64_t> expected = RoundPerMille(share.numerator(), share.denominator());
  if (expected != share.per_mille()) {
    problems.Add(In(path, "per_mille"),
                 absl::StrCat("is ", share.per_mille(), ", not ", share.numerator(), " of ",
                              share.denominator(), " rounded half up"));
  }
}

void CheckStatus(const Status& status, const std::string& path, Problems& problems) {
  if (status.signal() == Status::SIGNAL_UNSPECIFIED || !Status::Signal_IsValid(status.signal())) {
    problems.Add(In(path, "signal"), "is not set");
  }
  problems.RequireText(status.word(), In(path, "word"));
}

void CheckCell(const Cell& cell, const std::string& path, Problems& problems) {
  switch (cell.value_case()) {
    case Cell::kText:
      return problems.RequireText(cell.text(), In(path, "text"));
    case Cell::kShare:
      return CheckShare(cell.share(), In(path, "share"), problems);
    case Cell::kNumber:
      return CheckNumber(cell.number(), In(path, "number"), problems);
    case Cell::kDate:
      problems.RequireDay(cell.date(), In(path, "date"));
      return;
    case Cell::kStatus:
      return CheckStatus(cell.status(), In(path, "status"), problems);
    case Cell::kMissing:
      if (cell.missing().reason() == Missing::REASON_UNSPECIFIED ||
          !Missing::Reason_IsValid(cell.missing().reason())) {
        problems.Add(In(path, "missing.reason"), "is not set");
      }
      return;
    case Cell::kInteger:
      return CheckExact(cell.integer(), In(path, "integer"), problems);
    case Cell::kProtected:
      return;
    case Cell::VALUE_NOT_SET:
      return problems.Add(path, "has no value");
  }
}

void CheckRow(const Row& row, int columns, const std::string& path, Problems& problems) {
  if (row.cells_size() != columns) {
    problems.Add(In(path, "cells"),
                 absl::StrCat("has ", row.cells_size(), " cells for ", columns, " columns"));
  }
  for (int i = 0; i < row.cells_size(); ++i) {
    const std::string inner = At(path, "cells", i);
    CheckCell(row.cells(i), inner, problems);
    if (i == 0 && row.cells(i).value_case() != Cell::VALUE_NOT_SET && !row.cells(i).has_text()) {
      problems.Add(inner, "heads its row and must be text");
    }
  }
  problems.RequireUtf8(row.resource(), In(path, "resource"));
  if (row.resource().empty() ? row.revision() != 0 : row.revision() < 1) {
    problems.Add(In(path, "revision"),
                 row.resource().empty() ? "must be 0 without a resource" : "is not 1 or more");
  }
}

bool IsFigure(const Cell& cell) {
  return cell.has_integer() || cell.has_share() || cell.has_number() || cell.has_protected_();
}

void CheckSources(const Table& table, int sources, const std::string& path, Problems& problems) {
  for (int i = 0; i < table.sources_size(); ++i) {
    const int source = table.sources(i);
    const std::string inner = At(path, "sources", i);
    if (source < 0 || source >= sources) {
      problems.Add(inner, absl::StrCat("is ", source, "; there are ", sources, " sources, from 0"));
    } else if (i > 0 && table.sources(i - 1) >= source) {
      problems.Add(inner, "is not greater than the one before");
    }
  }
  if (!table.sources().empty()) return;
  for (int row = 0; row < table.rows_size(); ++row) {
    for (const Cell& cell : table.rows(row).cells()) {
      if (!IsFigure(cell)) continue;
      return problems.Add(In(path, "sources"),
                          absl::StrCat("must not be empty: rows[", row, "] has a figure"));
    }
  }
}

// What is done does not stand beside the state of a town, as if it were its cause.
void CheckNothingOfControlling(const Table& table, const std::string& path, Problems& problems) {
  for (int i = 0; i < table.rows_size(); ++i) {
    const Row& row = table.rows(i);
    const std::string inner = At(path, "rows", i);
    if (absl::StrContains(row.resource(), "/measures/") ||
        absl::StrContains(row.resource(), "/goals/")) {
      problems.Add(In(inner, "resource"), "is of controlling, in a section of monitoring");
    }
    for (int c = 0; c < row.cells_size(); ++c) {
      if (!row.cells(c).has_status()) continue;
      problems.Add(At(inner, "cells", c), "is of controlling, in a section of monitoring");
    }
  }
}

}  // namespace

void CheckNumber(const v1alpha::Number& number, const std::string& path, Problems& problems) {
  if (number.digits() < 0 || number.digits() > kMostNumberDigits) {
    problems.Add(In(path, "digits"),
                 absl::StrCat("is ", number.digits(), ", not 0 to ", kMostNumberDigits));
  }
  CheckExact(number.unscaled(), In(path, "unscaled"), problems);
  problems.RequireUtf8(number.unit(), In(path, "unit"));
}

void CheckTable(const Table& table, int sources, Section::Scope scope, const std::string& path,
                Problems& problems) {
  problems.RequireId(table.table_id(), In(path, "table_id"));
  problems.RequireText(table.caption(), In(path, "caption"));
  if (table.columns().empty()) problems.Add(In(path, "columns"), "must not be empty");
  for (int i = 0; i < table.columns_size(); ++i) {
    problems.RequireText(table.columns(i), At(path, "columns", i));
  }
  if (table.rows().empty()) problems.Add(In(path, "rows"), "must not be empty");
  for (int i = 0; i < table.rows_size(); ++i) {
    CheckRow(table.rows(i), table.columns_size(), At(path, "rows", i), problems);
  }
  for (int i = 0; i < table.notes_size(); ++i) {
    problems.RequireText(table.notes(i), At(path, "notes", i));
  }
  CheckSources(table, sources, path, problems);
  if (scope == Section::SCOPE_MONITORING) CheckNothingOfControlling(table, path, problems);
}

const Table* TableIn(const Section& section, absl::string_view table_id) {
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_table() && !table_id.empty() && block.table().table_id() == table_id) {
      return &block.table();
    }
  }
  return nullptr;
}

}  // namespace lotse::reporting
