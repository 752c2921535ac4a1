#include "services/survey/logic/program/drawn.h"

#include <algorithm>
#include <cmath>

#include "services/survey/logic/program/estimate.h"
#include "services/survey/logic/program/program_code.h"

namespace lotse::survey::logic {
namespace {

// Values of which one is taken. Where chance or the moment says which, each of them adds its own.
double Alternatives(double chooses, double a, double b) {
  return chooses > 1 ? a + b : std::max(a, b);
}

}  // namespace

void Multiply(const Drawn& other, Drawn* drawn) {
  drawn->by_chance *= other.by_chance;
  drawn->by_moment *= other.by_moment;
}

Drawn Repeated(const Drawn& one) {
  Drawn all;
  if (one.by_chance > 1) all.by_chance = Drawn::kMany;
  if (one.by_moment > 1) all.by_moment = Drawn::kMany;
  all.gap = !all.IsNone();
  return all;
}

Drawn OneOf(const Drawn& chooses, const Drawn& a, const Drawn& b) {
  Drawn one;
  one.by_chance = Alternatives(chooses.by_chance, a.by_chance, b.by_chance);
  one.by_moment = Alternatives(chooses.by_moment, a.by_moment, b.by_moment);
  one.least = std::min(a.least, b.least);
  one.most = std::max(a.most, b.most);
  one.whole = a.whole && b.whole;
  one.sure = a.sure && b.sure;
  one.gap = a.gap || b.gap || (!chooses.IsNone() && !one.sure);
  one.fraction = a.fraction && b.fraction;
  one.empty_or_wordy = a.IsNoGroup() && b.IsNoGroup();
  one.wordy = (a.fraction || a.wordy) && (b.fraction || b.wordy);
  one.filled = a.filled && b.filled;
  // That it is the one or the other can tell more than the day.
  one.is_time = a.is_time && b.is_time && chooses.IsNone();
  one.signs = std::min(a.signs, b.signs);
  return one;
}

double Drawn::Groups() const {
  if (IsNoGroup()) return 0;
  return std::max(0.0, std::floor(std::min(most, 99.0)) - std::ceil(std::max(least, 0.0)) + 1);
}

void Limit(double values, Drawn* drawn) {
  values = std::max(values, 1.0);
  drawn->by_chance = std::min(drawn->by_chance, values);
  drawn->by_moment = std::min(drawn->by_moment, values);
}

Origins OriginsOf(const Program& program, const FormTree& tree, ElementId at, ProgramUse use) {
  return OriginSearch(program.code(), tree, at, use).Find();
}

Drawn DrawnBy(const Program& program, const FormTree& tree, const Origins& origins,
              absl::Span<const Drawn> elements) {
  return Estimate(program.code(), tree, origins, elements).OfAll();
}

bool IsOnce(const Program& program) {
  const ProgramCode& code = program.code();
  return code.instructions[code.root].op == Op::kOnce;
}

}  // namespace lotse::survey::logic
