#include "services/engagement/app/transfer_run.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/type/v1alpha/blob.pb.h"
#include "runtime/blob/content.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"
#include "services/engagement/app/export_file.h"
#include "services/engagement/app/transfer_kinds.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::ExportJob;

namespace {

absl::Status MayStore(const Tx& tx, const std::string& name) {
  if (tx.view().Opens(type::v1alpha::PERMISSION_BLOB_WRITE, name)) return absl::OkStatus();
  return rpc::PermissionMissing(type::v1alpha::PERMISSION_BLOB_WRITE);
}

absl::Status Finish(Tx& tx, const absl::StatusOr<ExportFile>& file, ExportJob* job) {
  if (job->cancelling()) {
    End(v1alpha::TRANSFER_STATE_CANCELLED, absl::OkStatus(), tx, job);
    return tx.Save("END", "", job);
  }
  absl::Status failed = file.status();
  if (failed.ok()) failed = MayStore(tx, job->name());
  if (failed.ok()) {
    const absl::StatusOr<std::string> blob =
        PutFile(tx, job->name(), file->file_name, file->media_type, file->content);
    if (!blob.ok()) return blob.status();
    job->set_blob(*blob);
    job->set_sha256(types::Sha256Hex(file->content));
    job->set_size_bytes(static_cast<int64_t>(file->content.size()));
    job->set_row_count(file->row_count);
    job->set_left_out_count(file->left_out_count);
  }
  End(failed.ok() ? v1alpha::TRANSFER_STATE_SUCCEEDED : v1alpha::TRANSFER_STATE_FAILED, failed, tx,
      job);
  return tx.Save("END", "", job);
}

}  // namespace

absl::Status TransferRun::Load(google::protobuf::Message* job) const {
  return store->Read([&](Tx& tx) { return tx.Load(name, job); });
}

absl::Status TransferRun::Write(absl::FunctionRef<absl::Status(Tx&)> work) const {
  return caller->Write(store, stopped, work);
}

absl::Status WasStopped() {
  return rpc::Error(type::v1alpha::ERROR_REASON_SHUTTING_DOWN,
                    "the service was stopped meanwhile; begin it again, which changes only what "
                    "is missing");
}

template <class Job>
void End(v1alpha::TransferState state, const absl::Status& why, Tx& tx, Job* job) {
  job->set_state(state);
  *job->mutable_end_time() = types::ToTimestamp(tx.now());
  if (!why.ok()) *job->mutable_failure() = FaultsOf(why, 0, "").front();
}
template void End(v1alpha::TransferState, const absl::Status&, Tx&, v1alpha::ExportJob*);
template void End(v1alpha::TransferState, const absl::Status&, Tx&, v1alpha::ImportJob*);

absl::StatusOr<std::string> PutFile(Tx& tx, const std::string& job, const std::string& file_name,
                                    const std::string& media_type, const std::string& content) {
  type::v1alpha::Blob blob;
  blob.set_name(absl::StrCat(schema::ParentOf(job), "/blobs/", types::NewRandomUuid()));
  blob.set_file_name(file_name);
  blob.set_media_type(media_type);
  blob.set_size_bytes(static_cast<int64_t>(content.size()));
  blob.set_sha256(types::Sha256Hex(content));
  if (absl::Status s = tx.Create(&blob); !s.ok()) return s;
  blob::PutContent(tx, blob.name(), content);
  return blob.name();
}

absl::Status RunExport(const TransferRun& run) {
  ExportJob job;
  const absl::Status begun = run.Write([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(run.name, &job); !s.ok()) return s;
    if (!run.Waits(job)) return absl::OkStatus();
    job.set_state(v1alpha::TRANSFER_STATE_RUNNING);
    *job.mutable_start_time() = types::ToTimestamp(tx.now());
    return tx.Save("START", "", &job);
  });
  if (absl::IsNotFound(begun)) return absl::OkStatus();
  if (!begun.ok() || job.state() != v1alpha::TRANSFER_STATE_RUNNING) return begun;
  absl::StatusOr<ExportFile> file = WasStopped();
  const sql::Patience patience = {absl::InfiniteFuture(), run.stopped};
  const absl::Status read = run.store->Read(patience, [&](Tx& tx) {
    tx.SetView(run.caller->View(absl::Now()));
    file = MakeExportFile(tx, job, run.caller->actor());
    return absl::OkStatus();
  });
  if (!read.ok()) file = run.stopped() ? WasStopped() : read;
  return run.Write([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(run.name, &job); !s.ok()) return s;
    return Finish(tx, file, &job);
  });
}

}  // namespace lotse::engagement
