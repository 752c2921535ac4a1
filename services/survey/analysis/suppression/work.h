#pragma once

#include <algorithm>
#include <cstdint>

namespace lotse::survey::suppression {

// How many steps a call has left: a limit of work that depends on the tables alone, never on a
// clock, so that the same task gives the same result on a fast machine and on a busy one. A step
// is roughly what looks at one cell, or at one column in one iteration of a linear programme; an
// ordinary core takes 5 to 10 ns for it.
class Work {
 public:
  explicit Work(int64_t steps) : left_(steps) {}

  // Takes `steps`. False: fewer were left, and now none are.
  bool Spend(int64_t steps) {
    spent_ += std::min(steps, left_);
    left_ = std::max<int64_t>(left_ - steps, 0);
    return left_ > 0;
  }
  bool IsUsedUp() const { return left_ == 0; }
  int64_t Left() const { return left_; }
  int64_t Spent() const { return spent_; }

 private:
  int64_t left_;
  int64_t spent_ = 0;
};

// What a call may do in all, to protect a release or to audit all releases of a wave: at most
// about five seconds.
inline constexpr int64_t kMostWork = 600'000'000;

}  // namespace lotse::survey::suppression
