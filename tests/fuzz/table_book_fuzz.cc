#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/tables/table_source.h"
#include "services/survey/exchange/xlsform/xlsform.h"
#include "services/survey/exchange/xlsform/xlsform_writer.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/instrument_promises.h"

// Whatever text comes: the readers of CSV, Markdown and XLSForm do not crash, refuse with
// INVALID_ARGUMENT only, make nothing that cannot be stored and read back, and a questionnaire
// without an ERROR has sound codes and is the same after it was written and read.

namespace {

using lotse::survey::ImportResult;
using lotse::survey::Require;
using lotse::survey::RequireStorable;
using lotse::survey::TableBook;
using lotse::survey::v1alpha::ImportFinding;
using lotse::survey::v1alpha::Instrument;
using lotse::survey::v1alpha::Question;

bool HasError(const ImportResult& result) {
  for (const ImportFinding& finding : result.findings) {
    if (finding.severity() == ImportFinding::SEVERITY_ERROR) return true;
  }
  return false;
}

void CheckCodes(const google::protobuf::RepeatedPtrField<Question>& questions,
                const absl::flat_hash_set<std::string>& lists,
                absl::flat_hash_set<std::string>* codes) {
  for (const Question& question : questions) {
    Require(lotse::survey::IsQuestionCode(question.code()), "codes are sound");
    Require(codes->insert(question.code()).second, "codes are unique");
    Require(question.option_list().empty() || lists.contains(question.option_list()),
            "lists are there");
    CheckCodes(question.questions(), lists, codes);
  }
}

void RequireCodes(const Instrument& instrument) {
  absl::flat_hash_set<std::string> codes, lists;
  for (const auto& list : instrument.option_lists()) {
    Require(lotse::survey::IsQuestionCode(list.code()) && lists.insert(list.code()).second,
            "codes of lists are sound and unique");
    for (const auto& option : list.options()) {
      Require(lotse::survey::IsOptionCode(option.code()), "codes of options are sound");
    }
  }
  for (const auto& section : instrument.sections()) {
    Require(section.code().empty() || codes.insert(section.code()).second, "codes are unique");
    Require(!section.questions().empty(), "sections are not empty");
    CheckCodes(section.questions(), lists, &codes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  if (absl::StartsWith(text, "PK")) return 0;  // The matter of xlsx_fuzz.
  const absl::StatusOr<TableBook> book = lotse::survey::ReadTables(text);
  if (!book.ok()) {
    Require(absl::IsInvalidArgument(book.status()), "a refusal is INVALID_ARGUMENT");
    return 0;
  }
  const ImportResult result = lotse::survey::ReadXlsform(*book, {"de", "Titel", ""});
  RequireStorable(result.instrument);
  for (const ImportFinding& finding : result.findings) RequireStorable(finding);
  if (HasError(result)) return 0;
  RequireCodes(result.instrument);
  lotse::survey::RequireCheckable(result.instrument);
  const TableBook written = lotse::survey::WriteXlsform(result.instrument);
  const ImportResult again = lotse::survey::ReadXlsform(written, {"en", "", ""});
  Require(!HasError(again), "what was written is a form");
  Require(again.instrument.DebugString() == result.instrument.DebugString(),
          "what was written is the same form");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "| survey |\n| | type | name | label::de | label | relevant | constraint | required |\n"
      "| | begin group | g | G | | | | |\n| | integer | a | A | | ${b} = 'x' | . > 1 | yes |\n"
      "| | select_one l or_other | b | B | ${a} | | | |\n| | end group | | | | | | |\n"
      "| | begin repeat | r | R | | | | |\n| | text | a | A | | ../b = 1 | | ${b} = 1 |\n"
      "| | end repeat | | | | | | |\n| choices |\n| | list_name | name | label | k |\n"
      "| | l | 1 | x | y |\n| settings |\n| | form_title | default_language |\n| | T | German |\n",
      "survey,,,,,\n,type,name,label,default,parameters\n,range,a,A,5,start=0 end=9\n"
      ",calculate,c,,\"concat('a', ${a})\",\n,csv-external,f,,,\n,select_one_from_file f.csv,d,D,,"
      "randomize=true seed=1\n,image,i,I,,max-pixels=1\n,start,s,,,\n,hidden,h,,it's,\n",
      "| survey |\n| | type | name | label | hint | appearance | read_only | trigger | calculation "
      "| disabled | notes | media::image::fr | choice_filter |\n| | rank l | a-b | <b>A</b> | h | "
      "w1 | true() | | | no | n | a.png | x = ${c} |\n| | text | c | C | | | | ${a-b} | now() | | "
      "| "
      "| |\n| choices |\n| | list name | value | caption |\n| | l | 1 | x |\n",
  };
}

std::vector<std::string> FuzzTokens() {
  return {"|",
          "\n",
          "| |",
          " or_other",
          "begin group",
          "end group",
          "begin_repeat",
          "end_repeat",
          "select_one ",
          "${",
          "}",
          "${a}",
          "::",
          "label::",
          " (en)",
          "rows",
          "'",
          "\"",
          "\xE2\x80\x98",
          "\xE2\x80\x9D",
          "\\|",
          "string(",
          "concat(",
          "today()",
          "5",
          "true",
          "NA",
          "../",
          "instance('l')",
          "-",
          "_other",
          "<b>",
          "\xC2\xA0",
          "\xFF",
          "$autoname",
          ";"};
}
