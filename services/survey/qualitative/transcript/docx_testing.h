#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/types/zip_stream.h"

// Documents for tests.

namespace lotse::survey::qualitative {

using DocumentParts = std::vector<std::pair<std::string, std::string>>;

inline std::string ZipOf(const DocumentParts& parts) {
  types::ZipStream zip;
  std::string bytes;
  for (const auto& [name, content] : parts) {
    zip.Begin(name, &bytes);
    zip.Write(content, &bytes);
    zip.End(&bytes);
  }
  zip.Finish(&bytes);
  return bytes;
}

// The parts of a document with this body.
inline DocumentParts DocumentWith(absl::string_view body) {
  return {{"[Content_Types].xml", "<Types/>"},
          {"_rels/.rels",
           "<Relationships><Relationship Id='a' Type='http://x/officeDocument' "
           "Target='word/document.xml'/></Relationships>"},
          {"word/document.xml", absl::StrCat("<w:document xmlns:w='w' xmlns:mc='mc'><w:body>", body,
                                             "</w:body></w:document>")}};
}

inline std::string Docx(absl::string_view body) { return ZipOf(DocumentWith(body)); }

}  // namespace lotse::survey::qualitative
