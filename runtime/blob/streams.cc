// The two streams of BlobService.
#include <openssl/evp.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/blob/blob_rules.h"
#include "runtime/blob/blob_service.h"
#include "runtime/blob/content.h"
#include "runtime/resource/replay.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/waiting.h"
#include "runtime/schema/address.h"
#include "runtime/schema/request.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"

namespace lotse::blob {

using rpc::Waiting;
using type::v1alpha::Blob;
using type::v1alpha::DownloadBlobRequest;
using type::v1alpha::DownloadBlobResponse;
using type::v1alpha::UploadBlobRequest;

namespace {

// One thing happens after the other: reading message by message, then summing up
// on a thread of the shell, then writing. Only while it waits for a message may
// others end it. So it needs no lock of its own.
class Upload final : public grpc::ServerReadReactor<UploadBlobRequest> {
 public:
  Upload(Uploads* uploads, std::shared_ptr<rpc::Call> call, Blob* reply)
      : uploads_(uploads),
        call_(std::move(call)),
        reply_(reply),
        waiting_(std::make_shared<Waiting>(uploads->max_standstill,
                                           [this](absl::Status end) { End(std::move(end)); })) {
    rpc::Shell* const shell = uploads_->api->shell();
    shell->WhenKnown(call_, [this, shell] {
      Continue(shell->Open(
          *call_, [waiting = waiting_](absl::Status end) { waiting->Stop(std::move(end)); }));
    });
  }
  ~Upload() override {
    if (counted_) --uploads_->running;
  }

 private:
  void OnDone() override { delete this; }
  void OnReadDone(bool ok) override;
  void Continue(absl::Status status);
  absl::Status TakeMessage();
  absl::Status TakeHead();
  absl::Status CheckWhole() const;
  void Store();
  absl::StatusOr<resource::Store::Fate> Write(resource::Tx& tx, const Blob& blob);
  void End(absl::Status status) { Finish(call_->End(std::move(status))); }

  Uploads* const uploads_;
  const std::shared_ptr<rpc::Call> call_;
  Blob* const reply_;
  const std::shared_ptr<Waiting> waiting_;
  UploadBlobRequest message_;
  UploadBlobRequest::Head head_;
  bool has_head_ = false;
  bool counted_ = false;
  absl::Cord content_;
};

void Upload::Continue(absl::Status status) {
  if (status.ok()) status = waiting_->Begin([this] { StartRead(&message_); });
  if (!status.ok()) End(std::move(status));
}

void Upload::OnReadDone(bool ok) {
  if (!waiting_->Over()) return;
  if (ok) {
    call_->Received();
    return Continue(TakeMessage());
  }
  absl::Status status = CheckWhole();
  if (status.ok()) status = uploads_->api->shell()->Post([this] { Store(); });
  if (!status.ok()) End(std::move(status));
}

absl::Status Upload::TakeMessage() {
  if (absl::Status s = rpc::InvalidFields(CheckMessage(message_, !has_head_)); !s.ok()) return s;
  const bool first = !std::exchange(has_head_, true);
  if (first) head_ = std::move(*message_.mutable_head());
  if (absl::Status s = call_->Authorize(head_.parent()); !s.ok()) return s;
  if (absl::Status s = first ? TakeHead() : absl::OkStatus(); !s.ok()) return s;
  content_.Append(std::move(*message_.mutable_piece()));
  return CheckSize(content_.size());
}

absl::Status Upload::TakeHead() {
  rpc::FieldViolations violations = schema::CheckRequest(uploads_->method, head_);
  for (auto& violation : violations) violation.field = absl::StrCat("head.", violation.field);
  for (auto& violation : CheckHead(head_)) violations.push_back(std::move(violation));
  if (!violations.empty()) return rpc::InvalidFields(violations);
  counted_ = true;
  if (++uploads_->running <= Uploads::kMax) return absl::OkStatus();
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                         "too many files are being stored already; try again later", 5);
}

absl::Status Upload::CheckWhole() const {
  // A read also ends when the connection breaks.
  if (call_->gone()) return Refused("was cut off; send it again");
  return has_head_ ? absl::OkStatus() : rpc::InvalidFields(CheckMessage({}, /*first=*/true));
}

void Upload::Store() {
  const std::string sum = types::Sha256Hex(content_.Flatten());
  absl::Status status = CheckContent(content_.size(), sum, head_.sha256());
  if (!status.ok()) return End(std::move(status));
  head_.set_sha256(sum);  // So that a request id belongs to the content too.
  Blob blob;
  blob.set_name(absl::StrCat(head_.parent(), "/blobs/", types::NewRandomUuid()));
  blob.set_file_name(head_.blob().file_name());
  blob.set_media_type(head_.blob().media_type());
  blob.set_size_bytes(static_cast<int64_t>(content_.size()));
  blob.set_sha256(sum);
  uploads_->api->store()->Write(
      resource::PatienceOf(call_), resource::CauseOf(call_, head_.request_id()),
      [this, blob = std::move(blob)](resource::Tx& tx) { return Write(tx, blob); },
      [this](absl::Status status) { End(std::move(status)); });
}

absl::StatusOr<resource::Store::Fate> Upload::Write(resource::Tx& tx, const Blob& blob) {
  const absl::Status done = resource::Once(tx, uploads_->method, head_, reply_, [&] {
    *reply_ = blob;
    if (absl::Status s = tx.Create(reply_); !s.ok()) return s;
    PutContent(tx, blob.name(), content_.Flatten());
    return absl::OkStatus();
  });
  if (!done.ok()) return done;
  // gRPC may say so only a moment after the last read.
  if (absl::Status s = CheckWhole(); !s.ok()) return s;
  return resource::Store::Fate::kKeep;
}

// It reads a piece only after the one before was sent, each in a short read of its
// own: a slow caller holds neither memory nor the store. It needs no lock either: who
// reads nothing for too long is cut off, and then the write that waits fails.
class Download final : public grpc::ServerWriteReactor<DownloadBlobResponse> {
 public:
  Download(const resource::Api* api, std::shared_ptr<rpc::Call> call,
           const DownloadBlobRequest* request, std::shared_ptr<Waiting> waiting)
      : api_(api),
        call_(std::move(call)),
        name_(request->name()),
        waiting_(std::move(waiting)),
        sum_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    if (EVP_DigestInit_ex(sum_.get(), EVP_sha256(), nullptr) != 1) std::abort();
    api_->shell()->WhenKnown(call_, [this, request] { Start(*request); });
  }

 private:
  void OnDone() override { delete this; }
  void OnWriteDone(bool ok) override;
  void Start(const DownloadBlobRequest& request);
  void Continue();
  void SendNext();
  absl::Status ReadNext(resource::Tx& tx);
  absl::Status CheckWhole() const;
  absl::Status Damaged() const;
  void End(absl::Status status) { Finish(call_->End(std::move(status))); }

  const resource::Api* const api_;
  const std::shared_ptr<rpc::Call> call_;
  const std::string name_;
  const std::shared_ptr<Waiting> waiting_;
  Blob blob_;
  DownloadBlobResponse response_;
  int64_t position_ = 0;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> sum_;
};

void Download::Start(const DownloadBlobRequest& request) {
  const schema::Method& method = api_->store()->schema().MethodOf(request.GetDescriptor());
  absl::Status status = call_->Authorize(name_);
  if (status.ok()) status = rpc::InvalidFields(schema::CheckRequest(method, request));
  // Nothing to do when the shell stops: it takes no job for the next piece.
  if (status.ok()) status = api_->shell()->Open(*call_, [](absl::Status) {});
  if (!status.ok()) return End(std::move(status));
  api_->LogRead(
      call_, request, [this](resource::Tx& tx) { return tx.Load(name_, &blob_); },
      [this](absl::Status logged) { logged.ok() ? Continue() : End(std::move(logged)); });
}

void Download::Continue() {
  absl::Status status = call_->Authorize(name_);
  if (status.ok()) status = api_->shell()->Post([this] { SendNext(); });
  if (!status.ok()) End(std::move(status));
}

void Download::SendNext() {
  absl::Status status = api_->store()->Read(resource::PatienceOf(call_),
                                            [this](resource::Tx& tx) { return ReadNext(tx); });
  if (status.ok()) status = waiting_->Begin([this] { StartWrite(&response_); });
  if (!status.ok()) End(std::move(status));
}

absl::Status Download::ReadNext(resource::Tx& tx) {
  // Each time: it may have been deleted meanwhile.
  if (absl::Status s = tx.Load(name_, &blob_); !s.ok()) return s;
  const schema::Address address = schema::AddressOf(name_);
  sql::Query query = tx.connection().Prepare("GetBlobPiece");
  query.Bind(1, address.scope).Bind(2, address.local).Bind(3, position_);
  if (!query.Next() || query.Number(0) != position_ || query.View(1).empty()) return Damaged();
  response_.Clear();
  if (position_ == 0) *response_.mutable_blob() = blob_;
  response_.set_piece(query.Text(1));
  const std::string& piece = response_.piece();
  if (EVP_DigestUpdate(sum_.get(), piece.data(), piece.size()) != 1) std::abort();
  position_ += static_cast<int64_t>(piece.size());
  return absl::OkStatus();
}

void Download::OnWriteDone(bool ok) {
  waiting_->Over();
  if (!ok) return End(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "nobody reads it"));
  call_->Sent();
  position_ < blob_.size_bytes() ? Continue() : End(CheckWhole());
}

absl::Status Download::CheckWhole() const {
  std::string sum(32, '\0');
  auto* const digest = reinterpret_cast<unsigned char*>(sum.data());
  if (EVP_DigestFinal_ex(sum_.get(), digest, nullptr) != 1) std::abort();
  const bool whole =
      position_ == blob_.size_bytes() && absl::BytesToHexString(sum) == blob_.sha256();
  return whole ? absl::OkStatus() : Damaged();
}

absl::Status Download::Damaged() const {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "a stored file is not what it was when it was stored", {{"resource", name_}});
}

}  // namespace

grpc::ServerReadReactor<UploadBlobRequest>* BlobService::UploadBlob(Context* context, Blob* reply) {
  return new Upload(&uploads_, api_->shell()->BeginStream(context, UploadBlobRequest::descriptor()),
                    reply);
}

grpc::ServerWriteReactor<DownloadBlobResponse>* BlobService::DownloadBlob(
    Context* context, const DownloadBlobRequest* request) {
  // A status would wait behind the pieces that nobody takes.
  auto waiting = std::make_shared<Waiting>(
      max_standstill_, [context](const absl::Status&) { context->TryCancel(); });
  return new Download(api_, api_->shell()->BeginStream(context, request->GetDescriptor()), request,
                      std::move(waiting));
}

}  // namespace lotse::blob
