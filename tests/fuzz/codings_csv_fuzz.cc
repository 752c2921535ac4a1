#include <cstdio>
#include <cstdlib>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/codings/codebook_rows.h"
#include "services/survey/exchange/codings/coding_rows.h"
#include "services/survey/exchange/codings/taguette.h"
#include "tests/fuzz/codebook_promises.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: the three readers of tables do not crash and refuse with INVALID_ARGUMENT
// only; codings that are read are written and read back as they were; selections lie in their text
// and codebooks are trees. What is made of a table of codes keeps the rules of codebooks.

namespace {

namespace codings = lotse::survey::codings;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void RequireRefusal(const absl::Status& status) {
  Require(absl::IsInvalidArgument(status), "a refusal is INVALID_ARGUMENT");
  Require(lotse::types::IsUtf8(status.message()), "a refusal can be sent");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view csv(reinterpret_cast<const char*>(data), size);
  const std::map<std::string, std::string> texts = {
      {"a", "Gr\u00FC\u00DFe  \U0001F600\r\n=b, \"c\""}};
  const auto rows = codings::ReadCodings(csv, texts);
  if (rows.ok()) {
    for (const auto profile : {codings::Profile::kPlain, codings::Profile::kExcel}) {
      const auto again = codings::ReadCodings(codings::WriteCodings(rows->rows, profile), texts);
      Require(again.ok() && again->rows == rows->rows, "codings are read back");
    }
  } else {
    RequireRefusal(rows.status());
  }
  lotse::fuzz::CheckCodebookTable(csv);
  const auto codebook = codings::ReadCodebookRows(csv);
  if (!codebook.ok()) RequireRefusal(codebook.status());
  for (std::size_t i = 0; codebook.ok() && i < codebook->rows.size(); ++i) {
    int depth = 0;
    for (int above = codebook->rows[i].parent; above >= 0; ++depth) {
      Require(depth < codings::kMaxDepth, "a codebook is a tree");
      above = codebook->rows[static_cast<std::size_t>(above)].parent;
    }
  }
  const auto highlights = codings::ReadHighlights(csv, texts);
  if (!highlights.ok()) {
    RequireRefusal(highlights.status());
    return 0;
  }
  for (const codings::Highlight& one : highlights->highlights) {
    Require(one.span.begin >= 0 && one.span.begin < one.span.end && one.span.end <= 18,
            "a highlight lies in its text");
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {"text,begin,end,quote,code,coder,memo\na,0,5,,x > y,k,'=m\na,9,12,,x,,\n",
          "Dokument;Anfang;Ende;Code\na;0;1;\"x \\> y\"\n",
          "id,name,parent,description,examples,color,codable\n1,a,,d,e,#fff,ja\n2,b,1,,,,nein\n",
          "id,document,tag,content\n1,a,t,=b\n1,a,u,=b\n2,a,,\n"};
}

std::vector<std::string> FuzzTokens() {
  return {",",
          ";",
          "\"",
          "\r\n",
          "\n",
          "'",
          "=",
          ">",
          "\\",
          "a,0,1,,x",
          "name",
          "parent",
          "id",
          "tag",
          "document",
          "content",
          "-1",
          "9223372036854775808",
          "\xEF\xBB\xBF",
          "\xFF",
          "\xFF\xFE",
          "\xF0\x9F\x98\x80",
          "1",
          "2"};
}
