#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/consent_text_service.pb.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "services/app_testing.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/codings.h"
#include "services/survey/app/material_releases.h"
#include "services/survey/app/participant_names.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/studies.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/app/study_exchange.h"
#include "services/survey/app/study_texts.h"
#include "services/survey/app/use_cases.h"

// The base of the tests of app/: calls over real stores.
namespace lotse::survey {

using type::v1alpha::ErrorReason;
using v1alpha::Instrument;
using v1alpha::Wave;

inline constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

inline constexpr char kEngagement[] = "programmes/p/engagements/e";
inline constexpr char kInstrument[] = "programmes/p/engagements/e/instruments/i";
inline constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";
inline constexpr char kPopulation[] = "programmes/p/engagements/e/surveys/s/populations/alle";
inline constexpr char kNotice[] = "programmes/p/engagements/e/surveys/s/consentTexts/hinweis";
inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

inline Instrument GoodInstrument() {
  Instrument instrument;
  google::protobuf::TextFormat::ParseFromString(
      R"(title { variants { language: "de" text: "Befragung" } }
         sections { questions {
           code: "Q1" kind: KIND_SINGLE_CHOICE text { variants { language: "de" text: "Wie oft?" } }
           options { code: "1" label { variants { language: "de" text: "oft" } } }
           options { code: "2" label { variants { language: "de" text: "nie" } } } } })",
      &instrument);
  return instrument;
}

class AppTest : public AppTesting {
 protected:
  AppTest()
      : AppTesting(
            {"lotse.survey.v1alpha.InstrumentService", "lotse.survey.v1alpha.SurveyService",
             "lotse.survey.v1alpha.PopulationService", "lotse.survey.v1alpha.ConsentTextService",
             "lotse.survey.v1alpha.InvitationService", "lotse.survey.v1alpha.ResponseService",
             "lotse.survey.v1alpha.FormService", "lotse.survey.v1alpha.AnalysisService",
             "lotse.survey.v1alpha.ReleaseService", "lotse.survey.v1alpha.ExportService",
             "lotse.survey.v1alpha.StudyService", "lotse.survey.v1alpha.ParticipantNameService",
             "lotse.survey.v1alpha.StudyTextService", "lotse.survey.v1alpha.CodebookService",
             "lotse.survey.v1alpha.CodingService", "lotse.survey.v1alpha.StudyExchangeService",
             "lotse.survey.v1alpha.StudyAnalysisService",
             "lotse.survey.v1alpha.MaterialReleaseService"}) {
    GoTo(absl::CivilDay(2021, 1, 15));
  }
  void SetUp() override {
    AppTesting::SetUp();
    responses_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
    AddRules(responses_.get(), standard_.get());
    studies_ = std::make_unique<qualitative::StudyStore>(
        qualitative::StudyFolders{folder_, folder_}, /*writes=*/1024);
    AddStudyRules(studies_.get(), standard_.get());
    AddMaterialReleaseRules(store_.get(), studies_.get(), standard_.get());
  }
  void TearDown() override {
    studies_.reset();
    responses_.reset();
    AppTesting::TearDown();
  }

  // Noon in Berlin on that day, in the winter. The wave w is from 1 January to 1 February.
  void GoTo(absl::CivilDay day) {
    now_ = absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(11);
  }

  ErrorReason Import(const v1alpha::ImportInstrumentRequest& q,
                     v1alpha::ImportInstrumentResponse* r) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(ImportInstrument(*store_, cause_, q, r));
  }
  ErrorReason MakeInstrument(Instrument content = GoodInstrument(), const char* id = "i") {
    v1alpha::CreateInstrumentRequest q;
    q.set_parent(kEngagement);
    q.set_instrument_id(id);
    *q.mutable_instrument() = std::move(content);
    return Write<v1alpha::CreateInstrumentRequest>(&CreateInstrument, q, &instrument_);
  }
  ErrorReason MakeSurvey(const char* title = "Befragung") {
    v1alpha::CreateSurveyRequest q;
    q.set_parent(kEngagement);
    q.set_survey_id("s");
    auto* variant = q.mutable_survey()->mutable_title()->add_variants();
    variant->set_language("de");
    variant->set_text(title);
    return Run(q, &survey_);
  }
  v1alpha::CreateWaveRequest WaveRequest() {
    v1alpha::CreateWaveRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/surveys/s" wave_id: "w"
           wave { title { variants { language: "de" text: "Welle" } }
                  instrument: "programmes/p/engagements/e/instruments/i"
                  start_date { year: 2021 month: 1 day: 1 } end_date { year: 2021 month: 2 day: 1 }
                  invited_count: 40 access: ACCESS_OPEN
                  population: "programmes/p/engagements/e/surveys/s/populations/alle"
                  data_protection_notice:
                    "programmes/p/engagements/e/surveys/s/consentTexts/hinweis" })",
        &q);
    return q;
  }
  static v1alpha::CreatePopulationRequest PopulationRequest() {
    v1alpha::CreatePopulationRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/surveys/s" population_id: "alle"
           population { title { variants { language: "de" text: "Beschäftigte" } }
                        definition { variants { language: "de" text: "Alle am Stichtag" } }
                        strata { code: "haus" label { variants { language: "de" text: "Haus" } }
                                 size: 40 }
                        strata { code: "hof" label { variants { language: "de" text: "Hof" } }
                                 size: 2 }
                        as_of_date { year: 2021 month: 1 day: 1 } })",
        &q);
    return q;
  }
  static v1alpha::CreateConsentTextRequest NoticeRequest() {
    v1alpha::CreateConsentTextRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/surveys/s" consent_text_id: "hinweis"
           consent_text { title { variants { language: "de" text: "Datenschutz" } }
                          text { variants { language: "de" text: "Die Antworten sind anonym." } }
                          kind: KIND_NOTICE version: "1" })",
        &q);
    return q;
  }
  // A statement with which a wave can be released.
  static v1alpha::ReleaseWaveRequest ReleaseRequest(const std::string& etag) {
    v1alpha::ReleaseWaveRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(name: "programmes/p/engagements/e/surveys/s/waves/w"
           staff_council { involvement: INVOLVEMENT_AGREED
                           date { year: 2020 month: 12 day: 1 } reference: "PR-2020/9" })",
        &q);
    q.set_etag(etag);
    return q;
  }
  ErrorReason Release(const v1alpha::ReleaseWaveRequest& q) {
    return WriteWith(q, &wave_,
                     [&](Tx& tx) { return ReleaseWave(tx, *responses_, cache_, q, &wave_); });
  }
  ErrorReason Release(const std::string& etag) { return Release(ReleaseRequest(etag)); }
  ErrorReason GetWave() { return ByName<v1alpha::GetWaveRequest>(kWave, &wave_); }
  ErrorReason Open(const std::string& etag) {
    v1alpha::OpenWaveRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    return Write<v1alpha::OpenWaveRequest>(&OpenWave, q, &wave_);
  }
  ErrorReason Close(const std::string& etag, bool validate_only = false) {
    v1alpha::CloseWaveRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    q.set_validate_only(validate_only);
    return WriteWith(q, &wave_, [&](Tx& tx) { return CloseWave(tx, *responses_, q, &wave_); });
  }
  ErrorReason UpdateWave(const Wave& wave) {
    v1alpha::UpdateWaveRequest q;
    *q.mutable_wave() = wave;
    return Run(q, &wave_);
  }
  void MakeWave(Wave::Access access = Wave::ACCESS_OPEN) {
    ASSERT_EQ(MakeInstrument(), kOk) << status_;
    ASSERT_EQ(MakeSurvey(), kOk) << status_;
    ASSERT_EQ(Run(PopulationRequest(), &population_), kOk) << status_;
    ASSERT_EQ(Run(NoticeRequest(), &text_), kOk) << status_;
    auto q = WaveRequest();
    q.mutable_wave()->set_access(access);
    ASSERT_EQ(Run(q, &wave_), kOk) << status_;
  }
  void MakeReleasedWave(Wave::Access access = Wave::ACCESS_OPEN) {
    MakeWave(access);
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  }
  void MakeOpenWave(Wave::Access access = Wave::ACCESS_OPEN) {
    MakeReleasedWave(access);
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  // Begins something that ends on another thread, and waits for it.
  template <class Q, class Begin>
  ErrorReason Async(const Q& q, Begin begin) {
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    absl::Mutex mutex;
    bool finished = false;
    absl::Status result;
    begin(Submission{{},
                     [this] { return allowed_; },
                     [&](absl::Status status) {
                       absl::MutexLock lock(&mutex);
                       result = std::move(status);
                       finished = true;
                     }});
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&finished));
    return Reason(std::move(result));
  }
  ErrorReason Submit(const v1alpha::SubmitResponseRequest& q) {
    submitted_.Clear();
    return Async(q, [&](Submission s) {
      SubmitResponse(*store_, *responses_, cache_, q, std::move(s), &submitted_);
    });
  }
  static v1alpha::SubmitResponseRequest Response(int person, const std::string& option,
                                                 const char* code = "Q1") {
    v1alpha::SubmitResponseRequest q;
    q.set_parent(kWave);
    q.set_response_id(absl::StrFormat("%08x-0000-4000-8000-000000000000", person));
    auto* answer = q.add_answers();
    answer->set_code(code);
    answer->set_choice(option);
    return q;
  }
  ErrorReason Submit(int person, const std::string& option, const char* code = "Q1") {
    return Submit(Response(person, option, code));
  }
  ErrorReason Tabulate(const char* name = kWave) {
    v1alpha::TabulateWaveRequest q;
    q.set_name(name);
    tables_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(TabulateWave(*store_, *responses_, {cause_, patience_}, q, &tables_));
  }

  std::unique_ptr<ResponseStore> responses_;
  std::unique_ptr<qualitative::StudyStore> studies_;
  InstrumentCache cache_;
  sql::Patience patience_;  // Of who reads.
  absl::Status allowed_;    // What the caller's rights say when a response is to be stored.
  Instrument instrument_;
  v1alpha::Survey survey_;
  v1alpha::Population population_;
  v1alpha::ConsentText text_;
  Wave wave_;
  v1alpha::SubmitResponseResponse submitted_;
  v1alpha::TabulateWaveResponse tables_;
};

}  // namespace lotse::survey
