#pragma once

#include <optional>
#include <string>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// A finite decimal numeral, such as `-0.5`; nullopt for anything else.
std::optional<double> NumberOfNumeral(const std::string& numeral);

// The numbers of a scale: `start`, and from there on in steps until `end`, which may be below it.
struct NumberScale {
  double start = 0;
  double end = 0;
  double step = 1;  // More than 0.

  double low() const { return start < end ? start : end; }
  double high() const { return start < end ? end : start; }
  // Whether it is one of its numbers.
  bool Has(double number) const;
  // Whether each number of `other` is one of its numbers.
  bool HasAllOf(const NumberScale& other) const;

  friend bool operator==(const NumberScale&, const NumberScale&) = default;
};

// nullopt if it has no numerals, or does not pass CheckInstrument.
std::optional<NumberScale> NumberScaleOf(const v1alpha::Scale& scale);

}  // namespace lotse::survey
