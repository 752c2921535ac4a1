#include "services/survey/qualitative/transcript/markdown_transcript.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/transcript/transcript_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(MarkdownTranscript, ReadsTurnsAndHeadings) {
  const Transcript transcript = Value(ReadMarkdownTranscript(
      "# Fokusgruppe 3\n\n"
      "**I:** Wie *geht* es?\n\n"
      "**B1** (Amt): [00:00:05] Gut\n\\*lacht\\* &amp; schön\n\n"
      "3. Oktober\n4. November\n\n"
      "## Schluss\n\n"
      "- I: Danke [hier](http://example.org)\n- **B1:** `Bitte` <b>sehr</b>\n\n"
      "> I: Ja\n",
      {}));
  EXPECT_THAT(Turns(transcript),
              ElementsAre("? Fokusgruppe 3", "I Wie geht es?",
                          "B1 (Amt) [5000-] Gut\n*lacht* & schön\n\n3. Oktober\n\n4. November",
                          "? Schluss", "I Danke hier", "B1 Bitte <b>sehr</b>", "I Ja"));
  EXPECT_THAT(FindingsOf(transcript),
              ElementsAre(HasSubstr("WARNING 13 The address of a link"),
                          HasSubstr("WARNING 14 HTML was taken"), HasSubstr("WARNING 14 HTML")));
}

TEST(MarkdownTranscript, LosesNoAnswerToDefinitionsOfLinks) {
  const Transcript transcript =
      Value(ReadMarkdownTranscript("I: Und?\n\n[B]: Ja.\n[C]: Nein.\n\n   [D\n]: x\n\n> [E]: ja\n\n"
                                   "- [F]: so\n1. [G]: gut\n\n---\n\n    [H]: Code\n\n"
                                   "I: [hier](x) und [B]\n",
                                   {}));
  EXPECT_EQ(transcript.text.utf8(),
            "Und?\n\n[B]: Ja.\n[C]: Nein.\n\n[D\n]: x\n\n[E]: ja\n\n[F]: so\n\n1. [G]: gut\n\n"
            "[H]: Code\nhier und [B]");
  EXPECT_THAT(FindingsOf(transcript), ElementsAre(HasSubstr("NOTE 14 A line of dashes"),
                                                  HasSubstr("WARNING 18 The address of a link")));
}

TEST(MarkdownTranscript, RefusesAsPlainText) {
  EXPECT_THAT(Refusal(ReadMarkdownTranscript("\xFF", {})), HasSubstr("line 1, byte 0: not UTF-8"));
  std::string deep(50'000, '>');
  EXPECT_THAT(Turns(Value(ReadMarkdownTranscript(deep + " I: ja", {}))), ElementsAre("I ja"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
