#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/app/app_testing.h"

// Populations and the texts that people read: what holds beyond their annotations.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using v1alpha::ConsentText;
using v1alpha::Population;

class TextsTest : public AppTest {
 protected:
  ErrorReason UpdatePopulation(const Population& population) {
    v1alpha::UpdatePopulationRequest q;
    *q.mutable_population() = population;
    return Run(q, &population_);
  }
  // A consent that replaces `replaces`.
  ErrorReason MakeConsent(const char* id, const std::string& replaces,
                          ConsentText::Kind kind = ConsentText::KIND_CONSENT) {
    v1alpha::CreateConsentTextRequest q = NoticeRequest();
    q.set_consent_text_id(id);
    q.mutable_consent_text()->set_kind(kind);
    q.mutable_consent_text()->set_replaces(replaces);
    return Run(q, &text_);
  }
};

TEST_F(TextsTest, SizeOfAPopulationIsComputed) {
  ASSERT_EQ(MakeSurvey(), kOk);
  auto q = PopulationRequest();
  q.mutable_population()->set_size(7);
  ASSERT_EQ(Run(q, &population_), kOk) << status_;
  EXPECT_EQ(population_.size(), 42);
  Population changed = population_;
  changed.mutable_strata(0)->clear_size();
  ASSERT_EQ(UpdatePopulation(changed), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::GetPopulationRequest>(kPopulation, &population_), kOk);
  EXPECT_FALSE(population_.has_size());
  q.mutable_population()->clear_as_of_date();
  q.set_population_id("andere");
  EXPECT_EQ(Run(q, &population_), kInvalid);
}

TEST_F(TextsTest, PopulationFollowsItsWaves) {
  MakeWave();
  Population population = population_;
  population.mutable_strata(0)->set_code("alles");
  ASSERT_EQ(UpdatePopulation(population), kOk) << "planned";
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  population = population_;
  population.mutable_strata(0)->set_code("haus");
  EXPECT_EQ(UpdatePopulation(population), kWrongState) << "released";
  EXPECT_THAT(std::string(status_.message()), HasSubstr("#strata"));
  ASSERT_EQ(ByName<v1alpha::GetPopulationRequest>(kPopulation, &population_), kOk);
  population = population_;
  population.mutable_strata(0)->set_size(41);
  population.set_source("Stellenplan");
  ASSERT_EQ(UpdatePopulation(population), kOk) << status_;
  EXPECT_EQ(population_.size(), 43);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  population = population_;
  population.mutable_strata(0)->set_size(40);
  EXPECT_EQ(UpdatePopulation(population), kWrongState) << "closed";
}

TEST_F(TextsTest, TextHasTheHashOfWhatPeopleRead) {
  ASSERT_EQ(MakeSurvey(), kOk);
  ASSERT_EQ(MakeConsent("eins", ""), kOk) << status_;
  const std::string hash = text_.content_sha256();
  EXPECT_EQ(hash.size(), 64u);
  ASSERT_EQ(MakeConsent("zwei", text_.name()), kOk) << status_;
  EXPECT_EQ(text_.content_sha256(), hash) << "what it replaces is not read";
  ASSERT_EQ(MakeConsent("drei", "", ConsentText::KIND_NOTICE), kOk);
  EXPECT_NE(text_.content_sha256(), hash);
  EXPECT_EQ(MakeConsent("drei", ""), kExists) << "it is never changed";
}

TEST_F(TextsTest, TextReplacesOneOfItsKindThatIsThere) {
  ASSERT_EQ(MakeSurvey(), kOk);
  const std::string below = "programmes/p/engagements/e/surveys/s/consentTexts/";
  EXPECT_EQ(MakeConsent("eins", below + "eins"), kInvalid) << "itself";
  EXPECT_EQ(MakeConsent("eins", below + "none"), kInvalid);
  ASSERT_EQ(MakeConsent("eins", ""), kOk);
  EXPECT_EQ(MakeConsent("zwei", below + "eins", ConsentText::KIND_NOTICE), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("another kind"));
  ASSERT_EQ(MakeConsent("zwei", below + "eins"), kOk) << status_;
  const std::string one = below + "eins";
  EXPECT_EQ(ByName<v1alpha::DeleteConsentTextRequest>(one.c_str(), &text_), kInUse);
}

}  // namespace
}  // namespace lotse::survey
