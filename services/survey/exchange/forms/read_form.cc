#include "services/survey/exchange/forms/read_form.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/survey/engine/stored_draws.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/forms/rule_findings.h"
#include "services/survey/exchange/limesurvey/lss.h"
#include "services/survey/exchange/limesurvey/tsv.h"
#include "services/survey/exchange/quexml.h"
#include "services/survey/exchange/tables/table_source.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "services/survey/exchange/xlsform/xlsform.h"
#include "services/survey/logic/questionnaire/form_program.h"
#include "services/survey/logic/questionnaire/instrument_tree.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::ImportInstrumentRequest;

// How much of a file is looked at to know what it is.
constexpr std::size_t kHeadBytes = 4096;

absl::StatusOr<ImportResult> ReadTablesAsForm(absl::string_view content,
                                              absl::string_view language) {
  const absl::StatusOr<TableBook> book = ReadTables(content);
  if (!book.ok()) return book.status();
  XlsformOptions options;
  options.language = std::string(language);
  return ReadXlsform(*book, options);
}

absl::StatusOr<ImportResult> Read(FormFormat format, absl::string_view content,
                                  absl::string_view language) {
  switch (format) {
    case ImportInstrumentRequest::FORMAT_QUEXML:
      return ReadQuexml(content, language);
    case ImportInstrumentRequest::FORMAT_XLSFORM:
      return ReadTablesAsForm(content, language);
    case ImportInstrumentRequest::FORMAT_XFORMS:
      return ReadXforms(content);
    case ImportInstrumentRequest::FORMAT_LIMESURVEY:
      return ReadLss(content);
    case ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV:
      return ReadLimesurveyTsv(content);
    default:
      return absl::InvalidArgumentError("no format that can be read; give one of the formats");
  }
}

absl::Status CheckSizes(absl::string_view content, const FormFiles* files) {
  std::size_t bytes = content.size();
  if (files != nullptr) {
    if (files->size() > kMaxFormFiles) {
      return absl::InvalidArgumentError(absl::StrCat(
          "too many: ", files->size(), " files beside it; give at most ", kMaxFormFiles));
    }
    for (const FormFile& file : *files) bytes += file.content.size();
  }
  if (bytes <= kMaxFormBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("too large: ", bytes, " bytes",
                                                 bytes > content.size() ? " with its files" : "",
                                                 "; give at most ", kMaxFormBytes));
}

// Options of files can make it larger than what its reader allowed.
void CheckWholeSize(ImportResult* result) {
  const std::size_t bytes = result->instrument.ByteSizeLong();
  if (bytes <= kMaxInstrumentBytes) return;
  ImportFinding finding;
  finding.set_severity(ImportFinding::SEVERITY_ERROR);
  finding.set_message(absl::StrCat("With its files the questionnaire would have ", bytes,
                                   " bytes; give at most ", kMaxInstrumentBytes, "."));
  AddFindings({finding}, result);
}

// The column of an XLSForm that has such an expression.
const char* ColumnOf(logic::LogicProperty property) {
  switch (property) {
    case logic::LogicProperty::kRelevant:
      return "relevant";
    case logic::LogicProperty::kConstraint:
      return "constraint";
    case logic::LogicProperty::kRequired:
      return "required";
    case logic::LogicProperty::kCalculation:
      return "calculation";
    case logic::LogicProperty::kInitialValue:
      return "default";
    case logic::LogicProperty::kReadOnly:
      return "read_only";
    case logic::LogicProperty::kOptionFilter:
      return "choice_filter";
    case logic::LogicProperty::kRepeatCount:
      return "repeat_count";
  }
  return "";
}

// Adds what the compiler says of expressions and is no error; errors are told with their paths when
// the questionnaire is checked.
std::shared_ptr<const logic::FormProgram> AddWarnings(ImportResult* result) {
  auto tree = logic::FormTreeOf(result->instrument);
  if (!tree.ok()) return nullptr;
  const auto logic = logic::LogicOf(result->instrument, *tree);
  auto program = std::make_shared<const logic::FormProgram>(*std::move(tree), logic);
  FindingList findings;
  for (ImportFinding& finding : result->findings) findings.Add(std::move(finding));
  std::vector<logic::LogicFinding> all(program->findings().begin(), program->findings().end());
  for (auto& warning : DrawWarnings(result->instrument, *program)) {
    all.push_back(std::move(warning));
  }
  for (const logic::LogicFinding& finding : all) {
    if (finding.error) continue;
    const std::string& code = program->tree().element(finding.element).code;
    Place place;
    const auto known = result->places.questions.find(code);
    if (known != result->places.questions.end()) place = known->second;
    if (!place.sheet.empty()) place.column = ColumnOf(finding.property);
    findings.Warn(place, code, finding.message);
  }
  result->findings = std::move(findings).Take();
  return program->ok() ? std::move(program) : nullptr;
}

}  // namespace

absl::StatusOr<ImportResult> ReadForm(FormFormat format, absl::string_view content,
                                      absl::string_view language,
                                      std::shared_ptr<const logic::FormProgram>* program,
                                      const FormFiles* files) {
  if (absl::Status s = CheckSizes(content, files); !s.ok()) return s;
  absl::StatusOr<ImportResult> result = Read(format, content, language);
  if (!result.ok()) return result;
  if (files != nullptr) {
    TakeOptionsOfFiles(*files, language, &*result);
    CheckWholeSize(&*result);
  }
  std::shared_ptr<const logic::FormProgram> compiled = AddWarnings(&*result);
  if (program != nullptr) *program = std::move(compiled);
  return result;
}

std::optional<FormFormat> FormatOf(absl::string_view content) {
  absl::string_view head = content.substr(0, kHeadBytes);
  absl::ConsumePrefix(&head, "\xEF\xBB\xBF");
  head = absl::StripLeadingAsciiWhitespace(head);
  if (absl::StartsWith(head, "PK")) return ImportInstrumentRequest::FORMAT_XLSFORM;
  if (absl::StartsWith(head, "<")) {
    if (absl::StrContains(head, "<questionnaire")) return ImportInstrumentRequest::FORMAT_QUEXML;
    if (absl::StrContains(head, "LimeSurveyDocType")) {
      return ImportInstrumentRequest::FORMAT_LIMESURVEY;
    }
    if (absl::StrContains(head, "www.w3.org/2002/xforms")) {
      return ImportInstrumentRequest::FORMAT_XFORMS;
    }
    return std::nullopt;
  }
  const absl::string_view first = head.substr(0, head.find('\n'));
  if (absl::StrContains(first, "class") && absl::StrContains(first, '\t')) {
    return ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV;
  }
  const bool is_table =
      absl::StartsWith(head, "|") || absl::StrContains(first, ',') || absl::StrContains(first, ';');
  if (is_table || absl::StartsWith(head, "survey")) return ImportInstrumentRequest::FORMAT_XLSFORM;
  return std::nullopt;
}

}  // namespace lotse::survey
