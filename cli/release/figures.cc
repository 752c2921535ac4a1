#include "cli/release/figures.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/engagement/words.h"

namespace lotse::cli {

using survey::v1alpha::Figure;
using survey::v1alpha::FigureInterval;

std::string NumberText(const google::type::Decimal& number, const ViewOptions& options) {
  if (options.language != "de") return Show(number.value(), options);
  return Show(absl::StrReplaceAll(number.value(), {{".", ","}}), options);
}

std::string FigureWriter::Text(const Figure& figure) {
  return figure.has_number() ? NumberText(figure.number(), options_) : Mark(figure.undefined());
}

std::string FigureWriter::Share(const Figure& figure) {
  if (!figure.has_number()) return Mark(figure.undefined());
  const std::string text = NumberText(figure.number(), options_);
  const bool has_digit = text.find_first_of(",.") != std::string::npos;
  return has_digit ? text : absl::StrCat(text, Either(options_.language, ",0", ".0"));
}

std::string FigureWriter::Text(const FigureInterval& interval) {
  if (!interval.lower().has_number()) return Mark(interval.lower().undefined());
  if (!interval.upper().has_number()) return Mark(interval.upper().undefined());
  return absl::StrCat(Share(interval.lower()), Sign("-", "–", options_), Share(interval.upper()));
}

std::string FigureWriter::Bracketed(const FigureInterval& interval) {
  if (!interval.lower().has_number()) return Mark(interval.lower().undefined());
  if (!interval.upper().has_number()) return Mark(interval.upper().undefined());
  return absl::StrCat("[", NumberText(interval.lower().number(), options_), "; ",
                      NumberText(interval.upper().number(), options_), "]");
}

std::string FigureWriter::Protected() {
  protected_ = true;
  return absl::StrCat(Sign("*", "▒", options_), " ",
                      Show(Either(options_.language, "geschützt", "protected"), options_));
}

std::string FigureWriter::Mark(Figure::Undefined reason) {
  auto found = std::find(reasons_.begin(), reasons_.end(), reason);
  if (found == reasons_.end()) found = reasons_.insert(found, reason);
  const char letter = static_cast<char>('a' + (found - reasons_.begin()));
  return absl::StrCat(Sign("-", "–", options_), " (", std::string(1, letter), ")");
}

std::string FigureWriter::Notes() const {
  std::string notes;
  if (protected_) {
    absl::StrAppend(&notes, Lines(absl::StrCat("  ", Sign("*", "▒", options_), " "),
                                  Show(Either(options_.language,
                                              "geschützt: eine kleine Anzahl, oder eine, aus der "
                                              "sich eine kleine errechnen ließe",
                                              "protected: a small count, or one that a small one "
                                              "could be worked out of"),
                                       options_),
                                  options_));
  }
  for (size_t i = 0; i < reasons_.size(); ++i) {
    const std::string letter(1, static_cast<char>('a' + i));
    absl::StrAppend(&notes, Lines(absl::StrCat("  (", letter, ") "),
                                  Show(Word(reasons_[i], options_.language), options_), options_));
  }
  return notes;
}

}  // namespace lotse::cli
