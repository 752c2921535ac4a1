#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/suppression/linear_programme.h"
#include "services/survey/analysis/suppression/linked_tables.h"

// Invented respondents, and an attacker who knows nothing but what is published of them. He
// shares no code with what protects them but the solver.

namespace lotse::survey::suppression {

// Answers of respondents: one category of each variable.
struct Microdata {
  std::vector<int> categories;  // of each variable
  std::vector<std::vector<int>> people;
};

inline Microdata RandomPeople(std::mt19937& random, int variables, int people) {
  Microdata data;
  std::vector<std::discrete_distribution<int>> answers;
  for (int v = 0; v < variables; ++v) {
    data.categories.push_back(2 + static_cast<int>(random() % 4));
    std::vector<double> weights;
    for (int k = 0; k < data.categories[v]; ++k) weights.push_back(random() % 3 == 0 ? 1 : 8);
    answers.emplace_back(weights.begin(), weights.end());
  }
  for (int i = 0; i < people; ++i) {
    data.people.emplace_back();
    for (int v = 0; v < variables; ++v) {
      // Answers hang together: people often give the same again.
      const bool again = v > 0 && random() % 3 == 0;
      data.people.back().push_back(
          again ? std::min(data.people.back()[v - 1], data.categories[v] - 1) : answers[v](random));
    }
  }
  return data;
}

inline TableSpec Count(const Microdata& data, const std::vector<int>& variables,
                       const std::vector<Coordinate>& filter = {}) {
  TableSpec spec{0, filter, variables, {}, {}};
  size_t size = 1;
  for (const int v : variables) {
    spec.categories.push_back(data.categories[v]);
    size *= data.categories[v];
  }
  spec.counts.assign(size, 0);
  for (const std::vector<int>& person : data.people) {
    if (std::any_of(filter.begin(), filter.end(),
                    [&](const Coordinate& c) { return person[c.variable] != c.category; })) {
      continue;
    }
    size_t index = 0;
    for (const int v : variables) index = index * data.categories[v] + person[v];
    ++spec.counts[index];
  }
  return spec;
}

class Attacker {
 public:
  // `published` gives the count of a cell by its key, nothing if it is suppressed.
  using Published = std::function<std::optional<int64_t>(const CellKey&)>;

  Attacker(const std::vector<TableSpec>& specs, const Published& published) {
    for (const TableSpec& spec : specs) {
      const size_t variables = spec.variables.size();
      for (unsigned kept = 1; kept < 1U << variables; ++kept) {
        for (size_t over = 0; over < variables; ++over) {
          if ((kept >> over & 1U) != 0) AddSums(spec, kept, over, published);
        }
      }
      AddDifferences(spec, specs, published);
    }
  }

  size_t Unknown() const { return low_.size(); }
  // -1 if the cell is published.
  int Number(const CellKey& key) const {
    const auto found = numbers_.find(Name(key));
    return found == numbers_.end() ? -1 : found->second;
  }
  int64_t Low(int number) const { return low_[number]; }
  int64_t High(int number) const { return high_[number]; }

  // Narrows all intervals as far as each sum by itself allows. False: nothing fits.
  bool Propagate() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Equation& equation : equations_) {
        int64_t least = -equation.right;
        int64_t most = -equation.right;
        for (const auto& [number, sign] : equation.terms) {
          least += sign > 0 ? low_[number] : -high_[number];
          most += sign > 0 ? high_[number] : -low_[number];
        }
        if (least > 0 || most < 0) return false;
        for (const auto& [number, sign] : equation.terms) {
          // sign * x = -(the rest), and the rest lies between these two.
          const int64_t rest_least = least - (sign > 0 ? low_[number] : -high_[number]);
          const int64_t rest_most = most - (sign > 0 ? high_[number] : -low_[number]);
          const int64_t low = sign > 0 ? -rest_most : rest_least;
          const int64_t high = sign > 0 ? -rest_least : rest_most;
          if (low > low_[number]) low_[number] = low, changed = true;
          if (high < high_[number]) high_[number] = high, changed = true;
          if (low_[number] > high_[number]) return false;
        }
      }
    }
    return true;
  }

  // The ends of the interval of one cell over all sums at once.
  std::pair<int64_t, int64_t> Solve(int number) {
    if (!programme_) Build();
    programme_->SetFactor(number, 1);
    const auto least = programme_->Minimise();
    const auto most = programme_->Maximise();
    programme_->SetFactor(number, 0);
    if (!least || !most) return {low_[number], high_[number]};
    return {static_cast<int64_t>(std::ceil((*least)[number] - 1e-5)),
            static_cast<int64_t>(std::floor((*most)[number] + 1e-5))};
  }

  // All whole numbers that fit, by trying. False: there are more than `limit` steps.
  bool TryAll(std::vector<int64_t>& least, std::vector<int64_t>& most, int& limit) {
    if (--limit < 0) return false;
    const std::vector<int64_t> low = low_;
    const std::vector<int64_t> high = high_;
    bool all = true;
    if (Propagate()) {
      size_t open = 0;
      while (open < low_.size() && low_[open] == high_[open]) ++open;
      if (open == low_.size()) {
        for (size_t i = 0; i < low_.size(); ++i) {
          least[i] = std::min(least[i], low_[i]);
          most[i] = std::max(most[i], low_[i]);
        }
      } else {
        const int64_t first = low_[open];
        const int64_t last = high_[open];
        const std::vector<int64_t> low_here = low_;
        const std::vector<int64_t> high_here = high_;
        for (int64_t value = first; all && value <= last; ++value) {
          low_ = low_here;
          high_ = high_here;
          low_[open] = high_[open] = value;
          all = TryAll(least, most, limit);
        }
      }
    }
    low_ = low;
    high_ = high;
    return all;
  }

 private:
  struct Equation {
    std::vector<std::pair<int, int>> terms;  // number and sign
    int64_t right = 0;                       // sum of terms = right
  };

  static std::string Name(const CellKey& key) {
    std::string name = absl::StrCat(key.base);
    for (const Coordinate& c : key.where) absl::StrAppend(&name, "|", c.variable, "=", c.category);
    return name;
  }

  // sum of the cells over the variable at `over` = the cell without it
  void AddSums(const TableSpec& spec, unsigned kept, size_t over, const Published& published) {
    std::vector<CellKey> wholes{{spec.base, spec.filter}};
    for (size_t i = 0; i < spec.variables.size(); ++i) {
      if ((kept >> i & 1U) == 0 || i == over) continue;
      std::vector<CellKey> longer;
      for (const CellKey& key : wholes) {
        for (int k = 0; k < spec.categories[i]; ++k)
          longer.push_back(With(key, spec.variables[i], k));
      }
      wholes = std::move(longer);
    }
    for (const CellKey& whole : wholes) {
      Equation equation;
      Add(equation, whole, -1, published);
      for (int k = 0; k < spec.categories[over]; ++k) {
        Add(equation, With(whole, spec.variables[over], k), 1, published);
      }
      if (!equation.terms.empty()) equations_.push_back(std::move(equation));
    }
  }

  // A filtered table beside the same one of all: those outside the filter are no fewer than none.
  void AddDifferences(const TableSpec& filtered, const std::vector<TableSpec>& specs,
                      const Published& published) {
    for (const TableSpec& all : specs) {
      if (filtered.filter.size() != 1 || !all.filter.empty()) continue;
      if (all.variables != filtered.variables) continue;
      std::vector<CellKey> wholes{{all.base, {}}};
      for (size_t i = 0; i < all.variables.size(); ++i) {
        const std::vector<CellKey> shorter = wholes;
        for (const CellKey& key : shorter) {
          for (int k = 0; k < all.categories[i]; ++k) {
            wholes.push_back(With(key, all.variables[i], k));
          }
        }
      }
      const Coordinate& condition = filtered.filter[0];
      for (const CellKey& whole : wholes) {
        Equation equation;
        Add(equation, whole, -1, published);
        Add(equation, With(whole, condition.variable, condition.category), 1, published);
        Add(equation, With(whole, condition.variable, -1), 1, published);
        equations_.push_back(std::move(equation));
      }
    }
  }

  static CellKey With(CellKey key, int variable, int category) {
    key.where.push_back({variable, category});
    std::sort(key.where.begin(), key.where.end());
    return key;
  }

  void Add(Equation& equation, const CellKey& key, int sign, const Published& published) {
    const std::optional<int64_t> count = published(key);
    if (count) {
      equation.right -= sign * *count;
      return;
    }
    const auto [place, is_new] = numbers_.try_emplace(Name(key), static_cast<int>(low_.size()));
    if (is_new) {
      low_.push_back(0);
      high_.push_back(1'000'000);
    }
    equation.terms.push_back({place->second, sign});
  }

  void Build() {
    std::vector<std::pair<double, double>> limits;
    for (size_t i = 0; i < low_.size(); ++i) limits.push_back({low_[i], high_[i]});
    std::vector<LinearProgramme::Row> rows;
    for (const Equation& equation : equations_) {
      LinearProgramme::Row row;
      for (const auto& [number, sign] : equation.terms) row.terms.push_back({number, sign});
      row.right = static_cast<double>(equation.right);
      rows.push_back(std::move(row));
    }
    programme_.emplace(limits, rows);
  }

  std::map<std::string, int> numbers_;
  std::vector<int64_t> low_;
  std::vector<int64_t> high_;
  std::vector<Equation> equations_;
  std::optional<LinearProgramme> programme_;
};

}  // namespace lotse::survey::suppression
