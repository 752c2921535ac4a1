#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/exchange/import_result.h"

namespace lotse::survey {

// A file beside that of a questionnaire, with a list of options.
struct FormFile {
  // Its name as the form has it, without a path.
  std::string name;
  std::string content;
};

using FormFiles = std::vector<FormFile>;

// How many files are taken with a form. Source: instrument_service.proto.
inline constexpr int kMaxFormFiles = 50;

// Takes the options of lists that are kept in files into the questionnaire: they become `options`,
// and `file` is cleared, with a NOTE. The ending of a name says what a file is:
//
// * `.csv`: the first row are the columns;
// * `.xml`: each element below the root is an option, each in it a column;
// * `.geojson` (RFC 7946): the properties of each feature are columns, and `id` its own id; the
//   places themselves are left out with a WARNING.
//
// The code of an option is its column `name`, of GeoJSON `id`, or what the setting `value` of the
// questions says; its text is the column `label`, of GeoJSON `title`, or what `label` says, in the
// language of the title, else `language`. All other columns are columns of the option.
//
// What is wrong is an ERROR with its place: in the form for a file that is not there, in the file
// for what stands in it. A file that no list names is a WARNING. The places of `result` know the
// row of each option, so that rules which it breaks can be told there as well.
void TakeOptionsOfFiles(const FormFiles& files, absl::string_view language, ImportResult* result);

}  // namespace lotse::survey
