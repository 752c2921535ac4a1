#pragma once

#include "services/reporting/document/format.h"
#include "services/reporting/document/missing_words.h"

namespace lotse::reporting {

// Words that renderings say by themselves, beside those of the document's Wording, in one
// language. `$0`, `$1` stand for what is filled in with absl::Substitute.
struct RenderWording {
  // Head.
  const char* reporting_period;        // $0 first day, $1 last day
  const char* reporting_period_until;  // $0 last day
  const char* page;                    // Before the number of a page.
  const char* of_pages;                // Between that and how many there are.

  // Charts.
  const char* baseline;
  const char* target;
  const char* new_definition;
  const char* without_status;

  // Cards of indicators.
  const char* definition;
  const char* unit;
  const char* direction;
  const char* increase;
  const char* decrease;
  const char* of_day;  // $0 value, $1 day
  const char* by_day;  // $0 value, $1 day
  const char* no_baseline;
  const char* no_target;
  const char* effect_level;
  const char* effect_level_value;  // $0 step
  const char* indicator;
  const char* indicator_value;  // $0 name, $1 revision, $2 version of its definition

  // Imprint.
  const char* imprint_heading;
  const char* publisher;
  const char* contact;
  const char* barrier_contact;
  const char* funders;

  // Evidence.
  const char* evidence_heading;
  const char* report;
  const char* version;
  const char* previous_sha256;
  const char* template_label;
  const char* template_value;  // $0 name, $1 revision
  const char* log_heads_caption;
  const char* owner_column;
  const char* entry_column;
  const char* rules_caption;
  const char* rule_column;
  const char* version_column;

  // Files of data.
  const char* title;
  const char* subtitle;
  const char* time;
  const char* sheet_of_report;
  const char* sources_heading;  // $0 numbers of the sources
  const char* source_number;
  const char* last_reached_column;
  const char* numerator_of;    // $0 column
  const char* denominator_of;  // $0 column
  const char* unit_of;         // $0 column
  const char* resource_column;
  const char* revision_column;
  const char* table_column;
  const char* entry_kind_column;
  const char* text_column;
  const char* caption_entry;
  const char* note_entry;
  const char* shortened;
};

// The words of a language.
const RenderWording& RenderWordingOf(Language language);

}  // namespace lotse::reporting
