#pragma once

#include <cstdio>
#include <cstdlib>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/instrument_rules.h"

// What all readers of questionnaires promise, whatever bytes come.
namespace lotse::survey {

inline void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

template <typename Message>
void RequireStorable(const Message& message) {
  Message copy;
  Require(copy.ParseFromString(message.SerializeAsString()), "what was made can be read back");
}

// What was read without an ERROR is checked as it is when it is stored: it passes, or is refused
// with the place of each fault.
inline void RequireCheckable(const v1alpha::Instrument& instrument) {
  for (const rpc::FieldViolation& violation : CheckInstrument(instrument)) {
    Require(!violation.field.empty(), "a fault has a place");
    Require(!violation.description.empty(), "a fault is told");
  }
}

}  // namespace lotse::survey
