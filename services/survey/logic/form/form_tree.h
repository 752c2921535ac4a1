#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/logic/form/code_index.h"
#include "services/survey/logic/form/list_table.h"

namespace lotse::survey::logic {

// Place of an element in FormTree::elements(); a parent comes before its children.
using ElementId = std::int32_t;
inline constexpr ElementId kRootElement = 0;
inline constexpr std::int32_t kNone = -1;

// What an element holds. All values are texts; the types beyond the first three say which texts a
// value may be, and in which form: numbers as XPath writes them, days and times as in ISO 8601,
// several options in a row with one space between them.
enum class ElementType {
  // No value of its own.
  kRoot,
  kGroup,
  kRepeat,
  // One value.
  kText,
  kInteger,
  kDecimal,
  kDate,
  kTime,
  kDateTime,
  kChoice,
  kMultipleChoice,
  kRanking,
  kFile,
};

// True for what has children and no value of its own.
inline bool HoldsElements(ElementType type) { return type <= ElementType::kRepeat; }

// A question, or what questions are in.
struct Element {
  std::string code;
  ElementType type = ElementType::kText;
  ElementId parent = kNone;
  // In the order of the questionnaire.
  std::vector<ElementId> children;
  // Place among the children of its parent.
  int index = 0;
  // The innermost repeat that it is in, or is itself; kNone if there is none.
  ElementId repeat = kNone;
  // Its options by their place in FormTree::lists(); kNone if it has none.
  int list = kNone;
};

// What a questionnaire is made of, as expressions see it. It never changes and may be read by any
// number of threads.
class FormTree {
 public:
  const Element& element(ElementId id) const { return elements_[id]; }
  absl::Span<const Element> elements() const { return elements_; }
  const ListTable& list(int id) const { return lists_[id]; }
  absl::Span<const ListTable> lists() const { return lists_; }

  // The element with this code; nullopt if there is none. The root is not found.
  std::optional<ElementId> Find(absl::string_view code) const;
  std::optional<int> FindList(absl::string_view code) const;

  // True if `above` is `id` or something that it is in.
  bool IsWithin(ElementId id, ElementId above) const;
  // The child of `parent` with this code; nullopt if there is none.
  std::optional<ElementId> Child(ElementId parent, absl::string_view code) const;

 private:
  friend class FormTreeBuilder;

  absl::string_view CodeOf(std::size_t id) const { return elements_[id].code; }
  absl::string_view CodeOfList(std::size_t id) const { return lists_[id].code(); }

  std::vector<Element> elements_;
  std::vector<ListTable> lists_;
  CodeIndex by_code_;
  CodeIndex list_by_code_;
};

// Makes a tree, parents before children.
class FormTreeBuilder {
 public:
  // `root` is the name with which absolute paths begin.
  explicit FormTreeBuilder(absl::string_view root = "data");

  // Adds an element as the last child of `parent`, which is the root, a group or a repeat.
  // `list`, if it has options, is what AddList gave.
  ElementId Add(ElementId parent, absl::string_view code, ElementType type, int list = kNone);

  // Adds a list. Rows that are shorter than `columns` are filled up with empty cells.
  int AddList(List list);

  // The tree; INVALID_ARGUMENT if two elements or two lists have one code, or a list has a column
  // twice, a row longer than its columns or no column `name`.
  absl::StatusOr<FormTree> Build() &&;

 private:
  FormTree tree_;
  std::vector<List> lists_;
};

}  // namespace lotse::survey::logic
