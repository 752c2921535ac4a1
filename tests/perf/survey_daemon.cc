#include "tests/perf/survey_daemon.h"

#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "tests/perf/load.h"

extern char** environ;

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

google::type::Date Day(int day) {
  google::type::Date date;
  date.set_year(2026);
  date.set_month(4);
  date.set_day(day);
  return date;
}

// The questionnaire that MakeRequest answers.
api::Instrument Questionnaire() {
  api::Instrument instrument;
  *instrument.mutable_title() = Text("Befragung");
  auto* section = instrument.add_sections();
  for (int i = 0; i < kQuestions; ++i) {
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

std::string Program() {
  return std::filesystem::read_symlink("/proc/self/exe").replace_filename("lotse-survey").string();
}

}  // namespace

SurveyDaemon::SurveyDaemon() {
  // A reader of our output that goes away must not leave the daemon behind.
  signal(SIGPIPE, SIG_IGN);
  std::string pattern = std::filesystem::temp_directory_path() / "lotse-bench-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) Die("cannot make a temporary folder");
  folder_ = pattern;
  Start();
}

SurveyDaemon::~SurveyDaemon() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void SurveyDaemon::Start() {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) Die("cannot make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[1]);
  std::vector<std::string> arguments = {Program(), "--listen=127.0.0.1:0",
                                        "--management_listen=127.0.0.1:0",
                                        absl::StrCat("--data_dir=", folder_)};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  if (posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) != 0) {
    Die(absl::StrCat("cannot start ", arguments[0], "; build it beside this program"));
  }
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  ReadLog(pipe_ends[0]);
}

void SurveyDaemon::ReadLog(int pipe) {
  // The line that tells the port comes first.
  std::string line;
  char c;
  while (read(pipe, &c, 1) == 1 && c != '\n') line += c;
  constexpr absl::string_view kPort = "\"port\":";
  const size_t at = line.find(kPort.data());
  if (!absl::StrContains(line, "\"event\":\"started\"") || at == std::string::npos) Die(line);
  address_ = absl::StrCat("127.0.0.1:", std::atoi(line.c_str() + at + kPort.size()));
  log_reader_ = std::thread([pipe] {
    char buffer[65536];
    while (read(pipe, buffer, sizeof(buffer)) > 0) {
    }
    close(pipe);
  });
}

void SurveyDaemon::Stop() {
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  log_reader_.join();
  if (status != 0) Die("lotse-survey did not stop as it should");
}

void SurveyDaemon::Restart() {
  Stop();
  Start();
}

int64_t SurveyDaemon::AnswersBytes() const {
  return static_cast<int64_t>(std::filesystem::file_size(folder_ + "/answers.db"));
}

void SurveyDaemon::MakeOpenWave() const {
  auto channel = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
  api::CreateInstrumentRequest instrument;
  instrument.set_parent(kEngagement);
  instrument.set_instrument_id("i");
  *instrument.mutable_instrument() = Questionnaire();
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
  *create.mutable_wave()->mutable_start_date() = Day(1);
  *create.mutable_wave()->mutable_end_date() = Day(30);
  api::Wave wave;
  Call(&surveys, &api::SurveyService::Stub::CreateWave, create, &wave);
  api::OpenWaveRequest open;
  open.set_name(kWave);
  open.set_etag(wave.etag());
  Call(&surveys, &api::SurveyService::Stub::OpenWave, open, &wave);
}

int64_t SurveyDaemon::CountResponses() const {
  auto channel = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
  api::SurveyService::Stub surveys(channel);
  api::GetWaveRequest get;
  get.set_name(kWave);
  api::Wave wave;
  Call(&surveys, &api::SurveyService::Stub::GetWave, get, &wave);
  api::CloseWaveRequest close_wave;
  close_wave.set_name(kWave);
  close_wave.set_etag(wave.etag());
  Call(&surveys, &api::SurveyService::Stub::CloseWave, close_wave, &wave);
  api::TabulateWaveRequest tabulate;
  tabulate.set_name(kWave);
  api::TabulateWaveResponse tables;
  api::AnalysisService::Stub analysis(channel);
  Call(&analysis, &api::AnalysisService::Stub::TabulateWave, tabulate, &tables);
  return tables.response_rate().responses();
}

}  // namespace lotse::perf
