#include "services/survey/qualitative/transcript/plain_transcript.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/transcript/transcript_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(PlainTranscript, ReadsTheFormOfTranscriptionRules) {
  const Transcript transcript = Value(ReadPlainTranscript(
      "I: Wie erleben Sie die Öffnung? #00:00:12-3#\r\n"
      "\r\n"
      "B1 (Verwaltung): Gut (lacht) \U0001F469\u200D\U0001F469\u200D\U0001F467, scho\u0308n. //\n"
      "Und weiter: so. #00:01:02-0#\n"
      "\n"
      "[00:01:03] I: Und Sie?\n"
      "\n"
      "B1:\t[00:01:05] Ja [00:01:06] doch.\n"
      "\n"
      "Noch ein Absatz.\n",
      {}));
  EXPECT_THAT(
      Turns(transcript),
      ElementsAre(
          "I [-12300] Wie erleben Sie die Öffnung?",
          "B1 (Verwaltung) [-62000] Gut (lacht) \U0001F469\u200D\U0001F469\u200D\U0001F467, "
          "scho\u0308n. //\nUnd weiter: so.",
          "I [63000-] Und Sie?", "B1 [65000-] Ja doch.\n\nNoch ein Absatz."));
  EXPECT_THAT(Marks(transcript),
              ElementsAre("28=12300", "74=62000", "75=63000", "84=65000", "87=66000"));
  EXPECT_THAT(transcript.speakers, ElementsAre("I", "B1"));
  EXPECT_THAT(FindingsOf(transcript), ElementsAre(HasSubstr("WARNING 4 A label that comes only "
                                                            "once, amid a turn")));
  for (const Turn& turn : transcript.turns) {
    EXPECT_TRUE(transcript.text.IsBoundary(turn.span.begin));
    EXPECT_TRUE(transcript.text.IsBoundary(turn.span.end));
  }
}

TEST(PlainTranscript, DecidesWhatIsALabel) {
  const struct {
    const char* what;
    const char* text;
    std::vector<std::string> speakers;
    std::vector<std::string> turns;
    const char* finding;
  } cases[] = {
      {"nothing", "", {}, {}, ""},
      {"no labels", "Ein Text.\nZweite Zeile.", {}, {"? Ein Text.\nZweite Zeile."}, ""},
      {"before the first",
       "Gruppe 3\n\nI: ja\n\nI: nein",
       {},
       {"? Gruppe 3", "I ja", "I nein"},
       ""},
      {"only once", "I: ja\nB: nein", {}, {"I ja", "B nein"}, "WARNING 1 A label that comes only"},
      {"only once, with empty lines between turns",
       "I: ja\nAlso: so\n\nI: gut",
       {},
       {"I ja\nAlso: so", "I gut"},
       "WARNING 2 A label that comes only once, amid a turn"},
      {"often, and only amid turns",
       "I: ja\nnoch\nAlso: so\nnoch\nAlso: gut\n\nI: nein",
       {},
       {"I ja\nnoch", "Also so\nnoch", "Also gut", "I nein"},
       "WARNING 3 A label that comes only amid turns"},
      {"only those named",
       "I: ja\n\nAlso: nein\n\nAlso: gut",
       {"I"},
       {"I ja\n\nAlso: nein\n\nAlso: gut"},
       "WARNING 3 A label of nobody who was given"},
      {"one that is not there",
       "I: ja",
       {"I", "B"},
       {"I ja"},
       "WARNING 0 1 of the 2 speakers that were given say nothing"},
      {"nothing said",
       "I:\n\nB: ja\n\nI: ja\n\nB: nein",
       {},
       {"B ja", "I ja", "B nein"},
       "WARNING 1 Nothing is said behind this label"},
      {"said on the next line", "I:\nja\nI:\nnein", {}, {"I ja", "I nein"}, ""},
      {"a time alone",
       "[00:00:01]\nI: ja\n[00:00:02]\nI: nein",
       {},
       {"I [1000-2000] ja", "I [2000-] nein"},
       ""},
      {"no time",
       "I: um [00:99:00] ja\nI: ja",
       {},
       {"I um [00:99:00] ja", "I ja"},
       "WARNING 1 What looks like a time mark"},
      {"back in time",
       "I: [00:02:00] ja\nI: [00:01:00] ja",
       {},
       {"I [120000-] ja", "I [60000-] ja"},
       "WARNING 2 The time lies before"},
      {"only a time", "[00:00:01]", {}, {}, ""},
  };
  for (const auto& c : cases) {
    const Transcript transcript = Value(ReadPlainTranscript(c.text, {c.speakers}));
    EXPECT_EQ(Turns(transcript), c.turns) << c.what;
    const std::vector<std::string> findings = FindingsOf(transcript);
    EXPECT_THAT(findings.empty() ? "" : findings[0], HasSubstr(c.finding)) << c.what;
    EXPECT_EQ(findings.empty(), *c.finding == '\0') << c.what;
  }
}

TEST(PlainTranscript, OthersBeginTurnsBesideTheSpeakersAndAreNotMissed) {
  const Transcript transcript =
      Value(ReadPlainTranscript("I: ja\nB: nein\nC: doch", {{"I"}, {"B", "D"}}));
  EXPECT_THAT(Turns(transcript), ElementsAre("I ja", "B nein\nC: doch"));
  EXPECT_THAT(FindingsOf(transcript),
              ElementsAre(testing::HasSubstr("WARNING 3 A label of nobody who was given")));
}

// Also where nothing else would tell that somebody speaks.
TEST(PlainTranscript, LabelsThatAreKnownAlwaysBeginATurn) {
  const Transcript transcript =
      Value(ReadPlainTranscript("M1: a\nP01: b\nc\nP02: d\nP01: e", {{}, {"M1", "P01", "P02"}}));
  EXPECT_THAT(Turns(transcript), ElementsAre("M1 a", "P01 b\nc", "P02 d", "P01 e"));
  EXPECT_THAT(FindingsOf(transcript), ElementsAre());
}

TEST(PlainTranscript, WhereEachLabelHasToBeKnownAnotherIsAnError) {
  SpeakerOptions options;
  options.others = {"P01"};
  options.each_is_known = true;
  for (const bool is_given : {false, true}) {
    if (is_given) options.speakers = {"I"};
    EXPECT_THAT(FindingsOf(Value(ReadPlainTranscript("P01: a\nb\nWeber: c\nI: d", options))),
                testing::Contains(testing::HasSubstr("ERROR 3 A label of nobody who was given")))
        << is_given;
  }
}

TEST(PlainTranscript, WhatNobodySpeaksHasNoLabels) {
  SpeakerOptions options;
  options.has_labels = false;
  constexpr char kFile[] = "Quelle: Amt\nZiel: Wege\n\nStand: heute";
  EXPECT_EQ(Turns(Value(ReadPlainTranscript(kFile, options))).size(), 1u);
  options.has_paragraphs = true;
  const Transcript answers = Value(ReadPlainTranscript(kFile, options));
  EXPECT_EQ(Turns(answers).size(), 2u);
  EXPECT_THAT(FindingsOf(answers), ElementsAre());
}

TEST(PlainTranscript, TimeMarksPointAtWhatIsSaidThen) {
  const struct {
    const char* text;
    std::vector<std::string> marks;
  } cases[] = {
      {"I: [00:00:01]\tAb [00:00:05] cd", {"0=1000", "3=5000"}},
      {"I: [00:00:01]\u00A0Ab [00:00:05]\u00A0cd", {"0=1000", "4=5000"}},
      {"I: \t[00:00:01]\t\u2003äb\t[00:00:05]\tcd\t[00:00:09]\t", {"0=1000", "4=5000", "6=9000"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Marks(Value(ReadPlainTranscript(c.text, {{"I"}}))), c.marks) << c.text;
  }
}

TEST(PlainTranscript, LimitsAreClearErrors) {
  std::string speakers;
  for (std::size_t i = 0; i <= kMaxSpeakers; ++i) absl::StrAppend(&speakers, "B", i, ": ja\n");
  std::string turns;
  for (std::size_t i = 0; i <= kMaxTurns; ++i) turns += "I: ja\n";
  std::string marks = "I: ";
  for (std::size_t i = 0; i <= kMaxTimeMarks; ++i) {
    absl::StrAppend(&marks, "[01:00]", i % 100 == 0 ? "\n" : "");
  }
  const struct {
    const std::string& text;
    const char* message;
  } cases[] = {
      {speakers, "line 201: more than 200 different speakers"},
      {turns, "line 50001: more than 50000 turns"},
      {marks, "more than 100000 time marks"},
      {std::string(kMaxLineBytes + 1, 'x'), "line 1: it has 262145 bytes"},
      {"I: gehei\xFCm", "line 1, byte 8: not UTF-8"},
  };
  for (const auto& c : cases) {
    const auto transcript = ReadPlainTranscript(c.text, {});
    EXPECT_TRUE(absl::IsInvalidArgument(transcript.status()));
    EXPECT_THAT(Refusal(transcript), HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
