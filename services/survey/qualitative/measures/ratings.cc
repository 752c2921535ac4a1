#include "services/survey/qualitative/measures/ratings.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

using Entry = Corpus::Entry;

// Of one coder the code points of each unit that are coded with one category. Codings come along
// the texts, so what was counted of a unit already ends where the last one ended.
class Coverage {
 public:
  explicit Coverage(size_t units) : coded_(units), counted_to_(units, -1) {}

  void Add(size_t unit, const TextSpan& span, const Entry& coding) {
    const int64_t begin = std::max({span.begin, int64_t{coding.begin}, counted_to_[unit]});
    const int64_t end = std::min(span.end, int64_t{coding.end});
    if (end <= begin) return;
    coded_[unit] += end - begin;
    counted_to_[unit] = end;
  }

  bool Has(size_t unit, const TextSpan& span, int least_percent) const {
    return coded_[unit] > 0 && 100 * coded_[unit] >= least_percent * (span.end - span.begin);
  }

 private:
  std::vector<int64_t> coded_;
  std::vector<int64_t> counted_to_;
};

// By category and unit, whether the coder gave it. `of_code` has by code of the codebook which
// categories it stands for.
std::vector<std::vector<bool>> GivenBy(int coder, const Corpus& corpus,
                                       const std::vector<Unit>& units, int least_percent,
                                       const std::vector<std::vector<size_t>>& of_code,
                                       size_t categories) {
  std::vector<Coverage> coverage(categories, Coverage(units.size()));
  const std::vector<int> first_units = FirstUnits(corpus, units);
  for (const Entry& coding : corpus.codings()) {
    const std::vector<size_t>& of = of_code[static_cast<size_t>(coding.code)];
    if (coding.coder != coder || of.empty()) continue;
    const std::pair<int, int> touched = UnitsTouched(units, first_units, coding);
    for (int i = touched.first; i < touched.second; ++i) {
      const auto unit = static_cast<size_t>(i);
      for (const size_t category : of) coverage[category].Add(unit, units[unit].span, coding);
    }
  }
  std::vector<std::vector<bool>> given(categories, std::vector<bool>(units.size()));
  for (size_t category = 0; category < categories; ++category) {
    for (size_t unit = 0; unit < units.size(); ++unit) {
      given[category][unit] = coverage[category].Has(unit, units[unit].span, least_percent);
    }
  }
  return given;
}

Ratings RatingsOf(const Corpus& corpus, const std::vector<Unit>& units, const RatingTask& task,
                  const std::vector<std::string>& codes, bool with_children, uint8_t none) {
  const std::vector<std::vector<size_t>> of_code = PlacesByCode(corpus, codes, with_children);
  Ratings ratings;
  ratings.categories = std::max(codes.size(), size_t{none});
  for (const std::string& coder : task.coders) {
    std::vector<bool> has_finished;
    for (const Corpus::Text& text : corpus.texts()) {
      has_finished.push_back(task.finished.contains({coder, text.id}));
    }
    // -1, and so no coding is found, of one who has none.
    const auto given = GivenBy(PlaceOf(corpus.coders(), coder), corpus, units, task.least_percent,
                               of_code, codes.size());
    std::vector<uint8_t>& column = ratings.columns.emplace_back(units.size());
    for (size_t unit = 0; unit < units.size(); ++unit) {
      if (!has_finished[static_cast<size_t>(units[unit].text)]) continue;
      int number = 0;
      column[unit] = none;
      for (size_t category = 0; category < codes.size(); ++category) {
        if (!given[category][unit]) continue;
        column[unit] = static_cast<uint8_t>(category + 1);
        ++number;
      }
      if (number < 2) continue;
      column[unit] = 0;
      ++ratings.ambiguous;
    }
  }
  return ratings;
}

}  // namespace

rpc::FieldViolations CheckRatingTask(const RatingTask& task) {
  rpc::FieldViolations violations;
  if (task.coders.size() < 2) violations.push_back({"coders", "give at least two"});
  absl::flat_hash_set<std::string> seen;
  for (size_t i = 0; i < task.coders.size(); ++i) {
    if (!seen.insert(task.coders[i]).second) {
      violations.push_back({absl::StrCat("coders[", i, "]"), "comes twice; give each once"});
    }
  }
  if (task.least_percent < 0 || task.least_percent > 100) {
    violations.push_back({"least_percent", "give 0 to 100"});
  }
  return violations;
}

rpc::FieldViolations CheckRatedCodes(const Corpus& corpus, const std::vector<std::string>& codes) {
  return CheckAskedCodes(corpus, codes, kMaxCategories);
}

Ratings RatingsOfCode(const Corpus& corpus, const std::vector<Unit>& units, const RatingTask& task,
                      const std::string& code, bool with_children) {
  return RatingsOf(corpus, units, task, {code}, with_children, kCodeIsNotThere);
}

Ratings RatingsOfCategories(const Corpus& corpus, const std::vector<Unit>& units,
                            const RatingTask& task, const std::vector<std::string>& codes,
                            bool none_is_missing) {
  const uint8_t none = none_is_missing ? 0 : static_cast<uint8_t>(codes.size() + 1);
  return RatingsOf(corpus, units, task, codes, true, none);
}

}  // namespace lotse::survey::qualitative
