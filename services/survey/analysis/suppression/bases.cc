#include "services/survey/analysis/suppression/bases.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/survey/analysis/suppression/differencing.h"
#include "services/survey/analysis/suppression/row_space.h"

namespace lotse::survey::suppression {
namespace {

// Respondents who are in the same bases are one pattern.
class Patterns {
 public:
  explicit Patterns(int people) : of_(people, 0) {}

  void Divide(const RespondentSet& base, Work& work) {
    if (!work.Spend(static_cast<int64_t>(of_.size()))) return;
    absl::flat_hash_map<std::pair<int, bool>, int> parts;
    for (size_t person = 0; person < of_.size(); ++person) {
      const std::pair<int, bool> part{of_[person], base.Has(static_cast<int>(person))};
      of_[person] = parts.try_emplace(part, static_cast<int>(parts.size())).first->second;
    }
    number_ = parts.size();
  }

  std::vector<int64_t> People() const {
    std::vector<int64_t> people(number_, 0);
    for (const int pattern : of_) ++people[pattern];
    return people;
  }

  std::vector<bool> In(const RespondentSet& base) const {
    std::vector<bool> found(number_, false);
    for (size_t person = 0; person < of_.size(); ++person) {
      if (base.Has(static_cast<int>(person))) found[of_[person]] = true;
    }
    return found;
  }

 private:
  std::vector<int> of_;  // by person
  size_t number_ = 1;
};

}  // namespace

std::vector<BaseVerdict> CheckBases(int people, const std::vector<RespondentSet>& published,
                                    const std::vector<RespondentSet>& next, int64_t threshold,
                                    Work* work) {
  Work all_work(kMostBaseWork);
  Work& paid = work != nullptr ? *work : all_work;
  RespondentSet all(people);
  for (int person = 0; person < people; ++person) all.Add(person);
  std::vector<const RespondentSet*> before{&all};
  for (const RespondentSet& base : published) before.push_back(&base);
  Patterns patterns(people);
  DifferencingGuard pairs(threshold);
  for (const RespondentSet* base : before) {
    patterns.Divide(*base, paid);
    pairs.Publish(*base);
  }
  for (const RespondentSet& base : next) patterns.Divide(base, paid);
  RowSpace combinations(patterns.People(), threshold, &paid);
  // What was published is known, whatever it tells.
  for (const RespondentSet* base : before) combinations.Add(patterns.In(*base));

  std::vector<BaseVerdict> verdicts;
  for (const RespondentSet& base : next) {
    paid.Spend(static_cast<int64_t>(before.size()) * (people / 64 + 1));
    const bool is_known = std::any_of(before.begin(), before.end(),
                                      [&](const RespondentSet* other) { return *other == base; });
    if (is_known) {
      verdicts.push_back(BaseVerdict::kAllowed);
      continue;
    }
    RowSpace::Verdict verdict = RowSpace::Verdict::kRefused;
    if (pairs.Allows(base)) verdict = combinations.Publish(patterns.In(base));
    if (verdict == RowSpace::Verdict::kAllowed) {
      verdicts.push_back(BaseVerdict::kAllowed);
      pairs.Publish(base);
      before.push_back(&base);
    } else {
      verdicts.push_back(verdict == RowSpace::Verdict::kRefused ? BaseVerdict::kSinglesOut
                                                                : BaseVerdict::kTooMany);
    }
  }
  return verdicts;
}

}  // namespace lotse::survey::suppression
