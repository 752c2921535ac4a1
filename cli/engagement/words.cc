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

    {"PHASE_STEP_PREPARE", "vorbereitet", "prepared"},
    {"PHASE_STEP_START", "begonnen", "started"},
    {"PHASE_STEP_ENTER_GATE", "zum Prüfpunkt geführt", "led to the gate"},
    {"PHASE_STEP_LEAVE_GATE", "vom Prüfpunkt zurückgenommen", "taken back from the gate"},
    {"PHASE_STEP_SKIP", "ausgelassen", "skipped"},
    {"PHASE_STEP_REOPEN", "wieder geöffnet", "opened again"},

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
    {"Wave.STATE_PURGED", "vernichtet", "purged"},

    {"WavePurge.CAUSE_POLICY", "Aufbewahrungsfrist zu Ende", "retention period over"},
    {"WavePurge.CAUSE_REQUEST", "auf Verlangen", "on request"},

    {"Wave.IDENTITY_UNSPECIFIED", "anonym", "anonymous"},
    {"Wave.IDENTITY_ANONYMOUS", "anonym", "anonymous"},
    {"Wave.IDENTITY_CONFIDENTIAL", "vertraulich", "confidential"},
    {"Wave.IDENTITY_IDENTIFIED", "namentlich", "with names"},

    {"StaffCouncilInvolvement.INVOLVEMENT_AGREED", "zugestimmt", "agreed"},
    {"StaffCouncilInvolvement.INVOLVEMENT_INFORMED", "unterrichtet", "informed"},
    {"StaffCouncilInvolvement.INVOLVEMENT_SERVICE_AGREEMENT", "Dienstvereinbarung",
     "service agreement"},
    {"StaffCouncilInvolvement.INVOLVEMENT_NOT_CONCERNED", "nicht betroffen", "not concerned"},

    {"WaveRelease.SPECIAL_CATEGORY_BASIS_NONE_ASKED", "keine erfragt", "none asked"},
    {"WaveRelease.SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT", "ausdrückliche Einwilligung",
     "explicit consent"},
    {"WaveRelease.SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN", "anonyme Anlage", "anonymous design"},

    {"FIGURE_ABSENT_INVITED_UNKNOWN", "Eingeladene unbekannt", "invited unknown"},
    {"FIGURE_ABSENT_NOBODY_INVITED", "niemand eingeladen", "nobody invited"},
    {"FIGURE_ABSENT_TOO_FEW_ANSWERS", "weniger als 10", "fewer than 10"},
    {"FIGURE_ABSENT_PROTECTED", "geschützt", "protected"},
    {"FIGURE_ABSENT_MORE_ANSWERS_THAN_INVITED", "mehr als eingeladen", "more than invited"},
    {"FIGURE_ABSENT_ELIGIBILITY_UNKNOWN", "Zugehörigkeit unbekannt", "eligibility unknown"},
    {"OutcomeRates.E_SOURCE_GIVEN", "angegeben", "given"},
    {"OutcomeRates.E_SOURCE_PROPORTIONAL_ALLOCATION", "geschätzt", "estimated"},

    {"Quota.ACTION_REFUSE", "weitere werden abgelehnt", "more are refused"},
    {"Quota.ACTION_NOTE", "weitere werden angenommen", "more are taken"},

    {"Engagement.SUSTAINING_NONE", "nichts zu verstetigen", "nothing to sustain"},
    {"Engagement.SUSTAINING_ACCEPTED", "übernommen", "accepted"},
    {"FormerPhase.STATE_PLANNED", "geplant", "planned"},
    {"FormerPhase.STATE_ACTIVE", "in Arbeit", "in progress"},
    {"FormerPhase.STATE_COMPLETED", "abgeschlossen", "completed"},

    {"Agreement.STATE_DRAFT", "Entwurf", "draft"},
    {"Agreement.STATE_PROPOSED", "vorgelegt", "proposed"},
    {"Agreement.STATE_IN_FORCE", "in Kraft", "in force"},
    {"Agreement.STATE_SUPERSEDED", "abgelöst", "superseded"},
    {"Agreement.STATE_REJECTED", "abgelehnt", "rejected"},

    {"GateCriterion.RESULT_NOT_MET", "nicht erfüllt", "not met"},
    {"GateCriterion.RESULT_MET", "erfüllt", "met"},
    {"GateDeliverable.STATE_OPEN", "offen", "open"},
    {"GateDeliverable.STATE_SUBMITTED", "eingereicht", "submitted"},
    {"GateDeliverable.STATE_APPROVED", "abgenommen", "approved"},
    {"PhaseCriterion.CHECK_MANUAL", "von Hand", "by people"},
    {"PhaseCriterion.CHECK_CAPACITY", "Kapazität", "capacity"},
    {"PhaseCriterion.CHECK_GOALS_COMPLETE", "Ziele vollständig", "goals complete"},
    {"PhaseCriterion.CHECK_GOALS_HAVE_MEASURES", "Ziele mit Maßnahmen", "goals have measures"},
    {"PhaseCriterion.CHECK_BASELINES", "Ausgangswerte", "baselines"},
    {"PhaseCriterion.CHECK_MEASURES_FINAL", "Maßnahmen beendet", "measures final"},
    {"PhaseCriterion.CHECK_ACTION_ITEMS_CLOSED", "Aufgaben erledigt", "action items closed"},
    {"PhaseTemplateItem.SERVES_ASSIGNMENT", "Auftragsklärung", "clarifying the assignment"},
    {"PhaseTemplateItem.SERVES_STOCK_TAKING", "Bestandsaufnahme", "stock-taking"},
    {"PhaseTemplateItem.SERVES_GOALS", "Ziele", "goals"},
    {"PhaseTemplateItem.SERVES_MEASURES", "Maßnahmen", "measures"},
    {"PhaseTemplateItem.SERVES_IMPLEMENTATION", "Umsetzung", "implementation"},
    {"PhaseTemplateItem.SERVES_SUSTAINING", "Verstetigung", "sustaining"},

    {"Finding.KIND_POTENTIAL", "Potenzial", "strength"},
    {"Finding.KIND_NEED", "Bedarf", "need"},
    {"Finding.STATE_DRAFT", "Entwurf", "draft"},
    {"Finding.STATE_VALIDATED", "bestätigt", "validated"},
    {"Finding.STATE_REJECTED", "nicht bestätigt", "rejected"},
    {"Goal.LEVEL_GUIDING", "Leitziel", "guiding goal"},
    {"Goal.LEVEL_INTERMEDIATE", "Mittlerziel", "intermediate goal"},
    {"Goal.LEVEL_ACTION", "Handlungsziel", "action goal"},
    {"Measure.OFFER_SPECIAL", "besonderes Angebot", "special offer"},
    {"Measure.OFFER_REGULAR", "Regelangebot", "regular offer"},
    {"Responsibility.ROLE_RESPONSIBLE", "führt durch", "responsible"},
    {"Responsibility.ROLE_CONSULTED", "wird gefragt", "consulted"},
    {"Responsibility.ROLE_INFORMED", "wird informiert", "informed"},
    {"Milestone.STATE_OPEN", "offen", "open"},
    {"Milestone.STATE_REACHED", "erreicht", "reached"},
    {"Milestone.STATE_CANCELLED", "entfallen", "cancelled"},
    {"ActionItem.STATE_OPEN", "offen", "open"},
    {"ActionItem.STATE_DONE", "erledigt", "done"},
    {"ActionItem.STATE_HANDED_OVER", "übergeben", "handed over"},
    {"ActionItem.STATE_CANCELLED", "entfallen", "cancelled"},

    {"IndicatorDefinition.VALUE_TYPE_COUNT", "Anzahl", "count"},
    {"IndicatorDefinition.VALUE_TYPE_NUMBER", "Zahl", "number"},
    {"IndicatorDefinition.VALUE_TYPE_PERCENT", "Prozent", "per cent"},
    {"IndicatorDefinition.VALUE_TYPE_RATIO", "Verhältnis", "ratio"},
    {"IndicatorDefinition.VALUE_TYPE_SCORE", "Mittelwert einer Skala", "score"},
    {"IndicatorDefinition.DIRECTION_INCREASE", "mehr ist besser", "more is better"},
    {"IndicatorDefinition.DIRECTION_DECREASE", "weniger ist besser", "less is better"},
    {"IndicatorDefinition.DIRECTION_NEUTRAL", "wird beobachtet", "watched"},
    {"IndicatorDefinition.ACCUMULATION_INCREMENT", "wird addiert", "added up"},
    {"IndicatorDefinition.ACCUMULATION_CUMULATIVE", "fortlaufend", "cumulative"},
    {"IndicatorDefinition.ACCUMULATION_SNAPSHOT", "der letzte zählt", "the latest counts"},
    {"IndicatorDefinition.AGGREGATION_SUM", "Summe", "sum"},
    {"IndicatorDefinition.AGGREGATION_WEIGHTED_MEAN", "gewichtetes Mittel", "weighted mean"},
    {"IndicatorDefinition.AGGREGATION_NONE", "keine", "none"},
    {"Measurement.SOURCE_MANUAL", "eingetragen", "entered"},
    {"Measurement.SOURCE_IMPORT", "aus einer Datei", "imported"},
    {"Measurement.SOURCE_SURVEY", "aus einer Befragung", "from a survey"},

    {"Body.KIND_STEERING", "Steuerungsgruppe", "steering group"},
    {"Body.KIND_GUIDING", "Lenkungsgruppe", "guiding group"},
    {"Body.KIND_PLANNING", "Planungsgruppe", "planning group"},
    {"Body.KIND_WORKING", "Arbeitsgruppe", "working group"},
    {"Body.KIND_COUNCIL", "Rat oder Ausschuss", "council"},
    {"Decision.STATE_PROPOSED", "vorgelegt", "proposed"},
    {"Decision.STATE_ADOPTED", "beschlossen", "adopted"},
    {"Decision.STATE_ADOPTED_MODIFIED", "geändert beschlossen", "adopted with a change"},
    {"Decision.STATE_DEFERRED", "vertagt", "deferred"},
    {"Decision.STATE_REJECTED", "abgelehnt", "rejected"},
    {"Decision.STATE_IMPLEMENTED", "umgesetzt", "implemented"},
    {"Decision.STATE_REVOKED", "aufgehoben", "revoked"},
    {"MeetingRecord.STATE_DRAFT", "Entwurf", "draft"},
    {"MeetingRecord.STATE_CIRCULATED", "versandt", "circulated"},
    {"MeetingRecord.STATE_APPROVED", "genehmigt", "approved"},

    {"TRANSFER_STATE_WAITING", "wartet", "waiting"},
    {"TRANSFER_STATE_RUNNING", "läuft", "running"},
    {"TRANSFER_STATE_SUCCEEDED", "gelungen", "succeeded"},
    {"TRANSFER_STATE_FAILED", "gescheitert", "failed"},
    {"TRANSFER_STATE_CANCELLED", "abgebrochen", "cancelled"},
    {"TRANSFER_FORM_ENGAGEMENT", "Begleitung", "engagement"},
    {"TRANSFER_FORM_CSV", "Tabelle", "table"},

    {"ROLE_PLATFORM_ADMIN", "Plattformverwaltung", "platform admin"},
    {"ROLE_INSTITUTE_CONSULTANT", "Prozessbegleitung", "institute consultant"},
    {"ROLE_MUNICIPAL_COORDINATOR", "Koordination in der Verwaltung", "municipal coordinator"},
    {"ROLE_STEERING_GROUP_MEMBER", "Mitglied der Steuerungsgruppe", "steering-group member"},
    {"ROLE_DEPARTMENT_CONTRIBUTOR", "Beitragende aus einem Fachbereich", "department contributor"},
    {"ROLE_ANALYST", "Auswertung", "analyst"},
    {"ROLE_DATA_STEWARD", "Verantwortung für personenbezogene Daten", "data steward"},
    {"ROLE_AUDITOR", "Prüfung", "auditor"},
    {"ROLE_INTEGRATION_SYSTEM", "angebundenes System", "integration system"},
    {"ROLE_RESPONDENT", "Antwortende", "respondent"},

    {"Release.STATE_OPEN", "offen", "open"},
    {"Release.STATE_FROZEN", "eingefroren", "frozen"},
    {"Release.AUDIENCE_INSTITUTE", "das Institut", "the institute"},
    {"Release.AUDIENCE_STEERING_GROUP", "die Steuerungsgruppe", "the steering group"},
    {"Release.AUDIENCE_ADMINISTRATION", "die ganze Verwaltung", "all of the administration"},
    {"Release.AUDIENCE_PUBLIC", "alle, auch Rat und Presse", "everybody, council and press too"},

    {"Report.KIND_STOCK_TAKING", "Bestandsanalyse", "stock-taking report"},
    {"Report.KIND_PROGRESS", "Fortschrittsbericht", "progress report"},
    {"Report.KIND_FINAL", "Abschlussbericht", "final report"},
    {"ReportVersion.STATE_REQUESTED", "angefordert", "requested"},
    {"ReportVersion.STATE_ASSEMBLING", "wird erstellt", "being made"},
    {"ReportVersion.STATE_DRAFT", "Entwurf", "draft"},
    {"ReportVersion.STATE_IN_REVIEW", "liegt zur Freigabe vor", "in review"},
    {"ReportVersion.STATE_RELEASED", "freigegeben", "released"},
    {"ReportVersion.STATE_SUPERSEDED", "abgelöst", "superseded"},
    {"ReportVersion.STATE_WITHDRAWN", "zurückgezogen", "withdrawn"},
    {"ReportVersion.STATE_FAILED", "gescheitert", "failed"},

    {"TableVariable.KIND_SINGLE", "Einfachwahl", "single choice"},
    {"TableVariable.KIND_MULTIPLE", "Mehrfachwahl", "multiple choice"},
    {"TableVariable.KIND_CLASSES", "Zahl in Klassen", "number in classes"},
    {"TableCategory.KIND_NO_ANSWER", "keine Antwort", "no answer"},
    {"TableCategory.KIND_NOT_ASKED", "nicht gefragt", "not asked"},
    {"TableCategory.KIND_NONE_TICKED", "nichts angekreuzt", "nothing ticked"},
    {"TableCategory.KIND_NOT_REACHED", "vorher abgebrochen", "stopped before"},

    {"Table.REFUSAL_BASE_TOO_SMALL",
     "Es werden weniger Personen gezählt, als die Freigabe verlangt",
     "Fewer people are counted than the release demands"},
    {"Table.REFUSAL_SINGLES_OUT",
     "Mit diesem Filter sind es zu wenige, oder mit anderen Tabellen zusammen ließe sich etwas "
     "über "
     "wenige errechnen",
     "With this filter they are too few, or something of a few could be worked out of it and other "
     "tables"},
    {"Table.REFUSAL_NOT_PROTECTABLE",
     "Kleine Gruppen darin lassen sich neben allem, was von der Erhebung veröffentlicht ist, nicht "
     "verbergen",
     "Its small groups cannot be hidden beside all that was published of the wave"},
    {"Table.REFUSAL_EFFORT",
     "Ob sie sich schützen lässt, war mit dem zulässigen Aufwand nicht zu klären",
     "Whether it can be protected was not found within the limit of work"},
    {"Table.REFUSAL_ERASED", "Die Antworten auf eine ihrer Fragen wurden bei allen gelöscht",
     "The answers to one of its questions were erased of all"},

    {"Figure.UNDEFINED_PROTECTED", "aus geschützten Anzahlen", "made of protected counts"},
    {"Figure.UNDEFINED_EMPTY_BASE", "niemand ist da, durch den zu teilen wäre",
     "nobody is left to divide by"},
    {"Figure.UNDEFINED_TOO_FEW_CASES", "zu wenige Fälle dafür", "too few cases for it"},
    {"Figure.UNDEFINED_NO_VARIANCE", "alle haben denselben Wert", "all have the same value"},
    {"Figure.UNDEFINED_ZERO_EXPECTED", "nach den Summen kann hier niemand sein",
     "by the margins nobody can be here"},
    {"Figure.UNDEFINED_TOO_FEW_CATEGORIES",
     "weniger als zwei Zeilen oder Spalten, in denen jemand ist",
     "fewer than two rows or columns that are not empty"},
    {"Figure.UNDEFINED_TOO_FEW_ITEMS", "weniger als zwei Fragen mit Zahlenwerten",
     "fewer than two items with a score"},
    {"Figure.UNDEFINED_EMPTY_POPULATION", "die Größe der Gruppe ist 0 oder unbekannt",
     "the population of the group is 0 or not known"},
    {"Figure.UNDEFINED_NOBODY_TOOK_PART", "niemand hat teilgenommen", "nobody took part"},
    {"Figure.UNDEFINED_MORE_THAN_POPULATION", "mehr Teilnehmende, als zur Gruppe gehören",
     "more took part than belong to the group"},
    {"Figure.UNDEFINED_IS_REFERENCE", "die Gruppe, mit der verglichen wird",
     "the group that the others are compared with"},
    {"Figure.UNDEFINED_BASE_TOO_SMALL", "weniger Personen, als die Freigabe verlangt",
     "fewer people than the release demands"},
    {"Figure.UNDEFINED_NO_SCORE", "die äußerste Klasse hat keine Mitte; --scores nennt eine",
     "an outermost class has no middle; --scores gives one"},
    {"Figure.UNDEFINED_OUT_OF_RANGE", "der Wert ist zu groß", "the value is too large"},

    {"Question.KIND_SINGLE_CHOICE", "Einfachwahl", "single choice"},
    {"Question.KIND_MULTIPLE_CHOICE", "Mehrfachwahl", "multiple choice"},
    {"Question.KIND_MATRIX", "Matrix", "matrix"},
    {"Question.KIND_INTEGER", "ganze Zahl", "whole number"},
    {"Question.KIND_TEXT", "Text", "text"},
    {"Question.KIND_FILE", "Datei", "file"},
    {"Question.KIND_DECIMAL", "Zahl", "number"},
    {"Question.KIND_DATE", "Tag", "day"},
    {"Question.KIND_TIME", "Uhrzeit", "time of day"},
    {"Question.KIND_DATE_TIME", "Tag mit Uhrzeit", "day with time"},
    {"Question.KIND_RANKING", "Rangfolge", "ranking"},
    {"Question.KIND_NOTE", "Hinweistext", "note"},
    {"Question.KIND_ACKNOWLEDGEMENT", "Bestätigung", "confirmation"},
    {"Question.KIND_CALCULATION", "berechnet", "computed"},
    {"Question.KIND_HIDDEN", "verborgen", "hidden"},
    {"Question.KIND_GROUP", "Gruppe", "group"},
    {"Question.KIND_REPEAT", "Wiederholung", "repeat"},
    {"Question.KIND_METADATA", "aufgezeichnet", "recorded"},
    {"ImportFinding.SEVERITY_NOTE", "Hinweis", "note"},
    {"ImportFinding.SEVERITY_WARNING", "Warnung", "warning"},
    {"ImportFinding.SEVERITY_ERROR", "Fehler", "error"},

    {"DueItem.KIND_MEASURE", "Maßnahme", "measure"},
    {"DueItem.KIND_MILESTONE", "Meilenstein", "milestone"},
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
