#include "services/survey/domain/shown_strata.h"

#include <algorithm>
#include <cstddef>

#include "services/survey/domain/invitation_rules.h"

namespace lotse::survey {
namespace {

// How many of the smallest strata are withheld, in `by_size`.
size_t Withheld(absl::Span<const StratumAnswers> strata, absl::Span<const size_t> by_size) {
  size_t withheld = 0;
  int64_t people = 0;
  for (; withheld < by_size.size(); ++withheld) {
    const int64_t invited = strata[by_size[withheld]].invited;
    const bool hidden = withheld == 0 || (withheld >= 2 && people >= kFewestInvited);
    if (invited >= kFewestInvited && hidden) break;
    people += invited;
  }
  return withheld;
}

}  // namespace

std::vector<std::optional<int64_t>> ShownAnsweredOf(absl::Span<const StratumAnswers> strata,
                                                    v1alpha::Wave::Identity identity) {
  std::vector<std::optional<int64_t>> shown(strata.size(), 0);
  std::vector<size_t> by_size;
  for (size_t i = 0; i < strata.size(); ++i) {
    if (strata[i].invited == 0) continue;
    by_size.push_back(i);
    shown[i] = ShownAnswered(strata[i].invited, strata[i].answered, identity);
  }
  if (identity == v1alpha::Wave::IDENTITY_IDENTIFIED) return shown;
  std::stable_sort(by_size.begin(), by_size.end(),
                   [&](size_t a, size_t b) { return strata[a].invited < strata[b].invited; });
  const size_t withheld = Withheld(strata, by_size);
  for (size_t i = 0; i < withheld; ++i) shown[by_size[i]] = std::nullopt;
  return shown;
}

}  // namespace lotse::survey
