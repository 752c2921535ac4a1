#include "services/survey/qualitative/rules/withdrawn_words.h"

#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {
namespace {

v1alpha::StudyText Text() {
  v1alpha::StudyText text;
  google::protobuf::TextFormat::ParseFromString(
      R"(content: "Kopf\nJa, schön.\nUnd\nnein.\nGut."
         turns { range { begin: 5 end: 15 } speaker: "P01" }
         turns { range { begin: 16 end: 25 } speaker: "P02" }
         turns { range { begin: 26 end: 30 } speaker: "P01" })",
      &text);
  return text;
}

v1alpha::StudyCase CaseWith(v1alpha::Participant::Consent consent) {
  v1alpha::StudyCase study_case;
  for (const char* pseudonym : {"P01", "P02"}) {
    v1alpha::Participant* const participant = study_case.add_participants();
    participant->set_pseudonym(pseudonym);
    participant->set_consent(v1alpha::Participant::CONSENT_QUOTES);
  }
  study_case.mutable_participants(1)->set_consent(consent);
  return study_case;
}

TEST(HideWithdrawn, LeavesPositionsAndWhatOthersSaid) {
  v1alpha::StudyText text = Text();
  EXPECT_TRUE(HideWithdrawn(CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN), &text));
  EXPECT_EQ(text.content(), "Kopf\nJa, schön.\n███\n█████\nGut.");
  EXPECT_FALSE(text.turns(0).withdrawn());
  EXPECT_TRUE(text.turns(1).withdrawn());
  EXPECT_FALSE(text.turns(2).withdrawn());
}

TEST(HideWithdrawn, DoesNothingWhereNobodyWithdrew) {
  for (const auto consent :
       {v1alpha::Participant::CONSENT_QUOTES, v1alpha::Participant::CONSENT_ANALYSIS}) {
    v1alpha::StudyText text = Text();
    EXPECT_FALSE(HideWithdrawn(CaseWith(consent), &text));
    EXPECT_EQ(text.content(), Text().content());
  }
}

TEST(HideWithdrawn, TakesCodePointsAsTextsDo) {
  v1alpha::StudyText text;
  google::protobuf::TextFormat::ParseFromString(
      R"(content: "Grüß 😀\nNa ja" turns { range { end: 6 } speaker: "P02" })", &text);
  EXPECT_TRUE(HideWithdrawn(CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN), &text));
  EXPECT_EQ(text.content(), "██████\nNa ja");
}

TEST(HideWithdrawn, WithASignOfOneByteNoTextGetsLonger) {
  const v1alpha::StudyCase withdrawn = CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN);
  v1alpha::StudyText text = Text();
  EXPECT_TRUE(HideWithdrawn(withdrawn, &text));
  EXPECT_TRUE(HideWithdrawn(withdrawn, &text, "*")) << "also what is hidden";
  EXPECT_EQ(text.content(), "Kopf\nJa, schön.\n***\n*****\nGut.");
}

TEST(CheckNoneWithdrew, RefusesWordsOfThoseWhoDid) {
  const v1alpha::StudyCase withdrawn = CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN);
  v1alpha::StudyText text = Text();
  EXPECT_EQ(rpc::ReasonOf(CheckNoneWithdrew(withdrawn, text)),
            type::v1alpha::ERROR_REASON_RELEASE_BLOCKED);
  EXPECT_TRUE(CheckNoneWithdrew(CaseWith(v1alpha::Participant::CONSENT_ANALYSIS), text).ok());
  HideWithdrawn(withdrawn, &text);
  EXPECT_TRUE(CheckNoneWithdrew(withdrawn, text).ok()) << "as it was handed out";
  text = Text();
  text.mutable_turns()->DeleteSubrange(1, 1);
  EXPECT_TRUE(CheckNoneWithdrew(withdrawn, text).ok());
}

TEST(CaseVoices, SayWhoIsLeftOut) {
  v1alpha::StudyCase nobody_withdrew = CaseWith(v1alpha::Participant::CONSENT_QUOTES);
  nobody_withdrew.add_staff()->set_pseudonym("M1");
  const CaseVoices all(nobody_withdrew);
  for (const char* const speaker : {"P01", "P02", "M1", "", "P09"}) {
    EXPECT_FALSE(all.LeavesOut(speaker)) << speaker;
  }
  EXPECT_FALSE(all.Knows("P09"));
  EXPECT_FALSE(all.LeavesOutTextsWithoutTurns());
  v1alpha::StudyCase one_withdrew = CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN);
  one_withdrew.add_staff()->set_pseudonym("M1");
  const CaseVoices voices(one_withdrew);
  EXPECT_FALSE(voices.LeavesOut("P01"));
  EXPECT_FALSE(voices.LeavesOut("M1"));
  EXPECT_TRUE(voices.LeavesOut("P02"));
  EXPECT_TRUE(voices.HasWithdrawn("P02"));
  for (const char* const unknown : {"", "P09"}) {
    EXPECT_TRUE(voices.LeavesOut(unknown)) << "it may be P02";
    EXPECT_FALSE(voices.HasWithdrawn(unknown));
  }
  EXPECT_TRUE(voices.LeavesOutTextsWithoutTurns());
  EXPECT_FALSE(voices.AllWithdrew());
  one_withdrew.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  EXPECT_TRUE(CaseVoices(one_withdrew).AllWithdrew());
  EXPECT_FALSE(CaseVoices(v1alpha::StudyCase()).AllWithdrew()) << "a document";
}

}  // namespace
}  // namespace lotse::survey::qualitative
