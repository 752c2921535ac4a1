#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/use_cases.h"

// Each method: success, each documented error. Over real stores.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using type::v1alpha::ErrorReason;
using v1alpha::Instrument;
using v1alpha::Wave;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kNotFound = type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
constexpr auto kExists = type::v1alpha::ERROR_REASON_RESOURCE_EXISTS;
constexpr auto kToken = type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN;
constexpr auto kEtag = type::v1alpha::ERROR_REASON_ETAG_MISMATCH;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

constexpr char kEngagement[] = "programmes/p/engagements/e";
constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

constexpr char kQuexml[] = R"(<?xml version="1.0"?>
<questionnaire id="1"><title>Befragung</title>
<section id="1"><sectionInfo><position>title</position><text>Teil</text></sectionInfo>
<question><text>Wie oft?</text><response varName="Q1"><fixed>
<category><label>oft</label><value>1</value></category>
<category><label>nie</label><value>2</value></category>
</fixed></response></question></section></questionnaire>)";

Instrument GoodInstrument() {
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

class AppTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/surveyXXXXXX";
    folder_ = mkdtemp(pattern.data());
    store_ = *resource::Store::Open(folder_ + "/x.db", [] { return absl::FromUnixSeconds(1); });
    responses_ = *ResponseStore::Open(folder_ + "/answers.db");
  }
  void TearDown() override {
    store_.reset();
    responses_.reset();
    std::filesystem::remove_all(folder_);
  }

  template <class Q, class R>
  ErrorReason Call(absl::Status (*use_case)(Session, const Q&, R*), const Q& q, R* r) {
    r->Clear();
    status_ = store_->Write(
        [&](resource::Tx& tx) { return use_case(Session{tx, *responses_, cache_}, q, r); });
    return rpc::ReasonOf(status_);
  }

  ErrorReason Import(const v1alpha::ImportInstrumentRequest& q,
                     v1alpha::ImportInstrumentResponse* r) {
    r->Clear();
    status_ = ImportInstrument(*store_, q, r);
    return rpc::ReasonOf(status_);
  }

  ErrorReason MakeInstrument(Instrument content = GoodInstrument(), const char* id = "i") {
    v1alpha::CreateInstrumentRequest q;
    q.set_parent(kEngagement);
    q.set_instrument_id(id);
    *q.mutable_instrument() = std::move(content);
    return Call(&CreateInstrument, q, &instrument_);
  }
  ErrorReason MakeSurvey(const char* title = "Befragung") {
    v1alpha::CreateSurveyRequest q;
    q.set_parent(kEngagement);
    q.set_survey_id("s");
    auto* variant = q.mutable_survey()->mutable_title()->add_variants();
    variant->set_language("de");
    variant->set_text(title);
    return Call(&CreateSurvey, q, &survey_);
  }
  v1alpha::CreateWaveRequest WaveRequest() {
    v1alpha::CreateWaveRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/surveys/s" wave_id: "w"
           wave { title { variants { language: "de" text: "Welle" } }
                  instrument: "programmes/p/engagements/e/instruments/i"
                  start_date { year: 2021 month: 1 day: 1 } end_date { year: 2021 month: 2 day: 1 }
                  invited_count: 40 })",
        &q);
    return q;
  }
  template <class Q>
  ErrorReason Step(absl::Status (*use_case)(Session, const Q&, Wave*), const std::string& etag) {
    Q q;
    q.set_name(kWave);
    q.set_etag(etag);
    return Call(use_case, q, &wave_);
  }
  void MakeOpenWave() {
    ASSERT_EQ(MakeInstrument(), kOk);
    ASSERT_EQ(MakeSurvey(), kOk);
    ASSERT_EQ(Call(&CreateWave, WaveRequest(), &wave_), kOk) << status_;
    ASSERT_EQ(Step(&OpenWave, wave_.etag()), kOk);
  }
  ErrorReason Submit(int person, const std::string& option, const char* code = "Q1") {
    v1alpha::SubmitResponseRequest q;
    q.set_parent(kWave);
    q.set_response_id(absl::StrFormat("%08x-0000-4000-8000-000000000000", person));
    auto* answer = q.add_answers();
    answer->set_code(code);
    answer->set_choice(option);
    return Call(&SubmitResponse, q, &submitted_);
  }
  ErrorReason Tabulate() {
    v1alpha::TabulateWaveRequest q;
    q.set_name(kWave);
    tables_.Clear();
    status_ = TabulateWave(*store_, *responses_, q, &tables_);
    return rpc::ReasonOf(status_);
  }

  std::string folder_;
  std::unique_ptr<resource::Store> store_;
  std::unique_ptr<ResponseStore> responses_;
  InstrumentCache cache_;
  absl::Status status_;
  Instrument instrument_;
  v1alpha::Survey survey_;
  Wave wave_;
  v1alpha::SubmitResponseResponse submitted_;
  v1alpha::TabulateWaveResponse tables_;
};

TEST_F(AppTest, InstrumentIsStoredOnceWithItsHash) {
  ASSERT_EQ(MakeInstrument(), kOk) << status_;
  const std::string hash = instrument_.content_sha256();
  EXPECT_EQ(hash.size(), 64u);
  EXPECT_EQ(MakeInstrument(), kOk);
  EXPECT_EQ(MakeInstrument(GoodInstrument(), "j"), kOk);
  EXPECT_EQ(instrument_.content_sha256(), hash) << "the same questions have the same hash";
  Instrument other = GoodInstrument();
  other.mutable_sections(0)->mutable_questions(0)->set_required(true);
  EXPECT_EQ(MakeInstrument(other), kExists);
  EXPECT_EQ(MakeInstrument(other, "k"), kOk);
  EXPECT_NE(instrument_.content_sha256(), hash);
  v1alpha::GetInstrumentRequest get;
  get.set_name("programmes/p/engagements/e/instruments/i");
  ASSERT_EQ(Call(&GetInstrument, get, &instrument_), kOk);
  EXPECT_EQ(instrument_.content_sha256(), hash);
}

TEST_F(AppTest, InstrumentErrors) {
  Instrument bad = GoodInstrument();
  bad.mutable_sections(0)->mutable_questions(0)->clear_options();
  EXPECT_EQ(MakeInstrument(bad), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("instrument.sections[0].questions[0]"));
  EXPECT_EQ(MakeInstrument(GoodInstrument(), "I"), kInvalid);
  v1alpha::GetInstrumentRequest get;
  EXPECT_EQ(Call(&GetInstrument, get, &instrument_), kInvalid);
  get.set_name("programmes/p/engagements/e/instruments/none");
  EXPECT_EQ(Call(&GetInstrument, get, &instrument_), kNotFound);
  v1alpha::ListInstrumentsRequest list;
  v1alpha::ListInstrumentsResponse page;
  EXPECT_EQ(Call(&ListInstruments, list, &page), kInvalid);
  list.set_parent(kEngagement);
  EXPECT_EQ(Call(&ListInstruments, list, &page), kOk);
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListInstruments, list, &page), kToken);
}

TEST_F(AppTest, ImportStoresWhatTheFileSays) {
  v1alpha::ImportInstrumentRequest q;
  v1alpha::ImportInstrumentResponse r;
  EXPECT_EQ(Import(q, &r), kInvalid);
  q.set_parent(kEngagement);
  q.set_instrument_id("i");
  q.set_format(v1alpha::ImportInstrumentRequest::FORMAT_QUEXML);
  q.set_language("de");
  q.set_content("<questionnaire><title>");
  EXPECT_EQ(Import(q, &r), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  q.set_content(kQuexml);
  ASSERT_EQ(Import(q, &r), kOk) << status_;
  EXPECT_EQ(r.instrument().sections(0).questions(0).options_size(), 2);
  auto* amendment = q.add_amendments();
  amendment->set_reason("not published");
  amendment->mutable_leave_out()->set_code("Q1");
  amendment->mutable_leave_out()->set_option("2");
  EXPECT_EQ(Import(q, &r), kExists);
  amendment->mutable_leave_out()->set_option("3");
  EXPECT_EQ(Import(q, &r), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("amendments[0].leave_out"));
}

TEST_F(AppTest, SurveyMethods) {
  ASSERT_EQ(MakeSurvey(), kOk);
  EXPECT_EQ(survey_.name(), kSurvey);
  EXPECT_EQ(MakeSurvey("Andere"), kExists);
  EXPECT_EQ(Call(&CreateSurvey, {}, &survey_), kInvalid);
  v1alpha::GetSurveyRequest get;
  get.set_name(kSurvey);
  EXPECT_EQ(Call(&GetSurvey, get, &survey_), kOk);
  get.set_name("programmes/p/engagements/e/surveys/none");
  EXPECT_EQ(Call(&GetSurvey, get, &survey_), kNotFound);
  get.set_name("none");
  EXPECT_EQ(Call(&GetSurvey, get, &survey_), kInvalid);
  v1alpha::ListSurveysRequest list;
  v1alpha::ListSurveysResponse page;
  list.set_parent(kEngagement);
  ASSERT_EQ(Call(&ListSurveys, list, &page), kOk);
  EXPECT_EQ(page.surveys_size(), 1);
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListSurveys, list, &page), kToken);
}

TEST_F(AppTest, WaveGoesForward) {
  MakeOpenWave();
  EXPECT_EQ(Step(&OpenWave, wave_.etag()), kWrongState);
  EXPECT_EQ(Step(&CloseWave, "1"), kEtag);
  EXPECT_EQ(Step(&CloseWave, ""), kInvalid);
  ASSERT_EQ(Step(&CloseWave, "2"), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_CLOSED);
  EXPECT_EQ(Step(&OpenWave, "3"), kWrongState);
  ASSERT_EQ(Call(&CreateWave, WaveRequest(), &wave_), kOk) << "repeated create";
  EXPECT_EQ(wave_.state(), Wave::STATE_CLOSED);
}

TEST_F(AppTest, WaveErrors) {
  EXPECT_EQ(Call(&CreateWave, WaveRequest(), &wave_), kNotFound) << "no survey";
  ASSERT_EQ(MakeSurvey(), kOk);
  EXPECT_EQ(Call(&CreateWave, WaveRequest(), &wave_), kNotFound) << "no instrument";
  ASSERT_EQ(MakeInstrument(), kOk);
  ASSERT_EQ(Call(&CreateWave, WaveRequest(), &wave_), kOk);
  auto other = WaveRequest();
  other.mutable_wave()->set_invited_count(41);
  EXPECT_EQ(Call(&CreateWave, other, &wave_), kExists);
  other.mutable_wave()->clear_title();
  EXPECT_EQ(Call(&CreateWave, other, &wave_), kInvalid);
  v1alpha::GetWaveRequest get;
  EXPECT_EQ(Call(&GetWave, get, &wave_), kInvalid);
  get.set_name("programmes/p/engagements/e/surveys/s/waves/none");
  EXPECT_EQ(Call(&GetWave, get, &wave_), kNotFound);
}

TEST_F(AppTest, WavesAreListedPerSurveyOrPerEngagement) {
  MakeOpenWave();
  v1alpha::ListWavesRequest list;
  v1alpha::ListWavesResponse page;
  for (const char* parent : {kSurvey, "programmes/p/engagements/e/surveys/-"}) {
    list.set_parent(parent);
    ASSERT_EQ(Call(&ListWaves, list, &page), kOk) << status_;
    EXPECT_EQ(page.waves_size(), 1) << parent;
  }
  for (const char* parent :
       {"programmes/p/engagements/f/surveys/-", "programmes/p/engagements/e/surveys/t"}) {
    list.set_parent(parent);
    ASSERT_EQ(Call(&ListWaves, list, &page), kOk);
    EXPECT_EQ(page.waves_size(), 0) << parent;
  }
  for (const char* parent : {"programmes/p/engagements/-/surveys/-", "programmes/-", ""}) {
    list.set_parent(parent);
    EXPECT_EQ(Call(&ListWaves, list, &page), kInvalid) << parent;
  }
  list.set_parent(kSurvey);
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListWaves, list, &page), kToken);
}

TEST_F(AppTest, AnswersAreTakenWhileTheWaveIsOpen) {
  EXPECT_EQ(Submit(1, "1"), kNotFound);
  ASSERT_EQ(MakeInstrument(), kOk);
  ASSERT_EQ(MakeSurvey(), kOk);
  ASSERT_EQ(Call(&CreateWave, WaveRequest(), &wave_), kOk);
  EXPECT_EQ(Submit(1, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  ASSERT_EQ(Step(&OpenWave, "1"), kOk);
  ASSERT_EQ(Submit(1, "1"), kOk);
  EXPECT_FALSE(submitted_.duplicate());
  ASSERT_EQ(Submit(1, "1"), kOk);
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_EQ(Submit(1, "2"), type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  ASSERT_EQ(Step(&CloseWave, "2"), kOk);
  EXPECT_EQ(Submit(2, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_EQ(*responses_->Count(kWave), 1);
}

TEST_F(AppTest, WrongAnswersAreRefusedWithoutBeingRepeated) {
  MakeOpenWave();
  EXPECT_EQ(Submit(1, "geheim"), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("answers[0].choice"));
  EXPECT_THAT(status_.ToString(), Not(HasSubstr("geheim")));
  EXPECT_EQ(Submit(1, "1", "Q9"), kInvalid);
  v1alpha::SubmitResponseRequest q;
  q.set_parent(kWave);
  q.set_response_id("anna.muster@example.org");
  EXPECT_EQ(Call(&SubmitResponse, q, &submitted_), kInvalid);
  EXPECT_THAT(status_.ToString(), Not(HasSubstr("anna")));
  EXPECT_EQ(*responses_->Count(kWave), 0);
}

TEST_F(AppTest, NobodySeesASingleAnswerArrive) {
  MakeOpenWave();
  v1alpha::GetWaveRequest get;
  get.set_name(kWave);
  for (int person = 1; person <= 25; ++person) {
    ASSERT_EQ(Submit(person, "1"), kOk);
    ASSERT_EQ(Call(&GetWave, get, &wave_), kOk);
    EXPECT_EQ(wave_.response_count(), person / 10 * 10);
    EXPECT_EQ(wave_.etag(), "2");
  }
  EXPECT_EQ(Tabulate(), type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
  EXPECT_EQ(tables_.tables_size(), 0);
}

TEST_F(AppTest, ClosedWaveIsTabulatedProtected) {
  EXPECT_EQ(Tabulate(), kNotFound);
  MakeOpenWave();
  for (int person = 0; person < 20; ++person)
    ASSERT_EQ(Submit(person, person < 12 ? "1" : "2"), kOk);
  ASSERT_EQ(Step(&CloseWave, "2"), kOk);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  EXPECT_EQ(tables_.wave().response_count(), 20);
  EXPECT_EQ(tables_.response_rate().rate_per_mille(), 500);
  ASSERT_EQ(tables_.tables_size(), 1);
  EXPECT_EQ(tables_.tables(0).rows(0).count(), 12);
  EXPECT_EQ(tables_.tables(0).rows(1).share_per_mille(), 400);
}

TEST_F(AppTest, SmallWaveShowsNothing) {
  MakeOpenWave();
  for (int person = 0; person < 9; ++person) ASSERT_EQ(Submit(person, "1"), kOk);
  ASSERT_EQ(Step(&CloseWave, "2"), kOk);
  EXPECT_FALSE(wave_.has_response_count());
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_FALSE(tables_.response_rate().has_responses());
  EXPECT_EQ(tables_.tables(0).not_shown(), v1alpha::FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
  EXPECT_FALSE(tables_.tables(0).has_base());
}

TEST_F(AppTest, TabulateChecksTheName) {
  v1alpha::TabulateWaveRequest q;
  EXPECT_EQ(rpc::ReasonOf(TabulateWave(*store_, *responses_, q, &tables_)), kInvalid);
}

}  // namespace
}  // namespace lotse::survey
