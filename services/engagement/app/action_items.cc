// Steps of action items.
#include "absl/strings/strip.h"
#include "runtime/types/date.h"
#include "services/engagement/app/course.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/action_item_rules.h"
#include "services/engagement/domain/chain_checks.h"

namespace lotse::engagement {

absl::Status MoveActionItem(Tx& tx, const v1alpha::MoveActionItemRequest& q,
                            v1alpha::ActionItem* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  const absl::string_view step =
      absl::StripPrefix(v1alpha::ActionItemStep_Name(q.step()), "ACTION_ITEM_STEP_");
  if (absl::Status s = TakeStep(ActionItemMachine(), step, r); !s.ok()) return s;
  if (q.step() == v1alpha::ACTION_ITEM_STEP_CANCEL) {
    if (absl::Status s =
            NeedReason(q.reason(), {"sagen, warum die Aufgabe nicht mehr gebraucht wird",
                                    "say why it is not needed any more"});
        !s.ok()) {
      return s;
    }
  }
  if (q.step() == v1alpha::ACTION_ITEM_STEP_REOPEN) {
    r->clear_close_date();
  } else {
    *r->mutable_close_date() = types::DayInBerlin(tx.now());
  }
  return tx.Save(step, q.reason(), r);
}

}  // namespace lotse::engagement
