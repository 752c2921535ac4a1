#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "runtime/types/utf8.h"
#include "runtime/types/uuid.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/codebooks/codebook_file.h"
#include "services/survey/exchange/codebooks/refi_codes.h"
#include "services/survey/exchange/codings/codebook_rows.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/refi/codebook.h"

namespace lotse::survey {
namespace {

using qualitative::Code;
using qualitative::Codebook;

// Says of how many codes something was left out.
template <class Has>
void WarnOf(const Codebook& codebook, absl::string_view what, Has has, FindingList* findings) {
  const auto count = std::count_if(codebook.codes.begin(), codebook.codes.end(), has);
  if (count > 0) findings->Warn(0, "", absl::StrCat("Of ", count, " codes ", what));
}

bool IsRetired(const Code& code) { return code.retired; }
constexpr absl::string_view kRetired =
    "the format cannot say that they are retired: read again they are in use.";

bool HasLines(const Code& code) {
  return std::any_of(code.examples.begin(), code.examples.end(), [](const std::string& example) {
    return absl::StrContains(example, '\n') || absl::StrContains(example, '\r');
  });
}

// Each example is a line of the cell.
std::string CellOf(const std::vector<std::string>& examples) {
  std::vector<std::string> lines;
  for (const std::string& example : examples) {
    lines.push_back(absl::StrReplaceAll(example, {{"\r\n", " "}, {"\n", " "}, {"\r", " "}}));
  }
  return absl::StrJoin(lines, "\n");
}

WrittenCodebook WriteTable(const Codebook& codebook, codings::Profile profile) {
  absl::flat_hash_map<absl::string_view, int> places;
  std::vector<codings::CodebookRow> rows;
  for (const Code* const code : InOrder(codebook)) {
    codings::CodebookRow row;
    row.id = code->id;
    row.name = code->name;
    if (const auto above = places.find(code->parent); above != places.end()) {
      row.parent = above->second;
    }
    row.description = code->definition;
    row.examples = CellOf(code->examples);
    row.color = code->colour;
    row.is_codable = code->codable;
    places[code->id] = static_cast<int>(rows.size());
    rows.push_back(std::move(row));
  }
  FindingList findings;
  WarnOf(codebook, kRetired, IsRetired, &findings);
  WarnOf(codebook, "line ends in examples became spaces: each example is a line.", HasLines,
         &findings);
  return {codings::WriteCodebookRows(rows, profile), std::move(findings).Take()};
}

WrittenCodebook WriteQdc(absl::string_view name, const Codebook& codebook) {
  refi::Codebook file;
  file.origin = "Lotse";
  file.codes = RefiCodesOf(codebook, [&](const Code& code) {
    refi::Code made = ToRefiCode(code);
    made.description = types::ForXml(made.description);
    made.guid = types::IsUuid(code.id) ? code.id : UuidOf(absl::StrCat(name, "/codes/", code.id));
    return made;
  });
  FindingList findings;
  WarnOf(codebook, kRetired, IsRetired, &findings);
  WarnOf(
      codebook, "examples were left out: the format has no place for them.",
      [](const Code& code) { return !code.examples.empty(); }, &findings);
  WarnOf(
      codebook, "the id is no UUID, as the format wants it: each got one that stays the same.",
      [](const Code& code) { return !types::IsUuid(code.id); }, &findings);
  WarnOf(
      codebook, "characters of the definition that XML cannot carry became `U+FFFD`.",
      [](const Code& code) { return !types::CanBeXml(code.definition); }, &findings);
  WrittenCodebook result;
  auto content = refi::WriteCodebook(file);
  if (content.ok()) {
    result.content = *std::move(content);
  } else {
    findings.Fail(0, "", absl::StrCat("Not written: ", content.status().message(), "."));
  }
  result.findings = std::move(findings).Take();
  return result;
}

}  // namespace

WrittenCodebook WriteCodebookFile(v1alpha::CodebookFormat format, absl::string_view name,
                                  const Codebook& codebook) {
  switch (format) {
    case v1alpha::CODEBOOK_FORMAT_QDC:
      return WriteQdc(name, codebook);
    case v1alpha::CODEBOOK_FORMAT_CSV_EXCEL:
      return WriteTable(codebook, codings::Profile::kExcel);
    default:
      return WriteTable(codebook, codings::Profile::kPlain);
  }
}

}  // namespace lotse::survey
