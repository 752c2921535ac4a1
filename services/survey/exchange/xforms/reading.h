#pragma once

#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/xforms/form_tree.h"
#include "services/survey/exchange/xforms/path_rewriter.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey::xforms {

// What the parts of the reader of XForms share.
class FormReading {
 public:
  // `source` must outlive this object.
  explicit FormReading(const XmlSource& source) : source(source) {}

  const XmlSource& source;
  FindingList findings;
  std::unique_ptr<FormTree> tree;
  ListNames lists;
  SourcePlaces places;
  // Ids of the texts that expressions read, with the line of the first.
  std::map<std::string, int> text_ids;
  // The line of the first expression that computes such an id; nullopt if there is none.
  std::optional<int> computed_text_id;
  // Nodes by the ids of their binds.
  absl::flat_hash_map<std::string, FormNode*> binds_by_id;

  int LineOf(const pugi::xml_node& node) const { return source.LineOf(node); }

  // `expression`, which stands at `where` and is called `what`, rewritten for `node`. One that is
  // wrong is an ERROR, and empty: without it the form would do something else. A path to no node is
  // a WARNING.
  std::string Expression(absl::string_view expression, const FormNode& node,
                         const pugi::xml_node& where, absl::string_view what);

  // The same for a predicate over the options of `node`.
  std::string Filter(absl::string_view predicate, const FormNode& node,
                     const pugi::xml_node& where);

  // Adds a WARNING for each attribute of `element` of which `is_known` does not know the local
  // name.
  void WarnOfAttributes(const pugi::xml_node& element,
                        absl::FunctionRef<bool(absl::string_view)> is_known,
                        absl::string_view code);

 private:
  std::string Taken(absl::StatusOr<RewrittenXpath> rewritten, const FormNode& node,
                    const pugi::xml_node& where, absl::string_view what);
};

}  // namespace lotse::survey::xforms
