#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"

// Each method: success, each documented error.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;

TEST_F(AppTest, SurveyMethods) {
  ASSERT_EQ(MakeSurvey(), kOk);
  EXPECT_EQ(survey_.name(), kSurvey);
  EXPECT_EQ(MakeSurvey("Andere"), kExists);
  EXPECT_EQ(Run(v1alpha::CreateSurveyRequest(), &survey_), kInvalid);
  v1alpha::GetSurveyRequest get;
  get.set_name(kSurvey);
  EXPECT_EQ(Run(get, &survey_), kOk);
  get.set_name("programmes/p/engagements/e/surveys/none");
  EXPECT_EQ(Run(get, &survey_), kNotFound);
  get.set_name("none");
  EXPECT_EQ(Run(get, &survey_), kInvalid);
  v1alpha::ListSurveysRequest list;
  v1alpha::ListSurveysResponse page;
  list.set_parent(kEngagement);
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.surveys_size(), 1);
  list.set_page_token("x");
  EXPECT_EQ(Run(list, &page), kToken);
}

TEST_F(AppTest, SurveyIsChanged) {
  ASSERT_EQ(MakeSurvey(), kOk);
  v1alpha::UpdateSurveyRequest q;
  *q.mutable_survey() = survey_;
  q.mutable_survey()->mutable_title()->mutable_variants(0)->set_text("Andere");
  ASSERT_EQ(Run(q, &survey_), kOk) << status_;
  EXPECT_EQ(survey_.title().variants(0).text(), "Andere");
  EXPECT_EQ(Run(q, &survey_), kEtag);
  q.mutable_survey()->clear_etag();
  q.mutable_survey()->mutable_title()->mutable_variants(0)->clear_text();
  EXPECT_EQ(Run(q, &survey_), kInvalid);
  ASSERT_EQ(ByName<v1alpha::DeleteSurveyRequest>(kSurvey, &survey_), kOk);
  EXPECT_EQ(Run(q, &survey_), kDeleted);
  EXPECT_EQ(ByName<v1alpha::UndeleteSurveyRequest>(kSurvey, "1", &survey_), kEtag);
}

TEST_F(AppTest, WaveGoesForward) {
  MakeOpenWave();
  EXPECT_EQ(Open(wave_.etag()), kWrongState);
  EXPECT_EQ(Close("1"), kEtag);
  EXPECT_EQ(Close(""), kInvalid);
  ASSERT_EQ(Close("3"), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_CLOSED);
  EXPECT_EQ(Open("4"), kWrongState);
  ASSERT_EQ(Run(WaveRequest(), &wave_), kOk) << "repeated create";
  EXPECT_EQ(wave_.state(), Wave::STATE_CLOSED);
}

TEST_F(AppTest, WaveErrors) {
  ASSERT_EQ(MakeInstrument(), kOk);
  EXPECT_EQ(Run(WaveRequest(), &wave_), kNotFound) << "no survey";
  ASSERT_EQ(MakeSurvey(), kOk);
  EXPECT_EQ(Run(WaveRequest(), &wave_), kInvalid) << "no population";
  ASSERT_EQ(Run(PopulationRequest(), &population_), kOk);
  EXPECT_EQ(Run(WaveRequest(), &wave_), kInvalid) << "no text";
  ASSERT_EQ(Run(NoticeRequest(), &text_), kOk);
  auto other = WaveRequest();
  other.mutable_wave()->set_consent_text(kNotice);
  EXPECT_EQ(Run(other, &wave_), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("wave.consent_text: is no consent"));
  other = WaveRequest();
  other.mutable_wave()->set_instrument("programmes/p/engagements/e/instruments/none");
  EXPECT_EQ(Run(other, &wave_), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("wave.instrument: does not exist"));
  other.mutable_wave()->set_instrument("programmes/p/engagements/f/instruments/i");
  EXPECT_EQ(Run(other, &wave_), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("belongs to another engagement"));
  ASSERT_EQ(Run(WaveRequest(), &wave_), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_PLANNED);
  other = WaveRequest();
  other.mutable_wave()->set_invited_count(41);
  EXPECT_EQ(Run(other, &wave_), kExists);
  other.mutable_wave()->clear_title();
  EXPECT_EQ(Run(other, &wave_), kInvalid);
  other.set_parent("surveys/s");
  EXPECT_EQ(Run(other, &wave_), kInvalid);
  EXPECT_EQ(ByName<v1alpha::GetWaveRequest>("", &wave_), kInvalid);
  EXPECT_EQ(
      ByName<v1alpha::GetWaveRequest>("programmes/p/engagements/e/surveys/s/waves/none", &wave_),
      kNotFound);
}

// Whoever noted the value beside the person would find the response.
TEST_F(AppTest, AnonymousWavesThatStoreAFineDrawAreNotReleased) {
  Instrument instrument = GoodInstrument();
  auto* const question = instrument.mutable_sections(0)->add_questions();
  question->set_code("kennung");
  question->set_kind(v1alpha::Question::KIND_TEXT);
  *question->mutable_text() = instrument.sections(0).questions(0).text();
  question->mutable_logic()->set_initial_value("uuid()");
  question->mutable_logic()->set_read_only_if("true()");
  ASSERT_EQ(MakeInstrument(instrument), kOk) << status_;
  question->mutable_logic()->set_initial_value("int(random() * 4)");
  ASSERT_EQ(MakeInstrument(instrument, "j"), kOk) << status_;
  ASSERT_EQ(MakeSurvey(), kOk) << status_;
  ASSERT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
  ASSERT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
  const auto make = [this](const char* id, const char* of, Wave::Identity identity) {
    auto q = WaveRequest();
    q.set_wave_id(id);
    q.mutable_wave()->set_instrument(absl::StrCat("programmes/p/engagements/e/instruments/", of));
    q.mutable_wave()->set_identity(identity);
    if (identity == Wave::IDENTITY_IDENTIFIED) q.mutable_wave()->set_access(Wave::ACCESS_INVITED);
    EXPECT_EQ(Run(q, &wave_), kOk) << "it can be planned: " << status_;
    auto release = ReleaseRequest(wave_.etag());
    release.set_name(wave_.name());
    return release;
  };
  EXPECT_EQ(Release(make("w", "i", Wave::IDENTITY_ANONYMOUS)),
            type::v1alpha::ERROR_REASON_RELEASE_BLOCKED);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("#instrument would store in `kennung`"));
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_PLANNED);
  EXPECT_EQ(Release(make("few", "j", Wave::IDENTITY_ANONYMOUS)), kOk) << "few: " << status_;
  EXPECT_EQ(Release(make("named", "i", Wave::IDENTITY_IDENTIFIED)), kOk)
      << "it says whose each response is: " << status_;
}

TEST_F(AppTest, WaveIsChangedAsItsStateAllows) {
  MakeOpenWave();
  for (int person = 1; person <= 10; ++person) ASSERT_EQ(Submit(person, "1"), kOk);
  Wave wave = wave_;
  wave.mutable_title()->mutable_variants(0)->set_text("Erste Welle");
  wave.set_invited_count(41);
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  EXPECT_EQ(wave_.title().variants(0).text(), "Erste Welle");
  EXPECT_EQ(wave_.state(), Wave::STATE_OPEN);
  EXPECT_EQ(wave_.response_count(), 10) << "computed for every reply";
  EXPECT_EQ(UpdateWave(wave), kEtag);
  struct Case {
    std::function<void(Wave*)> change;
    ErrorReason reason;
  };
  const Case cases[] = {
      {[](Wave* w) { w->mutable_end_date()->set_day(2); }, kWrongState},
      {[](Wave* w) { w->set_population("programmes/p/engagements/e/surveys/s/populations/x"); },
       kWrongState},
      {[](Wave* w) { w->set_pilot(true); }, kWrongState},
      {[](Wave* w) { w->mutable_start_date()->set_day(2); }, kWrongState},
      {[](Wave* w) { w->set_invited_count(-1); }, kInvalid},
      {[](Wave* w) { w->set_instrument("programmes/p/engagements/e/instruments/j"); }, kInvalid},
      {[](Wave* w) { w->set_name("programmes/p/engagements/e/surveys/s/waves/none"); }, kNotFound},
  };
  const Wave before = wave_;
  for (const Case& c : cases) {
    wave = before;
    c.change(&wave);
    EXPECT_EQ(UpdateWave(wave), c.reason) << wave.ShortDebugString();
  }
  ASSERT_EQ(Close(before.etag()), kOk);
  wave = wave_;
  wave.set_invited_count(42);
  EXPECT_EQ(UpdateWave(wave), kWrongState);
}

TEST_F(AppTest, WaveIsDeletedAndRestored) {
  using Delete = v1alpha::DeleteWaveRequest;
  using Undelete = v1alpha::UndeleteWaveRequest;
  MakeOpenWave();
  for (int person = 1; person <= 10; ++person) ASSERT_EQ(Submit(person, "1"), kOk);
  EXPECT_EQ(ByName<Delete>(kWave, &wave_), kWrongState) << "it is open";
  EXPECT_EQ(ByName<v1alpha::DeletePopulationRequest>(kPopulation, &population_), kInUse);
  EXPECT_EQ(ByName<v1alpha::DeleteConsentTextRequest>(kNotice, &text_), kInUse);
  EXPECT_EQ(ByName<v1alpha::DeleteSurveyRequest>(kSurvey, &survey_), kInUse);
  EXPECT_EQ(ByName<v1alpha::DeleteInstrumentRequest>(kInstrument, &instrument_), kInUse);
  ASSERT_EQ(Close("3"), kOk);
  EXPECT_EQ(ByName<Undelete>(kWave, "4", &wave_), kExists);
  EXPECT_EQ(ByName<Delete>(kWave, "3", &wave_), kEtag);
  ASSERT_EQ(ByName<Delete>(kWave, "4", &wave_), kOk) << status_;
  const std::string etag = wave_.etag();
  EXPECT_EQ(Tabulate(), kDeleted);
  EXPECT_EQ(Submit(11, "1"), kDeleted);
  EXPECT_EQ(Open(etag), kDeleted);
  EXPECT_EQ(UpdateWave(wave_), kDeleted);
  EXPECT_EQ(Run(WaveRequest(), &wave_), kExists) << "its id is not given away";

  ASSERT_EQ(ByName<v1alpha::DeleteInstrumentRequest>(kInstrument, &instrument_), kOk);
  EXPECT_EQ(ByName<Undelete>(kWave, etag, &wave_), kInvalid) << "instrument deleted";
  ASSERT_EQ(
      ByName<v1alpha::UndeleteInstrumentRequest>(kInstrument, instrument_.etag(), &instrument_),
      kOk);
  EXPECT_EQ(ByName<v1alpha::DeleteSurveyRequest>(kSurvey, &survey_), kInUse);
  ASSERT_EQ(ByName<v1alpha::DeletePopulationRequest>(kPopulation, &population_), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteConsentTextRequest>(kNotice, &text_), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteSurveyRequest>(kSurvey, &survey_), kOk);
  EXPECT_EQ(ByName<Undelete>(kWave, etag, &wave_), kDeleted) << "survey deleted";
  ASSERT_EQ(ByName<v1alpha::UndeleteSurveyRequest>(kSurvey, survey_.etag(), &survey_), kOk);
  EXPECT_EQ(ByName<Undelete>(kWave, etag, &wave_), kInvalid) << "population deleted";
  using UndeletePopulation = v1alpha::UndeletePopulationRequest;
  ASSERT_EQ(ByName<UndeletePopulation>(kPopulation, population_.etag(), &population_), kOk);
  ASSERT_EQ(ByName<v1alpha::UndeleteConsentTextRequest>(kNotice, text_.etag(), &text_), kOk);
  ASSERT_EQ(ByName<Undelete>(kWave, etag, &wave_), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.wave().response_count(), 10) << "its answers were kept";
}

TEST_F(AppTest, ClosingWritesTheAnswersAnew) {
  MakeOpenWave();
  ASSERT_EQ(Submit(1, "1"), kOk);
  ASSERT_EQ(Submit(2, "1"), kOk);
  const std::string answers = WavePair::FilesOf(folder_, kWave).answers;
  const auto written = std::filesystem::last_write_time(answers);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_GT(std::filesystem::last_write_time(answers), written);
}

TEST_F(AppTest, CheckingOnlyClosesNothing) {
  MakeOpenWave();
  ASSERT_EQ(Submit(1, "1"), kOk);
  ASSERT_EQ(Submit(3, "1"), kOk);
  ASSERT_EQ(Close(wave_.etag(), /*validate_only=*/true), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_CLOSED);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_OPEN);
  // Files that are closed take no answer, whatever the wave says. That they were not written anew
  // cannot be told by their time: what is handed in is tidied up at any moment.
  EXPECT_EQ(Submit(2, "1"), kOk);
}

TEST_F(AppTest, WavesAreListedPerSurveyOrPerEngagement) {
  MakeOpenWave();
  v1alpha::ListWavesRequest list;
  v1alpha::ListWavesResponse page;
  for (const char* parent : {kSurvey, "programmes/p/engagements/e/surveys/-"}) {
    list.set_parent(parent);
    ASSERT_EQ(Run(list, &page), kOk) << status_;
    EXPECT_EQ(page.waves_size(), 1) << parent;
  }
  list.set_parent("programmes/p/engagements/f/surveys/-");
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.waves_size(), 0);
  list.set_parent("programmes/p/engagements/e/surveys/t");
  EXPECT_EQ(Run(list, &page), kNotFound);
  for (const char* parent : {"programmes/p/engagements/-/surveys/-", "programmes/-", ""}) {
    list.set_parent(parent);
    EXPECT_EQ(Run(list, &page), kInvalid) << parent;
  }
  list.set_parent(kSurvey);
  list.set_page_token("x");
  EXPECT_EQ(Run(list, &page), kToken);
}

}  // namespace
}  // namespace lotse::survey
