#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"

// What an engagement inherits from its programme (D-082).
namespace lotse::engagement {

// What an engagement has inherited already: its own by the name of what is shared, under
// whatever id; empty where it was deleted.
using Heirs = std::map<std::string, std::string>;

// The goal of `engagement`, a name, that inherits `shared`, a goal of its programme: the
// same id, level, texts, codes and dates; parent and indicators are the heirs of those that
// it has; a DRAFT of its own, version 1, without external ids. What has no heir is left out.
v1alpha::Goal InheritGoal(absl::string_view engagement, const v1alpha::Goal& shared,
                          const Heirs& heirs);

// The same for an indicator, with the same definition, also of its weight: what is
// measured alike at each site is put together by the indicator that weighs for all.
v1alpha::Indicator InheritIndicator(absl::string_view engagement, const v1alpha::Indicator& shared);

// The name in `engagement` of what has the name `shared` in its programme.
std::string InheritedName(absl::string_view engagement, absl::string_view shared);

}  // namespace lotse::engagement
