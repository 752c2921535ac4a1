#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/refi/codebook.h"
#include "tests/fuzz/codebook_promises.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: the reader of codebooks does not crash, refuses with INVALID_ARGUMENT only,
// and what it reads without an ERROR is written and read back as it was. What a study takes of it
// keeps the rules of codebooks.

namespace {

namespace refi = lotse::survey::refi;
using lotse::survey::v1alpha::ImportFinding;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view content(reinterpret_cast<const char*>(data), size);
  lotse::fuzz::CheckCodebookFile(lotse::survey::v1alpha::CODEBOOK_FORMAT_QDC, content);
  const auto read = refi::ReadCodebook(content);
  if (!read.ok()) {
    Require(absl::IsInvalidArgument(read.status()), "a refusal is INVALID_ARGUMENT");
    Require(lotse::types::IsUtf8(read.status().message()), "a refusal can be sent");
    return 0;
  }
  for (const ImportFinding& finding : read->findings) {
    if (finding.severity() != ImportFinding::SEVERITY_ERROR) continue;
    Require(read->codebook == refi::Codebook(), "with an ERROR nothing is handed over");
    return 0;
  }
  if (read->codebook.codes.empty()) return 0;
  const auto written = refi::WriteCodebook(read->codebook);
  Require(written.ok(), "what was read can be written");
  const auto again = refi::ReadCodebook(*written);
  Require(again.ok() && again->codebook == read->codebook, "what was written is read back");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  std::string large = "<CodeBook origin='x'";
  for (int i = 1; i < 64; ++i) absl::StrAppend(&large, " a", i, "=\"\"");
  return {
      large + "><Codes></Codes></CodeBook>",
      "<?xml version=\"1.0\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"x\"><Codes>"
      "<Code guid=\"00000000-0000-4000-8000-000000000001\" name=\"a\" isCodable=\"false\">"
      "<Description>d</Description><Code guid=\"{00000000-0000-4000-8000-000000000002}\" "
      "name=\"b\" isCodable=\"1\" color=\"#12abEF\"/></Code></Codes><Sets><Set "
      "guid=\"00000000-0000-4000-8000-000000000003\" name=\"s\"><MemberCode "
      "guid=\"00000000-0000-4000-8000-000000000001\"/></Set></Sets></CodeBook>",
      "<q:CodeBook xmlns:q='urn:QDA-XML:codebook:1.0'><q:Codes/></q:CodeBook>",
  };
}

std::vector<std::string> FuzzTokens() {
  return {"<Code ",
          "</Code>",
          "<Codes>",
          "<Sets/>",
          "<Description>",
          "guid='",
          "name='",
          "isCodable='true'",
          "color='#fff'",
          " name='a' name='b'",
          " a1=''",
          "&#13;",
          "&#0;",
          "&amp;",
          "<![CDATA[",
          "]]>",
          "<!DOCTYPE x>",
          "q:",
          "\xC3\xA4",
          "\xFF",
          "\t",
          "\r\n"};
}
