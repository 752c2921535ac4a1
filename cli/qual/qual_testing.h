#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/fake_services.h"
#include "lotse/survey/v1alpha/codebook_service.grpc.pb.h"
#include "lotse/survey/v1alpha/coding_service.grpc.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/study_exchange_service.grpc.pb.h"
#include "lotse/survey/v1alpha/study_text_service.grpc.pb.h"
#include "runtime/types/sha256.h"

// What the tests of qualitative studies share: services in this process that keep what they were
// asked.
namespace lotse::cli {

inline constexpr char kQualStudy[] = "programmes/p/engagements/e/studies/s";
inline constexpr char kQualCase[] = "programmes/p/engagements/e/studies/s/cases/g";
inline constexpr char kQualText[] =
    "programmes/p/engagements/e/studies/s/cases/g/texts/0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f";

template <class Message>
void ParseQual(const std::string& text, Message* message) {
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, message)) << text;
}

struct FakeTexts : survey::v1alpha::StudyTextService::Service {
  std::vector<survey::v1alpha::ImportStudyTextRequest> imports;
  survey::v1alpha::StudyTextResult result;
  survey::v1alpha::StudyText text;

  grpc::Status ImportStudyText(grpc::ServerContext*,
                               const survey::v1alpha::ImportStudyTextRequest* q,
                               survey::v1alpha::StudyTextResult* reply) override {
    imports.push_back(*q);
    *reply = result;
    return grpc::Status::OK;
  }
  grpc::Status GetStudyText(grpc::ServerContext*, const survey::v1alpha::GetStudyTextRequest*,
                            survey::v1alpha::StudyText* reply) override {
    *reply = text;
    return grpc::Status::OK;
  }
};

struct FakeBooks : survey::v1alpha::CodebookService::Service {
  std::vector<survey::v1alpha::ImportCodebookRequest> imports;
  std::vector<survey::v1alpha::ExportCodebookRequest> exports;

  grpc::Status ImportCodebook(grpc::ServerContext*, const survey::v1alpha::ImportCodebookRequest* q,
                              survey::v1alpha::ImportCodebookResponse* reply) override {
    imports.push_back(*q);
    reply->mutable_codebook()->set_name(absl::StrCat(kQualStudy, "/codebooks/", q->codebook_id()));
    reply->mutable_codebook()->add_codes();
    return grpc::Status::OK;
  }
  grpc::Status ExportCodebook(grpc::ServerContext*, const survey::v1alpha::ExportCodebookRequest* q,
                              survey::v1alpha::ExportCodebookResponse* reply) override {
    exports.push_back(*q);
    reply->set_content("<CodeBook/>");
    reply->set_revision(3);
    return grpc::Status::OK;
  }
};

struct FakeCodings : survey::v1alpha::CodingService::Service {
  std::vector<survey::v1alpha::CreateCodingRequest> codings;
  size_t refused_after = 1000;

  grpc::Status CreateCoding(grpc::ServerContext*, const survey::v1alpha::CreateCodingRequest* q,
                            survey::v1alpha::Coding* reply) override {
    if (codings.size() >= refused_after) {
      return grpc::Status(grpc::StatusCode::ABORTED, "the text was changed");
    }
    codings.push_back(*q);
    *reply = q->coding();
    reply->set_name(absl::StrCat(kQualStudy, "/codings/", q->coding_id()));
    return grpc::Status::OK;
  }
};

struct FakeAnalysis : survey::v1alpha::StudyAnalysisService::Service {
  std::vector<survey::v1alpha::FindSegmentsRequest> segments;
  std::vector<survey::v1alpha::FindKeywordRequest> keywords;
  std::vector<survey::v1alpha::MeasureAgreementRequest> agreements;
  survey::v1alpha::StudySegment segment;  // One a page, three in all.

  grpc::Status FindSegments(grpc::ServerContext*, const survey::v1alpha::FindSegmentsRequest* q,
                            survey::v1alpha::FindSegmentsResponse* reply) override {
    segments.push_back(*q);
    *reply->add_segments() = segment;
    reply->set_left_out_cases(2);
    if (segments.size() < 3) reply->set_next_page_token(absl::StrCat(segments.size()));
    return grpc::Status::OK;
  }
  grpc::Status FindKeyword(grpc::ServerContext*, const survey::v1alpha::FindKeywordRequest* q,
                           survey::v1alpha::FindKeywordResponse* reply) override {
    keywords.push_back(*q);
    *reply->add_segments() = segment;
    return grpc::Status::OK;
  }
  grpc::Status MeasureAgreement(grpc::ServerContext*,
                                const survey::v1alpha::MeasureAgreementRequest* q,
                                survey::v1alpha::MeasureAgreementResponse* reply) override {
    agreements.push_back(*q);
    ParseQual(R"(agreements { code: "programmes/p/engagements/e/studies/s/codebooks/b/codes/wege"
                          units: 120 agreement: 0.915
                          cohen_kappa { value: 0.8123 standard_error: 0.051 }
                          krippendorff_alpha: 0.8125 })",
              reply);
    auto* const measured = reply->mutable_agreements(0);
    measured->set_unit(q->unit());
    measured->set_window_code_points(q->window_code_points());
    if (q->categories() != survey::v1alpha::MeasureAgreementRequest::CATEGORIES_EACH_CODE) {
      measured->clear_code();
      measured->set_ambiguous(3);
      measured->mutable_linear_kappa()->set_value(0.701);
    }
    if (q->coders_size() > 2) {
      ParseQual(R"(first_coder: "zwei" second_coder: "drei" units: 77 agreement: 0.5
                   cohen_kappa { value: 0.25 } quadratic_kappa { value: 0.333 })",
                measured->add_pairs());
    }
    return grpc::Status::OK;
  }
};

struct FakeExchange : survey::v1alpha::StudyExchangeService::Service {
  std::vector<survey::v1alpha::ExportStudyRequest> exports;
  std::vector<survey::v1alpha::ImportStudyRequest> heads;
  std::string imported;
  bool cut_off = false;
  bool refuses = false;

  grpc::Status ExportStudy(
      grpc::ServerContext*, const survey::v1alpha::ExportStudyRequest* q,
      grpc::ServerWriter<survey::v1alpha::ExportStudyResponse>* writer) override {
    exports.push_back(*q);
    survey::v1alpha::ExportStudyResponse first, last;
    auto* const finding = first.add_findings();
    finding->set_severity(refuses ? survey::v1alpha::ImportFinding::SEVERITY_ERROR
                                  : survey::v1alpha::ImportFinding::SEVERITY_WARNING);
    finding->set_message("2 cases were left out");
    if (!refuses) first.set_data("Teil 1, ");
    writer->Write(first);
    if (refuses) return grpc::Status::OK;
    last.set_data("Teil 2");
    if (!cut_off) last.set_sha256(types::Sha256Hex("Teil 1, Teil 2"));
    writer->Write(last);
    return grpc::Status::OK;
  }
  grpc::Status ImportStudy(grpc::ServerContext*,
                           grpc::ServerReader<survey::v1alpha::ImportStudyRequest>* reader,
                           survey::v1alpha::ImportStudyResponse* reply) override {
    survey::v1alpha::ImportStudyRequest request;
    while (reader->Read(&request)) {
      if (request.has_head()) heads.push_back(request);
      imported += request.piece();
    }
    reply->set_texts(6);
    reply->set_codings(15);
    return grpc::Status::OK;
  }
};

class QualTest : public ::testing::Test {
 protected:
  QualTest() {
    ParseQual(absl::StrCat("name: \"", kQualText,
                           "\" revision: 4 content: \"Über Wege und Wege.\\nKeine Wege 🚶 mehr.\""),
              &texts_.text);
    ParseQual(
        absl::StrCat("text: \"", kQualText,
                     R"(" range { begin: 5 end: 9 } content: "Wege" before: "Über " behind: " und"
                           speaker: "P01"
                           codings { code: "programmes/p/engagements/e/studies/s/codebooks/b/codes/wege"
                                     coder: "eins" })"),
        &analysis_.segment);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    for (grpc::Service* service : std::initializer_list<grpc::Service*>{&texts_, &books_, &codings_,
                                                                        &analysis_, &exchange_}) {
      builder.RegisterService(service);
    }
    server_ = builder.BuildAndStart();
  }
  ~QualTest() override { server_->Shutdown(); }

  CliResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), "qual");
    words.push_back(absl::StrCat("--survey=127.0.0.1:", port_));
    return RunCli(words);
  }
  CliResult Code(std::vector<std::string> more) {
    std::vector<std::string> words = {"code", kQualText, "b/wege", "--coder=eins"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words);
  }
  // `begin-end` of each part that was coded.
  std::vector<std::string> Coded() const {
    std::vector<std::string> parts;
    for (const auto& each : codings_.codings) {
      parts.push_back(
          absl::StrCat(each.coding().range().begin(), "-", each.coding().range().end()));
    }
    return parts;
  }
  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }

  FakeTexts texts_;
  FakeBooks books_;
  FakeCodings codings_;
  FakeAnalysis analysis_;
  FakeExchange exchange_;
  TestFolder folder_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lotse::cli
