#include "cli/engagement/gantt.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "cli/engagement/days.h"
#include "cli/engagement/words.h"
#include "cli/text.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::GateVerdict;
using engagement::v1alpha::Phase;
using google::type::Date;

constexpr int kMostLabel = 30;
// Columns of a month at most; a short engagement shall not be torn apart.
constexpr int kMostOfMonth = 8;

// Months as columns.
class Axis {
 public:
  Axis(absl::CivilMonth first, absl::CivilMonth last, int columns)
      : first_(first), months_(static_cast<int>(last - first) + 1) {
    of_month_ = std::min(columns / months_, kMostOfMonth);
    columns_ = of_month_ > 0 ? of_month_ * months_ : columns;
  }

  int months() const { return months_; }
  int columns() const { return columns_; }
  // Columns of a month; 0 if there are more months than columns.
  int of_month() const { return of_month_; }
  absl::CivilMonth month(int index) const { return first_ + index; }
  int ColumnOfMonth(int index) const { return index * columns_ / months_; }

  // The column in which a day lies; that at the end for what is beyond it.
  int ColumnOf(const Date& date) const {
    const absl::CivilDay day = types::ToCivil(date);
    const absl::CivilMonth month(day);
    const auto index = static_cast<int>(month - first_);
    if (index < 0) return 0;
    if (index >= months_) return columns_ - 1;
    const auto days = static_cast<int>(absl::CivilDay(month + 1) - absl::CivilDay(month));
    // In days of this month, so that nothing is rounded twice.
    return (index * days + day.day() - 1) * columns_ / (months_ * days);
  }
  bool Holds(const Date& date) const {
    const absl::CivilMonth month(types::ToCivil(date));
    return month >= first_ && month - first_ < months_;
  }

 private:
  absl::CivilMonth first_;
  int months_;
  int of_month_ = 0;
  int columns_ = 0;
};

// A line of the chart, a sign for each column.
class Line {
 public:
  explicit Line(int columns) : cells_(columns, " ") {}
  void Put(int column, const std::string& sign) { cells_[column] = sign; }
  void Fill(int first, int last, const std::string& sign) {
    for (int i = first; i <= last; ++i) Put(i, sign);
  }
  // Behind what is there already, or not at all.
  void Write(int column, absl::string_view ascii) {
    if (column + ascii.size() > cells_.size()) return;
    for (const char c : ascii) {
      if (cells_[column] == " ") cells_[column] = std::string(1, c);
      ++column;
    }
  }
  // As Write, but only where all of it and the cell before are free, so that it can be read.
  void WriteApart(size_t column, absl::string_view ascii) {
    const size_t end = column + ascii.size();
    if (end > cells_.size()) return;
    for (size_t i = column == 0 ? 0 : column - 1; i < end; ++i) {
      if (cells_[i] != " ") return;
    }
    Write(static_cast<int>(column), ascii);
  }
  void PutIfFree(int column, const std::string& sign) {
    if (cells_[column] == " ") Put(column, sign);
  }
  std::string str() const {
    std::string text;
    for (const std::string& cell : cells_) text += cell;
    return std::string(absl::StripTrailingAsciiWhitespace(text));
  }

 private:
  std::vector<std::string> cells_;
};

std::string VerdictSign(GateVerdict::Verdict verdict, const ViewOptions& options) {
  switch (verdict) {
    case GateVerdict::VERDICT_PASSED:
      return Sign("P", "◆", options);
    case GateVerdict::VERDICT_PASSED_WITH_CONDITIONS:
      return Sign("C", "◇", options);
    case GateVerdict::VERDICT_FAILED:
      return Sign("F", "✗", options);
    default:
      return Sign("W", "◌", options);
  }
}

void Widen(const Date& day, absl::CivilMonth* first, absl::CivilMonth* last) {
  if (day.year() == 0) return;
  const absl::CivilMonth month(types::ToCivil(day));
  *first = std::min(*first, month);
  *last = std::max(*last, month);
}

// The months of the engagement and of everything that happened or shall happen in it.
Axis AxisOf(const Course& course, int columns) {
  absl::CivilMonth first(types::ToCivil(course.engagement.start_date()));
  absl::CivilMonth last(types::ToCivil(course.engagement.end_date()));
  Widen(course.engagement.agreed_end_date(), &first, &last);
  for (const TrackCourse& track : course.tracks) {
    for (const Phase& phase : track.phases) {
      Widen(phase.planned_start_date(), &first, &last);
      Widen(phase.planned_end_date(), &first, &last);
      Widen(phase.start_date(), &first, &last);
      Widen(phase.complete_date(), &first, &last);
      for (const GateVerdict& verdict : phase.verdicts()) Widen(verdict.date(), &first, &last);
      // What is begun and not complete goes on until the day.
      if (course.day.has_value() && phase.has_start_date() && !phase.has_complete_date()) {
        Widen(*course.day, &first, &last);
      }
    }
  }
  return Axis(first, last, columns);
}

class Chart {
 public:
  Chart(const Course& course, const ViewOptions& options)
      : course_(course),
        options_(options),
        label_(LabelWidth()),
        axis_(AxisOf(course, options.width - label_ - 1)) {}

  std::string str() {
    AddHead();
    for (const TrackCourse& track : course_.tracks) {
      Add(ShowText(track.track.title(), options_), Line(axis_.columns()));
      for (const Phase& phase : track.phases) AddPhase(phase);
    }
    return text_;
  }

 private:
  std::string PhaseLabel(const Phase& phase) const {
    return absl::StrCat("  ", PhaseSign(phase.state(), options_), " ",
                        ShowText(phase.title(), options_));
  }

  std::string StateLabel(const Phase& phase) const {
    std::string label =
        absl::StrCat("    ", Show(Word(phase.state(), options_.language), options_));
    if (phase.stale()) label += " !";
    if (IsOverdue(course_, phase)) {
      absl::StrAppend(&label, ", ",
                      Show(Either(options_.language, "überfällig", "overdue"), options_));
    }
    return label;
  }

  int LabelWidth() const {
    int width = 0;
    for (const TrackCourse& track : course_.tracks) {
      width = std::max(width, DisplayWidth(ShowText(track.track.title(), options_)));
      for (const Phase& phase : track.phases) {
        width = std::max({width, DisplayWidth(PhaseLabel(phase)), DisplayWidth(StateLabel(phase))});
      }
    }
    return std::min(width, kMostLabel);
  }

  bool HoldsDay() const { return course_.day.has_value() && axis_.Holds(*course_.day); }

  void Add(const std::string& label, Line line) {
    if (HoldsDay()) line.PutIfFree(axis_.ColumnOf(*course_.day), Sign("|", "│", options_));
    const std::string text =
        absl::StrCat(PadRight(CutTo(label, label_, options_), label_), " ", line.str());
    absl::StrAppend(&text_, absl::StripTrailingAsciiWhitespace(text), "\n");
  }

  void AddHead() {
    Line years(axis_.columns());
    Line months(axis_.columns());
    for (int i = 0; i < axis_.months(); ++i) {
      const absl::CivilMonth month = axis_.month(i);
      const int column = axis_.ColumnOfMonth(i);
      if (i == 0 || month.month() == 1) years.WriteApart(column, absl::StrCat(month.year()));
      months.Write(column, MonthLabel(month.month()));
    }
    AddBare(years);
    if (axis_.of_month() > 0) AddBare(months);
    if (!HoldsDay()) return;
    const int column = axis_.ColumnOf(*course_.day);
    const std::string day = DayText(*course_.day);
    Line mark(axis_.columns());
    mark.Put(column, Sign("v", "▼", options_));
    const int behind = column + 2;
    const int before = column - 1 - static_cast<int>(day.size());
    mark.Write(
        behind + static_cast<int>(day.size()) <= axis_.columns() || before < 0 ? behind : before,
        day);
    AddBare(mark);
  }

  // Two digits where there is space, else the first letter, which is the same in German
  // and English.
  std::string MonthLabel(int month) const {
    if (axis_.of_month() >= 3) return absl::StrCat(month < 10 ? "0" : "", month);
    return std::string(1, "JFMAMJJASOND"[month - 1]);
  }

  void AddBare(const Line& line) {
    const std::string text = absl::StrCat(std::string(label_ + 1, ' '), line.str());
    absl::StrAppend(&text_, absl::StripTrailingAsciiWhitespace(text), "\n");
  }

  void AddPhase(const Phase& phase) {
    Line planned(axis_.columns());
    if (phase.has_planned_start_date() && phase.has_planned_end_date()) {
      planned.Fill(axis_.ColumnOf(phase.planned_start_date()),
                   axis_.ColumnOf(phase.planned_end_date()), Sign("-", "░", options_));
    }
    Add(PhaseLabel(phase), planned);
    Line actual(axis_.columns());
    if (phase.has_start_date()) {
      const Date& end = phase.has_complete_date() ? phase.complete_date()
                        : course_.day.has_value() ? *course_.day
                                                  : phase.start_date();
      actual.Fill(axis_.ColumnOf(phase.start_date()), axis_.ColumnOf(end),
                  Sign("#", "█", options_));
      if (!phase.has_complete_date()) actual.Put(axis_.ColumnOf(end), Sign(">", "►", options_));
    }
    for (const GateVerdict& verdict : phase.verdicts()) {
      actual.Put(axis_.ColumnOf(verdict.date()), VerdictSign(verdict.verdict(), options_));
    }
    Add(StateLabel(phase), actual);
  }

  const Course& course_;
  const ViewOptions& options_;
  const int label_;
  const Axis axis_;
  std::string text_;
};

// Entries of a legend behind `before`, as many to a line as fit.
std::string Entries(const std::string& before, const std::vector<std::string>& entries,
                    const ViewOptions& options) {
  std::string text;
  std::string line = before;
  bool is_first = true;
  for (const std::string& entry : entries) {
    if (!is_first && DisplayWidth(line) + 2 + DisplayWidth(entry) > options.width) {
      absl::StrAppend(&text, line, "\n");
      line = std::string(DisplayWidth(before), ' ');
      is_first = true;
    }
    absl::StrAppend(&line, is_first ? "" : "  ", entry);
    is_first = false;
  }
  return absl::StrCat(text, line, "\n");
}

std::string Legend(const ViewOptions& options) {
  const bool german = options.language == "de";
  const auto verdict = [&](GateVerdict::Verdict value) {
    return absl::StrCat(VerdictSign(value, options), " ",
                        Show(Word(value, options.language), options));
  };
  const std::vector<std::string> signs = {
      absl::StrCat(Sign("-", "░", options), german ? " geplant" : " planned"),
      absl::StrCat(Sign("#", "█", options), german ? " wie es war" : " as it went"),
      absl::StrCat(Sign(">", "►", options), german ? " noch dabei" : " still going on"),
      absl::StrCat("! ", Show(Either(options.language, "erneut zu prüfen", "to be looked at again"),
                              options)),
  };
  std::vector<std::string> verdicts;
  for (const auto value : {GateVerdict::VERDICT_PASSED, GateVerdict::VERDICT_PASSED_WITH_CONDITIONS,
                           GateVerdict::VERDICT_FAILED, GateVerdict::VERDICT_WAIVED}) {
    verdicts.push_back(verdict(value));
  }
  const std::string gate = Show(Either(options.language, "Prüfpunkt: ", "Gate: "), options);
  return absl::StrCat(Entries("", signs, options), Entries(gate, verdicts, options));
}

}  // namespace

std::string PhaseSign(Phase::State state, const ViewOptions& options) {
  switch (state) {
    case Phase::STATE_PLANNED:
      return Sign(".", "○", options);
    case Phase::STATE_READY:
      return Sign("o", "▷", options);
    case Phase::STATE_ACTIVE:
      return Sign("*", "●", options);
    case Phase::STATE_IN_GATE:
      return Sign("G", "◆", options);
    case Phase::STATE_COMPLETED:
      return Sign("x", "✓", options);
    case Phase::STATE_REOPENED:
      return Sign("~", "↺", options);
    case Phase::STATE_SKIPPED:
      return Sign("/", "⊘", options);
    default:
      return "?";
  }
}

std::string ViewGantt(const Course& course, const ViewOptions& options) {
  const std::string text = Lines("", ShowText(course.engagement.title(), options), options);
  if (course.tracks.empty()) {
    return absl::StrCat(
        text,
        Show(Either(options.language, "Es gibt keine Stränge.", "There are no tracks."), options),
        "\n");
  }
  return absl::StrCat(text, "\n", Chart(course, options).str(), "\n", Legend(options));
}

}  // namespace lotse::cli
