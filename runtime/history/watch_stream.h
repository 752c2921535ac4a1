#pragma once

#include <memory>

#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/history/feed.h"
#include "runtime/resource/api.h"
#include "runtime/watch/watch_stream.h"

namespace lotse::history {

// One open WatchChanges.
class WatchStream final : public watch::WatchStream<type::v1alpha::WatchChangesResponse> {
 public:
  WatchStream(const resource::Api* api, std::shared_ptr<rpc::Call> call, FeedQuery query,
              absl::Duration max_standstill);

  // Begins at the cursor.
  void StartAt(absl::Status admitted, Cursor from);

 protected:
  Reading Read(type::v1alpha::WatchChangesResponse* message) override;

 private:
  const resource::Api& api_;
  const FeedQuery query_;
  // Of the one who reads.
  Cursor cursor_;
  // The first message is sent also without changes: it has the cursor.
  bool first_ = true;
};

}  // namespace lotse::history
