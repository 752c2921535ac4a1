#include "services/reporting/render/artifact.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/canonical_json.h"
#include "services/reporting/render/csv.h"
#include "services/reporting/render/html.h"
#include "services/reporting/render/xlsx.h"

namespace lotse::reporting {
namespace {

constexpr FileType kHtml = {"html", "text/html; charset=utf-8", ".html"};
constexpr FileType kJson = {"json", "application/json", ".json"};
constexpr FileType kXlsx = {
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"};
constexpr FileType kCsv = {"csv", "application/zip", ".csv.zip"};
constexpr FileType kCsvExcel = {"csv-excel", "application/zip", ".excel.csv.zip"};

}  // namespace

const FileType* FileTypeOf(v1alpha::ArtifactFormat format) {
  switch (format) {
    case v1alpha::ARTIFACT_FORMAT_HTML:
      return &kHtml;
    case v1alpha::ARTIFACT_FORMAT_JSON:
      return &kJson;
    case v1alpha::ARTIFACT_FORMAT_XLSX:
      return &kXlsx;
    case v1alpha::ARTIFACT_FORMAT_CSV:
      return &kCsv;
    case v1alpha::ARTIFACT_FORMAT_CSV_EXCEL:
      return &kCsvExcel;
    default:
      return nullptr;
  }
}

absl::StatusOr<std::string> RenderArtifact(v1alpha::ArtifactFormat format,
                                           const v1alpha::Document& document,
                                           const Edition& edition) {
  switch (format) {
    case v1alpha::ARTIFACT_FORMAT_HTML:
      return RenderHtml(document, edition);
    case v1alpha::ARTIFACT_FORMAT_JSON:
      return types::CanonicalJson(document);
    case v1alpha::ARTIFACT_FORMAT_XLSX:
      return RenderXlsx(document, edition);
    case v1alpha::ARTIFACT_FORMAT_CSV:
      return RenderCsv(document, edition, CsvVariant::kPlain);
    case v1alpha::ARTIFACT_FORMAT_CSV_EXCEL:
      return RenderCsv(document, edition, CsvVariant::kExcel);
    default:
      return absl::InvalidArgumentError(absl::StrCat("there is no format ",
                                                     static_cast<int>(format),
                                                     "; it is HTML, JSON, XLSX, CSV or CSV_EXCEL"));
  }
}

}  // namespace lotse::reporting
