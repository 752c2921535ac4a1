#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/docx_testing.h"
#include "services/survey/qualitative/transcript/docx_transcript.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/transcript_promises.h"

// Whatever bytes come: the reader of documents keeps its promises. Input that is no archive is the
// body of a document: else nearly all changes would end at the sums of an archive.

namespace lq = lotse::survey::qualitative;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string bytes = absl::StartsWith(input, "PK") ? std::string(input) : lq::Docx(input);
  lq::CheckTranscript(lq::ReadDocxTranscript(bytes, {}));
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Gruppe</w:t></w:r></w:p><w:p><w:r>"
      "<w:t>I:</w:t><w:tab/><w:t>Scho\u0308n "
      "#00:00:05-0#</w:t></w:r></w:p><w:p><w:ins><w:r><w:t>B: "
      "ja</w:t></w:r></w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>",
      "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>00:00:05</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>I</"
      "w:t>"
      "</w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ja</w:t><w:br/><w:t>so</w:t></w:r></w:p></w:tc></"
      "w:tr>"
      "</w:tbl>",
      lq::Docx("<w:p><w:r><w:t>I: ja</w:t></w:r></w:p>")};
}

std::vector<std::string> FuzzTokens() {
  return {"<w:p>",        "</w:p>",   "<w:r>",    "</w:r>",    "<w:t>",  "</w:t>",
          "<w:br/>",      "<w:tab/>", "<w:tc>",   "</w:tc>",   "<w:tr>", "</w:tr>",
          "I: ",          "B1",       "[00:01]",  "\u0308",    "&#x85;", "&#x300;",
          "<w:drawing/>", "<w:del>",  "</w:del>", "<!DOCTYPE", "\xFF",   "PK\x01\x02"};
}
