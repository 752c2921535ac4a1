#include "services/survey/engine/count_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Quota;

bool AnyChosen(const QuotaTest& test, const Answer& answer) {
  if (answer.has_choice()) return test.options.contains(answer.choice());
  const auto& codes = answer.choices().codes();
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& code) { return test.options.contains(code); });
}

}  // namespace

CountPlan::CountPlan(const RepeatedPtrField<Quota>& quotas) {
  for (const Quota& quota : quotas) {
    CountedGroup group{quota.code(), quota.limit(), quota.action() == Quota::ACTION_REFUSE, {}};
    for (const auto& condition : quota.conditions()) {
      group.tests.push_back(
          {condition.question(), {condition.options().begin(), condition.options().end()}});
    }
    groups_.push_back(std::move(group));
    const std::string bytes = quota.SerializeAsString();
    absl::StrAppend(&fingerprint_, bytes.size(), ":", bytes);
  }
}

std::vector<size_t> CountPlan::GroupsOf(const RepeatedPtrField<Answer>& answers) const {
  const auto holds = [&](const QuotaTest& test) {
    return std::any_of(answers.begin(), answers.end(), [&](const Answer& answer) {
      return answer.code() == test.code && AnyChosen(test, answer);
    });
  };
  std::vector<size_t> groups;
  for (size_t i = 0; i < groups_.size(); ++i) {
    const auto& tests = groups_[i].tests;
    if (std::all_of(tests.begin(), tests.end(), holds)) groups.push_back(i);
  }
  return groups;
}

}  // namespace lotse::survey
