#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/instrument_export.pb.h"

namespace lotse::survey {

using WrittenFormat = v1alpha::ExportInstrumentRequest::Format;

// A questionnaire as a file.
struct WrittenForm {
  // The file, at most kMaxFormBytes; empty if a finding is an ERROR.
  std::string content;
  // Its media type; empty if there is no file.
  std::string media_type;
  // What the format cannot hold; an ERROR if the questionnaire cannot be written.
  std::vector<v1alpha::ImportFinding> findings;
};

// Writes a questionnaire in one of the formats; the same questionnaire gives the same bytes.
// INVALID_ARGUMENT if there is no such format; UNAVAILABLE if temporary files cannot be written.
absl::StatusOr<WrittenForm> WriteForm(WrittenFormat format, const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
