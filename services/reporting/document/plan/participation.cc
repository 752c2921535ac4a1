// Bodies, and how often they met. Members are functions: persons are neither named nor known.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Body;
using engagement::v1alpha::BodyMember;
using engagement::v1alpha::MeetingRecord;

std::string KindName(Body::Kind kind, const PlanWording& words) {
  switch (kind) {
    case Body::KIND_STEERING:
      return words.kind_steering;
    case Body::KIND_GUIDING:
      return words.kind_guiding;
    case Body::KIND_PLANNING:
      return words.kind_planning;
    case Body::KIND_WORKING:
      return words.kind_working;
    case Body::KIND_COUNCIL:
      return words.kind_council;
    default:
      return words.kind_unknown;
  }
}

int64_t MembersOn(const Body& body, absl::CivilDay day) {
  return std::count_if(body.members().begin(), body.members().end(), [day](const BodyMember& m) {
    const bool left = IsFullDate(m.to_date()) && types::ToCivil(m.to_date()) < day;
    const bool to_come = IsFullDate(m.from_date()) && types::ToCivil(m.from_date()) > day;
    return !left && !to_come;
  });
}

// The meetings of a body.
struct Meetings {
  int64_t number = 0;
  int64_t attendances = 0;
  int64_t uncounted = 0;  // Of how many it is not said how many took part.
};

// The meetings of the report's period by body.
std::map<std::string, Meetings> MeetingsOf(const ReportInputs& inputs) {
  const ReportPeriod period = PeriodOf(inputs);
  std::map<std::string, Meetings> by_body;
  for (const MeetingRecord* record : InOrder(inputs.process.meeting_records)) {
    if (!period.Contains(record->meeting_date())) continue;
    Meetings& meetings = by_body[record->body()];
    ++meetings.number;
    meetings.attendances += record->attendee_count();
    if (record->attendee_count() == 0) ++meetings.uncounted;
  }
  return by_body;
}

// How many meetings there were, and how many took part in those of which it is said.
void AddMeetingCells(const Meetings& meetings, bool known, v1alpha::Row& row) {
  const v1alpha::Cell unknown = MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED);
  *row.add_cells() = known ? IntegerCell(meetings.number) : unknown;
  if (known && meetings.number == 0) {
    *row.add_cells() = MissingCell(v1alpha::Missing::REASON_NOT_APPLICABLE);
  } else {
    const bool counted = known && meetings.uncounted < meetings.number;
    *row.add_cells() = counted ? IntegerCell(meetings.attendances) : unknown;
  }
}

void AddNotes(const ReportInputs& inputs, int64_t uncounted, v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  table.add_notes(words.members_note);
  table.add_notes(PeriodNote(inputs, words.period_note, words.period_to_note));
  if (uncounted == 0) return;
  table.add_notes(absl::Substitute(FormFor(words.uncounted_note, uncounted),
                                   FormatInteger(inputs.language, uncounted)));
}

}  // namespace

void AppendParticipation(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<const Body*> bodies = InOrder(inputs.process.bodies);
  if (bodies.empty()) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const bool known = inputs.process.meeting_records.has_value();
  std::map<std::string, Meetings> meetings = MeetingsOf(inputs);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-table"), words.participation_caption,
               {words.body_column, words.kind_column, words.members_column, words.meetings_column,
                words.attendances_column},
               section);
  int64_t uncounted = 0;
  for (const Body* body : bodies) {
    AddRow({TextCell(TitleOf(*body, inputs.language)), TextCell(KindName(body->kind(), words)),
            IntegerCell(MembersOn(*body, types::ToCivil(inputs.as_of_date)))},
           table);
    v1alpha::Row& row = *table.mutable_rows()->rbegin();
    AddMeetingCells(meetings[body->name()], known, row);
    uncounted += meetings[body->name()].uncounted;
    ShowsResource(*body, row);
  }
  AddNotes(inputs, uncounted, table);
  NameSources(inputs, {"bodies", "meetingRecords"}, table);
}

}  // namespace lotse::reporting
