#pragma once

#include "services/reporting/document/format.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {

// Every word that a report says of itself, of its mandate and of its phases, in one language; as
// Wording.
struct ReportWording {
  // Frame.
  const char* stock_taking_title;  // $0 engagement
  const char* progress_title;      // $0 engagement
  const char* final_title;         // $0 engagement
  const char* nothing_to_show;

  // Key statements.
  const char* measures_summary;    // $0 measures, $1 how many stand how
  const char* goals_summary;       // $0 goals, $1 how many stand how
  const char* count_and_word;      // $0 number, $1 word
  const char* findings_summary;    // $0 findings, $1 strengths, $2 needs
  const char* indicators_summary;  // $0 indicators, $1 with a value
  const char* decisions_summary;   // $0 decisions
  const char* engagement_stale;    // $0 day
  const char* survey_stale;        // $0 day
  const char* service_stale;       // $0 service, $1 day

  // Mandate.
  const char* agreement_in_force;        // $0 version
  const char* agreement_in_force_since;  // $0 version, $1 day
  const char* focus_caption;
  const char* focus_column;
  const char* units_column;
  const char* all_units;
  const char* priority_column;
  const char* weight_column;
  const char* priority_note;
  const char* frame_caption;
  const char* frame_consents;
  const char* frame_bodies;
  const char* frame_responsibilities;
  const char* frame_resources;
  const char* frame_communication;
  const char* frame_data_protection;
  const char* bodies_caption;
  const char* body_column;
  const char* body_kind_column;
  const char* body_mandate_column;
  const char* quorum_column;
  const char* body_steering;
  const char* body_guiding;
  const char* body_planning;
  const char* body_working;
  const char* body_council;

  // Phases.
  const char* planned_first_column;
  const char* planned_last_column;
  const char* done_column;
  const char* gate_column;
  const char* gate_passed;
  const char* gate_failed;
  const char* done_note;
  const char* timeline_title;
  const char* timeline_alt;  // $0 first day, $1 last day, $2 day of the report, $3 done, $4 all

  // Annex.
  const char* method_status;
  const char* method_separation;
  const char* method_released;
  const char* method_material;
  const char* protection_persons;
  const char* protection_quotes;
  const char* protection_material;
  const char* protection_releases;
  const char* materials_caption;
  const char* material_column;
  const char* name_column;
  Plural unreachable_since;  // $0 day, $1 days; by days
  const char* log_heads_caption;
  const char* owner_column;
  const char* entry_column;
  const char* log_heads_note;
  const char* rules_caption;
  const char* rule_column;
  const char* version_column;
  const char* rule_achievement;
  const char* rule_rounding;
  const char* rule_status;
  const char* rule_suppression;
  const char* rule_usual_template;
  const char* template_line;  // $0 name, $1 revision

  // Corrections.
  const char* corrects;         // $0 number of the version before
  const char* corrects_reason;  // $0 reason
  const char* changes_caption;  // $0 number of the version before
  const char* table_column;
  const char* row_column;
  const char* column_column;
  const char* before_column;
  const char* after_column;
  const char* not_there;
  const char* not_repeated;
  const char* whole_row;
  const char* not_repeated_note;
  const char* withdrawn_note;  // $0 number of the version before
  const char* no_changes;
  const char* more_changes;      // $0 shown, $1 all
  const char* changed_sections;  // $0 titles
  const char* front_caption;     // $0 number of the version before
  const char* part_column;
  const char* title_row;
  const char* subtitle_row;
  const char* start_date_row;
  const char* end_date_row;
  const char* publisher_row;
  const char* contact_row;
  const char* barrier_contact_row;
  const char* funders_row;
};

// The wording of a language.
const ReportWording& ReportWordingOf(Language language);

}  // namespace lotse::reporting
