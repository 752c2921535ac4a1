#include "services/survey/qualitative/rules/withdrawn_words.h"

#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

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

}  // namespace
}  // namespace lotse::survey::qualitative
