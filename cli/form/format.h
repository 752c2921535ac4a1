#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/args.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"

namespace lotse::cli {

using FormFormat = survey::v1alpha::ImportInstrumentRequest::Format;

// The format of the file of a questionnaire: that of --format, else by what is in it and, where
// that does not tell, by its name. UsageError for a --format that there is not; DataError if
// neither tells.
absl::StatusOr<FormFormat> FormatToRead(const Args& args, const std::string& path,
                                        absl::string_view content);

// The name that --format has for it.
absl::string_view NameOf(FormFormat format);

// `line 12`, or of a table `survey, row 12, relevant`, in `language` (`de`, else English); empty
// if it concerns the whole.
std::string PlaceOf(const survey::v1alpha::ImportFinding& finding, absl::string_view language);

}  // namespace lotse::cli
