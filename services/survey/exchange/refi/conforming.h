#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/refi/schema.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey::refi {

// Most elements and attributes of a file: each takes some 60 bytes of memory.
inline constexpr int kMaxXmlMarks = 4'000'000;

// The name of an element without the prefix of its namespace, which programs choose freely.
absl::string_view LocalName(const pugi::xml_node& node);

// A file of REFI-QDA that has been brought into the form of its schema. What other programs write
// beside it is put right where nothing is lost, or left out; each such place has a finding.
class ConformingXml {
 public:
  // Parses `xml` and goes through it. `file` is its name in findings; the root element is `root`
  // by `rule`. INVALID_ARGUMENT that says the line and what would be right: no well-formed XML in
  // UTF-8, an attribute twice or too many in one element, another root element, a document type
  // declaration, too deep or too large.
  static absl::StatusOr<std::unique_ptr<ConformingXml>> Parse(absl::string_view xml,
                                                              absl::string_view file,
                                                              absl::string_view root,
                                                              const ElementRule& rule,
                                                              FindingList* findings);

  pugi::xml_node root() const { return source_->root(); }
  // Whether there was no finding of severity ERROR.
  bool ok() const { return ok_; }
  // Whether something was left out or changed, or is wrong. References that lead nowhere were so
  // before and are kept: they do not count.
  bool changed() const { return !first_change_.empty(); }
  // The finding of the first such place, with its guid. It is there even if the list is full.
  const std::string& first_change() const { return first_change_; }

  // A finding at `node`, with the guid that it or what holds it has.
  void Note(const pugi::xml_node& node, absl::string_view message);
  void Warn(const pugi::xml_node& node, absl::string_view message);
  void Fail(const pugi::xml_node& node, absl::string_view message);

 private:
  ConformingXml(absl::string_view file, FindingList* findings)
      : file_(file), findings_(*findings) {}

  Place At(const pugi::xml_node& node) const;
  void NoteChange(const pugi::xml_node& node, absl::string_view message);
  // The name without the prefix that the elements of the standard have in this file.
  absl::string_view NameOf(const pugi::xml_node& node) const;
  void Conform(pugi::xml_node node, const ElementRule& rule);
  void ConformAttributes(pugi::xml_node node, const ElementRule& rule);
  void ConformContent(pugi::xml_node node, Form form);
  void ConformChildren(pugi::xml_node node, const ElementRule& rule);
  void Order(pugi::xml_node node, const ElementRule& rule);
  void RequireChildren(pugi::xml_node node, const ElementRule& rule);
  void CheckGuids();
  void CheckReferences(const pugi::xml_node& node);
  void CheckReference(const pugi::xml_node& node, absl::string_view attribute,
                      absl::string_view guid);

  const std::string file_;
  FindingList& findings_;
  std::unique_ptr<XmlSource> source_;
  std::string prefix_;
  bool ok_ = true;
  std::string first_change_;
  // Of each guid the names of the elements that have it, with a space behind each.
  absl::flat_hash_map<std::string, std::string> guids_;
};

}  // namespace lotse::survey::refi
