#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "services/survey/analysis/suppression/work.h"

namespace lotse::survey::suppression {

// A linear programme over columns with limits and rows that are equations, solved by the
// simplex method of Clp (COIN-OR). It keeps its basis: solving again with another objective is
// much quicker than the first time. Results carry rounding errors of about 1e-7; whoever needs
// certainty checks them in whole numbers.
class LinearProgramme {
 public:
  // One row: sum of factor * column = right.
  struct Row {
    std::vector<std::pair<int, double>> terms;
    double right = 0;
  };

  // `limits` are the least and greatest value of each column, both finite. `work`, if there is
  // one, pays for each iteration; it must outlive this.
  LinearProgramme(const std::vector<std::pair<double, double>>& limits,
                  const std::vector<Row>& rows, Work* work = nullptr);
  ~LinearProgramme();
  LinearProgramme(LinearProgramme&&) noexcept;
  LinearProgramme& operator=(LinearProgramme&&) noexcept;

  void SetFactor(int column, double factor);  // in the objective; 0 at first
  void SetLimits(int column, double low, double high);

  // Values of the columns where the objective is greatest or least. None: the rows contradict
  // one another, or the solver gave up, or no work is left.
  std::optional<std::vector<double>> Maximise();
  std::optional<std::vector<double>> Minimise();
  // Minimise() for costs: no factor may be negative. It uses the dual simplex method, which begins
  // with every column at its least value and mends what contradicts the rows. Where few columns
  // have to change that takes a few steps. Of several best solutions it may find another.
  std::optional<std::vector<double>> MinimiseCosts();

 private:
  struct Model;
  enum class Method { kPrimal, kDual };

  std::optional<std::vector<double>> Solve(double direction, Method method);

  std::unique_ptr<Model> model_;
};

}  // namespace lotse::survey::suppression
