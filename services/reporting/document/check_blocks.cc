#include "services/reporting/document/check_blocks.h"

#include "absl/strings/ascii.h"
#include "services/reporting/document/check_table.h"
#include "services/reporting/document/inline_text.h"
#include "services/reporting/domain/indicator_rules.h"

namespace lotse::reporting {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::IndicatorCard;
using v1alpha::Paragraph;
using v1alpha::Quote;
using v1alpha::Section;
using v1alpha::Span;
using v1alpha::TextList;

// Last step of the effect ladder.
constexpr int kHighestEffectLevel = 7;

void CheckSpan(const Span& span, const std::string& path, Problems& problems) {
  if (span.text().empty()) problems.Add(In(path, "text"), "must not be empty");
  problems.RequireUtf8(span.text(), In(path, "text"));
  if (!span.language().empty()) problems.RequireLanguage(span.language(), In(path, "language"));
  if (!span.link().empty()) {
    problems.RequireUtf8(span.link(), In(path, "link"));
    if (!IsAddress(span.link())) {
      problems.Add(In(path, "link"), "is not an address that begins with `https://` or `mailto:`");
    }
  }
}

void CheckSpans(const RepeatedPtrField<Span>& spans, const std::string& path, Problems& problems) {
  bool any_text = false;
  for (int i = 0; i < spans.size(); ++i) {
    CheckSpan(spans[i], At(path, "spans", i), problems);
    any_text = any_text || !absl::StripAsciiWhitespace(spans[i].text()).empty();
  }
  if (!any_text) problems.Add(In(path, "spans"), "must not be without text");
}

// A number of which there may be none, with a day that belongs to it.
void CheckDated(bool has_number, const v1alpha::Number& number, bool has_day,
                const google::type::Date& day, const std::string& number_path,
                const std::string& day_path, Problems& problems) {
  if (has_number) CheckNumber(number, number_path, problems);
  if (!has_day) return;
  problems.RequireDay(day, day_path);
  if (!has_number) problems.Add(day_path, "must be absent without its number");
}

}  // namespace

void CheckParagraph(const Paragraph& paragraph, const std::string& path, Problems& problems) {
  if (paragraph.spans().empty()) {
    problems.RequireText(paragraph.text(), In(path, "text"));
    return;
  }
  if (!paragraph.text().empty()) problems.Add(In(path, "text"), "must be empty beside spans");
  CheckSpans(paragraph.spans(), path, problems);
}

void CheckList(const TextList& list, const std::string& path, Problems& problems) {
  if (list.items().empty()) problems.Add(In(path, "items"), "must not be empty");
  for (int i = 0; i < list.items_size(); ++i) {
    CheckSpans(list.items(i).spans(), At(path, "items", i), problems);
  }
}

void CheckQuote(const Quote& quote, const std::string& path, Problems& problems) {
  problems.RequireText(quote.text(), In(path, "text"));
  problems.RequireLanguage(quote.language(), In(path, "language"));
  problems.RequireText(quote.role_label(), In(path, "role_label"));
  problems.RequireRevision(quote.release().name(), quote.release().revision(),
                           In(path, "release.name"), In(path, "release.revision"));
}

void CheckIndicator(const IndicatorCard& card, const Section& section, Section::Scope scope,
                    const std::string& path, Problems& problems) {
  problems.RequireText(card.title(), In(path, "title"));
  problems.RequireUtf8(card.definition(), In(path, "definition"));
  problems.RequireUtf8(card.unit(), In(path, "unit"));
  problems.RequireUtf8(card.baseline_waiver(), In(path, "baseline_waiver"));
  CheckDated(card.has_baseline(), card.baseline(), card.has_baseline_date(), card.baseline_date(),
             In(path, "baseline"), In(path, "baseline_date"), problems);
  if (card.has_baseline() && !card.baseline_waiver().empty()) {
    problems.Add(In(path, "baseline_waiver"), "must be empty beside a baseline");
  }
  CheckDated(card.has_target(), card.target(), card.has_target_date(), card.target_date(),
             In(path, "target"), In(path, "target_date"), problems);
  if (TableIn(section, card.table_id()) == nullptr) {
    problems.Add(In(path, "table_id"), "names no table of the same section");
  }
  problems.RequireRevision(card.resource(), card.revision(), In(path, "resource"),
                           In(path, "revision"));
  if (card.definition_version() < 1) {
    problems.Add(In(path, "definition_version"), "is not 1 or more");
  }
  if (card.effect_level() < 0 || card.effect_level() > kHighestEffectLevel) {
    problems.Add(In(path, "effect_level"), "is not 0 to 7");
  }
  const Section::Scope needed =
      IsMonitoring(card.effect_level()) ? Section::SCOPE_MONITORING : Section::SCOPE_CONTROLLING;
  if (scope != needed) {
    problems.Add(path, needed == Section::SCOPE_MONITORING
                           ? "tells of the state of the town and must stand in a section of "
                             "monitoring"
                           : "tells of what is done and must stand in a section of controlling");
  }
}

}  // namespace lotse::reporting
