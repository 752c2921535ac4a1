#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/quota.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"

namespace lotse::survey {

// Whether one of these options was chosen in answer to a question or an item.
struct QuotaTest {
  std::string code;
  absl::flat_hash_set<std::string> options;
};

// A group of responses that is counted while they come in.
struct CountedGroup {
  // Code of the quota.
  std::string code;
  // How many are wanted.
  int64_t limit = 0;
  // Whether further ones are refused then.
  bool refuses = false;
  // Who belongs to it: those for whom all hold.
  std::vector<QuotaTest> tests;
};

// What is counted of the responses of one wave while they come in: its quotas. Never changes
// and may be read by any number of threads.
class CountPlan {
 public:
  // `quotas` are those of a stored wave, and therefore valid.
  explicit CountPlan(const google::protobuf::RepeatedPtrField<v1alpha::Quota>& quotas);

  // In the order of the quotas.
  absl::Span<const CountedGroup> groups() const { return groups_; }
  // The positions of the groups that a response belongs to. `answers` pass CheckAnswers.
  std::vector<size_t> GroupsOf(
      const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers) const;

  // The same for plans that count the same.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::vector<CountedGroup> groups_;
  std::string fingerprint_;
};

}  // namespace lotse::survey
