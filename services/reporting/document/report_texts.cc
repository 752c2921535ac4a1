#include "services/reporting/document/report_texts.h"

namespace lotse::reporting {
namespace {

constexpr ReportWording kGerman = {
    .stock_taking_title = "Bestandsanalyse: $0",
    .progress_title = "Fortschrittsbericht: $0",
    .final_title = "Abschlussbericht: $0",
    .nothing_to_show = "Dazu liegt zum Stand dieses Berichts nichts vor.",

    .measures_summary = "Maßnahmen: $0. Davon: $1.",
    .goals_summary = "Ziele: $0. Davon: $1.",
    .count_and_word = "$0 $1",
    .findings_summary = "Bestätigte Befunde: $0, davon Stärken: $1, Bedarfe: $2.",
    .indicators_summary =
        "Kennzahlen des eigenen Handelns (Controlling): $0, davon mit geprüftem Wert: $1.",
    .decisions_summary = "Beschlüsse im Berichtszeitraum: $0.",
    .engagement_stale =
        "Der Dienst für Begleitungen war nicht erreichbar; gezeigt wird, was er zuletzt am $0 "
        "gemeldet hat.",
    .survey_stale =
        "Der Dienst für Befragungen war nicht erreichbar; gezeigt wird, was er zuletzt am $0 "
        "gemeldet hat.",
    .service_stale =
        "Der Dienst „$0“ war nicht erreichbar; gezeigt wird, was er zuletzt am $1 gemeldet hat.",

    .agreement_in_force = "Es gilt die Vereinbarung in der Fassung $0.",
    .agreement_in_force_since = "Es gilt die Vereinbarung in der Fassung $0, seit $1.",
    .focus_caption = "Schwerpunkte der Vereinbarung",
    .focus_column = "Schwerpunkt",
    .units_column = "Einheiten",
    .all_units = "alle",
    .priority_column = "Priorität",
    .weight_column = "Gewicht",
    .priority_note = "Priorität: von 1 (am wichtigsten) bis 5.",
    .frame_caption = "Rahmen der Vereinbarung",
    .frame_consents = "Zugestimmt haben",
    .frame_bodies = "Gremien",
    .frame_responsibilities = "Zuständigkeiten",
    .frame_resources = "Mittel",
    .frame_communication = "Kommunikation",
    .frame_data_protection = "Rollen im Datenschutz",
    .bodies_caption = "Gremien der Begleitung",
    .body_column = "Gremium",
    .body_kind_column = "Art",
    .body_mandate_column = "Auftrag",
    .quorum_column = "Beschlussfähig ab",
    .body_steering = "Steuerungsgruppe",
    .body_guiding = "Lenkungsgruppe",
    .body_planning = "Planungsgruppe",
    .body_working = "Arbeitsgruppe",
    .body_council = "Rat oder Ausschuss",

    .planned_first_column = "Geplanter Beginn",
    .planned_last_column = "Geplantes Ende",
    .done_column = "Erledigt",
    .gate_column = "Prüfpunkt",
    .gate_passed = "bestanden",
    .gate_failed = "nicht bestanden",
    .done_note =
        "Erledigt: Anteil der von Hand geprüften Kriterien und der Ergebnisse des Prüfpunkts, die "
        "erfüllt oder freigegeben sind. – bedeutet: Der Prüfpunkt hat keine davon.",
    .timeline_title = "Zeitplan der Phasen",
    .timeline_alt =
        "Zeitplan der Phasen vom $0 bis zum $1 mit einer Linie beim Stand vom $2. Abgeschlossen: "
        "$3 von $4.",

    .method_status =
        "Überfällig ist, was weder abgeschlossen noch aufgegeben ist und dessen letzter geplanter "
        "Tag vor dem Stand dieses Berichts liegt.",
    .method_separation =
        "Controlling zeigt, was die Beteiligten selbst tun. Monitoring zeigt die Lage vor Ort, die "
        "viele Ursachen hat. Beides steht getrennt; dieser Bericht sagt nicht, dass das eine das "
        "andere bewirkt hat.",
    .method_released =
        "Freigegebene Tabellen zeigt der Bericht so, wie sie freigegeben wurden; nichts, was "
        "geschützt ist, wird aus ihnen errechnet. Wem eine Frage nicht gestellt wurde, zählt darin "
        "als „Nicht gefragt“, nicht als „Ohne Antwort“.",
    .method_material =
        "Aus Gesprächen und Dokumenten zeigt der Bericht nur, was freigegeben wurde: Themen, die "
        "von Menschen zugeordnet und dann gezählt wurden, und Zitate in dem Wortlaut, der "
        "gebilligt "
        "wurde. Er kann kürzer und glatter sein als das Gesagte.",
    .protection_persons =
        "Der Bericht nennt keine Personen, nur Einheiten, Gremien und Funktionen.",
    .protection_quotes =
        "Wörtliche Zitate stehen nur mit einer Freigabe im Bericht, höchstens mit einer Rolle und "
        "nie mit einem Namen.",
    .protection_material =
        "Zahlen aus Gesprächen und Dokumenten sind gemeinsam mit allem geschützt, was aus "
        "derselben "
        "Erhebung je freigegeben wurde.",
    .protection_releases =
        "Alle Freigaben einer Befragung sind gemeinsam geschützt, als hätte jemand sie alle "
        "zugleich.",
    .materials_caption = "Freigegebenes aus Gesprächen und Dokumenten",
    .material_column = "Freigabe",
    .name_column = "Name",
    .unreachable_since = {"✗\u00a0nicht erreichbar, Stand vom $0 (vor $1 Tag)",
                          "✗\u00a0nicht erreichbar, Stand vom $0 (vor $1 Tagen)"},
    .log_heads_caption = "Stand der Änderungsprotokolle",
    .owner_column = "Protokoll",
    .entry_column = "Letzter Eintrag",
    .log_heads_note =
        "Die Prüfsumme eines Eintrags hängt von allen Einträgen vor ihm ab. Mit ihr lässt sich "
        "nachweisen, welche Einträge dieser Bericht kannte.",
    .rules_caption = "Regeln, nach denen gerechnet wurde",
    .rule_column = "Regel",
    .version_column = "Fassung",
    .rule_achievement = "Grad der Zielerreichung",
    .rule_rounding = "Rundung",
    .rule_status = "Stand von Maßnahmen, Zielen und Phasen",
    .rule_suppression = "Schutz kleiner Zahlen",
    .rule_usual_template = "Mitgelieferte Vorlage",
    .template_line = "Vorlage dieses Berichts: $0, Fassung $1.",

    .corrects = "Diese Fassung ersetzt die veröffentlichte Fassung $0.",
    .corrects_reason = "Grund: $0",
    .changes_caption = "Geänderte Werte gegenüber Fassung $0",
    .table_column = "Tabelle",
    .row_column = "Zeile",
    .column_column = "Spalte",
    .before_column = "Vorher",
    .after_column = "Jetzt",
    .not_there = "nicht enthalten",
    .not_repeated = "nicht wiederholt",
    .whole_row = "ganze Zeile",
    .not_repeated_note =
        "Nicht wiederholt: Was jetzt geschützt ist, keinen Wert hat oder nicht mehr "
        "enthalten ist, nennt diese Fassung nicht noch einmal.",
    .withdrawn_note =
        "Nicht wiederholt: Fassung $0 wurde zurückgezogen; was sie angab, nennt diese "
        "Fassung nicht noch einmal.",
    .no_changes = "Kein Wert einer Tabelle hat sich geändert.",
    .more_changes = "Gezeigt sind $0 von $1 geänderten Werten.",
    .changed_sections = "Text oder Darstellung haben sich geändert in: $0.",
    .front_caption = "Geänderte Angaben zum Bericht gegenüber Fassung $0",
    .part_column = "Angabe",
    .title_row = "Titel",
    .subtitle_row = "Untertitel",
    .start_date_row = "Beginn des Berichtszeitraums",
    .end_date_row = "Ende des Berichtszeitraums",
    .publisher_row = "Herausgegeben von",
    .contact_row = "Kontakt",
    .barrier_contact_row = "Barrieren melden",
    .funders_row = "Förderung",
};

constexpr ReportWording kEnglish = {
    .stock_taking_title = "Stock-taking report: $0",
    .progress_title = "Progress report: $0",
    .final_title = "Final report: $0",
    .nothing_to_show = "There is nothing of this as of the day of this report.",

    .measures_summary = "Measures: $0. Of these: $1.",
    .goals_summary = "Goals: $0. Of these: $1.",
    .count_and_word = "$0 $1",
    .findings_summary = "Confirmed findings: $0, of these strengths: $1, needs: $2.",
    .indicators_summary =
        "Indicators of what is done here (controlling): $0, of these with a checked value: $1.",
    .decisions_summary = "Decisions in the period of the report: $0.",
    .engagement_stale =
        "The engagement service could not be reached; what it last told on $0 is shown.",
    .survey_stale = "The survey service could not be reached; what it last told on $0 is shown.",
    .service_stale = "The service “$0” could not be reached; what it last told on $1 is shown.",

    .agreement_in_force = "Version $0 of the agreement is in force.",
    .agreement_in_force_since = "Version $0 of the agreement is in force, since $1.",
    .focus_caption = "Points of focus of the agreement",
    .focus_column = "Point of focus",
    .units_column = "Units",
    .all_units = "all",
    .priority_column = "Priority",
    .weight_column = "Weight",
    .priority_note = "Priority: from 1 (the most important) to 5.",
    .frame_caption = "Frame of the agreement",
    .frame_consents = "Agreed by",
    .frame_bodies = "Bodies",
    .frame_responsibilities = "Responsibilities",
    .frame_resources = "Resources",
    .frame_communication = "Communication",
    .frame_data_protection = "Roles in data protection",
    .bodies_caption = "Bodies of the engagement",
    .body_column = "Body",
    .body_kind_column = "Kind",
    .body_mandate_column = "Mandate",
    .quorum_column = "Quorum",
    .body_steering = "Steering group",
    .body_guiding = "Guiding group",
    .body_planning = "Planning group",
    .body_working = "Working group",
    .body_council = "Council or committee",

    .planned_first_column = "Planned start",
    .planned_last_column = "Planned end",
    .done_column = "Done",
    .gate_column = "Gate",
    .gate_passed = "passed",
    .gate_failed = "not passed",
    .done_note =
        "Done: the share of the gate's criteria that people check and of its deliverables that "
        "are met or approved. – means: the gate has none of these.",
    .timeline_title = "Schedule of the phases",
    .timeline_alt =
        "Schedule of the phases from $0 to $1, with a line at the day of the report, $2. "
        "Completed: $3 of $4.",

    .method_status =
        "Overdue is what is neither completed nor given up and whose last planned day lies before "
        "the day of this report.",
    .method_separation =
        "Controlling shows what those involved do themselves. Monitoring shows the local "
        "situation, which has many causes. They stand apart; this report does not say that the "
        "one brought about the other.",
    .method_released =
        "Released tables are shown as they were released; nothing that is protected is worked out "
        "from them. Whoever was not asked a question counts there as “Not asked”, not as “No "
        "answer”.",
    .method_material =
        "Of conversations and documents the report shows only what was released: themes that "
        "people "
        "assigned and that were then counted, and quotes in the wording that was approved, which "
        "may be shorter and smoother than what was said.",
    .protection_persons = "The report names no persons, only units, bodies and functions.",
    .protection_quotes =
        "Words that somebody said stand in the report only with a release, at most with a role, "
        "and never with a name.",
    .protection_material =
        "Figures of conversations and documents are protected together with all that was ever "
        "released of the same study.",
    .protection_releases =
        "All releases of a survey are protected together, as if somebody had all of them.",
    .materials_caption = "What was released of conversations and documents",
    .material_column = "Release",
    .name_column = "Name",
    .unreachable_since = {"✗\u00a0not reached, as of $0 ($1 day ago)",
                          "✗\u00a0not reached, as of $0 ($1 days ago)"},
    .log_heads_caption = "Where the change logs stood",
    .owner_column = "Log",
    .entry_column = "Last entry",
    .log_heads_note =
        "The checksum of an entry depends on all entries before it. It shows which entries this "
        "report knew.",
    .rules_caption = "Rules by which figures were made",
    .rule_column = "Rule",
    .version_column = "Version",
    .rule_achievement = "Degree to which a target is reached",
    .rule_rounding = "Rounding",
    .rule_status = "Status of measures, goals and phases",
    .rule_suppression = "Protection of small figures",
    .rule_usual_template = "Template that comes with Lotse",
    .template_line = "Template of this report: $0, revision $1.",

    .corrects = "This version replaces the released version $0.",
    .corrects_reason = "Reason: $0",
    .changes_caption = "Changed values against version $0",
    .table_column = "Table",
    .row_column = "Row",
    .column_column = "Column",
    .before_column = "Before",
    .after_column = "Now",
    .not_there = "not there",
    .not_repeated = "not repeated",
    .whole_row = "whole row",
    .not_repeated_note =
        "Not repeated: what is protected now, has no value or is no longer there is not "
        "told again in this version.",
    .withdrawn_note =
        "Not repeated: version $0 was withdrawn; what it said is not told again in this "
        "version.",
    .no_changes = "No value of a table has changed.",
    .more_changes = "$0 of $1 changed values are shown.",
    .changed_sections = "Text or presentation has changed in: $0.",
    .front_caption = "Changed particulars of the report against version $0",
    .part_column = "Particular",
    .title_row = "Title",
    .subtitle_row = "Subtitle",
    .start_date_row = "Beginning of the reporting period",
    .end_date_row = "End of the reporting period",
    .publisher_row = "Published by",
    .contact_row = "Contact",
    .barrier_contact_row = "Report barriers",
    .funders_row = "Funding",
};

}  // namespace

const ReportWording& ReportWordingOf(Language language) {
  return language == Language::kGerman ? kGerman : kEnglish;
}

}  // namespace lotse::reporting
