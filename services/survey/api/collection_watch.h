#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "lotse/survey/v1alpha/collection_feed.pb.h"
#include "runtime/resource/api.h"
#include "runtime/watch/watch_stream.h"
#include "services/survey/app/collection_feed.h"

namespace lotse::survey {

// One open WatchCollection. Names of waves wait in it, each once, however often they changed:
// a reader who is slow is told what is so when they read, and takes no more memory than there
// are waves.
class CollectionStream final : public watch::WatchStream<v1alpha::WatchCollectionResponse> {
 public:
  // Waves in a message, and bytes after which no more are added.
  static constexpr int kMaxWaves = 100;
  static constexpr size_t kMaxBytes = 1 << 20;
  // So long one reading holds a thread of the shell, but for the wave it is at.
  static constexpr absl::Duration kMaxReading = absl::Milliseconds(100);

  CollectionStream(const resource::Api* api, CollectionFeed* feed, std::shared_ptr<rpc::Call> call,
                   const v1alpha::WatchCollectionRequest& q, absl::Duration max_standstill);

  // What is told of these waves may have become another.
  void Add(const std::set<std::string>& waves);

 protected:
  Reading Read(v1alpha::WatchCollectionResponse* message) override;

 private:
  // Finds the waves that there are.
  absl::Status Begin();
  void Enqueue(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(waiting_mutex_);
  // The next that waits; false if none does.
  bool TakeNext(std::string* wave);
  // Adds a wave if it is told otherwise than the last time.
  absl::Status AddWave(const std::string& wave, v1alpha::WatchCollectionResponse* message);

  const resource::Api& api_;
  CollectionFeed& feed_;
  const std::string parent_;
  const bool with_strata_;

  absl::Mutex waiting_mutex_;
  std::deque<std::string> waiting_ ABSL_GUARDED_BY(waiting_mutex_);
  absl::flat_hash_set<std::string> is_waiting_ ABSL_GUARDED_BY(waiting_mutex_);

  // Of the one who reads. A fingerprint of what each wave was told to be.
  absl::flat_hash_map<std::string, uint64_t> told_;
  bool begun_ = false;
  // How many of those that there were at the beginning are still to be told; -1 once that is
  // said.
  int64_t first_ = 0;
};

// The streams of WatchCollection: looks once in kPause of what has changed, and tells those
// who watch. There is one for each store.
class CollectionWatch {
 public:
  // How often it looks. What is told of a wave comes at most once in this time.
  static constexpr absl::Duration kPause = watch::Watchers::kRecheck;
  // So long a message may wait for its reader.
  static constexpr absl::Duration kMaxStandstill = absl::Seconds(60);

  // All outlive it.
  CollectionWatch(const resource::Api* api, ResponseStore* responses,
                  absl::Duration max_standstill = kMaxStandstill);

  grpc::ServerWriteReactor<v1alpha::WatchCollectionResponse>* Watch(
      grpc::CallbackServerContext* context, const v1alpha::WatchCollectionRequest* q);

 private:
  void Begin(const std::shared_ptr<rpc::Call>& call, const v1alpha::WatchCollectionRequest& q,
             const std::shared_ptr<CollectionStream>& stream);
  void Look();

  const resource::Api& api_;
  const absl::Duration max_standstill_;
  CollectionFeed feed_;
  // Its thread uses the above.
  watch::Watchers watchers_;
};

}  // namespace lotse::survey
