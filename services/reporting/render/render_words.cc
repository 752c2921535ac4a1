#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

constexpr RenderWording kGerman = {
    .reporting_period = "Berichtszeitraum: $0 bis $1",
    .reporting_period_until = "Berichtszeitraum: bis $0",
    .page = "Seite ",
    .of_pages = " von ",

    .baseline = "Ausgangswert",
    .target = "Zielwert",
    .new_definition =
        "Senkrechte gepunktete Linie: neue Definition. Werte davor und danach sind "
        "nicht vergleichbar.",
    .without_status = "ohne Stand",

    .definition = "Definition",
    .unit = "Einheit",
    .direction = "Richtung",
    .increase = "↑ mehr ist besser",
    .decrease = "↓ weniger ist besser",
    .of_day = "$0 (Stand: $1)",
    .by_day = "$0 (bis $1)",
    .no_baseline = "keiner: $0",
    .no_target = "keiner",
    .effect_level = "Wirkung",
    .effect_level_value = "Stufe $0 von 7 der Wirkungstreppe",
    .indicator = "Indikator",
    .indicator_value = "$0, Fassung $1, Definition $2",

    .imprint_heading = "Impressum",
    .publisher = "Herausgegeben von",
    .contact = "Kontakt",
    .barrier_contact = "Barrieren melden",
    .funders = "Förderung",

    .evidence_heading = "Nachweis",
    .report = "Bericht",
    .version = "Fassung",
    .previous_sha256 = "Prüfsumme der vorigen Fassung (SHA-256)",
    .template_label = "Vorlage",
    .template_value = "$0, Fassung $1",
    .log_heads_caption = "Stand der Änderungsprotokolle",
    .owner_column = "Protokoll",
    .entry_column = "Eintrag",
    .rules_caption = "Angewandte Regeln",
    .rule_column = "Regel",
    .version_column = "Version",

    .title = "Titel",
    .subtitle = "Untertitel",
    .time = "Zeit",
    .sheet_of_report = "Bericht",
    .sources_heading = "Quellen: Nr. $0",
    .source_number = "Nr.",
    .last_reached_column = "Zuletzt erreicht",
    .numerator_of = "$0: Zähler",
    .denominator_of = "$0: Nenner",
    .unit_of = "$0: Einheit",
    .resource_column = "Ressource",
    .revision_column = "Fassung der Ressource",
    .table_column = "Tabelle",
    .entry_kind_column = "Angabe",
    .text_column = "Text",
    .caption_entry = "Titel",
    .note_entry = "Anmerkung",
    .shortened = "… [gekürzt; ganz in der JSON-Datei]",
};

constexpr RenderWording kEnglish = {
    .reporting_period = "Reporting period: $0 to $1",
    .reporting_period_until = "Reporting period: until $0",
    .page = "Page ",
    .of_pages = " of ",

    .baseline = "Baseline",
    .target = "Target",
    .new_definition =
        "Vertical dotted line: new definition. Values before and after it cannot be "
        "compared.",
    .without_status = "without status",

    .definition = "Definition",
    .unit = "Unit",
    .direction = "Direction",
    .increase = "↑ more is better",
    .decrease = "↓ less is better",
    .of_day = "$0 (as of $1)",
    .by_day = "$0 (by $1)",
    .no_baseline = "none: $0",
    .no_target = "none",
    .effect_level = "Effect",
    .effect_level_value = "step $0 of 7 of the effect ladder",
    .indicator = "Indicator",
    .indicator_value = "$0, revision $1, definition $2",

    .imprint_heading = "Imprint",
    .publisher = "Published by",
    .contact = "Contact",
    .barrier_contact = "Report barriers",
    .funders = "Funding",

    .evidence_heading = "Evidence",
    .report = "Report",
    .version = "Version",
    .previous_sha256 = "Checksum of the previous version (SHA-256)",
    .template_label = "Template",
    .template_value = "$0, revision $1",
    .log_heads_caption = "State of the change logs",
    .owner_column = "Log",
    .entry_column = "Entry",
    .rules_caption = "Rules applied",
    .rule_column = "Rule",
    .version_column = "Version",

    .title = "Title",
    .subtitle = "Subtitle",
    .time = "Time",
    .sheet_of_report = "Report",
    .sources_heading = "Sources: no. $0",
    .source_number = "No.",
    .last_reached_column = "Last reached",
    .numerator_of = "$0: numerator",
    .denominator_of = "$0: denominator",
    .unit_of = "$0: unit",
    .resource_column = "Resource",
    .revision_column = "Revision of the resource",
    .table_column = "Table",
    .entry_kind_column = "Entry",
    .text_column = "Text",
    .caption_entry = "Caption",
    .note_entry = "Note",
    .shortened = "… [shortened; complete in the JSON file]",
};

}  // namespace

const RenderWording& RenderWordingOf(Language language) {
  return language == Language::kGerman ? kGerman : kEnglish;
}

}  // namespace lotse::reporting
