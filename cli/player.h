#pragma once

#include <string>

#include "absl/status/status.h"
#include "cli/channel.h"
#include "cli/script.h"

namespace lotse::cli {

// Plays the steps of a script against a service whose development clock (the setting
// development_clock_file) reads a file that this writes.
class Player {
 public:
  // `client` outlives it; it may be null where only SetDay is called.
  Player(Client* client, std::string clock_file)
      : client_(client), clock_file_(std::move(clock_file)) {}

  // Sets the clock to ten o'clock of that day in Europe/Berlin. FileError.
  absl::Status SetDay(absl::CivilDay day);

  // Makes the call on its day. A request that has an etag and gives none gets that of the
  // resource as it is. CallError, with the place in the script.
  absl::Status Play(const ScriptStep& step);

 private:
  // Reads the resource of that name into an empty message. `type` is its type's own name.
  absl::Status Get(absl::string_view type, const std::string& name,
                   std::unique_ptr<google::protobuf::Message>* out);
  absl::Status FillEtag(google::protobuf::Message* request);
  // The request that fulfils what a gate asks for.
  absl::Status FillGate(const ScriptStep& step, google::protobuf::Message* request);

  Client* const client_;
  const std::string clock_file_;
  absl::CivilDay day_;
};

}  // namespace lotse::cli
