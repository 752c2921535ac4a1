#pragma once

#include <string>
#include <vector>

#include "cli/engagement/view.h"

// Lines of figures below one another, with a bar behind each.
namespace lotse::cli {

class Grid {
 public:
  // One line: a label, figures in the order of the headings (empty: none), and how long its bar
  // is, in per mille; -1: no bar.
  struct Line {
    std::string label;
    std::vector<std::string> figures;
    int per_mille = -1;
  };

  // All texts that are given were shown.
  Grid(std::vector<std::string> headings, const ViewOptions& options)
      : headings_(std::move(headings)), options_(options) {}

  void Add(Line line) { entries_.push_back({Entry::kLine, std::move(line)}); }
  // A text over the lines that follow.
  void AddHeading(const std::string& text) { entries_.push_back({Entry::kHeading, {text, {}}}); }
  // Sets the lines that follow apart.
  void AddRule() { entries_.push_back({Entry::kRule, {}}); }

  // The whole, in lines that fit in the view. A column without figures is left out; labels are
  // broken; where the columns leave no room, the last ones stand below their line, each behind
  // its heading. Figures are right-aligned.
  std::string Take() &&;

 private:
  struct Entry {
    enum Kind { kLine, kHeading, kRule };
    Kind kind;
    Line line;
  };

  void DropEmptyColumns();
  void MeasureColumns();
  std::string HeadingLine() const;
  std::string TextOf(const Line& line) const;
  std::string Below(const Line& line) const;

  std::vector<std::string> headings_;
  const ViewOptions& options_;
  std::vector<Entry> entries_;
  bool has_headings_ = false;  // some line has a heading over it, and stands further in
  size_t kept_ = 0;            // columns that stand in the line
  std::vector<int> widths_;
  int label_width_ = 0;
};

}  // namespace lotse::cli
