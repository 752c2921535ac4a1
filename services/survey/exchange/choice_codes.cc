#include "services/survey/exchange/choice_codes.h"

#include <algorithm>
#include <cstddef>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey {
namespace {

std::size_t CommonLength(absl::Span<const std::string> names) {
  std::size_t length = names[0].size();
  for (const std::string& name : names) {
    length = std::min(length, name.size());
    length =
        std::mismatch(name.begin(), name.begin() + length, names[0].begin()).first - name.begin();
  }
  return length;
}

// Length of the stem; 0 if there is none.
std::size_t StemLength(absl::Span<const std::string> names) {
  const std::size_t common = CommonLength(names);
  const bool goes_on = std::any_of(names.begin(), names.end(), [common](const std::string& name) {
    return common < name.size() && name[common] == '_';
  });
  if (goes_on) return common;
  const std::size_t underscore = names[0].substr(0, common).rfind('_');
  if (underscore != std::string::npos && underscore > 0) return underscore;
  return common;
}

}  // namespace

ChoiceCodes SplitChoiceNames(absl::Span<const std::string> names) {
  ChoiceCodes codes;
  codes.options.assign(names.begin(), names.end());
  codes.question = names[0];
  if (names.size() == 1) return codes;

  const std::size_t stem = StemLength(names);
  if (!IsQuestionCode(absl::string_view(names[0]).substr(0, stem))) {
    codes.has_stem = false;
    return codes;
  }
  codes.question = names[0].substr(0, stem);
  absl::flat_hash_map<std::string, std::size_t> first_with;
  for (std::size_t i = 0; i < names.size(); ++i) {
    absl::string_view rest = absl::string_view(names[i]).substr(stem);
    if (absl::StartsWith(rest, "_")) rest.remove_prefix(1);
    if (rest.empty()) continue;
    const auto [first, added] = first_with.emplace(std::string(rest), i);
    if (!added) {
      codes.options[first->second] = names[first->second];
      continue;
    }
    codes.options[i] = std::string(rest);
  }
  return codes;
}

}  // namespace lotse::survey
