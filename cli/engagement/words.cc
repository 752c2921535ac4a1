#include "cli/engagement/words.h"

#include "absl/strings/strip.h"

namespace lotse::cli {
namespace {

// A value by its full name behind the package.
struct Entry {
  const char* value;
  const char* german;
  const char* english;
};

constexpr Entry kEntries[] = {
    {"Engagement.STATE_DRAFT", "im Gespräch", "draft"},
    {"Engagement.STATE_QUALIFIED", "geprüft", "qualified"},
    {"Engagement.STATE_AGREED", "vereinbart", "agreed"},
    {"Engagement.STATE_ACTIVE", "in Arbeit", "active"},
    {"Engagement.STATE_SUSPENDED", "unterbrochen", "suspended"},
    {"Engagement.STATE_CLOSING", "im Abschluss", "closing"},
    {"Engagement.STATE_CLOSED", "abgeschlossen", "closed"},
    {"Engagement.STATE_ARCHIVED", "archiviert", "archived"},
    {"Engagement.STATE_CANCELLED", "abgebrochen", "cancelled"},

    {"Phase.STATE_PLANNED", "geplant", "planned"},
    {"Phase.STATE_READY", "bereit", "ready"},
    {"Phase.STATE_ACTIVE", "in Arbeit", "in progress"},
    {"Phase.STATE_IN_GATE", "am Prüfpunkt", "at the gate"},
    {"Phase.STATE_COMPLETED", "abgeschlossen", "completed"},
    {"Phase.STATE_REOPENED", "wieder geöffnet", "opened again"},
    {"Phase.STATE_SKIPPED", "ausgelassen", "skipped"},

    {"GateVerdict.VERDICT_PASSED", "passiert", "passed"},
    {"GateVerdict.VERDICT_PASSED_WITH_CONDITIONS", "mit Auflagen passiert",
     "passed with conditions"},
    {"GateVerdict.VERDICT_FAILED", "nicht passiert", "failed"},
    {"GateVerdict.VERDICT_WAIVED", "erlassen", "waived"},

    {"Goal.STATE_DRAFT", "Entwurf", "draft"},
    {"Goal.STATE_PROPOSED", "vorgeschlagen", "proposed"},
    {"Goal.STATE_ADOPTED", "beschlossen", "adopted"},
    {"Goal.STATE_ACHIEVED", "erreicht", "achieved"},
    {"Goal.STATE_PARTLY_ACHIEVED", "teils erreicht", "partly achieved"},
    {"Goal.STATE_NOT_ACHIEVED", "nicht erreicht", "not achieved"},
    {"Goal.STATE_WITHDRAWN", "zurückgezogen", "withdrawn"},

    {"Measure.STATE_IDEA", "Idee", "idea"},
    {"Measure.STATE_PLANNED", "geplant", "planned"},
    {"Measure.STATE_APPROVED", "freigegeben", "approved"},
    {"Measure.STATE_IN_PROGRESS", "in Arbeit", "in progress"},
    {"Measure.STATE_BLOCKED", "gehemmt", "blocked"},
    {"Measure.STATE_ON_HOLD", "ruhend", "on hold"},
    {"Measure.STATE_DONE", "erledigt", "done"},
    {"Measure.STATE_VERIFIED", "geprüft", "verified"},
    {"Measure.STATE_SUSTAINED", "verstetigt", "sustained"},
    {"Measure.STATE_CANCELLED", "abgebrochen", "cancelled"},

    {"Measurement.STATE_DRAFT", "Entwurf", "draft"},
    {"Measurement.STATE_SUBMITTED", "eingereicht", "submitted"},
    {"Measurement.STATE_VALIDATED", "geprüft", "validated"},
    {"Measurement.STATE_LOCKED", "festgeschrieben", "locked"},

    {"Gap.KIND_NEED_WITHOUT_GOAL", "Bedarf ohne Ziel", "need without goal"},
    {"Gap.KIND_GOAL_WITHOUT_MEASURE", "Ziel ohne Maßnahme", "goal without measure"},
    {"Gap.KIND_MEASURE_WITHOUT_UNIT", "Maßnahme ohne Stelle", "measure without unit"},

    {"Wave.STATE_PLANNED", "geplant", "planned"},
    {"Wave.STATE_RELEASED", "freigegeben", "released"},
    {"Wave.STATE_OPEN", "offen", "open"},
    {"Wave.STATE_CLOSED", "geschlossen", "closed"},

    {"StaffCouncilInvolvement.INVOLVEMENT_AGREED", "zugestimmt", "agreed"},
    {"StaffCouncilInvolvement.INVOLVEMENT_INFORMED", "unterrichtet", "informed"},
    {"StaffCouncilInvolvement.INVOLVEMENT_SERVICE_AGREEMENT", "Dienstvereinbarung",
     "service agreement"},
    {"StaffCouncilInvolvement.INVOLVEMENT_NOT_CONCERNED", "nicht betroffen", "not concerned"},

    {"WaveRelease.SPECIAL_CATEGORY_BASIS_NONE_ASKED", "keine erfragt", "none asked"},
    {"WaveRelease.SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT", "ausdrückliche Einwilligung",
     "explicit consent"},
    {"WaveRelease.SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN", "anonyme Anlage", "anonymous design"},

    {"DueItem.KIND_MEASURE", "Maßnahme", "measure"},
    {"DueItem.KIND_MILESTONE", "Etappe", "milestone"},
    {"DueItem.KIND_ACTION_ITEM", "Aufgabe", "action item"},
    {"DueItem.KIND_PHASE", "Phase", "phase"},
    {"DueItem.KIND_GOAL", "Ziel", "goal"},
};

}  // namespace

std::string WordOf(const google::protobuf::EnumDescriptor& type, int value,
                   absl::string_view language) {
  const google::protobuf::EnumValueDescriptor* found = type.FindValueByNumber(value);
  // Of a newer service.
  if (found == nullptr) return std::to_string(value);
  absl::string_view name = found->full_name();
  absl::ConsumePrefix(&name, type.file()->package());
  absl::ConsumePrefix(&name, ".");
  for (const Entry& entry : kEntries) {
    if (name == entry.value) return std::string(Either(language, entry.german, entry.english));
  }
  return found->name();
}

}  // namespace lotse::cli
