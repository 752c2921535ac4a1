// Adds tables to a release. Counting and protecting them takes long and happens while others
// write; so that two of them are never protected beside the same past and then published
// together, what was given away meanwhile is looked at again when they are written.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/rpc/error.h"
#include "services/survey/analysis/tables/release_rules.h"
#include "services/survey/analysis/tables/table_cells.h"
#include "services/survey/analysis/tables/table_rules.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/release_counts.h"
#include "services/survey/app/release_record.h"
#include "services/survey/app/release_use_cases.h"
#include "services/survey/domain/erasure_rules.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Release;
using v1alpha::ReleasedTable;
using v1alpha::Table;
using v1alpha::TableSpec;

// What is asked for.
struct Asked {
  Release release;
  ReleaseRecord record;
  ReleasesSoFar so_far;
  // By the hash of its specification: the table, as far as there is one.
  absl::flat_hash_map<std::string, std::optional<Table>> tables;
  // Of each table that is asked for, in order.
  std::vector<std::string> hashes;
  // The new ones, each once.
  std::vector<const TableSpec*> specs;
  std::vector<std::string> new_hashes;
};

absl::Status CheckSpecs(const v1alpha::TabulateRequest& q, const Asked& asked) {
  rpc::FieldViolations violations;
  if (q.tables().empty() || q.tables_size() > tables::kMaxTablesOfACall) {
    violations.push_back(
        {"tables", absl::StrCat("give 1 to ", tables::kMaxTablesOfACall, " tables")});
    return rpc::InvalidFields(violations);
  }
  const tables::TableVariables variables(asked.record.instrument);
  for (int i = 0; i < q.tables_size(); ++i) {
    const std::string path = absl::StrCat("tables[", i, "]");
    for (auto& violation : CheckTableSpec(q.tables(i), path, variables, asked.release)) {
      violations.push_back(std::move(violation));
    }
  }
  return rpc::InvalidFields(violations);
}

// How many cells all tables of a call have, and those that the wave has given away.
absl::Status CheckAmount(const v1alpha::TabulateRequest& q, const Asked& asked) {
  const tables::TableVariables variables(asked.record.instrument);
  int64_t of_call = 0, of_wave = 0, added = 0;
  for (const TableSpec& spec : q.tables()) of_call += CellsOf(spec, variables);
  for (const TableSpec* spec : asked.specs) added += CellsOf(*spec, variables);
  for (const ReleasedTable& table : asked.record.tables) {
    if (table.table().refusal() != Table::REFUSAL_UNSPECIFIED) continue;
    of_wave += CellsOf(table.table().spec(), variables);
  }
  return rpc::InvalidFields(tables::CheckCells(of_call, of_wave, added));
}

// Before anything is given away: what cannot be returned could not be asked for again either.
absl::Status CheckReply(const Asked& asked) {
  int64_t bytes = 0;
  for (const std::string& hash : asked.hashes) {
    bytes += static_cast<int64_t>(asked.tables.at(hash)->ByteSizeLong());
  }
  return rpc::InvalidFields(tables::CheckReplyBytes(bytes));
}

// Finds the tables that the release has already.
absl::Status FindTables(Tx& tx, const v1alpha::TabulateRequest& q, Asked* asked) {
  for (const TableSpec& spec : q.tables()) {
    const auto hash = SpecHash(spec);
    if (!hash.ok()) return hash.status();
    asked->hashes.push_back(*hash);
    const auto [it, is_new] = asked->tables.try_emplace(*hash);
    if (!is_new) continue;
    resource::Page page;
    page.parent = q.name();
    page.size = 1;
    page.filter = absl::StrCat("spec_sha256 = \"", *hash, "\"");
    v1alpha::ListReleasedTablesResponse found;
    if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
    if (!found.tables().empty()) {
      it->second = found.tables(0).table();
    } else {
      asked->specs.push_back(&spec);
      asked->new_hashes.push_back(*hash);
    }
  }
  return absl::OkStatus();
}

// Whether tables can be added.
absl::Status CheckTakesTables(const Asked& asked) {
  const Release& release = asked.release;
  if (release.state() != Release::STATE_OPEN) {
    return rpc::Error(
        type::v1alpha::ERROR_REASON_WRONG_STATE,
        absl::StrCat(release.name(), " is ", Release::State_Name(release.state()),
                     "; nothing is added to it, begin another release"),
        {{"resource", release.name()}, {"state", Release::State_Name(release.state())}});
  }
  if (absl::Status s = CheckCanBeTabulated(asked.record.wave); !s.ok()) return s;
  const auto all = static_cast<int64_t>(release.table_count() + asked.specs.size());
  if (all <= tables::kMaxReleaseTables) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"tables", absl::StrCat("the release would have ", all, " tables; it takes ",
                               tables::kMaxReleaseTables, ", begin another one")}});
}

absl::Status Load(Tx& tx, const v1alpha::TabulateRequest& q, Asked* asked) {
  if (absl::Status s = tx.Load(q.name(), &asked->release); !s.ok()) return s;
  if (absl::Status s = LoadWaveOf(tx, q.name(), &asked->record); !s.ok()) return s;
  if (absl::Status s = CheckSpecs(q, *asked); !s.ok()) return s;
  if (absl::Status s = CheckAmount(q, *asked); !s.ok()) return s;
  if (absl::Status s = FindTables(tx, q, asked); !s.ok()) return s;
  if (asked->specs.empty()) return CheckReply(*asked);
  if (absl::Status s = CheckTakesTables(*asked); !s.ok()) return s;
  auto so_far = ReleasesSoFarOf(tx, asked->record.wave.name());
  if (!so_far.ok()) return so_far.status();
  asked->so_far = *std::move(so_far);
  if (absl::Status s = LoadReleases(tx, &asked->record); !s.ok()) return s;
  return CheckAmount(q, *asked);
}

absl::Status Add(Tx& tx, const Asked& asked, const std::vector<Table>& made, Release* release) {
  const std::vector<std::string> sensitive = SensitiveOf(asked.record);
  for (size_t i = 0; i < made.size(); ++i) {
    ReleasedTable table;
    const int number = release->table_count() + 1;
    table.set_name(absl::StrFormat("%s/tables/t%04d", release->name(), number));
    *table.mutable_table() = made[i];
    table.set_spec_sha256(asked.new_hashes[i]);
    table.mutable_sensitive_variables()->Assign(sensitive.begin(), sensitive.end());
    if (absl::Status s = tx.Create(&table); !s.ok()) return s;
    release->set_table_count(number);
  }
  return tx.Save("TABULATE", "", release);
}

// Writes them, unless something was given away or erased meanwhile: then `written` is false.
absl::Status Write(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                   const Asked& asked, uint64_t erasures, const std::vector<Table>& made,
                   bool* written) {
  const std::string& wave = asked.record.wave.name();
  return store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    *written = false;
    Release release;
    if (absl::Status s = tx.Load(asked.release.name(), &release); !s.ok()) return s;
    const auto so_far = ReleasesSoFarOf(tx, wave);
    if (!so_far.ok()) return so_far.status();
    if (*so_far != asked.so_far || responses.Erasures(wave) != erasures) return absl::OkStatus();
    // It may have been frozen, and the wave deleted.
    if (release.etag() != asked.release.etag()) return absl::OkStatus();
    v1alpha::Wave now;
    if (absl::Status s = tx.Load(wave, &now); !s.ok()) return s;
    if (absl::Status s = CheckCanBeTabulated(now); !s.ok()) return s;
    // That questions were erased is noted before they are.
    if (!SameErasedCodes(asked.record.wave, now)) return absl::OkStatus();
    *written = true;
    return Add(tx, asked, made, &release);
  });
}

}  // namespace

absl::Status Tabulate(resource::Store& store, ResponseStore& responses, ImageCache& images,
                      const OnBehalf& caller, const v1alpha::TabulateRequest& q,
                      v1alpha::TabulateResponse* r) {
  for (bool written = false; !written;) {
    Asked asked;
    absl::Status s = store.Read(caller.patience, [&](Tx& tx) { return Load(tx, q, &asked); });
    if (!s.ok()) return s;
    written = asked.specs.empty();
    if (!written) {
      const ReleaseRecord& record = asked.record;
      const std::string& wave = record.wave.name();
      const uint64_t erasures = responses.Erasures(wave);
      const auto figures =
          FreezeBasicFigures(store, responses, caller, record.wave, record.instrument);
      if (!figures.ok()) return figures.status();
      const auto compiled = std::make_shared<const CompiledInstrument>(record.instrument);
      const auto image = images.Get(wave, compiled, caller.patience);
      if (!image.ok()) return image.status();
      s = CheckSnapshot(*figures, (*image)->fingerprint, *compiled, record.wave);
      if (!s.ok()) return s;
      ReleaseCounts counts(record, *figures, **image);
      if (!counts.AddBefore()) return SnapshotChanged(record.wave);
      const auto made = counts.Protect(asked.release, asked.specs);
      if (!made.ok()) return made.status();
      for (size_t i = 0; i < made->size(); ++i) asked.tables[asked.new_hashes[i]] = (*made)[i];
      if (s = CheckReply(asked); !s.ok()) return s;
      s = Write(store, responses, caller, asked, erasures, *made, &written);
      if (!s.ok()) return s;
    }
    if (!written) continue;
    for (const std::string& hash : asked.hashes) *r->add_tables() = *asked.tables[hash];
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
