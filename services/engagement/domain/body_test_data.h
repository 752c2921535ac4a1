#pragma once

#include "lotse/engagement/v1alpha/body.pb.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "services/engagement/domain/test_data.h"

// Bodies, decisions and minutes that are right; tests break one thing at a time.
namespace lotse::engagement {

inline v1alpha::Body GoodBody() {
  return FromText<v1alpha::Body>(R"(
    name: "programmes/viv/engagements/eins/bodies/steuerung"
    title { variants { language: "de" text: "Steuerungsgruppe" } }
    kind: KIND_STEERING
    members { function_id: "leitung-soziales" chairs: true }
    members { function_id: "leitung-personal" }
    quorum: 1)");
}

inline v1alpha::Decision GoodDecision() {
  return FromText<v1alpha::Decision>(R"(
    name: "programmes/viv/engagements/eins/decisions/leitbild"
    title { variants { language: "de" text: "Leitbild" } }
    text { variants { language: "de" text: "Das Leitbild wird beschlossen." } }
    body: "programmes/viv/engagements/eins/bodies/steuerung")");
}

inline v1alpha::MeetingRecord GoodRecord() {
  return FromText<v1alpha::MeetingRecord>(R"(
    name: "programmes/viv/engagements/eins/meetingRecords/erste"
    body: "programmes/viv/engagements/eins/bodies/steuerung"
    meeting_date { year: 2021 month: 6 day: 1 }
    agenda { variants { language: "de" text: "Leitbild" } }
    text { variants { language: "de" text: "Es wurde beraten." } }
    attendee_count: 2)");
}

}  // namespace lotse::engagement
