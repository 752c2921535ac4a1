#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "runtime/resource/standard.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

// What became of a row that was taken.
enum class Taken { kCreated, kUpdated, kUnchanged };

// A row of a file that can be read.
struct ImportRow {
  int64_t line = 0;
  std::string name;
};

// Why rows were refused; as many as a file can hold.
class FaultList {
 public:
  // Of them are told in the job itself.
  static constexpr size_t kToldInJob = 100;

  void Add(const std::vector<v1alpha::TransferFault>& faults);

  const std::vector<v1alpha::TransferFault>& first() const { return first_; }
  // All of them, each on a line as JSON.
  const std::string& lines() const { return lines_; }

 private:
  std::vector<v1alpha::TransferFault> first_;
  std::string lines_;
};

// What there is to do in an import.
struct ImportPlan {
  std::vector<ImportRow> rows;
  // The rows by their positions, each group taken in together or not at all; what it needs
  // comes before it.
  std::vector<std::vector<int>> groups;
  // Rows that cannot be read, how many they are, and why.
  int64_t unreadable = 0;
  FaultList faults;
  // The row without which the others have no meaning; -1: there is none.
  int root = -1;
  // Takes a group in, and says of each of its rows what became of it. An error refuses all
  // of it; the caller undoes what it changed.
  std::function<absl::StatusOr<std::vector<Taken>>(resource::Tx&, const std::vector<int>&)> take;
};

// Reads what is to be done for `job`, whose file holds `content`; both outlive the plan, as
// does `standard`. An error refuses the whole: INVALID_FIELDS, UNREADABLE_SOURCE (not of this
// form, cut off, too many rows).
absl::StatusOr<ImportPlan> PlanEngagement(const resource::Schema& schema,
                                          const resource::Standard& standard,
                                          const v1alpha::ImportJob& job, absl::string_view content);
absl::StatusOr<ImportPlan> PlanTable(const resource::Schema& schema,
                                     const resource::Standard& standard,
                                     const v1alpha::ImportJob& job, absl::string_view content);

// UNREADABLE_SOURCE. What a reader of files says is in English only.
absl::Status Unreadable(absl::string_view what);
absl::Status Unreadable(const rpc::Wording& what);

}  // namespace lotse::engagement
