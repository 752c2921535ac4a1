#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "runtime/sql/database.h"

namespace lotse::survey {

// The answers of people, in a file of their own that keeps neither time nor
// order: rows under random keys, a journal that is emptied at each commit,
// deleted content overwritten, and the file written anew in the order of the keys
// (ForgetOrder), because where a row lies in it would tell when it came.
// Thread-safe.
class ResponseStore {
 public:
  using Answers = google::protobuf::RepeatedPtrField<v1alpha::Answer>;

  // Fewest new responses after which the file is written anew.
  static constexpr int64_t kFewestNew = 10;

  // Errors as sql::Database::Open.
  static absl::StatusOr<std::unique_ptr<ResponseStore>> Open(const std::string& path);

  // Stores a response for good; it is on disk when this returns. True if the
  // same answers were stored before under this id. RESPONSE_CONFLICT if other
  // answers were, STORE_UNAVAILABLE, STORE_CORRUPT.
  absl::StatusOr<bool> Add(absl::string_view wave, absl::string_view response_id,
                           const Answers& answers);

  // How many responses a wave has. For the service itself: what may be shown of
  // it is decided by ShownResponseCount.
  absl::StatusOr<int64_t> Count(absl::string_view wave);

  // Hands out each response of a wave, in no meaningful order.
  absl::Status ForEach(absl::string_view wave, absl::FunctionRef<void(const Answers&)> take);

  // Writes the file anew in the order of the keys. It happens by itself with the
  // first response after the store was opened, because a crash may have come in
  // between, and whenever it has grown by a tenth, at least by kFewestNew; a wave
  // that is closed asks for it. Does nothing if nothing came since. STORE_UNAVAILABLE,
  // for want of disk.
  absl::Status ForgetOrder();

  bool writable() const { return database_->writable(); }

 private:
  explicit ResponseStore(std::unique_ptr<sql::Database> database)
      : database_(std::move(database)) {}

  // Whether it is time to write the file anew.
  bool HasGrown();

  const std::unique_ptr<sql::Database> database_;
  absl::Mutex mutex_;
  int64_t rows_ ABSL_GUARDED_BY(mutex_) = 0;
  // Rows that may lie in the order of their coming; too many rather than too few.
  int64_t new_rows_ ABSL_GUARDED_BY(mutex_) = kFewestNew;
  // Counting rows anew for each reader of a wave would read all answers.
  absl::flat_hash_map<std::string, int64_t> counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::survey
