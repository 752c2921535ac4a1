#include "services/reporting/render/style.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/colour.h"
#include "runtime/types/utf8.h"
#include "services/reporting/render/colours.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

constexpr std::pair<const char*, const char*> kVariables[] = {
    {"paper", colours::kPaper},
    {"text", colours::kText},
    {"muted", colours::kMutedText},
    {"heading", colours::kHeading},
    {"link", colours::kLink},
    {"table-head", colours::kTableHead},
    {"line", colours::kLine},
    {"scroll-shadow", colours::kScrollShadow},
    {"warning-paper", colours::kWarningPaper},
    {"warning-line", colours::kWarningLine},
    {"good", colours::kGood},
    {"at-risk", colours::kAtRisk},
    {"critical", colours::kCritical},
    {"idle", colours::kIdle},
};

// A table that is wider than the screen has a line and a shadow at the edge
// beyond which it goes on. They are backgrounds that stay where they are; covers
// in the colour of the paper move with the table and hide them at its ends.
constexpr char kScreen[] = R"(
html { color-scheme: light; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 52rem;
  color: var(--text); background: var(--paper);
  font-family: Segoe UI, Helvetica Neue, Arial, DejaVu Sans, sans-serif;
  font-size: 1rem; line-height: 1.5;
}
h1, h2, h3, h4, h5 {
  color: var(--heading); line-height: 1.25; margin: 2rem 0 0.5rem;
  overflow-wrap: break-word; hyphens: manual;
}
h1 { font-size: 2rem; margin-top: 0; }
h2 { font-size: 1.5rem; margin-top: 3rem; padding-bottom: 0.25rem; border-bottom: 2px solid; }
h3 { font-size: 1.25rem; }
h4 { font-size: 1.1rem; }
h5 { font-size: 1rem; }
p, li { max-width: 44rem; }
p { margin: 0 0 0.75rem; overflow-wrap: break-word; white-space: pre-line; }
main li, th, td { white-space: pre-line; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; }
.skip:focus { top: 0.5rem; color: var(--paper); background: var(--link); }
.logo { display: block; max-width: 12rem; max-height: 5rem; margin: 0 0 1rem; }
.subtitle { font-size: 1.15rem; margin-bottom: 0.25rem; }
.as-of, .publisher { margin-bottom: 0.25rem; }
.publisher, .as-of, .note, .notes, figcaption, caption, footer { color: var(--muted); }
.note, .notes, figcaption, caption, footer { font-size: 0.9rem; }
.warning {
  margin: 0 0 1rem; padding: 0.75rem 1rem; background: var(--warning-paper);
  border: 2px solid var(--warning-line); border-left-width: 0.5rem;
}
.warning p { margin: 0; }
main ul, main ol { margin: 0 0 0.75rem; padding-left: 1.75rem; }
li { overflow-wrap: break-word; }
dl { margin: 0 0 1rem; }
dl div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; column-gap: 1rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.card { margin: 1rem 0; padding: 0.75rem 1rem; border: 1px solid var(--line); }
.card dl { margin: 0; }
.card-title { font-weight: 600; margin-bottom: 0.35rem; }
.quote { margin: 1rem 1.5rem; }
.quote blockquote { margin: 0; quotes: auto; }
.quote blockquote p { margin: 0 0 0.25rem; }
.quote blockquote p::before { content: open-quote; }
.quote blockquote p::after { content: close-quote; }
.quote figcaption { text-align: right; font-weight: 400; font-size: 1rem; }
.good { color: var(--good); }
.at-risk { color: var(--at-risk); }
.critical { color: var(--critical); }
.idle { color: var(--idle); }
p, li, dd, th, td { hyphens: auto; }
nav { margin: 2rem 0; }
nav h2 { margin-top: 0; border: 0; font-size: 1.25rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav ol ol { padding-left: 1.75rem; }
nav a { display: inline-block; padding: 0.15rem 0; overflow-wrap: anywhere; }
figure { margin: 1rem 0; }
figure svg { display: block; max-width: 36rem; overflow: visible; }
figcaption { margin-top: 0.25rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 0.25rem; font-size: 0.95rem; }
caption { text-align: left; padding: 0 0 0.35rem; font-weight: 600; }
table + p, .scroll + p { margin-top: 0.75rem; }
th, td {
  padding: 0.35rem 0.5rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word;
}
thead th { background: var(--table-head); border-bottom: 2px solid var(--heading); vertical-align: bottom; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.number + :not(.number) { padding-left: 1.25rem; }
.short { white-space: nowrap; hyphens: manual; }
sup { line-height: 0; }
.long { overflow-wrap: anywhere; min-width: 8rem; }
.scroll {
  overflow-x: auto; margin: 1rem 0 0.25rem;
  background:
    linear-gradient(to right, var(--paper) 50%, transparent) 0 0 / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 50%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--line) 3px, var(--scroll-shadow) 3px, transparent)
      0 0 / 1rem 100% no-repeat scroll,
    linear-gradient(to left, var(--line) 3px, var(--scroll-shadow) 3px, transparent)
      100% 0 / 1rem 100% no-repeat scroll;
}
.scroll table { margin: 0; }
.scroll tbody th { min-width: 8rem; }
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.notes { margin-bottom: 1.5rem; }
.notes p { margin: 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
footer h2 { margin-top: 1.5rem; border: 0; font-size: 1.25rem; }
footer dl { font-size: 0.9rem; }
code { overflow-wrap: anywhere; font-family: Consolas, DejaVu Sans Mono, monospace; }
)";

constexpr char kNarrow[] = R"(
@media (max-width: 30rem) {
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.35rem; }
  th, td { padding: 0.35rem 0.3rem; }
  nav ol ol { padding-left: 1rem; }
}
)";

// Colours chosen by the reader: the covers would be patches in another colour.
constexpr char kForcedColours[] = R"(
@media (forced-colors: active) {
  .scroll { background: none; }
}
)";

// A caption and the heads of a table stay with its first rows, because a short
// table is never divided and a long one not before its third row. A chart that is longer than a
// sheet comes in parts; between them it is divided, never within one. What is wider than a sheet
// would make a browser shrink the whole document, so no line of a cell is kept together.
constexpr char kPaper[] = R"(
@page {
  size: A4; margin: 22mm 18mm 20mm;
}
@media print {
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .skip { display: none; }
  a { color: inherit; text-decoration: none; }
  main a { text-decoration: underline; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; break-inside: avoid; }
  h2 { margin-top: 2rem; }
  caption, .card-title { break-after: avoid; }
  figure, tr, .warning, .card, .quote, dl div, li { break-inside: avoid; }
  table.whole { break-inside: avoid; }
  figure:has(.parts) { break-inside: auto; }
  figure svg { break-inside: avoid; }
  figcaption { break-before: avoid; }
  thead, tbody tr:nth-child(-n+2) { break-after: avoid; }
  tbody tr:nth-last-child(2) { break-after: avoid; }
  table.wide { font-size: 8pt; }
  table.wide th, table.wide td { padding: 0.25rem; }
  p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  .notes { break-before: avoid; }
  .scroll { overflow: visible; background: none; }
  .scroll tbody th, .long { min-width: 0; }
  .short { white-space: pre-line; }
  p, li, figure svg { max-width: none; }
  thead th, figure svg, .logo { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

// Code points of a running title.
constexpr size_t kLongestTitle = 90;

// A text as a string of CSS. Everything but letters, digits and spaces is written
// as its code point, so nothing in it can end the string.
std::string CssString(absl::string_view text) {
  std::string out = "\"";
  size_t length = 0;
  while (!text.empty()) {
    if (length++ == kLongestTitle) {
      out += "\\2026 ";
      break;
    }
    const types::CodePoint c = types::DecodeFirst(text);
    text.remove_prefix(c.size);
    const bool plain = c.value == ' ' ||
                       (c.value < 0x80 && absl::ascii_isalnum(static_cast<unsigned char>(c.value)));
    if (plain) {
      out += static_cast<char>(c.value);
    } else {
      absl::StrAppend(&out, "\\", absl::Hex(static_cast<uint32_t>(c.value)), " ");
    }
  }
  return out + "\"";
}

}  // namespace

std::string ReportStyle(absl::string_view accent_colour) {
  std::string style = "\n:root {";
  for (const auto& [name, colour] : kVariables) {
    absl::StrAppend(&style, " --", name, ": ", colour, ";");
  }
  if (types::IsColour(accent_colour)) {
    absl::StrAppend(&style, " --heading: ", accent_colour, "; --link: ", accent_colour, ";");
  }
  absl::StrAppend(&style, " }", kScreen, kNarrow, kForcedColours, kPaper);
  return style;
}

std::string PageStyle(absl::string_view title, Language language) {
  const RenderWording& words = RenderWordingOf(language);
  return absl::StrCat("@page { @top-right { content: ", CssString(VisibleText(title)),
                      "; font: 8pt sans-serif; } @bottom-center { content: ", CssString(words.page),
                      " counter(page) ", CssString(words.of_pages),
                      " counter(pages); font: 8pt sans-serif; } }\n"
                      "@page :first { @top-right { content: none; } }\n");
}

}  // namespace lotse::reporting
