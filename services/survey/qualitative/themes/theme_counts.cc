#include "services/survey/qualitative/themes/theme_counts.h"

#include <algorithm>
#include <utility>

#include "services/survey/analysis/suppression/release_protection.h"

namespace lotse::survey::qualitative {
namespace {

using suppression::CellKey;
using suppression::kLeastCell;
using suppression::TableSpec;

// All counts are of the same people; those of other days are not among them.
constexpr int kBase = 0;

// Whether a difference is one of so few that it tells of somebody.
bool IsSmall(int64_t difference) {
  return difference != 0 && difference < kLeastCell && difference > -kLeastCell;
}

CellKey CellOf(size_t theme, int category) {
  return {kBase, {{static_cast<int>(theme), category}}};
}

class Protection {
 public:
  Protection(const ThemeMatrix& all, size_t asked, absl::Span<const ToldTheme> told)
      : all_(all), asked_(asked), told_(told), base_(all.sizes.empty() ? 0 : all.sizes[0]) {
    FindLatest();
    FindRelated();
  }

  absl::StatusOr<ThemeCounts> Run() {
    ThemeCounts out;
    out.counts.resize(asked_);
    suppression::ProtectionTask task;
    task.rules.threshold = kLeastCell;
    if (base_ < task.base_threshold || SinglesOut()) return out;
    out.base = base_;
    std::vector<size_t> counted;
    for (size_t theme = 0; theme < all_.themes.size(); ++theme) {
      if (IsAsItWas(theme)) {
        task.before.tables.push_back(TableOf(theme));
        if (latest_[theme]->is_shown) {
          if (theme < asked_) out.counts[theme] = CountOf(theme);
          continue;
        }
        task.before.hidden.push_back(CellOf(theme, kHasTheme));
        task.before.hidden.push_back(CellOf(theme, kHasNotTheme));
      } else if (theme < asked_ && !TellsDifference(theme)) {
        task.tables.push_back({{TableOf(theme)}});
        counted.push_back(theme);
      }
    }
    if (counted.empty()) return out;
    ThemeNumbers numbers;
    for (size_t theme = 0; theme < all_.themes.size(); ++theme) {
      numbers.theme_variables.push_back(static_cast<int>(theme));
    }
    numbers.group_variable = static_cast<int>(all_.themes.size());
    task.groupings = TablesOf(all_, numbers).groupings;
    const auto result = suppression::ProtectRelease(task);
    if (!result.ok()) return result.status();
    for (size_t i = 0; i < counted.size(); ++i) {
      if (result->refusals[i] != suppression::Refusal::kNone) continue;
      if (result->withheld.contains(CellOf(counted[i], kHasTheme))) continue;
      out.counts[counted[i]] = CountOf(counted[i]);
    }
    return out;
  }

 private:
  int64_t CountOf(size_t theme) const { return all_.at(0, theme); }
  TableSpec TableOf(size_t theme) const {
    TableSpec spec;
    spec.base = kBase;
    spec.variables = {static_cast<int>(theme)};
    spec.categories = {2};
    spec.counts = {CountOf(theme), base_ - CountOf(theme)};
    return spec;
  }

  // What was told last of each theme, and which of `told_` are of a theme that is there.
  void FindLatest() {
    latest_.resize(all_.themes.size());
    for (const ToldTheme& one : told_) {
      const auto at = std::find(all_.themes.begin(), all_.themes.end(), one.theme);
      told_of_.push_back(static_cast<size_t>(at - all_.themes.begin()));
      if (at != all_.themes.end()) latest_[told_of_.back()] = &one;
    }
  }

  // Which themes are above or below one another, or the same.
  void FindRelated() {
    const size_t count = all_.themes.size();
    std::vector<std::vector<size_t>> above(count);
    for (const ThemeMatrix::Implication& one : all_.implications) {
      // With several parts it is a heading, whose parts imply it in turn.
      if (one.parts.size() == 1) above[one.whole].push_back(one.parts[0]);
    }
    related_.assign(count, std::vector<bool>(count));
    for (size_t theme = 0; theme < count; ++theme) {
      std::vector<size_t> open = {theme};
      while (!open.empty()) {
        const size_t at = open.back();
        open.pop_back();
        if (related_[theme][at]) continue;
        related_[theme][at] = related_[at][theme] = true;
        open.insert(open.end(), above[at].begin(), above[at].end());
      }
    }
  }

  bool IsAsItWas(size_t theme) const {
    const ToldTheme* const latest = latest_[theme];
    return latest != nullptr && latest->base == base_ && latest->count == CountOf(theme);
  }

  // Whether the people in all, beside those of an earlier release, tell of a few.
  bool SinglesOut() const {
    return std::any_of(told_.begin(), told_.end(),
                       [&](const ToldTheme& one) { return IsSmall(base_ - one.base); });
  }

  bool TellsDifference(size_t theme) const {
    for (size_t i = 0; i < told_.size(); ++i) {
      const size_t of = told_of_[i];
      const bool is_gone = of == all_.themes.size();
      if (!told_[i].is_shown || (!is_gone && !related_[theme][of])) continue;
      // As it was: then both are protected together.
      if (!is_gone && of != theme && told_[i].base == base_ && told_[i].count == CountOf(of)) {
        continue;
      }
      const int64_t more = CountOf(theme) - told_[i].count;
      if (IsSmall(more) || IsSmall(base_ - told_[i].base - more)) return true;
    }
    return false;
  }

  const ThemeMatrix& all_;
  const size_t asked_;
  const absl::Span<const ToldTheme> told_;
  const int64_t base_;
  std::vector<const ToldTheme*> latest_;  // By theme; null: never told.
  std::vector<size_t> told_of_;           // By `told_`; the number of themes: of none.
  std::vector<std::vector<bool>> related_;
};

}  // namespace

absl::StatusOr<ThemeCounts> ProtectCounts(const ThemeMatrix& all, size_t asked,
                                          absl::Span<const ToldTheme> told) {
  return Protection(all, asked, told).Run();
}

}  // namespace lotse::survey::qualitative
