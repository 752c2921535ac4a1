#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"

namespace lotse::reporting {

// Which version of a report a document is. The document does not know it: the same
// revisions give the same document, whichever number it gets.
struct Edition {
  // Name of the report; empty if it is not kept, then nothing of an edition is shown.
  std::string report;
  // Number of the version, from 1.
  int number = 1;
  // SHA-256 of the document's canonical JSON, 64 hexadecimal digits; may be empty.
  std::string content_sha256;
  // The same of the version before; empty for the first one.
  std::string previous_sha256;
};

// How the files of a format are called.
struct FileType {
  // In words of a command line, for example `csv-excel`.
  const char* word;
  // Media type, for example `text/html; charset=utf-8`.
  const char* content_type;
  // Ending, for example `.html`; all formats have different ones.
  const char* extension;
};

// Every format there is, in the order of the enum.
inline constexpr v1alpha::ArtifactFormat kArtifactFormats[] = {
    v1alpha::ARTIFACT_FORMAT_HTML, v1alpha::ARTIFACT_FORMAT_JSON, v1alpha::ARTIFACT_FORMAT_XLSX,
    v1alpha::ARTIFACT_FORMAT_CSV, v1alpha::ARTIFACT_FORMAT_CSV_EXCEL};

// Of a format that there is; null for any other.
const FileType* FileTypeOf(v1alpha::ArtifactFormat format);

// The bytes of a document's file in a format: a pure function, so the same input gives the same
// bytes on every machine with the same version of Lotse, whatever its locale, zone and clock.
//
// InvalidArgument for an unknown format, and for JSON where the document has no canonical form
// (see types::CanonicalJson). Of a workbook Unavailable, with what to look for, if temporary files
// cannot be written, and Internal with the library's message if it cannot hold something.
absl::StatusOr<std::string> RenderArtifact(v1alpha::ArtifactFormat format,
                                           const v1alpha::Document& document,
                                           const Edition& edition);

}  // namespace lotse::reporting
