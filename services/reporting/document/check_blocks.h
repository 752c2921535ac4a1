#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/check_problems.h"

// What is wrong with text, lists, quotes and indicators of a document.
namespace lotse::reporting {

void CheckParagraph(const v1alpha::Paragraph& paragraph, const std::string& path,
                    Problems& problems);

void CheckList(const v1alpha::TextList& list, const std::string& path, Problems& problems);

// What somebody said is shown only with the record by which it was released.
void CheckQuote(const v1alpha::Quote& quote, const std::string& path, Problems& problems);

// `section` is where it stands, with its table; `scope` that of the section or of those around it.
void CheckIndicator(const v1alpha::IndicatorCard& card, const v1alpha::Section& section,
                    v1alpha::Section::Scope scope, const std::string& path, Problems& problems);

}  // namespace lotse::reporting
