#pragma once

#include <initializer_list>
#include <pugixml.hpp>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/quexml_skips.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey {

// What the parts of the queXML reader share.
class QuexmlContext {
 public:
  // `source` must outlive the context.
  QuexmlContext(const XmlSource& source, absl::string_view language)
      : source_(source), language_(language) {}

  FindingList& findings() { return findings_; }

  // Line of `node` in the file.
  int LineOf(const pugi::xml_node& node) const { return source_.LineOf(node); }

  // Plain text of the child `name` of `node`; of all of them, joined by a
  // space, if there are several. Empty if there is none. One that is longer than
  // a text may be is an ERROR, and only its beginning is kept: it may go into
  // many questions. `code` is what it belongs to.
  std::string PlainTextOf(const pugi::xml_node& node, const char* name, absl::string_view code);

  // The child `name` of `node` trimmed, otherwise as it stands: codes, numbers.
  static std::string ValueOf(const pugi::xml_node& node, const char* name);

  // `plain` as a text in the language of the import. Without content `code`
  // stands for it, with a WARNING. A fault that CheckText finds is an ERROR; of
  // a text that is too long only the beginning is kept.
  type::v1alpha::Text MakeText(const pugi::xml_node& node, absl::string_view plain,
                               absl::string_view code);

  // Attribute `varName`, without bytes that are not UTF-8.
  static std::string VariableOf(const pugi::xml_node& node);

  // Warns of what `node` holds beyond the elements named: `once` may stand in
  // it one time, `many` any number of times. Also of stray text and of
  // attributes that would mean something. Nothing is dropped in silence.
  void WarnOfUnknown(const pugi::xml_node& node, std::initializer_list<const char*> once,
                     std::initializer_list<const char*> many);

  // Warns that `what`, the child `name` of `node`, has content and was left
  // out.
  void WarnIfPresent(const pugi::xml_node& node, const char* name, absl::string_view code,
                     absl::string_view what);

  // Records a code of a question or item. A wrong form or a second use is an
  // ERROR.
  void UseCode(const pugi::xml_node& node, const std::string& code);

  // Records where a category leads to, and hands that over.
  void AddSkip(QuexmlSkip skip) { skips_.push_back(std::move(skip)); }
  const std::vector<QuexmlSkip>& skips() const { return skips_; }

  // Records that the length of a field was not taken over.
  void SkipLength() { ++lengths_; }

  // The line of each code.
  SourcePlaces Places() const;

  // Adds the findings that concern the whole file, and hands over all.
  std::vector<v1alpha::ImportFinding> TakeFindings() &&;

 private:
  // `text`, or its beginning and an ERROR if it is longer than a text may be.
  std::string Limited(const pugi::xml_node& node, std::string text, absl::string_view code);
  void WarnOfAttributes(const pugi::xml_node& node);

  const XmlSource& source_;
  const std::string language_;
  FindingList findings_;
  // Line in which each code was used first.
  absl::flat_hash_map<std::string, int> code_lines_;
  std::vector<QuexmlSkip> skips_;
  int texts_with_markup_ = 0;
  int texts_with_bad_bytes_ = 0;
  int lengths_ = 0;
};

}  // namespace lotse::survey
