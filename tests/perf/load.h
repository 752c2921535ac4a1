#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lotse/survey/v1alpha/response_service.pb.h"

namespace lotse::perf {

// What calling at a constant number in flight gave.
struct LoadResult {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  int64_t answered = 0;
  // Calls that were refused or lost.
  int64_t failed = 0;
};

// The name of the wave that requests are made for.
inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

// Questions of the questionnaire, and answers of each request.
inline constexpr int kQuestions = 20;

// The code of a question, from 0.
std::string QuestionCode(int question);

// A response with a new random id and an answer to every question.
survey::v1alpha::SubmitResponseRequest MakeRequest();

// Calls SubmitResponse at `address` for `duration` with `in_flight` calls at any
// time: each answer is followed by the next request. It goes on until the last
// call is answered.
LoadResult RunLoad(const std::string& address, int in_flight, absl::Duration duration);

// The run in the middle by calls per second, of an odd number of runs; `answered`
// and `failed` are sums.
LoadResult Median(std::vector<LoadResult> runs);

}  // namespace lotse::perf
