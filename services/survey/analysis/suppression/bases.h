#pragma once

#include <cstdint>
#include <vector>

#include "services/survey/analysis/suppression/respondent_set.h"
#include "services/survey/analysis/suppression/work.h"

// Whom the tables of a wave are about: filters that single people out. Counts alone do not show
// it: two filters by different questions may select nearly the same people.

namespace lotse::survey::suppression {

// What a call may do to compare bases: some hundred filters of a wave.
inline constexpr int64_t kMostBaseWork = kMostWork / 2;

enum class BaseVerdict {
  kAllowed,
  // With it, figures about 1 to threshold - 1 people could be calculated: they are the
  // difference to those of another base, or a combination of several bases.
  kSinglesOut,
  // There are more combinations of filters than are looked through (RowSpace::kMaxPatterns), or the
  // work did not suffice.
  kTooMany,
};

// Whether tables about each of `next` can stand beside those about everybody, those about
// `published`, and those of `next` before it that are allowed: in their order. The sets are over
// the respondents 0 to `people` - 1. A base that was published already is allowed. `threshold`
// is at least 1. `work` pays for it; none: kMostBaseWork.
std::vector<BaseVerdict> CheckBases(int people, const std::vector<RespondentSet>& published,
                                    const std::vector<RespondentSet>& next, int64_t threshold,
                                    Work* work = nullptr);

}  // namespace lotse::survey::suppression
