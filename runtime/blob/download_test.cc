// Reading and deleting files, and the end of streams, over gRPC.
#include "runtime/blob/blob_server_test.h"
#include "runtime/history/change_log.h"
#include "runtime/schema/address.h"

namespace lotse::blob {
namespace {

TEST_F(BlobServiceTest, DownloadsOfWhatIsNotThere) {
  std::string bytes;
  EXPECT_EQ(rpc::ReasonOf(Download(kAbsent, &bytes)),
            type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(rpc::ReasonOf(Download("programmes/vopi", &bytes)),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_EQ(bytes, "");
}

// The entries of the log that say that something was read, in their order.
std::vector<history::Entry> Reads(resource::Store& store) {
  std::vector<history::Entry> reads;
  EXPECT_TRUE(store
                  .Read([&](resource::Tx& tx) {
                    history::ReadEntries(tx.connection(), kParent, 0, 1000,
                                         [&](const history::Entry& entry) {
                                           if (entry.verb == "READ") reads.push_back(entry);
                                           return true;
                                         });
                    return absl::OkStatus();
                  })
                  .ok());
  return reads;
}

TEST_F(BlobServiceTest, ThatAFileIsReadStandsInTheLogBeforeItIsSent) {
  Blob blob;
  ASSERT_TRUE(Upload(MakeHead(), MakeBytes(kMaxBytes), &blob).ok());
  grpc::ClientContext context;
  DownloadBlobRequest request;
  request.set_name(blob.name());
  auto reader = stub_->DownloadBlob(&context, request);
  DownloadBlobResponse response;
  ASSERT_TRUE(reader->Read(&response));
  const auto reads = Reads(*store_);  // Once, however many pieces there are.
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_EQ(reads[0].resource, blob.name());
  EXPECT_EQ(reads[0].actor, "local");
  EXPECT_EQ(reads[0].content, "");
  while (reader->Read(&response)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(Reads(*store_).size(), 1U);
}

TEST_F(BlobServiceTest, RefusedDownloadsLeaveNoEntry) {
  std::string bytes;
  EXPECT_FALSE(Download(kAbsent, &bytes).ok());
  EXPECT_FALSE(Download("programmes/vopi", &bytes).ok());
  EXPECT_EQ(Reads(*store_).size(), 0U);
}

TEST_F(BlobServiceTest, DamageIsSeen) {
  const std::string right = MakeBytes(300 << 10);
  std::string altered = right;
  altered[299 << 10] ^= 1;
  for (const std::string& now : {altered, right.substr(0, 299 << 10), right + "x",
                                 right.substr(0, kRowBytes), std::string()}) {
    Blob blob;
    ASSERT_TRUE(Upload(MakeHead(), right, &blob).ok());
    ASSERT_TRUE(InStore([&](resource::Tx& tx) {
                  const schema::Address address = schema::AddressOf(blob.name());
                  const auto run = [&](const char* statement, const std::string* row) {
                    sql::Query query = tx.connection().Prepare(statement);
                    query.Bind(1, address.scope).Bind(2, address.local);
                    if (row != nullptr) query.Bind(3, int64_t{0}).BindBytes(4, *row);
                    query.Run();
                  };
                  run("DeleteBlobPieces", nullptr);
                  if (!now.empty()) run("InsertBlobPiece", &now);
                  return absl::OkStatus();
                }).ok());
    std::string bytes;
    EXPECT_EQ(rpc::ReasonOf(Download(blob.name(), &bytes)),
              type::v1alpha::ERROR_REASON_STORE_CORRUPT)
        << now.size();
  }
}

TEST_F(BlobServiceTest, DeletingDestroysTheBytes) {
  Blob blob, kept;
  ASSERT_TRUE(Upload(MakeHead(), MakeBytes(700'000, "secret"), &blob).ok());
  ASSERT_TRUE(Upload(MakeHead(), MakeBytes(700'000, "kept"), &kept).ok());
  EXPECT_TRUE(OnDisk("secret-20;"));
  DeleteBlobRequest request;
  request.set_name(blob.name());
  request.set_etag("7");
  EXPECT_EQ(rpc::ReasonOf(Delete(request)), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
  request.set_etag("1");
  request.set_validate_only(true);
  EXPECT_TRUE(Delete(request).ok());
  std::string bytes;
  EXPECT_TRUE(Download(blob.name(), &bytes).ok());
  request.set_validate_only(false);
  request.set_request_id(kRequestId);
  EXPECT_TRUE(Delete(request).ok());
  for (const char* part : {"secret-20;", "secret-30000;", "secret-50000;"}) {
    EXPECT_FALSE(OnDisk(part)) << part;
  }
  EXPECT_TRUE(Delete(request).ok());  // The same request again.
  request.clear_request_id();
  EXPECT_EQ(rpc::ReasonOf(Delete(request)), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  request.set_allow_missing(true);
  EXPECT_TRUE(Delete(request).ok());
  request.set_name("programmes/vopi");
  EXPECT_EQ(rpc::ReasonOf(Delete(request)), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_EQ(rpc::ReasonOf(Download(blob.name(), &bytes)),
            type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  bytes.clear();
  EXPECT_TRUE(Download(kept.name(), &bytes).ok());
  EXPECT_TRUE(bytes == MakeBytes(700'000, "kept"));
}

TEST_F(BlobServiceTest, DeletingSaysWhenTheBytesAreNotDestroyedYet) {
  struct Case {
    const char* request_id;
    bool allow_missing;
    type::v1alpha::ErrorReason again;
  };
  for (const Case& c : {Case{kRequestId, false, type::v1alpha::ERROR_REASON_UNSPECIFIED},
                        Case{"", true, type::v1alpha::ERROR_REASON_UNSPECIFIED},
                        Case{"", false, type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND}}) {
    Blob blob;
    ASSERT_TRUE(Upload(MakeHead(), MakeBytes(100'000, "secret"), &blob).ok());
    DeleteBlobRequest request;
    request.set_name(blob.name());
    request.set_request_id(c.request_id);
    request.set_allow_missing(c.allow_missing);
    {
      SQLite::Database reader(folder_ + "/x.db", SQLite::OPEN_READONLY);
      reader.exec("BEGIN");
      EXPECT_GT(reader.execAndGet("SELECT count(*) FROM blob_piece").getInt(), 0);
      EXPECT_EQ(rpc::ReasonOf(Delete(request)), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
      EXPECT_TRUE(OnDisk("secret-20;"));
    }
    EXPECT_TRUE(OnDisk("secret-20;"));
    EXPECT_EQ(rpc::ReasonOf(Delete(request)), c.again);
    EXPECT_FALSE(OnDisk("secret-20;"));
  }
}

TEST_F(BlobServiceTest, DownloadsThatNobodyReadsEnd) {
  Blob blob;
  ASSERT_TRUE(Upload(MakeHead(), MakeBytes(kMaxBytes), &blob).ok());
  Serve(absl::Milliseconds(100));
  grpc::ClientContext context;
  DownloadBlobRequest request;
  request.set_name(blob.name());
  auto reader = stub_->DownloadBlob(&context, request);
  DownloadBlobResponse response;
  EXPECT_TRUE(reader->Read(&response));
  while (Gone() == 0) absl::SleepFor(absl::Milliseconds(1));
  while (reader->Read(&response)) {
  }
  EXPECT_FALSE(reader->Finish().ok());
  std::string bytes;
  EXPECT_TRUE(Download(blob.name(), &bytes).ok());
}

TEST_F(BlobServiceTest, StreamsEndWhenTheShellStops) {
  Blob blob;
  ASSERT_TRUE(Upload(MakeHead(), MakeBytes(kMaxBytes), &blob).ok());
  grpc::ClientContext download_context, upload_context, left_context;
  DownloadBlobRequest request;
  request.set_name(blob.name());
  auto reader = stub_->DownloadBlob(&download_context, request);
  DownloadBlobResponse response;
  EXPECT_TRUE(reader->Read(&response));
  auto left = stub_->DownloadBlob(&left_context, request);
  EXPECT_TRUE(left->Read(&response));
  left_context.TryCancel();
  const double received = Received();
  auto writer = stub_->UploadBlob(&upload_context, &blob);
  UploadBlobRequest message;
  *message.mutable_head() = MakeHead();
  message.set_piece("x");
  EXPECT_TRUE(writer->Write(message));
  while (Received() <= received) absl::SleepFor(absl::Milliseconds(1));
  shell_->Stop();
  size_t pieces = 1;
  while (reader->Read(&response)) ++pieces;
  EXPECT_LT(pieces, kMaxBytes / kRowBytes);
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpcStatus(reader->Finish())),
            type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  // It stands still.
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpcStatus(writer->Finish())),
            type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_EQ(left->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace lotse::blob
