#include "services/survey/analysis/statistics/frequencies.h"

#include <numeric>

namespace lotse::survey::statistics {
namespace {

int64_t Sum(absl::Span<const int64_t> counts) {
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

}  // namespace

Frequencies FrequenciesOf(absl::Span<const int64_t> counts, int64_t missing) {
  Frequencies result;
  result.n = Sum(counts);
  result.missing = missing;
  result.categories.reserve(counts.size());
  int64_t cumulative = 0;
  for (const int64_t n : counts) {
    cumulative += n;
    result.categories.push_back({.n = n,
                                 .cumulative_n = cumulative,
                                 .valid_percent = Percent(n, result.n),
                                 .total_percent = Percent(n, result.n + missing),
                                 .cumulative_percent = Percent(cumulative, result.n)});
  }
  return result;
}

MultipleResponse MultipleResponseOf(absl::Span<const int64_t> ticked, int64_t cases,
                                    int64_t asked) {
  MultipleResponse result;
  result.responses = Sum(ticked);
  result.cases = cases;
  result.asked = asked;
  result.options.reserve(ticked.size());
  for (const int64_t n : ticked) {
    result.options.push_back({.n = n,
                              .percent_of_responses = Percent(n, result.responses),
                              .percent_of_cases = Percent(n, cases),
                              .percent_of_asked = Percent(n, asked)});
  }
  return result;
}

}  // namespace lotse::survey::statistics
