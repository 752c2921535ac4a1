#include "services/reporting/follow/read_process.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"

namespace lotse::reporting {
namespace {

using v1alpha::Source;

// Reads from one state of the mirror and notes each thing as a source.
class ProcessReader {
 public:
  ProcessReader(MirrorView& view, bool reached, std::vector<Source>* sources)
      : view_(view), reached_(reached), sources_(sources) {}

  // Reads the resource `name`. OK with `*found` absent if it is not there and may be elsewhere by
  // now; RESOURCE_NOT_FOUND if it was looked for just before.
  template <class Resource>
  absl::Status Read(const std::string& name, std::optional<Resource>* found) {
    Resource resource;
    const absl::StatusOr<bool> there = view_.Load(name, &resource);
    if (!there.ok()) return there.status();
    if (!*there && reached_) return rpc::NotFound(name);
    Note(name, *there ? resource.etag() : "");
    if (*there) *found = std::move(resource);
    return absl::OkStatus();
  }

  // Adds a list to `*all`, for example `programmes/p/engagements/e/tracks/-/phases`.
  template <class Resource>
  absl::Status List(const std::string& list, std::optional<std::vector<Resource>>* all) {
    if (!all->has_value()) all->emplace();
    std::string revisions;
    Resource resource;
    // What is below any track is below the tracks.
    const std::string prefix = absl::StrCat(list.substr(0, list.find("/-/")), "/");
    const absl::Status read = view_.ForEach(prefix, &resource, [&] {
      if (resource.has_delete_time()) return absl::OkStatus();
      absl::StrAppend(&revisions, resource.name(), "@", resource.etag(), "\n");
      (*all)->push_back(resource);
      return absl::OkStatus();
    });
    if (read.ok()) Note(list, types::Sha256Hex(revisions));
    return read;
  }

  // Notes a source of a revision; empty: there is none.
  void Note(const std::string& resource, const std::string& revision) {
    Source source;
    source.set_service(kEngagementService);
    source.set_resource(resource);
    source.set_state(reached_ ? Source::STATE_REACHED : Source::STATE_UNREACHABLE);
    source.set_revision(revision);
    if (!reached_ && !revision.empty()) {
      *source.mutable_last_reached_date() =
          types::DayInBerlin(view_.LastReached(kEngagementService));
    }
    sources_->push_back(std::move(source));
  }

 private:
  MirrorView& view_;
  const bool reached_;
  std::vector<Source>* const sources_;
};

// The collections of an engagement.
absl::Status ReadEngagementLists(ProcessReader& reader, const std::string& engagement,
                                 ProcessInputs* process) {
  const auto list = [&](const char* collection, auto* all) {
    return reader.List(absl::StrCat(engagement, "/", collection), all);
  };
  for (const absl::Status& s : {
           list("tracks", &process->tracks),
           list("tracks/-/phases", &process->phases),
           list("agreements", &process->agreements),
           list("findings", &process->findings),
           list("needs", &process->needs),
           list("goals", &process->goals),
           list("measures", &process->measures),
           list("measures/-/milestones", &process->milestones),
           list("indicators", &process->indicators),
           list("indicators/-/measurements", &process->measurements),
           list("decisions", &process->decisions),
           list("meetingRecords", &process->meeting_records),
           list("bodies", &process->bodies),
           list("actionItems", &process->action_items),
       }) {
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

void AddHeads(MirrorView& view, const std::vector<std::string>& owners,
              std::vector<v1alpha::LogHead>* log_heads) {
  for (const std::string& owner : owners) {
    auto head = view.HeadOf(kEngagementService, owner);
    if (head.has_value()) log_heads->push_back(*std::move(head));
  }
}

}  // namespace

absl::Status ReadProcess(MirrorView& view, const std::string& engagement, bool reached,
                         ProcessInputs* process, std::vector<Source>* sources,
                         std::vector<v1alpha::LogHead>* log_heads) {
  const bool was_heard = view.LastReached(kEngagementService) != absl::InfinitePast();
  ProcessReader reader(view, reached && was_heard, sources);
  if (absl::Status s = reader.Read(engagement, &process->engagement); !s.ok()) return s;
  if (!process->engagement.has_value()) return absl::OkStatus();
  const std::string programme = types::Prefix(engagement, 1);
  const std::string& administration = process->engagement->administration();
  for (const absl::Status& s : {
           reader.Read(programme, &process->programme),
           reader.Read(administration, &process->administration),
           ReadEngagementLists(reader, engagement, process),
           reader.List(absl::StrCat(programme, "/indicators"), &process->indicators),
           reader.List(absl::StrCat(programme, "/indicators/-/measurements"),
                       &process->measurements),
           reader.List(absl::StrCat(administration, "/orgUnits"), &process->org_units),
       }) {
    if (!s.ok()) return s;
  }
  AddHeads(view, {engagement, programme, administration}, log_heads);
  return absl::OkStatus();
}

}  // namespace lotse::reporting
