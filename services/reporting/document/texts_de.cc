#include "services/reporting/document/texts.h"

namespace lotse::reporting {

namespace {

constexpr Wording kGerman = {
    .programme_label = "Programm $0",

    .phases_done = "Abgeschlossene Phasen: $0 von $1.",
    .phases_done_in_tracks = "Abgeschlossene Phasen: $0 von $1 in $2 Strängen.",
    .phases_skipped = "Ausgelassene Phasen: $0.",
    .phases_active = "Zurzeit in Arbeit: $0.",
    .phases_in_gate = "Am Prüfpunkt: $0.",
    .phase_none_active = "Zurzeit ist keine Phase in Arbeit.",
    .phases_overdue = "Überfällige Phasen: $0.",
    .phases_stale = "Erneut zu prüfende Phasen: $0.",
    .took_part = {"An „$1“ hat sich $0 von $2 eingeladenen Personen beteiligt; die "
                  "Rücklaufquote beträgt $3.",
                  "An „$1“ haben sich $0 von $2 eingeladenen Personen beteiligt; die "
                  "Rücklaufquote beträgt $3."},
    .took_part_of_unknown = {"An „$1“ hat sich $0 Person beteiligt; wie viele eingeladen waren, "
                             "ist nicht bekannt.",
                             "An „$1“ haben sich $0 Personen beteiligt; wie viele eingeladen "
                             "waren, ist nicht bekannt."},
    .more_than_invited = {"Zu „$1“ gibt es $0 Antwortbögen, eingeladen war $2 Person.",
                          "Zu „$1“ gibt es $0 Antwortbögen, eingeladen waren $2 Personen."},
    .took_part_protected =
        "An „$0“ haben sich so wenige Personen beteiligt, dass zu ihrem Schutz "
        "keine Zahlen gezeigt werden.",

    .survey_unreachable =
        "Der Dienst für Befragungen war nicht erreichbar; die Ergebnisse fehlen "
        "in diesem Bericht.",
    .survey_partly_unreachable =
        "Der Dienst für Befragungen war zeitweise nicht erreichbar; ein "
        "Teil der Ergebnisse fehlt in diesem Bericht.",
    .engagement_unreachable =
        "Der Dienst für Begleitungen war nicht erreichbar; die Angaben zum "
        "Prozess fehlen in diesem Bericht.",
    .engagement_partly_unreachable =
        "Der Dienst für Begleitungen war zeitweise nicht erreichbar; "
        "ein Teil der Angaben zum Prozess fehlt in diesem Bericht.",
    .service_unreachable =
        "Der Dienst „$0“ war nicht erreichbar; seine Angaben fehlen in diesem "
        "Bericht.",

    .facts_caption = "Eckdaten der Begleitung",
    .fact_column = "Angabe",
    .value_column = "Wert",
    .fact_administration = "Verwaltung",
    .fact_level = "Ebene",
    .fact_population = "Einwohnerinnen und Einwohner",
    .fact_programme = "Programm",
    .fact_period = "Laufzeit",
    .fact_tracks = "Stränge",
    .level_municipality = "Gemeinde oder Stadt",
    .level_association = "Verbands- oder Samtgemeinde",
    .level_district = "Landkreis",
    .level_district_town = "Kreisfreie Stadt",
    .tracks_intro =
        "Ein Strang ist der Verlauf der Begleitung in einem Teil der Verwaltung. Jeder Strang "
        "hat eigene Phasen.",
    .phases_caption = "Phasen der Begleitung",
    .phase_column = "Phase",
    .state_column = "Stand",
    .actual_column = "Tatsächlich",
    .gate_with_conditions = {"mit $0 Auflage", "mit $0 Auflagen"},
    .gate_waived = "Prüfpunkt erlassen",
    .phase_stale = "erneut zu prüfen",
    .gate_with_conditions_note =
        "mit Auflagen: Was am Prüfpunkt noch fehlte, ist als Aufgabe mit Frist festgehalten.",
    .phase_overdue_note =
        "überfällig: Der geplante letzte Tag liegt vor dem Stand dieses Berichts, und die Phase "
        "ist weder abgeschlossen noch ausgelassen.",
    .phase_stale_note =
        "erneut zu prüfen: Eine Phase davor wurde wieder geöffnet, nachdem an dieser gearbeitet "
        "worden war.",
    .phase_dash_note =
        "– in den anderen Spalten bedeutet: nicht geplant oder noch nicht eingetreten.",
    .since_day = "seit $0",
    .until_day = "bis $0",
    .phase_not_of_engagement = "$0 (keine Phase dieser Begleitung)",

    .wave_untitled = "Befragung $0",
    .section_untitled = "Teil $0 des Fragebogens",
    .question_untitled = "Frage $0",
    .data_caption = "Datengrundlage",
    .invited_row = "Eingeladene Personen",
    .responses_row = "Beteiligte Personen",
    .rate_row = "Rücklaufquote",
    .field_period_row = "Feldzeit",
    .instrument_row = "Fragebogen",
    .unknown_value = "nicht bekannt",
    .more_than_invited_note = "Es gibt mehr Antwortbögen als Einladungen.",
    .period = "$0 bis $1",
    .protection_note =
        "Zum Schutz der Befragten erscheint ein Ergebnis nur, wenn mindestens $0 "
        "Personen geantwortet haben. Anzahlen von 1 bis $1 werden nicht gezeigt, "
        "und weitere dann nicht, wenn sie sich sonst errechnen ließen.",
    .protection_note_plain =
        "Zum Schutz der Befragten werden kleine Anzahlen nicht gezeigt, und "
        "weitere dann nicht, wenn sie sich sonst errechnen ließen.",
    .questions_in_one_other_language =
        "Die Fragen stehen nur auf Englisch zur Verfügung und erscheinen in dieser Sprache.",
    .questions_in_other_languages =
        "Die Fragen stehen nicht auf Deutsch zur Verfügung und erscheinen in einer anderen "
        "Sprache.",

    .answer_column = "Antwort",
    .count_column = "Anzahl",
    .share_column = "Anteil",
    .item_column = "Teilfrage",
    .base_column = "n",
    .table_caption = "Antwortverteilung",
    .chart_title = "Anteile der Antworten",
    .caption_with_base = "$0 (n = $1)",
    .base_note = {"n: $0 Person hat diese Frage beantwortet.",
                  "n: $0 Personen haben diese Frage beantwortet."},
    .base_all_note = {"n: $0 beteiligte Person. Wie viele diese Frage nicht beantwortet haben, "
                      "ist geschützt.",
                      "n: alle $0 beteiligten Personen. Wie viele von ihnen diese Frage nicht "
                      "beantwortet haben, ist geschützt."},
    .missing_note = {"Ohne Antwort: $0 Person.", "Ohne Antwort: $0 Personen."},
    .not_reached_note = {"Vor dieser Frage abgebrochen: $0 Person, nicht in n.",
                         "Vor dieser Frage abgebrochen: $0 Personen, nicht in n."},
    .multiple_choice_note =
        "Mehrere Antworten waren möglich; die Anteile müssen zusammen nicht "
        "100\u00a0% ergeben.",
    .protected_note = "Zum Schutz zusammengefasst: $0 mit zusammen $1.",
    .protected_with_missing_note =
        "Zum Schutz zusammengefasst: $0 und die Personen ohne Antwort, "
        "zusammen $1.",
    .protected_multiple_note = {"Zum Schutz nicht gezeigt: $0 Antwort.",
                                "Zum Schutz nicht gezeigt: $0 Antworten."},
    .not_shown_base =
        "Diese Frage haben weniger als $0 Personen beantwortet. Zu ihrem Schutz "
        "werden keine Zahlen gezeigt.",
    .not_shown_base_plain =
        "Diese Frage haben zu wenige Personen beantwortet. Zu ihrem Schutz "
        "werden keine Zahlen gezeigt.",
    .not_shown_free_text =
        "Diese Frage wurde mit freiem Text beantwortet. Freie Texte werden "
        "nicht ausgezählt und nicht wiedergegeben.",
    .not_shown_no_classes =
        "Diese Frage wurde mit einer Zahl beantwortet. Der Fragebogen legt "
        "dafür keine Klassen fest; deshalb gibt es keine Tabelle.",
    .not_shown_file =
        "Diese Frage wurde mit einer Datei beantwortet. Dateien werden nicht "
        "ausgezählt und nicht wiedergegeben.",
    .not_shown_condition =
        "Wem diese Frage gestellt wurde, hängt von früheren Antworten ab. Ihre Zahlen "
        "könnten zeigen, was wenige Personen geantwortet haben. Zu deren Schutz werden sie "
        "nicht gezeigt.",
    .not_shown_other = "Zu dieser Frage werden keine Zahlen gezeigt.",

    .subject_of_item = "$0 – $1",
    .alt_intro = "Balkendiagramm zu „$0“: ",
    .alt_intro_with_base = "Balkendiagramm zu „$0“ (n = $1): ",
    .alt_most = {"am häufigsten wurde $0 genannt ($1).",
                 "am häufigsten wurden $0 genannt (jeweils $1)."},
    .alt_most_of_shown = {"unter den gezeigten Antworten wurde $0 am häufigsten genannt ($1).",
                          "unter den gezeigten Antworten wurden $0 am häufigsten genannt "
                          "(jeweils $1)."},
    .alt_none_given = "keine der gezeigten Antworten wurde genannt.",
    .alt_all_protected = "alle Werte sind geschützt.",
    .figure_in_words = "$0: $1, $2.",
    .protected_in_words = "$0: geschützt.",
    .quoted = "„$0“",
    .list_and = " und ",

    .persons = {"$0 Person", "$0 Personen"},
    .answers = {"$0 Antwort", "$0 Antworten"},

    .method_shares =
        "Ein Anteil bezieht sich auf die Personen, die eine Frage beantwortet haben "
        "(n), wenn bei der Tabelle nichts anderes steht. Anteile sind kaufmännisch "
        "auf eine Stelle nach dem Komma gerundet; ihre Summe kann deshalb von "
        "100\u00a0% abweichen.",
    .method_missing = "„Ohne Antwort“ zählt auch Personen, denen eine Frage nicht gestellt wurde.",
    .method_protection =
        "Ein geschützter Wert ist mit „geschützt“ gekennzeichnet. Er ist in "
        "keiner Datei dieser Fassung enthalten. Manche Werte sind nur "
        "geschützt, weil sich sonst ein anderer geschützter Wert errechnen "
        "ließe.",
    .method_free_text = "Freie Texte werden nicht ausgezählt und nicht wiedergegeben.",
    .method_charts = "Jedes Diagramm zeigt die Zahlen der Tabelle, die darunter steht.",
    .method_no_waves = "Dieser Bericht enthält keine Ergebnisse einer Befragung.",
    .origin_intro =
        "Jede Zeile nennt eine Quelle und die Fassung, die für diesen Bericht "
        "verwendet wurde.",
    .origin_none = "Zu diesem Bericht sind keine Quellen verzeichnet.",
    .sources_caption = "Quellen",
    .source_column = "Quelle",
    .service_column = "Dienst",
    .reached_column = "Zustand",
    .revision_column = "Fassung",
    .service_engagement = "Begleitungen",
    .service_survey = "Befragungen",
    .source_reached = "✓\u00a0erreicht",
    .source_unreachable = "✗\u00a0nicht erreichbar",
    .source_state_unknown = "nicht bekannt",
    .instruments_caption = "Verwendete Fragebögen",
    .wave_column = "Befragung",
    .instrument_column = "Fragebogen",
    .sha256_column = "Prüfsumme (SHA-256)",

    .as_of = "Stand: $0",
    .contents_heading = "Inhalt",
    .skip_link = "Zum Inhalt springen",
    .table_label = "Tabelle $0: $1",
    .figure_label = "Abbildung $0: $1",
    .protected_word = "geschützt",
    .protected_legend = "geschützt: Dieser Wert wird zum Schutz der Befragten nicht gezeigt.",
    .warning_word = "Achtung",
    .content_hash_label = "Prüfsumme des Inhalts (SHA-256)",
    .content_hash_check =
        "So prüfen Sie: Rufen Sie denselben Bericht als JSON-Datei ab und "
        "berechnen Sie ihre SHA-256-Prüfsumme, zum Beispiel mit sha256sum. "
        "Stimmt sie mit dieser überein, ist der Inhalt unverändert.",
};

}  // namespace

// Declared here and in texts.cc, its only caller.
const Wording& GermanWording();
const Wording& GermanWording() { return kGerman; }

}  // namespace lotse::reporting
