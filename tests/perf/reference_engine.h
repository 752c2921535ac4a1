#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "absl/time/time.h"
#include "lotse/survey/v1alpha/response_service.pb.h"

namespace lotse::perf {

// The reference engine of ODK (tests/forms/oracle.mjs), a program of Node.js. Ends this program
// where it cannot be used. Started from the root of the repository.
class ReferenceEngine {
 public:
  // Its clock stands still at `now`.
  ReferenceEngine(const std::string& xml, absl::Time now);
  ~ReferenceEngine();
  ReferenceEngine(const ReferenceEngine&) = delete;
  ReferenceEngine& operator=(const ReferenceEngine&) = delete;

  struct Measured {
    double milliseconds = 0;
    // How much it finds wrong.
    double violations = 0;
  };
  // The processor time for a new response with these answers, which are in no repeat, and to know
  // what is wrong with it; the form is loaded. The median of some runs, without the first.
  Measured Measure(
      const google::protobuf::RepeatedPtrField<survey::v1alpha::Answer>& answers) const;

 private:
  const std::string folder_;
  absl::Time now_;
};

}  // namespace lotse::perf
