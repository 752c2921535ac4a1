#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/exchange/refi/schema.h"
#include "services/survey/exchange/refi/xml_text.h"

namespace lotse::survey::refi {

// Writes structs as elements. A text that XML cannot carry is an error of the whole, which Finish
// gives.
class ElementWriter {
 public:
  // Whether codes have their notes, as in projects.
  enum CodeForm { kOfProject, kOfCodebook };

  XmlText& xml() { return xml_; }

  void Required(absl::string_view attribute, absl::string_view value);
  void Optional(absl::string_view attribute, absl::string_view value);
  void Leaf(absl::string_view name, absl::string_view text);
  void Description(absl::string_view text);
  void References(absl::string_view name, const std::vector<std::string>& guids,
                  absl::string_view attribute = "targetGUID");
  void WriteAuthorship(const Authorship& authorship);
  void WriteCodes(const std::vector<Code>& codes, CodeForm form);
  void WriteCodings(const std::vector<Coding>& codings);
  void WriteValues(const std::vector<VariableValue>& values);
  void Fail(absl::string_view what);

  // The file, after it was read again by `rule`: it has nothing that would be left out or changed.
  // INVALID_ARGUMENT that says what is wrong with the structs.
  absl::StatusOr<std::string> Finish(absl::string_view file, absl::string_view root,
                                     const ElementRule& rule) &&;

 private:
  void WriteCodesAt(const std::vector<Code>& codes, CodeForm form, int depth);
  void Check(absl::string_view name, absl::string_view text);

  XmlText xml_;
  absl::Status status_;
};

}  // namespace lotse::survey::refi
