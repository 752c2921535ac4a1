#pragma once

#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

// Real forms, read in place.

namespace lotse::survey {

inline std::string ReferencePath(absl::string_view file) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  return absl::StrCat(folder != nullptr ? folder : "../shared/reference", "/questionnaires/", file);
}

// The bytes of a file; nothing where the reference data is absent.
inline std::optional<std::string> ReferenceFile(absl::string_view file) {
  std::ifstream stream(ReferencePath(file), std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

}  // namespace lotse::survey
