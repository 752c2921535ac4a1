#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/transfer.pb.h"
#include "runtime/resource/tx.h"
#include "runtime/schema/schema.h"
#include "services/engagement/exchange/row_order.h"

// What exports and imports have in common: which kinds they are about, and what a caller
// needs for a row.
namespace lotse::engagement {

// Rows that a file may have.
inline constexpr size_t kMaxTransferRows = 50000;

// Whether resources of this kind go through files: all of this service, but for exports,
// imports, grants and stored files.
bool IsTransferred(const schema::Kind& kind);

// The parents of the resources of `kind` that belong to `owner`, with `-` for ids below it,
// as lists take them; nothing if none belong to it. The engagements of a programme do.
std::optional<std::string> ParentsBelow(const schema::Kind& kind, absl::string_view owner);

// The kind that has this collection below `owner`; null if none that is transferred has.
const schema::Kind* KindOfCollection(const schema::Schema& schema, absl::string_view owner,
                                     absl::string_view collection);

// The method of a kind with this verb; null if it has none.
const schema::Method* MethodFor(const schema::Schema& schema, const schema::Kind& kind,
                                schema::Method::Verb verb);

// What is needed at `name`: RESOURCE_NOT_FOUND if the caller may not know of it,
// PERMISSION_MISSING.
absl::Status CheckMay(const resource::Tx& tx, const schema::Method& method, absl::string_view name);

// As CheckMay, for every method of the kind that changes something: who brings a resource
// back as it was could have brought it there.
absl::Status CheckMayRestore(const resource::Tx& tx, const schema::Kind& kind,
                             absl::string_view name);

// The name of a resource, its parent, and what it refers to.
RowLinks LinksOf(const schema::Kind& kind, const google::protobuf::Message& resource);

// Why a row was refused: one for each violation of the error, at least one.
std::vector<v1alpha::TransferFault> FaultsOf(const absl::Status& status, int64_t line,
                                             absl::string_view resource);

// Whether an error is about a row and not about the store or this program.
bool IsAboutRow(const absl::Status& status);

}  // namespace lotse::engagement
