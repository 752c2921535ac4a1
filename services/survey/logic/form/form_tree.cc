#include "services/survey/logic/form/form_tree.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace lotse::survey::logic {
namespace {

absl::Status CheckList(const List& list) {
  const std::string name =
      list.code.empty() ? std::string("a list") : absl::StrCat("the list `", list.code, "`");
  absl::flat_hash_set<absl::string_view> seen;
  for (const std::string& column : list.columns) {
    if (!seen.insert(column).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, " has two columns `", column, "`; name one of them otherwise"));
    }
  }
  if (!seen.contains("name")) {
    return absl::InvalidArgumentError(absl::StrCat(name, " has no column `name`; add it"));
  }
  for (const auto& row : list.rows) {
    if (row.size() > list.columns.size()) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, " has a row of ", row.size(), " cells; it has ", list.columns.size(), " columns"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<int> List::Column(absl::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<int>(found - columns.begin());
}

std::optional<ElementId> FormTree::Find(absl::string_view code) const {
  const auto found = by_code_.find(code);
  if (found == by_code_.end()) return std::nullopt;
  return found->second;
}

std::optional<int> FormTree::FindList(absl::string_view code) const {
  const auto found = list_by_code_.find(code);
  if (found == list_by_code_.end()) return std::nullopt;
  return found->second;
}

bool FormTree::IsWithin(ElementId id, ElementId above) const {
  while (id > above) id = elements_[id].parent;  // Parents come first.
  return id == above;
}

std::optional<ElementId> FormTree::Child(ElementId parent, absl::string_view code) const {
  const std::optional<ElementId> found = Find(code);
  if (!found || elements_[*found].parent != parent) return std::nullopt;
  return found;
}

FormTreeBuilder::FormTreeBuilder(absl::string_view root) {
  Element element;
  element.code = std::string(root);
  element.type = ElementType::kRoot;
  tree_.elements_.push_back(std::move(element));
}

ElementId FormTreeBuilder::Add(ElementId parent, absl::string_view code, ElementType type,
                               int list) {
  const ElementId id = static_cast<ElementId>(tree_.elements_.size());
  Element element;
  element.code = std::string(code);
  element.type = type;
  element.parent = parent;
  element.index = static_cast<int>(tree_.elements_[parent].children.size());
  element.repeat = type == ElementType::kRepeat ? id : tree_.elements_[parent].repeat;
  element.list = list;
  tree_.elements_[parent].children.push_back(id);
  tree_.elements_.push_back(std::move(element));
  return id;
}

int FormTreeBuilder::AddList(List list) {
  tree_.lists_.push_back(std::move(list));
  return static_cast<int>(tree_.lists_.size()) - 1;
}

absl::StatusOr<FormTree> FormTreeBuilder::Build() && {
  for (std::size_t id = 1; id < tree_.elements_.size(); ++id) {
    const std::string& code = tree_.elements_[id].code;
    if (!tree_.by_code_.try_emplace(code, static_cast<ElementId>(id)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("there are two questions or groups `", code, "`; name one otherwise"));
    }
  }
  for (std::size_t id = 0; id < tree_.lists_.size(); ++id) {
    List& list = tree_.lists_[id];
    if (const absl::Status status = CheckList(list); !status.ok()) return status;
    for (auto& row : list.rows) row.resize(list.columns.size());
    list.name_column = list.Column("name").value_or(kNone);
    list.label_column = list.Column("label").value_or(kNone);
    if (list.code.empty()) continue;
    if (!tree_.list_by_code_.try_emplace(list.code, static_cast<int>(id)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("there are two lists `", list.code, "`; name one otherwise"));
    }
  }
  return std::move(tree_);
}

}  // namespace lotse::survey::logic
