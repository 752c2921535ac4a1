#include "services/survey/domain/identity_rules.h"

#include <gtest/gtest.h>

#include "runtime/rpc/error.h"
#include "services/survey/domain/wave_testing.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kMode = type::v1alpha::ERROR_REASON_IDENTITY_MODE;

TEST(Identity, SaysWhatAWaveAllows) {
  const struct {
    Wave::Identity set;
    Wave::Identity is;
    bool personal, confidential;
  } cases[] = {
      {Wave::IDENTITY_UNSPECIFIED, Wave::IDENTITY_ANONYMOUS, false, false},
      {Wave::IDENTITY_ANONYMOUS, Wave::IDENTITY_ANONYMOUS, false, false},
      {Wave::IDENTITY_CONFIDENTIAL, Wave::IDENTITY_CONFIDENTIAL, true, true},
      {Wave::IDENTITY_IDENTIFIED, Wave::IDENTITY_IDENTIFIED, true, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(Wave::Identity_Name(c.set));
    Wave wave = GoodWave();
    wave.set_identity(c.set);
    EXPECT_EQ(IdentityOf(wave), c.is);
    EXPECT_EQ(IsPersonal(wave), c.personal);
    EXPECT_EQ(rpc::ReasonOf(CheckPersonal(wave)), c.personal ? kOk : kMode);
    EXPECT_EQ(rpc::ReasonOf(CheckConfidential(wave)), c.confidential ? kOk : kMode);
    for (const auto access : {Wave::ACCESS_UNSPECIFIED, Wave::ACCESS_OPEN, Wave::ACCESS_INVITED}) {
      wave.set_access(access);
      rpc::FieldViolations violations;
      CheckIdentity(wave, &violations);
      EXPECT_EQ(violations.empty(), !c.personal || access == Wave::ACCESS_INVITED) << access;
    }
  }
}

TEST(Identity, AnonymousWavesTakeNoFiles) {
  v1alpha::Instrument with_file, without;
  auto* question = without.add_sections()->add_questions();
  question->set_code("Q1");
  question->set_kind(v1alpha::Question::KIND_TEXT);
  with_file = without;
  question = with_file.add_sections()->add_questions();
  question->set_code("F1");
  question->set_kind(v1alpha::Question::KIND_FILE);
  const struct {
    Wave::Identity identity;
    bool fits;
  } cases[] = {
      {Wave::IDENTITY_UNSPECIFIED, false},
      {Wave::IDENTITY_ANONYMOUS, false},
      {Wave::IDENTITY_CONFIDENTIAL, true},
      {Wave::IDENTITY_IDENTIFIED, true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(Wave::Identity_Name(c.identity));
    Wave wave = GoodWave();
    wave.set_identity(c.identity);
    EXPECT_TRUE(CheckFilesFit(wave, without).empty());
    const auto violations = CheckFilesFit(wave, with_file);
    ASSERT_EQ(violations.size(), c.fits ? 0u : 1u);
    if (c.fits) continue;
    EXPECT_EQ(violations[0].field, "wave.identity");
    EXPECT_NE(violations[0].description.find("`F1`"), std::string::npos);
  }
}

}  // namespace
}  // namespace lotse::survey
