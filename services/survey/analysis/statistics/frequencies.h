#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// One category of a question of which each person gave one answer. The percentages are
// n / base; RoundedPercent gives them as they are published.
struct Frequency {
  int64_t n = 0;
  // Persons in this category and all before it.
  int64_t cumulative_n = 0;
  // Of those who answered. Undefined: kEmptyBase.
  Figure valid_percent;
  // Of those who answered and those who did not. Undefined: kEmptyBase.
  Figure total_percent;
  // `cumulative_n` of those who answered; it means something only if the categories have
  // an order. Undefined: kEmptyBase.
  Figure cumulative_percent;
};

struct Frequencies {
  // Persons who answered.
  int64_t n = 0;
  int64_t missing = 0;
  // In the order of the counts.
  std::vector<Frequency> categories;
};

// `counts` are the persons per category, `missing` those without an answer.
Frequencies FrequenciesOf(absl::Span<const int64_t> counts, int64_t missing);

// One option of a multiple choice. Source of the three bases: MULT RESPONSE of SPSS,
// percent of responses and percent of cases.
struct OptionFrequency {
  int64_t n = 0;
  // Of all ticks. Undefined: kEmptyBase.
  Figure percent_of_responses;
  // Of the persons with at least one tick. Undefined: kEmptyBase.
  Figure percent_of_cases;
  // Of all who were asked, with those who ticked nothing or left the question out.
  // Undefined: kEmptyBase.
  Figure percent_of_asked;
};

struct MultipleResponse {
  // Ticks.
  int64_t responses = 0;
  // Persons with at least one tick.
  int64_t cases = 0;
  // Persons who were asked.
  int64_t asked = 0;
  // In the order of the counts.
  std::vector<OptionFrequency> options;
};

// `ticked` are the persons per option, `cases` those with at least one tick, `asked` all
// to whom the question was shown.
MultipleResponse MultipleResponseOf(absl::Span<const int64_t> ticked, int64_t cases, int64_t asked);

}  // namespace lotse::survey::statistics
