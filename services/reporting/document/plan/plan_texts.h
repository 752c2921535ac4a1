#pragma once

#include "services/reporting/document/format.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {

// Every word that a report says of a plan, in one language; as Wording.
struct PlanWording {
  // How something stands; see status_rules.h.
  const char* status_not_begun;
  const char* status_on_track;
  const char* status_held_up;
  const char* status_overdue;
  const char* status_completed;
  const char* status_discontinued;
  const char* status_achieved;
  const char* status_partly_achieved;
  const char* status_not_achieved;
  const char* status_withdrawn;
  const char* status_not_adopted;
  const char* status_being_revised;
  const char* status_pursued;
  const char* status_skipped;
  const char* status_reopened;
  const char* status_in_gate;
  const char* status_in_progress;
  const char* status_reached;
  const char* status_dropped;
  const char* status_open;
  const char* status_done;
  const char* status_handed_over;

  // Columns that several tables have.
  const char* number_column;
  const char* unit_column;
  const char* due_column;
  const char* status_column;
  const char* day_column;
  const char* body_column;
  const char* measure_column;

  // Findings.
  const char* strengths_caption;
  const char* lacks_caption;
  const char* finding_column;
  const char* statement_column;
  const char* evidence_column;
  const char* evidence_sources_column;
  const char* evidence_of_study;
  Plural unconfirmed_note;  // $0 findings
  const char* needs_caption;
  const char* need_column;
  const char* priority_column;
  const char* derived_from_column;
  const char* priority_note;

  // Goals.
  const char* goals_caption;
  const char* goal_column;
  const char* level_column;
  const char* level_guiding;
  const char* level_intermediate;
  const char* level_action;
  const char* measured_by_column;
  const char* being_revised_note;

  // Measures.
  const char* measures_caption;
  const char* measure_number;  // $0 number
  const char* goals_column;
  const char* progress_column;
  const char* changed_column;
  const char* goals_note;    // $0 goals
  const char* goal_in_note;  // $0 number, $1 title
  const char* progress_note;
  const char* changed_note;     // $0 first day, $1 last day
  const char* changed_to_note;  // $0 last day
  const char* ideas_note;
  const char* status_chart_title;
  Plural status_chart_alt;            // $0 measures
  const char* status_count;           // $0 number, $1 word
  const char* status_chart_in_words;  // $0 counts

  // Effort of measures.
  const char* efforts_caption;
  const char* effort_units_column;
  const char* planned_days_column;
  const char* days_over_column;
  const char* all_measures;
  const char* efforts_note;  // $0 day
  const char* actual_effort_note;
  Plural without_effort_note;  // $0 measures

  // Deviations.
  const char* deviations_caption;
  const char* why_column;
  const char* blockers_column;
  const char* why_overdue;  // $0 day
  const char* why_blocked;
  const char* why_on_hold;
  const char* why_late;  // $0 day
  const char* why_blocker;
  const char* why_cancelled;
  const char* blocker_since;  // $0 what, $1 day
  const char* deviations_note;

  // Indicators.
  const char* overview_caption;
  const char* indicator_column;
  const char* baseline_column;
  const char* target_column;
  const char* target_day_column;
  const char* actual_column;
  const char* actual_day_column;
  const char* achievement_column;
  const char* achievement_note;
  const char* actual_note;
  const char* incomplete_note;  // $0 title
  const char* decreased_note;   // $0 title
  const char* monitoring_note;
  const char* of_programme;    // $0 title
  const char* values_caption;  // $0 title
  const char* period_column;
  const char* value_column;
  const char* provisional_column;
  const char* period_target_column;
  const char* source_column;
  const char* source_manual;
  const char* source_import;
  const char* source_survey;
  const char* source_unknown;
  const char* definition_column;
  const char* checked_column;
  const char* value_checked;
  const char* value_under_correction;
  const char* value_provisional;
  const char* no_value;
  const char* provisional_note;
  const char* correction_note;
  const char* definition_note;
  const char* no_line_note;
  const char* not_measurable_note;      // $0 period, $1 reason
  const char* breakdown_withheld_note;  // $0 title, $1 dimension, $2 largest count not shown
  const char* breakdown_caption;        // $0 title, $1 dimension, $2 period
  const char* line_title;               // $0 title
  const char* line_alt;                 // $0 title, $1 period, $2 value, $3 period, $4 value
  const char* figure_in_words;          // $0 period, $1 value
  const char* until_today;              // $0 day
  const char* quarter;                  // $0 number, $1 year
  const char* half_year;                // $0 number, $1 year

  // Decisions.
  const char* decisions_caption;
  const char* subject_column;
  const char* decision_column;
  const char* outcome_column;
  const char* outcome_proposed;
  const char* outcome_adopted;
  const char* outcome_modified;
  const char* outcome_deferred;
  const char* outcome_rejected;
  const char* outcome_implemented;
  const char* outcome_revoked;
  const char* modification;  // $0 wording, $1 change

  // Participation.
  const char* participation_caption;
  const char* kind_column;
  const char* members_column;
  const char* meetings_column;
  const char* attendances_column;
  const char* kind_steering;
  const char* kind_guiding;
  const char* kind_planning;
  const char* kind_working;
  const char* kind_council;
  const char* kind_unknown;
  const char* members_note;
  const char* period_note;     // $0 first day, $1 last day
  const char* period_to_note;  // $0 last day
  Plural uncounted_note;       // $0 meetings

  // Next steps.
  const char* steps_caption;
  const char* step_column;
  const char* belongs_to_column;
  const char* kind_item;
  const char* kind_milestone;

  // Sustaining.
  const char* sustaining_none;
  const char* sustaining_accepted;
  const char* sustained_caption;
  const char* sustained_since_column;
  const char* handed_over_caption;
  const char* handed_over_on_column;
  const char* item_column;
};

// The wording of a language.
const PlanWording& PlanWordingOf(Language language);

}  // namespace lotse::reporting
