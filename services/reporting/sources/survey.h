#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/reporting/document/report_inputs.h"
#include "services/reporting/follow/mirror.h"

namespace lotse::reporting {

// lotse-survey, asked for the figures that a report shows. Thread-safe.
class Survey {
 public:
  // How it is asked.
  struct Options {
    std::shared_ptr<grpc::Channel> channel;
    // Keeps the last answers.
    Mirror* mirror;
    // Holds for each answer.
    absl::Duration timeout;
    // The time that is noted with an answer.
    std::function<absl::Time()> clock;
    // Gets why it did not answer, or why something of a wave behind a release was refused.
    std::function<void(const std::string& what)> unreachable;
  };
  explicit Survey(Options options) : options_(std::move(options)) {}

  // What of it is asked for, by names.
  struct Wanted {
    std::vector<std::string> waves;
    std::vector<std::string> releases;
    std::vector<std::string> materials;
  };
  // Adds to `waves`, `releases`, `release_waves`, `materials` and `sources` of `inputs` the figures
  // of these waves and of these frozen releases, what is told of the waves of releases that are not
  // among the waves, and these releases of material. If it does not answer, it is not asked again
  // for this report: what it said last is taken, and is named in `sources` as unreachable with that
  // revision and day; what it never said is missing, and is named without. An answer that says no
  // is returned (RESOURCE_NOT_FOUND, RESOURCE_DELETED, WAVE_NOT_CLOSED, WRONG_STATE, also of a
  // release that is not frozen and of material that is not released), and what was kept of it is
  // forgotten; so is another error than silence, such as STORE_CORRUPT of a wave, and then nothing
  // is forgotten. But whatever it refuses of the wave of a release, the release is shown: the wave
  // is left out, and named as missing. `asked` is called after each that is wanted, in their order.
  // CALLER_GONE if `deadline` passes before; or as Mirror::Read.
  absl::Status Ask(const Wanted& wanted, absl::Time deadline, absl::FunctionRef<void()> asked,
                   ReportInputs* inputs) const;

 private:
  const Options options_;
};

}  // namespace lotse::reporting
