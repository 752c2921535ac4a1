#include "services/survey/analysis/tables/cell_variables.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::tables {
namespace {

using suppression::Coordinate;
using suppression::SensitiveVariable;

}  // namespace

CellVariables::CellVariables(const TableVariables& variables, const TableScope& scope)
    : variables_(variables) {
  const auto compiled = variables.compiled().variables();
  int next = static_cast<int>(compiled.size());
  for (std::size_t position = 0; position < compiled.size(); ++position) {
    const SpanVariable* const spanning = variables.At(position);
    const bool is_multiple = IsMultiple(position);
    left_until_.push_back(scope.LeftUntil(compiled[position].section));
    tells_not_reached_.push_back(scope.TellsFinished(compiled[position].section));
    first_option_.push_back(next);
    if (is_multiple) next += static_cast<int>(spanning->answers.size()) + 1;
    Categories categories;
    categories.answers = spanning == nullptr ? 1
                         : is_multiple       ? 2
                                             : static_cast<int>(spanning->answers.size());
    categories.size = categories.answers;
    categories.no_answer = categories.size++;
    if (!compiled[position].relevant_if.empty()) categories.not_asked = categories.size++;
    // Those who are left out of all tables reached nothing, and are nowhere.
    if (left_until_.back() > scope.left_out) categories.not_reached = categories.size++;
    categories_.push_back(categories);
  }
  first_missing_ = next;
  next_ = next + static_cast<int>(compiled.size());
}

bool CellVariables::IsMultiple(std::size_t position) const {
  const SpanVariable* const spanning = variables_.At(position);
  return spanning != nullptr && spanning->is_multiple();
}

int CellVariables::OptionNumber(std::size_t position, int option) const {
  return first_option_[position] + option;
}

int CellVariables::AnyNumber(std::size_t position) const {
  return first_option_[position] + static_cast<int>(variables_.At(position)->answers.size());
}

int CellVariables::MissingNumber(std::size_t position) const {
  return first_missing_ + static_cast<int>(position);
}

int CellVariables::FilterNumber(std::size_t position, const std::vector<int>& answers) {
  const auto [found, is_new] = filter_numbers_.try_emplace({position, answers}, next_);
  if (is_new) filters_.push_back({next_++, position, answers});
  return found->second;
}

Coordinate CellVariables::Other(std::size_t position, int category) const {
  return {IsMultiple(position) ? AnyNumber(position) : Number(position), category};
}

bool CellVariables::ReachedAlike(std::size_t one, std::size_t other) const {
  return left_until_[one] == left_until_[other];
}

std::vector<SensitiveVariable> CellVariables::SensitiveOf(const v1alpha::Release& release) const {
  const absl::flat_hash_set<absl::string_view> named(release.sensitive_variables().begin(),
                                                     release.sensitive_variables().end());
  std::vector<SensitiveVariable> found;
  for (const SpanVariable& variable : variables_.all()) {
    if (!variable.question->special_category() && !named.contains(variable.code())) continue;
    const int answers = Of(variable.position).answers;
    if (!variable.is_multiple()) {
      found.push_back({Number(variable.position), answers});
      continue;
    }
    for (int n = OptionNumber(variable.position, 0); n <= AnyNumber(variable.position); ++n) {
      found.push_back({n, answers});
    }
  }
  return found;
}

}  // namespace lotse::survey::tables
