#include "services/survey/qualitative/measures/code_extent.h"

#include <algorithm>
#include <utility>

namespace lotse::survey::qualitative {
namespace {

// Up to where a code was counted. Codings come along the texts in the order of their begins, and so
// do the units that they touch: what was counted ends where the furthest coding so far ends.
struct CountedTo {
  int text = -1;
  int64_t position = 0;
  int unit = 0;
};

}  // namespace

std::vector<CodeExtent> ExtentsOf(const Corpus& corpus, const CodingSet& found,
                                  const std::vector<std::string>& codes, bool with_children,
                                  const std::vector<Unit>& units) {
  const std::vector<std::vector<size_t>> places = PlacesByCode(corpus, codes, with_children);
  const std::vector<int> first_units = FirstUnits(corpus, units);
  std::vector<CodeExtent> extents(codes.size());
  std::vector<CountedTo> counted(codes.size());
  found.Each([&](size_t i) {
    const Corpus::Entry& coding = corpus.codings()[i];
    const std::vector<size_t>& of = places[static_cast<size_t>(coding.code)];
    if (of.empty()) return;
    const std::pair<int, int> touched = UnitsTouched(units, first_units, coding);
    for (const size_t place : of) {
      CountedTo& to = counted[place];
      if (std::exchange(to.text, coding.text) != coding.text) to.position = 0;
      const int64_t end = std::max(to.position, int64_t{coding.end});
      extents[place].code_points += end - std::max(to.position, int64_t{coding.begin});
      to.position = end;
      const int behind = std::max(to.unit, touched.second);
      extents[place].units += behind - std::max(to.unit, touched.first);
      to.unit = behind;
    }
  });
  return extents;
}

}  // namespace lotse::survey::qualitative
