#pragma once

#include "services/reporting/document/format.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {

// Every word that a report says of batteries, of released tables and of released material, in one
// language; as Wording.
struct SurveyWording {
  // Batteries.
  const char* questions_of_scale;  // $0 first answer, $1 last answer
  const char* battery_caption;
  const char* battery_chart_title;  // $0 question
  const char* battery_alt;          // $0 question, $1 items, $2 first answer, $3 last answer
  Plural battery_alt_most;          // $0 answer, $1 items, $2 share; by items
  const char* battery_note;
  const char* battery_bar_note;  // Where the bar is drawn.
  const char* battery_all_note;
  Plural battery_not_reached;  // $0 persons
  const char* battery_protected_note;
  const char* item_without_figures;  // $0 why, a sentence

  // Categories of released tables that are no answers.
  const char* no_answer;
  const char* not_asked;
  const char* not_reached;
  const char* none_ticked;
  const char* all_together;

  // Releases.
  const char* release_untitled;  // $0 number
  Plural release_responses;      // $0 responses
  const char* release_responses_protected;
  const char* release_protection;  // $0 fewest persons, $1 largest count not shown
  const char* release_empty;
  const char* among;         // $0 table, $1 filters
  const char* filter;        // $0 variable, $1 options
  const char* by;            // $0 first variable, $1 second variable
  const char* in_layer;      // $0 table, $1 variable, $2 category
  const char* battery_of;    // $0 items
  const char* refused;       // $0 table, $1 rule
  const char* refused_base;  // $0 fewest persons
  const char* refused_singles_out;
  const char* refused_not_protectable;
  const char* refused_effort;
  const char* refused_erased;
  const char* refused_other;

  // Released material of studies.
  // For whom material was released.
  const char* material_for_steering_group;
  const char* material_for_administration;
  const char* material_for_all;
  Plural material_people;  // $0 people
  const char* material_people_protected;
  Plural material_cases;  // $0 cases
  const char* material_cases_protected;
  const char* themes_caption;
  const char* theme_column;
  const char* speakers_column;
  const char* cases_column;
  const char* themes_note;
  const char* material_protection;
  const char* quotes_of_theme;  // $0 theme
  const char* quotes_other;
  const char* quotes_all;
  const char* person_asked;  // Who said something, where no role was released.

  // Released tables.
  const char* shares_caption;    // $0 table
  const char* counts_caption;    // $0 table
  const char* column_with_base;  // $0 category, $1 base
  const char* interval_column;
  const char* interval;        // $0 lower end, $1 upper end
  const char* beside_answers;  // $0 category, $1 count
  const char* share_of_answers_note;
  const char* share_of_columns_note;
  const char* released_base_note;  // $0 base
  const char* one_way_alt;         // $0 table, $1 answers
  Plural one_way_alt_most;         // $0 answers, $1 share; by answers
  const char* bars_title;          // $0 table
  const char* bars_alt;            // $0 table, $1 groups, $2 answers

  // Reach.
  const char* reach_caption;  // $0 table
  const char* group_column;
  const char* population_column;
  const char* population_share_column;
  const char* reached_share_column;
  const char* participation_column;
  const char* ratio_column;
  const char* gap_column;
  const char* parity_column;
  const char* missing_column;
  const char* reach_note;
  const char* reach_reference_note;
  const char* four_fifths_note;  // $0 groups
  const char* parity_title;      // $0 table
  const char* parity_alt;        // $0 table, $1 groups
  const char* parity_alt_least;  // $0 group, $1 share of the reached, $2 share of the population

  // Statistics.
  const char* association_caption;  // $0 table
  const char* statistic_column;
  const char* chi_square_row;
  const char* degrees_row;
  const char* p_row;
  const char* p_too_small;
  const char* cramers_v_row;
  const char* cramers_v_corrected_row;
  const char* expected_small_note;
  const char* location_caption;  // $0 table
  const char* mean_column;
  const char* median_column;
  const char* deviation_column;
  const char* top_box_column;
  const char* net_promoter_column;
  const char* reliability_caption;  // $0 table
  const char* items_row;
  const char* alpha_pairwise_row;
  const char* alpha_listwise_row;
  const char* alpha_standardised_row;
};

// The wording of a language.
const SurveyWording& SurveyWordingOf(Language language);

}  // namespace lotse::reporting
