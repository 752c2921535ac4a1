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

std::optional<ElementId> FormTree::Find(absl::string_view code) const {
  const std::optional<std::size_t> found =
      by_code_.Find(code, [this](std::size_t id) { return CodeOf(id); });
  if (!found) return std::nullopt;
  return static_cast<ElementId>(*found);
}

std::optional<int> FormTree::FindList(absl::string_view code) const {
  if (code.empty()) return std::nullopt;
  const std::optional<std::size_t> found =
      list_by_code_.Find(code, [this](std::size_t id) { return CodeOfList(id); });
  if (!found) return std::nullopt;
  return static_cast<int>(*found);
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
  lists_.push_back(std::move(list));
  return static_cast<int>(lists_.size()) - 1;
}

absl::StatusOr<FormTree> FormTreeBuilder::Build() && {
  const auto code_of = [this](std::size_t id) { return tree_.CodeOf(id); };
  tree_.by_code_ = CodeIndex(kRootElement + 1, tree_.elements_.size(), code_of);
  if (const std::optional<std::size_t> twice = tree_.by_code_.Twice(code_of)) {
    return absl::InvalidArgumentError(absl::StrCat("there are two questions or groups `",
                                                   code_of(*twice), "`; name one otherwise"));
  }
  tree_.elements_.shrink_to_fit();
  absl::flat_hash_set<absl::string_view> codes;
  tree_.lists_.reserve(lists_.size());
  for (const List& list : lists_) {
    if (const absl::Status status = CheckList(list); !status.ok()) return status;
    if (!list.code.empty() && !codes.insert(list.code).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("there are two lists `", list.code, "`; name one otherwise"));
    }
    tree_.lists_.emplace_back(list);
  }
  tree_.list_by_code_ =
      CodeIndex(0, tree_.lists_.size(), [this](std::size_t id) { return tree_.CodeOfList(id); });
  return std::move(tree_);
}

}  // namespace lotse::survey::logic
