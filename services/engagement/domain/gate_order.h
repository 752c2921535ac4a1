#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/phase.pb.h"

// What the order of the phases of a track means for what is decided in them (invariants 8
// and 18). Which phase is there for what says its field `serves`.
namespace lotse::engagement {

// GATE_NOT_PASSED with each phase of a track, in whatever order they are given, that lies
// before the first one that serves `serves` and is neither complete nor skipped. OK with an
// `override_reason`, and where no phase serves it, or there are none.
absl::Status CheckGateBefore(const std::vector<v1alpha::Phase>& phases,
                             v1alpha::PhaseTemplateItem::Serves serves,
                             absl::string_view override_reason);

// Whether what is decided in the phases that serve `serves` stands on `reopened`, a phase
// of the same track: it is one of them, since a phase can be split, or lies before one. True where
// no phase serves it: then nothing says that it does not.
bool StandsOn(const std::vector<v1alpha::Phase>& phases, v1alpha::PhaseTemplateItem::Serves serves,
              const v1alpha::Phase& reopened);

}  // namespace lotse::engagement
