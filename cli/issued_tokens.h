#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/engagement/view.h"
#include "cli/new_file.h"
#include "lotse/survey/v1alpha/invitation_service.pb.h"

namespace lotse::cli {

// The tokens of one run, which are given out once, in a file that is there before the first is
// made. What came of a call is on the disk before the next call.
class IssuedTokens {
 public:
  // FileError; also if the file is there already, as it may have tokens of another run.
  static absl::StatusOr<IssuedTokens> Begin(const std::string& path, const ViewOptions& options);

  // Writes the tokens that came; those of recipients who had one are not known any more. FileError
  // says how to get what could not be written.
  absl::Status Add(const survey::v1alpha::IssueInvitationsResponse& reply);
  // No file is left of a run that issued nothing.
  void End();

  // How many were issued and written, and how many had one.
  int64_t issued() const { return issued_; }
  int64_t before() const { return before_; }

 private:
  IssuedTokens(NewFile file, const ViewOptions& options);

  NewFile file_;
  ViewOptions options_;
  int64_t issued_ = 0;
  int64_t before_ = 0;
};

}  // namespace lotse::cli
