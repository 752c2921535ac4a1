// What a pair of files tells of the groups that are counted while answers come in.
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {

using sql::Connection;

absl::Status WavePair::CountGroups(Connection& connection, const CompiledInstrument& instrument,
                                   const std::shared_ptr<const CountPlan>& plan) {
  {
    absl::MutexLock lock(&mutex_);
    if (groups_.Counts(*plan)) return absl::OkStatus();
  }
  GroupTally counted;
  counted.Start(plan);
  sql::Query query = connection.Prepare("AllWithIds");
  while (query.Next()) {
    const auto answers = AnswersOf(instrument, query.View(1));
    if (!answers.has_value()) return DamagedResponse();
    std::vector<size_t> groups = plan->GroupsOf(*answers);
    if (query.Number(2) != 0) {
      counted.AddShown(groups);
    } else {
      counted.AddUnshown(query.Text(0), std::move(groups));
    }
  }
  absl::MutexLock lock(&mutex_);
  groups_ = std::move(counted);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<int64_t>> WavePair::ToldOf(const CompiledInstrument& instrument,
                                                      std::shared_ptr<const CountPlan> plan) {
  {
    absl::MutexLock lock(&mutex_);
    if (groups_.Counts(*plan)) return groups_.Told();
  }
  const absl::Status counted = database_->WriteAndWait(
      [&](Connection& connection) { return CountGroups(connection, instrument, plan); });
  if (!counted.ok()) return counted;
  absl::MutexLock lock(&mutex_);
  return groups_.Told();
}

absl::Status WavePair::CheckQuotas(const Response& response,
                                   absl::Span<const size_t> groups) const {
  absl::MutexLock lock(&mutex_);
  const std::string* const full = groups_.FullFor(groups);
  if (full == nullptr) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_QUOTA_FULL,
                    absl::StrCat(response.wave, " has enough answers of this group"),
                    {{"resource", response.wave}, {"quota", *full}});
}

}  // namespace lotse::survey
