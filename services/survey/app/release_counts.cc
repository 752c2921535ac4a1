#include "services/survey/app/release_counts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/schema/address.h"
#include "services/survey/analysis/suppression/bases.h"
#include "services/survey/analysis/tables/basic_cells.h"
#include "services/survey/analysis/tables/groupings.h"
#include "services/survey/analysis/tables/protect_tables.h"
#include "services/survey/analysis/tables/release_rules.h"

namespace lotse::survey {
namespace {

using suppression::Refusal;
using v1alpha::Release;
using v1alpha::ReleasedTable;
using v1alpha::Table;
using v1alpha::TableSpec;

Table::Refusal ToldRefusal(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNone:
      return Table::REFUSAL_UNSPECIFIED;
    case Refusal::kBase:
      return Table::REFUSAL_BASE_TOO_SMALL;
    case Refusal::kEffort:
      return Table::REFUSAL_EFFORT;
    case Refusal::kInterval:
    case Refusal::kSingleton:
      break;
  }
  return Table::REFUSAL_NOT_PROTECTABLE;
}

// Of a table with a filter it is not told which rule refused it. The threshold of a release is
// free, and releases are as many as somebody begins: from which one on the reason is another one
// would be how many people the filter selects, though that may be what must not be known.
Table::Refusal ToldRefusal(const TableSpec& spec, Table::Refusal refusal) {
  const bool is_told = spec.filters().empty() || refusal == Table::REFUSAL_UNSPECIFIED ||
                       refusal == Table::REFUSAL_ERASED;
  return is_told ? refusal : Table::REFUSAL_SINGLES_OUT;
}

Table Refused(const TableSpec& spec, Table::Refusal refusal) {
  Table table;
  *table.mutable_spec() = spec;
  table.set_refusal(ToldRefusal(spec, refusal));
  return table;
}

template <class Take>
void ForEachCode(const TableSpec& spec, Take take) {
  for (const std::string& code : spec.variables()) take(code);
  for (const std::string& code : spec.battery()) take(code);
  for (const auto& filter : spec.filters()) take(filter.variable());
}

// The tables that were given away while fewer variables were sensitive before the others.
std::vector<const ReleasedTable*> ByEra(const std::vector<ReleasedTable>& tables) {
  std::vector<const ReleasedTable*> sorted;
  for (const ReleasedTable& table : tables) sorted.push_back(&table);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const ReleasedTable* a, const ReleasedTable* b) {
                     return a->sensitive_variables_size() < b->sensitive_variables_size();
                   });
  return sorted;
}

// All cells of a table with their margins.
void AddCells(const suppression::TableToProtect& table,
              absl::flat_hash_set<suppression::CellKey>* cells) {
  suppression::LinkedTables linked;
  for (const suppression::TableSpec& part : table.parts) {
    if (!linked.Add(part).ok()) return;
  }
  for (int cell = 0; cell < linked.Size(); ++cell) cells->insert(linked.Key(cell));
}

}  // namespace

ReleaseCounts::ReleaseCounts(const ReleaseRecord& record, const BasicFigures& figures,
                             const WaveImage& image)
    : record_(record),
      variables_(record.instrument),
      scope_(ScopeOf(BreakOffsOf(figures, record.instrument), record.wave.partial_from_section())),
      cells_(variables_, scope_),
      counts_(variables_, cells_, image.columns, scope_),
      figures_(figures),
      erased_(ErasedVariables(variables_.compiled(), record.wave)),
      beside_erased_(erased_.size()),
      everybody_(counts_.Base({})) {
  bases_[{}] = counts_.people();
}

suppression::RespondentSet ReleaseCounts::BaseSet(const TableSpec& spec) {
  const Selection base = BaseOf(spec, variables_, &cells_, &counts_);
  suppression::RespondentSet set(static_cast<int>(counts_.people()));
  int number = 0;
  for (size_t person = 0; person < base.people(); ++person) {
    if (!everybody_.Has(person)) continue;
    if (base.Has(person)) set.Add(number);
    ++number;
  }
  return set;
}

bool ReleaseCounts::Names(const TableSpec& spec, const std::vector<bool>& marked) const {
  bool found = false;
  ForEachCode(spec, [&](const std::string& code) {
    const tables::SpanVariable* variable = variables_.Find(code);
    found |= variable != nullptr && marked[variable->position];
  });
  return found;
}

void ReleaseCounts::NoteErased(const ReleasedTable& released) {
  // Nobody can tell any more who was counted in it, or what stays hidden beside it.
  for (const auto& filter : released.table().spec().filters()) {
    const tables::SpanVariable* variable = variables_.Find(filter.variable());
    erased_filter_ |= variable != nullptr && erased_[variable->position];
  }
  // Also if it hides nothing: who was not asked or did not get so far is told of other questions,
  // too, and to hide something of them what it shows would have to be counted.
  ForEachCode(released.table().spec(), [&](const std::string& code) {
    const tables::SpanVariable* variable = variables_.Find(code);
    if (variable != nullptr) beside_erased_[variable->position] = true;
  });
}

bool ReleaseCounts::AddTable(const ReleasedTable& released, Checked* checked) {
  const Table& table = released.table();
  const tables::CountedTable counted = CountTable(table.spec(), variables_, &cells_, &counts_);
  Filter filter = FilterOf(table.spec(), variables_, &cells_);
  if (!bases_.contains(filter)) {
    told_of_.push_back(BaseSet(table.spec()));
    bases_[std::move(filter)] = told_of_.back().Count();
  }
  tables::Withheld withheld;
  if (!collected_.Add(table.spec(), counted, table, variables_, cells_, &withheld)) return false;
  if (checked == nullptr || schema::ParentOf(released.name()) != checked->release->name()) {
    return true;
  }
  AddCells(counted.cells, &checked->cells);
  checked->withheld.insert(withheld.begin(), withheld.end());
  return true;
}

bool ReleaseCounts::AddBefore(Checked* checked) {
  // Of what is erased nothing can be counted, nor of what depends on it.
  v1alpha::TabulateWaveResponse basic = ToldOf(figures_, record_.wave);
  auto* told = basic.mutable_tables();
  told->erase(std::remove_if(told->begin(), told->end(),
                             [&](const v1alpha::FrequencyTable& table) {
                               const auto position = variables_.compiled().Position(table.code());
                               return position.has_value() && erased_[*position];
                             }),
              told->end());
  collected_.Add(BasicCells(basic, variables_, cells_, &counts_));
  if (checked != nullptr) eras_.emplace_back();
  for (const ReleasedTable* released : ByEra(record_.tables)) {
    if (released->table().refusal() != Table::REFUSAL_UNSPECIFIED) continue;
    if (Names(released->table().spec(), erased_)) {
      NoteErased(*released);
      continue;
    }
    if (checked != nullptr) BeginEra(*released);
    if (!AddTable(*released, checked)) return false;
  }
  before_ = std::move(collected_).Take();
  if (checked != nullptr) eras_.back().all = before_;
  return true;
}

void ReleaseCounts::BeginEra(const ReleasedTable& released) {
  const auto& sensitive = released.sensitive_variables();
  if (eras_.back().sensitive.size() == static_cast<size_t>(sensitive.size())) return;
  eras_.back().all = collected_.SoFar();
  eras_.push_back({{sensitive.begin(), sensitive.end()}});
}

std::vector<Table::Refusal> ReleaseCounts::RefusedBefore(absl::Span<const TableSpec* const> specs,
                                                         int64_t minimum_base) {
  std::vector<Table::Refusal> refusals;
  // The bases that nobody was told of yet, each once, and what becomes of them.
  std::map<Filter, size_t> places;
  std::vector<suppression::RespondentSet> next;
  std::vector<std::optional<size_t>> place_of;
  for (const TableSpec* spec : specs) {
    place_of.emplace_back();
    refusals.push_back(RefusedForErased(*spec));
    if (refusals.back() != Table::REFUSAL_UNSPECIFIED) continue;
    const Filter filter = FilterOf(*spec, variables_, &cells_);
    const auto known = bases_.find(filter);
    const int64_t count = known != bases_.end() ? known->second : counts_.Base(filter).Count();
    if (count < minimum_base) refusals.back() = Table::REFUSAL_BASE_TOO_SMALL;
    // Which of the others are allowed beside it must not depend on the threshold of this release.
    if (count < tables::kMinReleaseBase || known != bases_.end()) continue;
    const auto [place, is_new] = places.try_emplace(filter, next.size());
    if (is_new) next.push_back(BaseSet(*spec));
    place_of.back() = place->second;
  }
  const auto verdicts = suppression::CheckBases(static_cast<int>(counts_.people()), told_of_, next,
                                                suppression::kLeastCell);
  for (size_t i = 0; i < specs.size(); ++i) {
    if (!place_of[i].has_value()) continue;
    switch (verdicts[*place_of[i]]) {
      case suppression::BaseVerdict::kAllowed:
        break;
      case suppression::BaseVerdict::kSinglesOut:
        refusals[i] = Table::REFUSAL_SINGLES_OUT;
        break;
      case suppression::BaseVerdict::kTooMany:
        refusals[i] = Table::REFUSAL_EFFORT;
        break;
    }
  }
  return refusals;
}

Table::Refusal ReleaseCounts::RefusedForErased(const TableSpec& spec) const {
  if (Names(spec, erased_)) return Table::REFUSAL_ERASED;
  if (Names(spec, beside_erased_)) return Table::REFUSAL_NOT_PROTECTABLE;
  if (erased_filter_ && !spec.filters().empty()) return Table::REFUSAL_NOT_PROTECTABLE;
  return Table::REFUSAL_UNSPECIFIED;
}

suppression::LinkedRules ReleaseCounts::RulesOf(int64_t threshold,
                                                absl::Span<const std::string> sensitive) const {
  suppression::LinkedRules rules;
  rules.threshold = threshold;
  Release named;
  named.mutable_sensitive_variables()->Assign(sensitive.begin(), sensitive.end());
  rules.sensitive_variables = cells_.SensitiveOf(named);
  return rules;
}

absl::StatusOr<std::vector<Table>> ReleaseCounts::Protect(
    const Release& release, absl::Span<const TableSpec* const> specs) {
  const int64_t minimum_base = tables::MinimumBaseOf(release);
  std::vector<Table> made(specs.size());
  std::vector<size_t> places;  // Of the tables that are counted.
  std::vector<tables::CountedTable> counted;
  suppression::ProtectionTask task;
  const std::vector<Table::Refusal> refusals = RefusedBefore(specs, minimum_base);
  for (size_t i = 0; i < specs.size(); ++i) {
    made[i] = Refused(*specs[i], refusals[i]);
    if (refusals[i] != Table::REFUSAL_UNSPECIFIED) continue;
    places.push_back(i);
    counted.push_back(CountTable(*specs[i], variables_, &cells_, &counts_));
  }
  if (places.empty()) return made;
  task.before = before_;
  task.groupings = GroupingsOf(variables_, &cells_);
  task.rules = RulesOf(tables::MinimumCellOf(release), SensitiveOf(record_));
  task.base_threshold = minimum_base;
  const auto result = ProtectTables(std::move(task), &counted);
  if (!result.ok()) return absl::InternalError(result.status().message());
  for (size_t k = 0; k < places.size(); ++k) {
    const TableSpec& spec = *specs[places[k]];
    const Refusal refusal = result->refusals[k];
    made[places[k]] = refusal == Refusal::kNone ? MakeTable(spec, counted[k], result->withheld,
                                                            minimum_base, variables_, cells_)
                                                : Refused(spec, ToldRefusal(refusal));
  }
  return made;
}

absl::StatusOr<std::optional<bool>> ReleaseCounts::HoldsTogether() {
  suppression::Work work(suppression::kMostWork);
  const auto groupings = GroupingsOf(variables_, &cells_);
  const suppression::Published* before = nullptr;
  for (const Era& era : eras_) {
    const auto holds = suppression::HoldsTogether(
        era.all, groupings, RulesOf(suppression::kLeastCell, era.sensitive), before, &work);
    if (absl::IsResourceExhausted(holds.status())) return std::optional<bool>();
    if (!holds.ok()) return absl::InternalError(holds.status().message());
    if (!*holds) return std::optional<bool>(false);
    before = &era.all;
  }
  return std::optional<bool>(true);
}

}  // namespace lotse::survey
