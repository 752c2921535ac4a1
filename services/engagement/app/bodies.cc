#include "services/engagement/app/bodies.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/text.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/decision_rules.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/meeting_record_rules.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Decision;
using v1alpha::MeetingRecord;

namespace {

// Revokes the decision that `by` takes the place of.
absl::Status RevokeReplaced(Tx& tx, const Decision& by) {
  Decision replaced;
  if (absl::Status s = tx.Load(by.replaces(), &replaced); !s.ok()) return s;
  if (replaced.has_delete_time()) return resource::WasDeleted(replaced.name());
  if (absl::Status s = TakeStep(DecisionMachine(), "REVOKE", &replaced); !s.ok()) return s;
  return tx.Save("REVOKE", absl::StrCat("replaced by ", by.name()), &replaced);
}

}  // namespace

absl::Status MoveDecision(Tx& tx, const v1alpha::MoveDecisionRequest& q, Decision* r) {
  if (absl::Status s = rpc::InvalidFields(CheckDecisionStep(q)); !s.ok()) return s;
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = TakeDecisionStep(q, types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  if (Adopts(q.step()) && !r->replaces().empty()) {
    if (absl::Status s = RevokeReplaced(tx, *r); !s.ok()) return s;
  }
  const std::string name = v1alpha::DecisionStep_Name(q.step());
  return tx.Save(absl::StripPrefix(name, "DECISION_STEP_"), q.reason(), r);
}

absl::Status MoveMeetingRecord(Tx& tx, const v1alpha::MoveMeetingRecordRequest& q,
                               MeetingRecord* r) {
  const std::string name = v1alpha::MeetingRecordStep_Name(q.step());
  rpc::FieldViolations violations;
  CheckEnum("step", q, "step", &violations, Zero::kMissing);
  if (!violations.empty()) return rpc::InvalidFields(violations);
  const absl::string_view step = absl::StripPrefix(name, "MEETING_RECORD_STEP_");
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = TakeRecordStep(step, types::DayInBerlin(tx.now()), r); !s.ok()) {
    return s;
  }
  return tx.Save(step, q.reason(), r);
}

absl::Status AddMeetingAddendum(Tx& tx, const v1alpha::AddMeetingAddendumRequest& q,
                                MeetingRecord* r) {
  rpc::FieldViolations violations;
  types::CheckText("text", q.text(), &violations);
  if (!violations.empty()) return rpc::InvalidFields(violations);
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = AddAddendum(q.text(), types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  return tx.Save("ADD_ADDENDUM", q.reason(), r);
}

}  // namespace lotse::engagement
