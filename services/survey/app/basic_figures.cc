#include "services/survey/app/basic_figures.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/analysis/tabulate.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/tables.h"
#include "services/survey/domain/erasure_rules.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::Wave;
using Sections = google::protobuf::RepeatedPtrField<stored::SectionCount>;

std::string SettingOf(const std::string& wave) { return absl::StrCat("figures/", wave); }

void Keep(const BySection& counts, Sections* kept) {
  for (const auto& [section, count] : counts) {
    auto* added = kept->Add();
    added->set_section(section);
    added->set_count(count);
  }
}

BySection Of(const Sections& kept) {
  BySection counts;
  for (const auto& section : kept) counts[section.section()] = section.count();
  return counts;
}

void Put(Tx& tx, const std::string& wave, const BasicFigures& figures) {
  ForgetBasicFigures(tx, wave);
  tx.connection()
      .Prepare("InsertSetting")
      .Bind(1, SettingOf(wave))
      .BindBytes(2, figures.SerializeAsString())
      .Run();
}

// Leaves nothing of what was erased of everybody.
void ClearErased(const CompiledInstrument& instrument, const Wave& wave, BasicFigures* figures) {
  const std::vector<bool> erased = ErasedVariables(instrument, wave);
  for (int i = 0; i < figures->variables_size(); ++i) {
    if (erased[i]) figures->set_variables(i, 0);
  }
  *figures->mutable_told() = ToldOf(*figures, wave);
}

// How often it is counted again because answers were erased in between, before that is taken for
// damage.
constexpr int kMostCounts = 100;

// Counts what is told first. `*whole` tells whether nothing was erased between its parts: who is
// in one of them and not in the other would be told by their difference.
absl::Status Count(ResponseStore& responses, const Wave& wave, const Instrument& instrument,
                   const sql::Patience& patience, BasicFigures* figures, bool* whole) {
  // Who is in which table depends on how many broke off where, so these are counted first.
  const auto counts = responses.BreakOffs(wave.name());
  if (!counts.ok()) return counts.status();
  const auto there = responses.Count(wave.name());
  if (!there.ok()) return there.status();
  const auto tallies = TalliesOf(responses, wave, patience);
  if (!tallies.ok()) return tallies.status();
  const std::optional<int64_t> invited = InvitedOf(wave, IssuedOf(*tallies));
  if (invited.has_value()) figures->set_invited(*invited);
  Keep(counts->handed_in, figures->mutable_broke_off());
  Keep(counts->drafts, figures->mutable_drafts());
  figures->set_responses(*there);
  const auto compiled = std::make_shared<const CompiledInstrument>(instrument);
  Tabulator tabulator(instrument,
                      ScopeOf(BreakOffsOf(*figures, instrument), wave.partial_from_section()));
  RowFingerprint fingerprint(compiled);
  int64_t rows = 0;
  BySection broke_off;
  const absl::Status read =
      responses.ForEachRow(wave.name(), *compiled, patience,
                           [&](absl::string_view id, absl::string_view row) -> absl::Status {
                             const auto answers = DecodeResponseRow(*compiled, row);
                             if (!answers.has_value() || !fingerprint.Add(id, row))
                               return DamagedResponse();
                             const int section = BrokeOffSectionOf(row);
                             tabulator.Add(*answers, section);
                             ++rows;
                             if (section > 0) ++broke_off[section];
                             return absl::OkStatus();
                           });
  if (!read.ok()) return read;
  *whole = rows == *there && broke_off == counts->handed_in;
  std::move(tabulator).Finish(invited.value_or(0), figures->mutable_told());
  figures->set_people(fingerprint.people());
  for (const uint64_t sum : fingerprint.variables()) figures->add_variables(sum);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<BasicFigures>> FindBasicFigures(Tx& tx, const std::string& wave) {
  std::optional<BasicFigures> found;
  sql::Query query = tx.connection().Prepare("GetSetting");
  query.Bind(1, SettingOf(wave));
  if (!query.Next()) return found;
  const absl::string_view bytes = query.View(0);
  if (!found.emplace().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "the stored figures of this wave are damaged");
  }
  return found;
}

absl::StatusOr<BasicFigures> FreezeBasicFigures(resource::Store& store, ResponseStore& responses,
                                                const OnBehalf& caller, const Wave& wave,
                                                const Instrument& instrument) {
  std::optional<BasicFigures> kept;
  const auto find = [&](Tx& tx) -> absl::Status {
    auto found = FindBasicFigures(tx, wave.name());
    if (found.ok()) kept = *std::move(found);
    return found.status();
  };
  if (absl::Status s = store.Read(caller.patience, find); !s.ok()) return s;
  for (int tries = 0; !kept.has_value(); ++tries) {
    if (tries == kMostCounts) return DamagedResponse();
    const uint64_t erasures = responses.Erasures(wave.name());
    BasicFigures counted;
    bool whole = false;
    absl::Status s = Count(responses, wave, instrument, caller.patience, &counted, &whole);
    if (!s.ok()) return s;
    if (!whole) continue;
    const CompiledInstrument compiled(instrument);
    bool kept_first = false;
    s = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
      kept.reset();
      kept_first = false;
      // If it was purged meanwhile, there was less to be counted, or nothing.
      Wave now;
      if (absl::Status loaded = tx.Load(wave.name(), &now); !loaded.ok()) return loaded;
      if (absl::Status closed = CheckCanBeTabulated(now); !closed.ok()) return closed;
      if (absl::Status found = find(tx); !found.ok()) return found;
      // Whoever asked first was told already.
      if (kept.has_value() || responses.Erasures(wave.name()) != erasures) return absl::OkStatus();
      ClearErased(compiled, now, &counted);
      Put(tx, wave.name(), counted);
      kept = counted;
      kept_first = true;
      return absl::OkStatus();
    });
    if (!s.ok()) return s;
    // From now on it is told who of them broke off.
    if (kept_first) responses.changed().Note(wave.name());
  }
  return *std::move(kept);
}

void ForgetBasicFigures(Tx& tx, const std::string& wave) {
  tx.connection().Prepare("DeleteSetting").Bind(1, SettingOf(wave)).Run();
}

absl::Status ForgetFingerprint(Tx& tx, const std::string& wave) {
  auto found = FindBasicFigures(tx, wave);
  if (!found.ok() || !found->has_value() || (*found)->changed()) return found.status();
  BasicFigures& figures = **found;
  figures.clear_people();
  figures.clear_variables();
  figures.set_changed(true);
  Put(tx, wave, figures);
  return absl::OkStatus();
}

absl::Status ForgetErasedVariables(Tx& tx, const CompiledInstrument& instrument, const Wave& wave) {
  auto found = FindBasicFigures(tx, wave.name());
  if (!found.ok() || !found->has_value()) return found.status();
  ClearErased(instrument, wave, &**found);
  Put(tx, wave.name(), **found);
  return absl::OkStatus();
}

v1alpha::TabulateWaveResponse ToldOf(const BasicFigures& figures, const Wave& wave) {
  v1alpha::TabulateWaveResponse told = figures.told();
  const absl::flat_hash_set<std::string> erased(wave.erased_codes().begin(),
                                                wave.erased_codes().end());
  auto* tables = told.mutable_tables();
  const auto gone = [&](const v1alpha::FrequencyTable& table) {
    return erased.contains(table.code());
  };
  tables->erase(std::remove_if(tables->begin(), tables->end(), gone), tables->end());
  return told;
}

ToldBreakOffs BreakOffsOf(const BasicFigures& figures, const Instrument& instrument) {
  return ToldOfClosed({.handed_in = Of(figures.broke_off())}, instrument, figures.responses());
}

std::vector<int64_t> DraftsOf(const BasicFigures& figures, const Instrument& instrument) {
  return OfSections(Of(figures.drafts()), instrument);
}

std::vector<bool> ErasedVariables(const CompiledInstrument& instrument, const Wave& wave) {
  return ErasedWith(instrument, wave.erased_codes());
}

absl::Status CheckSnapshot(const BasicFigures& figures, const RowFingerprint& answers,
                           const CompiledInstrument& instrument, const Wave& wave) {
  const std::vector<bool> erased = ErasedVariables(instrument, wave);
  bool same = !figures.changed() && figures.people() == answers.people() &&
              figures.variables_size() == static_cast<int>(answers.variables().size());
  for (int i = 0; same && i < figures.variables_size(); ++i) {
    same = erased[i] || figures.variables(i) == answers.variables()[i];
  }
  return same ? absl::OkStatus() : SnapshotChanged(wave);
}

absl::Status SnapshotChanged(const Wave& wave) {
  return rpc::Error(type::v1alpha::ERROR_REASON_SNAPSHOT_CHANGED,
                    absl::StrCat(wave.name(),
                                 ": answers were erased since figures of it were first given "
                                 "away; new ones would give the erased ones away"),
                    {{"resource", wave.name()}});
}

}  // namespace lotse::survey
