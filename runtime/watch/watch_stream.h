#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/shell.h"
#include "runtime/watch/watchers.h"

namespace lotse::watch {

// A stream that tells its caller news: reads on a thread of the shell, writes one message at
// a time, and waits to be notified in between. A slow reader holds nothing but itself up:
// the next message is read when the last one is gone. One who takes none for too long is cut
// off.
template <class Message>
class WatchStream : public grpc::ServerWriteReactor<Message>,
                    public Watcher,
                    public std::enable_shared_from_this<WatchStream<Message>> {
 public:
  // A message may wait for its reader for `max_standstill`. `shell` outlives it.
  WatchStream(rpc::Shell* shell, std::shared_ptr<rpc::Call> call, absl::Duration max_standstill)
      : call_(std::move(call)), shell_(*shell), max_standstill_(max_standstill) {}

  // Begins to read, or ends at once if `admitted` is an error. Before it nothing ends; from
  // then on it keeps itself until gRPC is done with it.
  void Start(absl::Status admitted) {
    self_ = this->shared_from_this();
    Next next;
    {
      absl::MutexLock lock(&mutex_);
      if (end_.ok()) end_ = std::move(admitted);
      news_ = true;
      next = AfterWork(false);
    }
    Do(next);
  }

  void Notify() override {
    {
      absl::MutexLock lock(&mutex_);
      news_ = true;
      if (state_ != State::kIdle) return;
      news_ = false;
      state_ = State::kReading;
    }
    Do(Next::kRead);
  }

  // With an error if it stands still, and by cutting it off while a message waits, for the
  // error would wait behind that. On one thread.
  void Recheck() override {
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

  // Ends with this error as soon as nothing is being written.
  void End(absl::Status status) {
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

  void OnWriteDone(bool ok) override {
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
  void OnCancel() override {
    End(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller ended the stream"));
  }
  void OnDone() override { self_.reset(); }

 protected:
  // What a reading has come to.
  struct Reading {
    absl::Status status = absl::OkStatus();  // An error ends the stream.
    bool send = false;                       // Whether the message is to be sent.
    bool more = false;                       // Whether there is more to be read at once.
  };
  // Reads what is new into `message`, which is the last one. Authorizes the call each time: a
  // permission may be taken back while a stream is open. On one thread at a time.
  virtual Reading Read(Message* message) = 0;

  const std::shared_ptr<rpc::Call> call_;

 private:
  enum class State {
    kIdle,     // Waits to be notified.
    kReading,  // Begins, or a thread of the shell reads or is going to.
    kWriting,  // gRPC has a message.
    kEnded,    // Nothing begins any more.
  };
  // What whoever changed the state has to do, after giving the mutex back.
  enum class Next { kNothing, kRead, kWrite, kFinish };

  absl::Status CheckReader(bool writing, absl::Time since) {
    if (writing && absl::Now() - since >= max_standstill_) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                        "the caller read nothing for too long; begin again");
    }
    return call_->AuthorizeAgain();
  }

  Next AfterWork(bool has_message) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
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

  void Do(Next next) {
    if (next == Next::kRead) {
      auto stream = this->shared_from_this();
      absl::Status posted = shell_.Post([stream = std::move(stream)] { stream->Work(); });
      if (posted.ok()) return;
      absl::MutexLock lock(&mutex_);
      if (end_.ok()) end_ = std::move(posted);
      next = AfterWork(false);
    }
    if (next == Next::kWrite) {
      call_->Sent();
      this->StartWrite(&message_);
    } else if (next == Next::kFinish) {
      absl::Status end;
      {
        absl::MutexLock lock(&mutex_);
        end = end_;
      }
      this->Finish(call_->End(std::move(end)));
    }
  }

  void Work() {
    Reading reading = Read(&message_);
    Next next;
    {
      absl::MutexLock lock(&mutex_);
      if (end_.ok()) end_ = std::move(reading.status);
      news_ |= reading.more;
      next = AfterWork(reading.send);
    }
    Do(next);
  }

  rpc::Shell& shell_;
  const absl::Duration max_standstill_;
  std::shared_ptr<WatchStream> self_;
  // Of the one who reads or writes.
  Message message_;

  absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kReading;
  // Since when gRPC has the message.
  absl::Time since_ ABSL_GUARDED_BY(mutex_);
  // Recheck asks about the caller: whoever stops writing meanwhile leaves the rest to it.
  bool asking_ ABSL_GUARDED_BY(mutex_) = false;
  // Notified since the last reading began, or more was there.
  bool news_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::watch
