#include "cli/engagement/status_view.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "cli/engagement/days.h"
#include "cli/engagement/gantt.h"
#include "cli/engagement/words.h"
#include "cli/json.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: everything that is shown comes from there.

// Lines of a list; the commands for it show the rest.
constexpr size_t kMostLines = 10;

// How many there are in each state, and how many have to be looked at again.
struct Counts {
  std::map<int, int> by_state;
  int all = 0;
  int stale = 0;
};

template <typename Resource>
Counts CountOf(const std::vector<Resource>& resources) {
  Counts counts;
  for (const Resource& resource : resources) {
    ++counts.by_state[resource.state()];
    ++counts.all;
    if (resource.stale()) ++counts.stale;
  }
  return counts;
}

class StatusView {
 public:
  StatusView(const Course& course, const absl::optional<Outlook>& outlook,
             const ViewOptions& options)
      : course_(course), outlook_(outlook), options_(options) {}

  std::string str() {
    AddHead();
    AddTracks();
    AddCounts();
    if (outlook_.has_value()) {
      AddGaps();
      AddDue();
      AddCapacity();
    }
    return text_;
  }

 private:
  std::string Say(absl::string_view german, absl::string_view english) const {
    return Show(Either(options_.language, german, english), options_);
  }
  template <typename Enum>
  std::string WordFor(Enum value) const {
    return Show(Word(value, options_.language), options_);
  }

  std::string DayLine() const {
    return course_.day.has_value() ? DayText(*course_.day) : Say("heute", "today");
  }

  // From when a version counts: it can be put in force before its first day. Days are told as
  // they are compared.
  std::string CountsFrom(const Agreement& agreement) const {
    const std::string from = DayText(agreement.effective_date());
    if (!course_.day.has_value() || from <= DayText(*course_.day)) {
      return absl::StrCat(Say("in Kraft seit ", "in force since "), from);
    }
    const std::string begins = absl::StrCat(Say("ab ", "from "), from);
    if (!course_.agreement_before.has_value()) return begins;
    return absl::StrCat(begins, Say("; bis dahin Fassung ", "; version "),
                        course_.agreement_before->number(), Say("", " until then"));
  }

  std::string AgreementLine() const {
    if (!course_.agreement.has_value()) return Say("keine in Kraft", "none in force");
    const Agreement& agreement = *course_.agreement;
    const int points = agreement.focus_items_size();
    return absl::StrCat(Say("Fassung ", "version "), agreement.number(), ", ",
                        CountsFrom(agreement), ", ", points, " ",
                        points == 1 ? Say("Schwerpunkt", "point of focus")
                                    : Say("Schwerpunkte", "points of focus"));
  }

  void AddHead() {
    const Engagement& engagement = course_.engagement;
    std::string runtime = absl::StrCat(DayText(engagement.start_date()), Say(" bis ", " to "),
                                       DayText(engagement.end_date()));
    if (engagement.has_agreed_end_date() &&
        DayText(engagement.agreed_end_date()) != DayText(engagement.end_date())) {
      absl::StrAppend(&runtime, ", ", Say("vereinbart bis ", "agreed until "),
                      DayText(engagement.agreed_end_date()));
    }
    absl::StrAppend(&text_, Lines("", ShowText(engagement.title(), options_), options_),
                    Lines("", engagement.name(), options_), "\n");
    absl::StrAppend(&text_,
                    Facts({{Say("Stand", "As of"), DayLine()},
                           {Say("Zustand", "State"), WordFor(engagement.state())},
                           {Say("Verwaltung", "Administration"), engagement.administration()},
                           {Say("Laufzeit", "Runtime"), runtime},
                           {Say("Vereinbarung", "Agreement"), AgreementLine()}},
                          options_));
  }

  // What is to be said of a phase beside its state; each has a line of its own.
  std::vector<std::string> NotesOf(const Phase& phase) const {
    std::vector<std::string> notes;
    if (IsOverdue(course_, phase)) notes.push_back(Say("überfällig", "overdue"));
    if (phase.stale()) notes.push_back(Say("erneut zu prüfen", "to be looked at again"));
    if (!phase.verdicts().empty()) {
      const auto verdict = phase.verdicts(phase.verdicts_size() - 1).verdict();
      if (verdict != GateVerdict::VERDICT_PASSED) {
        notes.push_back(Say("Prüfpunkt ", "gate ") + WordFor(verdict));
      }
    }
    return notes;
  }

  void AddTracks() {
    absl::StrAppend(&text_, "\n", Say("Stränge und Phasen", "Tracks and phases"), "\n");
    std::vector<std::vector<std::string>> rows;
    for (const TrackCourse& track : course_.tracks) {
      rows.push_back({"", ShowText(track.track.title(), options_), "", ""});
      for (const Phase& phase : track.phases) {
        rows.push_back(
            {PhaseSign(phase.state(), options_), ShowText(phase.title(), options_),
             WordFor(phase.state()),
             PeriodText(phase.planned_start_date(), phase.planned_end_date(), options_.ascii)});
        for (const std::string& note : NotesOf(phase)) rows.push_back({"", "", "", note});
      }
    }
    absl::StrAppend(&text_, rows.empty() ? NoneLine() : Columns(rows, 1, 2, options_));
  }

  std::string NoneLine() const { return absl::StrCat("  ", Say("keine", "none"), "\n"); }

  void AddCounts() {
    absl::StrAppend(
        &text_, "\n",
        Facts({{Say("Ziele", "Goals"), CountLine<Goal::State>(course_.goals)},
               {Say("Maßnahmen", "Measures"), CountLine<Measure::State>(course_.measures)}},
              options_));
  }

  template <typename State, typename Resource>
  std::string CountLine(const std::vector<Resource>& resources) const {
    const Counts counts = CountOf(resources);
    std::vector<std::string> parts;
    for (const auto& [state, count] : counts.by_state) {
      parts.push_back(absl::StrCat(count, " ", WordFor(static_cast<State>(state))));
    }
    std::string line = absl::StrCat(counts.all);
    if (!parts.empty()) absl::StrAppend(&line, ": ", absl::StrJoin(parts, ", "));
    if (counts.stale > 0) {
      absl::StrAppend(&line, "; ", counts.stale, " ",
                      Say("erneut zu prüfen", "to be looked at again"));
    }
    return line;
  }

  void AddList(const std::string& title, std::vector<std::vector<std::string>> rows,
               size_t flexible) {
    absl::StrAppend(&text_, "\n", title, ": ",
                    rows.empty() ? Say("keine", "none") : absl::StrCat(rows.size()), "\n");
    const size_t all = rows.size();
    if (all > kMostLines) rows.resize(kMostLines);
    if (!rows.empty()) absl::StrAppend(&text_, Columns(rows, flexible, 2, options_));
    if (all > kMostLines) {
      absl::StrAppend(&text_, "  ", Sign("...", "…", options_), " ", all - kMostLines, " ",
                      Say("weitere; alle mit --json", "more; all with --json"), "\n");
    }
  }

  void AddGaps() {
    std::vector<std::vector<std::string>> rows;
    for (const Gap& gap : outlook_->gaps) {
      rows.push_back({WordFor(gap.kind()), ShowText(gap.title(), options_),
                      Below(gap.resource(), course_.engagement.name())});
    }
    AddList(Say("Lücken", "Gaps"), std::move(rows), 1);
  }

  void AddDue() {
    std::vector<std::vector<std::string>> rows;
    for (const DueItem& item : outlook_->due) {
      rows.push_back({DayText(item.due_date()),
                      item.overdue() ? Say("überfällig", "overdue") : Say("fällig", "due"),
                      WordFor(item.kind()), ShowText(item.title(), options_),
                      Below(item.resource(), course_.engagement.name())});
    }
    const std::string title = absl::StrCat(Say("Überfällig und fällig in ", "Overdue and due in "),
                                           outlook_->days, Say(" Tagen", " days"));
    AddList(title, std::move(rows), 3);
    AddMeasurements();
  }

  void AddMeasurements() {
    absl::StrAppend(&text_, "\n", Say("Überfällige Messwerte", "Overdue values"), ": ");
    if (!outlook_->measurements.has_value()) {
      absl::StrAppend(&text_, Say("nicht lesbar für Sie", "you may not read them"), "\n");
    } else if (outlook_->measurements->empty()) {
      absl::StrAppend(&text_, Say("keine", "none"), "\n");
    } else {
      absl::StrAppend(
          &text_, outlook_->measurements->size(), "\n",
          Lines("  ",
                absl::StrCat(Say("alle mit", "all with"), " lotse due ", course_.engagement.name()),
                options_));
    }
  }

  void AddCapacity() {
    std::vector<std::vector<std::string>> rows;
    for (const CapacityRow& row : outlook_->capacity) {
      if (!row.overloaded()) continue;
      rows.push_back({IdOf(row.org_unit()),
                      absl::StrCat(row.year(), row.month() < 10 ? "-0" : "-", row.month()),
                      absl::StrCat(row.planned_days().value(), Say(" von ", " of "),
                                   row.capacity_days().value(), Say(" Tagen", " days"))});
    }
    AddList(Say("Über der Kapazität", "Above capacity"), std::move(rows), 0);
  }

  const Course& course_;
  const absl::optional<Outlook>& outlook_;
  const ViewOptions& options_;
  std::string text_;
};

std::string JsonOf(const google::protobuf::Message& message) {
  return std::string(absl::StripTrailingAsciiWhitespace(MessageJson(message, false)));
}

template <typename List>
std::string JsonArray(const List& messages) {
  std::vector<std::string> all;
  for (const auto& message : messages) all.push_back(JsonOf(message));
  return absl::StrCat("[", absl::StrJoin(all, ","), "]");
}

template <typename Resource>
std::string CountsJson(const std::vector<Resource>& resources) {
  const Counts counts = CountOf(resources);
  JsonObject object;
  for (const auto& [state, count] : counts.by_state) {
    object.Add(Resource::State_Name(static_cast<typename Resource::State>(state)), count);
  }
  return object.Add("stale", counts.stale).str();
}

}  // namespace

std::string ViewStatus(const Course& course, const absl::optional<Outlook>& outlook,
                       const ViewOptions& options) {
  return StatusView(course, outlook, options).str();
}

std::string StatusJson(const Course& course, const absl::optional<Outlook>& outlook) {
  std::vector<std::string> tracks;
  for (const TrackCourse& track : course.tracks) {
    tracks.push_back(JsonObject()
                         .AddRaw("track", JsonOf(track.track))
                         .AddRaw("phases", JsonArray(track.phases))
                         .str());
  }
  JsonObject object;
  if (course.day.has_value()) object.Add("day", DayText(*course.day));
  object.AddRaw("engagement", JsonOf(course.engagement));
  if (course.agreement.has_value()) object.AddRaw("agreement", JsonOf(*course.agreement));
  object.AddRaw("tracks", absl::StrCat("[", absl::StrJoin(tracks, ","), "]"))
      .AddRaw("goals", CountsJson(course.goals))
      .AddRaw("measures", CountsJson(course.measures));
  if (outlook.has_value()) {
    object.AddRaw("gaps", JsonArray(outlook->gaps)).AddRaw("dueItems", JsonArray(outlook->due));
    if (outlook->measurements.has_value()) {
      object.AddRaw("dueMeasurements", JsonArray(*outlook->measurements));
    }
    object.AddRaw("capacity", JsonArray(outlook->capacity));
  }
  return object.str() + "\n";
}

}  // namespace lotse::cli
