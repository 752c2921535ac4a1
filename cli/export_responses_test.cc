// lotse export responses, against a service in this process.
#include <gmock/gmock.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "lotse/survey/v1alpha/export_service.grpc.pb.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ExportResponsesRequest;
using survey::v1alpha::ExportResponsesResponse;
using ::testing::HasSubstr;

// Sends one file.
class Exports final : public survey::v1alpha::ExportService::Service {
 public:
  grpc::Status ExportResponses(grpc::ServerContext*, const ExportResponsesRequest* request,
                               grpc::ServerWriter<ExportResponsesResponse>* writer) override {
    asked = *request;
    ExportResponsesResponse response;
    response.set_file_name("s-w.sav");
    for (size_t at = 0; at < content.size(); at += 1000) {
      response.set_data(content.substr(at, 1000));
      if (at + 1000 >= content.size()) response.set_sha256(sum);
      writer->Write(response);
      response.Clear();
    }
    return end;
  }

  ExportResponsesRequest asked;
  const std::string content = absl::StrCat(std::string(70'000, 'x'), "y");
  std::string sum = types::Sha256Hex(content);
  grpc::Status end;
};

class ExportResponsesTest : public ::testing::Test {
 protected:
  ExportResponsesTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&exports_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("--survey=127.0.0.1:", port);
  }
  ~ExportResponsesTest() override { server_->Shutdown(); }

  CliResult Run(std::vector<std::string> more) {
    std::vector<std::string> words = {"export", "responses", FakeServices::kWave};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(address_);
    return RunCli(words);
  }
  std::vector<std::string> Good() const {
    return {"--format=sav", "--purpose=Faktorenanalyse", "--out=" + out_};
  }
  bool IsFolderEmpty() const { return std::filesystem::is_empty(folder_.path()); }

  Exports exports_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  const TestFolder folder_;
  const std::string out_ = folder_.path() + "/w.sav";
};

TEST_F(ExportResponsesTest, WritesTheFileForItsOwner) {
  const CliResult result = Run(Good());
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, absl::StrCat("bytes     70001\nsha256    ", exports_.sum, "\n"));
  EXPECT_TRUE(*ReadFile(out_) == exports_.content);
  struct stat info = {};
  ASSERT_EQ(stat(out_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(exports_.asked.name(), FakeServices::kWave);
  EXPECT_EQ(exports_.asked.purpose(), "Faktorenanalyse");
  EXPECT_EQ(exports_.asked.format(), ExportResponsesRequest::FORMAT_SAV);
  EXPECT_FALSE(exports_.asked.include_texts());
  EXPECT_EQ(exports_.asked.language_code(), "");
}

TEST_F(ExportResponsesTest, AsksForWhatIsWanted) {
  const std::pair<const char*, ExportResponsesRequest::Format> formats[] = {
      {"csv", ExportResponsesRequest::FORMAT_CSV},
      {"csv-excel-de", ExportResponsesRequest::FORMAT_CSV_EXCEL_DE},
      {"sav", ExportResponsesRequest::FORMAT_SAV}};
  for (const auto& [word, format] : formats) {
    const CliResult result = Run({absl::StrCat("--format=", word), "--purpose=Analyse", "--texts",
                                  "--language=en", "--out=" + out_, "--json"});
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(result.out, absl::StrCat("{\"bytes\":70001,\"sha256\":\"", exports_.sum, "\"}\n"));
    EXPECT_EQ(exports_.asked.format(), format);
    EXPECT_TRUE(exports_.asked.include_texts());
    EXPECT_EQ(exports_.asked.language_code(), "en");
  }
}

TEST_F(ExportResponsesTest, WhatIsNotCompleteIsNotWritten) {
  for (const std::string& sum : {std::string(), std::string(64, '0')}) {
    exports_.sum = sum;
    const CliResult result = Run(Good());
    EXPECT_EQ(result.exit, 5);
    EXPECT_THAT(result.err, HasSubstr("not complete"));
    EXPECT_TRUE(IsFolderEmpty());
  }
  exports_.sum = types::Sha256Hex(exports_.content);
  exports_.end = {grpc::StatusCode::ABORTED, "answers were erased"};
  EXPECT_NE(Run(Good()).exit, 0);
  EXPECT_TRUE(IsFolderEmpty());
}

TEST_F(ExportResponsesTest, SaysWhatIsMissing) {
  for (size_t left_out = 0; left_out < 3; ++left_out) {
    std::vector<std::string> words = Good();
    words.erase(words.begin() + left_out);
    EXPECT_EQ(Run(words).exit, 2) << left_out;
  }
  EXPECT_THAT(Run({"--format=xlsx", "--purpose=Analyse", "--out=" + out_}).err,
              HasSubstr("csv-excel-de"));
  EXPECT_EQ(exports_.asked.name(), "");
}

}  // namespace
}  // namespace lotse::cli
