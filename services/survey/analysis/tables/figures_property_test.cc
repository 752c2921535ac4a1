// Every figure of a table is worked out again from the counts that this table shows, and from
// nothing else; where one that it needs is protected, it has to say so.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "services/survey/analysis/tables/cell_keys.h"
#include "services/survey/analysis/tables/figures_testing.h"
#include "services/survey/analysis/tables/scores.h"

namespace lotse::survey::tables {
namespace {

using v1alpha::Figure;
using v1alpha::Table;
using v1alpha::TableCategory;
using v1alpha::TableCell;
using v1alpha::TableLayer;
using v1alpha::TableSpec;

using Maybe = std::optional<double>;

constexpr double kZ = 1.959963984540054;
constexpr double kMinimumBase = 10;

Maybe Shown(const TableCell& cell) {
  return cell.has_count() ? Maybe(static_cast<double>(cell.count())) : std::nullopt;
}

Maybe SumOf(const std::vector<Maybe>& parts) {
  double sum = 0;
  for (const Maybe& part : parts) {
    if (!part.has_value()) return std::nullopt;
    sum += *part;
  }
  return sum;
}

// The sum of some cells, from themselves or as what the others leave of the whole.
Maybe SumOf(const std::vector<Maybe>& parts, const Maybe& whole, const std::vector<Maybe>& others) {
  if (const Maybe direct = SumOf(parts)) return direct;
  const Maybe rest = SumOf(others);
  return whole && rest ? Maybe(*whole - *rest) : std::nullopt;
}

class Recomputed {
 public:
  // By what a figure says, how often it was found.
  using Seen = std::map<std::string, int>;

  Recomputed(const Table& table, const TestWave& wave, Seen* seen)
      : table_(table), wave_(wave), seen_(*seen) {
    for (const auto& row : table.rows()) {
      answer_rows_ += row.kind() == TableCategory::KIND_UNSPECIFIED ? 1 : 0;
      is_multiple_ |= row.kind() == TableCategory::KIND_NONE_TICKED;
    }
    for (const auto& column : table.columns()) {
      answer_columns_ += column.kind() == TableCategory::KIND_UNSPECIFIED ? 1 : 0;
    }
  }

  void Check() {
    for (const TableLayer& layer : table_.layers()) {
      CheckShares(layer);
      if (Wants(table_.spec(), TableSpec::STATISTIC_ASSOCIATION)) CheckAssociation(layer);
      CheckLocations(layer);
    }
  }

 private:
  bool IsBattery() const { return !table_.spec().battery().empty(); }

  void Expect(const Figure& figure, const Maybe& value, int digits, const std::string& what) {
    ++seen_[what + (figure.has_number() ? "" : " " + Said(figure))];
    if (!value.has_value()) {
      EXPECT_EQ(Said(figure), "PROTECTED") << what;
      return;
    }
    ASSERT_TRUE(figure.has_number()) << what << ": " << Said(figure) << " and not " << *value;
    EXPECT_NEAR(std::stod(figure.number().value()), *value, 0.5 * std::pow(10, -digits) + 1e-7)
        << what;
  }

  // Says why there is no figure of so many people; true if there can be one.
  bool ExpectBase(const Figure& figure, const Maybe& part, const Maybe& base,
                  const std::string& what) {
    std::string why;
    if (!part.has_value() || !base.has_value()) {
      why = "PROTECTED";
    } else if (*base == 0) {
      why = "EMPTY_BASE";
    } else if (*base < kMinimumBase) {
      why = "BASE_TOO_SMALL";
    }
    if (why.empty()) return true;
    ++seen_[what + " " + why];
    EXPECT_EQ(Said(figure), why) << what;
    return false;
  }

  void ExpectShare(const Figure& figure, const Maybe& part, const Maybe& base,
                   const std::string& what) {
    if (ExpectBase(figure, part, base, what)) Expect(figure, 100 * *part / *base, 1, what);
  }

  void ExpectWilson(const v1alpha::FigureInterval& interval, const Maybe& part, const Maybe& base,
                    const std::string& what) {
    if (!ExpectBase(interval.lower(), part, base, what)) return;
    const double p = *part / *base;
    const double z2 = kZ * kZ / *base;
    const double half = kZ * std::sqrt(p * (1 - p) / *base + z2 / (4 * *base));
    Expect(interval.lower(), 100 * (p + z2 / 2 - half) / (1 + z2), 1, what);
    Expect(interval.upper(), 100 * (p + z2 / 2 + half) / (1 + z2), 1, what);
  }

  // Cells of a layer; row -1 is all rows (of a multiple choice anything ticked), column -1 all.
  Maybe At(const TableLayer& layer, int row, int column) const {
    if (row < 0) return Shown(layer.totals(column < 0 ? layer.totals_size() - 1 : column));
    if (column < 0 && table_.columns_size() > 0) return Shown(layer.rows(row).total());
    return Shown(layer.rows(row).cells(std::max(column, 0)));
  }
  Maybe BaseOf(const TableLayer& layer, int column) const {
    if (IsBattery()) return At(layer, 0, -1);
    const auto& all = is_multiple_ ? layer.bases() : layer.totals();
    return Shown(all[column < 0 ? all.size() - 1 : column]);
  }
  std::vector<Maybe> Column(const TableLayer& layer, int column, int from, int to) const {
    std::vector<Maybe> cells;
    for (int row = from; row < to; ++row) cells.push_back(At(layer, row, column));
    return cells;
  }
  std::vector<Maybe> Row(const TableLayer& layer, int row, int from, int to) const {
    std::vector<Maybe> cells;
    for (int column = from; column < to; ++column) cells.push_back(At(layer, row, column));
    return cells;
  }

  Maybe AnsweredIn(const TableLayer& layer, int column) const {
    const int first = answer_rows_ + (is_multiple_ ? 1 : 0);
    std::vector<Maybe> answered = Column(layer, column, 0, answer_rows_);
    if (is_multiple_) answered = {At(layer, -1, column), At(layer, answer_rows_, column)};
    return SumOf(answered, BaseOf(layer, column), Column(layer, column, first, table_.rows_size()));
  }

  void CheckShares(const TableLayer& layer) {
    for (int row = 0; row < table_.rows_size(); ++row) {
      const Maybe in_row = SumOf(Row(layer, row, 0, answer_columns_), At(layer, row, -1),
                                 Row(layer, row, answer_columns_, table_.columns_size()));
      for (int column = table_.columns_size() == 0 ? 0 : -1;
           column < std::max(table_.columns_size(), 1); ++column) {
        const TableCell& cell =
            column < 0 ? layer.rows(row).total() : layer.rows(row).cells(column);
        const Maybe count = Shown(cell);
        ExpectShare(cell.total_share(), count, BaseOf(layer, -1), "total share");
        const bool is_answer = column >= 0 && column < answer_columns_ && row < answer_rows_;
        EXPECT_EQ(cell.has_row_share(), is_answer);
        if (is_answer) ExpectShare(cell.row_share(), count, in_row, "row share");
        if (is_answer && IsBattery()) ExpectWilson(cell.interval(), count, in_row, "interval");
        const bool has_column = !IsBattery() && row < answer_rows_ &&
                                (column < answer_columns_ || table_.columns_size() == 0);
        EXPECT_EQ(cell.has_column_share(), has_column);
        if (!has_column) continue;
        const int in = table_.columns_size() == 0 ? -1 : column;
        ExpectShare(cell.column_share(), count, AnsweredIn(layer, in), "column share");
        ExpectWilson(cell.interval(), count, AnsweredIn(layer, in), "interval");
        EXPECT_EQ(cell.has_response_share(), is_multiple_);
        if (!is_multiple_) continue;
        ExpectShare(cell.response_share(), count, SumOf(Column(layer, in, 0, answer_rows_)),
                    "response share");
      }
    }
  }

  void CheckAssociation(const TableLayer& layer) {
    std::vector<Maybe> cells;
    for (int row = 0; row < answer_rows_; ++row) {
      for (const Maybe& cell : Row(layer, row, 0, answer_columns_)) cells.push_back(cell);
    }
    const Maybe n = SumOf(cells);
    const v1alpha::Association& found = layer.association();
    Expect(found.n(), n, 0, "n of an association");
    EXPECT_EQ(found.has_expected_too_small(), found.expected_below_five().has_number());
    if (!ExpectBase(found.chi_square(), n, n, "chi-square")) {
      EXPECT_EQ(Said(layer.rows(0).cells(0).adjusted_residual()), Said(found.chi_square()));
      EXPECT_EQ(Said(found.cramers_v()), Said(found.chi_square()));
      return;
    }
    std::vector<double> rows(static_cast<std::size_t>(answer_rows_));
    std::vector<double> columns(static_cast<std::size_t>(answer_columns_));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      rows[i / columns.size()] += *cells[i];
      columns[i % columns.size()] += *cells[i];
    }
    const auto not_empty = [](double total) { return total > 0; };
    const auto r = std::count_if(rows.begin(), rows.end(), not_empty);
    const auto c = std::count_if(columns.begin(), columns.end(), not_empty);
    if (r < 2 || c < 2) {
      EXPECT_EQ(Said(found.chi_square()), "TOO_FEW_CATEGORIES");
      EXPECT_EQ(found.degrees_of_freedom(), 0);
      return;
    }
    double chi_square = 0;
    double below_five = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double row = rows[i / columns.size()];
      const double column = columns[i % columns.size()];
      const double expected = row * column / *n;
      const Figure& residual = layer.rows(static_cast<int>(i / columns.size()))
                                   .cells(static_cast<int>(i % columns.size()))
                                   .adjusted_residual();
      if (expected == 0) {
        EXPECT_EQ(Said(residual), "ZERO_EXPECTED");
        continue;
      }
      chi_square += (*cells[i] - expected) * (*cells[i] - expected) / expected;
      below_five += expected < 5 ? 1 : 0;
      Expect(residual,
             (*cells[i] - expected) / std::sqrt(expected * (1 - row / *n) * (1 - column / *n)), 2,
             "residual");
    }
    Expect(found.chi_square(), chi_square, 2, "chi-square");
    EXPECT_EQ(found.degrees_of_freedom(), (r - 1) * (c - 1));
    Expect(found.cramers_v(),
           std::sqrt(chi_square / (*n * static_cast<double>(std::min(r, c) - 1))), 3, "V");
    const double share = 100 * below_five / static_cast<double>(r * c);
    Expect(found.expected_below_five(), share, 1, "expected below five");
    EXPECT_EQ(found.expected_too_small(), share > 20);
  }

  void CheckLocations(const TableLayer& layer) {
    if (!Wants(table_.spec(), TableSpec::STATISTIC_LOCATION)) return;
    const auto scores = *ScoresOf(table_.spec(), ScoredVariable(table_.spec(), wave_.variables));
    const int many = IsBattery() ? table_.rows_size() : std::max(table_.columns_size() + 1, 1);
    ASSERT_EQ(layer.locations_size(), many);
    for (int i = 0; i < many; ++i) {
      if (IsBattery()) {
        const SpanVariable& item = *wave_.variables.Find(table_.spec().battery(i));
        CheckLocation(layer.locations(i), Row(layer, i, 0, table_.columns_size()), At(layer, i, -1),
                      IsReversed(table_.spec(), item) ? Reversed(scores) : scores);
      } else {
        const int column = i == table_.columns_size() ? -1 : i;
        CheckLocation(layer.locations(i), Column(layer, column, 0, table_.rows_size()),
                      BaseOf(layer, column), scores);
      }
    }
  }

  // `counts` of all categories: first those of the answers, in the order of the scores.
  void CheckLocation(const v1alpha::Location& found, const std::vector<Maybe>& counts,
                     const Maybe& whole, const std::vector<Score>& scores) {
    std::vector<double> all;
    std::vector<Maybe> scored, others;
    bool is_known = true;
    bool is_open = false;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const bool counted = i < scores.size() && scores[i].counts;
      (counted && !scores[i].is_open ? scored : others).push_back(counts[i]);
      if (!counted) continue;
      is_known &= counts[i].has_value();
      if (!counts[i].has_value()) continue;
      if (scores[i].is_open) {
        is_open |= *counts[i] > 0;
        continue;
      }
      all.insert(all.end(), static_cast<std::size_t>(*counts[i]),
                 static_cast<double>(scores[i].thousandths) / 1000);
    }
    const Maybe n = SumOf(scored, whole, others);
    Expect(found.n(), n, 0, is_known ? "n of a location" : "n beside protected counts");
    if (is_known && is_open) {
      EXPECT_EQ(Said(found.mean()), "NO_SCORE");
      return;
    }
    if (!ExpectBase(found.mean(), is_known ? n : std::nullopt, n, "mean")) return;
    std::sort(all.begin(), all.end());
    double sum = 0;
    double top = 0;
    double net = 0;
    const std::vector<int64_t> levels = LevelsOf(scores);
    for (const double score : all) {
      sum += score;
      top += 1000 * score >= static_cast<double>(levels[levels.size() - 2]) ? 1 : 0;
      net += score >= 9 ? 1 : score <= 6 ? -1 : 0;
    }
    const double mean = sum / *n;
    double squares = 0;
    for (const double score : all) squares += (score - mean) * (score - mean);
    Expect(found.mean(), mean, 2, "mean");
    Expect(found.standard_deviation(), std::sqrt(squares / (*n - 1)), 2, "standard deviation");
    Expect(found.median(), (all[(all.size() - 1) / 2] + all[all.size() / 2]) / 2, 2, "median");
    if (found.has_top_box()) ExpectShare(found.top_box(), top, n, "top box");
    if (found.has_net_promoter()) Expect(found.net_promoter(), 100 * net / *n, 1, "net promoter");
  }

  const Table& table_;
  const TestWave& wave_;
  Seen& seen_;
  int answer_rows_ = 0;
  int answer_columns_ = 0;
  bool is_multiple_ = false;
};

v1alpha::Instrument Questionnaire() {
  v1alpha::Instrument instrument = EveryKind();
  auto* question = instrument.mutable_sections(0)->add_questions();
  question->set_code("recommend");
  question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
  for (int i = 0; i <= 10; ++i) question->add_options()->set_code(absl::StrCat(i));
  return instrument;
}

// Withholds some of the cells, no bases of tables.
Withheld WithholdAtRandom(const CountedTable& counted, int one_of, std::mt19937* random) {
  Withheld withheld;
  for (const auto& part : counted.cells.parts) {
    CellCounts(part).ForEach([&](const std::vector<int>& where, int64_t) {
      suppression::CellKey key = KeyOf(part, where);
      if (key.where.empty() || (*random)() % static_cast<unsigned>(one_of) != 0) return;
      withheld.insert(std::move(key));
    });
  }
  return withheld;
}

TEST(FiguresProperty, FollowFromTheShownCountsOfTheirTable) {
  const std::string shares = " statistics: STATISTIC_SHARES statistics: STATISTIC_INTERVALS";
  const std::string location = " statistics: STATISTIC_LOCATION statistics: STATISTIC_TOP_BOX";
  const std::string specs[] = {
      "variables: 'unit'" + shares,
      "variables: 'ways' variables: 'unit'" + shares,
      "variables: 'told' variables: 'unit' variables: 'age'" + shares,
      "variables: 'unit' variables: 'age' statistics: STATISTIC_ASSOCIATION" + shares,
      "variables: 'grid_a' variables: 'unit' variables: 'led' statistics: STATISTIC_ASSOCIATION" +
          shares + location,
      "variables: 'age' variables: 'unit'" + shares + location,
      "variables: 'unit' variables: 'age' scores { option: 'a' score: -0.5 }"
      " scores { option: 'c' score: 1.375 }" +
          shares + " statistics: STATISTIC_LOCATION",
      "variables: 'car_age' statistics: STATISTIC_LOCATION" + shares,
      "variables: 'recommend' variables: 'unit' statistics: STATISTIC_NET_PROMOTER" + shares +
          location,
      "battery: 'grid_a' battery: 'grid_b' variables: 'unit' reversed: 'grid_b'" + shares +
          location,
      "variables: 'last' variables: 'led' filters { variable: 'unit' options: 'a' options: 'b' }" +
          shares,
  };
  std::mt19937 random(77);
  Recomputed::Seen seen;
  for (int round = 0; round < 40; ++round) {
    const int people = 30 + static_cast<int>(random() % 300);
    auto wave = WaveAtRandom(Questionnaire(), people, round % 2 == 0, round % 4, &random);
    for (const std::string& text : specs) {
      const auto spec = Parse<TableSpec>(text);
      ASSERT_TRUE(CheckTableSpec(spec, "", wave->variables, AllowingAll(wave->variables)).empty())
          << text;
      const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
      Withheld withheld;
      if (round % 3 > 0) withheld = WithholdAtRandom(counted, round % 3 == 1 ? 20 : 5, &random);
      const Table table = MakeTable(spec, counted, withheld, static_cast<int64_t>(kMinimumBase),
                                    wave->variables, wave->cells);
      Recomputed(table, *wave, &seen).Check();
      if (HasFailure()) FAIL() << "round " << round << ", " << text;
    }
  }
  for (const char* what : {"total share", "row share", "column share", "response share", "interval",
                           "chi-square", "mean"}) {
    EXPECT_GT(seen[what], 50) << what;
    EXPECT_GT(seen[std::string(what) + " PROTECTED"], 50) << what;
    EXPECT_GT(seen[std::string(what) + " BASE_TOO_SMALL"], 5) << what;
  }
  for (const char* what :
       {"residual", "V", "median", "top box", "net promoter", "n beside protected counts"}) {
    EXPECT_GT(seen[what], 50) << what;
  }
}

}  // namespace
}  // namespace lotse::survey::tables
