#include "services/survey/domain/wave_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "runtime/rpc/error.h"
#include "services/survey/domain/wave_testing.h"

namespace lotse::survey {
namespace {

using type::v1alpha::ErrorReason;
using v1alpha::Wave;

constexpr char kParent[] = "programmes/p/engagements/e/surveys/s";

TEST(CheckWave, FindsEachFault) {
  EXPECT_TRUE(CheckWave(kParent, GoodWave()).empty());
  struct Case {
    std::function<void(Wave*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Wave* w) { w->clear_title(); }, "wave.title"},
      {[](Wave* w) { w->clear_instrument(); }, "wave.instrument"},
      {[](Wave* w) { w->set_instrument("programmes/p/engagements/x/instruments/i"); },
       "wave.instrument"},
      {[](Wave* w) { w->set_instrument("programmes/p2/engagements/e/instruments/i"); },
       "wave.instrument"},
      {[](Wave* w) { w->set_phase_id("P 2"); }, "wave.phase_id"},
      {[](Wave* w) { w->clear_start_date(); }, "wave.start_date"},
      {[](Wave* w) { w->mutable_end_date()->set_month(3); }, "wave.end_date"},
      {[](Wave* w) { w->set_invited_count(-1); }, "wave.invited_count"},
      {[](Wave* w) { w->set_invited_count(10'000'001); }, "wave.invited_count"},
      {[](Wave* w) { w->add_external_ids()->set_system("akte"); }, "wave.external_ids[0].value"},
      {[](Wave* w) { w->set_population("programmes/p/engagements/e/surveys/t/populations/p"); },
       "wave.population"},
      {[](Wave* w) { w->set_consent_text(w->population()); }, "wave.consent_text"},
      {[](Wave* w) {
         w->set_data_protection_notice("programmes/p/engagements/e/surveys/t/consentTexts/n");
       },
       "wave.data_protection_notice"},
      {[](Wave* w) { w->set_access(Wave::ACCESS_OPEN); }, "wave.identity"},
  };
  for (const Case& c : cases) {
    Wave wave = GoodWave();
    c.fault(&wave);
    const auto violations = CheckWave(kParent, wave);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckPartialFits, WantsASectionOfTheQuestionnaire) {
  v1alpha::Instrument instrument;
  for (int i = 0; i < 3; ++i) instrument.add_sections();
  Wave wave = GoodWave();
  for (const int good : {0, 1, 3}) {
    wave.set_partial_from_section(good);
    EXPECT_TRUE(CheckPartialFits(wave, instrument).empty()) << good;
  }
  for (const int bad : {-1, 4}) {
    wave.set_partial_from_section(bad);
    const auto violations = CheckPartialFits(wave, instrument);
    ASSERT_EQ(violations.size(), 1u) << bad;
    EXPECT_EQ(violations[0].field, "wave.partial_from_section");
    EXPECT_THAT(violations[0].description, testing::HasSubstr("give 1 to 3, or 0"));
  }
}

TEST(CheckWave, NeedsNoneOfWhatTheReleaseNeeds) {
  Wave wave = GoodWave();
  wave.clear_population();
  wave.clear_consent_text();
  wave.clear_data_protection_notice();
  EXPECT_TRUE(CheckWave(kParent, wave).empty());
}

TEST(CheckWaveTexts, WantsEachOfItsKind) {
  v1alpha::ConsentText consent, notice;
  consent.set_kind(v1alpha::ConsentText::KIND_CONSENT);
  notice.set_kind(v1alpha::ConsentText::KIND_NOTICE);
  EXPECT_TRUE(CheckWaveTexts(&consent, &notice).empty());
  EXPECT_TRUE(CheckWaveTexts(nullptr, nullptr).empty());
  EXPECT_EQ(CheckWaveTexts(&notice, &notice).at(0).field, "wave.consent_text");
  EXPECT_EQ(CheckWaveTexts(&consent, &consent).at(0).field, "wave.data_protection_notice");
}

TEST(CheckSurvey, FindsEachFault) {
  EXPECT_EQ(CheckSurvey({}).at(0).field, "survey.title");
  v1alpha::Survey survey;
  *survey.mutable_title() = GoodWave().title();
  EXPECT_TRUE(CheckSurvey(survey).empty());
  survey.add_external_ids()->set_value("4711");
  EXPECT_EQ(CheckSurvey(survey).at(0).field, "survey.external_ids[0].system");
}

TEST(WaveStates, SayWhatTheyAllow) {
  for (const auto state : kAllStates) {
    const Wave wave = WaveIn(state);
    const bool takes = state == Wave::STATE_OPEN || state == Wave::STATE_RELEASED;
    EXPECT_EQ(CheckTakesAnswers(wave, DateOf(kFirst)).ok(), takes);
    EXPECT_EQ(rpc::ReasonOf(CheckTakesAnswers(wave, DateOf(kAfter))),
              type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
    EXPECT_EQ(CheckCanBeTabulated(wave).ok(), state == Wave::STATE_CLOSED);
  }
}

TEST(WaveStates, TellThatAnswersWerePurged) {
  const absl::Status purged = CheckCanBeTabulated(WaveIn(Wave::STATE_PURGED));
  EXPECT_EQ(rpc::ReasonOf(purged), type::v1alpha::ERROR_REASON_WRONG_STATE);
  EXPECT_THAT(std::string(purged.message()), ::testing::HasSubstr("its answers are gone"));
}

TEST(WaveStates, TellWhetherAWaveWasOpen) {
  const auto says = [](Wave::State state, absl::CivilDay today) {
    return std::string(CheckTakesAnswers(WaveIn(state), DateOf(today)).message());
  };
  using ::testing::HasSubstr;
  EXPECT_THAT(says(Wave::STATE_PLANNED, kAfter), HasSubstr("not open yet"));
  EXPECT_THAT(says(Wave::STATE_RELEASED, kBefore), HasSubstr("not open yet"));
  EXPECT_THAT(says(Wave::STATE_RELEASED, kAfter), HasSubstr("takes no more answers"));
  EXPECT_THAT(says(Wave::STATE_OPEN, kAfter), HasSubstr("takes no more answers"));
  EXPECT_THAT(says(Wave::STATE_CLOSED, kFirst), HasSubstr("takes no more answers"));
  EXPECT_THAT(says(Wave::STATE_PURGED, kFirst), HasSubstr("takes no more answers"));
}

TEST(WaveStates, GiveNothingWhileDeleted) {
  constexpr auto kDeleted = type::v1alpha::ERROR_REASON_RESOURCE_DELETED;
  for (const auto state : kAllStates) {
    Wave wave = WaveIn(state);
    wave.mutable_delete_time()->set_seconds(1);
    EXPECT_EQ(rpc::ReasonOf(CheckTakesAnswers(wave, DateOf(kFirst))), kDeleted);
    EXPECT_EQ(rpc::ReasonOf(CheckCanBeTabulated(wave)), kDeleted);
  }
}

TEST(CheckWaveDelete, WantsAReleasedOrOpenWaveEndedFirst) {
  for (const auto state : kAllStates) {
    const bool runs = state == Wave::STATE_OPEN || state == Wave::STATE_RELEASED;
    EXPECT_EQ(
        rpc::ReasonOf(CheckWaveDelete(WaveIn(state))),
        runs ? type::v1alpha::ERROR_REASON_WRONG_STATE : type::v1alpha::ERROR_REASON_UNSPECIFIED);
  }
}

bool UpdateAllowed(Wave::State state, const std::function<void(Wave*)>& change) {
  Wave before = GoodWave();
  before.set_state(state);
  Wave after = before;
  change(&after);
  const absl::Status status = CheckWaveUpdate(before, after);
  if (!status.ok()) {
    EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_WRONG_STATE);
  }
  return status.ok();
}

TEST(CheckWaveUpdate, FollowsTheState) {
  struct Case {
    std::function<void(Wave*)> change;
    bool until_closed, when_closed;
  };
  const Case cases[] = {
      {[](Wave*) {}, true, true},
      {[](Wave* w) { w->mutable_title()->mutable_variants(0)->set_text("Neu"); }, true, true},
      {[](Wave* w) { w->add_external_ids()->set_system("akte"); }, true, true},
      {[](Wave* w) { w->mutable_end_date()->set_day(30); }, false, false},
      {[](Wave* w) { w->mutable_end_date()->set_year(2022); }, false, false},
      {[](Wave* w) { w->clear_population(); }, false, false},
      {[](Wave* w) { w->clear_consent_text(); }, false, false},
      {[](Wave* w) { w->clear_data_protection_notice(); }, false, false},
      {[](Wave* w) { w->set_pilot(true); }, false, false},
      {[](Wave* w) { w->set_identity(Wave::IDENTITY_IDENTIFIED); }, false, false},
      {[](Wave* w) { w->clear_identity(); }, false, false},
      {[](Wave* w) { w->add_quotas()->set_limit(50); }, false, false},
      {[](Wave* w) { w->set_partial_from_section(3); }, false, false},
      {[](Wave* w) { w->set_access(Wave::ACCESS_OPEN); }, false, false},
      {[](Wave* w) { w->set_invited_count(601); }, true, false},
      {[](Wave* w) { w->set_invited_count(0); }, true, false},
      {[](Wave* w) { w->mutable_start_date()->set_day(2); }, false, false},
      {[](Wave* w) { w->set_phase_id("ziele"); }, false, false},
      {[](Wave* w) { w->set_instrument("programmes/p/engagements/e/instruments/j"); }, false,
       false},
      {[](Wave* w) { w->set_response_count(20); }, true, true},
      {[](Wave* w) { w->mutable_update_time()->set_seconds(9); }, true, true},
  };
  for (const Case& c : cases) {
    Wave changed = GoodWave();
    c.change(&changed);
    SCOPED_TRACE(changed.ShortDebugString());
    EXPECT_TRUE(UpdateAllowed(Wave::STATE_PLANNED, c.change));
    EXPECT_EQ(UpdateAllowed(Wave::STATE_RELEASED, c.change), c.until_closed);
    EXPECT_EQ(UpdateAllowed(Wave::STATE_OPEN, c.change), c.until_closed);
    EXPECT_EQ(UpdateAllowed(Wave::STATE_CLOSED, c.change), c.when_closed);
    EXPECT_EQ(UpdateAllowed(Wave::STATE_PURGED, c.change), c.when_closed);
  }
}

bool IsSettable(const google::protobuf::FieldDescriptor* field) {
  const auto& options = field->options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    const auto behavior = options.GetExtension(google::api::field_behavior, i);
    if (behavior == google::api::OUTPUT_ONLY || behavior == google::api::IDENTIFIER) return false;
  }
  return true;
}

// A field that Wave gets later does not slip through: of a closed wave all that
// callers may set is fixed, but for two fields.
TEST(CheckWaveUpdate, KnowsEachFieldThatCallersSet) {
  std::vector<std::string> free;
  for (int i = 0; i < Wave::descriptor()->field_count(); ++i) {
    const auto* field = Wave::descriptor()->field(i);
    if (!IsSettable(field)) continue;
    const auto change = [field](Wave* wave) {
      const auto* reflection = wave->GetReflection();
      reflection->ClearField(wave, field);
      if (field->is_repeated()) reflection->AddMessage(wave, field);
      if (field->cpp_type() == field->CPPTYPE_BOOL) reflection->SetBool(wave, field, true);
    };
    if (UpdateAllowed(Wave::STATE_CLOSED, change)) free.push_back(field->name());
  }
  EXPECT_THAT(free, ::testing::UnorderedElementsAre("title", "external_ids"));
}

TEST(ShownResponseCount, HidesTheSingleAnswer) {
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 0), 0);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 9), 0);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 19), 10);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 20), 20);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_RELEASED, 19), 10) << "open by the calendar";
  EXPECT_EQ(ShownResponseCount(Wave::STATE_CLOSED, 213), 213);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_CLOSED, 10), 10);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_CLOSED, 9), std::nullopt);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_PURGED, 0), std::nullopt);
}

}  // namespace
}  // namespace lotse::survey
