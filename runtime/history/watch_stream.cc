#include "runtime/history/watch_stream.h"

#include <utility>
#include <vector>

#include "runtime/rpc/error.h"

namespace lotse::history {

WatchStream::WatchStream(const resource::Api* api, std::shared_ptr<rpc::Call> call, FeedQuery query,
                         absl::Duration max_standstill)
    : watch::WatchStream<type::v1alpha::WatchChangesResponse>(api->shell(), std::move(call),
                                                              max_standstill),
      api_(*api),
      query_(std::move(query)) {}

void WatchStream::StartAt(absl::Status admitted, Cursor from) {
  cursor_ = std::move(from);
  Start(std::move(admitted));
}

WatchStream::Reading WatchStream::Read(type::v1alpha::WatchChangesResponse* message) {
  std::vector<type::v1alpha::Change> changes;
  Reading reading;
  reading.status = call_->Authorize(query_.parent);
  if (reading.status.ok())
    reading.status = rpc::Guard([&] {
      return api_.store()->Read({}, [&](resource::Tx& tx) {
        tx.SetView(call_->view());
        const absl::Status read = ReadFeed(tx, query_, &cursor_, &changes, &reading.more);
        message->set_next_cursor(cursor_.ToText(tx.token_key(), query_.parent));
        return read;
      });
    });
  message->clear_changes();
  for (auto& change : changes) *message->add_changes() = std::move(change);
  reading.send = std::exchange(first_, false) || message->changes_size() > 0;
  return reading;
}

}  // namespace lotse::history
