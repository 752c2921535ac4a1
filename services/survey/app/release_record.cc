#include "services/survey/app/release_record.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/running_sha256.h"
#include "runtime/types/sha256.h"

namespace lotse::survey {

using resource::Tx;
using v1alpha::Release;
using v1alpha::ReleasedTable;

namespace {

void KeepCount(v1alpha::TableCell* cell) {
  v1alpha::TableCell kept;
  if (cell->has_count()) kept.set_count(cell->count());
  if (cell->has_protected_()) kept.mutable_protected_();
  *cell = std::move(kept);
}

void KeepCounts(google::protobuf::RepeatedPtrField<v1alpha::TableCell>* cells) {
  for (v1alpha::TableCell& cell : *cells) KeepCount(&cell);
}

void DropLabels(google::protobuf::RepeatedPtrField<v1alpha::TableCategory>* categories) {
  for (v1alpha::TableCategory& category : *categories) category.clear_label();
}

// What is needed to count a table again: its specification, which cells it has, which of them it
// shows, and whether it tells how reliable a battery is. The rest is most of it.
void KeepCounts(v1alpha::Table* table) {
  DropLabels(table->mutable_rows());
  DropLabels(table->mutable_columns());
  table->clear_reach();
  for (v1alpha::TableLayer& layer : *table->mutable_layers()) {
    if (layer.has_category()) layer.mutable_category()->clear_label();
    layer.clear_association();
    layer.clear_locations();
    KeepCounts(layer.mutable_totals());
    KeepCounts(layer.mutable_bases());
    for (v1alpha::TableRow& row : *layer.mutable_rows()) {
      KeepCounts(row.mutable_cells());
      if (row.has_total()) KeepCount(row.mutable_total());
    }
  }
}

}  // namespace

absl::Status LoadWaveOf(Tx& tx, const std::string& release, ReleaseRecord* record) {
  const std::string wave(schema::ParentOf(release));
  if (absl::Status s = tx.Load(wave, &record->wave); !s.ok()) return s;
  return tx.Load(record->wave.instrument(), &record->instrument);
}

absl::Status LoadReleases(Tx& tx, ReleaseRecord* record) {
  Release release;
  const absl::Status read = tx.ForEach(record->wave.name(), &release, [&] {
    record->releases.push_back(release);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  for (const Release& of : record->releases) {
    ReleasedTable table;
    const absl::Status tables = tx.ForEach(of.name(), &table, [&] {
      KeepCounts(table.mutable_table());
      record->tables.push_back(table);
      return absl::OkStatus();
    });
    if (!tables.ok()) return tables;
  }
  return absl::OkStatus();
}

std::vector<std::string> SensitiveOf(const ReleaseRecord& record) {
  std::set<std::string> codes;
  for (const Release& release : record.releases) {
    codes.insert(release.sensitive_variables().begin(), release.sensitive_variables().end());
  }
  return {codes.begin(), codes.end()};
}

absl::StatusOr<ReleasesSoFar> ReleasesSoFarOf(Tx& tx, const std::string& wave) {
  ReleasesSoFar so_far;
  Release release;
  const absl::Status read = tx.ForEach(wave, &release, [&] {
    so_far.emplace_back(release.name(), release.table_count());
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return so_far;
}

absl::StatusOr<std::string> SpecHash(const v1alpha::TableSpec& spec) {
  const auto json = types::CanonicalJson(spec);
  if (!json.ok()) return rpc::InvalidFields({{"tables", std::string(json.status().message())}});
  return types::Sha256Hex(*json);
}

absl::StatusOr<std::string> TablesHash(Tx& tx, const std::string& release) {
  types::RunningSha256 sum;
  ReleasedTable table;
  const absl::Status read = tx.ForEach(release, &table, [&]() -> absl::Status {
    const auto json = types::CanonicalJson(table.table());
    if (!json.ok()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                        absl::StrCat(table.name(), ": ", json.status().message()));
    }
    sum.Add(*json);
    sum.Add("\n");
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return sum.FinishHex();
}

}  // namespace lotse::survey
