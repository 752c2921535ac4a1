#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {

// A document as one HTML file that needs nothing else: no script, no font, no connection, and no
// picture but the logo, which stands in the file; a content security policy forbids them all. It is
// also well-formed XML. The same document and edition give the same bytes.
//
// It is made for WCAG 2.2 AA: language, a link past the contents, headings by the depth of the
// section, captions and headings of tables, charts with a name and a description, no meaning by
// colour alone, one column on a narrow screen. Printed it has page numbers and a running title,
// and nothing that belongs together is torn. All text of the document is shown literally (see
// VisibleText).
//
// Who publishes it and which edition it is stand at the end, with how to check the hash; what is
// empty is left out. The document is one that CheckDocument finds no problem in; of another one
// everything that can be shown is shown, in German if its language is unknown.
std::string RenderHtml(const v1alpha::Document& document, const Edition& edition);

}  // namespace lotse::reporting
