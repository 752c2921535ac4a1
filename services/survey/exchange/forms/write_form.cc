#include "services/survey/exchange/forms/write_form.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/tables/csv_tables.h"
#include "services/survey/exchange/tables/table_book.h"
#include "services/survey/exchange/tables/table_builder.h"
#include "services/survey/exchange/tables/xlsx_writer.h"
#include "services/survey/exchange/xforms/left_out.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "services/survey/exchange/xlsform/xlsform_writer.h"

namespace lotse::survey {
namespace {

using v1alpha::ExportInstrumentRequest;
using v1alpha::ImportFinding;
using v1alpha::Instrument;

constexpr absl::string_view kWorkbook =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// In one file the rows of a sheet stand below those of the sheets before it, and below its name.
void CountRowsOfOneFile(const TableBook& book, std::vector<ImportFinding>* findings) {
  int above = 0;
  for (const TableSheet& sheet : book.sheets) {
    ++above;
    for (ImportFinding& finding : *findings) {
      if (finding.sheet() == sheet.name && finding.line() > 0) {
        finding.set_line(finding.line() + above);
      }
    }
    above += static_cast<int>(sheet.rows.size());
  }
}

// What a writer made, or why it refused, as a file.
absl::StatusOr<WrittenForm> Finish(absl::StatusOr<std::string> content,
                                   absl::string_view media_type,
                                   std::vector<ImportFinding> findings) {
  if (absl::IsUnavailable(content.status())) return content.status();
  WrittenForm form;
  form.findings = std::move(findings);
  std::string fault(content.status().message());
  const bool is_workbook = media_type == kWorkbook;
  if (content.ok() && content->size() > kMaxFormBytes) {
    fault = absl::StrCat("the file would have ", content->size(), " bytes; at most ", kMaxFormBytes,
                         " are taken: ", is_workbook ? "" : "choose a workbook, or ",
                         "divide the questionnaire");
  }
  if (!fault.empty()) {
    FindingList list;
    list.Fail(0, "", absl::StrCat("The questionnaire cannot be written in this format: ", fault));
    for (ImportFinding& finding : form.findings) list.Add(std::move(finding));
    form.findings = std::move(list).Take();
    return form;
  }
  form.content = *std::move(content);
  form.media_type = std::string(media_type);
  return form;
}

}  // namespace

absl::StatusOr<WrittenForm> WriteForm(WrittenFormat format, const Instrument& instrument) {
  switch (format) {
    case ExportInstrumentRequest::FORMAT_XLSFORM_XLSX: {
      TableBook book = WriteXlsform(instrument);
      if (absl::Status s = CheckReadable(book, 0); !s.ok()) {
        return Finish(std::move(s), "", std::move(book.findings));
      }
      return Finish(WriteXlsx(book), kWorkbook, std::move(book.findings));
    }
    case ExportInstrumentRequest::FORMAT_XLSFORM_CSV: {
      TableBook book = WriteXlsform(instrument);
      CountRowsOfOneFile(book, &book.findings);
      // The names of the sheets have a column of their own.
      if (absl::Status s = CheckReadable(book, 1); !s.ok()) {
        return Finish(std::move(s), "", std::move(book.findings));
      }
      return Finish(WriteSectionedCsv(book), "text/csv", std::move(book.findings));
    }
    case ExportInstrumentRequest::FORMAT_XFORMS:
      return Finish(WriteXforms(instrument), "application/xml", LeftOutOfXforms(instrument));
    default:
      return absl::InvalidArgumentError("no format that can be written; give one of the formats");
  }
}

}  // namespace lotse::survey
