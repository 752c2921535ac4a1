#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/cue_transcript.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/transcript_promises.h"

// Whatever bytes come: the reader of captions keeps its promises.

namespace lq = lotse::survey::qualitative;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  lq::CheckTranscript(lq::ReadCueTranscript(input, lq::CueFormat::kWebVtt));
  lq::CheckTranscript(lq::ReadCueTranscript(input, lq::CueFormat::kSubRip));
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "WEBVTT\n\nNOTE x\n\n1\n00:01.000 --> 00:02.500 align:start\n<v Özlem>Guten\n<i>Tag</i> "
      "&amp; ja</v>\n\n00:00:02.500 --> 00:00:04.000\n<v.a B (Amt)>Scho\u0308n</v> <v C>x</v>\n",
      "1\r\n00:00:01,000 --> 00:00:02,000\r\nAnna: Ja\r\n\r\n2\r\n00:00:02,000 --> "
      "00:00:03,000\r\n<font>Anna: nein</font>\r\n"};
}

std::vector<std::string> FuzzTokens() {
  return {"WEBVTT",
          "\n\n",
          "\n",
          " --> ",
          "00:00:01.000",
          "99:59:59,999",
          "00:61:00.000",
          "<v A>",
          "</v>",
          "<v",
          ">",
          "<",
          "&lt;",
          "&nbsp;",
          "NOTE",
          "A: ",
          "\u0308",
          "\xFF",
          "\u200D",
          "\U0001F467",
          "<v \u0308>",
          "STYLE"};
}
