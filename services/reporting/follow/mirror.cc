#include "services/reporting/follow/mirror.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/reporting/follow/mirror_rows.h"
#include "sql/mirror_queries.h"
#include "sql/mirror_schema.h"

namespace lotse::reporting {

using sql::Connection;
using sql::Database;

namespace {

// How old the time in the file gets at which the end of a feed was last reached. It is asked
// every second, and mostly there is nothing new.
constexpr absl::Duration kNoteEvery = absl::Minutes(1);

const sql::Statements& MirrorStatements() {
  static const auto* statements = new sql::Statements(mirror_queries);
  return *statements;
}

absl::Status NotOpen() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "the mirror of the other services cannot be opened; nothing was changed",
                         /*seconds=*/5);
}

}  // namespace

// The database is not closed while one of these lives.
class Mirror::Use {
 public:
  explicit Use(Mirror* mirror) : mirror_(mirror) {
    absl::MutexLock lock(&mirror->mutex_);
    const auto open = [&]()
                          ABSL_SHARED_LOCKS_REQUIRED(mirror->mutex_) { return !mirror->closing_; };
    mirror->mutex_.Await(absl::Condition(&open));
    database_ = mirror->database_.get();
    ++mirror->users_;
  }
  Use(const Use&) = delete;
  ~Use() {
    absl::MutexLock lock(&mirror_->mutex_);
    --mirror_->users_;
  }

  // Null if it could not be opened anew.
  Database* database() const { return database_; }
  // Notes that the file is damaged, if that is what `status` says.
  absl::Status Checked(absl::Status status) const {
    if (rpc::ReasonOf(status) != type::v1alpha::ERROR_REASON_STORE_CORRUPT) return status;
    absl::MutexLock lock(&mirror_->mutex_);
    mirror_->damaged_ = true;
    return status;
  }

 private:
  Mirror* const mirror_;
  Database* database_;
};

absl::StatusOr<std::unique_ptr<Mirror>> Mirror::Open(std::string path, ops::Log* log) {
  auto kinds = FollowedKinds::Make();
  if (!kinds.ok()) return kinds.status();
  auto mirror = absl::WrapUnique(new Mirror(std::move(path), log, *std::move(kinds)));
  if (absl::Status s = mirror->OpenFile(); !s.ok()) return s;
  return mirror;
}

Mirror::Mirror(std::string path, ops::Log* log, std::unique_ptr<FollowedKinds> kinds)
    : path_(std::move(path)), log_(log), kinds_(std::move(kinds)) {}

Mirror::~Mirror() = default;

absl::Status Mirror::OpenFile() {
  Database::Options options;
  options.path = path_;
  options.migrations = mirror_schema;
  options.statements = &MirrorStatements();
  auto database = Database::Open(options);
  if (absl::IsDataLoss(database.status()) || absl::IsFailedPrecondition(database.status())) {
    if (absl::Status s = PutAside(database.status().message()); !s.ok()) return s;
    database = Database::Open(options);
  }
  if (!database.ok()) return database.status();
  std::map<std::string, Place, std::less<>> places;
  const absl::Status loaded = LoadPlaces(**database, &places);
  absl::MutexLock lock(&mutex_);
  damaged_ = rpc::ReasonOf(loaded) == type::v1alpha::ERROR_REASON_STORE_CORRUPT;
  if (!loaded.ok() && !damaged_) return loaded;
  database_ = *std::move(database);
  places_ = std::move(places);
  return absl::OkStatus();
}

absl::Status Mirror::PutAside(absl::string_view why) {
  log_->Warning("mirror_put_aside", {{"what", std::string(why)}});
  for (const char* rest : {"-wal", "-shm"}) std::remove(absl::StrCat(path_, rest).c_str());
  const std::string aside = absl::StrCat(path_, ".damaged");
  if (std::rename(path_.c_str(), aside.c_str()) != 0 && errno != ENOENT) {
    return absl::PermissionDeniedError(absl::StrCat(path_, ": is damaged and cannot be renamed"));
  }
  return absl::OkStatus();
}

// What other types were asked for than now is read anew: of the new ones there is nothing.
absl::Status Mirror::LoadPlaces(Database& database,
                                std::map<std::string, Place, std::less<>>* places) {
  const absl::Status loaded = database.WriteAndWait([&](Connection& connection) {
    places->clear();
    for (const char* service : {kEngagementService, kSurveyService}) {
      Place place;
      for (const Feed& feed : FeedsIn(connection)) {
        if (feed.service != service || feed.types != TypesText(service)) continue;
        place.position = {feed.generation, feed.cursor};  // The last one is written.
        place.heard_at = place.noted_at = feed.heard_at;
      }
      int64_t& generation = place.position.generation;
      if (generation == 0) generation = BeginGeneration(connection, service);
      (*places)[service] = std::move(place);
    }
    return absl::OkStatus();
  });
  // What was erased just before a crash may lie in the write-ahead log still.
  return loaded.ok() ? database.EmptyLog() : loaded;
}

Mirror::Place Mirror::PlaceOf(absl::string_view service) const {
  absl::MutexLock lock(&mutex_);
  const auto it = places_.find(service);
  return it == places_.end() ? Place() : it->second;
}

void Mirror::SetPlace(absl::string_view service, Place place) {
  absl::MutexLock lock(&mutex_);
  places_[std::string(service)] = std::move(place);
}

FeedPosition Mirror::PositionOf(absl::string_view service) const {
  return PlaceOf(service).position;
}

absl::Status Mirror::Write(const Use& use, absl::FunctionRef<absl::Status(Connection&)> work) {
  if (use.database() == nullptr) return NotOpen();
  return use.Checked(use.database()->WriteAndWait(work));
}

// The file stays the same from the look at the place to its change.
absl::Status Mirror::Apply(absl::string_view service, const FeedPosition& asked_from,
                           const type::v1alpha::ListChangesResponse& page, absl::Time asked_at) {
  const Use use(this);
  Place place = PlaceOf(service);
  if (place.position.generation != asked_from.generation ||
      place.position.cursor != asked_from.cursor) {
    return absl::AbortedError("the mirror was made anew meanwhile; the feed goes on elsewhere");
  }
  const bool complete = place.heard_at != absl::InfinitePast();
  const bool noted = asked_at >= place.noted_at && asked_at - place.noted_at < kNoteEvery;
  place.position.cursor = page.next_cursor();
  if (!page.more()) place.heard_at = asked_at;
  if (page.changes().empty() && complete && noted) {
    SetPlace(service, std::move(place));
    EmptyLogIfErased(use);
    return absl::OkStatus();
  }
  bool erased = false;
  const absl::Status written = Write(use, [&](Connection& connection) -> absl::Status {
    erased = false;
    const absl::Status taken =
        TakeChanges(connection, *kinds_, place.position.generation, page.changes(), &erased);
    if (!taken.ok()) return taken;
    connection.Prepare("MoveFeed")
        .Bind(1, place.position.generation)
        .Bind(2, place.position.cursor)
        .Bind(3, ToMicros(place.heard_at))
        .Run();
    if (!complete && !page.more()) {
      KeepOnly(connection, service, place.position.generation);
      erased = true;  // Maybe in what is removed.
    }
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  place.noted_at = place.heard_at;
  SetPlace(service, std::move(place));
  if (erased) {
    absl::MutexLock lock(&mutex_);
    log_has_erased_ = true;
  }
  EmptyLogIfErased(use);
  return absl::OkStatus();
}

void Mirror::EmptyLogIfErased(const Use& use) {
  {
    absl::MutexLock lock(&mutex_);
    if (!std::exchange(log_has_erased_, false)) return;
  }
  const absl::Status emptied =
      use.Checked(use.database() == nullptr ? NotOpen() : use.database()->EmptyLog());
  if (emptied.ok()) return;
  log_->Warning("mirror_journal_not_emptied", {{"what", std::string(emptied.message())}});
  absl::MutexLock lock(&mutex_);
  log_has_erased_ = true;
}

absl::Status Mirror::StartAnew(absl::string_view service) {
  const Use use(this);
  Place place;
  const absl::Status written = Write(use, [&](Connection& connection) {
    place.position.generation = BeginGeneration(connection, service);
    return absl::OkStatus();
  });
  if (written.ok()) SetPlace(service, std::move(place));
  return written;
}

absl::Status Mirror::Keep(absl::Span<const Answer> answers) {
  const Use use(this);
  return Write(use, [&](Connection& connection) {
    for (const Answer& answer : answers) {
      if (WasTakenBack(connection, answer.question, answer.revision)) continue;
      connection.Prepare("SetAnswer")
          .Bind(1, answer.question)
          .Bind(2, answer.revision)
          .Bind(3, ToMicros(answer.heard_at))
          .BindBytes(4, answer.bytes)
          .Run();
    }
    return absl::OkStatus();
  });
}

absl::Status Mirror::Forget(absl::Span<const std::string> questions) {
  const Use use(this);
  return Write(use, [&](Connection& connection) {
    for (const std::string& question : questions) {
      connection.Prepare("DeleteAnswer").Bind(1, question).Run();
    }
    return absl::OkStatus();
  });
}

absl::Status Mirror::Read(absl::FunctionRef<absl::Status(MirrorView&)> work) {
  const Use use(this);
  if (use.database() == nullptr) return NotOpen();
  // Before the state is taken: it has what was heard by then, and maybe more.
  std::map<std::string, Place, std::less<>> places;
  {
    absl::MutexLock lock(&mutex_);
    places = places_;
  }
  return use.Checked(use.database()->Read({}, [&](Connection& connection) {
    std::map<std::string, MirrorView::Shown, std::less<>> shown;
    for (const Feed& feed : FeedsIn(connection)) {
      if (feed.heard_at == absl::InfinitePast()) continue;
      MirrorView::Shown& of = shown[feed.service];
      of = {feed.generation, feed.heard_at};
      const Place& place = places[feed.service];
      if (place.position.generation == feed.generation) {
        of.heard_at = std::max(of.heard_at, place.heard_at);
      }
    }
    MirrorView view(&connection, kinds_.get(), std::move(shown));
    return work(view);
  }));
}

absl::Status Mirror::RebuildIfDamaged() {
  {
    absl::MutexLock lock(&mutex_);
    const auto open = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !closing_; };
    mutex_.Await(absl::Condition(&open));
    if (!damaged_ && database_ != nullptr) return absl::OkStatus();
    closing_ = true;
    const auto unused = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return users_ == 0; };
    mutex_.Await(absl::Condition(&unused));
    // The last connection to close removes the write-ahead log, so before there is a new one.
    database_.reset();
  }
  absl::Status opened = PutAside("the file was found damaged");
  if (opened.ok()) opened = OpenFile();
  absl::MutexLock lock(&mutex_);
  closing_ = false;
  return opened;
}

}  // namespace lotse::reporting
