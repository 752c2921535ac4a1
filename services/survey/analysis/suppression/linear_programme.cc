#include "services/survey/analysis/suppression/linear_programme.h"

#include <coin/Clp_C_Interface.h>

#include <algorithm>

namespace lotse::survey::suppression {
namespace {

// As many iterations as making a new basis at the beginning is worth.
constexpr int64_t kStart = 10;

// Steps of one iteration: one for each row and column, if columns stand in two rows each, as in
// crosstabs. The more there are, the denser bases are; of tables of three variables four.
int64_t StepsOfIteration(int64_t rows, int64_t columns, int64_t entries) {
  const int64_t size = rows + columns;
  const int64_t more = std::max<int64_t>(entries - columns, 0);
  return std::max<int64_t>(
      {1, size,
       size * more / std::max<int64_t>(columns, 1) * more / std::max<int64_t>(columns, 1)});
}

}  // namespace

struct LinearProgramme::Model {
  Clp_Simplex* simplex = Clp_newModel();
  std::vector<double> low;
  std::vector<double> high;
  std::vector<double> factors;
  int64_t iteration = 0;  // steps
  Work* work = nullptr;

  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  ~Model() { Clp_deleteModel(simplex); }
};

LinearProgramme::LinearProgramme(const std::vector<std::pair<double, double>>& limits,
                                 const std::vector<Row>& rows, Work* work)
    : model_(std::make_unique<Model>()) {
  const int columns = static_cast<int>(limits.size());
  for (const auto& [low, high] : limits) {
    model_->low.push_back(low);
    model_->high.push_back(high);
  }
  model_->factors.assign(columns, 0);
  // Clp reads the matrix column by column.
  std::vector<std::vector<std::pair<int, double>>> by_column(columns);
  std::vector<double> right;
  for (const Row& row : rows) {
    for (const auto& [column, factor] : row.terms) {
      by_column[column].push_back({static_cast<int>(right.size()), factor});
    }
    right.push_back(row.right);
  }
  std::vector<CoinBigIndex> starts;
  std::vector<int> indices;
  std::vector<double> values;
  for (const auto& entries : by_column) {
    starts.push_back(static_cast<CoinBigIndex>(indices.size()));
    for (const auto& [row, factor] : entries) {
      indices.push_back(row);
      values.push_back(factor);
    }
  }
  starts.push_back(static_cast<CoinBigIndex>(indices.size()));
  model_->iteration = StepsOfIteration(std::ssize(right), columns, std::ssize(indices));
  model_->work = work;
  if (work != nullptr) work->Spend(kStart * model_->iteration);
  Clp_setLogLevel(model_->simplex, 0);
  Clp_loadProblem(model_->simplex, columns, static_cast<int>(right.size()), starts.data(),
                  indices.data(), values.data(), model_->low.data(), model_->high.data(),
                  model_->factors.data(), right.data(), right.data());
}

LinearProgramme::~LinearProgramme() = default;
LinearProgramme::LinearProgramme(LinearProgramme&&) noexcept = default;
LinearProgramme& LinearProgramme::operator=(LinearProgramme&&) noexcept = default;

void LinearProgramme::SetFactor(int column, double factor) { model_->factors[column] = factor; }

void LinearProgramme::SetLimits(int column, double low, double high) {
  model_->low[column] = low;
  model_->high[column] = high;
}

std::optional<std::vector<double>> LinearProgramme::Maximise() {
  return Solve(-1, Method::kPrimal);
}

std::optional<std::vector<double>> LinearProgramme::Minimise() { return Solve(1, Method::kPrimal); }

std::optional<std::vector<double>> LinearProgramme::MinimiseCosts() {
  return Solve(1, Method::kDual);
}

std::optional<std::vector<double>> LinearProgramme::Solve(double direction, Method method) {
  Clp_Simplex* const simplex = model_->simplex;
  Work* const work = model_->work;
  if (work != nullptr) {
    if (!work->Spend(kStart * model_->iteration)) return std::nullopt;
    const int64_t iterations = work->Left() / model_->iteration;
    Clp_setMaximumIterations(simplex,
                             static_cast<int>(std::min<int64_t>(iterations + 1, 1'000'000'000)));
  }
  Clp_chgObjCoefficients(simplex, model_->factors.data());
  Clp_chgColumnLower(simplex, model_->low.data());
  Clp_chgColumnUpper(simplex, model_->high.data());
  Clp_setOptimizationDirection(simplex, direction);
  if (method == Method::kDual) {
    Clp_dual(simplex, 0);
  } else {
    Clp_primal(simplex, 0);
  }
  if (work != nullptr) work->Spend(model_->iteration * Clp_numberIterations(simplex));
  if (Clp_status(simplex) != 0) return std::nullopt;
  const double* const values = Clp_primalColumnSolution(simplex);
  return std::vector<double>(values, values + model_->factors.size());
}

}  // namespace lotse::survey::suppression
