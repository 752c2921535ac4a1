#include "runtime/history/watch_stream.h"

#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "runtime/rpc/error.h"

namespace lotse::history {

WatchStream::WatchStream(const resource::Api* api, std::shared_ptr<rpc::Call> call, FeedQuery query,
                         absl::Duration max_standstill)
    : api_(*api),
      call_(std::move(call)),
      query_(std::move(query)),
      max_standstill_(max_standstill) {}

void WatchStream::Start(absl::Status admitted, Cursor from) {
  self_ = shared_from_this();
  cursor_ = std::move(from);
  Next next;
  {
    absl::MutexLock lock(&mutex_);
    if (end_.ok()) end_ = std::move(admitted);
    news_ = true;
    next = AfterWork(false);
  }
  Do(next);
}

void WatchStream::Notify() {
  {
    absl::MutexLock lock(&mutex_);
    news_ = true;
    if (state_ != State::kIdle) return;
    news_ = false;
    state_ = State::kReading;
  }
  Do(Next::kRead);
}

absl::Status WatchStream::CheckReader(bool writing, absl::Time since) {
  if (writing && absl::Now() - since >= max_standstill_) {
    return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                      "the caller read nothing for too long; begin at the last cursor");
  }
  return call_->AuthorizeAgain();
}

void WatchStream::Recheck() {
  bool writing = false;
  absl::Time since;
  {
    absl::MutexLock lock(&mutex_);
    // Who reads asks by themselves.
    if (state_ == State::kReading || state_ == State::kEnded) return;
    asking_ = true;
    since = since_;
    writing = state_ == State::kWriting;
    if (!writing) state_ = State::kReading;
  }
  const absl::Status status = CheckReader(writing, since);
  {
    absl::MutexLock lock(&mutex_);
    if (end_.ok()) end_ = status;
    writing = state_ == State::kWriting;
  }
  // Nobody ends it before this is done asking.
  if (writing && !status.ok()) call_->Cancel();
  Next next = Next::kNothing;
  {
    absl::MutexLock lock(&mutex_);
    asking_ = false;
    if (state_ != State::kWriting) next = AfterWork(false);
  }
  Do(next);
}

void WatchStream::End(absl::Status status) {
  {
    absl::MutexLock lock(&mutex_);
    if (!end_.ok()) return;
    end_ = std::move(status);
    // Whoever reads or writes now ends it then.
    if (state_ != State::kIdle) return;
    state_ = State::kEnded;
  }
  Do(Next::kFinish);
}

void WatchStream::OnCancel() {
  End(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller ended the stream"));
}

void WatchStream::OnDone() { self_.reset(); }

void WatchStream::OnWriteDone(bool ok) {
  Next next;
  {
    absl::MutexLock lock(&mutex_);
    if (!ok && end_.ok()) {
      end_ = rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
    }
    if (asking_) {
      state_ = State::kReading;
      return;
    }
    next = AfterWork(false);
  }
  Do(next);
}

WatchStream::Next WatchStream::AfterWork(bool has_message) {
  if (!end_.ok()) {
    state_ = State::kEnded;
    return Next::kFinish;
  }
  if (has_message) {
    state_ = State::kWriting;
    since_ = absl::Now();
    return Next::kWrite;
  }
  state_ = news_ ? State::kReading : State::kIdle;
  return std::exchange(news_, false) ? Next::kRead : Next::kNothing;
}

void WatchStream::Do(Next next) {
  if (next == Next::kRead) {
    absl::Status posted = api_.shell()->Post([stream = shared_from_this()] { stream->Read(); });
    if (posted.ok()) return;
    absl::MutexLock lock(&mutex_);
    if (end_.ok()) end_ = std::move(posted);
    next = AfterWork(false);
  }
  if (next == Next::kWrite) {
    call_->Sent();
    StartWrite(&message_);
  } else if (next == Next::kFinish) {
    absl::Status end;
    {
      absl::MutexLock lock(&mutex_);
      end = end_;
    }
    Finish(call_->End(std::move(end)));
  }
}

void WatchStream::Read() {
  std::vector<type::v1alpha::Change> changes;
  bool more = false;
  // Asked again each time: a permission may be taken back while a stream is open.
  absl::Status status = call_->Authorize(query_.parent);
  if (status.ok())
    status = rpc::Guard([&] {
      return api_.store()->Read({}, [&](resource::Tx& tx) {
        tx.SetView(call_->view());
        const absl::Status read = ReadFeed(tx, query_, &cursor_, &changes, &more);
        message_.set_next_cursor(cursor_.ToText(tx.token_key(), query_.parent));
        return read;
      });
    });
  message_.clear_changes();
  for (auto& change : changes) *message_.add_changes() = std::move(change);
  Next next;
  {
    absl::MutexLock lock(&mutex_);
    if (end_.ok()) end_ = status;
    news_ |= more;
    const bool first = std::exchange(first_, false);
    next = AfterWork(first || !changes.empty());
  }
  Do(next);
}

}  // namespace lotse::history
