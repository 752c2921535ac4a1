#include "services/survey/qualitative/rules/withdrawn_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/match.h"
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

// What is hidden is what is left out wherever texts are coded, found, counted or released.
TEST(HideWithdrawn, HidesWhatMayBeTheirs) {
  const std::string hidden = "████\n██████████\n███\n█████\n████";
  const struct {
    const char* what;
    std::function<void(v1alpha::StudyCase*)> change_case;
    std::function<void(v1alpha::StudyText*)> change_text;
    std::string content;
  } cases[] = {
      {"no turns", [](auto*) {}, [](v1alpha::StudyText* t) { t->clear_turns(); }, hidden},
      {"a speaker who is not there", [](auto*) {},
       [](v1alpha::StudyText* t) { t->mutable_turns(0)->set_speaker("P09"); },
       "Kopf\n██████████\n███\n█████\nGut."},
      {"no speaker", [](auto*) {},
       [](v1alpha::StudyText* t) { t->mutable_turns(2)->clear_speaker(); },
       "Kopf\nJa, schön.\n███\n█████\n████"},
      {"all withdrew",
       [](v1alpha::StudyCase* c) {
         c->mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
         c->add_staff()->set_pseudonym("M1");
       },
       [](v1alpha::StudyText* t) { t->mutable_turns(2)->set_speaker("M1"); }, hidden},
      {"pseudonyms were erased",
       [](v1alpha::StudyCase* c) {
         for (auto& each : *c->mutable_participants()) each.clear_pseudonym();
       },
       [](v1alpha::StudyText* t) { t->mutable_turns(2)->clear_speaker(); },
       "Kopf\n██████████\n███\n█████\n████"},
  };
  for (const auto& c : cases) {
    v1alpha::StudyCase study_case = CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN);
    v1alpha::StudyText text = Text();
    c.change_case(&study_case);
    c.change_text(&text);
    const v1alpha::StudyText as_it_is = text;
    EXPECT_TRUE(HideWithdrawn(study_case, &text)) << c.what;
    EXPECT_EQ(text.content(), c.content) << c.what;
    for (const auto& turn : text.turns()) {
      const bool told = CaseVoices(study_case).Knows(turn.speaker()) && c.content != hidden;
      EXPECT_EQ(turn.withdrawn(), !told) << c.what << " " << turn.speaker();
    }
    EXPECT_EQ(rpc::ReasonOf(CheckNoneWithdrew(study_case, as_it_is)),
              type::v1alpha::ERROR_REASON_RELEASE_BLOCKED)
        << c.what;
    EXPECT_TRUE(CheckNoneWithdrew(study_case, text).ok()) << c.what;
  }
}

TEST(HideWithdrawn, DoesNothingWhereNobodyWithdrew) {
  for (const auto consent :
       {v1alpha::Participant::CONSENT_QUOTES, v1alpha::Participant::CONSENT_ANALYSIS}) {
    v1alpha::StudyText text = Text();
    text.mutable_turns(0)->clear_speaker();
    EXPECT_FALSE(HideWithdrawn(CaseWith(consent), &text));
    EXPECT_EQ(text.content(), Text().content());
    text.clear_turns();
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

TEST(CheckNoneWithdrew, NamesTheCaseWhereSomebodyIsNotKnown) {
  v1alpha::StudyCase withdrawn = CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN);
  withdrawn.set_name("c");
  const auto message = [&withdrawn](const v1alpha::StudyText& text) {
    return std::string(CheckNoneWithdrew(withdrawn, text).message());
  };
  v1alpha::StudyText text = Text();
  EXPECT_THAT(message(text), ::testing::HasSubstr("participants[1]"));
  text.mutable_turns(1)->set_speaker("P09");
  EXPECT_THAT(message(text), ::testing::HasSubstr("say of each turn who speaks"));
  EXPECT_FALSE(absl::StrContains(message(text), "P09")) << "is not repeated";
}

TEST(CaseVoices, SayWhoIsLeftOut) {
  v1alpha::StudyCase nobody_withdrew = CaseWith(v1alpha::Participant::CONSENT_QUOTES);
  nobody_withdrew.add_staff()->set_pseudonym("M1");
  const CaseVoices all(nobody_withdrew);
  for (const char* const speaker : {"P01", "P02", "M1", "", "P09"}) {
    EXPECT_FALSE(all.LeavesOut(speaker)) << speaker;
  }
  EXPECT_FALSE(all.Knows("P09"));
  EXPECT_FALSE(all.LeavesOutText(/*has_turns=*/false));
  v1alpha::StudyCase one_withdrew = CaseWith(v1alpha::Participant::CONSENT_WITHDRAWN);
  one_withdrew.add_staff()->set_pseudonym("M1");
  const CaseVoices voices(one_withdrew);
  EXPECT_FALSE(voices.LeavesOut("P01"));
  EXPECT_FALSE(voices.LeavesOut("M1"));
  EXPECT_TRUE(voices.LeavesOut("P02"));
  for (const char* const unknown : {"", "P09"}) {
    EXPECT_TRUE(voices.LeavesOut(unknown)) << "it may be P02";
  }
  EXPECT_TRUE(voices.LeavesOutText(/*has_turns=*/false));
  EXPECT_FALSE(voices.LeavesOutText(/*has_turns=*/true));
  EXPECT_FALSE(voices.AllWithdrew());
  one_withdrew.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  EXPECT_TRUE(CaseVoices(one_withdrew).AllWithdrew());
  EXPECT_TRUE(CaseVoices(one_withdrew).LeavesOutText(/*has_turns=*/true));
  EXPECT_FALSE(CaseVoices(v1alpha::StudyCase()).AllWithdrew()) << "a document";
}

}  // namespace
}  // namespace lotse::survey::qualitative
