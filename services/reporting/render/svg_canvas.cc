#include "services/reporting/render/svg_canvas.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::reporting {
namespace svg {
namespace {

// Columns that a character takes: East Asian characters and symbols beyond the
// basic plane are twice as wide as Latin ones.
size_t Columns(char32_t c) { return c >= 0x2E80 ? 2 : 1; }

// Cuts a text into words at white space, and words longer than a line into
// pieces that fit.
std::vector<std::string> SplitWords(absl::string_view text, size_t budget) {
  std::vector<std::string> words(1);
  size_t columns = 0;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    const bool space = c.size == 1 && absl::ascii_isspace(static_cast<unsigned char>(text[0]));
    if (space || columns + Columns(c.value) > budget) {
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

}  // namespace

size_t Width(absl::string_view text) {
  size_t columns = 0;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    columns += Columns(c.value);
    text.remove_prefix(c.size);
  }
  return columns;
}

int64_t OnScale(int64_t part, int64_t whole, int64_t width) {
  if (whole <= 0 || part <= 0) return 0;
  if (part >= whole) return width;
  return static_cast<int64_t>((static_cast<__int128>(part) * width * 2 + whole) /
                              (static_cast<__int128>(whole) * 2));
}

std::vector<std::string> Wrap(absl::string_view text, size_t budget, size_t most_lines) {
  std::vector<std::string> lines(1);
  for (const std::string& word : SplitWords(VisibleText(text), budget)) {
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (Width(line) + 1 + Width(word) <= budget) {
      absl::StrAppend(&line, " ", word);
    } else if (lines.size() == most_lines) {
      line += "…";
      return lines;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

}  // namespace svg

namespace {

// `tenths` of a per cent as a length, for example `27.7%`.
std::string Length(int64_t tenths) { return absl::StrCat(tenths / 10, ".", tenths % 10, "%"); }

}  // namespace

void SvgCanvas::Rect(const svg::Box& box, const svg::Paint& paint) {
  Shape& shape = shapes_.emplace_back(Shape{"rect", {}, ""});
  shape.attributes = {{"x", Length(box.left)},
                      {"y", absl::StrCat(box.top)},
                      {"width", Length(box.width)},
                      {"height", absl::StrCat(box.height)},
                      {"fill", paint.fill.empty() ? "none" : paint.fill}};
  if (!paint.stroke.empty()) {
    shape.attributes.push_back({"stroke", paint.stroke});
    shape.attributes.push_back({"stroke-width", absl::StrCat(paint.stroke_width)});
  }
}

void SvgCanvas::Square(int64_t left, int shift, int top, int size, const svg::Paint& paint) {
  Rect({left, 0, top, size}, paint);
  for (auto& [name, value] : shapes_.back().attributes) {
    if (absl::string_view(name.get()) == "width") value = absl::StrCat(size);
  }
  if (shift != 0) {
    shapes_.back().attributes.push_back({"transform", absl::StrCat("translate(", shift, ")")});
  }
}

void SvgCanvas::Line(int64_t x1, int y1, int64_t x2, int y2, const svg::Paint& paint) {
  Shape& shape = shapes_.emplace_back(Shape{"line", {}, ""});
  shape.attributes = {{"x1", Length(x1)},       {"y1", absl::StrCat(y1)},
                      {"x2", Length(x2)},       {"y2", absl::StrCat(y2)},
                      {"stroke", paint.stroke}, {"stroke-width", absl::StrCat(paint.stroke_width)}};
  if (*paint.dashes != '\0') shape.attributes.push_back({"stroke-dasharray", paint.dashes});
}

void SvgCanvas::Dot(int64_t x, int y, int radius, const svg::Paint& paint, int shift) {
  Shape& shape = shapes_.emplace_back(Shape{"circle", {}, ""});
  shape.attributes = {
      {"cx", Length(x)},           {"cy", absl::StrCat(y)},
      {"r", absl::StrCat(radius)}, {"fill", paint.fill},
      {"stroke", paint.stroke},    {"stroke-width", absl::StrCat(paint.stroke_width)}};
  if (shift != 0) {
    shape.attributes.push_back({"transform", absl::StrCat("translate(", shift, ")")});
  }
}

void SvgCanvas::Text(int64_t x, int y, absl::string_view text, const svg::Type& type) {
  Shape& shape = shapes_.emplace_back(Shape{"text", {}, std::string(text)});
  shape.attributes = {{"x", Length(x)}, {"y", absl::StrCat(y)}};
  Attributes& attributes = shape.attributes;
  if (type.shift != 0) attributes.push_back({"dx", absl::StrCat(type.shift)});
  if (absl::string_view(type.anchor) != "start") attributes.push_back({"text-anchor", type.anchor});
  if (type.size != svg::kTextSize) attributes.push_back({"font-size", absl::StrCat(type.size)});
  if (type.bold) attributes.push_back({"font-weight", "bold"});
  if (absl::string_view(type.colour) != colours::kText) attributes.push_back({"fill", type.colour});
  if (type.halo) {
    attributes.push_back({"paint-order", "stroke"});
    attributes.push_back({"stroke", colours::kPaper});
    attributes.push_back({"stroke-width", "4"});
    attributes.push_back({"stroke-linejoin", "round"});
  }
}

void SvgCanvas::BeginGroup() { shapes_.push_back({"g", {}, "", Shape::kBegin}); }

void SvgCanvas::EndGroup() { shapes_.push_back({"g", {}, "", Shape::kEnd}); }

std::string SvgCanvas::Hatch() {
  hatch_ = true;
  return absl::StrCat("url(#", id_, "_hatch)");
}

std::string SvgCanvas::Dots() {
  dots_ = true;
  return absl::StrCat("url(#", id_, "_dots)");
}

void SvgCanvas::WritePatterns(MarkupWriter& out) const {
  if (!hatch_ && !dots_) return;
  out.Open("defs");
  if (hatch_) {
    out.Open("pattern", {{"id", absl::StrCat(id_, "_hatch")},
                         {"width", "6"},
                         {"height", "6"},
                         {"patternUnits", "userSpaceOnUse"},
                         {"patternTransform", "rotate(45)"}});
    out.Leaf("rect", {{"width", "6"}, {"height", "6"}, {"fill", colours::kPaper}}, "");
    out.Leaf("rect", {{"width", "2"}, {"height", "6"}, {"fill", colours::kHatch}}, "");
    out.Close();
  }
  if (dots_) {
    out.Open("pattern", {{"id", absl::StrCat(id_, "_dots")},
                         {"width", "6"},
                         {"height", "6"},
                         {"patternUnits", "userSpaceOnUse"}});
    out.Leaf("rect", {{"width", "6"}, {"height", "6"}, {"fill", colours::kPaper}}, "");
    out.Leaf("circle", {{"cx", "3"}, {"cy", "3"}, {"r", "1.2"}, {"fill", colours::kBarOutline}},
             "");
    out.Close();
  }
  out.Close();
  out.NewLine();
}

std::vector<SvgCanvas::Part> SvgCanvas::Parts() const {
  std::vector<Part> parts(1);
  if (height_ > svg::kSheetHeight) {
    for (const Break& place : breaks_) {
      Part& part = parts.back();
      if (place.top - part.top < svg::kPartHeight) continue;
      part.last = place.shape;
      part.bottom = place.top;
      parts.push_back({.first = place.shape, .top = place.top});
    }
  }
  parts.back().last = shapes_.size();
  parts.back().bottom = height_;
  return parts;
}

void SvgCanvas::WriteShapes(const Part& part, MarkupWriter& out) const {
  for (size_t i = part.first; i < part.last; ++i) {
    const Shape& shape = shapes_[i];
    if (shape.part == Shape::kEnd) {
      out.Close();
      out.NewLine();
      continue;
    }
    std::vector<MarkupAttribute> attributes;
    for (const Attribute& a : shape.attributes) attributes.push_back({a.name, a.value});
    out.Open(shape.tag, attributes);
    if (shape.part == Shape::kBegin) continue;
    out.Text(shape.text);
    out.Close();
    out.NewLine();
  }
}

void SvgCanvas::Write(absl::string_view name, absl::string_view description,
                      MarkupWriter& out) const {
  // An underscore cannot occur in an id of the document, so these are unique.
  const std::string title = absl::StrCat(id_, "_title");
  const std::string desc = absl::StrCat(id_, "_desc");
  const std::vector<MarkupAttribute> named = {
      {"role", "img"}, {"aria-labelledby", title}, {"aria-describedby", desc}};
  const std::vector<Part> parts = Parts();
  const bool whole = parts.size() == 1;
  if (!whole) {
    std::vector<MarkupAttribute> attributes = named;
    attributes.push_back({"class", "parts"});
    out.Open("div", attributes);
    out.NewLine();
  }
  for (const Part& part : parts) {
    const std::string height = absl::StrCat(part.bottom - part.top);
    const std::string size = absl::StrCat(svg::kTextSize);
    std::vector<MarkupAttribute> attributes;
    if (whole) attributes = named;
    attributes.insert(
        attributes.end(),
        {{"width", "100%"}, {"height", height}, {"font-size", size}, {"fill", colours::kText}});
    out.Open("svg", attributes);
    out.NewLine();
    if (part.first == 0) {
      out.Leaf("title", {{"id", title}}, name);
      out.Leaf("desc", {{"id", desc}}, description);
      out.NewLine();
      WritePatterns(out);
    } else {
      out.Open("g", {{"transform", absl::StrCat("translate(0,", -part.top, ")")}});
    }
    WriteShapes(part, out);
    if (part.first != 0) out.Close();
    out.Close();
    if (!whole) out.NewLine();
  }
  if (!whole) out.Close();
}

}  // namespace lotse::reporting
