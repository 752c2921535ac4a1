#include "services/survey/analysis/tables/statistic_rules.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/analysis/tables/scores.h"
#include "services/survey/analysis/tables/table_cells.h"
#include "services/survey/analysis/tables/table_rules.h"

namespace lotse::survey::tables {
namespace {

using v1alpha::TableSpec;

// Scores of a battery are counted in steps of one byte, 0 for none.
constexpr int64_t kMaxSteps = 254;
constexpr int64_t kNetPromoterLevels = 11;

class StatisticRules {
 public:
  StatisticRules(const TableSpec& spec, const TableVariables& variables, Violations* violations)
      : spec_(spec),
        variables_(variables),
        first_(ScoredVariable(spec, variables)),
        has_battery_(!spec.battery().empty()),
        violations_(*violations) {}

  void Check() {
    absl::flat_hash_set<int> seen;
    for (int i = 0; i < spec_.statistics_size(); ++i) {
      const std::string field = absl::StrCat("statistics[", i, "]");
      if (spec_.statistics(i) == TableSpec::STATISTIC_UNSPECIFIED ||
          !TableSpec::Statistic_IsValid(spec_.statistics(i))) {
        violations_.Add(field, "unknown; give one of the statistics");
      } else if (!seen.insert(spec_.statistics(i)).second) {
        violations_.Add(field, "given before; give each statistic once");
      } else {
        CheckFits(spec_.statistics(i), field);
      }
    }
    CheckScores();
    CheckReversed();
    CheckTopBox();
    CheckReference();
  }

 private:
  bool NeedsScores() const {
    return Wants(spec_, TableSpec::STATISTIC_LOCATION) ||
           Wants(spec_, TableSpec::STATISTIC_TOP_BOX) ||
           Wants(spec_, TableSpec::STATISTIC_NET_PROMOTER) ||
           Wants(spec_, TableSpec::STATISTIC_RELIABILITY);
  }

  void CheckFits(TableSpec::Statistic statistic, const std::string& field) {
    const bool is_multiple = first_.is_multiple();
    switch (statistic) {
      case TableSpec::STATISTIC_ASSOCIATION:
        if (has_battery_ || spec_.variables_size() < 2) {
          violations_.Add(field, "needs two variables; name a second one, or leave it out");
        } else if (is_multiple) {
          violations_.Add(field,
                          "not for a multiple choice, whose options are not exclusive; leave it "
                          "out");
        }
        return;
      case TableSpec::STATISTIC_LOCATION:
      case TableSpec::STATISTIC_TOP_BOX:
      case TableSpec::STATISTIC_NET_PROMOTER:
        if (is_multiple) {
          violations_.Add(field, "not for a multiple choice, which has no scores; leave it out");
        }
        return;
      case TableSpec::STATISTIC_RELIABILITY:
        if (!has_battery_) {
          violations_.Add(field, "needs a battery; give its items, or leave it out");
        } else {
          CheckPairs(field);
        }
        return;
      case TableSpec::STATISTIC_REACH:
        if (has_battery_ || is_multiple) {
          violations_.Add(field,
                          "needs a variable of which each person gives one answer; leave it out "
                          "for a battery or a multiple choice");
        } else if (spec_.reference().empty()) {
          violations_.Add("reference",
                          "missing; give for STATISTIC_REACH how many people of the population "
                          "belong to each category");
        }
        return;
      default:
        return;
    }
  }

  // Reliability is made of the crosstabs of each two items, with the filter.
  void CheckPairs(const std::string& field) {
    if (spec_.filters_size() > kMaxTableDimensions - 2) {
      violations_.Add(
          field,
          "is made of two items at a time, which with the variables of filters are more "
          "than three dimensions; leave out a filter, or the statistic");
      return;
    }
    const int64_t cells = PairCellsOf(spec_, variables_);
    if (cells <= kMaxTableCells) return;
    violations_.Add("battery", absl::StrCat("its items, each two by each other, make ", cells,
                                            " cells; at most ", kMaxTableCells,
                                            " can be protected: give fewer items, or leave "
                                            "STATISTIC_RELIABILITY out"));
  }

  void CheckScores() {
    if (!NeedsScores()) {
      if (!spec_.scores().empty()) {
        violations_.Add("scores", "no statistic uses them; leave them out");
      }
      return;
    }
    if (first_.is_multiple()) return;
    absl::flat_hash_set<absl::string_view> seen;
    bool is_right = true;
    const auto add = [&](absl::string_view field, absl::string_view description) {
      violations_.Add(field, description);
      is_right = false;
    };
    for (int i = 0; i < spec_.scores_size() && !violations_.full(); ++i) {
      const auto& score = spec_.scores(i);
      const std::string at = absl::StrCat("scores[", i, "]");
      if (first_.AnswerOf(score.option()) < 0) {
        add(absl::StrCat(at, ".option"),
            absl::StrCat("no option of ", first_.code(), "; ",
                         types::RightName(score.option(), first_.answers)));
      } else if (!seen.insert(score.option()).second) {
        add(absl::StrCat(at, ".option"), "given before; give each option once");
      }
      if (!ThousandthsOf(score.score()).has_value()) {
        add(absl::StrCat(at, ".score"),
            absl::StrCat("give -", kMaxScore, " to ", kMaxScore,
                         " with at most three digits behind the point"));
      }
    }
    if (is_right) CheckLevels();
  }

  // The scores as they come out.
  void CheckLevels() {
    const std::optional<std::vector<Score>> scores = ScoresOf(spec_, first_);
    if (!scores.has_value()) {
      violations_.Add("scores", absl::StrCat("missing; the codes of ", first_.code(),
                                             " are no whole numbers, so give a score for each "
                                             "option that counts"));
      return;
    }
    const std::vector<int64_t> levels = LevelsOf(*scores);
    if (levels.empty()) {
      violations_.Add("scores", absl::StrCat("missing; no class of ", first_.code(),
                                             " has two ends, so give scores for them"));
      return;
    }
    if (Wants(spec_, TableSpec::STATISTIC_NET_PROMOTER)) CheckNetPromoter(*scores, levels);
    const auto most = static_cast<int>(levels.size()) - 1;
    if (Wants(spec_, TableSpec::STATISTIC_TOP_BOX) && TopBoxOf(spec_) > most) {
      violations_.Add("top_box", most < 1
                                     ? "all have the same score; leave STATISTIC_TOP_BOX out"
                                     : absl::StrCat("counts everybody, as there are ",
                                                    levels.size(), " scores; give 1 to ", most));
    }
    if (Wants(spec_, TableSpec::STATISTIC_RELIABILITY) &&
        (StepsBetween(levels.front(), levels.back(), levels) > kMaxSteps ||
         static_cast<int64_t>(first_.answers.size()) > kMaxSteps)) {
      violations_.Add("scores", absl::StrCat("too far apart for STATISTIC_RELIABILITY; the largest "
                                             "may be ",
                                             kMaxSteps,
                                             " above the smallest, or as many smaller steps if "
                                             "scores have fractions, of at most ",
                                             kMaxSteps, " options"));
    }
  }

  void CheckNetPromoter(const std::vector<Score>& scores, const std::vector<int64_t>& levels) {
    bool is_whole = static_cast<int64_t>(levels.size()) == kNetPromoterLevels;
    for (std::size_t i = 0; is_whole && i < levels.size(); ++i) {
      is_whole = levels[i] == kScoreUnit * static_cast<int64_t>(i);
    }
    const bool has_open =
        std::any_of(scores.begin(), scores.end(), [](const Score& one) { return one.is_open; });
    if (is_whole && !has_open) return;
    violations_.Add("scores",
                    "STATISTIC_NET_PROMOTER needs the scores 0 to 10, each at least once; give "
                    "them, or leave it out");
  }

  void CheckReversed() {
    if (spec_.reversed().empty()) return;
    if (!has_battery_ || !NeedsScores()) {
      violations_.Add("reversed", "only for a battery with a statistic of scores; leave it out");
      return;
    }
    const std::vector<std::string> items(spec_.battery().begin(), spec_.battery().end());
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < spec_.reversed_size() && !violations_.full(); ++i) {
      const std::string field = absl::StrCat("reversed[", i, "]");
      if (std::find(items.begin(), items.end(), spec_.reversed(i)) == items.end()) {
        violations_.Add(field, absl::StrCat("no item of the battery; ",
                                            types::RightName(spec_.reversed(i), items)));
      } else if (!seen.insert(spec_.reversed(i)).second) {
        violations_.Add(field, "given before; give each item once");
      }
    }
  }

  void CheckTopBox() {
    if (spec_.top_box() < 0) violations_.Add("top_box", "give 1 or more, or 0 for 2");
    if (spec_.top_box() > 0 && !Wants(spec_, TableSpec::STATISTIC_TOP_BOX)) {
      violations_.Add("top_box", "only for STATISTIC_TOP_BOX; ask for it, or leave this out");
    }
  }

  void CheckReference() {
    if (!Wants(spec_, TableSpec::STATISTIC_REACH)) {
      if (!spec_.reference().empty()) {
        violations_.Add("reference", "only for STATISTIC_REACH; ask for it, or leave this out");
      }
      if (!spec_.parity_reference().empty()) {
        violations_.Add("parity_reference",
                        "only for STATISTIC_REACH; ask for it, or leave this out");
      }
      return;
    }
    if (has_battery_ || first_.is_multiple() || spec_.reference().empty()) return;
    absl::flat_hash_set<absl::string_view> seen;
    std::vector<std::string> with_people;
    for (int i = 0; i < spec_.reference_size() && !violations_.full(); ++i) {
      const auto& reference = spec_.reference(i);
      const std::string at = absl::StrCat("reference[", i, "]");
      if (first_.AnswerOf(reference.option()) < 0) {
        violations_.Add(absl::StrCat(at, ".option"),
                        absl::StrCat("no option of ", first_.code(), "; ",
                                     types::RightName(reference.option(), first_.answers)));
      } else if (!seen.insert(reference.option()).second) {
        violations_.Add(absl::StrCat(at, ".option"), "given before; give each option once");
      }
      if (reference.population() < 0 || reference.population() > kMaxPopulation) {
        violations_.Add(absl::StrCat(at, ".population"),
                        absl::StrCat("give 0 to ", kMaxPopulation));
      } else if (reference.population() > 0) {
        with_people.push_back(reference.option());
      }
    }
    if (with_people.empty()) {
      violations_.Add("reference", "nobody belongs to the population; give how many do");
    } else if (!spec_.parity_reference().empty() &&
               std::find(with_people.begin(), with_people.end(), spec_.parity_reference()) ==
                   with_people.end()) {
      violations_.Add("parity_reference",
                      absl::StrCat("no category with people in the reference; ",
                                   types::RightName(spec_.parity_reference(), with_people)));
    }
  }

  const TableSpec& spec_;
  const TableVariables& variables_;
  const SpanVariable& first_;
  const bool has_battery_;
  Violations& violations_;
};

}  // namespace

void CheckStatistics(const TableSpec& spec, const TableVariables& variables,
                     Violations* violations) {
  StatisticRules(spec, variables, violations).Check();
}

}  // namespace lotse::survey::tables
