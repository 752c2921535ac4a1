#include "services/survey/exchange/quexml_context.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/text.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/text_rules.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::survey {
namespace {

// Attributes of queXML that say how a page looks or number its parts.
constexpr absl::string_view kLayoutAttributes[] = {
    "id",    "varName", "hideinfo", "hidetitle", "hidesectioninfo",    "rotate", "separate",
    "split", "indent",  "title",    "last",      "respondentselection"};

bool Contains(std::initializer_list<const char*> names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string QuexmlContext::PlainTextOf(const pugi::xml_node& node, const char* name,
                                       absl::string_view code) {
  std::string joined;
  for (const pugi::xml_node& child : node.children(name)) {
    const PlainText plain = ToPlainText(HtmlBelow(child));
    if (plain.had_markup) ++texts_with_markup_;
    if (plain.had_bad_bytes) ++texts_with_bad_bytes_;
    if (plain.text.empty()) continue;
    absl::StrAppend(&joined, joined.empty() ? "" : " ", plain.text);
  }
  return Limited(node, std::move(joined), code);
}

std::string QuexmlContext::Limited(const pugi::xml_node& node, std::string text,
                                   absl::string_view code) {
  if (text.size() <= types::kMaxVariantBytes) return text;
  findings_.Fail(LineOf(node), code,
                 absl::StrCat("The text: too long; it has ", text.size(),
                              " bytes of UTF-8, give at most ", types::kMaxVariantBytes, "."));
  return std::string(Shortened(text));
}

std::string QuexmlContext::ValueOf(const pugi::xml_node& node, const char* name) {
  // White space inside a code is an error and must not vanish here.
  return std::string(absl::StripAsciiWhitespace(WithoutBadBytes(TextBelow(node.child(name)))));
}

type::v1alpha::Text QuexmlContext::MakeText(const pugi::xml_node& node, absl::string_view plain,
                                            absl::string_view code) {
  type::v1alpha::Text text;
  type::v1alpha::Text::Variant* variant = text.add_variants();
  variant->set_language(language_);
  variant->set_text(Limited(node, std::string(plain.empty() ? code : plain), code));
  if (plain.empty()) {
    findings_.Warn(LineOf(node), code, "There is no text here; the code stands for it.");
  }
  ViolationList violations;
  CheckText(text, "text", types::Presence::kRequired, &violations);
  for (const rpc::FieldViolation& violation : std::move(violations).Take()) {
    findings_.Fail(LineOf(node), code, absl::StrCat("The text: ", violation.description, "."));
  }
  return text;
}

std::string QuexmlContext::VariableOf(const pugi::xml_node& node) {
  return WithoutBadBytes(node.attribute("varName").value());
}

void QuexmlContext::WarnOfUnknown(const pugi::xml_node& node,
                                  std::initializer_list<const char*> once,
                                  std::initializer_list<const char*> many) {
  WarnOfAttributes(node);
  absl::flat_hash_set<absl::string_view> seen;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      if (absl::StripAsciiWhitespace(child.value()).empty()) continue;
      findings_.Warn(LineOf(node), "",
                     absl::StrCat("Text that stands directly in <", Shortened(node.name()),
                                  "> was left out."));
    } else if (child.type() == pugi::node_element) {
      const bool again = Contains(once, child.name()) && !seen.insert(child.name()).second;
      if (!again && (Contains(once, child.name()) || Contains(many, child.name()))) continue;
      findings_.Warn(LineOf(child), "",
                     absl::StrCat(again ? "A second <" : "The unknown <", Shortened(child.name()),
                                  "> in <", Shortened(node.name()), "> was left out."));
    }
  }
}

void QuexmlContext::WarnOfAttributes(const pugi::xml_node& node) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const absl::string_view name = attribute.name();
    const absl::string_view value = attribute.value();
    if (std::count(std::begin(kLayoutAttributes), std::end(kLayoutAttributes), name) > 0) continue;
    if (value.empty() || (name == "randomise" && value == "false")) continue;
    findings_.Warn(LineOf(node), VariableOf(node),
                   absl::StrCat("The attribute `", Shortened(name), "` of <",
                                Shortened(node.name()), "> was not taken over."));
  }
}

void QuexmlContext::WarnIfPresent(const pugi::xml_node& node, const char* name,
                                  absl::string_view code, absl::string_view what) {
  for (const pugi::xml_node& child : node.children(name)) {
    if (absl::StripAsciiWhitespace(TextBelow(child)).empty()) continue;
    findings_.Warn(LineOf(child), code, absl::StrCat(what, " was left out."));
  }
}

void QuexmlContext::UseCode(const pugi::xml_node& node, const std::string& code) {
  if (!IsQuestionCode(code)) {
    findings_.Fail(LineOf(node), code,
                   "This cannot be a code; give a varName of a letter, then letters, digits and "
                   "underscores, at most 64 characters.");
    return;
  }
  const auto [first, added] = code_lines_.emplace(code, LineOf(node));
  if (!added) {
    findings_.Fail(LineOf(node), code,
                   absl::StrCat("The code is used already in line ", first->second,
                                "; give every question and item a varName of its own."));
  }
}

std::vector<v1alpha::ImportFinding> QuexmlContext::TakeFindings() && {
  findings_.Note(0, "",
                 "queXML carries no mandatory marks, and of filters only those of an option: every "
                 "question may be left unanswered.");
  if (source_.has_doctype()) {
    findings_.Warn(0, "",
                   "The document type declaration was skipped; entities that it declares were not "
                   "expanded.");
  }
  if (texts_with_markup_ > 0) {
    findings_.Note(0, "",
                   absl::StrCat("Texts whose markup was removed: ", texts_with_markup_, "."));
  }
  if (texts_with_bad_bytes_ > 0) {
    findings_.Warn(0, "",
                   absl::StrCat("Texts in which characters that do not exist were replaced: ",
                                texts_with_bad_bytes_, "."));
  }
  if (lengths_ > 0) {
    findings_.Note(0, "",
                   absl::StrCat("Fields whose length describes the page and is no limit here: ",
                                lengths_, "."));
  }
  return std::move(findings_).Take();
}

SourcePlaces QuexmlContext::Places() const {
  SourcePlaces places;
  for (const auto& [code, line] : code_lines_) places.questions[code].line = line;
  return places;
}

}  // namespace lotse::survey
