#include "services/survey/analysis/suppression/linear_programme.h"

#include <cmath>
#include <cstddef>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace lotse::survey::suppression {
namespace {

using Limits = std::vector<std::pair<double, double>>;
using Rows = std::vector<LinearProgramme::Row>;

TEST(LinearProgrammeTest, FindsTheLeastAndTheGreatest) {
  // x + y = 4, x - z = 1.
  const Rows rows = {{{{0, 1}, {1, 1}}, 4}, {{{0, 1}, {2, -1}}, 1}};
  LinearProgramme programme(Limits{{0, 3}, {0, 10}, {0, 10}}, rows);
  programme.SetFactor(1, 2);
  programme.SetFactor(2, 1);
  // What is asked for is 2 (4 - x) + (x - 1) = 7 - x.
  for (const auto& found : {programme.Minimise(), programme.MinimiseCosts()}) {
    ASSERT_TRUE(found);
    EXPECT_NEAR((*found)[0], 3, 1e-6);
  }
  const auto greatest = programme.Maximise();
  ASSERT_TRUE(greatest);
  EXPECT_NEAR((*greatest)[0], 1, 1e-6);
}

TEST(LinearProgrammeTest, FindsNothingWhereRowsContradict) {
  const Rows rows = {{{{0, 1}, {1, 1}}, 4}};
  LinearProgramme programme(Limits{{0, 1}, {0, 2}}, rows);
  EXPECT_FALSE(programme.Minimise());
  EXPECT_FALSE(programme.MinimiseCosts());
  EXPECT_FALSE(programme.Maximise());
}

TEST(LinearProgrammeTest, StopsWhenNoWorkIsLeft) {
  Work work(1);
  LinearProgramme programme(Limits{{0, 4}, {0, 4}}, {{{{0, 1}, {1, 1}}, 4}}, &work);
  EXPECT_FALSE(programme.Minimise());
  EXPECT_FALSE(programme.MinimiseCosts());
}

// A table with its margins of which one cell has to rise, each cell in two columns: by how much it
// rises and falls, at a cost.
class ChangedTable {
 public:
  ChangedTable(int size, std::mt19937& random) : size_(size) {
    for (int cell = 0; cell < size * size; ++cell) {
      const bool has_to = cell == 0;
      limits_.push_back({has_to ? 2 : 0, has_to ? 2 : 20});
      limits_.push_back({0, has_to ? 0 : static_cast<double>(random() % 6)});
      costs_.push_back(static_cast<double>(random() % 50));
    }
    for (int line = 0; line < size; ++line) {
      rows_.push_back(Line(line * size, 1));
      rows_.push_back(Line(line, size));
    }
  }

  LinearProgramme Programme() const {
    LinearProgramme programme(limits_, rows_);
    for (size_t i = 0; i < 2 * costs_.size(); ++i) {
      programme.SetFactor(static_cast<int>(i), costs_[i / 2]);
    }
    return programme;
  }

  double CostOf(const std::vector<double>& changes) const {
    double cost = 0;
    for (size_t i = 0; i < changes.size(); ++i) cost += costs_[i / 2] * changes[i];
    return cost;
  }

  // Whether limits and sums hold.
  bool Holds(const std::vector<double>& changes) const {
    for (size_t i = 0; i < changes.size(); ++i) {
      if (changes[i] < limits_[i].first - 1e-6 || changes[i] > limits_[i].second + 1e-6)
        return false;
    }
    for (const LinearProgramme::Row& row : rows_) {
      double sum = 0;
      for (const auto& [column, factor] : row.terms) sum += factor * changes[column];
      if (std::abs(sum - row.right) > 1e-6) return false;
    }
    return true;
  }

 private:
  LinearProgramme::Row Line(int first, int step) const {
    LinearProgramme::Row row;
    for (int i = 0; i < size_; ++i) {
      row.terms.push_back({2 * (first + i * step), 1});
      row.terms.push_back({2 * (first + i * step) + 1, -1});
    }
    return row;
  }

  int size_;
  Limits limits_;
  Rows rows_;
  std::vector<double> costs_;
};

TEST(LinearProgrammeTest, BothWaysCostTheSame) {
  std::mt19937 random(1);
  int possible = 0;
  for (int run = 0; run < 200; ++run) {
    const ChangedTable table(2 + run % 5, random);
    const auto one = table.Programme().Minimise();
    const auto other = table.Programme().MinimiseCosts();
    ASSERT_EQ(one.has_value(), other.has_value()) << run;
    if (!one) continue;
    ++possible;
    EXPECT_TRUE(table.Holds(*other)) << run;
    EXPECT_NEAR(table.CostOf(*one), table.CostOf(*other), 1e-5) << run;
  }
  EXPECT_GT(possible, 100);
  EXPECT_LT(possible, 200);
}

}  // namespace
}  // namespace lotse::survey::suppression
