#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/app/app_testing.h"

// From the release of a wave to the end of its field period.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using v1alpha::WaveRelease;

constexpr auto kBlocked = type::v1alpha::ERROR_REASON_RELEASE_BLOCKED;
constexpr auto kNotOpen = type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;

class ReleasesTest : public AppTest {
 protected:
  ErrorReason Revoke(const std::string& reason) {
    v1alpha::RevokeReleaseRequest q;
    q.set_name(kWave);
    q.set_etag(wave_.etag());
    q.set_reason(reason);
    return WriteWith(q, &wave_, [&](Tx& tx) { return RevokeRelease(tx, *responses_, q, &wave_); });
  }
  ErrorReason Prolong(const std::string& etag, int february, const std::string& reason) {
    v1alpha::ProlongWaveRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    *q.mutable_end_date() = wave_.end_date();
    q.mutable_end_date()->set_month(2);
    q.mutable_end_date()->set_day(february);
    q.set_reason(reason);
    return Write<v1alpha::ProlongWaveRequest>(&ProlongWave, q, &wave_);
  }
};

TEST_F(ReleasesTest, ReleaseNeedsWhatPeopleHaveToBeTold) {
  ASSERT_EQ(MakeInstrument(), kOk);
  ASSERT_EQ(MakeSurvey(), kOk);
  auto create = WaveRequest();
  create.mutable_wave()->clear_population();
  create.mutable_wave()->clear_data_protection_notice();
  ASSERT_EQ(Run(create, &wave_), kOk) << status_;
  v1alpha::ReleaseWaveRequest q;
  q.set_name(kWave);
  q.set_etag("1");
  EXPECT_EQ(Release(q), kBlocked);
  for (const char* field : {"#population", "#data_protection_notice", "#staff_council"}) {
    EXPECT_THAT(status_.ToString(), HasSubstr(field));
  }
  q.mutable_staff_council()->mutable_date()->set_month(13);
  EXPECT_EQ(Release(q), kInvalid);
  q.set_etag("7");
  EXPECT_EQ(Release(q), kEtag);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_PLANNED);
  EXPECT_EQ(Open(wave_.etag()), kWrongState) << "release it first";
}

TEST_F(ReleasesTest, ReleaseSaysWhatItStandsOn) {
  MakeWave();
  auto only_checked = ReleaseRequest("1");
  only_checked.set_validate_only(true);
  ASSERT_EQ(Release(only_checked), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_RELEASED);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_PLANNED);
  ASSERT_EQ(Release("1"), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_RELEASED);
  EXPECT_EQ(wave_.release().staff_council().reference(), "PR-2020/9");
  EXPECT_EQ(wave_.release().special_category_basis(),
            WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED);
  EXPECT_EQ(wave_.release().release_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_EQ(Release(wave_.etag()), kWrongState);
}

TEST_F(ReleasesTest, BasisFollowsQuestionnaireAndConsent) {
  Instrument special = GoodInstrument();
  special.mutable_sections(0)->mutable_questions(0)->set_special_category(true);
  ASSERT_EQ(MakeInstrument(special), kOk);
  ASSERT_EQ(MakeSurvey(), kOk);
  ASSERT_EQ(Run(PopulationRequest(), &population_), kOk);
  ASSERT_EQ(Run(NoticeRequest(), &text_), kOk);
  auto consent = NoticeRequest();
  consent.set_consent_text_id("einwilligung");
  consent.mutable_consent_text()->set_kind(v1alpha::ConsentText::KIND_CONSENT);
  consent.mutable_consent_text()->set_covers_special_categories(true);
  ASSERT_EQ(Run(consent, &text_), kOk);
  auto create = WaveRequest();
  ASSERT_EQ(Run(create, &wave_), kOk) << status_;
  ASSERT_EQ(Release("1"), kOk) << status_;
  EXPECT_EQ(wave_.release().special_category_basis(),
            WaveRelease::SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN);
  create.set_wave_id("x");
  create.mutable_wave()->set_consent_text(text_.name());
  ASSERT_EQ(Run(create, &wave_), kOk) << status_;
  auto release = ReleaseRequest("1");
  release.set_name(wave_.name());
  ASSERT_EQ(Release(release), kOk) << status_;
  EXPECT_EQ(wave_.release().special_category_basis(),
            WaveRelease::SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT);
}

// What is asked anonymously needs no consent; who can be told from the answers has to agree.
TEST_F(ReleasesTest, PersonalWaveNeedsConsentToSpecialCategories) {
  Instrument special = GoodInstrument();
  special.mutable_sections(0)->mutable_questions(0)->set_special_category(true);
  ASSERT_EQ(MakeInstrument(special), kOk);
  ASSERT_EQ(MakeSurvey(), kOk);
  ASSERT_EQ(Run(PopulationRequest(), &population_), kOk);
  ASSERT_EQ(Run(NoticeRequest(), &text_), kOk);
  auto consent = NoticeRequest();
  consent.set_consent_text_id("einwilligung");
  consent.mutable_consent_text()->set_kind(v1alpha::ConsentText::KIND_CONSENT);
  consent.mutable_consent_text()->set_covers_special_categories(true);
  ASSERT_EQ(Run(consent, &text_), kOk);
  auto create = WaveRequest();
  create.mutable_wave()->set_identity(Wave::IDENTITY_CONFIDENTIAL);
  EXPECT_EQ(Run(create, &wave_), kInvalid) << "needs invitations";
  create.mutable_wave()->set_access(Wave::ACCESS_INVITED);
  ASSERT_EQ(Run(create, &wave_), kOk) << status_;
  EXPECT_EQ(Release("1"), kBlocked);
  EXPECT_THAT(status_.ToString(), HasSubstr("#consent_text"));
  ASSERT_EQ(GetWave(), kOk);
  Wave wave = wave_;
  wave.set_consent_text(text_.name());
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  EXPECT_EQ(wave_.release().special_category_basis(),
            WaveRelease::SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT);
  wave = wave_;
  wave.set_identity(Wave::IDENTITY_ANONYMOUS);
  EXPECT_EQ(UpdateWave(wave), kWrongState) << "people were told it";
}

TEST_F(ReleasesTest, ReleaseIsRevokedBeforeTheFirstDay) {
  GoTo(absl::CivilDay(2020, 12, 31));
  MakeReleasedWave();
  EXPECT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kWrongState);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(Revoke(""), kInvalid);
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Revoke("falscher Fragebogen"), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_PLANNED);
  EXPECT_FALSE(wave_.has_release());
  Wave wave = wave_;
  wave.mutable_end_date()->set_day(3);
  ASSERT_EQ(UpdateWave(wave), kOk) << "all of it can change again";
  ASSERT_EQ(Release(wave_.etag()), kOk);
  GoTo(absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(Revoke("zu spät"), kWrongState);
}

// The state is noted later; what counts is the day.
TEST_F(ReleasesTest, CalendarDecidesWhetherAnswersAreTaken) {
  GoTo(absl::CivilDay(2020, 12, 31));
  MakeReleasedWave();
  EXPECT_EQ(Submit(1, "1"), kNotOpen);
  EXPECT_EQ(Open(wave_.etag()), kWrongState);
  GoTo(absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(Submit(1, "1"), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_RELEASED);
  ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  GoTo(absl::CivilDay(2021, 2, 1));
  EXPECT_EQ(Submit(2, "1"), kOk);
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(Submit(3, "1"), kNotOpen);
  EXPECT_EQ(*responses_->Count(kWave), 2);
}

TEST_F(ReleasesTest, ProlongedWaveTakesAnswersLonger) {
  MakeOpenWave();
  EXPECT_EQ(Prolong("1", 5, "zu wenige"), kEtag);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(Prolong(wave_.etag(), 5, ""), kInvalid);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(Prolong(wave_.etag(), 1, "zu wenige"), kInvalid) << "not later";
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Prolong(wave_.etag(), 5, "zu wenige"), kOk) << status_;
  EXPECT_EQ(wave_.prolongations_size(), 1);
  GoTo(absl::CivilDay(2021, 2, 5));
  EXPECT_EQ(Submit(1, "1"), kOk) << status_;
  GoTo(absl::CivilDay(2021, 2, 6));
  EXPECT_EQ(Submit(2, "1"), kNotOpen);
  EXPECT_EQ(Prolong(wave_.etag(), 9, "zu wenige"), kWrongState) << "it is over";
}

TEST_F(ReleasesTest, FiguresOfAPilotAreMarked) {
  MakeWave();
  Wave wave = wave_;
  wave.set_pilot(true);
  ASSERT_EQ(UpdateWave(wave), kOk);
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_TRUE(tables_.pilot());
}

TEST_F(ReleasesTest, FiguresOfOtherWavesAreNot) {
  MakeOpenWave();
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_FALSE(tables_.pilot());
}

}  // namespace
}  // namespace lotse::survey
