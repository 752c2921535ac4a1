#include "services/reporting/document/survey_texts.h"

namespace lotse::reporting {
namespace {

constexpr SurveyWording kGerman = {
    .questions_of_scale = "Fragen mit den Antworten „$0“ bis „$1“",
    .battery_caption = "Antwortverteilung je Teilfrage",
    .battery_chart_title = "Anteile der Antworten: $0",
    .battery_alt = "Gestapelte Balken zu „$0“: Teilfragen: $1, Antworten von „$2“ bis „$3“.",
    .battery_alt_most = {"Am häufigsten wurde „$0“ bei $1 genannt ($2).",
                         "Am häufigsten wurde „$0“ bei $1 genannt (jeweils $2)."},
    .battery_note = "n ist die Zahl der Personen, auf die sich die Anteile einer Zeile beziehen.",
    .battery_bar_note = "Der Balken folgt der Reihenfolge der Antworten im Fragebogen.",
    .battery_all_note =
        "Wo geschützt ist, wie viele eine Teilfrage nicht beantwortet haben, ist n die Zahl aller "
        "beteiligten Personen.",
    .battery_not_reached = {"Vor einer dieser Teilfragen hat $0 Person abgebrochen; sie ist nicht "
                            "in n.",
                            "Vor einer dieser Teilfragen haben bis zu $0 Personen abgebrochen; sie "
                            "sind nicht in n."},
    .battery_protected_note =
        "Geschützte Werte sind klein, oder ein kleiner Wert ließe sich sonst aus ihnen errechnen.",
    .item_without_figures = "Zu Teilfragen, deren ganze Zeile geschützt ist: $0",

    .no_answer = "Ohne Antwort",
    .not_asked = "Nicht gefragt",
    .not_reached = "Vorher abgebrochen",
    .none_ticked = "Nichts davon",
    .all_together = "Alle",

    .release_untitled = "Freigabe $0",
    .release_responses = {"Die Tabellen zählen $0 Antwortbogen.",
                          "Die Tabellen zählen $0 Antwortbögen."},
    .release_responses_protected =
        "Wie viele Antwortbögen die Tabellen zählen, ist zum Schutz der Befragten nicht angegeben.",
    .release_protection =
        "Zum Schutz der Befragten erscheint eine Tabelle nur, wenn sie mindestens $0 Personen "
        "zählt. Anzahlen von 1 bis $1 werden nicht gezeigt, und weitere dann nicht, wenn sie sich "
        "sonst aus allem, was zu dieser Befragung veröffentlicht ist, errechnen ließen.",
    .release_empty = "Diese Freigabe enthält keine Tabelle.",
    .among = "$0 (nur $1)",
    .filter = "$0: $1",
    .by = "$0 nach $1",
    .in_layer = "$0, $1: $2",
    .battery_of = "Teilfragen: $0",
    .refused = "Nicht freigegeben: „$0“. $1",
    .refused_base = "Es werden weniger als $0 Personen gezählt.",
    .refused_singles_out =
        "Die gezählten Personen unterscheiden sich nur um wenige von anderen, deren Zahlen "
        "veröffentlicht sind.",
    .refused_not_protectable =
        "Kleine Gruppen ließen sich neben allem, was zu dieser Befragung veröffentlicht ist, nicht "
        "verbergen.",
    .refused_effort =
        "Ob sie sich schützen lässt, war mit der erlaubten Rechenzeit nicht zu klären.",
    .refused_erased = "Die Antworten auf eine ihrer Fragen wurden gelöscht.",
    .refused_other = "Sie wurde nach den Regeln zum Schutz der Befragten nicht freigegeben.",

    .material_for_steering_group = "Freigegeben für die Steuerungsgruppe.",
    .material_for_administration = "Freigegeben für die Verwaltung.",
    .material_for_all = "Freigegeben für alle.",
    .material_people = {"Gezählt ist unter $0 Person.", "Gezählt ist unter $0 Personen."},
    .material_people_protected =
        "Unter wie vielen Personen gezählt ist, ist zu ihrem Schutz nicht angegeben.",
    .material_cases = {"Es gab $0 Gespräch oder Dokument.", "Es gab $0 Gespräche und Dokumente."},
    .material_cases_protected =
        "In wie vielen Gesprächen und Dokumenten ein Thema vorkam, ist zum Schutz der Befragten "
        "nicht angegeben.",
    .themes_caption = "Themen",
    .theme_column = "Thema",
    .speakers_column = "Personen, die darüber sprachen",
    .cases_column = "Gespräche und Dokumente, in denen es vorkam",
    .themes_note =
        "Ein Thema zählt auch, was unter ihm steht. Wie viele in Gesprächen über ein Thema "
        "sprachen, sagt nichts darüber, wie viele von allen es betrifft.",
    .material_protection =
        "Zum Schutz der Befragten werden kleine Anzahlen nicht gezeigt, und weitere dann nicht, "
        "wenn sie sich sonst aus allem, was aus dieser Erhebung freigegeben ist, errechnen ließen.",
    .quotes_of_theme = "Zum Thema „$0“ wurde gesagt:",
    .quotes_other = "Außerdem wurde gesagt:",
    .quotes_all = "Gesagt wurde:",
    .person_asked = "eine befragte Person",

    .shares_caption = "Anteile: $0",
    .counts_caption = "Anzahlen: $0",
    .column_with_base = "$0 (n = $1)",
    .interval_column = "95-%-Intervall in %",
    .interval = "$0 bis $1",
    .beside_answers = "$0: $1.",
    .share_of_answers_note = "Anteile beziehen sich auf die Personen, die geantwortet haben.",
    .share_of_columns_note =
        "Anteile beziehen sich auf die Personen einer Spalte, die geantwortet haben (n).",
    .released_base_note = "Gezählte Personen: $0.",
    .one_way_alt = "Balkendiagramm zu „$0“: Antworten: $1.",
    .one_way_alt_most = {"Am größten ist der Anteil von $0 ($1).",
                         "Am größten sind die Anteile von $0 (jeweils $1)."},
    .bars_title = "Anteile je Gruppe: $0",
    .bars_alt = "Balken nebeneinander zu „$0“: Gruppen $1, Antworten: $2.",

    .reach_caption = "Erreichte Gruppen: $0",
    .group_column = "Gruppe",
    .population_column = "Bevölkerung",
    .population_share_column = "Anteil an der Bevölkerung",
    .reached_share_column = "Anteil an den Erreichten",
    .participation_column = "Beteiligung in %",
    .ratio_column = "Repräsentation (1 = wie in der Bevölkerung)",
    .gap_column = "Abstand in Prozentpunkten",
    .parity_column = "Verhältnis zur Vergleichsgruppe",
    .missing_column = "Fehlende Personen bis zur Parität",
    .reach_note =
        "Repräsentation: Anteil an den Erreichten geteilt durch den Anteil an der Bevölkerung.",
    .reach_reference_note =
        "Die Zahlen der Bevölkerung wurden für diese Tabelle in der Freigabe angegeben; Quelle und "
        "Jahr sind dort nicht verzeichnet.",
    .four_fifths_note =
        "Unter vier Fünfteln der Vergleichsgruppe: $0 (Vier-Fünftel-Regel, 29 CFR 1607.4 D).",
    .parity_title = "Erreichte und Bevölkerung: $0",
    .parity_alt =
        "Punktpaare zu „$0“: Anteil an den Erreichten und an der Bevölkerung, Gruppen: $1.",
    .parity_alt_least =
        "Am weitesten unter ihrem Anteil an der Bevölkerung liegt „$0“: $1 der Erreichten, $2 der "
        "Bevölkerung.",

    .association_caption = "Zusammenhang: $0",
    .statistic_column = "Kennzahl",
    .chi_square_row = "Chi-Quadrat (Pearson, ohne Korrektur)",
    .degrees_row = "Freiheitsgrade",
    .p_row = "p",
    .p_too_small = "< 0,0001",
    .cramers_v_row = "Cramérs V",
    .cramers_v_corrected_row = "Cramérs V, korrigiert (Bergsma 2013)",
    .expected_small_note =
        "In mehr als 20\u00a0% der Zellen werden weniger als 5 Personen erwartet; auf Chi-Quadrat "
        "ist hier kein Verlass (Cochran 1954).",
    .location_caption = "Lage der Antworten: $0",
    .mean_column = "Mittelwert",
    .median_column = "Median",
    .deviation_column = "Standardabweichung",
    .top_box_column = "Höchste Werte in %",
    .net_promoter_column = "Net Promoter Score",
    .reliability_caption = "Zusammenhalt der Teilfragen: $0",
    .items_row = "Teilfragen",
    .alpha_pairwise_row = "Cronbachs Alpha, paarweise",
    .alpha_listwise_row = "Cronbachs Alpha, nur vollständige Antworten",
    .alpha_standardised_row = "Cronbachs Alpha, standardisiert",
};

constexpr SurveyWording kEnglish = {
    .questions_of_scale = "Questions with the answers “$0” to “$1”",
    .battery_caption = "Distribution of answers by item",
    .battery_chart_title = "Shares of the answers: $0",
    .battery_alt = "Stacked bars of “$0”: items: $1, answers from “$2” to “$3”.",
    .battery_alt_most = {"“$0” was given most often for $1 ($2).",
                         "“$0” was given most often for $1 ($2 each)."},
    .battery_note = "n is the number of people that the shares of a row refer to.",
    .battery_bar_note = "The bar follows the order of the answers in the questionnaire.",
    .battery_all_note =
        "Where it is protected how many did not answer an item, n is the number of all who took "
        "part.",
    .battery_not_reached = {"$0 person stopped before one of these items and is not in n.",
                            "Up to $0 people stopped before one of these items and are not in n."},
    .battery_protected_note =
        "Protected values are small, or a small one could be worked out from them.",
    .item_without_figures = "Of items whose whole row is protected: $0",

    .no_answer = "No answer",
    .not_asked = "Not asked",
    .not_reached = "Stopped before",
    .none_ticked = "None of these",
    .all_together = "All",

    .release_untitled = "Release $0",
    .release_responses = {"The tables count $0 response.", "The tables count $0 responses."},
    .release_responses_protected =
        "How many responses the tables count is not told, to protect those who answered.",
    .release_protection =
        "To protect those who answered, a table is shown only if it counts at least $0 people. "
        "Counts of 1 to $1 are not shown, nor are others if they could be worked out from all that "
        "was published of this survey.",
    .release_empty = "This release has no table.",
    .among = "$0 (only $1)",
    .filter = "$0: $1",
    .by = "$0 by $1",
    .in_layer = "$0, $1: $2",
    .battery_of = "Items: $0",
    .refused = "Not released: “$0”. $1",
    .refused_base = "Fewer than $0 people are counted.",
    .refused_singles_out =
        "Those who are counted differ by a few from others of whom figures are published.",
    .refused_not_protectable =
        "Small groups could not be hidden beside all that was published of this survey.",
    .refused_effort = "Whether it can be protected was not found within the limit of work.",
    .refused_erased = "The answers to one of its questions were erased.",
    .refused_other = "It was not released by the rules that protect those who answered.",

    .material_for_steering_group = "Released for the steering group.",
    .material_for_administration = "Released for the administration.",
    .material_for_all = "Released for everybody.",
    .material_people = {"Counted among $0 person.", "Counted among $0 people."},
    .material_people_protected = "Among how many people was counted is not told, to protect them.",
    .material_cases = {"There was $0 conversation or document.",
                       "There were $0 conversations and documents."},
    .material_cases_protected =
        "In how many conversations and documents a theme came up is not told, to protect those who "
        "were asked.",
    .themes_caption = "Themes",
    .theme_column = "Theme",
    .speakers_column = "People who spoke of it",
    .cases_column = "Conversations and documents in which it came up",
    .themes_note =
        "A theme counts what stands below it as well. How many spoke of a theme in conversations "
        "says nothing about how many of all it concerns.",
    .material_protection =
        "To protect those who were asked, small counts are not shown, nor are others if they could "
        "be worked out from all that was released of this study.",
    .quotes_of_theme = "On the theme “$0” it was said:",
    .quotes_other = "It was also said:",
    .quotes_all = "It was said:",
    .person_asked = "a person asked",

    .shares_caption = "Shares: $0",
    .counts_caption = "Counts: $0",
    .column_with_base = "$0 (n = $1)",
    .interval_column = "95% interval in %",
    .interval = "$0 to $1",
    .beside_answers = "$0: $1.",
    .share_of_answers_note = "Shares are of the people who answered.",
    .share_of_columns_note = "Shares are of the people of a column who answered (n).",
    .released_base_note = "People counted: $0.",
    .one_way_alt = "Bar chart of “$0”: answers: $1.",
    .one_way_alt_most = {"The largest share is that of $0 ($1).",
                         "The largest shares are those of $0 ($1 each)."},
    .bars_title = "Shares by group: $0",
    .bars_alt = "Bars side by side of “$0”: groups $1, answers: $2.",

    .reach_caption = "Groups that are reached: $0",
    .group_column = "Group",
    .population_column = "Population",
    .population_share_column = "Share of the population",
    .reached_share_column = "Share of those reached",
    .participation_column = "Participation in %",
    .ratio_column = "Representation (1 = as in the population)",
    .gap_column = "Gap in percentage points",
    .parity_column = "Ratio to the group of comparison",
    .missing_column = "People missing to parity",
    .reach_note =
        "Representation: the share of those reached divided by the share of the population.",
    .reach_reference_note =
        "The figures of the population were given for this table in the release; their source and "
        "year are not kept there.",
    .four_fifths_note =
        "Below four fifths of the group of comparison: $0 (four-fifths rule, 29 CFR 1607.4 D).",
    .parity_title = "Those reached and the population: $0",
    .parity_alt =
        "Pairs of dots of “$0”: share of those reached and of the population, groups: $1.",
    .parity_alt_least =
        "Farthest below its share of the population is “$0”: $1 of those reached, $2 of the "
        "population.",

    .association_caption = "Association: $0",
    .statistic_column = "Statistic",
    .chi_square_row = "Chi-square (Pearson, without correction)",
    .degrees_row = "Degrees of freedom",
    .p_row = "p",
    .p_too_small = "< 0.0001",
    .cramers_v_row = "Cramér's V",
    .cramers_v_corrected_row = "Cramér's V, corrected (Bergsma 2013)",
    .expected_small_note =
        "In more than 20% of the cells fewer than 5 people are expected; chi-square is not to be "
        "relied on here (Cochran 1954).",
    .location_caption = "Where the answers lie: $0",
    .mean_column = "Mean",
    .median_column = "Median",
    .deviation_column = "Standard deviation",
    .top_box_column = "Highest scores in %",
    .net_promoter_column = "Net promoter score",
    .reliability_caption = "How well the items hang together: $0",
    .items_row = "Items",
    .alpha_pairwise_row = "Cronbach's alpha, of pairs",
    .alpha_listwise_row = "Cronbach's alpha, complete answers only",
    .alpha_standardised_row = "Cronbach's alpha, standardised",
};

}  // namespace

const SurveyWording& SurveyWordingOf(Language language) {
  return language == Language::kGerman ? kGerman : kEnglish;
}

}  // namespace lotse::reporting
