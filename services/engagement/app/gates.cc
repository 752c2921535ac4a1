#include "services/engagement/app/gates.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/gate_order.h"

namespace lotse::engagement {

absl::Status CheckGate(resource::Tx& tx, const std::string& track,
                       v1alpha::PhaseTemplateItem::Serves serves,
                       const std::string& override_reason) {
  if (track.empty()) return absl::OkStatus();
  std::vector<v1alpha::Phase> phases;
  if (absl::Status s = LoadAll(tx, track, &phases); !s.ok()) return s;
  return CheckGateBefore(phases, serves, override_reason);
}

std::string ReasonsOf(const std::string& reason, const std::string& override_reason) {
  if (reason.empty() || override_reason.empty()) return absl::StrCat(reason, override_reason);
  return absl::StrCat(reason, "\n", override_reason);
}

}  // namespace lotse::engagement
