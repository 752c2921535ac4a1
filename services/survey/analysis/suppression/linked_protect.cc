#include "services/survey/analysis/suppression/linked_protect.h"

#include <algorithm>
#include <optional>

#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/linked_cubes.h"
#include "services/survey/analysis/suppression/linked_repair.h"
#include "services/survey/analysis/suppression/two_way_search.h"

namespace lotse::survey::suppression {
namespace {

// Linear programmes in search of whole numbers for one cell: to hide one more is quicker than to
// search longer, if there is one.
constexpr int kBranches = 20;
constexpr int kLastBranches = 300;

bool IsBase(const LinkedTables& tables, int cell) {
  const std::vector<int>& sums = tables.SumsOf(cell);
  return std::all_of(sums.begin(), sums.end(),
                     [&](int number) { return tables.Sums()[number].whole == cell; });
}

std::vector<int64_t> Widths(const LinkedTables& tables, const LinkedRules& rules,
                            const LinkedState& state) {
  std::vector<int64_t> widths = SensitiveWidths(tables, rules);
  for (size_t cell = 0; cell < state.most.size(); ++cell) {
    widths[cell] = std::min(widths[cell], state.most[cell]);
  }
  return widths;
}

class Protector {
 public:
  Protector(const LinkedTables& tables, const LinkedRules& rules, const LinkedState& state,
            Work& work)
      : tables_(tables),
        rules_(rules),
        work_(work),
        widths_(Widths(tables, rules, state)),
        given_(state.given),
        suppressed_(state.given),
        fixed_(state.fixed),
        learned_(state.learned),
        audit_(tables, widths_, &work) {
    audit_.LimitBranches(kBranches);
    given_.resize(tables.Size(), false);
    suppressed_.resize(tables.Size(), false);
    fixed_.resize(tables.Size(), false);
  }

  LinkedResult Run() {
    for (int cell = 0; cell < tables_.Size(); ++cell) {
      if (!tables_.IsUnpublished(cell) && IsBase(tables_, cell)) fixed_[cell] = true;
      if (widths_[cell] == 0) continue;
      if (fixed_[cell]) return {Refusal::kBase, {}, {cell}};
      suppressed_[cell] = true;
    }
    for (int cell = 0; cell < tables_.Size(); ++cell) {
      if (tables_.IsUnpublished(cell)) suppressed_[cell] = true;
    }
    for (const std::vector<int>& table : tables_.OneWay()) HideMargins(table);
    for (const Slab& slab : tables_.Crosstabs()) HideBesideSmallGroups(slab);
    for (const Slab& slab : tables_.Crosstabs()) {
      if (StandsAlone(tables_, slab)) HideWithin(slab);
    }
    HideWithinCubes();
    const Refusal refusal = Repair();
    if (refusal != Refusal::kNone && !work_.IsUsedUp()) return {refusal, {}, at_};
    if (refusal == Refusal::kNone) {
      Pattern pattern = WithoutSuperfluous();
      if (!work_.IsUsedUp()) return {Refusal::kNone, std::move(pattern), {}};
    }
    return {Refusal::kEffort, {}, audit_.Open()};
  }

 private:
  bool MayHide(int cell) const {
    return cell != LinkedTables::kNobody && !fixed_[cell] && tables_.Count(cell) > 0;
  }

  void HideMargins(const std::vector<int>& table);
  void HideBesideSmallGroups(const Slab& slab);
  void HideWithin(const Slab& slab);
  void HideWithinCubes();
  // Each says whether it suppressed more.
  bool Take(const std::optional<CheapMove>& move);
  bool RepairCell(int cell);
  bool RepairInsider(const LinkedInsider& insider);
  std::optional<CheapMove> Cheaper(const Wish& up, const Wish& down) const;
  // Who learns something that nobody knows from earlier releases.
  std::vector<LinkedInsider> Insiders(const Pattern& suppressed) const;
  Refusal Repair();
  Pattern WithoutSuperfluous() const;

  const LinkedTables& tables_;
  const LinkedRules& rules_;
  Work& work_;
  const std::vector<int64_t> widths_;
  Pattern given_;
  Pattern suppressed_;
  Pattern fixed_;
  const absl::flat_hash_set<std::pair<int, int>> learned_;
  LinkedAudit audit_;
  std::vector<int> at_;
};

// A small margin needs partners among the margins: the smallest ones, until together they hold
// what it has to be able to rise to.
void Protector::HideMargins(const std::vector<int>& table) {
  int64_t needed = 0;
  int64_t hidden = 0;
  int64_t greatest = 0;
  std::vector<int> shown;
  for (const int cell : table) {
    if (!suppressed_[cell] && MayHide(cell)) shown.push_back(cell);
    if (!suppressed_[cell]) continue;
    needed = std::max(needed, widths_[cell]);
    hidden += tables_.Count(cell);
    if (widths_[cell] > 0) greatest = std::max(greatest, tables_.Count(cell));
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [&](int a, int b) { return tables_.Count(a) < tables_.Count(b); });
  for (const int cell : shown) {
    if (needed == 0 || hidden - greatest >= needed) break;
    suppressed_[cell] = true;
    hidden += tables_.Count(cell);
  }
}

// If a group is small, its counts are open only towards groups whose margins are hidden too:
// their lines are hidden beside it. What of this is not enough is found by the audit.
void Protector::HideBesideSmallGroups(const Slab& slab) {
  const auto is_small = [&](int margin) { return widths_[margin] > 0; };
  const auto is_partner = [&](int margin) { return suppressed_[margin] && widths_[margin] == 0; };
  const auto any = [](const std::vector<int>& margins, const auto& is) {
    return std::any_of(margins.begin(), margins.end(), is);
  };
  const bool rows = any(slab.row_margins, is_small);
  const bool columns = any(slab.column_margins, is_small);
  for (size_t i = 0; i < slab.cells.size(); ++i) {
    const bool beside = (rows && is_partner(slab.row_margins[i / slab.columns])) ||
                        (columns && is_partner(slab.column_margins[i % slab.columns]));
    if (beside && MayHide(slab.cells[i])) suppressed_[slab.cells[i]] = true;
  }
}

// What can be protected within a crosstab, its margins taken as known.
void Protector::HideWithin(const Slab& slab) {
  Work part(work_.Left() / 4);  // what it does not settle may be settled otherwise
  TwoWayTask task;
  task.work = &part;
  for (const int cell : slab.cells) {
    const bool is_possible = cell != LinkedTables::kNobody;
    task.primary.push_back(is_possible && widths_[cell] > 0);
    task.available.push_back(is_possible && !fixed_[cell]);
  }
  if (std::find(task.primary.begin(), task.primary.end(), true) == task.primary.end()) return;
  task.table = Table(tables_, slab);
  task.given = Within(slab, suppressed_);
  task.criterion = {.width = rules_.threshold, .singletons = false};
  const Pattern largest = task.Largest();
  for (const Need& need : UnmetNeeds(task, largest)) task.primary[need.cell] = false;
  task.criterion.singletons = rules_.singletons;
  if (rules_.singletons && !UnmetNeeds(task, largest).empty()) task.criterion.singletons = false;
  const std::optional<Pattern> pattern = QuickPattern(task);
  work_.Spend(part.Spent());
  if (!pattern) return;
  for (size_t i = 0; i < slab.cells.size(); ++i) {
    if ((*pattern)[i]) suppressed_[slab.cells[i]] = true;
  }
}

// What can be protected within tables of three variables, of which nothing else is enough.
void Protector::HideWithinCubes() {
  if (tables_.Cubes().empty() || audit_.QuicklyUnprotected(suppressed_).empty()) return;
  CubeMoves(tables_, audit_, work_).Hide(fixed_, suppressed_);
}

std::optional<CheapMove> Protector::Cheaper(const Wish& up, const Wish& down) const {
  std::optional<CheapMove> best = CheapestMove(tables_, suppressed_, up);
  std::optional<CheapMove> other = CheapestMove(tables_, suppressed_, down);
  if (!best || (other && other->cost < best->cost)) best = std::move(other);
  return best;
}

bool Protector::Take(const std::optional<CheapMove>& move) {
  if (!move) return false;
  for (const int cell : move->cells) suppressed_[cell] = true;
  audit_.Accept(move->changes, suppressed_);
  return !move->cells.empty();
}

// Suppresses what lets `cell` change by what is missing, at once or in steps of 1.
bool Protector::RepairCell(int cell) {
  bool hidden_more = false;
  while (!audit_.IsProved(cell) && !work_.IsUsedUp()) {
    const int64_t missing = audit_.Missing(cell);
    std::optional<CheapMove> move;
    for (const int64_t step : {missing, int64_t{1}}) {
      move = Cheaper({cell, audit_.Rise(cell) + step, &fixed_, &work_},
                     {cell, -audit_.Fall(cell) - step, &fixed_, &work_});
      if (move) break;
    }
    if (!Take(move)) break;
    hidden_more = true;
  }
  return hidden_more;
}

// Suppresses what lets the count change that a single contributor would learn.
bool Protector::RepairInsider(const LinkedInsider& insider) {
  work_.Spend(4 * int64_t{tables_.Size()});
  Pattern known = fixed_;
  for (int cell = 0; cell < tables_.Size(); ++cell) {
    if (KnowsAsOnlyOne(tables_, insider.own, cell)) known[cell] = true;
  }
  return Take(Cheaper({insider.learned, 1, &known, &work_}, {insider.learned, -1, &known, &work_}));
}

std::vector<LinkedInsider> Protector::Insiders(const Pattern& suppressed) const {
  std::vector<LinkedInsider> insiders = FindInsiders(tables_, suppressed, widths_, &work_);
  std::erase_if(insiders, [&](const LinkedInsider& insider) {
    return learned_.contains({insider.own, insider.learned});
  });
  return insiders;
}

Refusal Protector::Repair() {
  bool is_last = false;
  while (!work_.IsUsedUp()) {
    bool hidden_more = false;
    const std::vector<int> open = audit_.Unprotected(suppressed_);
    for (const int cell : open) {
      if (!audit_.IsProved(cell)) hidden_more |= RepairCell(cell);
    }
    if (!open.empty()) {
      at_ = open;
      std::erase_if(at_, [&](int cell) { return audit_.IsProved(cell); });
      if (!hidden_more && !at_.empty()) {
        if (is_last) return Refusal::kInterval;
        is_last = true;
        audit_.LimitBranches(kLastBranches);
      }
      continue;
    }
    if (!rules_.singletons) return Refusal::kNone;
    const std::vector<LinkedInsider> insiders = Insiders(suppressed_);
    if (insiders.empty()) return Refusal::kNone;
    at_ = {insiders.front().learned};
    if (!RepairInsider(insiders.front())) return Refusal::kSingleton;
  }
  return Refusal::kEffort;
}

// Shows again what no proof needs, unless a single contributor would learn something by it.
Pattern Protector::WithoutSuperfluous() const {
  Pattern fewer = suppressed_;
  for (int cell = 0; cell < tables_.Size(); ++cell) {
    fewer[cell] = fewer[cell] && (widths_[cell] > 0 || given_[cell] || audit_.Used()[cell]);
  }
  if (rules_.singletons && !Insiders(fewer).empty()) fewer = suppressed_;
  for (int cell = 0; cell < tables_.Size(); ++cell) {
    if (tables_.IsUnpublished(cell)) fewer[cell] = false;
  }
  return fewer;
}

}  // namespace

std::string NameOf(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNone:
      return "NONE";
    case Refusal::kBase:
      return "BASE";
    case Refusal::kInterval:
      return "INTERVAL";
    case Refusal::kSingleton:
      return "SINGLETON";
    case Refusal::kEffort:
      return "EFFORT";
  }
  return "";
}

namespace {

// The category of a part of a sum over a variable; nullopt: it is all that no table tells apart.
std::optional<int> CategoryOf(const LinkedTables& tables, int part, int variable) {
  for (const Coordinate& c : tables.Meaning(part)) {
    if (c.variable == variable) return c.category;
  }
  return std::nullopt;
}

// Marks the answers of a group that is disclosed.
void MarkGroup(const LinkedTables& tables, const Sum& sum, const SensitiveVariable& variable,
               const LinkedRules& rules, Pattern& sensitive) {
  std::vector<int> cells;
  std::optional<int> rest;
  std::vector<bool> is_told(variable.answers, false);
  for (const int part : sum.parts) {
    const std::optional<int> category = CategoryOf(tables, part, variable.variable);
    if (!category) {
      rest = part;
    } else if (*category < variable.answers) {
      cells.push_back(part);
      is_told[*category] = true;
    }
  }
  std::vector<int64_t> group;
  for (int answer = 0; answer < variable.answers; ++answer) {
    if (is_told[answer]) continue;
    if (rest) {
      cells.push_back(*rest);
      break;
    }
    // Nobody is left who could have given it, unless nobody can give it at all.
    std::vector<Coordinate> with = tables.Key(sum.whole).where;
    with.push_back({variable.variable, answer});
    if (tables.CanBe(with)) group.push_back(0);
  }
  for (const int cell : cells) group.push_back(tables.Count(cell));
  if (!GroupDisclosed(group, {rules.threshold, rules.group_percent})) return;
  for (const int cell : cells) sensitive[cell] = true;
}

}  // namespace

std::vector<int64_t> SensitiveWidths(const LinkedTables& tables, const LinkedRules& rules) {
  Pattern sensitive(tables.Size(), false);
  Pattern within(tables.Size(), false);  // small, or a part of something small
  std::vector<int> open;
  for (int cell = 0; cell < tables.Size(); ++cell) {
    if (!tables.IsPeople(cell) || !TooFew(tables.Count(cell), rules.threshold)) continue;
    within[cell] = true;
    open.push_back(cell);
  }
  while (!open.empty()) {
    const int cell = open.back();
    open.pop_back();
    sensitive[cell] = true;
    for (const int number : tables.SumsOf(cell)) {
      const Sum& sum = tables.Sums()[number];
      for (const int part : sum.parts) {
        if (sum.whole != cell || within[part]) continue;
        within[part] = true;
        open.push_back(part);
      }
    }
  }
  for (const Sum& sum : tables.Sums()) {
    for (const SensitiveVariable& variable : rules.sensitive_variables) {
      if (variable.variable == sum.variable) MarkGroup(tables, sum, variable, rules, sensitive);
    }
  }
  std::vector<int64_t> widths(tables.Size(), 0);
  for (int cell = 0; cell < tables.Size(); ++cell) {
    if (!sensitive[cell] || !tables.IsPeople(cell)) continue;
    if (tables.Count(cell) > 0) {
      widths[cell] = rules.threshold;
    } else if (!tables.IsUnpublished(cell)) {
      widths[cell] = 1;
    }
  }
  return widths;
}

LinkedResult Protect(const LinkedTables& tables, const LinkedRules& rules, const LinkedState& state,
                     Work* work) {
  Work all(kMostWork);
  return Protector(tables, rules, state, work != nullptr ? *work : all).Run();
}

}  // namespace lotse::survey::suppression
