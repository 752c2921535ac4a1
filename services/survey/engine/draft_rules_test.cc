#include "services/survey/engine/draft_rules.h"

#include <gtest/gtest.h>

#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::Question;

TEST(DraftRulesTest, OnlySizeCounts) {
  Instrument instrument;
  EXPECT_TRUE(CheckDraft(instrument).empty());
  // No code, no kind, no text.
  instrument.add_sections()->add_questions();
  EXPECT_TRUE(CheckDraft(instrument).empty());
  EXPECT_FALSE(CheckInstrument(instrument).empty());
}

TEST(DraftRulesTest, TooMuchIsRefused) {
  Instrument sections;
  for (int i = 0; i < kMaxSections; ++i) sections.add_sections();
  EXPECT_TRUE(CheckDraft(sections).empty());
  sections.add_sections();
  EXPECT_EQ(CheckDraft(sections).size(), 1u);

  Instrument questions;
  Question* const group = questions.add_sections()->add_questions();
  for (int i = 1; i < kMaxQuestions; ++i) group->add_questions();
  EXPECT_TRUE(CheckDraft(questions).empty());
  group->add_questions();
  ASSERT_EQ(CheckDraft(questions).size(), 1u);
  EXPECT_EQ(CheckDraft(questions)[0].field, "sections");

  Instrument deep;
  Question* at = deep.add_sections()->add_questions();
  for (int i = 0; i < kMaxDepth; ++i) at = at->add_questions();
  EXPECT_TRUE(CheckDraft(deep).empty());
  at->add_questions();
  EXPECT_EQ(CheckDraft(deep).size(), 1u);
}

}  // namespace
}  // namespace lotse::survey
