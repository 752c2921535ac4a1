#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/xforms/form_tree.h"

namespace lotse::survey::xforms {

// What an option list is called in expressions.
struct ListName {
  // Code of the list, which takes the place of the id of the instance.
  std::string code;
  // Names of the element below the instance and of its items; `root` and `item` take their places.
  std::string root;
  std::string item;
};

// Name of the column that holds the id of an option's text; a questionnaire has the text itself, in
// the column `label`.
inline constexpr char kTextIdColumn[] = "itextId";

// The list of the texts that expressions read with jr:itext(), and its column for their ids.
inline constexpr char kTextList[] = "itext";
inline constexpr char kTextListIds[] = "id";

// Lists by the ids of their instances.
using ListNames = absl::flat_hash_map<std::string, ListName>;

// An expression of a questionnaire.
struct RewrittenXpath {
  std::string text;
  // Paths to nodes that do not exist, for which an empty text stands: so engines read them.
  std::vector<std::string> missing;
  // Ids of the texts that it reads in the list kTextList.
  std::vector<std::string> text_ids;
  // Whether it reads a text there of which the id is computed.
  bool computes_text_id = false;
};

// Turns the paths of an expression of a form into those of a questionnaire. What else the
// expression holds stays, in the spacing of AppendToken. It goes by tokens, in one pass: whether
// the expression is one of XPath in every respect is for the compiler of expressions to find.
class PathRewriter {
 public:
  // Both must outlive this object.
  PathRewriter(const FormTree* tree, const ListNames* lists) : tree_(tree), lists_(lists) {}

  // `expression` of the node `context`. INVALID_ARGUMENT with what is wrong if a path leads to a
  // node without a code, or uses a step that forms do not have (`//`, `*`, `@`, other axes).
  absl::StatusOr<RewrittenXpath> Rewrite(absl::string_view expression,
                                         const FormNode& context) const;

  // The same for what stands in a predicate over options: names alone are columns.
  absl::StatusOr<RewrittenXpath> RewriteFilter(absl::string_view predicate,
                                               const FormNode& context) const;

 private:
  const FormTree* tree_;
  const ListNames* lists_;
};

// The code if `expression` is nothing but `${code}`; else empty.
absl::string_view OnlyCode(absl::string_view expression);

}  // namespace lotse::survey::xforms
