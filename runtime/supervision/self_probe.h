#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/ops/log.h"
#include "runtime/supervision/port_judge.h"

namespace lotse::supervision {

// Asks a port of this process at an interval, on a thread of its own, and tells what follows. The
// gRPC of Debian 12 has a listener that is dead for ever once descriptors ran out, while the
// process lives and nobody gets in.
class SelfProbe {
 public:
  struct Options {
    // Between the end of a question and the next one.
    absl::Duration interval;
    // For how long the port may be silent; see PortJudge.
    absl::Duration limit;
    // Asks the port; an error says what came instead of an answer.
    std::function<absl::Status()> ask;
    // Told after each question that it answered, as long as it never did, and while it rests.
    std::function<void()> alive;
    // Told once the port is dead: since when it is silent, and what came instead of the last
    // answer. Is not expected to return.
    std::function<void(absl::Duration silent, const absl::Status& last)> dead;
  };

  // Asks for the first time at once. `log` outlives it; it gets a warning `api_port_not_reached`,
  // once, if the first question has no answer.
  SelfProbe(Options options, ops::Log* log);
  // Waits for a question that is on its way.
  ~SelfProbe();

  // From now on the port is taken to be alive, and not asked: whoever drains closes it.
  void Rest();

 private:
  void Work();
  void Round();
  bool resting();

  const Options options_;
  ops::Log* const log_;
  PortJudge judge_;  // Of the thread.
  bool told_ = false;
  absl::Mutex mutex_;
  bool resting_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lotse::supervision
