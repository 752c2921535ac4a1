#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/refi_testing.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come, as an archive, or as the XML or a text of one: the reader of projects does
// not crash, refuses with INVALID_ARGUMENT only, hands nothing over with an ERROR, and what it
// hands over is written and read back as it was.

namespace {

namespace refi = lotse::survey::refi;
using lotse::survey::v1alpha::ImportFinding;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

bool HasError(const refi::ProjectResult& result) {
  for (const ImportFinding& finding : result.findings) {
    Require(lotse::types::IsUtf8(finding.message()), "a finding can be sent");
    if (finding.severity() == ImportFinding::SEVERITY_ERROR) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  // Input that is no archive is packed into one: else nearly all changes would end at its sums.
  const bool packed = input.substr(0, 2) == "PK";
  const auto read = refi::ReadProject(
      packed ? input : refi::Zip({{"project.qde", input}, {"sources/a.txt", input}}));
  if (!read.ok()) {
    Require(absl::IsInvalidArgument(read.status()), "a refusal is INVALID_ARGUMENT");
    Require(lotse::types::IsUtf8(read.status().message()), "a refusal can be sent");
    return 0;
  }
  if (HasError(*read)) {
    Require(read->project == refi::Project(), "with an ERROR nothing is handed over");
    return 0;
  }
  const auto written = refi::WriteProject(read->project);
  // Archives of others may have files with names that ours cannot.
  if (packed && !written.ok()) return 0;
  Require(written.ok(), "what was read can be written");
  const auto again = refi::ReadProject(*written);
  Require(again.ok() && again->project == read->project, "what was written is read back");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  const std::string archive =
      refi::WriteProject(refi::RandomProject(1).Make()).value_or("<Project name='p'/>");
  const std::string source = absl::StrCat(
      "<Project name='p' origin='ATLAS.ti'><CodeBook><Codes><Code guid='", refi::Guid(1),
      "' name='c' isCodable='true' color='#fff'/></Codes></CodeBook><Sources><TextSource guid='",
      refi::Guid(2), "' plainTextPath='internal://a.txt'><PlainTextSelection guid='", refi::Guid(3),
      "' startPosition='0' endPosition='5'><Coding guid='", refi::Guid(4),
      "'><CodeRef targetGUID='", refi::Guid(1),
      "'/></Coding></PlainTextSelection></TextSource></Sources></Project>");
  const std::string rest =
      absl::StrCat("<Project name='p'><Users><User guid='", refi::Guid(1),
                   "'/></Users><Variables><Variable guid='", refi::Guid(2),
                   "' name='v' typeOfVariable='Date'/></Variables><Cases><Case guid='",
                   refi::Guid(3), "'><VariableValue><VariableRef targetGUID='", refi::Guid(2),
                   "'/><DateValue>2026-03-31</DateValue></VariableValue></Case></"
                   "Cases><Sources><PDFSource guid='",
                   refi::Guid(4), "'/></Sources><Sets><Set guid='", refi::Guid(5),
                   "' name='s'/></Sets></Project>");
  // As many attributes as an element may have; each change makes them too many, or one of them
  // double.
  std::string large = "<Project name='p'";
  for (int i = 1; i < 64; ++i) absl::StrAppend(&large, " a", i, "=\"\"");
  return {source, rest, archive, large + "></Project>"};
}

std::vector<std::string> FuzzTokens() {
  return {"<Project name='p'>",
          "</Project>",
          "<Code ",
          "<Codes>",
          "</Codes>",
          "<Sets/>",
          "guid='00000000-0000-4000-8000-000000000001'",
          "targetGUID=",
          " name='a' name='b'",
          " a1=''",
          "internal://",
          "../",
          "..\\",
          "internal://A.TXT",
          "a:b",
          "absolute:///",
          "<![CDATA[",
          "]]>",
          "&#13;",
          "&#0;",
          "&#xD800;",
          "\r\n",
          "\xF0\x9F\x98\x80",
          "\xEF\xBB\xBF",
          "\xFF",
          "<!DOCTYPE",
          "9223372036854775808",
          "-1",
          "q:",
          "PK\x01\x02"};
}
