#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/reporting/document/format.h"

namespace lotse::reporting {

// A wording for one and for any other number; `$0` is the number.
struct Plural {
  const char* one;
  const char* other;
};

// Every word that a report says by itself, in one language. `$0`, `$1`, … stand
// for what is filled in with absl::Substitute, in the order of the comments.
struct Wording {
  // Frame of the report.
  const char* programme_label;  // $0 short name of the programme

  // Key statements.
  const char* phases_done;            // $0 completed, $1 all
  const char* phases_done_in_tracks;  // $0 completed, $1 all, $2 tracks
  const char* phases_skipped;         // $0 number
  const char* phases_active;          // $0 titles
  const char* phases_in_gate;         // $0 titles
  const char* phase_none_active;
  const char* phases_overdue;       // $0 number
  const char* phases_stale;         // $0 number
  Plural took_part;                 // $0 responses, $1 wave, $2 invited, $3 rate
  Plural took_part_of_unknown;      // $0 responses, $1 wave
  Plural more_than_invited;         // $0 responses, $1 wave, $2 invited; by number of invited
  const char* took_part_protected;  // $0 wave

  // Sources that did not answer.
  const char* survey_unreachable;
  const char* survey_partly_unreachable;
  const char* engagement_unreachable;
  const char* engagement_partly_unreachable;
  const char* service_unreachable;  // $0 service

  // Process.
  const char* facts_caption;
  const char* fact_column;
  const char* value_column;
  const char* fact_administration;
  const char* fact_level;
  const char* fact_population;
  const char* fact_programme;
  const char* fact_period;
  const char* fact_tracks;
  const char* level_municipality;
  const char* level_association;
  const char* level_district;
  const char* level_district_town;
  const char* tracks_intro;
  const char* phases_caption;
  const char* phase_column;
  const char* state_column;
  const char* actual_column;
  Plural gate_with_conditions;  // $0 conditions
  const char* gate_waived;
  const char* phase_stale;
  const char* gate_with_conditions_note;
  const char* phase_overdue_note;
  const char* phase_stale_note;
  const char* phase_dash_note;
  const char* since_day;                // $0 first day, past
  const char* until_day;                // $0 last day
  const char* phase_not_of_engagement;  // $0 id of the phase

  // A wave.
  const char* wave_untitled;      // $0 number
  const char* section_untitled;   // $0 number
  const char* question_untitled;  // $0 code
  const char* data_caption;
  const char* invited_row;
  const char* responses_row;
  const char* rate_row;
  const char* field_period_row;
  const char* instrument_row;
  const char* unknown_value;
  const char* more_than_invited_note;
  const char* period;           // $0 first day, $1 last day
  const char* protection_note;  // $0 fewest persons, $1 largest count not shown
  const char* protection_note_plain;
  const char* questions_in_one_other_language;  // the one that reports are also written in
  const char* questions_in_other_languages;

  // A question.
  const char* answer_column;
  const char* count_column;
  const char* share_column;
  const char* item_column;
  const char* base_column;
  const char* table_caption;
  const char* chart_title;
  const char* caption_with_base;  // $0 caption, $1 base
  Plural base_note;               // $0 persons
  Plural base_all_note;           // $0 persons
  Plural missing_note;            // $0 persons
  Plural not_reached_note;        // $0 persons
  const char* multiple_choice_note;
  const char* protected_note;               // $0 answers, $1 persons
  const char* protected_with_missing_note;  // $0 answers, $1 persons
  Plural protected_multiple_note;           // $0 answers
  const char* not_shown_base;               // $0 fewest persons
  const char* not_shown_base_plain;
  const char* not_shown_free_text;
  const char* not_shown_no_classes;
  const char* not_shown_file;
  const char* not_shown_condition;
  const char* not_shown_other;

  // A chart in words.
  const char* subject_of_item;      // $0 question, $1 item
  const char* alt_intro;            // $0 subject
  const char* alt_intro_with_base;  // $0 subject, $1 base
  Plural alt_most;                  // $0 answers, $1 share; by number of answers
  Plural alt_most_of_shown;         // $0 answers, $1 share; by number of answers
  const char* alt_none_given;
  const char* alt_all_protected;
  const char* figure_in_words;     // $0 answer, $1 persons, $2 share
  const char* protected_in_words;  // $0 answer
  const char* quoted;              // $0 what is quoted
  const char* list_and;            // between the last two of a list

  // Counted nouns.
  Plural persons;
  Plural answers;

  // Annex.
  const char* method_shares;
  const char* method_missing;
  const char* method_protection;
  const char* method_free_text;
  const char* method_charts;
  const char* method_no_waves;
  const char* origin_intro;
  const char* origin_none;
  const char* sources_caption;
  const char* source_column;
  const char* service_column;
  const char* reached_column;
  const char* revision_column;
  const char* service_engagement;
  const char* service_survey;
  const char* source_reached;
  const char* source_unreachable;
  const char* source_state_unknown;
  const char* instruments_caption;
  const char* wave_column;
  const char* instrument_column;
  const char* sha256_column;

  // Renderings.
  const char* as_of;  // $0 day
  const char* contents_heading;
  const char* skip_link;
  const char* table_label;   // $0 number, $1 caption
  const char* figure_label;  // $0 number, $1 title
  const char* protected_word;
  const char* protected_legend;
  const char* warning_word;
  const char* content_hash_label;
  const char* content_hash_check;
};

// The wording of a language.
const Wording& WordingOf(Language language);

// What stands in a cell that has no value by its nature.
inline constexpr char kDash[] = "–";

// `a`, `a and b`, `a, b and c`.
std::string JoinList(const std::vector<std::string>& items, Language language);

// The form of `plural` for `number`.
const char* FormFor(const Plural& plural, int64_t number);

// A number with its noun: `1 Person`, `1.038 Personen`.
std::string Persons(Language language, int64_t number);

// A number with its noun: `1 Antwort`, `2 answers`.
std::string Answers(Language language, int64_t number);

}  // namespace lotse::reporting
