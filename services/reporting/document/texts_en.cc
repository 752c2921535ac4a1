#include "services/reporting/document/texts.h"

namespace lotse::reporting {

namespace {

constexpr Wording kEnglish = {
    .programme_label = "Programme $0",

    .phases_done = "Completed phases: $0 of $1.",
    .phases_done_in_tracks = "Completed phases: $0 of $1 in $2 tracks.",
    .phases_skipped = "Skipped phases: $0.",
    .phases_active = "Now in progress: $0.",
    .phases_in_gate = "At the gate: $0.",
    .phase_none_active = "No phase is in progress now.",
    .phases_overdue = "Overdue phases: $0.",
    .phases_stale = "Phases to look at again: $0.",
    .took_part = {"$0 of $2 invited people took part in “$1”; the response rate is $3.",
                  "$0 of $2 invited people took part in “$1”; the response rate is $3."},
    .took_part_of_unknown = {"$0 person took part in “$1”; how many were invited is not known.",
                             "$0 people took part in “$1”; how many were invited is not known."},
    .more_than_invited = {"“$1” has $0 completed questionnaires; $2 person was invited.",
                          "“$1” has $0 completed questionnaires; $2 people were invited."},
    .took_part_protected =
        "So few people took part in “$0” that no figures are shown, to "
        "protect them.",

    .survey_unreachable =
        "The survey service could not be reached; its results are missing from "
        "this report.",
    .survey_partly_unreachable =
        "The survey service could not always be reached; some of its "
        "results are missing from this report.",
    .engagement_unreachable =
        "The engagement service could not be reached; the information on "
        "the process is missing from this report.",
    .engagement_partly_unreachable =
        "The engagement service could not always be reached; some of "
        "the information on the process is missing from this "
        "report.",
    .service_unreachable =
        "The service “$0” could not be reached; its information is missing "
        "from this report.",

    .facts_caption = "Key facts of the engagement",
    .fact_column = "Fact",
    .value_column = "Value",
    .fact_administration = "Administration",
    .fact_level = "Level",
    .fact_population = "Inhabitants",
    .fact_programme = "Programme",
    .fact_period = "Period",
    .fact_tracks = "Tracks",
    .level_municipality = "Municipality",
    .level_association = "Association of municipalities",
    .level_district = "District",
    .level_district_town = "District-free town",
    .tracks_intro =
        "A track is the course of the engagement in one part of the administration. Each track "
        "has phases of its own.",
    .phases_caption = "Phases of the engagement",
    .phase_column = "Phase",
    .state_column = "State",
    .actual_column = "Actual",
    .gate_with_conditions = {"with $0 condition", "with $0 conditions"},
    .gate_waived = "gate waived",
    .phase_stale = "to be looked at again",
    .gate_with_conditions_note =
        "with conditions: what was missing at the gate is kept as an action item with a date.",
    .phase_overdue_note =
        "overdue: the last day planned is before the day of this report, and the phase is "
        "neither completed nor skipped.",
    .phase_stale_note =
        "to be looked at again: a phase before it was opened again after this one had been "
        "worked on.",
    .phase_dash_note = "– in the other columns means: not planned, or has not happened yet.",
    .since_day = "since $0",
    .until_day = "until $0",
    .phase_not_of_engagement = "$0 (not a phase of this engagement)",

    .wave_untitled = "Survey $0",
    .section_untitled = "Part $0 of the questionnaire",
    .question_untitled = "Question $0",
    .data_caption = "Data basis",
    .invited_row = "People invited",
    .responses_row = "People who took part",
    .rate_row = "Response rate",
    .field_period_row = "Field period",
    .instrument_row = "Questionnaire",
    .unknown_value = "not known",
    .more_than_invited_note = "There are more completed questionnaires than invitations.",
    .period = "$0 to $1",
    .protection_note =
        "To protect the respondents, a result appears only if at least $0 people "
        "answered. Counts from 1 to $1 are not shown, and further ones are not "
        "shown where they could otherwise be worked out.",
    .protection_note_plain =
        "To protect the respondents, small counts are not shown, and further "
        "ones are not shown where they could otherwise be worked out.",
    .questions_in_one_other_language =
        "The questions are available in German only and appear in that language.",
    .questions_in_other_languages =
        "The questions are not available in English and appear in another language.",

    .answer_column = "Answer",
    .count_column = "Count",
    .share_column = "Share",
    .item_column = "Item",
    .base_column = "n",
    .table_caption = "Distribution of answers",
    .chart_title = "Shares of the answers",
    .caption_with_base = "$0 (n = $1)",
    .base_note = {"n: $0 person answered this question.", "n: $0 people answered this question."},
    .base_all_note = {"n: $0 person who took part. How many did not answer this question is "
                      "protected.",
                      "n: all $0 people who took part. How many of them did not answer this "
                      "question is protected."},
    .missing_note = {"No answer: $0 person.", "No answer: $0 people."},
    .not_reached_note = {"Stopped before this question: $0 person, not in n.",
                         "Stopped before this question: $0 people, not in n."},
    .multiple_choice_note =
        "More than one answer was possible; the shares need not add up to "
        "100%.",
    .protected_note = "Combined for protection: $0 with $1 in all.",
    .protected_with_missing_note =
        "Combined for protection: $0 and the people without an answer, "
        "$1 in all.",
    .protected_multiple_note = {"Not shown, for protection: $0 answer.",
                                "Not shown, for protection: $0 answers."},
    .not_shown_base =
        "Fewer than $0 people answered this question. To protect them, no figures "
        "are shown.",
    .not_shown_base_plain =
        "Too few people answered this question. To protect them, no figures "
        "are shown.",
    .not_shown_free_text =
        "This question was answered in free text. Free texts are neither "
        "counted nor quoted.",
    .not_shown_no_classes =
        "This question was answered with a number. The questionnaire sets no "
        "classes for it; so there is no table.",
    .not_shown_file =
        "This question was answered with a file. Files are neither counted nor "
        "reproduced.",
    .not_shown_condition =
        "Who was asked this question depends on earlier answers. Its figures could show "
        "what few people answered. To protect them, they are not shown.",
    .not_shown_other = "No figures are shown for this question.",

    .subject_of_item = "$0 – $1",
    .alt_intro = "Bar chart of “$0”: ",
    .alt_intro_with_base = "Bar chart of “$0” (n = $1): ",
    .alt_most = {"the most frequent answer was $0 ($1).",
                 "the most frequent answers were $0 ($1 each)."},
    .alt_most_of_shown = {"among the answers shown, the most frequent was $0 ($1).",
                          "among the answers shown, the most frequent were $0 ($1 each)."},
    .alt_none_given = "none of the answers shown was given.",
    .alt_all_protected = "all values are protected.",
    .figure_in_words = "$0: $1, $2.",
    .protected_in_words = "$0: protected.",
    .quoted = "“$0”",
    .list_and = " and ",

    .persons = {"$0 person", "$0 people"},
    .answers = {"$0 answer", "$0 answers"},

    .method_shares =
        "A share is taken of the people who answered a question (n), unless the "
        "table says otherwise. Shares are rounded half up to one decimal; their sum "
        "can therefore differ from 100%.",
    .method_missing = "“No answer” also counts people who were not asked the question.",
    .method_protection =
        "A protected value is marked “protected”. It is contained in no file of "
        "this version. Some values are protected only because another "
        "protected value could otherwise be worked out.",
    .method_free_text = "Free texts are neither counted nor quoted.",
    .method_charts = "Each chart shows the figures of the table below it.",
    .method_no_waves = "This report contains no survey results.",
    .origin_intro = "Each row names a source and the revision that was used for this report.",
    .origin_none = "No sources are recorded for this report.",
    .sources_caption = "Sources",
    .source_column = "Source",
    .service_column = "Service",
    .reached_column = "State",
    .revision_column = "Revision",
    .service_engagement = "Engagements",
    .service_survey = "Surveys",
    .source_reached = "✓\u00a0reached",
    .source_unreachable = "✗\u00a0not reachable",
    .source_state_unknown = "not known",
    .instruments_caption = "Questionnaires used",
    .wave_column = "Survey",
    .instrument_column = "Questionnaire",
    .sha256_column = "Checksum (SHA-256)",

    .as_of = "As of $0",
    .contents_heading = "Contents",
    .skip_link = "Skip to content",
    .table_label = "Table $0: $1",
    .figure_label = "Figure $0: $1",
    .protected_word = "protected",
    .protected_legend = "protected: this value is not shown, to protect the respondents.",
    .warning_word = "Warning",
    .content_hash_label = "Checksum of the content (SHA-256)",
    .content_hash_check =
        "How to check: fetch the same report as a JSON file and compute its "
        "SHA-256 checksum, for example with sha256sum. If it equals this one, "
        "the content is unchanged.",
};

}  // namespace

// Declared here and in texts.cc, its only caller.
const Wording& EnglishWording();
const Wording& EnglishWording() { return kEnglish; }

}  // namespace lotse::reporting
