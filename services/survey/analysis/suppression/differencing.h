#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "services/survey/analysis/suppression/respondent_set.h"

// Guards against differences of two figures, each of which is harmless: the women of one unit,
// and those of them who are of age, differ by one girl, and so do all figures about them.

namespace lotse::survey::suppression {

// One set lies within the other, and 1 to threshold - 1 respondents are in the larger one only.
// Sets that are the same, or of which neither contains the other, are no such pair.
bool DifferByFew(const RespondentSet& a, const RespondentSet& b, int64_t threshold);

// The sets of respondents of whom counts were published: cells and bases. It knows pairs only;
// more than two tables together are the business of RowSpace.
class DifferencingGuard {
 public:
  explicit DifferencingGuard(int64_t threshold) : threshold_(threshold) {}

  // Whether a count of `next` can be published beside all that was.
  bool Allows(const RespondentSet& next) const;

  void Publish(const RespondentSet& next) { published_[next.Count()].push_back(next); }

 private:
  int64_t threshold_;
  // By size: only sets of nearly the same size can differ by few.
  std::map<int64_t, std::vector<RespondentSet>> published_;
};

}  // namespace lotse::survey::suppression
