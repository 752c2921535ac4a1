#include "services/survey/domain/quota_rules.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/option_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Quota;
using v1alpha::QuotaCondition;
using v1alpha::Wave;

void CheckConditions(const std::string& path, const Quota& quota,
                     rpc::FieldViolations* violations) {
  if (quota.conditions().empty() || quota.conditions_size() > kMaxQuotaConditions) {
    violations->push_back({path, absl::StrCat("give 1 to ", kMaxQuotaConditions)});
    return;
  }
  absl::flat_hash_set<absl::string_view> questions;
  for (int i = 0; i < quota.conditions_size(); ++i) {
    const QuotaCondition& condition = quota.conditions(i);
    const std::string at = absl::StrCat(path, "[", i, "]");
    if (!IsQuestionCode(condition.question())) {
      violations->push_back({absl::StrCat(at, ".question"), "give the code of a question or item"});
    } else if (!questions.insert(condition.question()).second) {
      violations->push_back(
          {absl::StrCat(at, ".question"), "comes twice; give all of its options in one condition"});
    }
    if (condition.options().empty() || condition.options_size() > kMaxOptions) {
      violations->push_back(
          {absl::StrCat(at, ".options"), "give the codes of the options of which one is chosen"});
      continue;
    }
    const absl::flat_hash_set<absl::string_view> options(condition.options().begin(),
                                                         condition.options().end());
    if (options.size() < static_cast<size_t>(condition.options_size())) {
      violations->push_back({absl::StrCat(at, ".options"), "one comes twice; give each once"});
    }
  }
}

}  // namespace

rpc::FieldViolations CheckQuotas(const Wave& wave) {
  rpc::FieldViolations violations;
  if (wave.quotas_size() > kMaxQuotas) {
    violations.push_back({"wave.quotas", absl::StrCat("too many; give at most ", kMaxQuotas)});
    return violations;
  }
  if (!wave.quotas().empty() && IdentityOf(wave) != Wave::IDENTITY_ANONYMOUS) {
    violations.push_back({"wave.quotas",
                          "belong to anonymous waves; leave them out, or set the wave's identity "
                          "to IDENTITY_ANONYMOUS"});
  }
  absl::flat_hash_set<absl::string_view> codes;
  for (int i = 0; i < wave.quotas_size(); ++i) {
    const Quota& quota = wave.quotas(i);
    const std::string path = absl::StrCat("wave.quotas[", i, "]");
    if (!IsQuestionCode(quota.code())) {
      violations.push_back({absl::StrCat(path, ".code"),
                            "not a code; give a letter, then letters, digits and underscores, at "
                            "most 64 characters"});
    } else if (!codes.insert(quota.code()).second) {
      violations.push_back(
          {absl::StrCat(path, ".code"), "given twice; give each quota a code of its own"});
    }
    if (quota.limit() < kMinQuotaLimit || quota.limit() > kMaxQuotaLimit) {
      violations.push_back({absl::StrCat(path, ".limit"), "give 10 to 10000000"});
    }
    if (quota.action() == Quota::ACTION_UNSPECIFIED || !Quota::Action_IsValid(quota.action())) {
      violations.push_back({absl::StrCat(path, ".action"), "give ACTION_REFUSE or ACTION_NOTE"});
    }
    CheckConditions(absl::StrCat(path, ".conditions"), quota, &violations);
  }
  return violations;
}

rpc::FieldViolations CheckQuotasFit(const Wave& wave, const v1alpha::Instrument& instrument) {
  rpc::FieldViolations violations;
  if (wave.quotas().empty()) return violations;
  const CompiledInstrument compiled(instrument);
  for (int i = 0; i < wave.quotas_size(); ++i) {
    for (int j = 0; j < wave.quotas(i).conditions_size(); ++j) {
      const QuotaCondition& condition = wave.quotas(i).conditions(j);
      const std::string path = absl::StrCat("wave.quotas[", i, "].conditions[", j, "]");
      const auto position = compiled.Position(condition.question());
      if (!position.has_value() || compiled.variables()[*position].options->size() == 0) {
        violations.push_back({absl::StrCat(path, ".question"),
                              "no question with options of the wave's questionnaire; give the "
                              "code of one, or of an item of a matrix"});
        continue;
      }
      const OptionCodes& options = *compiled.variables()[*position].options;
      for (int k = 0; k < condition.options_size(); ++k) {
        if (options.Position(condition.options(k)).has_value()) continue;
        violations.push_back({absl::StrCat(path, ".options[", k, "]"),
                              "no option of that question; give the code of one"});
      }
    }
  }
  return violations;
}

}  // namespace lotse::survey
