#include "services/reporting/document/plan/plan_texts.h"

namespace lotse::reporting {

namespace {

constexpr PlanWording kEnglish = {
    .status_not_begun = "not begun",
    .status_on_track = "on track",
    .status_held_up = "held up",
    .status_overdue = "overdue",
    .status_completed = "completed",
    .status_discontinued = "discontinued",
    .status_achieved = "achieved",
    .status_partly_achieved = "partly achieved",
    .status_not_achieved = "not achieved",
    .status_withdrawn = "withdrawn",
    .status_not_adopted = "not adopted yet",
    .status_being_revised = "being revised",
    .status_pursued = "pursued",
    .status_skipped = "skipped",
    .status_reopened = "opened again",
    .status_in_gate = "at the gate",
    .status_in_progress = "in progress",
    .status_reached = "reached",
    .status_dropped = "dropped",
    .status_open = "open",
    .status_done = "done",
    .status_handed_over = "handed over",

    .number_column = "No.",
    .unit_column = "Accountable unit",
    .due_column = "Due",
    .status_column = "Status",
    .day_column = "Day",
    .body_column = "Body",
    .measure_column = "Measure",

    .strengths_caption = "Confirmed findings: strengths",
    .lacks_caption = "Confirmed findings: what is missing",
    .finding_column = "Finding",
    .statement_column = "Statement",
    .evidence_column = "Evidence",
    .evidence_sources_column = "What it stands on",
    .evidence_of_study = "conversations and documents",
    .unconfirmed_note = {"$0 further finding is not confirmed yet and therefore not in the report.",
                         "$0 further findings are not confirmed yet and therefore not in the "
                         "report."},
    .needs_caption = "Needs that were derived",
    .need_column = "Need",
    .priority_column = "Priority",
    .derived_from_column = "Derived from",
    .priority_note = "Priority: 1 is the most important, 5 the least.",

    .goals_caption = "Goals and how they stand",
    .goal_column = "Goal",
    .level_column = "Level",
    .level_guiding = "guiding goal",
    .level_intermediate = "intermediate goal",
    .level_action = "action goal",
    .measured_by_column = "How it is measured",
    .being_revised_note =
        "Where a goal was or is being revised and not adopted again, wording and date are those "
        "that were adopted last.",

    .measures_caption = "Measures and how they stand",
    .measure_number = "M\u00a0$0",
    .goals_column = "Goals",
    .progress_column = "Progress",
    .changed_column = "Changed on",
    .goals_note = "Goals: $0.",
    .goal_in_note = "$0\u00a0$1",
    .progress_note = "Progress: as told by those who carry the measure out.",
    .changed_note = "Changed on: the last change of what is recorded, if it was from $0 to $1.",
    .changed_to_note = "Changed on: the last change of what is recorded, if it was until $0.",
    .ideas_note = "Measures that are only an idea have a number, but are not in the table.",
    .status_chart_title = "Measures by status",
    .status_chart_alt = {"How $0 measure stands.", "How $0 measures stand."},
    .status_count = "$0 $1",
    .status_chart_in_words = "Measures by status: $0.",

    .efforts_caption = "Planned effort of the measures",
    .effort_units_column = "Organisational units",
    .planned_days_column = "Planned (working days)",
    .days_over_column = "Of these until this day (working days)",
    .all_measures = "All",
    .efforts_note =
        "Effort: the working days that organisational units planned for each month. Until this "
        "day: in the months that were over on $0. Measures that are only an idea or were "
        "discontinued do not count.",
    .actual_effort_note = "How many days people really worked is not recorded, and not told here.",
    .without_effort_note = {"For $0 other measure no effort is given.",
                            "For $0 other measures no effort is given."},

    .deviations_caption = "Measures that deviate",
    .why_column = "How it deviates",
    .blockers_column = "Blockers",
    .why_overdue = "It was due on $0",
    .why_blocked = "Work is blocked",
    .why_on_hold = "Work is on hold",
    .why_late = "It was to begin on $0",
    .why_blocker = "There is a blocker",
    .why_cancelled = "The measure was given up",
    .blocker_since = "$0 (since $1)",
    .deviations_note = "Blockers: what holds the measure up on the day of the report.",

    .overview_caption = "Indicators at a glance",
    .indicator_column = "Indicator",
    .baseline_column = "Baseline",
    .target_column = "Target",
    .target_day_column = "Target by",
    .actual_column = "Actual value",
    .actual_day_column = "Actual value of",
    .achievement_column = "Achievement",
    .achievement_note =
        "Achievement: how much of the way from baseline to target is done. It may be above 100% "
        "and below 0%, and is not defined where one of the values is missing or target and "
        "baseline are the same.",
    .actual_note =
        "Actual value: only checked values count. Where values are counted for each period, it "
        "is their sum, else the last one.",
    .incomplete_note =
        "$0: the sum lacks at least one period, which could not be measured. The actual value is "
        "incomplete.",
    .decreased_note =
        "$0: a value is less than the one before it. The indicator is a running total and cannot "
        "fall; its values need a check.",
    .monitoring_note =
        "These indicators describe the state of the town or region, which has many causes. The "
        "figures do not show what single measures brought about.",
    .of_programme = "$0 (indicator of the programme)",
    .values_caption = "Values: $0",
    .period_column = "Period",
    .value_column = "Value",
    .provisional_column = "Provisional value",
    .period_target_column = "Target of the period",
    .source_column = "Source",
    .source_manual = "entered",
    .source_import = "from a file",
    .source_survey = "from a survey",
    .source_unknown = "not on record",
    .definition_column = "Version of the definition",
    .checked_column = "State",
    .value_checked = "checked",
    .value_under_correction = "being corrected",
    .value_provisional = "provisional",
    .no_value = "no value yet",
    .provisional_note =
        "provisional: the value is not checked yet. It does not count and is not in the chart.",
    .correction_note = "being corrected: shown is the value that was fixed last.",
    .definition_note =
        "The definition of the indicator has changed. Values of different versions cannot be "
        "compared without further ado.",
    .no_line_note = "The values do not all measure the same, so there is no chart.",
    .not_measurable_note = "$0: not measurable. $1",
    .breakdown_withheld_note =
        "How “$0” is made up by “$1” is not told: at least one of the counts is 1 to $2, or could "
        "be worked out to be.",
    .breakdown_caption = "$0: $1, $2",
    .line_title = "Over time: $0",
    .line_alt = "The indicator “$0” over time: $1 $2, $3 $4.",
    .figure_in_words = "$0: $1.",
    .until_today = "until $0",
    .quarter = "Q$0 $1",
    .half_year = "H$0 $1",

    .decisions_caption = "Decisions of the bodies",
    .subject_column = "Subject",
    .decision_column = "Decision",
    .outcome_column = "Outcome",
    .outcome_proposed = "put forward",
    .outcome_adopted = "adopted",
    .outcome_modified = "adopted with a change",
    .outcome_deferred = "put off",
    .outcome_rejected = "rejected",
    .outcome_implemented = "adopted and carried out",
    .outcome_revoked = "revoked",
    .modification = "$0 Change: $1",

    .participation_caption = "Bodies and their meetings",
    .kind_column = "Kind",
    .members_column = "Members",
    .meetings_column = "Meetings",
    .attendances_column = "Attendances",
    .kind_steering = "steering group",
    .kind_guiding = "guiding group",
    .kind_planning = "planning group",
    .kind_working = "working group",
    .kind_council = "council or committee",
    .kind_unknown = "body",
    .members_note = "Members: functions that are in the body on the day of the report.",
    .period_note = "Meetings from $0 to $1 are counted.",
    .period_to_note = "Meetings until $0 are counted.",
    .uncounted_note = {"Of $0 meeting it is not said how many took part; it is missing in the "
                       "attendances.",
                       "Of $0 meetings it is not said how many took part; they are missing in "
                       "the attendances."},

    .steps_caption = "Next steps",
    .step_column = "Step",
    .belongs_to_column = "Belongs to",
    .kind_item = "action item",
    .kind_milestone = "milestone",

    .sustaining_none = "It was declared that there is nothing to be sustained.",
    .sustaining_accepted =
        "For everything that is to be sustained, somebody outside the engagement has taken over "
        "the responsibility.",
    .sustained_caption = "Measures that go on",
    .sustained_since_column = "Completed on",
    .handed_over_caption = "Action items that were handed over",
    .handed_over_on_column = "Handed over on",
    .item_column = "Action item",
};

}  // namespace

// Declared here and in plan_texts.cc, its only caller.
const PlanWording& EnglishPlanWording();
const PlanWording& EnglishPlanWording() { return kEnglish; }

}  // namespace lotse::reporting
