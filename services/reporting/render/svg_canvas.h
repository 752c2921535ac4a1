#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/reporting/render/colours.h"
#include "services/reporting/render/markup.h"

namespace lotse::reporting {

// What charts are drawn with. Distances from left to right are tenths of a per cent of the
// width, so that a chart fits every screen; distances from top to bottom are pixels, so that its
// text keeps its size. Everything is a whole number: the same chart gives the same bytes.
namespace svg {

// The whole width.
inline constexpr int64_t kFullWidth = 1000;
// Per cent of the width that a scale takes where a value stands beside it: 72 px are left for
// that on the narrowest telephone of 360 px.
inline constexpr int64_t kScaleWidth = 800;

// Heights in pixels: of a line of text, and from its top to the baseline of its letters.
inline constexpr int kLineHeight = 18;
inline constexpr int kBaseline = 14;
// Sizes of letters in pixels; none is smaller than 12.
inline constexpr int kTextSize = 14;
inline constexpr int kSmallTextSize = 12;

// A drawing higher than this, in pixels, does not fit on a sheet of A4 with its caption. It is
// written in parts that are at least as high as the second, unless it ends before.
inline constexpr int kSheetHeight = 860;
inline constexpr int kPartHeight = 240;

// Characters of a line over the whole width: at 14 px 40 of them take 330 px in the widest of
// the fonts used.
inline constexpr size_t kLineBudget = 40;

// `part` of `whole` on a scale of `width`, rounded half up. What is not within the scale ends
// with it; 0 if `whole` is not positive.
int64_t OnScale(int64_t part, int64_t whole, int64_t width);

// How many characters a text takes; East Asian ones count twice.
size_t Width(absl::string_view text);

// A text in lines of at most `budget` characters (as Width counts), broken at white
// space and in words that are longer; more than `most_lines` end in an ellipsis. At least one
// line, which may be empty.
std::vector<std::string> Wrap(absl::string_view text, size_t budget = kLineBudget,
                              size_t most_lines = 4);

// A rectangle.
struct Box {
  int64_t left = 0;
  int64_t width = 0;
  int top = 0;
  int height = 0;
};

// How a shape looks. An empty colour is none.
struct Paint {
  std::string fill = {};
  std::string stroke = {};
  int stroke_width = 1;
  // Lengths of dashes and gaps, for example `6 4`; empty for a whole line.
  const char* dashes = "";
};

// How a text looks and which point of it is at its place.
struct Type {
  const char* anchor = "start";
  int size = kTextSize;
  bool bold = false;
  const char* colour = colours::kText;
  // Pixels to the right.
  int shift = 0;
  // A rim in the colour of the paper, for text over lines.
  bool halo = false;
};

}  // namespace svg

// Collects what a chart draws, from back to front, and writes it when its height is known.
class SvgCanvas {
 public:
  // `id` begins the ids inside; it is that of the chart, so that they are unique in a document.
  explicit SvgCanvas(absl::string_view id) : id_(id) {}

  void Rect(const svg::Box& box, const svg::Paint& paint);
  // A rectangle whose width is in pixels, `shift` pixels to the right of `left`.
  void Square(int64_t left, int shift, int top, int size, const svg::Paint& paint);
  void Line(int64_t x1, int y1, int64_t x2, int y2, const svg::Paint& paint);
  void Dot(int64_t x, int y, int radius, const svg::Paint& paint, int shift = 0);
  // `y` is the baseline of the text.
  void Text(int64_t x, int y, absl::string_view text, const svg::Type& type = {});
  // The shapes until EndGroup() belong together.
  void BeginGroup();
  void EndGroup();

  // What is drawn from here on lies below `top`, and what was drawn before lies above it: a sheet
  // of paper may end here.
  void AllowBreak(int top) { breaks_.push_back({shapes_.size(), top}); }

  // Fills for what is protected (slanted lines) and for a third series (dots).
  std::string Hatch();
  std::string Dots();

  // Sets how high the drawing is.
  void SetHeight(int height) { height_ = height; }

  // Writes an `svg` element with a name and a description for those who do not see it; of a
  // drawing that is higher than a sheet several, one below the other, in an element that has the
  // two.
  void Write(absl::string_view name, absl::string_view description, MarkupWriter& out) const;

 private:
  struct Attribute {
    MarkupName name;
    std::string value;
  };
  using Attributes = std::vector<Attribute>;
  struct Shape {
    MarkupName tag;
    Attributes attributes;
    std::string text;
    enum { kWhole, kBegin, kEnd } part = kWhole;
  };

  // What lies between two places where a sheet may end: shapes from `first` up to `last`, from
  // `top` to `bottom`.
  struct Part {
    size_t first = 0;
    size_t last = 0;
    int top = 0;
    int bottom = 0;
  };
  struct Break {
    size_t shape = 0;
    int top = 0;
  };

  // The whole, unless it is higher than a sheet.
  std::vector<Part> Parts() const;
  void WritePatterns(MarkupWriter& out) const;
  void WriteShapes(const Part& part, MarkupWriter& out) const;

  const std::string id_;
  std::vector<Shape> shapes_;
  std::vector<Break> breaks_;
  int height_ = 0;
  bool hatch_ = false;
  bool dots_ = false;
};

}  // namespace lotse::reporting
