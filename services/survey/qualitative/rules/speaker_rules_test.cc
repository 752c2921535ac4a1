#include "services/survey/qualitative/rules/speaker_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/survey/qualitative/transcript/plain_transcript.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::ImportFinding;
using v1alpha::StudyCase;
using v1alpha::StudyText;

StudyCase TheCase() {
  StudyCase study_case;
  google::protobuf::TextFormat::ParseFromString(
      R"(participants { pseudonym: "P01" } participants { pseudonym: "P02" }
         staff { pseudonym: "M1" })",
      &study_case);
  return study_case;
}

void Add(const std::string& label, const std::string& pseudonym, TranscriptSpeakers* speakers) {
  auto* speaker = speakers->Add();
  speaker->set_label(label);
  speaker->set_pseudonym(pseudonym);
}

TranscriptSpeakers TheSpeakers() {
  TranscriptSpeakers speakers;
  Add("Frau Weber", "P01", &speakers);
  Add("Leitung", "M1", &speakers);
  return speakers;
}

// The fields that are wrong.
std::vector<std::string> Wrong(const TranscriptSpeakers& speakers) {
  std::vector<std::string> fields;
  for (const auto& violation : CheckSpeakers(TheCase(), speakers)) {
    fields.push_back(violation.field);
    EXPECT_THAT(violation.description, Not(HasSubstr("Weber")));
  }
  return fields;
}

// Reads a transcript and gives it pseudonyms.
std::vector<std::string> Read(const std::string& file, const TranscriptSpeakers& speakers,
                              StudyText* text) {
  const auto transcript =
      ReadPlainTranscript(file, LabelsOf(TheCase(), StudyText::KIND_TRANSCRIPT, speakers));
  EXPECT_TRUE(transcript.ok()) << transcript.status();
  std::vector<std::string> found;
  for (const ImportFinding& one : SetSpoken(TheCase(), speakers, *transcript, text)) {
    found.push_back(absl::StrCat(ImportFinding::Severity_Name(one.severity()), " ", one.message()));
    EXPECT_THAT(found.back(), Not(HasSubstr("Weber")));
  }
  return found;
}

TEST(CheckSpeakers, FindsEachFault) {
  EXPECT_THAT(Wrong(TheSpeakers()), IsEmpty());
  EXPECT_THAT(Wrong({}), IsEmpty());
  TranscriptSpeakers speakers = TheSpeakers();
  Add("Weber zwei", "P01", &speakers);
  EXPECT_THAT(Wrong(speakers), IsEmpty()) << "two labels of one person";
  speakers[1].set_label("Frau Weber");
  speakers[2].set_pseudonym("Weber");
  EXPECT_THAT(Wrong(speakers), ElementsAre("speakers[1].label", "speakers[2].pseudonym"));
  speakers = TheSpeakers();
  speakers[0].clear_label();
  speakers[1].set_label(std::string(65, 'W'));
  EXPECT_THAT(Wrong(speakers), ElementsAre("speakers[0].label", "speakers[1].label"));
  for (int i = 0; i < 199; ++i) Add(absl::StrCat("L", i), "P01", &speakers);
  EXPECT_THAT(Wrong(speakers), ElementsAre("speakers", "speakers[0].label", "speakers[1].label"));
}

TEST(SetSpoken, PutsPseudonymsInThePlaceOfLabels) {
  StudyText text;
  EXPECT_THAT(Read("Leitung: Wie geht es?\nFrau Weber: Gut. Ich sagte:\nP02: Nein.\n",
                   TheSpeakers(), &text),
              IsEmpty());
  EXPECT_EQ(text.content(), "Wie geht es?\nGut. Ich sagte:\nNein.");
  ASSERT_EQ(text.turns_size(), 3);
  EXPECT_EQ(text.turns(0).speaker(), "M1");
  EXPECT_EQ(text.turns(0).range().begin(), 0);
  EXPECT_EQ(text.turns(0).range().end(), 12);
  EXPECT_EQ(text.turns(1).speaker(), "P01");
  EXPECT_EQ(text.turns(2).speaker(), "P02");
  EXPECT_FALSE(text.turns(2).has_start_offset());
}

TEST(SetSpoken, ASpeakerWithoutPseudonymIsAnError) {
  StudyText text;
  const auto found =
      Read("P01: Ja.\nFrau Weber: Nein.\nP01: Doch.\nFrau Weber: Nein.\n", {}, &text);
  ASSERT_THAT(found, ElementsAre(HasSubstr("SEVERITY_ERROR Speaker 2 of 2")));
  for (const auto& turn : text.turns()) EXPECT_THAT(turn.speaker(), Not(HasSubstr("Weber")));
}

TEST(SetSpoken, ALabelThatIsNotInTheFileIsTold) {
  StudyText text;
  EXPECT_THAT(Read("P01: Ja.\nFrau Weber: Nein.\n", TheSpeakers(), &text),
              ElementsAre(HasSubstr("SEVERITY_WARNING 1 of the 2 speakers")));
  EXPECT_EQ(text.turns_size(), 2);
}

TEST(SetSpoken, KeepsTheTimesOfTurnsAndTellsWhatItLeavesOut) {
  Transcript transcript;
  transcript.text = *IndexedText::Make("Ja. Nein. Doch.");
  transcript.turns = {{"P01", "Moderation", 1500, 2000, {0, 9}}, {"P02", "", 3000, 1, {10, 15}}};
  transcript.time_marks = {{0, 1500}, {4, 1700}, {9, 2000}, {10, 3000}};
  transcript.speakers = {"P01", "P02"};
  StudyText text;
  const auto findings = SetSpoken(TheCase(), {}, transcript, &text);
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_THAT(findings[0].message(), HasSubstr("parentheses"));
  EXPECT_THAT(findings[1].message(), HasSubstr("1 of 4"));
  EXPECT_THAT(findings[2].message(), HasSubstr("Of 1 turns"));
  EXPECT_EQ(text.turns(0).start_offset().seconds(), 1);
  EXPECT_EQ(text.turns(0).start_offset().nanos(), 500'000'000);
  EXPECT_EQ(text.turns(0).end_offset().seconds(), 2);
  EXPECT_TRUE(text.turns(1).has_start_offset());
  EXPECT_FALSE(text.turns(1).has_end_offset());
}

TEST(SpeakerRules, WhatNobodySpeaksHasNoLabels) {
  const StudyCase group = TheCase();
  EXPECT_TRUE(LabelsOf(group, StudyText::KIND_TRANSCRIPT, {}).has_labels);
  EXPECT_FALSE(LabelsOf(group, StudyText::KIND_TRANSCRIPT, {}).each_is_known);
  EXPECT_FALSE(LabelsOf(group, StudyText::KIND_DOCUMENT, {}).has_labels);
  EXPECT_FALSE(LabelsOf(group, StudyText::KIND_DOCUMENT, {}).has_paragraphs);
  const SpeakerOptions answers = LabelsOf(group, StudyText::KIND_OPEN_ANSWERS, {});
  EXPECT_TRUE(answers.has_paragraphs && !answers.has_labels);
}

TEST(SpeakerRules, EachLabelHasToBeKnownOnceSomebodyTookTheirConsentBack) {
  StudyCase group = TheCase();
  ASSERT_GT(group.participants_size(), 0);
  group.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  EXPECT_TRUE(LabelsOf(group, StudyText::KIND_TRANSCRIPT, {}).each_is_known);
}

}  // namespace
}  // namespace lotse::survey::qualitative
