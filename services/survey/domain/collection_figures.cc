#include "services/survey/domain/collection_figures.h"

#include <algorithm>

#include "services/survey/domain/outcome_rates.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::CollectionFigures;
using v1alpha::FigureAbsent;

// Whether it may be told what became of those who handed something in.
bool IsSplit(const KnownOfGroup& known) {
  return known.partial.has_value() && known.broke_off.has_value();
}

int64_t CompletedOf(const KnownOfGroup& known) {
  return *known.answered - *known.partial - *known.broke_off;
}

// Why there are no dispositions of these people.
FigureAbsent WhyAbsent(const KnownOfGroup& known) {
  if (!known.answered.has_value()) return known.absent;
  if (*known.answered >= kResponseCountStep && !IsSplit(known)) {
    return v1alpha::FIGURE_ABSENT_PROTECTED;
  }
  if (!known.invited.has_value()) return v1alpha::FIGURE_ABSENT_INVITED_UNKNOWN;
  if (*known.invited == 0) return v1alpha::FIGURE_ABSENT_NOBODY_INVITED;
  if (*known.answered < kResponseCountStep) return v1alpha::FIGURE_ABSENT_TOO_FEW_ANSWERS;
  if (*known.answered > *known.invited) return v1alpha::FIGURE_ABSENT_MORE_ANSWERS_THAN_INVITED;
  return v1alpha::FIGURE_ABSENT_UNSPECIFIED;
}

// Takes up to `count` people off those who are left.
int64_t Take(int64_t count, int64_t* left) {
  const int64_t taken = std::min(count, *left);
  *left -= taken;
  return taken;
}

// Everybody under one disposition. Marks are told by themselves and never together with who
// answered, so somebody with a mark who answered is counted among those who did, and the
// mark goes to another as far as there is one.
Dispositions DispositionsOf(const KnownOfGroup& known) {
  Dispositions people;
  int64_t left = *known.invited;
  people.complete = Take(CompletedOf(known), &left);
  people.partial = Take(*known.partial, &left);
  people.broke_off = Take(*known.broke_off + known.unsubmitted, &left);
  people.not_eligible = Take(known.revoked, &left);
  people.refused = Take(known.opted_out, &left);
  people.not_reached = Take(known.bounced, &left);
  people.unknown = left;
  return people;
}

}  // namespace

CollectionFigures FiguresOf(const KnownOfGroup& known, std::optional<types::Decimal> e) {
  CollectionFigures figures;
  if (known.invited.has_value()) {
    figures.set_invited(*known.invited);
    figures.set_delivered(std::max<int64_t>(0, *known.invited - known.bounced));
  }
  if (known.answered.has_value() && *known.answered >= kResponseCountStep) {
    figures.set_started(*known.answered + known.unsubmitted);
    if (IsSplit(known)) {
      figures.set_completed(CompletedOf(known));
      figures.set_partial(*known.partial);
      figures.set_usable(CompletedOf(known) + *known.partial);
      figures.set_broke_off(*known.broke_off + known.unsubmitted);
    }
  }
  const FigureAbsent absent = WhyAbsent(known);
  figures.set_absent(absent);
  if (absent != v1alpha::FIGURE_ABSENT_UNSPECIFIED) {
    *figures.mutable_rates() = AbsentRates(absent);
    return figures;
  }
  const Dispositions people = DispositionsOf(known);
  figures.set_refused(people.refused);
  figures.set_not_reached(people.not_reached);
  figures.set_unknown_eligibility(people.unknown);
  figures.set_not_eligible(people.not_eligible);
  *figures.mutable_rates() = RatesOf(people, e);
  return figures;
}

rpc::FieldViolations CheckE(const v1alpha::GetCollectionReportRequest& q) {
  rpc::FieldViolations violations;
  if (!q.has_e()) return violations;
  const auto e = types::CheckDecimal("e", q.e(), &violations);
  if (e.has_value() && (e->negative() || *e > types::Decimal::FromInt(1))) {
    violations.push_back({"e", "is a share; give 0 to 1"});
  }
  return violations;
}

}  // namespace lotse::survey
