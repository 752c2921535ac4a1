#pragma once

#include <grpcpp/server.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/report_service.grpc.pb.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"

namespace lotse::cli {

// What a run of the program printed and ended with.
struct CliResult {
  int exit = 0;
  std::string out;
  std::string err;
};

// A survey and a reporting service in this process, just large enough to see
// what the commands send and how they take what comes back. It knows one wave,
// `kWave`.
class FakeServices {
 public:
  static constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

  FakeServices();
  ~FakeServices();

  // Runs the program's commands against these services.
  CliResult Run(std::vector<std::string> words, const std::string& input = "");

  // What the services answer.
  survey::v1alpha::Instrument instrument;
  survey::v1alpha::ImportInstrumentResponse import_reply;
  survey::v1alpha::TabulateWaveResponse tables;
  reporting::v1alpha::Report report;
  reporting::v1alpha::RenderReportResponse rendering;
  // So many calls of SubmitResponse are refused as OVERLOADED first.
  int overloaded_calls = 0;
  // From this many stored responses on, the wave is closed.
  size_t closes_after = 1000;

  // What the services received.
  survey::v1alpha::ImportInstrumentRequest import_request;
  reporting::v1alpha::CreateReportRequest report_request;
  std::vector<survey::v1alpha::SubmitResponseRequest> submitted;  // stored, in order

 private:
  struct Survey;
  struct Instruments;
  struct Responses;
  struct Analysis;
  struct Reports;

  std::unique_ptr<Survey> survey_;
  std::unique_ptr<Instruments> instruments_;
  std::unique_ptr<Responses> responses_;
  std::unique_ptr<Analysis> analysis_;
  std::unique_ptr<Reports> reports_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

// Runs the program's commands with nothing around but `input` on stdin.
CliResult RunCli(const std::vector<std::string>& words, const std::string& input = "");

// A folder for the files of one test; removed with it.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  // Writes a file and returns its path.
  std::string Write(const std::string& name, const std::string& content) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace lotse::cli
