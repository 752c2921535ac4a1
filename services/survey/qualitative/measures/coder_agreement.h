#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/agreement.h"
#include "services/survey/analysis/statistics/rater_agreement.h"
#include "services/survey/qualitative/measures/ratings.h"

namespace lotse::survey::qualitative {

// Two of the coders: positions among the columns of the ratings.
struct CoderPair {
  size_t first = 0;
  size_t second = 0;
  // Of the units that both rated. Without weights; and for ordered categories with them. If they
  // have no order, `linear` and `quadratic` are undefined in all their figures, as kOutOfRange, and
  // have the `n` of `kappa`.
  statistics::Kappa kappa = {};
  statistics::Kappa linear = {};
  statistics::Kappa quadratic = {};
  statistics::PairwiseAgreement agreement = {};
};

// How far coders agree, over all of them and two by two. The figures mean something only
// together with the unit and with what a rating is (UnitRule, RatingTask).
struct CoderAgreement {
  int64_t units = 0;
  int64_t ambiguous = 0;
  size_t categories = 0;
  statistics::PairwiseAgreement agreement;
  statistics::FleissKappa fleiss;
  statistics::KrippendorffAlpha nominal;
  // Undefined as kOutOfRange if the categories have no order; n is that of `nominal` even so.
  statistics::KrippendorffAlpha ordinal;
  // The same without values, and by ratio also if one is negative.
  statistics::KrippendorffAlpha interval;
  statistics::KrippendorffAlpha ratio;
  // Each two once, in the order of the columns.
  std::vector<CoderPair> pairs;
};

// `are_ordered`: the categories are a scale, from low to high. `values`: what each category is
// worth, ascending, if that is known; one for each, or none.
CoderAgreement AgreementOf(const Ratings& ratings, bool are_ordered,
                           absl::Span<const double> values = {});

}  // namespace lotse::survey::qualitative
