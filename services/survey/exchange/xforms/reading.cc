#include "services/survey/exchange/xforms/reading.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::survey::xforms {

std::string FormReading::Expression(absl::string_view expression, const FormNode& node,
                                    const pugi::xml_node& where, absl::string_view what) {
  if (expression.empty()) return "";
  return Taken(PathRewriter(tree.get(), &lists).Rewrite(WithoutBadBytes(expression), node), node,
               where, what);
}

std::string FormReading::Filter(absl::string_view predicate, const FormNode& node,
                                const pugi::xml_node& where) {
  return Taken(PathRewriter(tree.get(), &lists).RewriteFilter(WithoutBadBytes(predicate), node),
               node, where, "nodeset");
}

std::string FormReading::Taken(absl::StatusOr<RewrittenXpath> rewritten, const FormNode& node,
                               const pugi::xml_node& where, absl::string_view what) {
  if (!rewritten.ok()) {
    findings.Fail(
        LineOf(where), node.code,
        absl::StrCat("`", what, "` of ", node.Path(), ": ", rewritten.status().message(), "."));
    return "";
  }
  for (const std::string& id : rewritten->text_ids) text_ids.emplace(id, LineOf(where));
  if (rewritten->computes_text_id && !computed_text_id) computed_text_id = LineOf(where);
  for (const std::string& path : rewritten->missing) {
    findings.Warn(LineOf(where), node.code,
                  absl::StrCat("`", what, "` of ", node.Path(), ": there is no node ", path,
                               "; an empty text stands for it."));
  }
  return std::move(rewritten->text);
}

void FormReading::WarnOfAttributes(const pugi::xml_node& element,
                                   absl::FunctionRef<bool(absl::string_view)> is_known,
                                   absl::string_view code) {
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    const absl::string_view name = attribute.name();
    if (absl::StartsWith(name, "xmlns") || is_known(LocalName(name))) continue;
    findings.Warn(LineOf(element), code,
                  absl::StrCat("The attribute `", Shortened(name), "` of <",
                               Shortened(element.name()), "> was left out."));
  }
}

}  // namespace lotse::survey::xforms
