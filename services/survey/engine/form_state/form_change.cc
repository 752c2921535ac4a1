#include "services/survey/engine/form_state/form_change.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {
namespace {

using v1alpha::ElementState;
using v1alpha::FormChange;
using v1alpha::FormPlace;
using v1alpha::FormState;

using Key = std::pair<absl::string_view, std::vector<std::int32_t>>;

Key KeyOf(const FormPlace& place) {
  return {place.code(), {place.instances().begin(), place.instances().end()}};
}

bool Same(const ElementState& a, const ElementState& b) {
  // A few hundred bytes each, in the order of their fields; they hold no map.
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

FormChange ChangeOf(const FormState& before, const FormState& now) {
  absl::flat_hash_map<Key, const ElementState*> former;
  for (const ElementState& element : before.elements()) {
    former.emplace(KeyOf(element.place()), &element);
  }
  FormChange change;
  absl::flat_hash_set<Key> there;
  for (const ElementState& element : now.elements()) {
    const Key key = KeyOf(element.place());
    there.insert(key);
    const auto found = former.find(key);
    const bool was_relevant = found != former.end() && found->second->relevant();
    if (element.relevant() && !was_relevant) *change.add_became_relevant() = element.place();
    if (!element.relevant() && was_relevant) *change.add_became_irrelevant() = element.place();
    if (found == former.end() || !Same(*found->second, element)) *change.add_changed() = element;
  }
  for (const ElementState& element : before.elements()) {
    if (!there.contains(KeyOf(element.place()))) *change.add_gone() = element.place();
  }
  *change.mutable_violations() = now.violations();
  *change.mutable_pages() = now.pages();
  return change;
}

}  // namespace lotse::survey
