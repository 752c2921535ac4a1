// lotse engagement open: makes an engagement with its tracks.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/channel.h"
#include "cli/engagement/commands.h"
#include "cli/engagement/days.h"
#include "cli/engagement/ids.h"
#include "cli/engagement/pages.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: everything that is made comes from there.

constexpr int kMostMonths = 120;

// What was asked for.
struct Wanted {
  std::string programme;
  std::string id;
  Engagement engagement;
  std::vector<std::pair<std::string, std::string>> tracks;  // id and title
  std::string language;
};

// What is there now, and whether it was made by this run.
struct Made {
  std::string name;
  bool created = false;
  int phases = 0;  // of a track
};

absl::Status ReadTracks(const Args& args, Wanted* wanted) {
  for (const std::string& word : args.GetAll("track")) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(word, absl::MaxSplits(':', 1));
    const auto& [id, title] = parts;
    if (!types::IsResourceId(id)) return IdError("track", id, "jugendamt:Jugendamt");
    for (const auto& other : wanted->tracks) {
      if (other.first == id) return UsageError(absl::StrCat("--track: ", id, " is given twice"));
    }
    wanted->tracks.emplace_back(id, title.empty() ? id : title);
  }
  return absl::OkStatus();
}

// An id or a name as the name in a collection below `parent`.
std::string NameIn(const std::string& parent, absl::string_view collection,
                   const std::string& word) {
  if (word.empty() || word.find('/') != std::string::npos) return word;
  return absl::StrCat(parent.empty() ? "" : absl::StrCat(parent, "/"), collection, "/", word);
}

// UsageError with all that has to be given and was not.
absl::Status CheckGiven(const Args& args) {
  std::vector<std::string> missing;
  for (const char* flag : {"id", "administration", "title", "start", "months"}) {
    if (args.Get(flag).empty()) missing.push_back(absl::StrCat("--", flag));
  }
  if (missing.empty()) return absl::OkStatus();
  return UsageError(absl::StrCat(absl::StrJoin(missing, ", "),
                                 missing.size() == 1 ? " is missing" : " are missing",
                                 "; see lotse help engagement open"));
}

absl::StatusOr<Wanted> ReadWanted(const Args& args) {
  Wanted wanted;
  wanted.programme = args.positional[0];
  if (!types::FitsName("programmes/{programme}", wanted.programme)) {
    return UsageError(absl::StrCat("'", wanted.programme,
                                   "' is no name of a programme; give one like programmes/vopi"));
  }
  if (absl::Status s = CheckGiven(args); !s.ok()) return s;
  wanted.id = args.Get("id");
  if (!types::IsResourceId(wanted.id)) return IdError("id", wanted.id, "musterstadt-2026");
  const absl::StatusOr<google::type::Date> start = DayOf(args, "start");
  if (!start.ok()) return start.status();
  int months = 0;
  if (!absl::SimpleAtoi(args.Get("months"), &months) || months < 1 || months > kMostMonths) {
    return UsageError(absl::StrCat("--months: give a number of months from 1 to ", kMostMonths));
  }
  wanted.language = args.Get("language", "de");
  Engagement& engagement = wanted.engagement;
  engagement.set_name(absl::StrCat(wanted.programme, "/engagements/", wanted.id));
  *engagement.mutable_title() = TextIn(wanted.language, args.Get("title"));
  engagement.set_administration(NameIn("", "administrations", args.Get("administration")));
  engagement.set_phase_template(NameIn(wanted.programme, "phaseTemplates", args.Get("template")));
  *engagement.mutable_start_date() = *start;
  *engagement.mutable_end_date() = LastDayOf(*start, months);
  if (absl::Status s = ReadTracks(args, &wanted); !s.ok()) return s;
  return wanted;
}

// The template to use where none was named: the only published one of the programme.
absl::Status ChooseTemplate(Client* client, Wanted* wanted) {
  ListPhaseTemplatesRequest request;
  request.set_parent(wanted->programme);
  request.set_filter("state = PUBLISHED");
  std::vector<std::string> names;
  absl::Status read = EachPage<ListPhaseTemplatesResponse>(client, request, [&](const auto& page) {
    for (const PhaseTemplate& found : page.phase_templates()) names.push_back(found.name());
  });
  if (!read.ok()) return read;
  if (names.size() == 1) {
    wanted->engagement.set_phase_template(names[0]);
    return absl::OkStatus();
  }
  if (names.empty()) {
    // There may be no such programme, or none that this person may read.
    GetProgrammeRequest get;
    get.set_name(wanted->programme);
    Programme programme;
    if (absl::Status s = client->Call(get, &programme); !s.ok()) return s;
    return UsageError(absl::StrCat(wanted->programme,
                                   " has no published phase template that you may read; tracks get "
                                   "their phases from one. Publish one (PublishPhaseTemplate), or "
                                   "open the engagement with --template=none"));
  }
  std::vector<std::string> ids;
  for (const std::string& name : names) ids.push_back(IdOf(name));
  return UsageError(absl::StrCat("--template is missing: ", wanted->programme, " has ",
                                 names.size(),
                                 " published phase templates: ", absl::StrJoin(ids, ", ")));
}

// What of an engagement that is there is not as it was asked for.
absl::Status CheckSame(const Wanted& wanted, const Engagement& there) {
  const Engagement& asked = wanted.engagement;
  std::vector<std::string> others;
  const auto compare = [&](const char* flag, const std::string& is, const std::string& should) {
    if (is != should) {
      others.push_back(absl::StrCat(flag, " is ", is.empty() ? "none" : is, ", not ", should));
    }
  };
  compare("--administration", there.administration(), asked.administration());
  compare("--template", there.phase_template(), asked.phase_template());
  compare("--start", DayText(there.start_date()), DayText(asked.start_date()));
  compare("the last day (--months)", DayText(there.end_date()), DayText(asked.end_date()));
  compare("--title", PickWording(there.title(), wanted.language),
          PickWording(asked.title(), wanted.language));
  if (others.empty()) return absl::OkStatus();
  return UsageError(absl::StrCat(there.name(), " is there already, and ",
                                 absl::StrJoin(others, "; "),
                                 ". Give what it has, or another --id"));
}

absl::Status DeletedError(const std::string& name) {
  return UsageError(absl::StrCat(name, " is there, but deleted; restore it or take another id"));
}

absl::Status OpenEngagement(Client* client, const Wanted& wanted, Made* made) {
  made->name = wanted.engagement.name();
  GetEngagementRequest get;
  get.set_name(made->name);
  Engagement there;
  const absl::Status found = client->Call(get, &there);
  if (found.ok()) {
    if (there.has_delete_time()) return DeletedError(made->name);
    return CheckSame(wanted, there);
  }
  if (!absl::IsNotFound(found)) return found;
  CreateEngagementRequest create;
  create.set_parent(wanted.programme);
  create.set_engagement_id(wanted.id);
  create.set_request_id(types::NewRandomUuid());
  *create.mutable_engagement() = wanted.engagement;
  if (absl::Status s = client->Call(create, &there); !s.ok()) return s;
  made->created = true;
  return absl::OkStatus();
}

absl::Status OpenTrack(Client* client, const Wanted& wanted, const std::string& id,
                       const std::string& title, Made* made) {
  made->name = absl::StrCat(wanted.engagement.name(), "/tracks/", id);
  GetTrackRequest get;
  get.set_name(made->name);
  Track there;
  const absl::Status found = client->Call(get, &there);
  if (found.ok() && there.has_delete_time()) return DeletedError(made->name);
  if (!found.ok() && !absl::IsNotFound(found)) return found;
  if (!found.ok()) {
    CreateTrackRequest create;
    create.set_parent(wanted.engagement.name());
    create.set_track_id(id);
    create.set_request_id(types::NewRandomUuid());
    *create.mutable_track()->mutable_title() = TextIn(wanted.language, title);
    if (absl::Status s = client->Call(create, &there); !s.ok()) return s;
    made->created = true;
  }
  ListPhasesRequest phases;
  phases.set_parent(made->name);
  return EachPage<ListPhasesResponse>(
      client, phases, [&](const auto& page) { made->phases += page.phases_size(); });
}

std::string LineOf(const Made& made, bool is_track, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::string line = made.created ? say("angelegt  ", "made     ") : say("vorhanden ", "is there ");
  absl::StrAppend(&line, Show(made.name, options));
  if (is_track) {
    absl::StrAppend(&line, ", ", made.phases, " ",
                    made.phases == 1 ? say("Phase", "phase") : say("Phasen", "phases"));
  }
  return line + "\n";
}

std::string JsonOf(const Made& engagement, const std::vector<Made>& tracks) {
  std::vector<std::string> all;
  for (const Made& track : tracks) {
    all.push_back(JsonObject()
                      .Add("name", track.name)
                      .Add("created", track.created)
                      .Add("phases", track.phases)
                      .str());
  }
  return JsonObject()
             .Add("name", engagement.name)
             .Add("created", engagement.created)
             .AddRaw("tracks", absl::StrCat("[", absl::StrJoin(all, ","), "]"))
             .str() +
         "\n";
}

}  // namespace

absl::Status RunEngagementOpen(const Invocation& invocation) {
  const Args& args = invocation.args;
  absl::StatusOr<Wanted> wanted = ReadWanted(args);
  if (!wanted.ok()) return wanted.status();
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  std::ostream& out = invocation.environment.out;
  const bool json = invocation.settings.json;
  Client client(invocation.settings);
  if (args.Get("template") == "none") {
    wanted->engagement.clear_phase_template();
  } else if (!args.Has("template")) {
    if (absl::Status s = ChooseTemplate(&client, &*wanted); !s.ok()) return s;
  }
  Made engagement;
  if (absl::Status s = OpenEngagement(&client, *wanted, &engagement); !s.ok()) return s;
  if (!json) out << LineOf(engagement, false, *options);
  std::vector<Made> tracks;
  absl::Status status;
  for (const auto& [id, title] : wanted->tracks) {
    Made track;
    status = OpenTrack(&client, *wanted, id, title, &track);
    if (!status.ok()) {
      const std::string line = absl::StrCat(
          Either(options->language, "der Strang ", "track "), id,
          Either(
              options->language,
              " wurde nicht angelegt; denselben Befehl noch einmal geben, dann geht es von da an "
              "weiter",
              " was not made; give the same command again, and it goes on from there"));
      status = WithLine(status, Show(line, *options));
      break;
    }
    if (!json) out << LineOf(track, true, *options);
    tracks.push_back(track);
  }
  if (json) out << JsonOf(engagement, tracks);
  return status;
}

}  // namespace lotse::cli
