#pragma once

#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/codebook_service.pb.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/codebooks/codebook_file.h"
#include "services/survey/qualitative/coding/codebook.h"

// What the reader of codebooks promises of any file, of whatever format.
namespace lotse::fuzz {

inline void CodebookPromise(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

// Aborts unless it refuses with INVALID_ARGUMENT only, hands nothing over with an ERROR, and keeps
// the rules of codebooks otherwise.
inline void CheckCodebookFile(survey::v1alpha::CodebookFormat format, absl::string_view content) {
  const auto read = survey::ReadCodebookFile(format, content);
  if (!read.ok()) {
    CodebookPromise(absl::IsInvalidArgument(read.status()), "a refusal is INVALID_ARGUMENT");
    CodebookPromise(types::IsUtf8(read.status().message()), "a refusal can be sent");
    return;
  }
  bool has_error = false;
  for (const survey::v1alpha::ImportFinding& finding : read->findings) {
    CodebookPromise(types::IsUtf8(finding.message()) && types::IsUtf8(finding.code()),
                    "a finding can be sent");
    has_error = has_error || finding.severity() == survey::v1alpha::ImportFinding::SEVERITY_ERROR;
  }
  if (has_error) {
    CodebookPromise(read->codebook.codes.empty(), "with an ERROR nothing is handed over");
    return;
  }
  CodebookPromise(survey::qualitative::CheckCodebook(read->codebook).empty(),
                  "a codebook that is read keeps the rules");
}

// The same of a table, which also is read back with the codes that it was written with.
inline void CheckCodebookTable(absl::string_view content) {
  constexpr auto kCsv = survey::v1alpha::CODEBOOK_FORMAT_CSV;
  CheckCodebookFile(kCsv, content);
  const auto read = survey::ReadCodebookFile(kCsv, content);
  if (!read.ok() || read->codebook.codes.empty()) return;
  const auto written = survey::WriteCodebookFile(kCsv, "codebooks/themen", read->codebook);
  const auto again = survey::ReadCodebookFile(kCsv, written.content);
  CodebookPromise(again.ok() && again->codebook.codes.size() == read->codebook.codes.size(),
                  "a codebook is read back");
  for (const survey::qualitative::Code& code : read->codebook.codes) {
    bool is_there = false;
    for (const survey::qualitative::Code& other : again->codebook.codes) {
      is_there = is_there || (other.id == code.id && other.parent == code.parent &&
                              other.codable == code.codable);
    }
    CodebookPromise(is_there, "a code is read back where it was");
  }
}

}  // namespace lotse::fuzz
