#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "services/survey/analysis/suppression/coordinate.h"
#include "services/survey/analysis/suppression/linear_programme.h"
#include "services/survey/analysis/suppression/linked_tables.h"

// An attacker who has every table of every release and knows the questionnaire. He shares no
// code with what protects them but the solver.

namespace lotse::survey::suppression {

using Where = std::vector<Coordinate>;

class ReleaseAttacker {
 public:
  // The count of a cell, nothing if it is not published.
  using Published = std::function<std::optional<int64_t>(const Where&)>;

  ReleaseAttacker(const std::vector<TableSpec>& specs, const std::vector<Grouping>& groupings,
                  Published published, int64_t people)
      : published_(std::move(published)), people_(static_cast<double>(people)) {
    for (const TableSpec& spec : specs) {
      Where filter = spec.filter;
      std::sort(filter.begin(), filter.end());
      AddKeys(spec, 0, filter);
    }
    for (const TableSpec& spec : specs) AddSums(spec);
    AddRests();
    const std::set<Where> shown = keys_;
    for (const Where& key : shown) {
      for (const Coordinate& c : key) {
        for (const Grouping& grouping : groupings) AddGrouping(grouping, key, c);
      }
    }
  }

  const std::set<Where>& Keys() const { return keys_; }
  // Those outside all filters by a variable that were applied to the people of a cell; the cell
  // and these.
  const std::map<std::pair<Where, int>, std::vector<Where>>& Rests() const { return rests_; }
  static Where RestOf(Where key, int variable) { return With(std::move(key), {variable, -1}); }

  // The ends of the interval of a count.
  std::pair<int64_t, int64_t> Solve(const Where& key) {
    const auto number = numbers_.find(key);
    if (number == numbers_.end()) {
      const std::optional<int64_t> count = published_(key);
      return count ? std::pair(*count, *count)
                   : std::pair(int64_t{0}, static_cast<int64_t>(people_));
    }
    if (!programme_) Build();
    programme_->SetFactor(number->second, 1);
    const auto least = programme_->Minimise();
    const auto most = programme_->Maximise();
    programme_->SetFactor(number->second, 0);
    if (!least || !most) return {0, static_cast<int64_t>(people_)};
    return {static_cast<int64_t>(std::ceil((*least)[number->second] - 1e-5)),
            static_cast<int64_t>(std::floor((*most)[number->second] + 1e-5))};
  }

 private:
  static Where With(Where key, const Coordinate& c) {
    if (std::find(key.begin(), key.end(), c) != key.end()) return key;
    key.push_back(c);
    std::sort(key.begin(), key.end());
    return key;
  }

  static bool Contradicts(const Where& key) {
    for (size_t i = 1; i < key.size(); ++i) {
      if (key[i].variable == key[i - 1].variable) return true;
    }
    return false;
  }

  void AddKeys(const TableSpec& spec, size_t i, const Where& key) {
    if (i == spec.variables.size()) {
      keys_.insert(key);
      return;
    }
    AddKeys(spec, i + 1, key);
    for (int k = 0; k < spec.categories[i]; ++k) {
      AddKeys(spec, i + 1, With(key, {spec.variables[i], k}));
    }
  }

  int Number(const Where& key) {
    return numbers_.try_emplace(key, static_cast<int>(numbers_.size())).first->second;
  }

  void Term(LinearProgramme::Row& row, const Where& key, double sign) {
    if (Contradicts(key)) return;
    const std::optional<int64_t> count = published_(key);
    if (count) {
      row.right -= sign * static_cast<double>(*count);
    } else {
      row.terms.push_back({Number(key), sign});
    }
  }

  void Take(LinearProgramme::Row row) {
    std::map<int, double> terms;
    for (const auto& [number, sign] : row.terms) terms[number] += sign;
    row.terms.clear();
    for (const auto& [number, sign] : terms) {
      if (sign != 0) row.terms.push_back({number, sign});
    }
    if (row.terms.empty() || !known_rows_.insert({row.terms, row.right}).second) return;
    rows_.push_back(std::move(row));
  }

  void AddSums(const TableSpec& spec) {
    Where filter = spec.filter;
    std::sort(filter.begin(), filter.end());
    for (size_t over = 0; over < spec.variables.size(); ++over) {
      TableSpec others = spec;
      others.variables.erase(others.variables.begin() + static_cast<std::ptrdiff_t>(over));
      others.categories.erase(others.categories.begin() + static_cast<std::ptrdiff_t>(over));
      std::set<Where> all;
      all.swap(keys_);
      AddKeys(others, 0, filter);
      const std::set<Where> wholes = keys_;
      keys_.swap(all);
      for (const Where& whole : wholes) {
        LinearProgramme::Row row;
        Term(row, whole, -1);
        for (int k = 0; k < spec.categories[over]; ++k) {
          Term(row, With(whole, {spec.variables[over], k}), 1);
        }
        Take(std::move(row));
      }
    }
  }

  // People of a cell who are in none of the filters that were applied to it.
  void AddRests() {
    for (const Where& key : keys_) {
      for (const Coordinate& c : key) {
        Where whole = key;
        std::erase(whole, c);
        if (keys_.contains(whole)) rests_[{whole, c.variable}].push_back(key);
      }
    }
    for (const auto& [place, parts] : rests_) {
      LinearProgramme::Row row;
      Term(row, place.first, -1);
      for (const Where& part : parts) Term(row, part, 1);
      Term(row, RestOf(place.first, place.second), 1);
      Take(std::move(row));
    }
  }

  // Among those who have all of `key` but `c`.
  void AddGrouping(const Grouping& grouping, const Where& key, const Coordinate& c) {
    const std::vector<Coordinate>& parts = grouping.parts;
    if (c != grouping.whole && std::find(parts.begin(), parts.end(), c) == parts.end()) return;
    Where context = key;
    std::erase(context, c);
    LinearProgramme::Row row;
    Term(row, With(context, grouping.whole), -1);
    for (const Coordinate& part : parts) Term(row, With(context, part), 1);
    if (!grouping.exact) row.terms.push_back({Number({{-1, slacks_++}}), -1});
    Take(std::move(row));
  }

  void Build() {
    const std::vector<std::pair<double, double>> limits(numbers_.size(), {0, 20 * people_});
    programme_.emplace(limits, rows_);
  }

  const Published published_;
  const double people_;
  std::set<Where> keys_;
  std::map<std::pair<Where, int>, std::vector<Where>> rests_;
  std::map<Where, int> numbers_;
  std::vector<LinearProgramme::Row> rows_;
  std::set<std::pair<std::vector<std::pair<int, double>>, double>> known_rows_;
  int slacks_ = 0;
  std::optional<LinearProgramme> programme_;
};

}  // namespace lotse::survey::suppression
