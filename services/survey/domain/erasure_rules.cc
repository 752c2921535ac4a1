#include "services/survey/domain/erasure_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
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
    if (instrument.RepeatedPosition(codes[i]).has_value()) continue;
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

namespace {

// What expressions make of it: the codes of all that tells of one of `codes`.
absl::flat_hash_set<absl::string_view> Telling(const logic::FormProgram& program,
                                               const RepeatedPtrField<std::string>& codes) {
  const logic::FormTree& tree = program.tree();
  std::vector<bool> told(tree.elements().size());
  for (const std::string& code : codes) {
    if (const auto element = tree.Find(code)) told[*element] = true;
  }
  told = program.Telling(std::move(told));
  absl::flat_hash_set<absl::string_view> telling;
  for (size_t i = 0; i < told.size(); ++i) {
    if (told[i]) telling.insert(tree.element(static_cast<logic::ElementId>(i)).code);
  }
  return telling;
}

}  // namespace

std::vector<bool> ErasedWith(const CompiledInstrument& instrument,
                             const RepeatedPtrField<std::string>& codes) {
  std::vector<bool> erased(instrument.variables().size());
  if (instrument.logic() != nullptr) {
    const auto telling = Telling(*instrument.logic(), codes);
    for (size_t i = 0; i < erased.size(); ++i) {
      erased[i] = telling.contains(instrument.variables()[i].code);
    }
    return erased;
  }
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
  if (instrument.logic() == nullptr) return all;
  const auto telling = Telling(*instrument.logic(), codes);
  for (const Variable& variable : instrument.repeated_variables()) {
    if (telling.contains(variable.code)) all.push_back(variable.code);
  }
  for (const Repeat& repeat : instrument.repeats()) {
    if (telling.contains(repeat.code)) all.push_back(repeat.code);
  }
  return all;
}

}  // namespace lotse::survey
