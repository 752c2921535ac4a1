#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/release.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/analysis/tables/variables.h"

namespace lotse::survey::tables {

// Limits of tables. Source: table.proto and release_service.proto.
inline constexpr int kMaxTableDimensions = 3;
inline constexpr int kMaxFilters = 2;
inline constexpr int kMinBattery = 2;
inline constexpr int kMaxBattery = 50;
inline constexpr int64_t kMaxTableCells = 10'000;
inline constexpr int64_t kMaxScore = 1'000'000;
inline constexpr int64_t kMaxPopulation = 1'000'000'000;
inline constexpr int kDefaultTopBox = 2;
inline constexpr int kMaxTablesOfACall = 500;
inline constexpr int64_t kMaxCellsOfACall = 100'000;
// Each call counts all tables of the wave again, and keeps their counts.
inline constexpr int64_t kMaxCellsOfAWave = 1'000'000;
// Of a reply: half of what a client takes.
inline constexpr int64_t kMaxBytesOfAReply = int64_t{32} << 20;

// What is wrong with a table that is asked for, all at once: each says what is wrong and what would
// be right, and nothing depends on answers. `path` is the field of the specification, for example
// `tables[3]`. What passes can be counted.
rpc::FieldViolations CheckTableSpec(const v1alpha::TableSpec& spec, absl::string_view path,
                                    const TableVariables& variables,
                                    const v1alpha::Release& release);

// Whether a call asks for too many cells in all (CellsOf), or adds too many to those that the wave
// has given away.
rpc::FieldViolations CheckCells(int64_t of_call, int64_t of_wave, int64_t added);

// Whether so many bytes are too many to be returned.
rpc::FieldViolations CheckReplyBytes(int64_t bytes);

}  // namespace lotse::survey::tables
