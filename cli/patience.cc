#include "cli/patience.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "cli/failure.h"

namespace lotse::cli {

absl::Status CallPatiently(Client* client, const google::protobuf::Message& request,
                           google::protobuf::Message* reply) {
  constexpr int kAttempts = 6;
  constexpr absl::Duration kLongestDelay = absl::Seconds(10);
  absl::Status status;
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    status = client->Call(request, reply);
    const absl::optional<absl::Duration> delay = RetryDelayOf(status);
    if (status.ok() || !delay.has_value() || attempt == kAttempts) break;
    absl::SleepFor(std::min(*delay, kLongestDelay));
  }
  return status;
}

}  // namespace lotse::cli
