#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/qualitative/text/text_span.h"

// What Taguette exports (https://www.taguette.org). Its codebooks are read as any other:
// ReadCodebookRows for CSV, refi::ReadCodebook for .qdc.

namespace lotse::survey::codings {

// A highlight, found again in its text.
struct Highlight {
  std::string id;  // A number of Taguette.
  std::string document;
  qualitative::TextSpan span;
  std::vector<std::string> tags;  // Their whole names; none if it has no tag.
  std::vector<int> tag_lines;     // The line of the file of each tag, from 1.
  int line = 0;                   // The first of the file, from 1.
};

struct HighlightsResult {
  std::vector<Highlight> highlights;  // Empty if there is a finding of severity ERROR.
  std::string tag_heading;            // What the column of the tags is called in the file.
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads the table of highlights (id, document, tag, content; one row for each tag). It has no
// positions: each content is looked for in the text of its document, given by name. A WARNING with
// its line and column: it stands there more than once; the n-th highlight with it got the n-th
// place. An ERROR with them: a document that is not there, a content that does not stand in it or
// less often than there are such highlights, rows of one id that differ.
// INVALID_ARGUMENT as ReadColumns.
absl::StatusOr<HighlightsResult> ReadHighlights(absl::string_view csv,
                                                const std::map<std::string, std::string>& texts);

}  // namespace lotse::survey::codings
