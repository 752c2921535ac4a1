#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/engagement/view.h"
#include "google/type/decimal.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"

// How figures are written.
namespace lotse::cli {

// A number as the language writes it: 51,6 or 51.6.
std::string NumberText(const google::type::Decimal& number, const ViewOptions& options);

// Writes the figures of one table. Where one has no value stands a dash and a letter, and a note
// below the table says why; nothing is ever shown as 0 that is not.
class FigureWriter {
 public:
  explicit FigureWriter(const ViewOptions& options) : options_(options) {}

  // Shown text.
  std::string Text(const survey::v1alpha::Figure& figure);
  // The same of per cent, always with a digit behind the point, so that columns stand in line.
  std::string Share(const survey::v1alpha::Figure& figure);
  // The two ends of an interval in per cent: `44,9–58,0`.
  std::string Text(const survey::v1alpha::FigureInterval& interval);
  // The same in brackets, for figures that may be negative: `[-3,1; 4,0]`.
  std::string Bracketed(const survey::v1alpha::FigureInterval& interval);
  // What stands for a protected count: a sign and a word.
  std::string Protected();

  // The notes on what was written, a line each; nothing if there are none.
  std::string Notes() const;

 private:
  // A dash and the letter of the reason.
  std::string Mark(survey::v1alpha::Figure::Undefined reason);

  const ViewOptions& options_;
  std::vector<survey::v1alpha::Figure::Undefined> reasons_;
  bool protected_ = false;
};

}  // namespace lotse::cli
