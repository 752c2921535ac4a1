#include "services/engagement/domain/grant_rules.h"

#include "runtime/types/date.h"
#include "runtime/types/utf8.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using type::v1alpha::Grant;

// As long as an identity provider may name somebody (auth::Identity).
constexpr size_t kMaxHolderBytes = 128;
constexpr size_t kMaxReasonBytes = 1000;

bool IsHolder(absl::string_view text) {
  if (text.size() > kMaxHolderBytes || !types::IsUtf8(text)) return false;
  while (!text.empty()) {
    if (types::IsControl(*types::TakeCodePoint(&text))) return false;
  }
  return true;
}

void CheckHolder(absl::string_view field, absl::string_view text,
                 rpc::FieldViolations* violations) {
  if (IsHolder(text)) return;
  violations->push_back(
      Violation(std::string(field), {"höchstens 128 Bytes ohne Steuerzeichen angeben",
                                     "give at most 128 bytes without control characters"}));
}

}  // namespace

rpc::FieldViolations CheckGrant(const Grant& grant) {
  rpc::FieldViolations violations;
  if (grant.subject().empty() == grant.group().empty()) {
    violations.push_back(Violation(
        "grant.subject", {"entweder subject oder group angeben", "give either subject or group"}));
  }
  CheckHolder("grant.subject", grant.subject(), &violations);
  CheckHolder("grant.group", grant.group(), &violations);
  if (!type::v1alpha::Role_IsValid(grant.role())) {
    violations.push_back(Violation("grant.role", {"unbekannt; eine Rolle aus role.proto angeben",
                                                  "unknown; give one of role.proto"}));
  }
  if (grant.reason().size() > kMaxReasonBytes) {
    violations.push_back(Violation("grant.reason", {"zu lang; höchstens 1.000 Bytes angeben",
                                                    "too long; give at most 1,000 bytes"}));
  }
  return violations;
}

rpc::FieldViolations CheckGrantEnd(const Grant& grant, absl::Time now) {
  if (!grant.has_expire_time() || types::FromTimestamp(grant.expire_time()) > now) return {};
  return {Violation("grant.expire_time",
                    {"ist vorbei; einen späteren Zeitpunkt angeben, oder zum Zurücknehmen die "
                     "Berechtigung löschen",
                     "has passed; give a later time, or delete the grant to take it back"})};
}

}  // namespace lotse::engagement
