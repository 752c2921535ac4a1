#include "services/survey/logic/program/places.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"

namespace lotse::survey::logic {
namespace {

// So many are looked through to see whether one is new.
constexpr std::size_t kFewPlaces = 16;

// The name that a test compares with.
std::string NameOf(const FormTree& tree, const Place& place) {
  if (place.list == kNone) return tree.element(place.row).code;
  if (place.column == Node::kInstance) return "instance";
  if (place.column == Node::kRoot) return "root";
  if (place.column == Node::kItem) return "item";
  return tree.list(place.list).columns()[place.column];
}

std::vector<Place> ChildrenOf(const FormTree& tree, const Place& place) {
  std::vector<Place> children;
  if (place.list == kNone) {
    for (const ElementId child : tree.element(place.row).children) {
      children.push_back(PlaceOf(child));
    }
  } else if (place.column == Node::kItem) {
    const int columns = static_cast<int>(tree.list(place.list).columns().size());
    for (int i = 0; i < columns; ++i) children.push_back(PlaceIn(place.list, i));
  } else if (place.column < Node::kItem) {
    children.push_back(PlaceIn(place.list, place.column + 1));
  }
  return children;
}

std::vector<Place> ParentOf(const FormTree& tree, const Place& place) {
  if (place.list == kNone) {
    const ElementId parent = tree.element(place.row).parent;
    return parent == kNone ? std::vector<Place>() : std::vector<Place>{PlaceOf(parent)};
  }
  if (place.column == Node::kInstance) return {};
  return {PlaceIn(place.list, place.column >= 0 ? Node::kItem : place.column - 1)};
}

std::vector<Place> Reached(const FormTree& tree, const Place& from, Step::Axis axis) {
  switch (axis) {
    case Step::Axis::kSelf:
      return {from};
    case Step::Axis::kParent:
      return ParentOf(tree, from);
    case Step::Axis::kChild:
      return ChildrenOf(tree, from);
  }
  return {};
}

// An option of a list that is kept outside may have columns that nobody knows yet.
bool MayHaveMore(const FormTree& tree, const Place& from, const Step& step) {
  return from.list != kNone && step.axis == Step::Axis::kChild && from.column == Node::kItem &&
         tree.list(from.list).open();
}

absl::Status Nowhere(const FormTree& tree, const Places& from, const Step& step) {
  std::string where;
  std::vector<std::string> names;
  for (const Place& place : from.all) {
    if (where.empty()) where = Named(tree, place);
    for (const Place& there : Reached(tree, place, step.axis)) {
      names.push_back(NameOf(tree, there));
    }
  }
  if (names.empty()) {
    const absl::string_view what = step.axis == Step::Axis::kParent ? "above " : "in ";
    return absl::InvalidArgumentError(
        absl::StrCat("there is nothing ", what, where, "; write `${code}` for a question"));
  }
  const absl::string_view how = step.axis == Step::Axis::kParent ? "` above "
                                : step.axis == Step::Axis::kSelf ? "` at "
                                                                 : "` in ";
  return absl::InvalidArgumentError(absl::StrCat("there is no `", step.name, how, where, "; ",
                                                 types::RightName(step.name, names)));
}

}  // namespace

void Places::Add(const Place& place) {
  if (std::find(all.begin(), all.end(), place) == all.end()) all.push_back(place);
}

void Places::Add(const Places& others) {
  open = open || others.open;
  if (all.size() + others.all.size() <= kFewPlaces) {
    for (const Place& place : others.all) Add(place);
    return;
  }
  absl::flat_hash_set<std::tuple<std::int32_t, std::int32_t, std::int32_t>> known;
  const auto is_new = [&known](const Place& place) {
    return known.emplace(place.list, place.row, place.column).second;
  };
  for (const Place& place : all) is_new(place);
  for (const Place& place : others.all) {
    if (is_new(place)) all.push_back(place);
  }
}

std::string Named(const FormTree& tree, const Place& place) {
  if (place.list != kNone) {
    const ListTable& list = tree.list(place.list);
    const std::string name = list.code().empty() ? std::string("the options")
                                                 : absl::StrCat("the list `", list.code(), "`");
    if (place.column >= 0) return absl::StrCat("`", list.columns()[place.column], "` of ", name);
    return name;
  }
  const Element& element = tree.element(place.row);
  switch (element.type) {
    case ElementType::kRoot:
      return "the questionnaire";
    case ElementType::kGroup:
      return absl::StrCat("the group `", element.code, "`");
    case ElementType::kRepeat:
      return absl::StrCat("the repeat `", element.code, "`");
    default:
      return absl::StrCat("the question `", element.code, "`");
  }
}

absl::StatusOr<Places> After(const FormTree& tree, const Places& from, const Step& step) {
  Places to;
  Places reached;
  to.open = from.open;
  for (const Place& place : from.all) {
    to.open = to.open || MayHaveMore(tree, place, step);
    for (const Place& there : Reached(tree, place, step.axis)) {
      if (step.test != Step::Test::kName || NameOf(tree, there) == step.name) {
        reached.all.push_back(there);
      }
    }
  }
  to.Add(reached);
  if (to.all.empty() && !to.open) return Nowhere(tree, from, step);
  return to;
}

}  // namespace lotse::survey::logic
