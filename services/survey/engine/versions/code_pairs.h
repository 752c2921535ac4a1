#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument_mapping.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/versions/version_nodes.h"

namespace lotse::survey {

using Mappings = google::protobuf::RepeatedPtrField<v1alpha::CodeMapping>;

// Most mappings of a questionnaire, and options of one. Source: instrument_mapping.proto.
inline constexpr int kMaxMappings = 2000;
inline constexpr int kMaxOptionMappings = 2000;

// What is wrong with mappings from one version to another, with paths such as
// `mappings[2].options[0].to`: codes that are not there, and what is named twice.
rpc::FieldViolations CheckMappings(const VersionNodes& from, const VersionNodes& to,
                                   const Mappings& mappings);

// Which node of one version is which of the next: as the mappings say, and of those that they do
// not name the one with the same code. The mappings pass CheckMappings.
class CodePairs {
 public:
  CodePairs(const VersionNodes& from, const VersionNodes& to, const Mappings& mappings);

  // Position of the node in the next version; -1: there is none.
  int ToOf(int from) const { return to_of_[from]; }
  // Position of the node in the version before; -1: there is none.
  int FromOf(int to) const { return from_of_[to]; }
  // What is said about a code of the version before; null: nothing.
  const v1alpha::CodeMapping* MappingOf(absl::string_view code) const;
  // The code in the next version of what is called `code` in the version before.
  absl::string_view CodeIn(absl::string_view code) const;
  // The code in the next version of an option, by what is said about it.
  absl::string_view OptionIn(absl::string_view code, absl::string_view option) const;
  // An expression or text of the version before with the codes of the next in each `${…}`, and
  // single spaces.
  std::string Translated(absl::string_view expression) const;

 private:
  std::vector<int> to_of_;
  std::vector<int> from_of_;
  absl::flat_hash_map<std::string, const v1alpha::CodeMapping*> mappings_;
};

}  // namespace lotse::survey
