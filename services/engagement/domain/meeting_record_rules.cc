#include "services/engagement/domain/meeting_record_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using rpc::FieldViolations;
using v1alpha::MeetingRecord;

constexpr int kMostAgendaItems = 50;
constexpr int kMostDecisions = 100;
constexpr int kMostAddenda = 50;
constexpr int kMostAttendees = 100000;

void CheckDecisions(const MeetingRecord& record, FieldViolations* violations) {
  CheckLimit("meeting_record.decisions", record.decisions_size(), kMostDecisions, violations);
  if (record.decisions_size() > kMostDecisions) return;
  std::set<absl::string_view> seen;
  for (int i = 0; i < record.decisions_size(); ++i) {
    const std::string& decision = record.decisions(i);
    const std::string at = absl::StrCat("meeting_record.decisions[", i, "]");
    if (schema::ParentOf(decision) != schema::ParentOf(record.name())) {
      violations->push_back(Violation(
          at, {"einen Beschluss dieser Begleitung angeben", "give a decision of this engagement"}));
    } else if (!seen.insert(decision).second) {
      violations->push_back(Violation(
          at, {"ist doppelt; jeden Namen nur einmal angeben", "given twice; give each name once"}));
    }
  }
}

}  // namespace

const StateMachine& MeetingRecordMachine() {
  using R = MeetingRecord;
  static const StateMachine machine(R::State_descriptor(),
                                    {{"CIRCULATE", R::STATE_DRAFT, R::STATE_CIRCULATED},
                                     {"RETURN", R::STATE_CIRCULATED, R::STATE_DRAFT},
                                     {"APPROVE", R::STATE_CIRCULATED, R::STATE_APPROVED}});
  return machine;
}

FieldViolations CheckMeetingRecord(const MeetingRecord& record) {
  FieldViolations violations;
  if (!record.body().empty() &&
      schema::ParentOf(record.body()) != schema::ParentOf(record.name())) {
    violations.push_back(Violation("meeting_record.body", {"ein Gremium dieser Begleitung angeben",
                                                           "give a body of this engagement"}));
  }
  types::CheckDate("meeting_record.meeting_date", record.meeting_date(), &violations);
  CheckLimit("meeting_record.agenda", record.agenda_size(), kMostAgendaItems, &violations);
  for (int i = 0; i < record.agenda_size() && i < kMostAgendaItems; ++i) {
    types::CheckText(absl::StrCat("meeting_record.agenda[", i, "]"), record.agenda(i), &violations);
  }
  types::CheckText("meeting_record.text", record.text(), &violations, types::Presence::kOptional);
  if (record.attendee_count() < 0 || record.attendee_count() > kMostAttendees) {
    violations.push_back(Violation("meeting_record.attendee_count",
                                   {absl::StrCat("0 bis ", kMostAttendees, " angeben"),
                                    absl::StrCat("give 0 to ", kMostAttendees)}));
  }
  CheckDecisions(record, &violations);
  types::CheckExternalIds("meeting_record.external_ids", record.external_ids(), &violations);
  return violations;
}

FieldViolations CheckQuorum(const MeetingRecord& record, const v1alpha::Body& body) {
  if (record.decisions().empty() || record.attendee_count() >= body.quorum()) return {};
  return {Violation("meeting_record.attendee_count",
                    {absl::StrCat("weniger als die Mindestzahl von ", body.quorum(),
                                  ", also wurde nichts beschlossen; die Beschlüsse weglassen"),
                     absl::StrCat("fewer than the quorum of ", body.quorum(),
                                  ", so nothing was decided; leave the decisions out")})};
}

absl::Status CheckWritable(const MeetingRecord& record) {
  if (record.state() == MeetingRecord::STATE_DRAFT) return absl::OkStatus();
  const bool approved = record.state() == MeetingRecord::STATE_APPROVED;
  return ContentIsFinal(
      record.name(), MeetingRecordMachine().NameOf(record.state()),
      approved ? rpc::Wording{"mit einem Nachtrag richtigstellen", "put it right with an addendum"}
               : rpc::Wording{"zuerst zurückgeben", "return it first"});
}

absl::Status TakeRecordStep(absl::string_view step, const google::type::Date& today,
                            MeetingRecord* record) {
  if (absl::Status s = TakeStep(MeetingRecordMachine(), step, record); !s.ok()) return s;
  if (record->state() == MeetingRecord::STATE_APPROVED) *record->mutable_approve_date() = today;
  return absl::OkStatus();
}

absl::Status AddAddendum(const type::v1alpha::Text& text, const google::type::Date& today,
                         MeetingRecord* record) {
  if (record->state() != MeetingRecord::STATE_APPROVED) {
    const std::string state = MeetingRecordMachine().NameOf(record->state());
    return rpc::Precondition(
        type::v1alpha::ERROR_REASON_WRONG_STATE, record->name(),
        {absl::StrCat("ist ", state,
                      "; Nachträge gibt es nur zu genehmigten Protokollen, den Text "
                      "ändern"),
         absl::StrCat("is ", state, "; only approved minutes have addenda, change the text")},
        {{"state", state}});
  }
  if (record->addenda_size() >= kMostAddenda) {
    return ContentIsFinal(
        record->name(), "APPROVED",
        {absl::StrCat("es hat ", kMostAddenda, " Nachträge, mehr gibt es nicht"),
         absl::StrCat("it has ", kMostAddenda, " addenda, and no more are kept")});
  }
  auto* addendum = record->add_addenda();
  *addendum->mutable_date() = today;
  *addendum->mutable_text() = text;
  return absl::OkStatus();
}

}  // namespace lotse::engagement
