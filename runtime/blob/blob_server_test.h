#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/blob/blob_rules.h"
#include "runtime/blob/blob_service.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/types/sha256.h"

namespace lotse::blob {
using google::protobuf::Empty;
using type::v1alpha::Blob;
using type::v1alpha::DeleteBlobRequest;
using type::v1alpha::DownloadBlobRequest;
using type::v1alpha::DownloadBlobResponse;
using type::v1alpha::GetBlobRequest;
using type::v1alpha::ListBlobsRequest;
using type::v1alpha::ListBlobsResponse;
using type::v1alpha::UploadBlobRequest;

inline constexpr char kParent[] = "programmes/vopi";
inline constexpr char kAbsent[] = "programmes/vopi/blobs/0b8f2f5e-5d1c-4d63-9c1a-2f1f0f6f2a11";
inline constexpr char kRequestId[] = "7d9a4c1e-3b7f-4f55-8a0e-6f2f7b1c9d10";

// Bytes that are nowhere else: their beginning is found in a file that holds them.
inline std::string MakeBytes(size_t size, const std::string& seed = "bytes") {
  std::string bytes;
  for (int i = 0; bytes.size() < size; ++i) absl::StrAppend(&bytes, seed, "-", i, ";");
  bytes.resize(size);
  return bytes;
}

// BlobService behind a gRPC server of its own, over a store with one parent, kParent.
class BlobServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/blobXXXXXX";
    folder_ = mkdtemp(pattern.data());
    rpc::Shell::Options shell_options;
    shell_options.domain = "test.lotse";
    log_file_ = std::tmpfile();
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    auto methods =
        ops::Methods::Make({UploadBlobRequest::descriptor()->file()->service(0)}, {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    shell_ =
        std::make_unique<rpc::Shell>(shell_options, *std::move(methods), &registry_, log_.get());
    resource::Store::Options options;
    options.path = folder_ + "/x.db";
    auto schema = schema::Schema::Compile(
        {kerneltest::GetTownRequest::descriptor()->file()->service(0)->full_name(),
         "lotse.type.v1alpha.BlobService"});
    ASSERT_TRUE(schema.ok()) << schema.status();
    options.schema = *std::move(schema);
    options.clock = absl::Now;
    auto store = resource::Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    standard_ = std::make_unique<resource::Standard>(&store_->schema());
    api_ = std::make_unique<resource::Api>(shell_.get(), store_.get(), standard_.get());
    kerneltest::Project project;
    project.set_name(kParent);
    project.set_title("VOPI");
    ASSERT_TRUE(InStore([&](resource::Tx& tx) { return tx.Create(&project); }).ok());
    Serve(BlobService::kMaxStandstill);
  }
  void Serve(absl::Duration max_standstill) {
    EndServer();
    service_ = std::make_unique<BlobService>(api_.get(), max_standstill);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = type::v1alpha::BlobService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }
  void TearDown() override {
    EndServer();
    store_.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }
  void EndServer() {
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
  }

  absl::Status InStore(absl::FunctionRef<absl::Status(resource::Tx&)> work) {
    return store_->WriteAndWait({"test", "", ""}, work);
  }

  static UploadBlobRequest::Head MakeHead() {
    UploadBlobRequest::Head head;
    head.set_parent(kParent);
    head.mutable_blob()->set_file_name("Leitbild.pdf");
    head.mutable_blob()->set_media_type("application/pdf");
    return head;
  }

  absl::Status Send(const std::vector<UploadBlobRequest>& messages, Blob* blob) {
    grpc::ClientContext context;
    auto writer = stub_->UploadBlob(&context, blob);
    for (const UploadBlobRequest& message : messages) {
      if (!writer->Write(message)) break;
    }
    writer->WritesDone();
    return rpc::FromGrpcStatus(writer->Finish());
  }
  absl::Status Upload(const UploadBlobRequest::Head& head, const std::string& bytes, Blob* blob) {
    std::vector<UploadBlobRequest> messages(1);
    *messages[0].mutable_head() = head;
    for (size_t at = 0; at < bytes.size(); at += kMaxPieceBytes) {
      if (at > 0) messages.emplace_back();
      messages.back().set_piece(bytes.substr(at, kMaxPieceBytes));
    }
    return Send(messages, blob);
  }
  absl::Status Download(const std::string& name, std::string* bytes, Blob* blob = nullptr) {
    grpc::ClientContext context;
    DownloadBlobRequest request;
    request.set_name(name);
    auto reader = stub_->DownloadBlob(&context, request);
    DownloadBlobResponse response;
    for (bool first = true; reader->Read(&response); first = false) {
      EXPECT_EQ(response.has_blob(), first);
      if (first && blob != nullptr) *blob = response.blob();
      *bytes += response.piece();
    }
    return rpc::FromGrpcStatus(reader->Finish());
  }
  absl::Status Delete(const DeleteBlobRequest& request) {
    grpc::ClientContext context;
    Empty reply;
    return rpc::FromGrpcStatus(stub_->DeleteBlob(&context, request, &reply));
  }
  ListBlobsResponse List() {
    grpc::ClientContext context;
    ListBlobsRequest request;
    request.set_parent(kParent);
    ListBlobsResponse response;
    const grpc::Status status = stub_->ListBlobs(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // Calls that ended so far with CALLER_GONE.
  double Gone() {
    double sum = 0;
    for (const auto& family : registry_.Collect()) {
      if (family.name != "grpc_server_handled_total") continue;
      for (const auto& metric : family.metric) {
        for (const auto& label : metric.label) {
          if (label.value == "DeadlineExceeded") sum += metric.counter.value;
        }
      }
    }
    return sum;
  }
  // Whether a file of the store holds the text.
  bool OnDisk(const std::string& text) {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (absl::StrContains(all, text)) return true;
    }
    return false;
  }
  double Received() {
    double sum = 0;
    for (const auto& family : registry_.Collect()) {
      if (family.name != "grpc_server_msg_received_total") continue;
      for (const auto& metric : family.metric) sum += metric.counter.value;
    }
    return sum;
  }

  std::string folder_;
  std::FILE* log_file_ = nullptr;
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  std::unique_ptr<resource::Store> store_;
  std::unique_ptr<resource::Standard> standard_;
  std::unique_ptr<resource::Api> api_;
  std::unique_ptr<BlobService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<type::v1alpha::BlobService::Stub> stub_;
};

}  // namespace lotse::blob
