// lotse engagement changes: what became of an engagement between two days.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/engagement/commands.h"
#include "cli/engagement/course.h"
#include "cli/engagement/days.h"
#include "cli/engagement/field_changes.h"
#include "cli/engagement/server_day.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/moment.h"
#include "cli/text.h"
#include "google/protobuf/any.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::GetEngagementRequest;
using type::v1alpha::DiffStatesRequest;
using type::v1alpha::DiffStatesResponse;
using ResourceDifference = DiffStatesResponse::ResourceDifference;

constexpr int kPageSize = 1000;

// The title of any resource; empty if it has none, or this program does not know it.
std::string TitleOf(const google::protobuf::Any& any, const ViewOptions& options) {
  const auto message = Unpack(any);
  if (message == nullptr) return "";
  const auto* field = message->GetDescriptor()->FindFieldByName("title");
  if (field == nullptr || field->message_type() != type::v1alpha::Text::descriptor()) return "";
  type::v1alpha::Text title;
  title.CopyFrom(message->GetReflection()->GetMessage(*message, field));
  return ShowText(title, options);
}

std::string SignOf(ResourceDifference::Kind kind) {
  switch (kind) {
    case ResourceDifference::KIND_ADDED:
      return "+";
    case ResourceDifference::KIND_REMOVED:
      return "-";
    default:
      return "*";
  }
}

// The line of a resource; its title on lines of its own where one is not enough.
std::string HeadOf(const std::string& sign, const std::string& name, const std::string& title,
                   const ViewOptions& options) {
  const std::string line =
      absl::StrCat(sign, " ", name, title.empty() ? "" : absl::StrCat("  ", title));
  if (DisplayWidth(line) <= options.width) return line + "\n";
  return absl::StrCat(Lines(absl::StrCat(sign, " "), name, options),
                      title.empty() ? "" : Lines("    ", title, options));
}

std::string View(const std::vector<ResourceDifference>& found, const std::string& name,
                 const ViewOptions& options) {
  std::string text;
  for (const ResourceDifference& resource : found) {
    const std::string below =
        resource.resource() == name
            ? std::string(Either(options.language, "(Begleitung)", "(engagement)"))
            : Below(resource.resource(), name);
    const std::string title = TitleOf(resource.content(), options);
    absl::StrAppend(&text, HeadOf(SignOf(resource.kind()), Show(below, options), title, options));
    for (const FieldChange& change : FieldChanges(resource, name, options)) {
      const auto value = [&](const std::string& shown) {
        return shown.empty() ? Sign("-", "–", options) : shown;
      };
      const std::string line = absl::StrCat(change.field, ": ", value(change.before), " ",
                                            Sign("->", "→", options), " ", value(change.after));
      absl::StrAppend(&text, Lines("    ", line, options));
    }
  }
  return text;
}

// NotFound, or that the engagement was not there yet at the later day: the log of what is not
// there is empty like that of what did not change. That it was not there at the earlier day is
// no error: then all is added.
absl::Status CheckThere(Client* client, const DiffStatesRequest& request,
                        engagement::v1alpha::Engagement* there) {
  GetEngagementRequest get;
  get.set_name(request.parent());
  if (absl::Status s = client->Call(get, there); !s.ok()) return s;
  if (!request.has_to_time() || !there->has_create_time()) return absl::OkStatus();
  const absl::Time made = types::FromTimestamp(there->create_time());
  const absl::Time to = types::FromTimestamp(request.to_time());
  if (made <= to) return absl::OkStatus();
  return UsageError(absl::StrCat("--to: ", request.parent(), " was not there yet at the end of ",
                                 DayText(types::DayInBerlin(to)), "; it was made on ",
                                 DayText(types::DayInBerlin(made))));
}

// Says where the log began only later than the engagement and the earlier day, since an import
// brought it back: then nothing is known of what was before.
absl::Status NoteWhereTheLogBegins(Client* client, const DiffStatesRequest& request,
                                   const engagement::v1alpha::Engagement& there,
                                   const ViewOptions& options, std::ostream& err) {
  type::v1alpha::ListChangesRequest list;
  list.set_parent(request.parent());
  list.set_page_size(1);
  list.set_without_content(true);
  type::v1alpha::ListChangesResponse page;
  absl::Status s = client->Call("engagement", *MethodOfRequest(*list.GetDescriptor()), list, &page);
  if (!s.ok()) return s;
  if (page.changes().empty() || page.changes(0).verb() != "IMPORT") return absl::OkStatus();
  const absl::Time begin = types::FromTimestamp(page.changes(0).create_time());
  if (begin <= types::FromTimestamp(there.create_time()) ||
      begin <= types::FromTimestamp(request.from_time())) {
    return absl::OkStatus();
  }
  const std::string text = absl::StrCat(
      Either(options.language, "die Geschichte davor kam nicht mit; das Protokoll beginnt am ",
             "the history before was not brought along; the log begins on "),
      DayText(types::DayInBerlin(begin)));
  err << Lines("", Show(text, options), options);
  return absl::OkStatus();
}

// UsageError if one of the two days is still to come. They are days: that was checked.
absl::Status CheckPast(Client* client, const Args& args) {
  for (const char* flag : {"from", "to"}) {
    if (!args.Has(flag)) continue;
    absl::Status s = CheckNotToCome(client, args.positional[0], flag, *DayOf(args, flag));
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<DiffStatesRequest> ReadRequest(const Args& args) {
  DiffStatesRequest request;
  request.set_parent(args.positional[0]);
  request.set_page_size(kPageSize);
  if (absl::Status s = CheckEngagement(request.parent()); !s.ok()) return s;
  const absl::StatusOr<google::type::Date> from = DayOf(args, "from");
  if (!from.ok()) return from.status();
  // The last moment of the day: what is logged has microseconds.
  *request.mutable_from_time() = types::ToTimestamp(EndOf(*from) - absl::Microseconds(1));
  if (!args.Has("to")) return request;
  const absl::StatusOr<google::type::Date> to = DayOf(args, "to");
  if (!to.ok()) return to.status();
  if (types::ToCivil(*to) < types::ToCivil(*from)) {
    return UsageError(absl::StrCat("--to: ", DayText(*to), " is before --from"));
  }
  *request.mutable_to_time() = types::ToTimestamp(EndOf(*to) - absl::Microseconds(1));
  return request;
}

}  // namespace

absl::Status RunEngagementChanges(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  absl::StatusOr<DiffStatesRequest> request = ReadRequest(invocation.args);
  if (!request.ok()) return request.status();
  std::vector<ResourceDifference> found;
  Client client(invocation.settings);
  engagement::v1alpha::Engagement there;
  if (absl::Status s = CheckThere(&client, *request, &there); !s.ok()) return s;
  if (absl::Status s = CheckPast(&client, invocation.args); !s.ok()) return s;
  do {
    DiffStatesResponse page;
    absl::Status s = client.Call("engagement", *MethodOfRequest(*DiffStatesRequest::descriptor()),
                                 *request, &page);
    if (!s.ok()) return s;
    found.insert(found.end(), page.resources().begin(), page.resources().end());
    request->set_page_token(page.next_page_token());
  } while (!request->page_token().empty());
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    for (const ResourceDifference& resource : found) out << MessageJson(resource, false);
    return absl::OkStatus();
  }
  absl::Status noted =
      NoteWhereTheLogBegins(&client, *request, there, *options, invocation.environment.err);
  if (!noted.ok()) return noted;
  if (found.empty()) {
    invocation.environment.err << Show(Either(options->language, "nichts wurde geändert",
                                              "nothing was changed"),
                                       *options)
                               << "\n";
  }
  out << View(found, request->parent(), *options);
  return absl::OkStatus();
}

}  // namespace lotse::cli
