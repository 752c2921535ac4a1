#pragma once

#include <cstdint>

// The distributions that tests and intervals need, by Boost.Math. What is not defined gives
// a NaN or an infinity, which Figure turns into kOutOfRange; nothing is thrown.
namespace lotse::survey::statistics {

// The x below which a share of 0 < `probability` < 1 lies.
double NormalQuantile(double probability);
double StudentQuantile(double df, double probability);
double ChiSquareQuantile(double df, double probability);
double FQuantile(double df1, double df2, double probability);

// The share that lies further from 0 than `t`, on both sides.
double StudentBothTails(double df, double t);
double NormalBothTails(double z);

// The share that lies above `x`, which is not negative.
double ChiSquareUpperTail(double df, double x);
double FUpperTail(double df1, double df2, double x);

// The probability of at most `successes` in `trials` of a fair coin.
double FairCoinLowerTail(int64_t successes, int64_t trials);

// How many standard errors a two-sided interval reaches to each side: 1.96 at 0.95.
// `confidence` lies between 0 and 1; NaN else.
double NormalFactor(double confidence);
double StudentFactor(double df, double confidence);

// (1 + x) ln(1 + x) - x without loss near 0; `x` is -1 or more. It is never negative.
double RelativeEntropyTerm(double x);
// x - ln(1 + x) without loss near 0; `x` is above -1. It is never negative.
double LogDeviationTerm(double x);

}  // namespace lotse::survey::statistics
