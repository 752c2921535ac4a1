#include "tests/perf/release_tables.h"

#include <random>

namespace lotse::perf {
namespace {

namespace suppression = survey::suppression;

constexpr int kPeople = 10'000;
constexpr int kQuestions = 80;
constexpr int kCrosstabs = 200;
constexpr int kBreaks = 8;
constexpr int kSection = 20;
// Five options, of which the last is "not asked" for follow-ups; no answer; not reached.
constexpr int kCodes = 7;
constexpr std::uint8_t kNotAsked = 4;
constexpr std::uint8_t kNotReached = 6;

int DrawFrom(std::mt19937& random, const std::vector<double>& weights) {
  return std::discrete_distribution<int>(weights.begin(), weights.end())(random);
}

}  // namespace

ReleaseTables::ReleaseTables() : answers_(kQuestions, std::vector<std::uint8_t>(kPeople)) {
  std::mt19937 random(1);
  for (int person = 0; person < kPeople; ++person) {
    const bool leaves = random() % 50 == 0;
    const int end = leaves ? static_cast<int>(1 + random() % 3) * kSection : kQuestions;
    for (int i = 0; i < kQuestions; ++i) {
      int code = i < kBreaks && i % 2 == 0 ? DrawFrom(random, {50, 48, 0.03, 1, 1, 1})
                                           : DrawFrom(random, {20, 30, 25, 15, 9, 1});
      if (i >= kBreaks && random() % 4 == 0) code = answers_[i % kBreaks][person];
      answers_[i][person] = i < end ? static_cast<std::uint8_t>(code) : kNotReached;
    }
  }
  for (int i = 1; i < kQuestions; ++i) {
    if (i % kSection != 0) {
      groupings_.push_back({{i, kNotReached}, {{i - 1, kNotReached}}, true});
    } else {
      groupings_.push_back({{i - kSection, kNotReached}, {{i, kNotReached}}, false});
    }
  }
  for (const int filter : {10, 30, 50}) {
    for (int i = filter + 1; i <= filter + 3; ++i) {
      for (int person = 0; person < kPeople; ++person) {
        const std::uint8_t wanted = answers_[filter][person];
        std::uint8_t& code = answers_[i][person];
        if (wanted == kNotReached) continue;
        if (wanted > 1) {
          code = kNotAsked;
        } else if (code == kNotAsked) {
          code = 0;
        }
      }
      groupings_.push_back(
          {{i, kNotAsked}, {{filter, 2}, {filter, 3}, {filter, 4}, {filter, 5}}, true});
    }
  }
}

// Of one question, or by another one; -1: of one.
suppression::TableSpec ReleaseTables::Count(int a, int b) const {
  suppression::TableSpec spec{0, {}, {a}, {kCodes}, std::vector<std::int64_t>(kCodes, 0)};
  if (b < 0) {
    for (const std::uint8_t code : answers_[a]) ++spec.counts[code];
    return spec;
  }
  spec.variables.push_back(b);
  spec.categories.push_back(kCodes);
  spec.counts.resize(kCodes * kCodes, 0);
  for (int person = 0; person < kPeople; ++person) {
    ++spec.counts[answers_[a][person] * kCodes + answers_[b][person]];
  }
  return spec;
}

std::vector<suppression::TableSpec> ReleaseTables::Counted() const {
  std::vector<suppression::TableSpec> tables;
  for (int i = 0; i < kQuestions; ++i) tables.push_back(Count(i, -1));
  for (int i = 0; i < kCrosstabs; ++i) {
    tables.push_back(Count(i % kBreaks, kBreaks + i / kBreaks + i % 3 * kSection));
  }
  return tables;
}

suppression::ProtectionTask ReleaseTables::Task() const {
  suppression::ProtectionTask task;
  task.groupings = groupings_;
  task.rules.threshold = suppression::kLeastCell;
  for (suppression::TableSpec& spec : Counted()) task.tables.push_back({{std::move(spec)}});
  return task;
}

}  // namespace lotse::perf
