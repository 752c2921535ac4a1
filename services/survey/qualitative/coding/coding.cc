#include "services/survey/qualitative/coding/coding.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace lotse::survey::qualitative {
namespace {

// What is the same in two codings of which only one may be.
auto Place(const Coding& coding) {
  return std::tie(coding.text, coding.span.begin, coding.span.end, coding.code, coding.coder);
}

}  // namespace

std::vector<Doubled> DoubledCodings(const std::vector<Coding>& codings) {
  std::vector<size_t> order(codings.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const Coding& x = codings[a];
    const Coding& y = codings[b];
    return std::tuple_cat(Place(x), std::tie(x.time_ms, x.id, a)) <
           std::tuple_cat(Place(y), std::tie(y.time_ms, y.id, b));
  });
  std::vector<Doubled> doubled;
  size_t first = 0;
  for (size_t i = 1; i < order.size(); ++i) {
    if (Place(codings[order[i]]) == Place(codings[order[first]])) {
      doubled.push_back({order[first], order[i]});
    } else {
      first = i;
    }
  }
  std::sort(doubled.begin(), doubled.end(),
            [](const Doubled& a, const Doubled& b) { return a.second < b.second; });
  return doubled;
}

bool IsVisibleTo(const CodingViewer& viewer, absl::string_view coder, bool blind) {
  return !blind || viewer.compares || viewer.coder == coder;
}

}  // namespace lotse::survey::qualitative
