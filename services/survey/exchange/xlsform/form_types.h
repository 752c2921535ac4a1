#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// What a row of the sheet `survey` is, by its column `type`.
struct FormType {
  enum class Role {
    kQuestion,
    kBeginGroup,
    kBeginRepeat,
    kEndGroup,
    kEndRepeat,
    kExternalList,  // `csv-external`, `xml-external`; `list` is the ending of the file.
    kLeftOut,       // Not supported here; `reason` says what it is.
    kRefused,       // The same, and the form would be another one without it.
    kUnknown,
  };

  Role role = Role::kUnknown;
  v1alpha::Question::Kind kind = v1alpha::Question::KIND_UNSPECIFIED;
  v1alpha::Question::Metadata metadata = v1alpha::Question::METADATA_UNSPECIFIED;
  // A scale (`range`), which is INTEGER or DECIMAL by its parameters.
  bool is_range = false;
  // Of a FILE that is not for all: `image`, `audio` or `video`.
  std::string files;
  // Of a choice: its list or file as it is written there, and whether `other` is added.
  std::string list;
  bool from_file = false;
  bool or_other = false;
  // What a row is that is left out or refused, as a beginning of a sentence.
  std::string reason;
};

// Reads a type. Upper and lower case, spaces and underscores are the same. Other names of a type
// (`int`, `photo`, `select all that apply from`) are those that forms have and that the tools of
// XLSForm take (xlsform.org, pyxform).
FormType ParseFormType(absl::string_view text);

// The types that are known, for messages.
std::vector<std::string> FormTypeNames();

// The usual name of the type of a question that has no list: `dateTime`.
absl::string_view FormTypeName(v1alpha::Question::Kind kind);
absl::string_view FormTypeName(v1alpha::Question::Metadata metadata);

}  // namespace lotse::survey
