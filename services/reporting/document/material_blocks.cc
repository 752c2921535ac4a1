#include "services/reporting/document/material_blocks.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::MaterialRelease;
using survey::v1alpha::ReleasedQuote;
using survey::v1alpha::ReleasedTheme;

// BCP 47 tag of a language that is not known.
constexpr char kUndetermined[] = "und";

// For whom it was released; empty where that is not known.
std::string AudienceOf(const MaterialRelease& from, Language language) {
  const SurveyWording& words = SurveyWordingOf(language);
  switch (from.scope()) {
    case MaterialRelease::SCOPE_STEERING_GROUP:
      return words.material_for_steering_group;
    case MaterialRelease::SCOPE_ADMINISTRATION:
      return words.material_for_administration;
    case MaterialRelease::SCOPE_PUBLIC:
      return words.material_for_all;
    default:
      return "";
  }
}

v1alpha::Cell CountCell(bool is_there, int32_t count) {
  return is_there ? IntegerCell(count) : ProtectedCell();
}

// Among how many was counted. Many people may have spoken in few cases, of which nothing is told.
std::string BaseOf(const Plural& shown, const char* hidden, bool is_there, int32_t count,
                   Language language) {
  return is_there ? absl::Substitute(FormFor(shown, count), FormatInteger(language, count))
                  : std::string(hidden);
}

void AppendThemes(const MaterialRelease& from, const std::string& id, Language language,
                  v1alpha::Section& section) {
  if (from.themes().empty()) return;
  const SurveyWording& words = SurveyWordingOf(language);
  AddParagraph(absl::StrCat(BaseOf(words.material_people, words.material_people_protected,
                                   from.has_participants(), from.participants(), language),
                            " ",
                            BaseOf(words.material_cases, words.material_cases_protected,
                                   from.has_cases(), from.cases(), language)),
               section);
  v1alpha::Table& table =
      AddTable(absl::StrCat(id, "--themes"), words.themes_caption,
               {words.theme_column, words.speakers_column, words.cases_column}, section);
  table.set_headings_are_content(true);
  for (const ReleasedTheme& theme : from.themes()) {
    AddRow({TextCell(theme.label()), CountCell(theme.has_speakers(), theme.speakers()),
            CountCell(theme.has_cases(), theme.cases())},
           table);
  }
  table.add_notes(words.themes_note);
  AddParagraph(words.material_protection, section, v1alpha::Paragraph::KIND_NOTE);
}

void AppendQuote(const MaterialRelease& from, const ReleasedQuote& quote, Language language,
                 v1alpha::Section& section) {
  v1alpha::Quote& out = *section.add_blocks()->mutable_quote();
  out.set_text(quote.wording());
  out.set_language(quote.language().empty() ? kUndetermined : quote.language());
  out.set_role_label(TextOr(quote.role_label(), language, SurveyWordingOf(language).person_asked));
  out.mutable_release()->set_name(from.name());
  int64_t revision = 0;
  if (absl::SimpleAtoi(from.etag(), &revision)) out.mutable_release()->set_revision(revision);
  out.mutable_release()->set_sha256(from.content_sha256());
}

// Those that stand for the code, under a line that says so.
void AppendQuotesOf(const MaterialRelease& from, const std::string& code, const std::string& line,
                    Language language, std::vector<bool>* shown, v1alpha::Section& section) {
  bool is_first = true;
  for (int i = 0; i < from.quotes_size(); ++i) {
    if (from.quotes(i).code() != code || (*shown)[static_cast<size_t>(i)]) continue;
    if (from.quotes(i).wording().empty()) continue;
    if (std::exchange(is_first, false)) AddParagraph(line, section);
    AppendQuote(from, from.quotes(i), language, section);
    (*shown)[static_cast<size_t>(i)] = true;
  }
}

void AppendQuotes(const MaterialRelease& from, Language language, v1alpha::Section& section) {
  const SurveyWording& words = SurveyWordingOf(language);
  std::vector<bool> shown(static_cast<size_t>(from.quotes_size()), false);
  for (const ReleasedTheme& theme : from.themes()) {
    AppendQuotesOf(from, theme.code(), absl::Substitute(words.quotes_of_theme, theme.label()),
                   language, &shown, section);
  }
  // What a code is called of which the release has no theme was not released.
  const bool any_before = std::find(shown.begin(), shown.end(), true) != shown.end();
  bool is_first = true;
  for (int i = 0; i < from.quotes_size(); ++i) {
    if (shown[static_cast<size_t>(i)] || from.quotes(i).wording().empty()) continue;
    if (std::exchange(is_first, false)) {
      AddParagraph(any_before ? words.quotes_other : words.quotes_all, section);
    }
    AppendQuote(from, from.quotes(i), language, section);
  }
}

}  // namespace

void AppendMaterial(const ReportInputs& inputs, v1alpha::Section& section) {
  const Language language = inputs.language;
  int number = 0;
  for (const MaterialRelease& from : inputs.materials) {
    const std::string id = absl::StrCat(section.section_id(), "-", PartOfName(from.name()));
    v1alpha::Section& out =
        AddSection(id,
                   TextOr(from.title(), language,
                          absl::Substitute(SurveyWordingOf(language).release_untitled, ++number)),
                   section);
    const std::string audience = AudienceOf(from, language);
    if (!audience.empty()) AddParagraph(audience, out, v1alpha::Paragraph::KIND_NOTE);
    AppendThemes(from, id, language, out);
    AppendQuotes(from, language, out);
    NameSourcesBelow(inputs, {from.name()}, out);
  }
}

}  // namespace lotse::reporting
