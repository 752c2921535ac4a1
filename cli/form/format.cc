#include "cli/form/format.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "services/survey/exchange/forms/read_form.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ImportInstrumentRequest;

struct NamedFormat {
  absl::string_view name;
  FormFormat format;
};

constexpr NamedFormat kFormats[] = {
    {"quexml", ImportInstrumentRequest::FORMAT_QUEXML},
    {"xlsform", ImportInstrumentRequest::FORMAT_XLSFORM},
    {"xforms", ImportInstrumentRequest::FORMAT_XFORMS},
    {"limesurvey", ImportInstrumentRequest::FORMAT_LIMESURVEY},
    {"limesurvey-tsv", ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV},
};

// Endings of names. What of these cannot be read, such as .xls, its reader tells best.
constexpr NamedFormat kEndings[] = {
    {".lss", ImportInstrumentRequest::FORMAT_LIMESURVEY},
    {".tsv", ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV},
    {".xml", ImportInstrumentRequest::FORMAT_XFORMS},
    {".xlsx", ImportInstrumentRequest::FORMAT_XLSFORM},
    {".xls", ImportInstrumentRequest::FORMAT_XLSFORM},
    {".ods", ImportInstrumentRequest::FORMAT_XLSFORM},
    {".csv", ImportInstrumentRequest::FORMAT_XLSFORM},
    {".md", ImportInstrumentRequest::FORMAT_XLSFORM},
};

std::optional<FormFormat> FormatByName(absl::string_view path) {
  for (const NamedFormat& ending : kEndings) {
    if (absl::EndsWithIgnoreCase(path, ending.name)) return ending.format;
  }
  return std::nullopt;
}

std::string FormatNames() {
  std::vector<absl::string_view> names;
  for (const NamedFormat& one : kFormats) names.push_back(one.name);
  return absl::StrJoin(names, ", ");
}

}  // namespace

absl::StatusOr<FormFormat> FormatToRead(const Args& args, const std::string& path,
                                        absl::string_view content) {
  if (args.Has("format")) {
    for (const NamedFormat& one : kFormats) {
      if (one.name == args.Get("format")) return one.format;
    }
    return UsageError(absl::StrCat("--format: give one of ", FormatNames()));
  }
  // XML and workbooks say what they are. Of text with commas or tabs the name knows more.
  const std::optional<FormFormat> found = survey::FormatOf(content);
  const std::optional<FormFormat> by_name = FormatByName(path);
  const bool is_text = !absl::StartsWith(content, "PK") &&
                       (!found || *found == ImportInstrumentRequest::FORMAT_XLSFORM ||
                        *found == ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV);
  if (by_name && (is_text || !found)) return *by_name;
  if (found) return *found;
  return DataError(absl::StrCat(path,
                                ": neither its name nor what is in it tells the format; if "
                                "it is a questionnaire, give --format: ",
                                FormatNames()));
}

absl::string_view NameOf(FormFormat format) {
  for (const NamedFormat& one : kFormats) {
    if (one.format == format) return one.name;
  }
  return "";
}

std::string PlaceOf(const survey::v1alpha::ImportFinding& finding, absl::string_view language) {
  std::vector<std::string> parts;
  if (!finding.sheet().empty()) parts.push_back(finding.sheet());
  if (finding.line() > 0) {
    const bool is_table = !finding.sheet().empty();
    const absl::string_view line = Either(language, "Zeile ", is_table ? "row " : "line ");
    parts.push_back(absl::StrCat(line, finding.line()));
  }
  if (!finding.column().empty()) parts.push_back(finding.column());
  return absl::StrJoin(parts, ", ");
}

}  // namespace lotse::cli
