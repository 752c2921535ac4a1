#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"

namespace lotse::reporting {

// Longest text whose marks are read, in bytes. Of a longer one, and of one with blocks more
// than 50 deep in one another (a line that begins with 102 spaces counts as such), nothing is
// lost, but all of it is shown as it is written.
inline constexpr int kMaxMarkedBytes = 100'000;

// What people wrote, as paragraphs and lists. Of CommonMark 0.29 these are known: paragraphs,
// lists, `*stress*`, `**importance**`, links `[text](address)` and `<address>` to `https:` and
// `mailto:`, hard breaks, and the backslash that takes the meaning from a character. All else
// (HTML, headings, quotations, code, images, rules, tables, entities, definitions of links, links
// to elsewhere or with a title) becomes text as it stands in the source, never markup and never
// nothing.
//
// Paragraphs and items have spans. A line feed in a span is a hard break. A span that is stressed
// and important is important. A list within an item is kept in that item as text, a line each,
// with its bullets or numbers; so are other blocks within an item. A list with an empty item is
// kept as text, and so is one whose numbers neither count from 1 nor are all 1, as they may be
// referred to. Of white space, that at the ends of lines is not kept. Bytes that are not UTF-8, and
// U+0000, become U+FFFD; other control characters and those that change the direction of writing
// stay, for renderers to show. Empty if there is nothing but white space.
std::vector<v1alpha::Block> ParseFreeText(absl::string_view text);

}  // namespace lotse::reporting
