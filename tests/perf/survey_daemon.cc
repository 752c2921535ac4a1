#include "tests/perf/survey_daemon.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/consent_text_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/invitation_service.grpc.pb.h"
#include "lotse/survey/v1alpha/population_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "tests/perf/load.h"

namespace lotse::perf {
namespace {

namespace api = survey::v1alpha;

constexpr char kEngagement[] = "programmes/p/engagements/e";
constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";
constexpr char kInstrument[] = "programmes/p/engagements/e/instruments/i";

[[noreturn]] void Die(absl::string_view what) {
  std::fprintf(stderr, "bench: %s\n", std::string(what).c_str());
  std::exit(1);
}

type::v1alpha::Text Text(absl::string_view german) {
  type::v1alpha::Text text;
  auto* variant = text.add_variants();
  variant->set_language("de");
  variant->set_text(std::string(german));
  return text;
}

// So many days after today.
google::type::Date Day(int days) {
  const absl::CivilDay day = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()) + days;
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// The questionnaire that MakeRequest answers.
api::Instrument Questionnaire(int questions) {
  api::Instrument instrument;
  *instrument.mutable_title() = Text("Befragung");
  auto* section = instrument.add_sections();
  for (int i = 0; i < questions; ++i) {
    auto* question = section->add_questions();
    question->set_code(QuestionCode(i));
    *question->mutable_text() = Text(absl::StrCat("Frage ", i + 1));
    question->set_kind(api::Question::KIND_SINGLE_CHOICE);
    for (int code = 1; code <= 5; ++code) {
      auto* option = question->add_options();
      option->set_code(absl::StrCat(code));
      *option->mutable_label() = Text(absl::StrCat("Antwort ", code));
    }
  }
  return instrument;
}

// Calls a method that has to succeed.
template <class Stub, class Request, class Reply>
void Call(Stub* stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
          const Request& request, Reply* reply) {
  grpc::ClientContext context;
  const grpc::Status status = (stub->*method)(&context, request, reply);
  if (!status.ok()) Die(status.error_message());
}

// The name of a population of the survey.
std::string MakePopulation(const std::shared_ptr<grpc::Channel>& channel) {
  api::CreatePopulationRequest create;
  create.set_parent(kSurvey);
  create.set_population_id("p");
  *create.mutable_population()->mutable_title() = Text("Beschäftigte");
  *create.mutable_population()->mutable_definition() = Text("Alle am Stichtag");
  *create.mutable_population()->mutable_as_of_date() = Day(0);
  api::Population made;
  api::PopulationService::Stub populations(channel);
  Call(&populations, &api::PopulationService::Stub::CreatePopulation, create, &made);
  return made.name();
}

// The name of a data protection notice of the survey.
std::string MakeNotice(const std::shared_ptr<grpc::Channel>& channel) {
  api::CreateConsentTextRequest create;
  create.set_parent(kSurvey);
  create.set_consent_text_id("n");
  *create.mutable_consent_text()->mutable_title() = Text("Datenschutz");
  *create.mutable_consent_text()->mutable_text() = Text("Die Antworten sind anonym.");
  create.mutable_consent_text()->set_kind(api::ConsentText::KIND_NOTICE);
  api::ConsentText made;
  api::ConsentTextService::Stub texts(channel);
  Call(&texts, &api::ConsentTextService::Stub::CreateConsentText, create, &made);
  return made.name();
}

// Until the daemon has heard of the grant of who calls.
void AwaitGrant(const std::shared_ptr<grpc::Channel>& channel) {
  constexpr absl::Duration kPatience = absl::Seconds(30);
  api::SurveyService::Stub surveys(channel);
  api::ListSurveysRequest list;
  list.set_parent(kEngagement);
  for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end;) {
    grpc::ClientContext context;
    api::ListSurveysResponse found;
    if (surveys.ListSurveys(&context, list, &found).ok()) return;
    absl::SleepFor(absl::Milliseconds(50));
  }
  Die("lotse-survey did not hear of the grants");
}

}  // namespace

SurveyDaemon::SurveyDaemon()
    : folder_(MakeFolder()),
      consultant_(realm_.Caller("consultant")),
      front_(realm_.Caller("front")) {
  // The last one is the last that is heard of.
  realm_.Grant("front", type::v1alpha::ROLE_RESPONDENT);
  realm_.Grant("consultant", type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  daemon_ = std::make_unique<Daemon>("lotse-survey", folder_, realm_.Flags("survey"));
  AwaitGrant(Consultant());
}

std::shared_ptr<grpc::Channel> SurveyDaemon::Consultant() const {
  return grpc::CreateChannel(daemon_->address(), consultant_);
}

SurveyDaemon::~SurveyDaemon() {
  daemon_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

int64_t SurveyDaemon::AnswersBytes() const {
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (absl::EndsWith(entry.path().string(), "-answers.db")) {
      return static_cast<int64_t>(entry.file_size());
    }
  }
  Die("there is no file of answers");
}

void SurveyDaemon::MakeOpenWave(const Kind& kind) const {
  const auto channel = Consultant();
  api::CreateInstrumentRequest instrument;
  instrument.set_parent(kEngagement);
  instrument.set_instrument_id("i");
  *instrument.mutable_instrument() = Questionnaire(kind.questions);
  api::Instrument stored;
  api::InstrumentService::Stub instruments(channel);
  Call(&instruments, &api::InstrumentService::Stub::CreateInstrument, instrument, &stored);

  api::SurveyService::Stub surveys(channel);
  api::CreateSurveyRequest survey;
  survey.set_parent(kEngagement);
  survey.set_survey_id("s");
  *survey.mutable_survey()->mutable_title() = Text("Befragung");
  api::Survey made;
  Call(&surveys, &api::SurveyService::Stub::CreateSurvey, survey, &made);

  api::CreateWaveRequest create;
  create.set_parent(kSurvey);
  create.set_wave_id("w");
  *create.mutable_wave()->mutable_title() = Text("Welle");
  create.mutable_wave()->set_instrument(kInstrument);
  create.mutable_wave()->set_access(kind.invited ? api::Wave::ACCESS_INVITED
                                                 : api::Wave::ACCESS_OPEN);
  if (kind.identified) create.mutable_wave()->set_identity(api::Wave::IDENTITY_IDENTIFIED);
  *create.mutable_wave()->mutable_start_date() = Day(-1);
  *create.mutable_wave()->mutable_end_date() = Day(30);
  create.mutable_wave()->set_population(MakePopulation(channel));
  create.mutable_wave()->set_data_protection_notice(MakeNotice(channel));
  api::Wave wave;
  Call(&surveys, &api::SurveyService::Stub::CreateWave, create, &wave);
  api::ReleaseWaveRequest release;
  release.set_name(kWave);
  release.set_etag(wave.etag());
  release.set_reason("Messung ohne Beschäftigte");
  release.mutable_staff_council()->set_involvement(
      api::StaffCouncilInvolvement::INVOLVEMENT_NOT_CONCERNED);
  Call(&surveys, &api::SurveyService::Stub::ReleaseWave, release, &wave);
  // Now, and not when the calendar is noted: the wave stays as it is from here on.
  api::OpenWaveRequest open;
  open.set_name(kWave);
  open.set_etag(wave.etag());
  Call(&surveys, &api::SurveyService::Stub::OpenWave, open, &wave);
}

std::vector<std::string> SurveyDaemon::Invite(int count) const {
  constexpr int kMostInACall = 5000;
  const auto channel = Consultant();
  api::InvitationService::Stub invitations(channel);
  std::vector<std::string> tokens;
  while (static_cast<int>(tokens.size()) < count) {
    api::IssueInvitationsRequest request;
    request.set_parent(kWave);
    const int left = count - static_cast<int>(tokens.size());
    for (int i = 0; i < std::min(left, kMostInACall); ++i) {
      request.add_recipients()->set_recipient(absl::StrCat(tokens.size() + i));
    }
    api::IssueInvitationsResponse reply;
    Call(&invitations, &api::InvitationService::Stub::IssueInvitations, request, &reply);
    for (const auto& issued : reply.invitations()) tokens.push_back(issued.token());
  }
  return tokens;
}

int64_t SurveyDaemon::CloseWave() const {
  const auto channel = Consultant();
  api::SurveyService::Stub surveys(channel);
  api::GetWaveRequest get;
  get.set_name(kWave);
  api::Wave wave;
  Call(&surveys, &api::SurveyService::Stub::GetWave, get, &wave);
  api::CloseWaveRequest close_wave;
  close_wave.set_name(kWave);
  close_wave.set_etag(wave.etag());
  Call(&surveys, &api::SurveyService::Stub::CloseWave, close_wave, &wave);
  return wave.response_count();
}

int64_t SurveyDaemon::CountResponses() const {
  CloseWave();
  const auto channel = Consultant();
  api::TabulateWaveRequest tabulate;
  tabulate.set_name(kWave);
  api::TabulateWaveResponse tables;
  api::AnalysisService::Stub analysis(channel);
  Call(&analysis, &api::AnalysisService::Stub::TabulateWave, tabulate, &tables);
  return tables.response_rate().responses();
}

}  // namespace lotse::perf
