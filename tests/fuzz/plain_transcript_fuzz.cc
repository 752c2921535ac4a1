#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/markdown_transcript.h"
#include "services/survey/qualitative/transcript/plain_transcript.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/transcript_promises.h"

// Whatever bytes come: the readers of plain text and Markdown keep their promises.

namespace lq = lotse::survey::qualitative;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  lq::CheckTranscript(lq::ReadPlainTranscript(input, {}));
  lq::CheckTranscript(lq::ReadPlainTranscript(input, {{"I", "B1"}}));
  lq::CheckTranscript(lq::ReadMarkdownTranscript(input, {}));
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "I: Wie geht es? #00:00:12-3#\n\nB1 (Amt): Scho\u0308n, \U0001F469\u200D\U0001F467 (lacht)\n",
      "[00:00:01] I:\tJa\r\n\r\n[00:01]\r\nB1: Nein. [00:00:03]\r\nAlso: gut\r\n",
      "# Gruppe 3\n\n**I:** *Ja*\n\n3. Oktober\n\n> - B1: `x` <b>y</b> [z](w) ![a](b)\n",
      std::string("\xFF\xFEI\0:\0 \0j\0\xFC\0\n\0", 14), "\xEF\xBB\xBFI: ja"};
}

std::vector<std::string> FuzzTokens() {
  return {"I: ",     "B1: ",       "B1 (Amt): ", "\n",           "\n\n",       "\r",
          "[00:01]", "[99:59:59]", "[00:99:00]", "#00:00:01-0#", "(00:00:01)", "\u0308",
          "\u200D",  "\U0001F467", "\u00A0",     "\xFF\xFE",     "\xFE\xFF",   "\xFF",
          "# ",      "**",         "> ",         "- ",           "1. ",        "    ",
          "<b>",     "&#1;",       "`"};
}
