#include "services/survey/api/collection_watch.h"

#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "runtime/rpc/error.h"
#include "services/survey/domain/collection_scope.h"

namespace lotse::survey {

using v1alpha::WatchCollectionRequest;
using v1alpha::WatchCollectionResponse;
using v1alpha::WaveCollection;

CollectionStream::CollectionStream(const resource::Api* api, CollectionFeed* feed,
                                   std::shared_ptr<rpc::Call> call, const WatchCollectionRequest& q,
                                   absl::Duration max_standstill)
    : watch::WatchStream<WatchCollectionResponse>(api->shell(), std::move(call), max_standstill),
      api_(*api),
      feed_(*feed),
      parent_(q.parent()),
      with_strata_(q.with_strata()) {}

void CollectionStream::Enqueue(const std::string& wave) {
  if (is_waiting_.insert(wave).second) waiting_.push_back(wave);
}

void CollectionStream::Add(const std::set<std::string>& waves) {
  bool news = false;
  {
    absl::MutexLock lock(&waiting_mutex_);
    for (const std::string& wave : waves) {
      if (!IsInCollection(parent_, wave)) continue;
      Enqueue(wave);
      news = true;
    }
  }
  if (news) Notify();
}

bool CollectionStream::TakeNext(std::string* wave) {
  absl::MutexLock lock(&waiting_mutex_);
  if (waiting_.empty()) return false;
  *wave = std::move(waiting_.front());
  waiting_.pop_front();
  is_waiting_.erase(*wave);
  return true;
}

absl::Status CollectionStream::Begin() {
  if (absl::Status s = feed_.Begin(); !s.ok()) return s;
  return api_.store()->Read([&](resource::Tx& tx) -> absl::Status {
    tx.SetView(call_->view());
    const auto waves = WavesOf(tx, parent_);
    if (!waves.ok()) return waves.status();
    absl::MutexLock lock(&waiting_mutex_);
    for (const std::string& wave : *waves) Enqueue(wave);
    first_ = static_cast<int64_t>(waiting_.size());
    return absl::OkStatus();
  });
}

absl::Status CollectionStream::AddWave(const std::string& wave, WatchCollectionResponse* message) {
  if (!call_->view().Shows(wave)) return absl::OkStatus();
  const auto told = feed_.TellOf(wave);
  if (!told.ok()) return told.status();
  if (*told == nullptr) return absl::OkStatus();
  WaveCollection* const added = message->add_waves();
  *added = **told;
  if (!with_strata_) added->clear_strata();
  const uint64_t fingerprint = absl::HashOf(added->SerializeAsString());
  const auto [it, is_new] = told_.emplace(wave, fingerprint);
  if (!is_new && it->second == fingerprint) message->mutable_waves()->RemoveLast();
  it->second = fingerprint;
  return absl::OkStatus();
}

CollectionStream::Reading CollectionStream::Read(WatchCollectionResponse* message) {
  Reading reading;
  message->Clear();
  reading.status = call_->Authorize(parent_);
  if (!reading.status.ok()) return reading;
  reading.status = rpc::Guard([&]() -> absl::Status {
    if (!begun_) {
      if (absl::Status s = Begin(); !s.ok()) return s;
      begun_ = true;
    }
    const absl::Time until = absl::Now() + kMaxReading;
    size_t bytes = 0;
    std::string wave;
    while (message->waves_size() < kMaxWaves && bytes < kMaxBytes && absl::Now() < until &&
           TakeNext(&wave)) {
      const int before = message->waves_size();
      if (absl::Status s = AddWave(wave, message); !s.ok()) return s;
      if (first_ > 0) --first_;
      if (message->waves_size() > before) bytes += message->waves(before).ByteSizeLong();
    }
    return absl::OkStatus();
  });
  if (first_ == 0 && reading.status.ok()) {
    message->set_all_told(true);
    first_ = -1;
  }
  {
    absl::MutexLock lock(&waiting_mutex_);
    reading.more = !waiting_.empty();
  }
  reading.send = message->waves_size() > 0 || message->all_told();
  return reading;
}

CollectionWatch::CollectionWatch(const resource::Api* api, ResponseStore* responses,
                                 absl::Duration max_standstill)
    : api_(*api),
      max_standstill_(max_standstill),
      feed_(api->store(), responses),
      watchers_([this] { Look(); }) {}

void CollectionWatch::Look() {
  feed_.EndIf([this] { return watchers_.Open().empty(); });
  const std::set<std::string> changed = feed_.Look();
  if (changed.empty()) return;
  for (const auto& watcher : watchers_.Open()) {
    static_cast<CollectionStream&>(*watcher).Add(changed);
  }
}

grpc::ServerWriteReactor<WatchCollectionResponse>* CollectionWatch::Watch(
    grpc::CallbackServerContext* context, const WatchCollectionRequest* q) {
  const auto call = api_.shell()->BeginStream(context, WatchCollectionRequest::descriptor());
  const auto stream = std::make_shared<CollectionStream>(&api_, &feed_, call, *q, max_standstill_);
  auto* const reactor = stream.get();
  api_.shell()->WhenKnown(call, [this, call, q, stream] { Begin(call, *q, stream); });
  return reactor;
}

void CollectionWatch::Begin(const std::shared_ptr<rpc::Call>& call, const WatchCollectionRequest& q,
                            const std::shared_ptr<CollectionStream>& stream) {
  absl::Status status = call->Authorize(q.parent());
  if (status.ok()) {
    const std::string wrong = CheckCollectionParent(q.parent());
    if (!wrong.empty()) status = rpc::InvalidFields({{"parent", wrong}});
  }
  if (status.ok()) {
    status = api_.shell()->Open(*call, [weak = std::weak_ptr(stream)](absl::Status end) {
      if (const auto open = weak.lock()) open->End(std::move(end));
    });
  }
  // Before it reads: what changes from now on wakes it.
  if (status.ok()) watchers_.Add(stream);
  stream->Start(std::move(status));
}

}  // namespace lotse::survey
