// What is asked of the waves behind releases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reporting/sources/survey_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using type::v1alpha::ErrorReason;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kRelease[] = "programmes/p/engagements/e/surveys/s/waves/w/releases/r";
constexpr char kSecond[] = "programmes/p/engagements/e/surveys/s/waves/w/releases/s";
constexpr char kOfOther[] = "programmes/p/engagements/e/surveys/s/waves/v/releases/r";
constexpr char kReachedWave[] = "reached programmes/p/engagements/e/surveys/s/waves/w 4";
constexpr char kReachedInstrument[] = "reached programmes/p/engagements/e/instruments/i 7";
constexpr char kMissingWave[] = "unreachable programmes/p/engagements/e/surveys/s/waves/w ";
constexpr char kPerson[] = "Ada-Unmistakable-Lovelace";

class ReleaseWaveTest : public SurveyTesting {
 protected:
  ReleaseWaveTest() {
    fake_.tables = 1;
    fake_.invited = 1183;
    fake_.responses = 420;
  }
  // What was told of the rate of the only wave.
  std::string Rate() const {
    if (inputs_.release_waves.size() != 1) return "none";
    return inputs_.release_waves[0].told.response_rate().ShortDebugString();
  }
};

TEST_F(ReleaseWaveTest, AsksForWhatNeedsNoAnswers) {
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_THAT(fake_.methods,
              ElementsAre("GetRelease", "ListReleasedTables", "GetWave", "GetCollectionReport",
                          "GetInstrument", "ListVariables", "ListVariables"));
  EXPECT_THAT(inputs_.waves, IsEmpty());
  ASSERT_THAT(inputs_.release_waves, SizeIs(1));
  const ReleaseWave& wave = inputs_.release_waves[0];
  EXPECT_EQ(wave.told.wave().name(), kWave);
  EXPECT_EQ(wave.told.instrument_title().variants(0).text(), "Fragebogen");
  EXPECT_EQ(wave.told.instrument_sha256(), std::string(64, 'a'));
  EXPECT_THAT(wave.told.tables(), IsEmpty());
  ASSERT_THAT(wave.variables, SizeIs(2));
  EXPECT_EQ(wave.variables[1].code(), "q2");
  EXPECT_EQ(Rate(), "invited: 1183 responses: 420 rate_per_mille: 355");
  EXPECT_THAT(Sources(), Contains(kReachedWave));
  EXPECT_THAT(Sources(), Contains(kReachedInstrument));
}

TEST_F(ReleaseWaveTest, AsksOnceForEachWaveThatTheReportDoesNotName) {
  ASSERT_EQ(Ask({kWave}, {kRelease, kSecond, kOfOther}), absl::OkStatus());
  ASSERT_THAT(inputs_.release_waves, SizeIs(1));
  EXPECT_EQ(inputs_.release_waves[0].told.wave().name(),
            "programmes/p/engagements/e/surveys/s/waves/v");
  ASSERT_EQ(Ask({}, {kRelease, kSecond, kOfOther}), absl::OkStatus());
  ASSERT_THAT(inputs_.release_waves, SizeIs(2));
  EXPECT_EQ(inputs_.release_waves[0].told.wave().name(), kWave);
  // The questionnaire of both stands once among the sources.
  const std::vector<std::string> sources = Sources();
  EXPECT_EQ(std::count(sources.begin(), sources.end(), kReachedInstrument), 1);
}

TEST_F(ReleaseWaveTest, OfAPurgedWaveNoFiguresAreAskedFor) {
  fake_.wave.set_state(survey::v1alpha::Wave::STATE_PURGED);
  fake_.wave.set_access(survey::v1alpha::Wave::ACCESS_INVITED);
  fake_.wave.mutable_purge()->set_invitations(1183);
  fake_.wave.mutable_purge()->set_reason(kPerson);
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_THAT(fake_.methods, Not(Contains("GetCollectionReport")));
  EXPECT_EQ(Rate(), "invited: 1183 responses: 420 rate_per_mille: 355");
  EXPECT_THAT(inputs_.release_waves[0].variables, SizeIs(2));
  EXPECT_THAT(Sources(), Contains(kReachedWave));
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kPerson)));
}

TEST_F(ReleaseWaveTest, TellsNoInvitedWhereTheReleaseProtectsTheResponses) {
  fake_.responses.reset();
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_EQ(Rate(), "");
  fake_.responses = 420;
  fake_.invited.reset();
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_EQ(Rate(), "responses: 420");
}

// The release is shown whatever is wrong with what is told beside it.
TEST_F(ReleaseWaveTest, WhatIsRefusedIsLeftOutAndNamed) {
  const struct {
    const char* method;
    ErrorReason reason;
  } cases[] = {
      {"GetWave", type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND},
      {"GetWave", type::v1alpha::ERROR_REASON_PERMISSION_MISSING},
      {"GetCollectionReport", type::v1alpha::ERROR_REASON_RESOURCE_DELETED},
      {"GetCollectionReport", type::v1alpha::ERROR_REASON_WRONG_STATE},
      {"GetCollectionReport", type::v1alpha::ERROR_REASON_STORE_CORRUPT},
      {"GetInstrument", type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND},
      {"ListVariables", type::v1alpha::ERROR_REASON_INTERNAL},
  };
  for (const auto& c : cases) {
    unreachable_.clear();
    fake_.failing_method = c.method;
    fake_.Refuse(c.reason);
    ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus()) << c.method;
    EXPECT_THAT(inputs_.releases, SizeIs(1)) << c.method;
    EXPECT_THAT(inputs_.release_waves, IsEmpty()) << c.method;
    EXPECT_THAT(Sources(), Contains(kMissingWave)) << c.method;
    EXPECT_THAT(unreachable_, ElementsAre(HasSubstr("as told"))) << c.method;
  }
}

TEST_F(ReleaseWaveTest, OfADeletedWaveNothingIsToldAlsoIfItIsPurged) {
  fake_.wave.mutable_purge()->set_invitations(1183);
  fake_.wave.mutable_delete_time()->set_seconds(1);
  fake_.failing_method = "GetCollectionReport";
  fake_.Refuse(type::v1alpha::ERROR_REASON_RESOURCE_DELETED);
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_THAT(inputs_.release_waves, IsEmpty());
  EXPECT_THAT(Sources(), Contains(kMissingWave));
}

TEST_F(ReleaseWaveTest, TakesWhatItLastSaidWhenItDoesNotAnswer) {
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  now_ += absl::Hours(48);
  fake_.failure = {grpc::StatusCode::UNAVAILABLE, "gone"};
  for (const char* method : {"", "GetWave", "ListVariables"}) {
    fake_.failing_method = method;
    fake_.invited = 9999;  // What it said before it fell silent does not count.
    ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus()) << method;
    EXPECT_EQ(Rate(), "invited: 1183 responses: 420 rate_per_mille: 355") << method;
    EXPECT_THAT(inputs_.release_waves[0].variables, SizeIs(2)) << method;
    EXPECT_THAT(Sources(), Contains(absl::StrCat(kMissingWave, "4 2026-2-25"))) << method;
    EXPECT_THAT(Sources(),
                Contains("unreachable programmes/p/engagements/e/instruments/i 7 2026-2-25"))
        << method;
  }
}

// By another release fewer may be told.
TEST_F(ReleaseWaveTest, WhatIsKeptHasNoResponsesOfAnotherRelease) {
  ASSERT_EQ(Ask({}, {kSecond}), absl::OkStatus());
  fake_.responses.reset();
  fake_.failure = {grpc::StatusCode::UNAVAILABLE, "gone"};
  fake_.failing_method = "GetWave";
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_EQ(Rate(), "");
}

TEST_F(ReleaseWaveTest, WhatItNeverSaidIsMissingAndNamed) {
  fake_.failure = {grpc::StatusCode::UNAVAILABLE, "gone"};
  fake_.failing_method = "GetInstrument";
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_THAT(inputs_.releases, SizeIs(1));
  EXPECT_THAT(inputs_.release_waves, IsEmpty());
  EXPECT_THAT(Sources(), Contains(kMissingWave));
}

// What is refused for good is forgotten: it is not shown again when nobody answers.
TEST_F(ReleaseWaveTest, WhatIsGoneIsForgotten) {
  const struct {
    ErrorReason reason;
    bool forgets;
  } cases[] = {{type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND, true},
               {type::v1alpha::ERROR_REASON_RESOURCE_DELETED, true},
               {type::v1alpha::ERROR_REASON_PERMISSION_MISSING, false}};
  for (const auto& c : cases) {
    fake_.failing_method = "GetWave";
    fake_.failure = grpc::Status::OK;
    ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
    fake_.Refuse(c.reason);
    ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
    fake_.failure = {grpc::StatusCode::UNAVAILABLE, "gone"};
    ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
    EXPECT_THAT(inputs_.release_waves, SizeIs(c.forgets ? 0 : 1));
  }
}

TEST_F(ReleaseWaveTest, AfterTheDeadlineNothingIsMadeOfWhatWasSlow) {
  fake_.failing_method = "GetWave";
  fake_.takes = absl::Milliseconds(600);
  EXPECT_EQ(rpc::ReasonOf(Ask({}, {kRelease}, absl::Now() + absl::Milliseconds(200))),
            type::v1alpha::ERROR_REASON_CALLER_GONE);
}

}  // namespace
}  // namespace lotse::reporting
