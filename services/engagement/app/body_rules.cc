#include "services/engagement/app/body_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/body_rules.h"
#include "services/engagement/domain/decision_rules.h"
#include "services/engagement/domain/meeting_record_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using google::protobuf::util::MessageDifferencer;
using resource::Tx;
using v1alpha::Body;
using v1alpha::Decision;
using v1alpha::MeetingRecord;

// Reads what a field names, if it is there and the caller may know. Else it is refused as every
// reference is, when the resource is stored. Errors but that it is not there.
absl::StatusOr<bool> LoadNamed(Tx& tx, const std::string& name, google::protobuf::Message* out) {
  if (!tx.view().Knows(name)) return false;
  const absl::Status loaded = tx.Load(name, out);
  if (rpc::ReasonOf(loaded) == type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) return false;
  if (!loaded.ok()) return loaded;
  return true;
}

// Whether what a decision is about exists. All of it lies below the engagement of the
// decision.
absl::Status CheckSubjects(Tx& tx, const Decision& decision) {
  rpc::FieldViolations violations;
  for (int i = 0; i < decision.subjects_size(); ++i) {
    const std::string& subject = decision.subjects(i);
    const absl::Status there =
        tx.view().Knows(subject) ? tx.CheckThere(subject, /*live=*/true) : rpc::NotFound(subject);
    if (there.ok()) continue;
    const auto reason = rpc::ReasonOf(there);
    const bool deleted = reason == type::v1alpha::ERROR_REASON_RESOURCE_DELETED;
    if (!deleted && reason != type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) return there;
    violations.push_back(
        Violation(absl::StrCat("decision.subjects[", i, "]"),
                  deleted ? rpc::Wording{"wurde gelöscht; zuerst wiederherstellen, oder weglassen",
                                         "was deleted; undelete it first or leave it out"}
                          : rpc::Wording{"gibt es nicht; zuerst anlegen, oder weglassen",
                                         "does not exist; create it first or leave it out"}));
  }
  return rpc::InvalidFields(violations);
}

absl::Status OnCreateDecision(Tx& tx, Decision* decision) {
  decision->set_state(Decision::STATE_PROPOSED);
  return CheckSubjects(tx, *decision);
}

absl::Status OnUpdateDecision(Tx& tx, const Decision& before, Decision* after) {
  if (MessageDifferencer::Equals(before, *after)) return absl::OkStatus();
  if (absl::Status s = CheckUndecided(before); !s.ok()) return s;
  return CheckSubjects(tx, *after);
}

// Adds the decisions in minutes that another body decided.
absl::Status CheckOwnDecisions(Tx& tx, const MeetingRecord& record,
                               rpc::FieldViolations* violations) {
  for (int i = 0; i < record.decisions_size(); ++i) {
    Decision decision;
    const auto there = LoadNamed(tx, record.decisions(i), &decision);
    if (!there.ok()) return there.status();
    if (!*there || decision.body() == record.body()) continue;
    violations->push_back(
        Violation(absl::StrCat("meeting_record.decisions[", i, "]"),
                  {"darüber beschließt ein anderes Gremium; Beschlüsse dieses Gremiums angeben",
                   "another body decides this; give decisions of this body"}));
  }
  return absl::OkStatus();
}

// Whether minutes fit the body whose meeting it was.
absl::Status CheckMeeting(Tx& tx, const MeetingRecord& record) {
  Body body;
  const auto found = LoadNamed(tx, record.body(), &body);
  if (!found.ok()) return found.status();
  rpc::FieldViolations violations;
  if (*found) violations = CheckQuorum(record, body);
  if (absl::Status s = CheckOwnDecisions(tx, record, &violations); !s.ok()) return s;
  return rpc::InvalidFields(violations);
}

absl::Status OnCreateRecord(Tx& tx, MeetingRecord* record) {
  record->set_state(MeetingRecord::STATE_DRAFT);
  return CheckMeeting(tx, *record);
}

absl::Status OnUpdateRecord(Tx& tx, const MeetingRecord& before, MeetingRecord* after) {
  if (MessageDifferencer::Equals(before, *after)) return absl::OkStatus();
  if (absl::Status s = CheckWritable(before); !s.ok()) return s;
  return CheckMeeting(tx, *after);
}

}  // namespace

absl::Status CheckPlace(Tx& tx, const MeetingRecord& record) {
  rpc::FieldViolations violations;
  if (absl::Status s = CheckOwnDecisions(tx, record, &violations); !s.ok()) return s;
  return rpc::InvalidFields(violations);
}

void AddBodyRules(resource::Standard* standard) {
  resource::RulesOf<Body> bodies;
  bodies.check = &CheckBody;
  standard->Add(bodies);

  resource::RulesOf<Decision> decisions;
  decisions.check = &CheckDecision;
  decisions.create = &OnCreateDecision;
  decisions.update = &OnUpdateDecision;
  decisions.remove = [](Tx&, const Decision& decision) { return CheckUndecided(decision); };
  decisions.restore = [](Tx& tx, const Decision& decision) { return CheckSubjects(tx, decision); };
  standard->Add(decisions);

  resource::RulesOf<MeetingRecord> records;
  records.check = &CheckMeetingRecord;
  records.create = &OnCreateRecord;
  records.update = &OnUpdateRecord;
  records.remove = [](Tx&, const MeetingRecord& record) { return CheckWritable(record); };
  records.restore = [](Tx& tx, const MeetingRecord& record) { return CheckMeeting(tx, record); };
  standard->Add(records);
}

}  // namespace lotse::engagement
