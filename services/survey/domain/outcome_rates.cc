#include "services/survey/domain/outcome_rates.h"

#include "runtime/types/fraction.h"

namespace lotse::survey {
namespace {

using types::Fraction;
using types::Wide;
using v1alpha::FigureAbsent;
using v1alpha::OutcomeRate;
using v1alpha::OutcomeRates;

constexpr int kPercentDigits = 1;

void SetRate(Wide numerator, Wide denominator, FigureAbsent if_undefined, OutcomeRate* rate) {
  if (denominator == 0) {
    rate->set_absent(if_undefined);
    return;
  }
  const Fraction fraction = Fraction{numerator, denominator}.Reduced();
  rate->set_fraction(fraction.ToString());
  *rate->mutable_percent() =
      types::Divide(fraction.numerator * 100, fraction.denominator, kPercentDigits).ToProto();
}

// The e that is used; nothing if it is not given and nobody tells how to estimate it.
std::optional<Fraction> UseE(int64_t known, int64_t not_eligible, std::optional<types::Decimal> e,
                             OutcomeRates* rates) {
  Fraction used;
  if (e.has_value()) {
    used = Fraction{e->millionths(), types::Decimal::FromInt(1).millionths()}.Reduced();
    rates->set_e_source(OutcomeRates::E_SOURCE_GIVEN);
  } else if (known + not_eligible > 0) {
    used = Fraction{known, Wide{known} + not_eligible}.Reduced();
    rates->set_e_source(OutcomeRates::E_SOURCE_PROPORTIONAL_ALLOCATION);
  } else {
    rates->set_e_absent(v1alpha::FIGURE_ABSENT_ELIGIBILITY_UNKNOWN);
    return std::nullopt;
  }
  rates->set_e_fraction(used.ToString());
  *rates->mutable_e() =
      types::Divide(used.numerator, used.denominator, types::Decimal::kMaxFractionDigits).ToProto();
  return used;
}

// RR1 to RR6 without figures.
OutcomeRates EmptyRates() {
  OutcomeRates rates;
  for (int kind = OutcomeRate::KIND_RR1; kind <= OutcomeRate::KIND_RR6; ++kind) {
    rates.add_rates()->set_kind(static_cast<OutcomeRate::Kind>(kind));
  }
  return rates;
}

}  // namespace

OutcomeRates RatesOf(const Dispositions& d, std::optional<types::Decimal> e) {
  OutcomeRates rates = EmptyRates();
  const int64_t known = d.complete + d.partial + d.refused + d.broke_off + d.not_reached + d.other;
  const int64_t answered[] = {d.complete, d.complete + d.partial};
  const FigureAbsent nobody = d.unknown > 0 ? v1alpha::FIGURE_ABSENT_ELIGIBILITY_UNKNOWN
                                            : v1alpha::FIGURE_ABSENT_NOBODY_INVITED;
  std::optional<Fraction> used = UseE(known, d.not_eligible, e, &rates);
  // Of nobody any share is the same.
  if (d.unknown == 0) used.emplace();
  for (int i = 0; i < 2; ++i) {
    SetRate(answered[i], Wide{known} + d.unknown, nobody, rates.mutable_rates(i));
    if (used.has_value()) {
      SetRate(answered[i] * used->denominator,
              known * used->denominator + d.unknown * used->numerator, nobody,
              rates.mutable_rates(2 + i));
    } else {
      rates.mutable_rates(2 + i)->set_absent(nobody);
    }
    SetRate(answered[i], known, nobody, rates.mutable_rates(4 + i));
  }
  return rates;
}

OutcomeRates AbsentRates(FigureAbsent why) {
  OutcomeRates rates = EmptyRates();
  rates.set_e_absent(why);
  for (OutcomeRate& rate : *rates.mutable_rates()) rate.set_absent(why);
  return rates;
}

}  // namespace lotse::survey
