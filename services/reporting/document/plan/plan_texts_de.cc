#include "services/reporting/document/plan/plan_texts.h"

namespace lotse::reporting {

namespace {

constexpr PlanWording kGerman = {
    .status_not_begun = "nicht begonnen",
    .status_on_track = "im Plan",
    .status_held_up = "verzögert",
    .status_overdue = "überfällig",
    .status_completed = "abgeschlossen",
    .status_discontinued = "eingestellt",
    .status_achieved = "erreicht",
    .status_partly_achieved = "teilweise erreicht",
    .status_not_achieved = "nicht erreicht",
    .status_withdrawn = "zurückgezogen",
    .status_not_adopted = "noch nicht beschlossen",
    .status_being_revised = "in Überarbeitung",
    .status_pursued = "verfolgt",
    .status_skipped = "ausgelassen",
    .status_reopened = "wieder geöffnet",
    .status_in_gate = "am Prüfpunkt",
    .status_in_progress = "in Arbeit",
    .status_reached = "erreicht",
    .status_dropped = "entfallen",
    .status_open = "offen",
    .status_done = "erledigt",
    .status_handed_over = "übergeben",

    .number_column = "Nr.",
    .unit_column = "Federführung",
    .due_column = "Termin",
    .status_column = "Stand",
    .day_column = "Tag",
    .body_column = "Gremium",
    .measure_column = "Maßnahme",

    .strengths_caption = "Bestätigte Befunde: Potenziale",
    .lacks_caption = "Bestätigte Befunde: was fehlt",
    .finding_column = "Befund",
    .statement_column = "Aussage",
    .evidence_column = "Belege",
    .evidence_sources_column = "Worauf er sich stützt",
    .evidence_of_study = "Gespräche und Dokumente",
    .unconfirmed_note = {"$0 weiterer Befund ist noch nicht bestätigt und steht deshalb nicht im "
                         "Bericht.",
                         "$0 weitere Befunde sind noch nicht bestätigt und stehen deshalb nicht "
                         "im Bericht."},
    .needs_caption = "Abgeleitete Bedarfe",
    .need_column = "Bedarf",
    .priority_column = "Vorrang",
    .derived_from_column = "Abgeleitet aus",
    .priority_note = "Vorrang: 1 ist am wichtigsten, 5 am wenigsten wichtig.",

    .goals_caption = "Ziele und ihr Stand",
    .goal_column = "Ziel",
    .level_column = "Ebene",
    .level_guiding = "Leitziel",
    .level_intermediate = "Mittlerziel",
    .level_action = "Handlungsziel",
    .measured_by_column = "Woran es gemessen wird",
    .being_revised_note =
        "Wo ein Ziel überarbeitet wird oder wurde, ohne dass es erneut beschlossen ist, werden "
        "Wortlaut und Termin gezeigt, die zuletzt beschlossen waren.",

    .measures_caption = "Maßnahmen und ihr Stand",
    .measure_number = "M\u00a0$0",
    .goals_column = "Ziele",
    .progress_column = "Fortschritt",
    .changed_column = "Geändert am",
    .goals_note = "Ziele: $0.",
    .goal_in_note = "$0\u00a0$1",
    .progress_note = "Fortschritt: nach Angabe derer, die die Maßnahme umsetzen.",
    .changed_note = "Geändert am: letzte Änderung der Angaben, wenn sie vom $0 bis zum $1 geschah.",
    .changed_to_note = "Geändert am: letzte Änderung der Angaben, wenn sie bis zum $0 geschah.",
    .ideas_note =
        "Maßnahmen, die erst eine Idee sind, haben eine Nummer, stehen aber nicht in der Tabelle.",
    .status_chart_title = "Maßnahmen nach ihrem Stand",
    .status_chart_alt = {"Wie $0 Maßnahme steht.", "Wie $0 Maßnahmen stehen."},
    .status_count = "$0 $1",
    .status_chart_in_words = "Maßnahmen nach ihrem Stand: $0.",

    .efforts_caption = "Geplanter Aufwand der Maßnahmen",
    .effort_units_column = "Organisationseinheiten",
    .planned_days_column = "Geplant (Arbeitstage)",
    .days_over_column = "Davon bis zum Stichtag (Arbeitstage)",
    .all_measures = "Alle",
    .efforts_note =
        "Aufwand: Arbeitstage, die Organisationseinheiten je Monat eingeplant haben. Bis zum "
        "Stichtag zählen die Monate, die am $0 zu Ende waren. Maßnahmen, die erst eine Idee sind "
        "oder eingestellt wurden, zählen nicht.",
    .actual_effort_note =
        "Wie viele Tage tatsächlich gearbeitet wurde, wird nicht erfasst und ist hier nicht "
        "angegeben.",
    .without_effort_note = {"Für $0 weitere Maßnahme ist kein Aufwand angegeben.",
                            "Für $0 weitere Maßnahmen ist kein Aufwand angegeben."},

    .deviations_caption = "Maßnahmen, die abweichen",
    .why_column = "Worin sie abweicht",
    .blockers_column = "Hemmnisse",
    .why_overdue = "Der Termin war am $0",
    .why_blocked = "Die Arbeit ist blockiert",
    .why_on_hold = "Die Arbeit ruht",
    .why_late = "Der Beginn war für den $0 geplant",
    .why_blocker = "Ein Hemmnis besteht",
    .why_cancelled = "Die Maßnahme wurde aufgegeben",
    .blocker_since = "$0 (seit $1)",
    .deviations_note = "Hemmnisse: was die Maßnahme am Stichtag aufhält.",

    .overview_caption = "Kennzahlen im Überblick",
    .indicator_column = "Kennzahl",
    .baseline_column = "Ausgangswert",
    .target_column = "Zielwert",
    .target_day_column = "Zielwert bis",
    .actual_column = "Istwert",
    .actual_day_column = "Istwert vom",
    .achievement_column = "Zielerreichung",
    .achievement_note =
        "Zielerreichung: der Anteil des Weges vom Ausgangswert zum Zielwert, der zurückgelegt "
        "ist. Sie kann über 100\u00a0% und unter 0\u00a0% liegen und ist nicht bestimmt, wenn "
        "einer der Werte fehlt oder Zielwert und Ausgangswert gleich sind.",
    .actual_note =
        "Istwert: Es zählen geprüfte Werte. Wo Werte je Zeitraum gezählt werden, ist es ihre "
        "Summe, sonst der letzte.",
    .incomplete_note =
        "$0: In der Summe fehlt wenigstens ein Zeitraum, der nicht messbar war. Der Istwert ist "
        "deshalb unvollständig.",
    .decreased_note =
        "$0: Ein Wert ist kleiner als der davor. Die Kennzahl zählt fortlaufend und kann nicht "
        "sinken; die Werte sind zu prüfen.",
    .monitoring_note =
        "Diese Kennzahlen beschreiben den Zustand der Stadt oder Region. Er hat viele Ursachen. "
        "Aus den Zahlen folgt nicht, was einzelne Maßnahmen bewirkt haben.",
    .of_programme = "$0 (Kennzahl des Programms)",
    .values_caption = "Werte: $0",
    .period_column = "Zeitraum",
    .value_column = "Wert",
    .provisional_column = "Vorläufiger Wert",
    .period_target_column = "Zielwert des Zeitraums",
    .source_column = "Herkunft",
    .source_manual = "eingetragen",
    .source_import = "aus einer Datei",
    .source_survey = "aus einer Befragung",
    .source_unknown = "nicht festgehalten",
    .definition_column = "Fassung der Definition",
    .checked_column = "Stand",
    .value_checked = "geprüft",
    .value_under_correction = "wird berichtigt",
    .value_provisional = "vorläufig",
    .no_value = "noch kein Wert",
    .provisional_note =
        "vorläufig: Der Wert ist noch nicht geprüft. Er zählt nicht mit und steht nicht im "
        "Diagramm.",
    .correction_note = "wird berichtigt: Gezeigt wird der Wert, der zuletzt festgestellt war.",
    .definition_note =
        "Die Definition der Kennzahl hat sich geändert. Werte verschiedener Fassungen sind nicht "
        "ohne Weiteres vergleichbar.",
    .no_line_note = "Die Werte messen nicht alle dasselbe; deshalb gibt es kein Diagramm.",
    .not_measurable_note = "$0: nicht messbar. $1",
    .breakdown_withheld_note =
        "Wie sich „$0“ auf „$1“ verteilt, ist nicht angegeben: Wenigstens eine der Anzahlen ist 1 "
        "bis $2 oder ließe sich so errechnen.",
    .breakdown_caption = "$0: $1, $2",
    .line_title = "Verlauf: $0",
    .line_alt = "Verlauf der Kennzahl „$0“: $1 $2, $3 $4.",
    .figure_in_words = "$0: $1.",
    .until_today = "bis $0",
    .quarter = "$0. Quartal $1",
    .half_year = "$0. Halbjahr $1",

    .decisions_caption = "Beschlüsse der Gremien",
    .subject_column = "Gegenstand",
    .decision_column = "Beschluss",
    .outcome_column = "Ergebnis",
    .outcome_proposed = "vorgelegt",
    .outcome_adopted = "angenommen",
    .outcome_modified = "mit Änderung angenommen",
    .outcome_deferred = "vertagt",
    .outcome_rejected = "abgelehnt",
    .outcome_implemented = "angenommen und umgesetzt",
    .outcome_revoked = "aufgehoben",
    .modification = "$0 Änderung: $1",

    .participation_caption = "Gremien und ihre Treffen",
    .kind_column = "Art",
    .members_column = "Mitglieder",
    .meetings_column = "Treffen",
    .attendances_column = "Teilnahmen",
    .kind_steering = "Steuerungsgruppe",
    .kind_guiding = "Lenkungsgruppe",
    .kind_planning = "Planungsgruppe",
    .kind_working = "Arbeitsgruppe",
    .kind_council = "Rat oder Ausschuss",
    .kind_unknown = "Gremium",
    .members_note = "Mitglieder: Funktionen, die am Stichtag im Gremium vertreten sind.",
    .period_note = "Gezählt sind Treffen vom $0 bis zum $1.",
    .period_to_note = "Gezählt sind Treffen bis zum $0.",
    .uncounted_note = {"Bei $0 Treffen ist nicht angegeben, wie viele teilnahmen; es fehlt bei "
                       "den Teilnahmen.",
                       "Bei $0 Treffen ist nicht angegeben, wie viele teilnahmen; sie fehlen bei "
                       "den Teilnahmen."},

    .steps_caption = "Nächste Schritte",
    .step_column = "Schritt",
    .belongs_to_column = "Gehört zu",
    .kind_item = "Aufgabe",
    .kind_milestone = "Meilenstein",

    .sustaining_none = "Es wurde erklärt, dass es nichts zu verstetigen gibt.",
    .sustaining_accepted =
        "Für alles, was zu verstetigen ist, hat außerhalb der Begleitung jemand die "
        "Verantwortung übernommen.",
    .sustained_caption = "Maßnahmen, die weitergehen",
    .sustained_since_column = "Abgeschlossen am",
    .handed_over_caption = "Übergebene Aufgaben",
    .handed_over_on_column = "Übergeben am",
    .item_column = "Aufgabe",
};

}  // namespace

// Declared here and in plan_texts.cc, its only caller.
const PlanWording& GermanPlanWording();
const PlanWording& GermanPlanWording() { return kGerman; }

}  // namespace lotse::reporting
