#include "services/survey/domain/erasure_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

using google::protobuf::RepeatedPtrField;
using v1alpha::Wave;

rpc::FieldViolations CheckErasure(const CompiledInstrument& instrument,
                                  const RepeatedPtrField<std::string>& codes, bool needed,
                                  absl::string_view reason) {
  rpc::FieldViolations violations;
  if (codes.size() > kMaxErasedCodes || (needed && codes.empty())) {
    violations.push_back(
        {"codes", absl::StrCat("give ", needed ? "1 to " : "at most ", kMaxErasedCodes, " codes")});
  }
  for (int i = 0; i < codes.size() && i < kMaxErasedCodes; ++i) {
    if (instrument.Position(codes[i]).has_value()) continue;
    violations.push_back({absl::StrCat("codes[", i, "]"),
                          instrument.IsMatrix(codes[i])
                              ? "is a matrix; give the codes of its items"
                              : "not asked by the questionnaire; give the code of a question or "
                                "of an item"});
  }
  CheckReasonGiven(reason, "why is it erased?", &violations);
  return violations;
}

absl::Status CheckCanEraseResponse(const Wave& wave) {
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  switch (wave.state()) {
    case Wave::STATE_RELEASED:
    case Wave::STATE_OPEN:
      return absl::OkStatus();
    case Wave::STATE_CLOSED:
      if (IdentityOf(wave) != Wave::IDENTITY_ANONYMOUS) return absl::OkStatus();
      return WrongState(wave,
                        "tables from before and after would give the person away by subtraction; "
                        "erase questions of all with EraseAnswers, or all with PurgeWave");
    case Wave::STATE_PURGED:
      return WrongState(wave, "its answers are gone already");
    default:
      return WrongState(wave, "there are no answers before it is released");
  }
}

absl::Status CheckCanEraseAnswers(const Wave& wave) {
  if (wave.state() == Wave::STATE_PURGED) return WrongState(wave, "its answers are gone already");
  if (wave.state() != Wave::STATE_PLANNED) return absl::OkStatus();
  return WrongState(wave, "there are no answers before it is released");
}

void AddErasedCodes(const CompiledInstrument& instrument,
                    const RepeatedPtrField<std::string>& codes, Wave* wave) {
  std::set<std::string> all(wave->erased_codes().begin(), wave->erased_codes().end());
  for (std::string& code : CodesToErase(instrument, codes)) all.insert(std::move(code));
  wave->mutable_erased_codes()->Assign(all.begin(), all.end());
}

bool SameErasedCodes(const Wave& before, const Wave& after) {
  return std::equal(before.erased_codes().begin(), before.erased_codes().end(),
                    after.erased_codes().begin(), after.erased_codes().end());
}

std::vector<bool> ErasedWith(const CompiledInstrument& instrument,
                             const RepeatedPtrField<std::string>& codes) {
  std::vector<bool> erased(instrument.variables().size());
  for (const std::string& code : codes) {
    if (const auto position = instrument.Position(code); position.has_value()) {
      erased[*position] = true;
    }
  }
  // Conditions look back only.
  for (size_t i = 0; i < erased.size(); ++i) {
    for (const CompiledCondition& condition : instrument.variables()[i].relevant_if) {
      if (erased[condition.variable]) erased[i] = true;
    }
  }
  return erased;
}

std::vector<std::string> CodesToErase(const CompiledInstrument& instrument,
                                      const RepeatedPtrField<std::string>& codes) {
  const std::vector<bool> erased = ErasedWith(instrument, codes);
  std::vector<std::string> all;
  for (size_t i = 0; i < erased.size(); ++i) {
    if (erased[i]) all.push_back(instrument.variables()[i].code);
  }
  return all;
}

}  // namespace lotse::survey
