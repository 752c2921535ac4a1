#include "services/survey/exchange/limesurvey/settings.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {
namespace {

// Most settings of a question, but for its type. Source: instrument.proto.
constexpr int kMaxSettings = 31;
// Longest value that is kept, in bytes.
constexpr std::size_t kMaxValueBytes = 1024;

// What other parts read. Source of the names: LimeSurvey manual, "QS:" pages.
constexpr absl::string_view kRead[] = {"allowed_filetypes",
                                       "array_filter",
                                       "array_filter_exclude",
                                       "date_format",
                                       "date_max",
                                       "date_min",
                                       "dualscale_headerA",
                                       "dualscale_headerB",
                                       "em_validation_q",
                                       "em_validation_q_tip",
                                       "em_validation_sq",
                                       "em_validation_sq_tip",
                                       "equals_num_value",
                                       "equation",
                                       "exclude_all_others",
                                       "hidden",
                                       "max_answers",
                                       "max_filesize",
                                       "max_num_of_files",
                                       "max_num_value",
                                       "max_num_value_n",
                                       "maximum_chars",
                                       "min_answers",
                                       "min_num_of_files",
                                       "min_num_value",
                                       "min_num_value_n",
                                       "multiflexible_checkbox",
                                       "multiflexible_max",
                                       "multiflexible_min",
                                       "multiflexible_step",
                                       "num_value_int_only",
                                       "numbers_only",
                                       "other_comment_mandatory",
                                       "other_numbers_only",
                                       "other_replace_text",
                                       "random_order",
                                       "answer_order",
                                       "subquestion_order",
                                       "slider_accuracy",
                                       "slider_layout",
                                       "slider_max",
                                       "slider_min",
                                       "slider_separator"};

// What decides over looks, statistics and exports only, with what LimeSurvey sets of itself.
struct Look {
  absl::string_view name;
  absl::string_view usual;
};
constexpr Look kLooks[] = {{"alphasort", "0"},
                           {"answer_width", ""},
                           {"array_filter_style", "0"},
                           {"assessment_value", "1"},
                           {"category_separator", ""},
                           {"choice_title", ""},
                           {"crypted", "N"},
                           {"cssclass", ""},
                           {"display_columns", "1"},
                           {"display_rows", ""},
                           {"display_type", "0"},
                           {"dropdown_dates", "0"},
                           {"dropdown_dates_month_style", "0"},
                           {"dropdown_prefix", "0"},
                           {"dropdown_prepostfix", ""},
                           {"dropdown_separators", ""},
                           {"dropdown_size", ""},
                           {"exclude_all_others_auto", "0"},
                           {"hide_tip", "0"},
                           {"image", ""},
                           {"input_boxes", "0"},
                           {"input_size", ""},
                           {"label_input_columns", ""},
                           {"location_mapservice", "0"},
                           {"other_position", "end"},
                           {"other_position_code", ""},
                           {"page_break", "0"},
                           {"placeholder", ""},
                           {"prefix", ""},
                           {"printable_help", ""},
                           {"public_statistics", "0"},
                           {"question_template", "core"},
                           {"rank_title", ""},
                           {"repeat_headings", ""},
                           {"reverse", "0"},
                           {"samechoiceheight", "1"},
                           {"samelistheight", "1"},
                           {"save_as_default", "N"},
                           {"scale_export", "0"},
                           {"show_comment", "1"},
                           {"show_grand_total", "0"},
                           {"show_title", "1"},
                           {"show_totals", "0"},
                           {"showpopups", "1"},
                           {"slider_custom_handle", ""},
                           {"slider_default", ""},
                           {"slider_default_set", "1"},
                           {"slider_handle", "0"},
                           {"slider_middlestart", "0"},
                           {"slider_orientation", "0"},
                           {"slider_rating", "0"},
                           {"slider_reset", "0"},
                           {"slider_reversed", "0"},
                           {"slider_showminmax", "0"},
                           {"statistics_graphtype", "0"},
                           {"statistics_showgraph", "1"},
                           {"statistics_showmap", "1"},
                           {"suffix", ""},
                           {"text_input_columns", ""},
                           {"text_input_width", ""},
                           {"thousands_separator", "0"},
                           {"time_limit_action", "1"},
                           {"use_dropdown", "0"}};

const Look* LookOf(absl::string_view name) {
  const auto* found = std::find_if(std::begin(kLooks), std::end(kLooks),
                                   [&](const Look& look) { return look.name == name; });
  return found == std::end(kLooks) ? nullptr : found;
}

// True if a setting without a place here does nothing: it is not filled or switched off. What
// says more of a time limit does nothing without one.
bool DoesNothing(const SourceQuestion& source, absl::string_view name, absl::string_view value) {
  if (value.empty() || value == "0" || value == "N") return true;
  return absl::StartsWith(name, "time_limit_") && source.Attribute("time_limit").empty();
}

}  // namespace

void KeepSettings(const SourceQuestion& source, v1alpha::Question* question,
                  FindingList* findings) {
  for (const auto& [name, text] : source.attributes) {
    const std::string value(text.Any());
    if (std::count(std::begin(kRead), std::end(kRead), name) > 0) continue;
    const Look* look = LookOf(name);
    if (look == nullptr && DoesNothing(source, name, value)) continue;
    if (look != nullptr && (value.empty() || value == look->usual)) continue;
    const bool fits = question->settings_size() < kMaxSettings && value.size() <= kMaxValueBytes &&
                      name.size() <= kMaxValueBytes;
    if (look != nullptr && fits) {
      (*question->mutable_settings())[name] = value;
      continue;
    }
    findings->Warn(source.line, question->code(),
                   absl::StrCat("The setting `", Shortened(name), "` (`", Shortened(value),
                                "`) was not taken over."));
  }
}

}  // namespace lotse::survey::limesurvey
