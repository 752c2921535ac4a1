#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "cli/args.h"
#include "cli/form/format.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/forms/option_files.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/logic/questionnaire/form_program.h"

namespace lotse::cli {

// A questionnaire that was read from a file.
struct FormSource {
  FormFormat format = survey::v1alpha::ImportInstrumentRequest::FORMAT_UNSPECIFIED;
  // SHA-256 of the file, and of those of its lists.
  std::string sha256;
  // BCP 47 tag in which texts are shown (--language).
  std::string language;
  survey::ImportResult result;
  // The expressions of it, compiled; null if something is wrong with them.
  std::shared_ptr<const survey::logic::FormProgram> program;
};

// The files with lists of options that --file gives, each by its name without folders. FileError;
// DataError if one cannot be taken because of its size.
absl::StatusOr<survey::FormFiles> ReadFormFiles(const Args& args);

// Reads the file that is the first argument, and those of its lists, by the reader that the
// service has. UsageError, FileError; DataError if it cannot be read at all. What else is wrong is
// in the findings.
absl::StatusOr<FormSource> ReadFormSource(const Args& args);

// The same of one that can be shown or filled in: DataError if it has errors or would be refused,
// which tells lotse form check.
absl::StatusOr<FormSource> ReadRightForm(const Args& args);

// The language of the program's own words, `de` or `en`, by that of the texts.
std::string OwnLanguage(const FormSource& source);

}  // namespace lotse::cli
