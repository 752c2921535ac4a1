#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// What a name is of that lies in a study, or is its own.
struct StudyPlace {
  enum class Kind { kStudy, kCase, kText, kCodebook, kCode, kCoding };

  Kind kind = Kind::kStudy;
  // Of a text the id of its case, of a code that of its codebook; else empty.
  std::string above = {};
  // Empty for the study.
  std::string id = {};

  friend bool operator==(const StudyPlace&, const StudyPlace&) = default;
};

// Reads a name of something in `study`; nullopt if it is none. Whether that is there is not asked.
std::optional<StudyPlace> ReadStudyPlace(absl::string_view study, absl::string_view name);

// The same back.
std::string NameOf(absl::string_view study, const StudyPlace& place);

}  // namespace lotse::survey::qualitative
