#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "runtime/rpc/waiting.h"
#include "services/survey/app/use_cases.h"

namespace lotse::survey {

// One stream of SubmitResponses. Each item goes the way of a call of its own, also through
// the steps in which a wave is seen (wave_pair.h): the results are told to nobody but whoever
// sent the items. What is under way is bounded, and reading waits for room. gRPC is given
// the end only when nothing is under way any more, so that no result is lost by an end in
// order and no item asks for a call that is gone.
class SubmitStream final : public grpc::ServerBidiReactor<v1alpha::SubmitResponsesRequest,
                                                          v1alpha::SubmitResponsesResponse>,
                           public std::enable_shared_from_this<SubmitStream> {
 public:
  // Items of one message.
  static constexpr int kMaxItems = 64;
  // Items that were read and whose results are not sent yet; their bytes may exceed the
  // second limit by those of one message.
  static constexpr int kMaxUnderWay = 256;
  static constexpr size_t kMaxBytesUnderWay = 4 << 20;
  // How long no message may come, or none be taken.
  static constexpr absl::Duration kMaxStandstill = absl::Seconds(60);

  // What is done with what comes; see use_cases.h.
  struct Use {
    // Whether a wave takes responses, asked once, as CheckTakesResponses does.
    std::function<absl::Status(const std::string& wave)> check;
    // Takes one of them as SubmitResponse does. Request and reply live until it is done.
    std::function<void(const v1alpha::SubmitResponseRequest&, Submission,
                       v1alpha::SubmitResponseResponse*)>
        take;
  };

  // Begins a stream, which gRPC ends. `api` outlives it.
  static SubmitStream* Begin(const resource::Api* api, grpc::CallbackServerContext* context,
                             Use use, absl::Duration max_standstill = kMaxStandstill);

 private:
  struct Item {
    v1alpha::SubmitResponseRequest request;
    v1alpha::SubmitResponseResponse reply;
    int64_t number = 0;
    size_t bytes = 0;
    // Whether its caller may not any more.
    bool forbidden = false;
  };
  // What is to be done once the lock is given back.
  struct Next {
    bool read = false;
    bool write = false;
    bool finish = false;
  };

  SubmitStream(const resource::Api* api, std::shared_ptr<rpc::Call> call, Use use);
  void Start(absl::Duration max_standstill);
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { self_.reset(); }

  absl::Status TakeMessage();
  absl::Status TakeParent();
  void TakeItem(v1alpha::SubmitResponseRequest* request);
  absl::Status Check(Item* item);
  void Done(const std::shared_ptr<Item>& item, const absl::Status& status);
  // Whether the caller still may; asked by who reads and by who stores.
  absl::Status AuthorizeAgain();
  // Takes nothing more and ends with this error once nothing is under way. Not called by
  // what Waiting calls.
  void End(absl::Status status);
  void WriteEnded(bool ok);
  void GoOn();
  Next Choose() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Do(Next next);

  const resource::Api* const api_;
  const std::shared_ptr<rpc::Call> call_;
  const Use use_;
  const schema::Method& method_;
  std::shared_ptr<rpc::Waiting> reading_wait_, writing_wait_;
  std::shared_ptr<SubmitStream> self_;  // Until gRPC is done with it.

  // Used by who reads only.
  v1alpha::SubmitResponsesRequest in_;
  std::string parent_;
  bool has_parent_ = false;
  int64_t taken_ = 0;

  absl::Mutex asking_;
  absl::Mutex mutex_;
  bool started_ ABSL_GUARDED_BY(mutex_) = false;  // It is settled who calls.
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool all_read_ ABSL_GUARDED_BY(mutex_) = false;
  bool lost_ ABSL_GUARDED_BY(mutex_) = false;  // Nobody takes results any more.
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status end_ ABSL_GUARDED_BY(mutex_);
  v1alpha::SubmitResponsesResponse results_ ABSL_GUARDED_BY(mutex_);
  v1alpha::SubmitResponsesResponse out_;  // Belongs to gRPC while writing_.
};

}  // namespace lotse::survey
