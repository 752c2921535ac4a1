#include "services/survey/analysis/statistics/distributions.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <cmath>
#include <limits>

namespace lotse::survey::statistics {
namespace {

namespace bm = boost::math;
namespace policies = boost::math::policies;

using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>,
                               policies::rounding_error<policies::ignore_error>>;

using Normal = bm::normal_distribution<double, Quiet>;
using Student = bm::students_t_distribution<double, Quiet>;
using ChiSquare = bm::chi_squared_distribution<double, Quiet>;
using F = bm::fisher_f_distribution<double, Quiet>;
using Binomial = bm::binomial_distribution<double, Quiet>;

template <typename Distribution>
double BothTails(const Distribution& distribution, double x) {
  return 2 * bm::cdf(bm::complement(distribution, std::abs(x)));
}

template <typename Distribution>
double Factor(const Distribution& distribution, double confidence) {
  if (!(confidence > 0 && confidence < 1)) return std::numeric_limits<double>::quiet_NaN();
  return bm::quantile(bm::complement(distribution, (1 - confidence) / 2));
}

}  // namespace

double NormalQuantile(double probability) { return bm::quantile(Normal(), probability); }
double StudentQuantile(double df, double probability) {
  return bm::quantile(Student(df), probability);
}
double ChiSquareQuantile(double df, double probability) {
  return bm::quantile(ChiSquare(df), probability);
}
double FQuantile(double df1, double df2, double probability) {
  return bm::quantile(F(df1, df2), probability);
}

double StudentBothTails(double df, double t) { return BothTails(Student(df), t); }
double NormalBothTails(double z) { return BothTails(Normal(), z); }

double ChiSquareUpperTail(double df, double x) { return bm::cdf(bm::complement(ChiSquare(df), x)); }
double FUpperTail(double df1, double df2, double x) {
  return bm::cdf(bm::complement(F(df1, df2), x));
}

double FairCoinLowerTail(int64_t successes, int64_t trials) {
  return bm::cdf(Binomial(static_cast<double>(trials), 0.5), static_cast<double>(successes));
}

double NormalFactor(double confidence) { return Factor(Normal(), confidence); }
double StudentFactor(double df, double confidence) { return Factor(Student(df), confidence); }

double RelativeEntropyTerm(double x) {
  if (x <= -1) return 1;
  return x * std::log1p(x) + bm::log1pmx(x, Quiet());
}

double LogDeviationTerm(double x) { return -bm::log1pmx(x, Quiet()); }

}  // namespace lotse::survey::statistics
