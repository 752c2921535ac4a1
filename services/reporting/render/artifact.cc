#include "services/reporting/render/artifact.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/canonical_json.h"
#include "services/reporting/render/csv.h"
#include "services/reporting/render/html.h"
#include "services/reporting/render/xlsx.h"

namespace lotse::reporting {
namespace {

constexpr char kXlsxType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr char kZipType[] = "application/zip";

}  // namespace

absl::StatusOr<Artifact> RenderArtifact(v1alpha::ArtifactFormat format,
                                        const v1alpha::Document& document, const Edition& edition) {
  switch (format) {
    case v1alpha::ARTIFACT_FORMAT_HTML:
      return Artifact{RenderHtml(document, edition), "text/html; charset=utf-8", ".html"};
    case v1alpha::ARTIFACT_FORMAT_JSON: {
      absl::StatusOr<std::string> json = types::CanonicalJson(document);
      if (!json.ok()) return json.status();
      return Artifact{*std::move(json), "application/json", ".json"};
    }
    case v1alpha::ARTIFACT_FORMAT_XLSX: {
      absl::StatusOr<std::string> workbook = RenderXlsx(document, edition);
      if (!workbook.ok()) return workbook.status();
      return Artifact{*std::move(workbook), kXlsxType, ".xlsx"};
    }
    case v1alpha::ARTIFACT_FORMAT_CSV:
      return Artifact{RenderCsv(document, edition, CsvVariant::kPlain), kZipType, ".csv.zip"};
    case v1alpha::ARTIFACT_FORMAT_CSV_EXCEL:
      return Artifact{RenderCsv(document, edition, CsvVariant::kExcel), kZipType, ".excel.csv.zip"};
    default:
      return absl::InvalidArgumentError(absl::StrCat("there is no format ",
                                                     static_cast<int>(format),
                                                     "; it is HTML, JSON, XLSX, CSV or CSV_EXCEL"));
  }
}

}  // namespace lotse::reporting
