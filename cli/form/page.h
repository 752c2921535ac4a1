#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::cli {

// Text for a terminal that is written line by line and broken at its width.
class Page {
 public:
  // Columns that a page has on a terminal of `columns`: 80 at most, and 40 at least.
  static int WidthFor(int columns);

  explicit Page(int width) : width_(width) {}

  int width() const { return width_; }

  // An empty line; none behind another one or at the top.
  void Gap();
  // A text behind `lead`, such as a number or a box. Its further lines stand below its first
  // word. Line ends of the text are kept, what formats it (HTML) is left out, and nothing of it
  // can move the cursor. Nothing for an empty text and lead.
  void Add(int indent, absl::string_view lead, absl::string_view text);
  // A line as it is.
  void Line(absl::string_view line);

  // What was written since the last time.
  std::string Take();

 private:
  const int width_;
  std::string text_;
  bool has_gap_ = true;
};

}  // namespace lotse::cli
