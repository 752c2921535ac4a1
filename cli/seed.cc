// lotse seed: stories with all that belongs to them, for demonstrations and tests.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/child.h"
#include "cli/commands.h"
#include "cli/engagement/days.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/player.h"
#include "cli/script.h"
#include "cli/store_file.h"
#include "cli/text.h"
#include "runtime/types/date.h"
#include "seed/scenario_a.h"

namespace lotse::cli {
namespace {

constexpr absl::Duration kStartLimit = absl::Seconds(30);
constexpr absl::Duration kStopLimit = absl::Seconds(30);

// A story: its files, what its names begin with, and how long it is.
struct Story {
  const char* name;
  absl::Span<const sql::EmbeddedFile> files;
  std::map<std::string, std::string> ids;
  int months;
};

const Story& ScenarioA() {
  static const auto* story = new Story{
      "scenario-a",
      scenario_a,
      {{"programme", "vielfalt"}, {"administration", "musterstadt"}, {"engagement", "musterstadt"}},
      14};
  return *story;
}

absl::StatusOr<absl::CivilDay> CivilDayOf(const Args& args, const char* flag) {
  const absl::StatusOr<google::type::Date> day = DayOf(args, flag);
  if (!day.ok()) return day.status();
  return types::ToCivil(*day);
}

absl::CivilDay CivilToday() { return types::ToCivil(Today()); }

// The first month; unless one is given, the latest with which the story is over.
absl::StatusOr<absl::CivilMonth> StartOf(const Args& args, const Story& story) {
  if (!args.Has("start")) return absl::CivilMonth(CivilToday()) - story.months;
  const absl::StatusOr<absl::CivilDay> start = CivilDayOf(args, "start");
  if (!start.ok()) return start.status();
  if (start->day() != 1) return UsageError("--start: give the first day of a month");
  return absl::CivilMonth(*start);
}

// The engagement service of one folder, with a clock of its own. Stopped at the end.
class SeedDaemon {
 public:
  explicit SeedDaemon(const std::string& data) : data_(data) {}
  ~SeedDaemon() {
    if (child_.pid > 0) kill(child_.pid, SIGKILL);
    if (has_clock_) unlink(clock_file().c_str());
  }
  SeedDaemon(const SeedDaemon&) = delete;
  SeedDaemon& operator=(const SeedDaemon&) = delete;

  std::string folder() const { return data_ + "/engagement"; }
  std::string clock_file() const { return data_ + "/seed.clock"; }

  // Makes the folder and the clock file, which says the first day. FileError, also if
  // something is in the folder: then somebody else may use it, and all stays as it is.
  absl::Status Prepare(absl::CivilDay first) {
    std::error_code error;
    if (std::filesystem::exists(folder(), error) && !std::filesystem::is_empty(folder(), error)) {
      return FileError(absl::StrCat(folder(), " is not empty; give another --data"));
    }
    if (absl::Status s = MakeFolder(folder()); !s.ok()) return s;
    has_clock_ = true;
    return Player(nullptr, clock_file()).SetDay(first);
  }

  // It is prepared. Waits until it serves; its address.
  absl::StatusOr<std::string> Start(const std::string& programs) {
    absl::StatusOr<Child> child =
        StartChild(programs + "/lotse-engagement",
                   {"--listen=127.0.0.1:0", "--management_listen=127.0.0.1:0",
                    absl::StrCat("--data_dir=", folder()),
                    absl::StrCat("--development_clock_file=", clock_file())},
                   data_ + "/engagement.log");
    if (!child.ok()) return child.status();
    child_ = *std::move(child);
    const absl::Time end = absl::Now() + kStartLimit;
    while (absl::Now() < end && !HasEnded(&child_)) {
      if (const int port = ServingPort(); port > 0) return absl::StrCat("127.0.0.1:", port);
      absl::SleepFor(absl::Milliseconds(10));
    }
    return UnreachableError(absl::StrCat("the engagement service did not start; see ", child_.log));
  }

  absl::Status Stop() {
    kill(child_.pid, SIGTERM);
    const absl::Time end = absl::Now() + kStopLimit;
    while (!HasEnded(&child_)) {
      if (absl::Now() > end) return UnreachableError("the engagement service did not stop");
      absl::SleepFor(absl::Milliseconds(10));
    }
    if (child_.wait_status == 0) return absl::OkStatus();
    return UnreachableError(absl::StrCat("the engagement service ended with ", DescribeEnd(child_),
                                         "; see ", child_.log));
  }

 private:
  // The port that its log tells once it serves; 0 before.
  int ServingPort() const {
    for (const std::string& line : LastLogLines(child_, 20)) {
      const size_t at = line.find("\"port\":");
      if (at == std::string::npos || !absl::StrContains(line, "\"event\":\"started\"")) continue;
      const absl::string_view rest = absl::string_view(line).substr(at + 7);
      int port = 0;
      const bool read =
          absl::SimpleAtoi(rest.substr(0, rest.find_first_not_of("0123456789")), &port);
      return read ? port : 0;
    }
    return 0;
  }

  const std::string data_;
  bool has_clock_ = false;
  Child child_;
};

// The steps from the day after `after` to `until`.
absl::Status PlayAll(const std::vector<ScriptStep>& steps, absl::CivilDay after,
                     absl::CivilDay until, Player* player) {
  for (const ScriptStep& step : steps) {
    if (step.day <= after || step.day > until) continue;
    if (absl::Status s = player->Play(step); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// How many of each kind the store has, but for the lists that come with the service.
absl::StatusOr<std::vector<std::vector<std::string>>> CountKinds(const std::string& folder) {
  absl::StatusOr<std::unique_ptr<StoreFile>> store = StoreFile::Open(folder);
  if (!store.ok()) return store.status();
  std::map<std::string, int> counts;
  const absl::Status read = (*store)->Read([&](sql::Connection&) {
    return (*store)->ForEach(nullptr, [&](StoredResource stored) {
      const std::string& kind = stored.message->GetDescriptor()->name();
      if (kind != "CodeList") ++counts[kind];
      return absl::OkStatus();
    });
  });
  if (!read.ok()) return read;
  std::vector<std::vector<std::string>> rows;
  for (const auto& [kind, count] : counts) rows.push_back({kind, absl::StrCat(count)});
  return rows;
}

// What a folder holds now.
struct Made {
  absl::CivilDay first, last;
  // Kinds, and how many there are of each.
  std::vector<std::vector<std::string>> counts;
  std::string data;
};

void Tell(const Invocation& invocation, const Made& made) {
  const auto& ids = ScenarioA().ids;
  const std::string programme = absl::StrCat("programmes/", ids.at("programme"));
  const std::string engagement = absl::StrCat(programme, "/engagements/", ids.at("engagement"));
  const std::string first = absl::FormatCivilTime(made.first);
  const std::string last = absl::FormatCivilTime(made.last);
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    JsonObject counts;
    for (const auto& row : made.counts) counts.AddRaw(row[0], row[1]);
    JsonObject json;
    json.Add("programme", programme).Add("engagement", engagement);
    json.Add("firstDay", first).Add("lastDay", last).AddRaw("counts", counts.str());
    json.Add("data", made.data);
    out << json.str() << "\n";
    return;
  }
  out << "From " << first << " to " << last << ":\n"
      << AlignColumns(made.counts) << programme << "\n"
      << engagement << "\nlotse dev --data=" << made.data << " serves it.\n";
}

// Plays it against a service that runs and whose clock the caller moves, too.
absl::Status PlayThere(const Invocation& invocation, const std::vector<ScriptStep>& steps,
                       absl::CivilDay after, absl::CivilDay until) {
  Client client(invocation.settings);
  Player player(&client, invocation.args.Get("clock-file"));
  if (absl::Status s = PlayAll(steps, after, until, &player); !s.ok()) return s;
  if (!invocation.settings.json) return absl::OkStatus();
  const auto played = std::count_if(steps.begin(), steps.end(), [&](const ScriptStep& step) {
    return step.day > after && step.day <= until;
  });
  JsonObject json;
  json.Add("steps", static_cast<int64_t>(played));
  invocation.environment.out << json.str() << "\n";
  return absl::OkStatus();
}

absl::Status MakeData(const Invocation& invocation, const std::vector<ScriptStep>& steps,
                      absl::CivilDay until) {
  const std::string data = invocation.args.Get("data", "lotse-data");
  SeedDaemon daemon(data);
  if (absl::Status s = daemon.Prepare(steps.front().day); !s.ok()) return s;
  Settings settings = invocation.settings;
  settings.tls_ca.clear();
  settings.tls_certificate.clear();
  settings.tls_key.clear();
  settings.token = {};
  const absl::StatusOr<std::string> address =
      daemon.Start(invocation.args.Get("bin", FolderOfThisProgram()));
  if (!address.ok()) return address.status();
  settings.addresses["engagement"] = *address;
  Client client(settings);
  Player player(&client, daemon.clock_file());
  const absl::Status played = PlayAll(steps, steps.front().day - 1, until, &player);
  absl::Status stopped = daemon.Stop();
  if (!played.ok()) {
    return WithLine(played, absl::StrCat(data, " holds a part of it; remove it"));
  }
  if (!stopped.ok()) return stopped;
  const auto counts = CountKinds(daemon.folder());
  if (!counts.ok()) return counts.status();
  Tell(invocation, {steps.front().day, std::min(until, steps.back().day), *counts, data});
  return absl::OkStatus();
}

}  // namespace

absl::Status RunSeed(const Invocation& invocation) {
  const Args& args = invocation.args;
  const Story& story = ScenarioA();
  if (args.positional[0] != story.name) {
    return UsageError(absl::StrCat("there is no ", args.positional[0], "; give ", story.name));
  }
  const absl::StatusOr<absl::CivilMonth> start = StartOf(args, story);
  if (!start.ok()) return start.status();
  const absl::StatusOr<std::vector<ScriptStep>> steps =
      ReadScript(story.files, {*start, story.ids});
  if (!steps.ok()) return steps.status();
  if (args.Has("after") && !args.Has("clock-file")) {
    return UsageError("--after: only with --clock-file");
  }
  absl::CivilDay after = steps->front().day - 1;
  // What is made of them goes on with the clock of the machine, so nothing lies ahead.
  absl::CivilDay until = std::min(steps->back().day, CivilToday() - 1);
  for (const auto& [flag, day] : {std::pair("after", &after), {"until", &until}}) {
    if (!args.Has(flag)) continue;
    const absl::StatusOr<absl::CivilDay> given = CivilDayOf(args, flag);
    if (!given.ok()) return given.status();
    *day = *given;
  }
  if (until >= CivilToday()) return UsageError("--until: give a day that is over");
  if (until < steps->front().day) {
    return UsageError(absl::StrCat("nothing is played: the story begins on ",
                                   absl::FormatCivilTime(steps->front().day)));
  }
  if (until <= after) {
    return UsageError("nothing is played: --until is not later than --after");
  }
  if (args.Has("clock-file")) return PlayThere(invocation, *steps, after, until);
  return MakeData(invocation, *steps, until);
}

}  // namespace lotse::cli
