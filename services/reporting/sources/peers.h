#pragma once

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reporting/document/build_document.h"

namespace lotse::reporting {

// The other two services, asked for what a report shows. Thread-safe.
class Peers {
 public:
  // Addresses as HOST:PORT. `timeout` holds for each answer.
  Peers(const std::string& engagement_address, const std::string& survey_address,
        absl::Duration timeout);

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

  const std::shared_ptr<grpc::Channel> engagement_;
  const std::shared_ptr<grpc::Channel> survey_;
  const absl::Duration timeout_;
};

}  // namespace lotse::reporting
