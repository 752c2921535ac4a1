#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/ops/log.h"
#include "runtime/sql/database.h"
#include "services/reporting/follow/followed_kinds.h"

// What the other two services last said, in a file of its own. It holds nothing that is not
// elsewhere: without it, all is read again.
namespace lotse::reporting {

// The question for the figures of a wave.
std::string FiguresQuestion(absl::string_view wave);

// The question for released material of a study.
std::string MaterialQuestion(absl::string_view release);

// An answer of a method of lotse-survey, to be used once it does not answer.
struct Answer {
  // Method and name, for example `TabulateWave programmes/…/waves/w`.
  std::string question;
  // What was answered, as bytes.
  std::string bytes;
  // Which revision it is of; see Source.revision.
  std::string revision;
  // When it was heard.
  absl::Time heard_at;
};

// How far the feed of a service was read.
struct FeedPosition {
  // Which reading from the start it is; another one once it begins anew.
  int64_t generation = 0;
  // Where it goes on; empty: at the start.
  std::string cursor;
};

// One state of the mirror; see Mirror::Read.
class MirrorView {
 public:
  // When `service` last told everything, to the end of its feed. InfinitePast if it never did:
  // nothing of it is to be seen here then, though some may have been read.
  absl::Time LastReached(absl::string_view service) const;

  // Reads a resource with its etag and without what is personal, deleted softly or not. False if
  // there is none. `resource` is of a kind that is kept. Errors as Mirror::Read.
  absl::StatusOr<bool> Load(absl::string_view name, google::protobuf::Message* resource);

  // Reads each resource of the kind of `resource` whose name begins with `prefix`, which ends
  // with a slash, into it and calls `take`; in the order of the bytes of the names, those that
  // are deleted softly too. Ends with the first error, or as Mirror::Read. Does not nest.
  absl::Status ForEach(absl::string_view prefix, google::protobuf::Message* resource,
                       absl::FunctionRef<absl::Status()> take);

  // The last entry of the log of `owner` that was read and changed something: notes, such as who
  // read what, change no report. Nothing if there is none.
  std::optional<v1alpha::LogHead> HeadOf(absl::string_view service, absl::string_view owner);

  // The kept answer to a question; nothing if there is none.
  std::optional<Answer> AnswerTo(absl::string_view question);

 private:
  friend class Mirror;
  // What of a service is to be seen: rows of this generation.
  struct Shown {
    int64_t generation = 0;  // 0: nothing.
    absl::Time heard_at = absl::InfinitePast();
  };
  MirrorView(sql::Connection* connection, const FollowedKinds* kinds,
             std::map<std::string, Shown, std::less<>> shown)
      : connection_(connection), kinds_(kinds), shown_(std::move(shown)) {}
  Shown ShownOf(absl::string_view service) const;
  static absl::Status Parse(const schema::Kind& kind, absl::string_view content, int64_t revision,
                            google::protobuf::Message* resource);

  sql::Connection* const connection_;
  const FollowedKinds* const kinds_;
  const std::map<std::string, Shown, std::less<>> shown_;
};

// The copy itself. Each service has a generation of rows that is shown. What is read from the
// start of its feed goes into a new one, which takes the place of the other once the end was
// reached; so a report never shows half of a service. Thread-safe, but for one service only one
// thread may Apply.
class Mirror {
 public:
  // Opens or makes the file `path`. One that cannot be used, since it is damaged or of another
  // version, is put aside (see RebuildIfDamaged) and made anew. `log` outlives it. Errors:
  // PERMISSION_DENIED, ABORTED, as sql::Database::Open.
  static absl::StatusOr<std::unique_ptr<Mirror>> Open(std::string path, ops::Log* log);
  ~Mirror();

  // The kinds that are followed.
  const FollowedKinds& kinds() const { return *kinds_; }

  // Where the feed of `service` goes on.
  FeedPosition PositionOf(absl::string_view service) const;

  // Takes the next page of the feed of `service`, which was asked for at `asked_at` from
  // `asked_from` on, and moves on, in one transaction. A page without changes is only noted in
  // memory most of the time. What was taken back or is replaced is gone from the file when it
  // returns; if somebody reads for so long that it cannot be, this is logged, and tried again with
  // the next page. ABORTED if the feed goes on elsewhere, since the file was made anew meanwhile;
  // STORE_UNAVAILABLE, STORE_CORRUPT. Nothing has changed then, and it can be asked again.
  absl::Status Apply(absl::string_view service, const FeedPosition& asked_from,
                     const type::v1alpha::ListChangesResponse& page, absl::Time asked_at);

  // Begins the feed of `service` from the start. What is known is shown until all was read.
  // Errors as Apply.
  absl::Status StartAnew(absl::string_view service);

  // Keeps answers in the place of those to the same questions, all or none; but none of a revision
  // of which the feed has said that it was taken back since. Errors as Apply.
  absl::Status Keep(absl::Span<const Answer> answers);
  // Forgets the answers to these questions. Errors as Apply.
  absl::Status Forget(absl::Span<const std::string> questions);

  // Runs `work` on one state of the data, on the caller's thread. STORE_UNAVAILABLE,
  // STORE_CORRUPT (and it is rebuilt soon), or the error of `work`.
  absl::Status Read(absl::FunctionRef<absl::Status(MirrorView&)> work);

  // If the file was found damaged, puts it aside, as `PATH.damaged` in the place of an earlier
  // one, and begins an empty one; waits for reads under way. Errors as Open.
  absl::Status RebuildIfDamaged();

 private:
  // How far a feed was read.
  struct Place {
    FeedPosition position;  // Where its changes go, and where it goes on.
    // When its end was last reached with this generation, and what the file says of that.
    absl::Time heard_at = absl::InfinitePast();
    absl::Time noted_at = absl::InfinitePast();
  };
  class Use;  // Keeps the database open.

  Mirror(std::string path, ops::Log* log, std::unique_ptr<FollowedKinds> kinds);
  absl::Status OpenFile();
  absl::Status PutAside(absl::string_view why);
  static absl::Status LoadPlaces(sql::Database& database,
                                 std::map<std::string, Place, std::less<>>* places);
  absl::Status Write(const Use& use, absl::FunctionRef<absl::Status(sql::Connection&)> work);
  void EmptyLogIfErased(const Use& use);
  Place PlaceOf(absl::string_view service) const;
  void SetPlace(absl::string_view service, Place place);

  const std::string path_;
  ops::Log* const log_;
  const std::unique_ptr<FollowedKinds> kinds_;

  mutable absl::Mutex mutex_;
  std::unique_ptr<sql::Database> database_ ABSL_GUARDED_BY(mutex_);
  int users_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool damaged_ ABSL_GUARDED_BY(mutex_) = false;
  bool log_has_erased_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, Place, std::less<>> places_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::reporting
