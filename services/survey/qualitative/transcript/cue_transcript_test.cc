#include "services/survey/qualitative/transcript/cue_transcript.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/transcript/transcript_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(CueTranscript, ReadsVoicesOfWebVtt) {
  const Transcript transcript = Value(ReadCueTranscript(
      "\xEF\xBB\xBFWEBVTT Gruppe 3\nKind: captions\n\n"
      "NOTE von Hand\nverbessert\n\n"
      "STYLE\n::cue { color: red }\n\n"
      "1\n00:01.000 --> 00:02.500 align:start\n<v Özlem>Guten\n<i>Tag</i> &amp; hallo</v>\n\n"
      "00:00:02.500 --> 00:00:04.000\n<v Özlem>zusammen.\n\n"
      "00:00:04.000 --> 00:00:05.000\n<v.laut B 2 (Amt)>Ja!</v> <v Özlem>Scho\u0308n</v>\n\n"
      "00:00:06.000 --> 00:00:07.000\nB 2: Nein.\n\n"
      "00:00:08.000 --> 00:00:09.000\n(Lachen) 3 < 4\n\n"
      "00:00:09.000 --> 00:00:10.000\n\n",
      CueFormat::kWebVtt));
  EXPECT_THAT(Turns(transcript),
              ElementsAre("Özlem [1000-4000] Guten Tag & hallo zusammen.",
                          "B 2 (Amt) [4000-5000] Ja!", "Özlem [4000-5000] Scho\u0308n",
                          "B 2 [6000-7000] Nein.", "? [8000-9000] (Lachen) 3 < 4"));
  EXPECT_THAT(Marks(transcript), ElementsAre("0=1000", "18=2500", "28=4000", "39=6000", "45=8000"));
  EXPECT_THAT(FindingsOf(transcript), ElementsAre(HasSubstr("NOTE 0 3 blocks that are no cues"),
                                                  HasSubstr("NOTE 0 1 cues without text")));
}

TEST(CueTranscript, ReadsSubRip) {
  const Transcript transcript = Value(
      ReadCueTranscript("1\r\n00:00:01,000 --> 00:00:02,000\r\nAnna: Gru\u0308ße\r\n\r\n"
                        "2\r\n00:00:02,000 --> 00:00:03,000\r\n<font color=\"red\">Anna: "
                        "alle</font>\r\n\r\n3\r\n00:00:03,000 --> 00:00:04,000\r\nohne Namen\r\n",
                        CueFormat::kSubRip));
  EXPECT_THAT(Turns(transcript),
              ElementsAre("Anna [1000-3000] Gru\u0308ße alle", "? [3000-4000] ohne Namen"));
}

TEST(CueTranscript, OnlySpeakersOfTheListBeginATurn) {
  constexpr char kFile[] =
      "WEBVTT\n\n00:01.000 --> 00:02.000\nAnna: Ja.\n\n"
      "00:02.000 --> 00:03.000\nZum Beispiel: der Bus\n\n"
      "00:03.000 --> 00:04.000\nP02: Nein.\n\n"
      "00:04.000 --> 00:05.000\n<v Weber>Gut.\n";
  SpeakerOptions options;
  EXPECT_THAT(Turns(Value(ReadCueTranscript(kFile, CueFormat::kWebVtt, options))),
              ElementsAre("Anna [1000-2000] Ja.", "Zum Beispiel [2000-3000] der Bus",
                          "P02 [3000-4000] Nein.", "Weber [4000-5000] Gut."));
  options.speakers = {"Anna", "Ben", "Weber"};
  options.others = {"P01", "P02"};
  const Transcript transcript = Value(ReadCueTranscript(kFile, CueFormat::kWebVtt, options));
  EXPECT_THAT(Turns(transcript),
              ElementsAre("Anna [1000-2000] Ja.", "? [2000-3000] Zum Beispiel: der Bus",
                          "P02 [3000-4000] Nein.", "Weber [4000-5000] Gut."));
  EXPECT_THAT(FindingsOf(transcript),
              ElementsAre(HasSubstr("WARNING 0 1 of the 3 speakers that were given say nothing"),
                          HasSubstr("WARNING 6 A label of nobody who was given")));
  options.speakers = {"Anna"};
  EXPECT_THAT(Turns(Value(ReadCueTranscript(kFile, CueFormat::kWebVtt, options))),
              testing::Contains("Weber [4000-5000] Gut."))
      << "it is told who speaks";
}

TEST(CueTranscript, WhatIsNoTagWasSaid) {
  const struct {
    const char* payload;
    const char* text;
  } cases[] = {
      {"Ja <lacht> gut", "Ja <lacht> gut"},
      {"x < 3 und y > 5", "x < 3 und y > 5"},
      {"<3 <i>ja</i>", "<3 ja"},
      {"<i.laut>a</i> <B>b</B> <c.x.y>c</c> <lang de>d</lang>", "a b c d"},
      {"<ruby>a<rt>b</rt></ruby> <u>c</u> <00:00:01.500>d", "ab c d"},
      {"<font color=\"red\">a</font> <fontane> <ix> <1>", "a <fontane> <ix> <1>"},
      {"a <", "a <"},
      {"&lt;lacht&gt; &#39;a&#39; &auml; &#1; &nosuch; a&#10;b", "<lacht> 'a' ä &#1; &nosuch; a b"},
  };
  for (const auto& c : cases) {
    const std::string file = absl::StrCat("WEBVTT\n\n00:01.000 --> 00:02.000\n", c.payload);
    EXPECT_EQ(Value(ReadCueTranscript(file, CueFormat::kWebVtt)).text.utf8(), c.text);
  }
  // Each `<` is looked at once.
  const std::string many = absl::StrCat(std::string(4 << 16, '<'), ">");
  const std::string file = absl::StrCat("WEBVTT\n\n00:01.000 --> 00:02.000\n", many.substr(10));
  EXPECT_EQ(Value(ReadCueTranscript(file, CueFormat::kWebVtt)).text.utf8(), many.substr(10));
}

TEST(CueTranscript, FaultsHaveTheirPlace) {
  const struct {
    const char* text;
    const char* finding;
  } cases[] = {
      {"WEBVTT\n\n00:99:00.000 --> 00:00:02.000\nx", "ERROR 3 The times of the cue cannot be read"},
      {"WEBVTT\n\nid\n00:02.000 --> 00:01.000\nx", "ERROR 4 The cue ends before it begins"},
      {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\ny", "ERROR 6 A block without times"},
      {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nNOTEN sind", "ERROR 6 A block without times"},
      {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nNOTE\tsind", "NOTE 0 1 blocks that are no cues"},
      {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nSTYLE", "NOTE 0 1 blocks that are no cues"},
      {"WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:02.000\ny",
       "WARNING 6 The time lies before the one that came last"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(FindingsOf(Value(ReadCueTranscript(c.text, CueFormat::kWebVtt))),
                ElementsAre(HasSubstr(c.finding)));
  }
  EXPECT_THAT(Refusal(ReadCueTranscript("1\n00:01.000 --> 00:02.000\nx", CueFormat::kWebVtt)),
              HasSubstr("line 1: a WebVTT file begins with the line `WEBVTT`"));
  EXPECT_THAT(Refusal(ReadCueTranscript("WEBVTT\n", CueFormat::kWebVtt)),
              HasSubstr("there is no cue in the file"));
  EXPECT_THAT(Refusal(ReadCueTranscript("", CueFormat::kSubRip)), HasSubstr("there is no cue"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
