#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/synchronization/mutex.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/history/feed.h"
#include "runtime/resource/api.h"

namespace lotse::history {

// One open WatchChanges: reads on a thread of the shell, writes one message at a
// time, and waits for commits in between. A slow reader holds nothing but itself
// up: the next message is read when the last one is gone. One who takes none for too
// long is cut off.
class WatchStream final : public grpc::ServerWriteReactor<type::v1alpha::WatchChangesResponse>,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  // A message may wait for its reader for `max_standstill`.
  WatchStream(const resource::Api* api, std::shared_ptr<rpc::Call> call, FeedQuery query,
              absl::Duration max_standstill);

  // Begins at the cursor, or ends at once if `admitted` is an error. Before it nothing
  // ends; from then on it keeps itself until gRPC is done with it.
  void Start(absl::Status admitted, Cursor from);
  // Something was committed.
  void Notify();
  // Ends it when the caller has no right to it any more, or does not read: with an error
  // if it stands still, and by cutting it off while a message waits, for the error would
  // wait behind that. On one thread.
  void Recheck();
  // Ends with this error as soon as nothing is being written.
  void End(absl::Status status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class State {
    kIdle,     // Waits for a commit.
    kReading,  // Begins, or a thread of the shell reads or is going to.
    kWriting,  // gRPC has a message.
    kEnded,    // Nothing begins any more.
  };
  // What whoever changed the state has to do, after giving the mutex back.
  enum class Next { kNothing, kRead, kWrite, kFinish };

  Next AfterWork(bool has_message) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Do(Next next);
  void Read();
  absl::Status CheckReader(bool writing, absl::Time since);

  const resource::Api& api_;
  const std::shared_ptr<rpc::Call> call_;
  const FeedQuery query_;
  const absl::Duration max_standstill_;
  std::shared_ptr<WatchStream> self_;
  Cursor cursor_;
  // Of the one who reads or writes.
  type::v1alpha::WatchChangesResponse message_;

  absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kReading;
  // Since when gRPC has the message.
  absl::Time since_ ABSL_GUARDED_BY(mutex_);
  // Recheck asks about the caller: whoever stops writing meanwhile leaves the rest to it.
  bool asking_ ABSL_GUARDED_BY(mutex_) = false;
  // The first message is sent also without changes: it has the cursor.
  bool first_ ABSL_GUARDED_BY(mutex_) = true;
  // Committed since the last reading began, or more was there.
  bool news_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::history
