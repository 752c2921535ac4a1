// The two streams of StudyExchangeService.
#include "services/survey/api/study_exchange_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/waiting.h"
#include "runtime/schema/request.h"
#include "runtime/types/sha256.h"
#include "services/survey/app/study_exchange.h"

namespace lotse::survey {
namespace {

using rpc::Waiting;
using v1alpha::ExportStudyRequest;
using v1alpha::ExportStudyResponse;
using v1alpha::ImportStudyRequest;
using v1alpha::ImportStudyResponse;

// Most bytes of the file in a message.
constexpr size_t kMostPieceBytes = 64 << 10;

schema::Method MethodOfHead(const schema::Schema& schema) {
  schema::Method method = schema.MethodOf(ImportStudyRequest::descriptor());
  method.parent = ImportStudyRequest::Head::descriptor()->FindFieldByName("parent");
  method.patterns = schema.PatternsFor(method.parent);
  return method;
}

absl::Status TooMany() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                         "too many files are being made or read already; try again later", 5);
}

absl::Status FileRefused(absl::string_view why) {
  return rpc::Error(type::v1alpha::ERROR_REASON_BLOB_REFUSED, absl::StrCat("the file ", why));
}

// A place among the streams that hold a file, until it leaves or ends. Who was answered may come
// again at once: so a stream leaves before it answers, and keeps no file then.
class ExchangePlace {
 public:
  explicit ExchangePlace(StudyExchanges* exchanges) : exchanges_(*exchanges) {}
  ~ExchangePlace() { Leave(); }
  ExchangePlace(const ExchangePlace&) = delete;
  ExchangePlace& operator=(const ExchangePlace&) = delete;

  // Once.
  absl::Status Take() {
    taken_ = true;
    return ++exchanges_.running <= StudyExchanges::kMostAtOnce ? absl::OkStatus() : TooMany();
  }
  void Leave() {
    if (std::exchange(taken_, false)) --exchanges_.running;
  }

 private:
  StudyExchanges& exchanges_;
  bool taken_ = false;
};

// One call of ExportStudy. That the material is read stands in the change log before the file is
// made. A piece is sent only when the one before was taken, and the caller's permission is asked
// for again before each; who takes none for too long is cut off.
class StudyExportStream final : public grpc::ServerWriteReactor<ExportStudyResponse> {
 public:
  StudyExportStream(StudyExchanges* exchanges, std::shared_ptr<rpc::Call> call,
                    const ExportStudyRequest& request, std::shared_ptr<Waiting> waiting)
      : exchanges_(*exchanges),
        call_(std::move(call)),
        request_(request),
        waiting_(std::move(waiting)),
        place_(exchanges) {
    exchanges_.api.shell()->WhenKnown(call_, [this] { Start(); });
  }

 private:
  void OnDone() override { delete this; }
  void OnWriteDone(bool ok) override;
  void Start();
  void Prepare();
  void Continue();
  void SendNext();
  void FillNext();
  void Post(void (StudyExportStream::*step)());
  void End(absl::Status status) {
    file_ = StudyFile();
    place_.Leave();
    Finish(call_->End(std::move(status)));
  }

  StudyExchanges& exchanges_;
  const std::shared_ptr<rpc::Call> call_;
  const ExportStudyRequest& request_;
  const std::shared_ptr<Waiting> waiting_;
  ExchangePlace place_;
  v1alpha::Study study_;
  StudyFile file_;
  std::string sum_;
  ExportStudyResponse response_;
  size_t next_ = 0;  // The first byte that was not sent.
  bool begun_ = false;
};

void StudyExportStream::Post(void (StudyExportStream::*step)()) {
  const absl::Status posted = exchanges_.api.shell()->Post([this, step] { (this->*step)(); });
  if (!posted.ok()) End(posted);
}

void StudyExportStream::Start() {
  const schema::Method& method =
      exchanges_.api.store()->schema().MethodOf(request_.GetDescriptor());
  absl::Status status = call_->Authorize(request_.parent());
  if (status.ok()) {
    rpc::FieldViolations violations = schema::CheckRequest(method, request_);
    if (violations.empty()) violations = CheckExportStudy(request_);
    status = rpc::InvalidFields(violations);
  }
  if (status.ok()) status = place_.Take();
  // Nothing to do when the shell stops: it takes no job for the next piece.
  if (status.ok()) status = exchanges_.api.shell()->Open(*call_, [](absl::Status) {});
  if (!status.ok()) return End(std::move(status));
  exchanges_.api.LogRead(
      call_, request_, [this](resource::Tx& tx) { return tx.Load(request_.parent(), &study_); },
      [this](absl::Status noted) {
        noted.ok() ? Post(&StudyExportStream::Prepare) : End(std::move(noted));
      });
}

void StudyExportStream::Prepare() {
  const absl::Status made = rpc::Guard([&] {
    auto file =
        survey::ExportStudy(*exchanges_.api.store(), exchanges_.studies,
                            {resource::CauseOf(call_, ""), resource::PatienceOf(call_)}, request_);
    if (file.ok()) file_ = *std::move(file);
    return file.status();
  });
  if (!made.ok()) return End(made);
  if (!file_.bytes.empty()) sum_ = types::Sha256Hex(file_.bytes);
  Continue();
}

void StudyExportStream::Continue() {
  absl::Status status = call_->Authorize(request_.parent());
  status.ok() ? Post(&StudyExportStream::SendNext) : End(std::move(status));
}

void StudyExportStream::FillNext() {
  response_.Clear();
  if (!std::exchange(begun_, true)) {
    response_.set_file_name(file_.file_name);
    response_.set_media_type(file_.media_type);
    *response_.mutable_findings() = {file_.findings.begin(), file_.findings.end()};
  }
  response_.set_data(file_.bytes.substr(next_, kMostPieceBytes));
  next_ += response_.data().size();
  if (next_ == file_.bytes.size()) response_.set_sha256(sum_);
}

void StudyExportStream::SendNext() {
  FillNext();
  absl::Status status = waiting_->Begin([this] { StartWrite(&response_); });
  if (!status.ok()) End(std::move(status));
}

void StudyExportStream::OnWriteDone(bool ok) {
  waiting_->Over();
  if (!ok) return End(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "nobody reads it"));
  call_->Sent();
  next_ == file_.bytes.size() ? End(absl::OkStatus()) : Continue();
}

// One call of ImportStudy. It reads message by message, and then stores the file on a thread of
// the shell. Only while it waits for a message may others end it, so it needs no lock.
class StudyImportStream final : public grpc::ServerReadReactor<ImportStudyRequest> {
 public:
  StudyImportStream(StudyExchanges* exchanges, std::shared_ptr<rpc::Call> call,
                    ImportStudyResponse* reply)
      : exchanges_(*exchanges),
        call_(std::move(call)),
        reply_(reply),
        waiting_(std::make_shared<Waiting>(StudyExchanges::kMostStandstill,
                                           [this](absl::Status end) { End(std::move(end)); })),
        place_(exchanges) {
    rpc::Shell* const shell = exchanges_.api.shell();
    shell->WhenKnown(call_, [this, shell] {
      Continue(shell->Open(
          *call_, [waiting = waiting_](absl::Status end) { waiting->Stop(std::move(end)); }));
    });
  }

 private:
  void OnDone() override { delete this; }
  void OnReadDone(bool ok) override;
  void Continue(absl::Status status);
  absl::Status TakeMessage();
  absl::Status TakeHead();
  absl::Status CheckWhole() const;
  void Store();
  void End(absl::Status status) {
    content_.Clear();
    place_.Leave();
    Finish(call_->End(std::move(status)));
  }

  StudyExchanges& exchanges_;
  const std::shared_ptr<rpc::Call> call_;
  ImportStudyResponse* const reply_;
  const std::shared_ptr<Waiting> waiting_;
  ExchangePlace place_;
  ImportStudyRequest message_;
  ImportStudyRequest::Head head_;
  bool has_head_ = false;
  absl::Cord content_;
};

void StudyImportStream::Continue(absl::Status status) {
  if (status.ok()) status = waiting_->Begin([this] { StartRead(&message_); });
  if (!status.ok()) End(std::move(status));
}

void StudyImportStream::OnReadDone(bool ok) {
  if (!waiting_->Over()) return;
  if (ok) {
    call_->Received();
    return Continue(TakeMessage());
  }
  absl::Status status = CheckWhole();
  if (status.ok()) status = exchanges_.api.shell()->Post([this] { Store(); });
  if (!status.ok()) End(std::move(status));
}

absl::Status StudyImportStream::TakeMessage() {
  const absl::Status fits = rpc::InvalidFields(CheckImportMessage(message_, !has_head_));
  if (!fits.ok()) return fits;
  const bool first = !std::exchange(has_head_, true);
  if (first) head_ = std::move(*message_.mutable_head());
  if (absl::Status s = call_->Authorize(head_.parent()); !s.ok()) return s;
  if (absl::Status s = first ? TakeHead() : absl::OkStatus(); !s.ok()) return s;
  content_.Append(std::move(*message_.mutable_piece()));
  return content_.size() <= kMaxStudyFileBytes ? absl::OkStatus()
                                               : FileRefused("is too large; it may have 32 MiB");
}

absl::Status StudyImportStream::TakeHead() {
  rpc::FieldViolations violations = schema::CheckRequest(exchanges_.import_method, head_);
  for (auto& violation : violations) violation.field = absl::StrCat("head.", violation.field);
  for (auto& violation : CheckImportHead(head_)) violations.push_back(std::move(violation));
  if (!violations.empty()) return rpc::InvalidFields(violations);
  return place_.Take();
}

absl::Status StudyImportStream::CheckWhole() const {
  // A read also ends when the connection breaks.
  if (call_->gone()) return FileRefused("was cut off; send it again");
  return has_head_ ? absl::OkStatus() : rpc::InvalidFields(CheckImportMessage({}, /*first=*/true));
}

void StudyImportStream::Store() {
  const absl::string_view file = content_.Flatten();
  absl::Status status = file.empty() ? FileRefused("is empty") : absl::OkStatus();
  if (status.ok() && !head_.sha256().empty() &&
      !absl::EqualsIgnoreCase(head_.sha256(), types::Sha256Hex(file))) {
    status = FileRefused("does not have the sum that the head says; send it again");
  }
  // gRPC may say so only a moment after the last read.
  if (status.ok()) status = CheckWhole();
  if (status.ok()) {
    status = rpc::Guard([&] {
      return survey::ImportStudy(*exchanges_.api.store(), exchanges_.studies,
                                 {resource::CauseOf(call_, ""), resource::PatienceOf(call_)}, head_,
                                 file, reply_);
    });
  }
  End(std::move(status));
}

}  // namespace

StudyExchanges::StudyExchanges(const resource::Api* with_api, qualitative::StudyStore* with_studies)
    : api(*with_api), studies(*with_studies), import_method(MethodOfHead(api.store()->schema())) {}

grpc::ServerWriteReactor<ExportStudyResponse>* StudyExchangeService::ExportStudy(
    grpc::CallbackServerContext* context, const ExportStudyRequest* request) {
  // A status would wait behind the piece that nobody takes.
  auto waiting = std::make_shared<Waiting>(
      StudyExchanges::kMostStandstill, [context](const absl::Status&) { context->TryCancel(); });
  auto call = exchanges_.api.shell()->BeginStream(context, request->GetDescriptor());
  return new StudyExportStream(&exchanges_, std::move(call), *request, std::move(waiting));
}

grpc::ServerReadReactor<ImportStudyRequest>* StudyExchangeService::ImportStudy(
    grpc::CallbackServerContext* context, ImportStudyResponse* reply) {
  auto call = exchanges_.api.shell()->BeginStream(context, ImportStudyRequest::descriptor());
  return new StudyImportStream(&exchanges_, std::move(call), reply);
}

}  // namespace lotse::survey
