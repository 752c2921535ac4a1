#include "services/reporting/document/release_waves.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::Wave;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

TEST(ReleaseWavesTest, PutsWavesThatAreShownFirst) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.release_waves.emplace_back().told.mutable_wave()->set_name(kWave);
  const auto waves = WavesOf(inputs);
  ASSERT_EQ(waves.size(), 2U);
  EXPECT_EQ(waves[0], &inputs.waves[0]);
  EXPECT_EQ(waves[1], &inputs.release_waves[0].told);
}

TEST(ReleaseWavesTest, TakesTheInvitedOfAPurgedWaveFromItsCertificate) {
  const struct {
    const char* what;
    Wave::Access access;
    int stated;
    std::optional<int> certified;
    std::optional<int64_t> invited;
  } cases[] = {
      {"invitations", Wave::ACCESS_INVITED, 60, 122, 122},
      {"few invitations, or none could be counted", Wave::ACCESS_INVITED, 60, std::nullopt,
       std::nullopt},
      {"a link for all", Wave::ACCESS_OPEN, 60, std::nullopt, 60},
      {"a link for all, nothing stated", Wave::ACCESS_OPEN, 0, std::nullopt, std::nullopt},
      {"a wave from before there was access", Wave::ACCESS_UNSPECIFIED, 60, std::nullopt, 60},
  };
  for (const auto& c : cases) {
    Wave wave;
    wave.set_access(c.access);
    wave.set_invited_count(c.stated);
    wave.mutable_purge();
    if (c.certified.has_value()) wave.mutable_purge()->set_invitations(*c.certified);
    EXPECT_EQ(InvitedOfPurged(wave), c.invited) << c.what;
  }
}

TEST(ReleaseWavesTest, TakesTheResponsesFromAReleaseOfTheWaveThatTellsThem) {
  std::vector<ReleaseInputs> releases(3);
  releases[0].release.set_name("programmes/p/engagements/e/surveys/s/waves/other/releases/r");
  releases[0].release.set_responses(99);
  releases[1].release.set_name(absl::StrCat(kWave, "/releases/strict"));
  releases[2].release.set_name(absl::StrCat(kWave, "/releases/r"));
  EXPECT_EQ(ResponsesOf(kWave, releases), std::nullopt);
  releases[2].release.set_responses(42);
  EXPECT_EQ(ResponsesOf(kWave, releases), 42);
}

TEST(ReleaseWavesTest, TellsNoFigureOfARateWithoutItsResponses) {
  const struct {
    std::optional<int64_t> responses;
    std::optional<int64_t> invited;
    const char* rate;
  } cases[] = {
      {std::nullopt, 1183, ""},
      {420, std::nullopt, "responses: 420"},
      {420, 1183, "invited: 1183 responses: 420 rate_per_mille: 355"},
      {1, 16, "invited: 16 responses: 1 rate_per_mille: 63"},  // 62.5, half up.
      {420, 0, "invited: 0 responses: 420"},
  };
  for (const auto& c : cases) {
    std::string told = ResponseRateOf(c.responses, c.invited).ShortDebugString();
    EXPECT_EQ(told, c.rate);
  }
}

}  // namespace
}  // namespace lotse::reporting
