#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reporting/document/build_document.h"

namespace lotse::reporting {

// The other two services, asked for what a report shows. Thread-safe.
class Peers {
 public:
  // How they are asked.
  struct Options {
    std::shared_ptr<grpc::Channel> engagement;
    std::shared_ptr<grpc::Channel> survey;
    // Holds for each answer.
    absl::Duration timeout;
    // Gets the name of a service that did not answer, and why.
    std::function<void(const std::string& service, const std::string& what)> unreachable;
  };
  explicit Peers(Options options);

  // Fills `process`, `waves` and `sources` of `inputs`. A service that does not
  // answer is named in `sources`, and is not asked again for this report. An
  // answer that says no (RESOURCE_NOT_FOUND, WAVE_NOT_CLOSED) is returned, and
  // CALLER_GONE if `deadline` passes before all have answered or timed out.
  absl::Status Ask(const std::string& engagement, const std::vector<std::string>& waves,
                   absl::Time deadline, ReportInputs* inputs) const;

 private:
  absl::Status AskEngagement(const std::string& name, absl::Time deadline,
                             ReportInputs* inputs) const;
  absl::Status AskSurvey(const std::vector<std::string>& waves, absl::Time deadline,
                         ReportInputs* inputs) const;

  const Options options_;
};

}  // namespace lotse::reporting
