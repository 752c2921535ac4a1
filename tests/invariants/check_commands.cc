// What holds for every command, whatever it does.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/invariants/checks.h"
#include "tests/invariants/house.h"

namespace lotse::invariants {

namespace {

// What is done with a reason only.
constexpr const char* kNeedReason[] = {
    "CorrectMeasurementRequest",
    "DecideGateRequest VERDICT_WAIVED",
    "DecideGoalRequest GOAL_STEP_REVISE",
    "DecideGoalRequest GOAL_STEP_WITHDRAW",
    "DecideMeasureRequest MEASURE_STEP_CANCEL",
    "DecideMeasureRequest MEASURE_STEP_REVISE",
    "MoveDecisionRequest DECISION_STEP_REVOKE",
    "MoveEngagementRequest ENGAGEMENT_STEP_CANCEL",
    "MoveEngagementRequest ENGAGEMENT_STEP_SUSPEND",
    "MovePhaseRequest PHASE_STEP_REOPEN",
    "MovePhaseRequest PHASE_STEP_SKIP",
};

bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

void CheckNothingChanged(const Step& step, const char* what, Faults* faults) {
  for (const std::string& name : Changed(step)) {
    faults->push_back(absl::StrCat("19: ", what, ", but ", name, " has changed"));
  }
  if (step.before.heads != step.after.heads) {
    faults->push_back(absl::StrCat("19: ", what, ", but the change log has"));
  }
}

// The entries say who did it, for which request, and in the log of whose it is.
void CheckEntries(const Step& step, std::map<std::string, const history::Entry*>* last,
                  Faults* faults) {
  for (const history::Entry& entry : step.entries) {
    if (entry.owner != OwnerOf(entry.resource)) {
      faults->push_back(absl::StrCat("1: ", entry.resource, " is in the log of ", entry.owner));
    }
    const bool caused = entry.actor == kActor && entry.role == kRole &&
                        entry.request_id == step.Field("request_id");
    if (!caused) faults->push_back(absl::StrCat("19: who did ", entry.verb, " is not said"));
    (*last)[entry.resource] = &entry;
  }
}

// The last entry of what has changed is what it is by now.
void CheckLogged(const std::string& name, const Message& is, const history::Entry* entry,
                 Faults* faults) {
  if (entry == nullptr) {
    return faults->push_back(absl::StrCat("19: ", name, " has changed, and no log says so"));
  }
  const std::unique_ptr<Message> logged(is.New());
  const bool same = logged->ParseFromString(entry->content) && SameBut(*logged, is, {"etag"});
  if (!same || entry->revision != RevisionOf(is)) {
    faults->push_back(absl::StrCat("19: the log says something else of ", name));
  }
}

void CheckReasons(const Step& step, const history::Entry* entry, Faults* faults) {
  const std::string deed = step.Deed(), reason = step.Field("reason");
  for (const char* need : kNeedReason) {
    if (deed != need) continue;
    faults->Saw("done with a reason");
    if (IsBlank(reason)) faults->push_back(absl::StrCat("19: ", deed, " without a reason"));
  }
  for (const std::string& said : {reason, step.Field("override_reason")}) {
    if (said.empty() || entry == nullptr || absl::StrContains(entry->reason, said)) continue;
    faults->push_back(absl::StrCat("19: the log does not say why ", deed, ": ", said));
  }
}

bool IsDeleted(const Message& resource) {
  const auto* time = resource.GetDescriptor()->FindFieldByName("delete_time");
  return time != nullptr && resource.GetReflection()->HasField(resource, time);
}

// Deleting and restoring change whether it is there and nothing else, and only for what is named
// and for what lies in it.
void CheckDeletion(const Step& step, const std::string& name, const Message& was, const Message& is,
                   Faults* faults) {
  const std::string& request = step.RequestName();
  if (IsDeleted(was) && IsDeleted(is)) {
    faults->push_back(absl::StrCat("16: ", name, " is deleted and has changed"));
  }
  if (IsDeleted(was) == IsDeleted(is)) return;
  faults->Saw(IsDeleted(is) ? "resource that is deleted" : "resource that is restored");
  const std::string named = step.Field("name");
  const bool meant = absl::StartsWith(request, IsDeleted(is) ? "Delete" : "Undelete") &&
                     (name == named || absl::StartsWith(name, named + "/"));
  if (!meant) {
    faults->push_back(absl::StrCat("16: ", step.Deed(), " deletes or restores ", name));
  }
  if (!SameBut(was, is, {"delete_time", "update_time", "etag"})) {
    faults->push_back(absl::StrCat("16: ", name, " is not what it was when it was deleted"));
  }
}

}  // namespace

void CheckCommand(const Step& step, Faults* faults) {
  if (step.must_fail && step.status.ok()) faults->push_back("19: done without the right etag");
  if (!step.status.ok()) return CheckNothingChanged(step, "refused", faults);
  std::map<std::string, const history::Entry*> last;
  CheckEntries(step, &last, faults);
  for (const std::string& name : Changed(step)) {
    const auto was = step.before.resources.find(name), is = step.after.resources.find(name);
    if (is == step.after.resources.end()) {
      faults->push_back(absl::StrCat("16: ", name, " is gone"));
      continue;
    }
    const bool is_new = was == step.before.resources.end();
    if (!is_new) CheckDeletion(step, name, *was->second, *is->second, faults);
    const int64_t before = is_new ? 0 : RevisionOf(*was->second);
    if (RevisionOf(*is->second) <= before) {
      faults->push_back(absl::StrCat("19: ", name, " has changed, and its revision has not"));
    }
    const auto entry = last.find(name);
    CheckLogged(name, *is->second, entry == last.end() ? nullptr : entry->second, faults);
    if (entry == last.end()) continue;
    if (name == step.Field("name")) CheckReasons(step, entry->second, faults);
    last.erase(entry);
  }
  for (const auto& [name, entry] : last) {
    faults->push_back(
        absl::StrCat("19: the log says ", entry->verb, " of ", name, ", and nothing has changed"));
  }
}

void CheckTrial(const Step& trial, const Step& earnest, Faults* faults) {
  faults->Saw(trial.status.ok() ? "trial that is right" : "trial that is refused");
  CheckNothingChanged(trial, "only tried", faults);
  // Details of an error have no order.
  const bool same = trial.status.code() == earnest.status.code() &&
                    trial.status.message() == earnest.status.message();
  if (!same) {
    faults->push_back(absl::StrCat("19: tried it was ", trial.status.ToString(), ", done it is ",
                                   earnest.status.ToString()));
  } else if (trial.status.ok() &&
             !google::protobuf::util::MessageDifferencer::Equals(*trial.reply, *earnest.reply)) {
    faults->push_back(absl::StrCat("19: tried it was answered with ",
                                   trial.reply->ShortDebugString(), ", done with ",
                                   earnest.reply->ShortDebugString()));
  }
}

void CheckRepeated(const Step& first, const Step& again, Faults* faults) {
  faults->Saw("request that is sent again");
  CheckNothingChanged(again, "sent again", faults);
  const bool same = again.status.ok() &&
                    google::protobuf::util::MessageDifferencer::Equals(*first.reply, *again.reply);
  if (same) return;
  faults->push_back(absl::StrCat("19: answered with ", first.reply->ShortDebugString(),
                                 ", and then with ", again.status.ToString(), " ",
                                 again.reply->ShortDebugString()));
}

void CheckReused(const Step& step, Faults* faults) {
  CheckNothingChanged(step, "an id used again", faults);
  if (step.status.ok()) faults->push_back("19: two requests of one id were done");
}

}  // namespace lotse::invariants
