#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/analysis/statistics/agreement.h"
#include "services/survey/analysis/statistics/association.h"
#include "services/survey/analysis/statistics/comparison.h"
#include "services/survey/analysis/statistics/crosstab.h"
#include "services/survey/analysis/statistics/moments.h"
#include "services/survey/analysis/statistics/rater_agreement.h"
#include "services/survey/analysis/statistics/reliability.h"
#include "services/survey/analysis/statistics/statistics_testing.h"

// Random data, computed here and by R. Skipped where there is no R.

namespace lotse::survey::statistics {
namespace {

using Counts = std::vector<int64_t>;

// Numbers of ours, each with what R has to compute.
class RComparison : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("Rscript --version >/dev/null 2>&1") != 0) {  // NOLINT: a fixed command.
      GTEST_SKIP() << "R is not installed: there is no Rscript";
    }
  }

  void Given(const std::string& r) { absl::StrAppend(&script_, r, "\n"); }
  // `r` gives as many numbers as `ours`.
  void Same(const std::string& r, const std::vector<double>& ours) {
    absl::StrAppend(&script_, "cat(sprintf('%.17g', ", r, "), sep = '\\n'); cat('\\n')\n");
    for (const double number : ours) {
      ours_.push_back(number);
      origin_.push_back(r);
    }
  }
  void Compare() {
    const std::string path = absl::StrCat(testing::TempDir(), "/lotse_statistics.R");
    std::ofstream(path) << "options(warn = -1)\n" << script_;
    FILE* const pipe = popen(absl::StrCat("Rscript --vanilla ", path).c_str(), "r");  // NOLINT
    ASSERT_NE(pipe, nullptr);
    size_t read = 0;
    for (double theirs = 0; std::fscanf(pipe, "%lf", &theirs) == 1; ++read) {  // NOLINT
      ASSERT_LT(read, ours_.size());
      EXPECT_THAT(ours_[read], IsNear(theirs)) << origin_[read] << ", number " << read;
    }
    EXPECT_EQ(pclose(pipe), 0);
    EXPECT_EQ(read, ours_.size());
    std::remove(path.c_str());
  }

  int Random(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  template <typename T>
  static std::string Vector(const std::vector<T>& values) {
    return absl::StrCat("c(", absl::StrJoin(values, ","), ")");
  }

 private:
  std::mt19937 random_{20261126};
  std::string script_;
  std::vector<double> ours_;
  std::vector<std::string> origin_;
};

TEST_F(RComparison, Tables) {
  Given(
      "corrected <- function(t, x) { n <- sum(t); r <- nrow(t); c <- ncol(t);"
      " f <- max(0, x$statistic / n - (r - 1) * (c - 1) / (n - 1));"
      " sqrt(f / min(r - (r - 1)^2 / (n - 1) - 1, c - (c - 1)^2 / (n - 1) - 1)) }");
  for (int i = 0; i < 100; ++i) {
    const int rows = Random(2, 6);
    const int columns = Random(2, 6);
    const int most = 1 << Random(2, 12);
    Counts counts;
    for (int cell = 0; cell < rows * columns; ++cell) counts.push_back(Random(1, most));
    const Crosstab table(counts, static_cast<size_t>(columns));
    const Association a = AssociationOf(table);
    Given(absl::StrCat("t <- matrix(", Vector(counts), ", ", rows,
                       ", byrow = TRUE); x <- chisq.test(t, correct = FALSE)"));
    Same("c(x$statistic, x$parameter, x$p.value, min(x$expected), sum(x$expected < 5))",
         {a.chi_square.value(), static_cast<double>(a.df), a.p.value(), a.smallest_expected.value(),
          static_cast<double>(a.cells_expected_below_5)});
    Same("sqrt(x$statistic / (sum(t) * (min(dim(t)) - 1)))", {a.cramers_v.value()});
    if (a.corrected_v.defined()) Same("corrected(t, x)", {a.corrected_v.value()});
    Same("x$stdres[2, 1]", {AdjustedResidual(table, 1, 0).value()});
  }
  Compare();
}

TEST_F(RComparison, Means) {
  for (int i = 0; i < 100; ++i) {
    const int levels = Random(2, 11);
    std::vector<double> values;
    Counts first;
    Counts second;
    for (int level = 1; level <= levels; ++level) {
      values.push_back(level);
      first.push_back(Random(1, 40));
      second.push_back(Random(1, 4));
    }
    const Moments a = MomentsOf({.values = values, .counts = first});
    const Moments b = MomentsOf({.values = values, .counts = second});
    const Summary s = SummaryOf(a);
    const MeanDifference d = CompareMeans(a, b);
    Given(absl::StrCat("a <- rep(1:", levels, ", ", Vector(first), "); b <- rep(1:", levels, ", ",
                       Vector(second), "); w <- t.test(a, b)"));
    Same("c(mean(a), sd(a), t.test(a)$conf.int)",
         {s.mean.value(), s.sd.value(), s.interval.value().lower, s.interval.value().upper});
    Same("c(w$statistic, w$parameter, w$p.value)", {d.t.value(), d.df.value(), d.p.value()});
    Same(
        "(mean(a) - mean(b)) / sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) /"
        " (length(a) + length(b) - 2))",
        {d.effect.value()});
    for (const double p : {.1, .25, .5, .75, .9}) {
      Same(absl::StrCat("quantile(b, ", p, ")"),
           {QuantileOf({.values = values, .counts = second}, p).value()});
    }
  }
  Compare();
}

TEST_F(RComparison, PairedShares) {
  for (int i = 0; i < 100; ++i) {
    const int b = Random(0, 60);
    const int c = Random(1, 60);
    Same(absl::StrCat("binom.test(", b, ", ", b + c, ")$p.value"),
         {ComparePairedShares(3, b, c, 4).p.value()});
  }
  Compare();
}

TEST_F(RComparison, Scales) {
  Given(
      "alpha <- function(C) { K <- nrow(C); r <- (sum(cov2cor(C)) - K) / (K * (K - 1));"
      " c(K / (K - 1) * (1 - sum(diag(C)) / sum(C)), r, K * r / (1 + (K - 1) * r),"
      " sum(C[1, -1]) / sqrt(C[1, 1] * sum(C[-1, -1]))) }");
  for (int i = 0; i < 40; ++i) {
    const int levels = Random(2, 7);
    const int people = Random(60, 200);
    std::vector<std::vector<uint8_t>> columns(static_cast<size_t>(Random(3, 8)));
    for (int person = 0; person < people; ++person) {
      // Who leans to one end does so in all items; a few answers are missing.
      const int lean = Random(1, levels);
      for (auto& column : columns) {
        const int answer = Random(0, 2) == 0 ? Random(1, levels) : lean;
        column.push_back(static_cast<uint8_t>(Random(1, 30) == 1 ? 0 : answer));
      }
    }
    std::vector<Item> items;
    std::vector<std::string> vectors;
    for (const auto& column : columns) {
      items.push_back({.codes = column, .reversed = items.size() == 1});
      vectors.push_back(Vector(std::vector<int>(column.begin(), column.end())));
    }
    const Reliability r = ReliabilityOf({.items = items, .levels = levels});
    Given(absl::StrCat("x <- cbind(", absl::StrJoin(vectors, ","), "); x[x == 0] <- NA; x[, 2] <- ",
                       levels + 1, " - x[, 2]"));
    for (const Alpha* alpha : {&r.pairwise, &r.listwise}) {
      Same(absl::StrCat("alpha(cov(x, use = '",
                        alpha == &r.pairwise ? "pairwise.complete.obs" : "complete.obs", "'))"),
           {alpha->raw.value(), alpha->average_correlation.value(), alpha->standardized.value(),
            alpha->item_rest_correlation[0].value()});
    }
  }
  Compare();
}

// The formulas in the form in which vcd, psych and irr compute them, with matrices.
TEST_F(RComparison, Agreement) {
  Given(
      "kappa <- function(t, p) { n <- sum(t); k <- nrow(t); P <- t / n;"
      " w <- if (p == 0) diag(k) else 1 - (abs(outer(1:k, 1:k, '-')) / (k - 1))^p;"
      " r <- rowSums(P); c <- colSums(P); o <- sum(w * P); e <- sum(w * (r %o% c));"
      " mean <- outer(drop(w %*% c), drop(r %*% w), '+');"
      " v <- (sum(P * (w * (1 - e) - mean * (1 - o))^2) - (o * e - 2 * e + o)^2) / (1 - e)^4 / n;"
      " c((o - e) / (1 - e), sqrt(v)) }\n"
      "shares <- function(x, q) apply(x, 1, function(u) { u <- u[!is.na(u)]; m <- length(u);"
      " if (m < 2) NA else sum(outer(u, u, '==')) - m }) / "
      "apply(x, 1, function(u) { m <- sum(!is.na(u)); m * (m - 1) })\n"
      "brennan <- function(x, q) { a <- shares(x); a <- a[is.finite(a)]; o <- mean(a);"
      " c(o, (o - 1 / q) / (1 - 1 / q), sqrt(mean((a - o)^2) / length(a)) / (1 - 1 / q)) }\n"
      "fleiss <- function(x, q) { x <- x[complete.cases(x), , drop = FALSE]; n <- nrow(x);"
      " m <- ncol(x); t <- t(apply(x, 1, tabulate, q)); p <- colSums(t) / (n * m); s <- 1 - "
      "sum(p^2);"
      " k <- 1 - (1 - (sum(t^2) / (n * m) - 1) / (m - 1)) / s;"
      " c(k, sqrt(2 / (n * m * (m - 1) * s^2) * (s^2 - sum(p * (1 - p) * (1 - 2 * p))))) }");
  for (int i = 0; i < 60; ++i) {
    const int categories = Random(2, 6);
    Counts counts;
    for (int cell = 0; cell < categories * categories; ++cell) counts.push_back(Random(1, 30));
    const Crosstab table(counts, static_cast<size_t>(categories));
    Given(absl::StrCat("t <- matrix(", Vector(counts), ", ", categories, ", byrow = TRUE)"));
    for (const auto weights :
         {KappaWeights::kNone, KappaWeights::kLinear, KappaWeights::kQuadratic}) {
      const Kappa kappa = KappaOf(table, weights);
      Same(absl::StrCat("kappa(t, ", static_cast<int>(weights), ")"),
           {kappa.kappa.value(), kappa.standard_error.value()});
    }
    const int units = Random(10, 60);
    std::vector<std::vector<uint8_t>> columns(static_cast<size_t>(Random(2, 6)));
    for (int unit = 0; unit < units; ++unit) {
      const int usual = Random(1, categories);
      for (auto& column : columns) {
        const int code = Random(0, 2) == 0 ? Random(1, categories) : usual;
        column.push_back(static_cast<uint8_t>(Random(1, 15) == 1 ? 0 : code));
      }
    }
    std::vector<std::string> vectors;
    for (const auto& column : columns) {
      vectors.push_back(Vector(std::vector<int>(column.begin(), column.end())));
    }
    Given(absl::StrCat("x <- cbind(", absl::StrJoin(vectors, ","), "); x[x == 0] <- NA; q <- ",
                       categories));
    const std::vector<absl::Span<const uint8_t>> raters(columns.begin(), columns.end());
    const auto q = static_cast<size_t>(categories);
    const PairwiseAgreement pairs = PairwiseAgreementOf(raters, q);
    Same("brennan(x, q)",
         {pairs.observed.value(), pairs.brennan_prediger.value(), pairs.standard_error.value()});
    const FleissKappa fleiss = FleissKappaOf(raters, q);
    if (fleiss.kappa.defined()) {
      Same("fleiss(x, q)", {fleiss.kappa.value(), fleiss.null_standard_error.value()});
    }
  }
  Compare();
}

}  // namespace
}  // namespace lotse::survey::statistics
