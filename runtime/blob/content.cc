#include "runtime/blob/content.h"

#include "lotse/type/v1alpha/blob.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/sha256.h"

namespace lotse::blob {

void PutContent(resource::Tx& tx, absl::string_view name, absl::string_view content) {
  const schema::Address address = schema::AddressOf(name);
  for (size_t at = 0; at < content.size(); at += kRowBytes) {
    tx.connection()
        .Prepare("InsertBlobPiece")
        .Bind(1, address.scope)
        .Bind(2, address.local)
        .Bind(3, static_cast<int64_t>(at))
        .BindBytes(4, std::string(content.substr(at, kRowBytes)))
        .Run();
  }
}

absl::StatusOr<std::string> ReadContent(resource::Store* store, const sql::Patience& patience,
                                        const std::string& name) {
  type::v1alpha::Blob blob;
  std::string content;
  const schema::Address address = schema::AddressOf(name);
  bool more = true;
  while (more) {
    const absl::Status read = store->Read(patience, [&](resource::Tx& tx) -> absl::Status {
      // Each time: it may have been deleted meanwhile.
      if (absl::Status s = tx.Load(name, &blob); !s.ok()) return s;
      sql::Query query = tx.connection().Prepare("GetBlobPiece");
      const auto position = static_cast<int64_t>(content.size());
      query.Bind(1, address.scope).Bind(2, address.local).Bind(3, position);
      more = query.Next() && query.Number(0) == position && !query.View(1).empty();
      if (more) content.append(query.Text(1));
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
  }
  if (types::Sha256Hex(content) == blob.sha256()) return content;
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "a stored file is not what it was when it was stored", {{"resource", name}});
}

}  // namespace lotse::blob
