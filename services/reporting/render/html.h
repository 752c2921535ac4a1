#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"

namespace lotse::reporting {

// A document as one HTML file that needs nothing else: no script, no picture, no
// font, no connection; a content security policy forbids them all. It is also
// well-formed XML. The same document gives the same bytes.
//
// It is made for WCAG 2.2 AA: language, a link past the contents, headings by
// the depth of the section, captions and headings of tables, charts with a name
// and a description, no meaning by colour alone, one column on a narrow screen.
// All text of the document is shown literally (see VisibleText).
//
// `content_sha256` is the hash of the document's canonical JSON; it is printed at
// the end with how to check it, and left out if empty. The document is one that
// CheckDocument finds no problem in; of another one everything that can be shown
// is shown, in German if its language is unknown.
std::string RenderHtml(const v1alpha::Document& document, absl::string_view content_sha256);

}  // namespace lotse::reporting
