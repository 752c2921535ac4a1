#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "runtime/sql/database.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// The answers of people, in a file of their own that keeps neither time nor
// order: rows under random keys, a journal that is emptied at each commit,
// deleted content overwritten, and the file written anew in the order of the keys
// (ForgetOrder), because where a row lies in it would tell when it came.
// Thread-safe.
class ResponseStore {
 public:
  using Answers = google::protobuf::RepeatedPtrField<v1alpha::Answer>;
  // Told whether the same answers were stored before.
  using Added = std::function<void(absl::StatusOr<bool> duplicate)>;

  // Fewest new responses after which the file is written anew.
  static constexpr int64_t kFewestNew = 10;

  // So many responses may wait to be stored. Errors as sql::Database::Open.
  static absl::StatusOr<std::unique_ptr<ResponseStore>> Open(const std::string& path,
                                                             size_t max_waiting);
  // Stores what was taken, then closes.
  ~ResponseStore();

  // One response as it is to be stored.
  struct Response {
    std::string wave;
    std::string response_id;
    // The questionnaire of the wave; the answers are as EncodeResponseRow wants them.
    std::shared_ptr<const CompiledInstrument> instrument;
    Answers answers;
    // Whether it may be stored, asked when its turn comes; empty: it may.
    std::function<absl::Status()> allowed;
  };

  // Takes a response and returns; those that wait together share a commit. `added` is
  // called once on the thread that writes, after the response is on disk for good: true
  // if the same answers were stored before under this id. WAVE_NOT_OPEN if the wave was
  // closed here, RESPONSE_CONFLICT if other answers were stored, else as
  // sql::Database::Write, and nothing was stored.
  void Add(Response response, sql::Patience patience, Added added);

  // From now on takes nothing more for a wave, and writes the file anew. What was taken
  // before is stored or refused when this returns. STORE_UNAVAILABLE; then the wave may
  // be closed, and closing it again is right.
  absl::Status Close(absl::string_view wave);

  // How many responses a wave has. For the service itself: what may be shown of
  // it is decided by ShownResponseCount.
  absl::StatusOr<int64_t> Count(absl::string_view wave);

  // Hands out each response of a wave, in no meaningful order. STORE_CORRUPT if one does
  // not fit to the questionnaire.
  absl::Status ForEach(absl::string_view wave, const CompiledInstrument& instrument,
                       absl::FunctionRef<void(const Answers&)> take);

  // Writes the file anew in the order of the keys. A thread of the store does so with the
  // first response after the store was opened, because a crash may have come in
  // between, and whenever it has grown by a tenth, at least by kFewestNew. Does nothing
  // if nothing came since. STORE_UNAVAILABLE, for want of disk.
  absl::Status ForgetOrder();

  bool writable() const { return database_->writable(); }

 private:
  explicit ResponseStore(std::unique_ptr<sql::Database> database);

  // Stores a row, or tells that it is there.
  absl::StatusOr<bool> AddRow(sql::Connection& connection, const Response& response,
                              absl::string_view row);
  void ForgetOrderAgainAndAgain();
  // Whether it is time to write the file anew.
  bool HasGrown() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || HasGrown(); }

  absl::Mutex forgetting_mutex_;  // Held while the file is written anew; before mutex_.
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t rows_ ABSL_GUARDED_BY(mutex_) = 0;
  // Rows that may lie in the order of their coming; too many rather than too few.
  int64_t new_rows_ ABSL_GUARDED_BY(mutex_) = kFewestNew;
  // Whether a row came since the file was, or was to be, written anew.
  bool added_ ABSL_GUARDED_BY(mutex_) = false;
  // Counting rows anew for each reader of a wave would read all answers.
  absl::flat_hash_map<std::string, int64_t> counts_ ABSL_GUARDED_BY(mutex_);
  // Its jobs use the above.
  std::unique_ptr<sql::Database> database_;
  std::thread forgetting_;
};

}  // namespace lotse::survey
