// Storing files, over gRPC.
#include "runtime/blob/blob_server_test.h"

namespace lotse::blob {
namespace {

TEST_F(BlobServiceTest, WhatIsStoredComesBack) {
  for (const size_t size : {size_t{1}, size_t{300} << 10, kMaxBytes}) {
    const std::string bytes = MakeBytes(size);
    UploadBlobRequest::Head head = MakeHead();
    head.set_sha256(absl::AsciiStrToUpper(types::Sha256Hex(bytes)));
    head.mutable_blob()->set_name("made up");
    Blob blob, got, sent;
    ASSERT_TRUE(Upload(head, bytes, &blob).ok()) << size;
    EXPECT_THAT(blob.name(), testing::StartsWith("programmes/vopi/blobs/"));
    EXPECT_EQ(blob.file_name(), "Leitbild.pdf");
    EXPECT_EQ(blob.media_type(), "application/pdf");
    EXPECT_EQ(blob.size_bytes(), static_cast<int64_t>(size));
    EXPECT_EQ(blob.sha256(), types::Sha256Hex(bytes));
    EXPECT_EQ(blob.etag(), "1");
    grpc::ClientContext context;
    GetBlobRequest request;
    request.set_name(blob.name());
    EXPECT_TRUE(stub_->GetBlob(&context, request, &got).ok());
    EXPECT_EQ(got.DebugString(), blob.DebugString());
    std::string back;
    EXPECT_TRUE(Download(blob.name(), &back, &sent).ok());
    EXPECT_TRUE(back == bytes) << size;
    EXPECT_EQ(sent.DebugString(), blob.DebugString());
  }
  EXPECT_EQ(List().blobs_size(), 3);
}

TEST_F(BlobServiceTest, WhatIsWrongIsRefusedAndNotStored) {
  using type::v1alpha::ERROR_REASON_BLOB_REFUSED;
  using type::v1alpha::ERROR_REASON_INVALID_FIELDS;
  using type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
  struct Case {
    std::string what;
    type::v1alpha::ErrorReason reason;
    std::string says;
    std::vector<UploadBlobRequest> messages;
  };
  std::vector<Case> cases;
  const auto add = [&](const std::string& what, type::v1alpha::ErrorReason reason,
                       const std::string& says) {
    UploadBlobRequest message;
    *message.mutable_head() = MakeHead();
    message.set_piece("x");
    cases.push_back({what, reason, says, {message}});
    return cases.back().messages[0].mutable_head();
  };
  UploadBlobRequest piece;
  piece.set_piece(std::string(kMaxPieceBytes, 'x'));
  add("one byte too many", ERROR_REASON_BLOB_REFUSED, "too large");
  for (size_t i = 0; i < kMaxBytes / kMaxPieceBytes; ++i) cases.back().messages.push_back(piece);
  add("empty", ERROR_REASON_BLOB_REFUSED, "empty");
  cases.back().messages[0].clear_piece();
  add("wrong sum", ERROR_REASON_BLOB_REFUSED, "sum")->set_sha256(types::Sha256Hex("y"));
  add("no sum", ERROR_REASON_INVALID_FIELDS, "head.sha256")->set_sha256("y");
  add("nothing", ERROR_REASON_INVALID_FIELDS, "head: missing");
  cases.back().messages.clear();
  add("no head", ERROR_REASON_INVALID_FIELDS, "head: missing");
  cases.back().messages[0].clear_head();
  add("two heads", ERROR_REASON_INVALID_FIELDS, "head: only the first");
  cases.back().messages.push_back(cases.back().messages[0]);
  add("long piece", ERROR_REASON_INVALID_FIELDS, "piece");
  cases.back().messages[0].set_piece(std::string(kMaxPieceBytes + 1, 'x'));
  add("name", ERROR_REASON_INVALID_FIELDS, "head.blob.file_name")
      ->mutable_blob()
      ->set_file_name("");
  add("type", ERROR_REASON_INVALID_FIELDS, "head.blob.media_type")
      ->mutable_blob()
      ->set_media_type("text/html");
  add("no parent", ERROR_REASON_INVALID_FIELDS, "head.parent")->set_parent("");
  add("no such parents", ERROR_REASON_INVALID_FIELDS, "head.parent")->set_parent("territories/x");
  add("request id", ERROR_REASON_INVALID_FIELDS, "head.request_id")->set_request_id("1");
  add("unknown parent", ERROR_REASON_RESOURCE_NOT_FOUND, "programmes/none")
      ->set_parent("programmes/none");
  for (const Case& c : cases) {
    Blob blob;
    const absl::Status status = Send(c.messages, &blob);
    EXPECT_EQ(rpc::ReasonOf(status), c.reason) << c.what << " " << status;
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(c.says)) << c.what;
  }
  EXPECT_EQ(List().blobs_size(), 0);
}

TEST_F(BlobServiceTest, WhatIsCutOffIsNotStored) {
  for (int i = 0; i < 40; ++i) {
    grpc::ClientContext context;
    Blob blob;
    auto writer = stub_->UploadBlob(&context, &blob);
    UploadBlobRequest message;
    *message.mutable_head() = MakeHead();
    message.set_piece(MakeBytes(1000 * (i + 1), "cut off"));
    const double before = Received();
    EXPECT_TRUE(writer->Write(message));
    // Every other one is cut off when its message has arrived for sure.
    while (i % 2 == 1 && Received() == before) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    context.TryCancel();
    EXPECT_FALSE(writer->Finish().ok());
  }
  EndServer();
  EXPECT_FALSE(OnDisk("cut off-1;"));
  ListBlobsResponse response;
  resource::Page page;
  page.parent = kParent;
  EXPECT_TRUE(store_->Read([&](resource::Tx& tx) { return tx.List(page, &response); }).ok());
  EXPECT_EQ(response.blobs_size(), 0);
}

TEST_F(BlobServiceTest, ARepeatedRequestIsAnsweredWithTheStoredFile) {
  UploadBlobRequest::Head head = MakeHead();
  head.set_request_id(kRequestId);
  Blob first, again, other;
  ASSERT_TRUE(Upload(head, "content", &first).ok());
  ASSERT_TRUE(Upload(head, "content", &again).ok());
  EXPECT_EQ(again.DebugString(), first.DebugString());
  EXPECT_EQ(List().blobs_size(), 1);
  EXPECT_EQ(rpc::ReasonOf(Upload(head, "other content", &other)),
            type::v1alpha::ERROR_REASON_REQUEST_ID_REUSED);
  head.clear_request_id();
  ASSERT_TRUE(Upload(head, "content", &other).ok());
  EXPECT_NE(other.name(), first.name());
}

struct Running {
  grpc::ClientContext context;
  Blob blob;
  std::unique_ptr<grpc::ClientWriter<UploadBlobRequest>> writer;
};

TEST_F(BlobServiceTest, UploadsThatStandStillGiveTheirPlacesBack) {
  Serve(absl::Milliseconds(100));
  std::vector<Running> all(Uploads::kMax);
  Running silent;
  silent.writer = stub_->UploadBlob(&silent.context, &silent.blob);
  UploadBlobRequest message;
  *message.mutable_head() = MakeHead();
  message.set_piece("x");
  for (Running& running : all) {
    running.writer = stub_->UploadBlob(&running.context, &running.blob);
    EXPECT_TRUE(running.writer->Write(message));
  }
  for (Running& running : all) {
    EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpcStatus(running.writer->Finish())),
              type::v1alpha::ERROR_REASON_CALLER_GONE);
  }
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpcStatus(silent.writer->Finish())),
            type::v1alpha::ERROR_REASON_CALLER_GONE);
  // gRPC is done with them only a moment later.
  absl::Status status;
  do {
    status = Upload(MakeHead(), "x", &silent.blob);
  } while (rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_OVERLOADED);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(List().blobs_size(), 1);
}

TEST_F(BlobServiceTest, UploadsThatAreSlowButMoveAreStored) {
  Serve(absl::Milliseconds(300));
  Running slow;
  slow.writer = stub_->UploadBlob(&slow.context, &slow.blob);
  UploadBlobRequest message;
  *message.mutable_head() = MakeHead();
  for (int i = 0; i < 8; ++i) {
    message.set_piece("x");
    EXPECT_TRUE(slow.writer->Write(message));
    message.clear_head();
    absl::SleepFor(absl::Milliseconds(60));
  }
  slow.writer->WritesDone();
  EXPECT_TRUE(slow.writer->Finish().ok());
  EXPECT_EQ(slow.blob.size_bytes(), 8);
}

// The alarm rings while messages, ends and cancellations come.
TEST_F(BlobServiceTest, TheEndOfAStandstillMeetsEveryOther) {
  Serve(absl::Milliseconds(3));
  for (int i = 0; i < 150; ++i) {
    Running running;
    running.writer = stub_->UploadBlob(&running.context, &running.blob);
    UploadBlobRequest message;
    *message.mutable_head() = MakeHead();
    message.set_piece("x");
    running.writer->Write(message);
    absl::SleepFor(absl::Microseconds(2000 + 20 * (i % 100)));
    if (i % 3 == 0) running.context.TryCancel();
    if (i % 3 == 1) running.writer->WritesDone();
    const grpc::Status status = running.writer->Finish();
    if (i % 3 == 2) {
      EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
    }
  }
}

TEST_F(BlobServiceTest, OnlySoManyAtOnce) {
  std::vector<Running> all(Uploads::kMax + 1);
  UploadBlobRequest message;
  *message.mutable_head() = MakeHead();
  message.set_piece("x");
  for (Running& running : all) {
    running.writer = stub_->UploadBlob(&running.context, &running.blob);
    EXPECT_TRUE(running.writer->Write(message));
  }
  while (Received() < static_cast<double>(all.size())) absl::SleepFor(absl::Milliseconds(1));
  int stored = 0, refused = 0;
  for (Running& running : all) {
    running.writer->WritesDone();
    const absl::Status status = rpc::FromGrpcStatus(running.writer->Finish());
    stored += status.ok();
    refused += rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_OVERLOADED;
  }
  EXPECT_EQ(stored, Uploads::kMax);
  EXPECT_EQ(refused, 1);
  Blob blob;
  EXPECT_TRUE(Upload(MakeHead(), "x", &blob).ok());
}

}  // namespace
}  // namespace lotse::blob
