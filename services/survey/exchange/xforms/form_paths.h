#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {

// The name of the root of the instances that are written.
inline constexpr char kFormRoot[] = "data";

// Where each question of a questionnaire stands in the instance of the form that is written.
class FormPaths {
 public:
  // INVALID_ARGUMENT if a code is none or is used twice.
  static absl::StatusOr<FormPaths> Of(const v1alpha::Instrument& instrument);

  // The path of a code, or empty.
  absl::string_view PathOf(absl::string_view code) const;

  // `expression` with paths for codes, and ids of texts for labels of options that have them.
  // INVALID_ARGUMENT, naming `place`, if it is none or names a code that does not exist.
  absl::StatusOr<std::string> Expression(absl::string_view expression,
                                         absl::string_view place) const;

 private:
  absl::Status Add(const std::string& code, std::string path);
  absl::Status AddQuestion(const v1alpha::Question& question, const std::string& above);

  void Write(absl::Span<const XpathToken> tokens, std::string* out, std::string* unknown) const;
  std::size_t WriteInstance(absl::Span<const XpathToken> tokens, std::string* out,
                            std::string* unknown) const;

  absl::flat_hash_map<std::string, std::string> paths_;
  // Lists whose items have ids of texts in the place of labels.
  absl::flat_hash_set<std::string> itext_lists_;
};

// `relevant` of a question together with its `relevant_if`, as an expression of a questionnaire.
std::string RelevanceOf(const v1alpha::Question& question);

// `constraint` of a question together with its `minimum` and `maximum`.
std::string ConstraintOf(const v1alpha::Question& question);

}  // namespace lotse::survey::xforms
