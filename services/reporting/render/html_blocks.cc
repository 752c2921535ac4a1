#include "services/reporting/render/html_blocks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/inline_text.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::IndicatorCard;
using v1alpha::Number;
using v1alpha::Paragraph;
using v1alpha::Span;

void WriteMarked(const Span& span, MarkupWriter& out) {
  switch (span.mark()) {
    case Span::MARK_EMPHASIS:
      out.Leaf("em", {}, span.text());
      return;
    case Span::MARK_STRONG:
      out.Leaf("strong", {}, span.text());
      return;
    default:
      out.Text(span.text());
      return;
  }
}

void WriteSpan(const Span& span, MarkupWriter& out) {
  std::vector<MarkupAttribute> attributes;
  if (!span.language().empty()) attributes.push_back({"lang", span.language()});
  const bool link = IsAddress(span.link());
  if (link) attributes.push_back({"href", span.link()});
  if (attributes.empty()) {
    WriteMarked(span, out);
    return;
  }
  out.Open(link ? MarkupName("a") : MarkupName("span"), attributes);
  WriteMarked(span, out);
  out.Close();
}

void WriteText(const Paragraph& paragraph, MarkupWriter& out) {
  out.Text(paragraph.text());
  WriteSpans(paragraph.spans(), out);
}

void WriteTerm(const char* term, const std::string& meaning, MarkupWriter& out) {
  if (meaning.empty()) return;
  out.Open("div");
  out.Leaf("dt", {}, term);
  out.Leaf("dd", {}, meaning);
  out.Close();
  out.NewLine();
}

std::string DirectionText(IndicatorCard::Direction direction, const RenderWording& words) {
  switch (direction) {
    case IndicatorCard::DIRECTION_INCREASE:
      return words.increase;
    case IndicatorCard::DIRECTION_DECREASE:
      return words.decrease;
    default:
      return "";
  }
}

// A number with its unit, which is that of the card if it has none, and its day if there is one.
std::string NumberOn(const Number& number, const std::string& unit, const char* with_day,
                     const google::type::Date& date, Language language) {
  Number full = number;
  if (full.unit().empty()) full.set_unit(unit);
  const std::string text = NumberWithUnit(full, language);
  const std::string day = FormatDate(language, date);
  return day.empty() ? text : absl::Substitute(with_day, text, day);
}

}  // namespace

void WriteSpans(const google::protobuf::RepeatedPtrField<Span>& spans, MarkupWriter& out) {
  for (const Span& span : spans) WriteSpan(span, out);
}

void WriteParagraph(const Paragraph& paragraph, Language language, MarkupWriter& out) {
  switch (paragraph.kind()) {
    case Paragraph::KIND_WARNING:
      out.Open("div", {{"class", "warning"}, {"role", "note"}});
      out.Open("p");
      out.Leaf("strong", {}, absl::StrCat(WordingOf(language).warning_word, ":"));
      out.Text(" ");
      WriteText(paragraph, out);
      out.Close();
      break;
    case Paragraph::KIND_NOTE:
      out.Open("p", {{"class", "note"}});
      WriteText(paragraph, out);
      break;
    default:
      out.Open("p");
      WriteText(paragraph, out);
      break;
  }
  out.Close();
  out.NewLine();
}

void WriteList(const v1alpha::TextList& list, MarkupWriter& out) {
  out.Open(list.numbered() ? MarkupName("ol") : MarkupName("ul"));
  out.NewLine();
  for (const v1alpha::TextItem& item : list.items()) {
    out.Open("li");
    WriteSpans(item.spans(), out);
    out.Close();
    out.NewLine();
  }
  out.Close();
  out.NewLine();
}

void WriteIndicator(const IndicatorCard& card, Language language, MarkupWriter& out) {
  const RenderWording& words = RenderWordingOf(language);
  out.Open("div", {{"class", "card"}});
  out.NewLine();
  out.Leaf("p", {{"class", "card-title"}}, card.title());
  out.NewLine();
  out.Open("dl");
  out.NewLine();
  WriteTerm(words.definition, card.definition(), out);
  WriteTerm(words.unit, card.unit(), out);
  WriteTerm(words.direction, DirectionText(card.direction(), words), out);
  WriteTerm(words.baseline,
            card.has_baseline() ? NumberOn(card.baseline(), card.unit(), words.of_day,
                                           card.baseline_date(), language)
            : card.baseline_waiver().empty()
                ? ""
                : absl::Substitute(words.no_baseline, card.baseline_waiver()),
            out);
  WriteTerm(words.target,
            card.has_target()
                ? NumberOn(card.target(), card.unit(), words.by_day, card.target_date(), language)
                : words.no_target,
            out);
  if (card.effect_level() > 0) {
    WriteTerm(words.effect_level, absl::Substitute(words.effect_level_value, card.effect_level()),
              out);
  }
  if (!card.resource().empty()) {
    WriteTerm(words.indicator,
              absl::Substitute(words.indicator_value, card.resource(), card.revision(),
                               card.definition_version()),
              out);
  }
  out.Close();
  out.Close();
  out.NewLine();
}

void WriteQuote(const v1alpha::Quote& quote, MarkupWriter& out) {
  out.Open("figure", {{"class", "quote"}});
  out.Open("blockquote", {{"lang", quote.language()}});
  out.Leaf("p", {}, quote.text());
  out.Close();
  out.Leaf("figcaption", {}, absl::StrCat("— ", quote.role_label()));
  out.Close();
  out.NewLine();
}

}  // namespace lotse::reporting
