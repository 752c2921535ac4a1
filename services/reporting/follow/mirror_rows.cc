#include "services/reporting/follow/mirror_rows.h"

#include <map>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/history/change_log.h"
#include "runtime/schema/fields.h"
#include "services/reporting/follow/mirror.h"

namespace lotse::reporting {

using sql::Connection;
using survey::v1alpha::MaterialRelease;
using survey::v1alpha::Wave;
using type::v1alpha::Change;

namespace {

// How a change is named that removes a resource, softly or for good.
constexpr char kDelete[] = "DELETE";

// How a change is named that takes released material back.
constexpr char kWithdraw[] = "WITHDRAW";

void DeleteGeneration(Connection& connection, int64_t generation) {
  for (const char* statement :
       {"DeleteFeed", "DeleteResources", "DeleteHeads", "DeleteTakenBack"}) {
    connection.Prepare(statement).Bind(1, generation).Run();
  }
}

absl::Status CheckContent(const schema::Kind& kind, const Change& change) {
  if (change.has_content() || change.verb() == kDelete) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat("the feed has changes without their content: this service may not read ",
                   kind.type, "; give it the role INTEGRATION_SYSTEM for everything"));
}

absl::Status Parse(const Change& change, const schema::Kind& kind,
                   google::protobuf::Message* resource) {
  if (resource->ParseFromString(change.content().value())) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the feed has a ", kind.type, " that cannot be read"));
}

// No report shows what somebody wrote about a person.
absl::Status Store(Connection& connection, int64_t generation, const schema::Kind& kind,
                   const Change& change) {
  if (!change.has_content()) {
    connection.Prepare("DeleteResource")
        .Bind(1, generation)
        .Bind(2, kind.type)
        .Bind(3, change.resource())
        .Run();
    return absl::OkStatus();
  }
  std::string content = change.content().value();
  if (kind.rule->has_personal) {
    const std::unique_ptr<google::protobuf::Message> resource(kind.prototype->New());
    if (absl::Status s = Parse(change, kind, resource.get()); !s.ok()) return s;
    if (schema::ClearPersonal(*kind.rule, resource.get())) content = resource->SerializeAsString();
  }
  connection.Prepare("SetResource")
      .Bind(1, generation)
      .Bind(2, kind.type)
      .Bind(3, change.resource())
      .Bind(4, change.revision())
      .BindBytes(5, content)
      .Run();
  return absl::OkStatus();
}

// Whether figures from before may not be shown any more once a wave is so: its answers, or those
// to some of its questions, are erased, or nobody may see it.
bool TakesFiguresBack(const Wave& wave) {
  return wave.has_purge() || wave.has_delete_time() || !wave.erased_codes().empty();
}

// Forgets an answer, if there is one.
void Forget(Connection& connection, const std::string& question, bool* erased) {
  {
    sql::Query kept = connection.Prepare("FindAnswer");
    kept.Bind(1, question);
    if (!kept.Next()) return;
  }
  connection.Prepare("DeleteAnswer").Bind(1, question).Run();
  *erased = true;
}

// Forgets an answer that a change takes back, and one that comes in later from before.
void TakeBack(Connection& connection, int64_t generation, const std::string& question,
              const Change& change, bool* erased) {
  connection.Prepare("SetTakenBack")
      .Bind(1, question)
      .Bind(2, generation)
      .Bind(3, change.revision())
      .Run();
  std::string revision;
  {
    sql::Query kept = connection.Prepare("FindAnswer");
    kept.Bind(1, question);
    if (!kept.Next()) return;
    revision = kept.Text(0);
  }
  if (WasTakenBack(connection, question, revision)) Forget(connection, question, erased);
}

// Forgets the figures of a wave that a change takes back.
absl::Status TakeBackFigures(Connection& connection, int64_t generation, const schema::Kind& kind,
                             const Change& change, bool* erased) {
  if (change.has_content()) {
    Wave wave;
    if (absl::Status s = Parse(change, kind, &wave); !s.ok()) return s;
    if (!TakesFiguresBack(wave)) return absl::OkStatus();
  }
  TakeBack(connection, generation, FiguresQuestion(change.resource()), change, erased);
  return absl::OkStatus();
}

// Forgets released material that a change takes back. This service may not read drafts, so these
// changes come without content: the verb is enough.
void TakeMaterial(Connection& connection, int64_t generation, const Change& change, bool* erased) {
  const std::string question = MaterialQuestion(change.resource());
  if (change.verb() == history::kErase) {
    // Wordings of quotes are personal, and the answer has them, as reports show them. It stays the
    // same revision, so the next answer may be kept.
    Forget(connection, question, erased);
  } else if (change.verb() == kWithdraw || change.verb() == kDelete) {
    TakeBack(connection, generation, question, change, erased);
  }
}

absl::Status Take(Connection& connection, int64_t generation, const schema::Kind& kind,
                  const Change& change, bool* erased) {
  if (kind.prototype->GetDescriptor() == MaterialRelease::descriptor()) {
    TakeMaterial(connection, generation, change, erased);
    return absl::OkStatus();
  }
  // What is personal was not kept in the first place.
  if (change.verb() == history::kErase) return absl::OkStatus();
  if (absl::Status s = CheckContent(kind, change); !s.ok()) return s;
  if (kind.prototype->GetDescriptor() == Wave::descriptor()) {
    return TakeBackFigures(connection, generation, kind, change, erased);
  }
  if (!FollowedKinds::IsKept(kind)) return absl::OkStatus();
  return Store(connection, generation, kind, change);
}

}  // namespace

std::string TypesText(absl::string_view service) {
  return absl::StrJoin(FollowedKinds::TypesOf(service), ",");
}

int64_t ToMicros(absl::Time time) {
  return time == absl::InfinitePast() ? 0 : absl::ToUnixMicros(time);
}

absl::Time FromMicros(int64_t micros) {
  return micros == 0 ? absl::InfinitePast() : absl::FromUnixMicros(micros);
}

std::vector<Feed> FeedsIn(Connection& connection) {
  std::vector<Feed> feeds;
  sql::Query query = connection.Prepare("Feeds");
  while (query.Next()) {
    feeds.push_back({query.Number(0), query.Text(1), query.Text(2), query.Text(3),
                     FromMicros(query.Number(4))});
  }
  return feeds;
}

void KeepOnly(Connection& connection, absl::string_view service, int64_t generation) {
  for (const Feed& feed : FeedsIn(connection)) {
    if (feed.service != service || feed.generation == generation) continue;
    DeleteGeneration(connection, feed.generation);
    if (service == kSurveyService) connection.Prepare("DeleteAnswers").Run();
  }
}

bool WasTakenBack(Connection& connection, absl::string_view question, absl::string_view revision) {
  sql::Query taken_back = connection.Prepare("FindTakenBack");
  taken_back.Bind(1, question);
  if (!taken_back.Next()) return false;
  int64_t number = 0;
  return !absl::SimpleAtoi(revision, &number) || number < taken_back.Number(0);
}

int64_t BeginGeneration(Connection& connection, absl::string_view service) {
  for (const Feed& feed : FeedsIn(connection)) {
    const bool unfinished = feed.heard_at == absl::InfinitePast();
    if (feed.service == service && unfinished) DeleteGeneration(connection, feed.generation);
  }
  int64_t generation = 1;
  {
    sql::Query last = connection.Prepare("LastGeneration");
    if (last.Next()) generation = last.Number(0) + 1;
  }
  connection.Prepare("InsertFeed")
      .Bind(1, generation)
      .Bind(2, service)
      .Bind(3, TypesText(service))
      .Run();
  return generation;
}

absl::Status TakeChanges(Connection& connection, const FollowedKinds& kinds, int64_t generation,
                         const google::protobuf::RepeatedPtrField<type::v1alpha::Change>& changes,
                         bool* erased) {
  std::map<absl::string_view, const Change*> heads;
  for (const Change& change : changes) {
    const bool erases = change.verb() == history::kErase;
    if (history::ChangesNothing(change.revision()) && !erases) continue;
    const schema::Kind* kind = kinds.KindOfName(change.resource());
    if (kind == nullptr) continue;
    heads[change.owner()] = &change;
    if (absl::Status s = Take(connection, generation, *kind, change, erased); !s.ok()) return s;
  }
  for (const auto& [owner, last] : heads) {
    connection.Prepare("SetHead")
        .Bind(1, generation)
        .Bind(2, owner)
        .Bind(3, last->sequence())
        .BindBytes(4, last->hash())
        .Run();
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
