// lotse blob, and methods with streams, against a service in this process.
#include <gmock/gmock.h>
#include <grpcpp/server_builder.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "lotse/type/v1alpha/blob_service.grpc.pb.h"
#include "runtime/blob/blob_rules.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using namespace type::v1alpha;  // NOLINT: every other name here is one of these.
using ::testing::HasSubstr;

constexpr char kName[] = "programmes/p/blobs/1";

grpc::Status WrongFields(const rpc::FieldViolations& violations) {
  google::rpc::BadRequest bad_request;
  for (const auto& violation : violations) {
    bad_request.add_field_violations()->set_field(violation.field);
  }
  google::rpc::Status details;
  details.add_details()->PackFrom(bad_request);
  return {grpc::StatusCode::INVALID_ARGUMENT, "wrong", details.SerializeAsString()};
}

// Keeps one file.
class Blobs final : public BlobService::Service {
 public:
  grpc::Status UploadBlob(grpc::ServerContext*, grpc::ServerReader<UploadBlobRequest>* reader,
                          Blob* reply) override {
    UploadBlobRequest request;
    content.clear();
    for (messages = 0; reader->Read(&request); ++messages) {
      if (request.has_head()) head = request.head();
      if (head.parent() == "refused") return {grpc::StatusCode::FAILED_PRECONDITION, "refused"};
      const rpc::FieldViolations wrong = blob::CheckHead(head);
      if (!wrong.empty()) return WrongFields(wrong);
      content += request.piece();
    }
    reply->set_name(kName);
    return grpc::Status::OK;
  }
  grpc::Status DownloadBlob(grpc::ServerContext* context, const DownloadBlobRequest* request,
                            grpc::ServerWriter<DownloadBlobResponse>* writer) override {
    if (request->name() != kName) return {grpc::StatusCode::NOT_FOUND, "does not exist"};
    DownloadBlobResponse response;
    response.mutable_blob()->set_sha256(sum);
    for (size_t at = 0; at < content.size(); at += 1000) {
      response.set_piece(content.substr(at, 1000));
      writer->Write(response);
      response.Clear();
    }
    while (stays_open && !context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    return grpc::Status::OK;
  }

  UploadBlobRequest::Head head;
  std::string content, sum;
  int messages = 0;
  bool stays_open = false;
};

class BlobTest : public ::testing::Test {
 protected:
  BlobTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&blobs_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("--reporting=127.0.0.1:", port);
  }
  ~BlobTest() override { server_->Shutdown(); }
  CliResult Run(std::vector<std::string> words) {
    words.push_back(address_);
    words.push_back("--service=reporting");
    return RunCli(words);
  }
  Blobs blobs_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  const TestFolder folder_;
};

TEST_F(BlobTest, PutsAFile) {
  for (const size_t size : {size_t{1}, size_t{256} << 10, size_t{700'000}, size_t{16} << 20}) {
    const std::string content(size, 'x');
    const std::string path = folder_.Write("Leitbild.pdf", content);
    const CliResult result =
        Run({"blob", "put", path, "--parent=programmes/p", "--type=application/pdf"});
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr(kName));
    EXPECT_TRUE(blobs_.content == content) << size;
    EXPECT_EQ(blobs_.messages, static_cast<int>((size + (256 << 10) - 1) / (256 << 10)));
    EXPECT_EQ(blobs_.head.blob().file_name(), "Leitbild.pdf");
    EXPECT_EQ(blobs_.head.blob().media_type(), "application/pdf");
    EXPECT_EQ(blobs_.head.sha256(), types::Sha256Hex(content));
    EXPECT_EQ(blobs_.head.request_id().size(), 36);
  }
}

TEST_F(BlobTest, SaysWhyAFileWasNotTaken) {
  const std::string large = folder_.Write("large", std::string((16 << 20) + 1, 'x'));
  const std::string right = folder_.Write("right", std::string(3 << 20, 'x'));
  const auto put = [&](const std::string& path, const std::string& parent) {
    return Run({"blob", "put", path, "--parent=" + parent, "--type=text/plain"});
  };
  EXPECT_EQ(put(large, "programmes/p").exit, 5);
  EXPECT_EQ(put(folder_.Write("empty", ""), "programmes/p").exit, 5);
  EXPECT_EQ(put(folder_.path() + "/absent", "programmes/p").exit, 4);
  const CliResult refused = put(right, "refused");
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("FAILED_PRECONDITION: refused"));
}

TEST_F(BlobTest, TheHelpListsTheTypesThatAreTaken) {
  const std::string help = RunCli({"help", "blob", "put"}).out;
  int types = 0;
  for (const absl::string_view word : absl::StrSplit(help, absl::ByAnyChar(" \n"))) {
    if (!absl::StrContains(word, '/') || absl::StrContains(word, '[')) continue;
    if (!absl::StartsWith(word, "a") && !absl::StartsWith(word, "i") &&
        !absl::StartsWith(word, "t")) {
      continue;
    }
    const std::string path = folder_.Write("file", "x");
    const CliResult put =
        Run({"blob", "put", path, "--parent=programmes/p", "--type=" + std::string(word)});
    EXPECT_EQ(put.exit, 0) << word << put.err;
    ++types;
  }
  EXPECT_EQ(types, 19);  // One of them is the example at the flag.
  const CliResult refused =
      Run({"blob", "put", folder_.Write("file", "x"), "--parent=programmes/p", "--type=text/html"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("lotse help blob put"));
}

TEST_F(BlobTest, ATimeoutEndsAStreamOnlyIfItIsGiven) {
  blobs_.content = std::string(1500, 'y');
  blobs_.stays_open = true;
  const std::string request = absl::StrCat(R"({"name":")", kName, "\"}");
  const CliResult ended = Run({"call", "DownloadBlob", request, "--timeout=0.5"});
  EXPECT_EQ(ended.exit, 0) << ended.err;
  EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 2);
  blobs_.content.clear();
  const CliResult nothing = Run({"call", "DownloadBlob", request, "--timeout=0.2"});
  EXPECT_EQ(nothing.exit, 3);
  EXPECT_THAT(nothing.err, HasSubstr("did not answer within 200ms"));
  const std::string out = folder_.path() + "/out";
  EXPECT_EQ(Run({"blob", "get", kName, "--out=" + out, "--timeout=0.2"}).exit, 3);
}

TEST_F(BlobTest, GetsAFile) {
  blobs_.content = std::string(4321, 'y');
  blobs_.sum = types::Sha256Hex(blobs_.content);
  const std::string out = folder_.path() + "/out";
  EXPECT_EQ(Run({"blob", "get", kName, "--out=" + out}).exit, 0);
  EXPECT_EQ(*ReadFile(out), blobs_.content);
  EXPECT_EQ(Run({"blob", "get", "other", "--out=" + out}).exit, 1);
  blobs_.content += "z";
  EXPECT_EQ(Run({"blob", "get", kName, "--out=" + out}).exit, 5);
  EXPECT_EQ(*ReadFile(out), std::string(4321, 'y'));
}

TEST_F(BlobTest, CallPrintsEachMessageOfAStream) {
  blobs_.content = std::string(2500, 'y');
  const CliResult result =
      Run({"call", "DownloadBlob", absl::StrCat(R"({"name":")", kName, "\"}")});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 3);
  EXPECT_EQ(Run({"call", "DownloadBlob", R"({"name":"x"})"}).exit, 1);
  EXPECT_THAT(Run({"call", "UploadBlob"}).err, HasSubstr("lotse help blob put"));
  EXPECT_THAT(Run({"call", "ImportStudy"}).err, HasSubstr("lotse help qual import"));
  EXPECT_THAT(Run({"call", "SubmitResponses"}).err, HasSubstr("lotse help import answers"));
}

}  // namespace
}  // namespace lotse::cli
