#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/markup.h"

// The blocks of a document that are text, as HTML.
namespace lotse::reporting {

// A paragraph: plain or of spans; a note is smaller, a warning stands in a box with a word.
void WriteParagraph(const v1alpha::Paragraph& paragraph, Language language, MarkupWriter& out);

// Spans with their marks and languages. A link leads to an `https:` or `mailto:` address; of any
// other one only the text is shown.
void WriteSpans(const google::protobuf::RepeatedPtrField<v1alpha::Span>& spans, MarkupWriter& out);

// A list, numbered or not.
void WriteList(const v1alpha::TextList& list, MarkupWriter& out);

// What an indicator measures, as a list of terms and what they mean.
void WriteIndicator(const v1alpha::IndicatorCard& card, Language language, MarkupWriter& out);

// What somebody said, in its language, with the role of who said it.
void WriteQuote(const v1alpha::Quote& quote, MarkupWriter& out);

}  // namespace lotse::reporting
