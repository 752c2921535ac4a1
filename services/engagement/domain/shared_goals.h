#pragma once

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"

// What an engagement inherits from its programme (D-082).
namespace lotse::engagement {

// The goal of `engagement`, a name, that inherits `shared`, a goal of its programme: the
// same id, level, texts, codes and dates; parent and indicators are those of the engagement
// with the same ids; a DRAFT of its own, version 1, without external ids. A parent for
// which `has_parent` is false is left out: its engagement does not inherit it.
v1alpha::Goal InheritGoal(absl::string_view engagement, const v1alpha::Goal& shared,
                          bool has_parent);

// The same for an indicator, with the same definition, whose weight is the indicator of
// the engagement with the same id.
v1alpha::Indicator InheritIndicator(absl::string_view engagement, const v1alpha::Indicator& shared);

// The name in `engagement` of what has the name `shared` in its programme.
std::string InheritedName(absl::string_view engagement, absl::string_view shared);

}  // namespace lotse::engagement
