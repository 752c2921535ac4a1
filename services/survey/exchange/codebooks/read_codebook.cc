#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/codebooks/codebook_file.h"
#include "services/survey/exchange/codebooks/refi_codes.h"
#include "services/survey/exchange/codings/codebook_rows.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/refi/codebook.h"

namespace lotse::survey {
namespace {

using qualitative::Code;
using v1alpha::ImportFinding;

// A codebook as it is read, with the lines of its codes; 0 where there is none.
struct Reading {
  qualitative::Codebook codebook;
  std::vector<int> lines;
  codings::CodebookHeadings headings;  // Of a table.
  FindingList findings;
  bool ok = true;
};

void TakeFindings(const std::vector<ImportFinding>& findings, Reading* reading) {
  for (const ImportFinding& each : findings) reading->findings.Add(each);
  reading->ok = reading->ok && !HasError(findings);
}

// The position in a path such as `codebook.codes[3].label`; -1 if it has none.
int PositionIn(absl::string_view path) {
  const size_t begin = path.find('['), end = path.find(']');
  int position = -1;
  const bool found = begin != absl::string_view::npos && end != absl::string_view::npos &&
                     absl::SimpleAtoi(path.substr(begin + 1, end - begin - 1), &position);
  return found ? position : -1;
}

// The column of a table in which `codebook.codes[3].label` stands.
std::string ColumnOf(absl::string_view path, const codings::CodebookHeadings& headings) {
  const absl::string_view field = path.substr(path.rfind('.') + 1);
  const std::pair<absl::string_view, const std::string&> columns[] = {
      {"name", headings.id},       {"label", headings.name},
      {"parent", headings.parent}, {"definition", headings.description},
      {"color", headings.color},   {"codable", headings.codable},
  };
  for (const auto& [name, heading] : columns) {
    if (field == name) return heading;
  }
  return absl::StartsWith(field, "examples") ? headings.examples : "";
}

ImportedCodebook Finish(Reading reading) {
  if (reading.ok) {
    std::vector<ImportFinding> broken = BrokenRules(reading.codebook, reading.lines);
    for (ImportFinding& each : broken) each.set_column(ColumnOf(each.field(), reading.headings));
    TakeFindings(broken, &reading);
  }
  ImportedCodebook imported;
  if (reading.ok) imported.codebook = std::move(reading.codebook);
  imported.findings = std::move(reading.findings).Take();
  return imported;
}

std::vector<std::string> ExamplesOf(absl::string_view cell) {
  std::vector<std::string> examples;
  for (absl::string_view line : absl::StrSplit(cell, absl::ByAnyChar("\r\n"))) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) examples.emplace_back(line);
  }
  return examples;
}

// The ids of the rows: those of the file where they are such, and others made of the names.
std::vector<std::string> IdsOf(const std::vector<codings::CodebookRow>& rows, Reading* reading) {
  absl::flat_hash_set<std::string> taken;
  for (const auto& row : rows) {
    if (qualitative::IsCodeId(row.id)) taken.insert(row.id);
  }
  std::vector<std::string> ids;
  for (const auto& row : rows) {
    if (qualitative::IsCodeId(row.id)) {
      ids.push_back(row.id);
      continue;
    }
    ids.push_back(CodeIdOf(row.name, &taken));
    if (row.id.empty()) continue;
    reading->findings.Note(Place{row.line, "", reading->headings.id}, ids.back(),
                           absl::StrCat("The id `", Shortened(row.id), "` became `", ids.back(),
                                        "`; ids have lower-case letters, digits and hyphens."));
  }
  return ids;
}

absl::StatusOr<ImportedCodebook> ReadTable(absl::string_view content) {
  const auto table = codings::ReadCodebookRows(content);
  if (!table.ok()) return table.status();
  Reading reading;
  TakeFindings(table->findings, &reading);
  reading.headings = table->headings;
  const std::vector<std::string> ids = IdsOf(table->rows, &reading);
  for (size_t i = 0; i < table->rows.size(); ++i) {
    const codings::CodebookRow& row = table->rows[i];
    Code code;
    code.id = ids[i];
    if (row.parent >= 0) code.parent = ids[static_cast<size_t>(row.parent)];
    code.name = row.name;
    code.definition = row.description;
    code.examples = ExamplesOf(row.examples);
    code.codable = row.is_codable;
    code.colour = ColourOf(row.color);
    reading.codebook.codes.push_back(std::move(code));
    reading.lines.push_back(row.line);
  }
  return Finish(std::move(reading));
}

absl::StatusOr<ImportedCodebook> ReadQdc(absl::string_view content) {
  const auto file = refi::ReadCodebook(content);
  if (!file.ok()) return file.status();
  Reading reading;
  TakeFindings(file->findings, &reading);
  for (const refi::Code& top : file->codebook.codes) {
    AddRefiCode(top, "", &reading.codebook.codes);
  }
  reading.lines.resize(reading.codebook.codes.size());
  if (!file->codebook.sets.empty()) {
    reading.findings.Warn(0, "",
                          absl::StrCat(file->codebook.sets.size(),
                                       " sets of codes were left out; a codebook here has none."));
  }
  return Finish(std::move(reading));
}

}  // namespace

std::vector<ImportFinding> BrokenRules(const qualitative::Codebook& codebook,
                                       const std::vector<int>& lines) {
  std::vector<ImportFinding> findings;
  for (const rpc::FieldViolation& wrong : CheckCodebook(codebook)) {
    ImportFinding& finding = findings.emplace_back();
    finding.set_severity(ImportFinding::SEVERITY_ERROR);
    finding.set_field(wrong.field);
    finding.set_message(absl::StrCat("`", wrong.field, "` ", wrong.description, "."));
    const int position = PositionIn(wrong.field);
    if (position >= 0) {
      finding.set_line(lines[static_cast<size_t>(position)]);
      finding.set_code(codebook.codes[static_cast<size_t>(position)].id);
    }
  }
  return findings;
}

bool IsCodebookFormat(v1alpha::CodebookFormat format) {
  return format != v1alpha::CODEBOOK_FORMAT_UNSPECIFIED && v1alpha::CodebookFormat_IsValid(format);
}

absl::StatusOr<ImportedCodebook> ReadCodebookFile(v1alpha::CodebookFormat format,
                                                  absl::string_view content) {
  return format == v1alpha::CODEBOOK_FORMAT_QDC ? ReadQdc(content) : ReadTable(content);
}

}  // namespace lotse::survey
