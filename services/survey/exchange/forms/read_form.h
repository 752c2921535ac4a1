#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "services/survey/exchange/forms/option_files.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/logic/questionnaire/form_program.h"

namespace lotse::survey {

// Largest file that is read, in bytes, together with those of its lists, but for queXML. Source:
// instrument_service.proto.
inline constexpr std::size_t kMaxFormBytes = 3u << 20;

using FormFormat = v1alpha::ImportInstrumentRequest::Format;

// Reads a questionnaire in any of the formats. `language` is the BCP 47 tag of texts of which the
// source says no language. What is odd about its expressions, and allowed, is a WARNING as well.
// INVALID_ARGUMENT with what would be right if it cannot be read; whatever else is wrong is a
// finding. `program`, if given, becomes the expressions as they were compiled for these warnings,
// null if there is something wrong with them: they need not be compiled again as long as the
// questionnaire stays as it is. `files`, if given, even if there are none in it, are those that the
// form names as lists of options (TakeOptionsOfFiles); else such lists stay outside of the
// questionnaire.
absl::StatusOr<ImportResult> ReadForm(FormFormat format, absl::string_view content,
                                      absl::string_view language,
                                      std::shared_ptr<const logic::FormProgram>* program = nullptr,
                                      const FormFiles* files = nullptr);

// The format by what is in a file; nullopt if it looks like none of them.
std::optional<FormFormat> FormatOf(absl::string_view content);

}  // namespace lotse::survey
