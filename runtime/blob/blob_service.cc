#include "runtime/blob/blob_service.h"

#include "absl/synchronization/notification.h"
#include "runtime/resource/replay.h"
#include "runtime/schema/address.h"

namespace lotse::blob {

using type::v1alpha::DeleteBlobRequest;
using type::v1alpha::UploadBlobRequest;

namespace {

schema::Method MethodOfHead(const schema::Schema& schema) {
  schema::Method method = schema.MethodOf(UploadBlobRequest::descriptor());
  method.parent = UploadBlobRequest::Head::descriptor()->FindFieldByName("parent");
  method.request_id = UploadBlobRequest::Head::descriptor()->FindFieldByName("request_id");
  method.patterns = schema.PatternsFor(method.parent);
  return method;
}

absl::StatusOr<resource::Store::Fate> Delete(resource::Tx& tx, const DeleteBlobRequest& request,
                                             google::protobuf::Empty* reply) {
  const schema::Method& method = tx.schema().MethodOf(DeleteBlobRequest::descriptor());
  const absl::Status done = resource::Once(tx, method, request, reply, [&]() -> absl::Status {
    // Files have no rules of their own.
    const resource::Standard standard(&tx.schema());
    if (absl::Status s = standard.Run(tx, method, request, reply); !s.ok()) return s;
    const schema::Address address = schema::AddressOf(request.name());
    sql::Query pieces = tx.connection().Prepare("DeleteBlobPieces");
    pieces.Bind(1, address.scope).Bind(2, address.local).Run();
    return absl::OkStatus();
  });
  if (!done.ok()) return done;
  return request.validate_only() ? resource::Store::Fate::kDiscard : resource::Store::Fate::kKeep;
}

}  // namespace

BlobService::BlobService(const resource::Api* api, absl::Duration max_standstill)
    : api_(api),
      max_standstill_(max_standstill),
      uploads_{api, MethodOfHead(api->store()->schema()), max_standstill} {}

grpc::ServerUnaryReactor* BlobService::DeleteBlob(Context* context,
                                                  const DeleteBlobRequest* request,
                                                  google::protobuf::Empty* reply) {
  const auto work = [this, request, reply](const resource::Cause& cause, absl::Time deadline) {
    absl::Status status;
    absl::Notification done;
    api_->store()->Write(
        {deadline, nullptr}, cause, [&](resource::Tx& tx) { return Delete(tx, *request, reply); },
        [&](absl::Status ended) {
          status = std::move(ended);
          done.Notify();
        });
    done.WaitForNotification();
    // Also when nothing was left to delete: the last time may have stopped here.
    const bool deleted = status.ok() || absl::IsNotFound(status);
    if (!deleted || request->validate_only()) return status;
    const absl::Status emptied = api_->store()->EmptyLog();
    return emptied.ok() ? status : emptied;
  };
  return api_->RunLong(context, request, work);
}

}  // namespace lotse::blob
