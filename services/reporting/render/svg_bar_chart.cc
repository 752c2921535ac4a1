#include "services/reporting/render/svg_bar_chart.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using v1alpha::Bar;
using v1alpha::BarChart;

// Heights in pixels.
constexpr int kLineHeight = 18;
constexpr int kBarHeight = 18;
constexpr int kAboveBar = 4;
constexpr int kBelowBar = 14;
constexpr int kAxisHeight = 26;
// From the top of a line or bar to the baseline of the text in it.
constexpr int kBaseline = 14;
// Per cent of the width that stand for 100 %; the rest is for the value beside
// the longest bar, 72 px on the narrowest telephone of 360 px.
constexpr int64_t kScalePercent = 80;
// Characters of a line of a label: at 14 px 40 of them take 330 px in the widest
// of the fonts used.
constexpr size_t kLineBudget = 40;
constexpr size_t kMostLines = 4;

// `tenths` of a per cent as a length, for example `27.7%`.
std::string Length(int64_t tenths) { return absl::StrCat(tenths / 10, ".", tenths % 10, "%"); }

// Length of a share on the scale, in tenths of a per cent of the width, rounded
// half up. What is longer than the whole ends with the scale.
int64_t ScaledTenths(int64_t per_mille) {
  return (std::clamp<int64_t>(per_mille, 0, 1000) * kScalePercent + 50) / 100;
}

// Columns that a character takes: East Asian characters and symbols beyond the
// basic plane are twice as wide as Latin ones.
size_t Columns(char32_t c) { return c >= 0x2E80 ? 2 : 1; }

// Cuts a text into words at white space, and words longer than a line into
// pieces that fit.
std::vector<std::string> SplitWords(absl::string_view text) {
  std::vector<std::string> words(1);
  size_t columns = 0;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    const bool space = c.size == 1 && absl::ascii_isspace(static_cast<unsigned char>(text[0]));
    if (space || columns + Columns(c.value) > kLineBudget) {
      words.emplace_back();
      columns = 0;
    }
    if (!space) {
      words.back().append(text.data(), c.size);
      columns += Columns(c.value);
    }
    text.remove_prefix(c.size);
  }
  words.erase(std::remove(words.begin(), words.end(), ""), words.end());
  return words;
}

size_t Width(absl::string_view text) {
  size_t columns = 0;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    columns += Columns(c.value);
    text.remove_prefix(c.size);
  }
  return columns;
}

std::vector<std::string> WrapLabel(absl::string_view label) {
  std::vector<std::string> lines(1);
  for (const std::string& word : SplitWords(VisibleText(label))) {
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (Width(line) + 1 + Width(word) <= kLineBudget) {
      absl::StrAppend(&line, " ", word);
    } else if (lines.size() == kMostLines) {
      line += "…";
      return lines;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

void WriteHatch(const std::string& id, MarkupWriter& out) {
  out.Open("pattern", {{"id", id},
                       {"width", "6"},
                       {"height", "6"},
                       {"patternUnits", "userSpaceOnUse"},
                       {"patternTransform", "rotate(45)"}});
  out.Leaf("rect", {{"width", "6"}, {"height", "6"}, {"fill", colours::kPaper}}, "");
  out.Leaf("rect", {{"width", "2"}, {"height", "6"}, {"fill", colours::kHatch}}, "");
  out.Close();
}

void WriteProtected(const std::string& hatch, int top, Language language, MarkupWriter& out) {
  const std::string fill = absl::StrCat("url(#", hatch, ")");
  out.Leaf("rect",
           {{"x", "1"},
            {"y", absl::StrCat(top)},
            {"width", absl::StrCat(kBarHeight)},
            {"height", absl::StrCat(kBarHeight)},
            {"fill", fill},
            {"stroke", colours::kHatch},
            {"stroke-width", "1"}},
           "");
  out.Leaf("text", {{"x", "28"}, {"y", absl::StrCat(top + kBaseline)}},
           WordingOf(language).protected_word);
}

void WriteValue(const v1alpha::Share& share, int top, Language language, MarkupWriter& out) {
  const std::string y = absl::StrCat(top);
  const std::string height = absl::StrCat(kBarHeight);
  out.Leaf("rect",
           {{"x", "0"},
            {"y", y},
            {"width", Length(kScalePercent * 10)},
            {"height", height},
            {"fill", colours::kBarTrack}},
           "");
  const int64_t tenths = ScaledTenths(share.per_mille());
  if (tenths > 0) {
    out.Leaf("rect",
             {{"x", "0"},
              {"y", y},
              {"width", Length(tenths)},
              {"height", height},
              {"fill", colours::kBar},
              {"stroke", colours::kBarOutline},
              {"stroke-width", "1"}},
             "");
  }
  out.Leaf("text",
           {{"x", Length(tenths)},
            {"dx", "6"},
            {"y", absl::StrCat(top + kBaseline)},
            {"font-weight", "bold"}},
           FormatPerMille(language, share.per_mille()));
}

// Writes a bar below `top` and returns where the next one begins.
int WriteBar(const Bar& bar, const std::string& hatch, int top, Language language,
             MarkupWriter& out) {
  for (const std::string& line : WrapLabel(bar.label())) {
    out.Leaf("text", {{"x", "0"}, {"y", absl::StrCat(top + kBaseline)}}, line);
    top += kLineHeight;
  }
  top += kAboveBar;
  if (bar.has_share()) {
    WriteValue(bar.share(), top, language, out);
  } else {
    WriteProtected(hatch, top, language, out);
  }
  out.NewLine();
  return top + kBarHeight + kBelowBar;
}

void WriteAxis(int top, Language language, MarkupWriter& out) {
  out.Open("g", {{"font-size", "12"}, {"stroke", "none"}});
  out.Leaf("rect",
           {{"x", "0"},
            {"y", absl::StrCat(top)},
            {"width", Length(kScalePercent * 10)},
            {"height", "1"},
            {"fill", colours::kLine}},
           "");
  for (const int64_t percent : {0, 25, 50, 75, 100}) {
    out.Leaf("text",
             {{"x", Length(ScaledTenths(percent * 10))},
              {"y", absl::StrCat(top + 17)},
              {"fill", colours::kMutedText},
              {"text-anchor", percent == 0 ? "start" : "middle"}},
             FormatPercent(language, percent));
  }
  out.Close();
}

int ChartHeight(const BarChart& chart) {
  int height = kAxisHeight;
  for (const Bar& bar : chart.bars()) {
    height += static_cast<int>(WrapLabel(bar.label()).size()) * kLineHeight + kAboveBar +
              kBarHeight + kBelowBar;
  }
  return height;
}

}  // namespace

void WriteSvgBarChart(const BarChart& chart, Language language, MarkupWriter& out) {
  // An underscore cannot occur in an id of the document, so these are unique.
  const std::string title = absl::StrCat(chart.chart_id(), "_title");
  const std::string description = absl::StrCat(chart.chart_id(), "_desc");
  const std::string hatch = absl::StrCat(chart.chart_id(), "_hatch");
  out.Open("svg", {{"role", "img"},
                   {"aria-labelledby", title},
                   {"aria-describedby", description},
                   {"width", "100%"},
                   {"height", absl::StrCat(ChartHeight(chart))},
                   {"font-size", "14"},
                   {"fill", colours::kText}});
  out.NewLine();
  out.Leaf("title", {{"id", title}}, chart.alt_text());
  out.Leaf("desc", {{"id", description}}, chart.long_description());
  out.NewLine();
  const bool any_protected = std::any_of(chart.bars().begin(), chart.bars().end(),
                                         [](const Bar& bar) { return !bar.has_share(); });
  if (any_protected) {
    out.Open("defs");
    WriteHatch(hatch, out);
    out.Close();
    out.NewLine();
  }
  int top = 0;
  for (const Bar& bar : chart.bars()) top = WriteBar(bar, hatch, top, language, out);
  WriteAxis(top, language, out);
  out.Close();
}

}  // namespace lotse::reporting
